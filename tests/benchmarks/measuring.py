"""The measurements: every page on every program in turn, so a busy machine slows all alike."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from tests.benchmarks.client import Page, Run, Visit, first_view, visit
from tests.benchmarks.servers import Program, Running, serve

# After the end of a run the server still tidies up; that is part of its processor time.
SECONDS_TO_SETTLE = 0.03
# Reading ahead begins within half a second. A program that has done next to nothing for longer has
# ended it; how often that is looked for at most.
SECONDS_TO_BEGIN, IDLE_SECONDS, MOST_LOOKS = 0.6, 0.03, 30
RERUNS_BEFORE = 3
SECONDS_OF_ARRIVAL = 20.0
RERUNS_OF_A_SESSION = 2


class Key(NamedTuple):
    """What was measured where."""

    figure: str
    program: str
    page: str


@dataclass(slots=True)
class Results:
    """Samples of every figure, and everything that went wrong."""

    samples: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def add(self, run: Run, program: str, page: str, **figures: float) -> None:
        for figure, value in figures.items():
            self.samples[Key(figure, program, page)].append(value)
        self.faults += [f"{program}, {page}: {fault}" for fault in run.faults]

    def median(self, figure: str, program: str, page: str) -> float | None:
        """``None`` when it was not measured."""
        samples = self.samples.get(Key(figure, program, page))
        return median(samples) if samples else None


# Pages by what they are called, for each program: their addresses name actions of its own data.
Addresses = Mapping[str, Mapping[str, Page]]


async def reruns(
    programs: Mapping[str, Running], addresses: Addresses, results: Results, rounds: int
) -> None:
    """Run pages again with nothing changed: what every click costs at least."""
    async with AsyncExitStack() as stack:
        readers: dict[tuple[str, str], Visit] = {}
        for name, program in programs.items():
            for page, address in addresses[name].items():
                reader = await stack.enter_async_context(visit(program.url, address))
                readers[name, page] = reader
                for _ in range(RERUNS_BEFORE):
                    results.add(await reader.run(), name, page)
        for _ in range(rounds):
            for (name, page), reader in readers.items():
                before = programs[name].cpu_seconds()
                run = await reader.run()
                await asyncio.sleep(SECONDS_TO_SETTLE)
                used = programs[name].cpu_seconds() - before
                results.add(run, name, page, rerun=run.seconds, rerun_cpu=used, rerun_wire=run.wire)


async def views_after_changes(
    programs: Mapping[str, Running],
    addresses: Addresses,
    results: Results,
    rounds: int,
    changes: Mapping[str, Callable[[], None]],
) -> None:
    """Open every page as a new reader: once a change was read ahead, unchanged, and at once.

    Args:
        changes: What changes the records of a program, by its name. Those that aren't named don't
            read ahead: for them it is always at once.
    """
    for _ in range(rounds):
        for page in next(iter(addresses.values())):
            before = {name: programs[name].cpu_seconds() for name in changes}
            for change in changes.values():
                change()
            await _until_idle(programs)
            for name, seconds in before.items():
                used = programs[name].cpu_seconds() - seconds
                results.samples[Key("read_ahead_cpu", name, "")].append(used)
            for name, program in programs.items():
                address = addresses[name][page]
                await _view_after_change(program, address, results, (name, page), "changed")
                run = await first_view(program.url, address)
                results.add(run, name, page, view=run.seconds, payload=run.payload, wire=run.wire)
            for name, change in changes.items():
                await _until_idle(programs)
                change()
                address = addresses[name][page]
                await _view_after_change(programs[name], address, results, (name, page), "at_once")


async def _until_idle(programs: Mapping[str, Running]) -> None:
    """Wait until none of the programs does anything any more."""
    for _ in range(MOST_LOOKS):
        before = {name: program.cpu_seconds() for name, program in programs.items()}
        await asyncio.sleep(SECONDS_TO_BEGIN)
        used = [program.cpu_seconds() - before[name] for name, program in programs.items()]
        if max(used) < IDLE_SECONDS:
            return


async def _view_after_change(
    program: Running, address: Page, results: Results, names: tuple[str, str], figure: str
) -> None:
    before = program.cpu_seconds()
    run = await first_view(program.url, address)
    await asyncio.sleep(SECONDS_TO_SETTLE)
    used = program.cpu_seconds() - before
    results.add(run, *names, **{figure: run.seconds, f"{figure}_cpu": used})


async def views_after_start(
    programs: Mapping[str, Program], addresses: Addresses, results: Results, rounds: int
) -> None:
    """Open every page as the first reader of a program that has just been started."""
    for _ in range(rounds):
        for page in next(iter(addresses.values())):
            for name, program in programs.items():
                with serve(program) as running:
                    run = await first_view(running.url, addresses[name][page])
                results.add(run, name, page, started=run.seconds)


async def crowd(running: Running, address: Page, results: Results, *, sessions: int) -> None:
    """Many readers on one page, arriving one after another and all staying to the end."""
    everybody_there = asyncio.Event()
    arrived = 0

    async def read(number: int) -> None:
        nonlocal arrived
        await asyncio.sleep(SECONDS_OF_ARRIVAL * number / 200)
        try:
            async with visit(running.url, address) as reader:
                run = await reader.run()
                results.add(run, "crowd", "Overview", view=run.seconds)
                arrived += 1
                if arrived == sessions:
                    everybody_there.set()
                await asyncio.wait_for(everybody_there.wait(), 120)
                for _ in range(RERUNS_OF_A_SESSION):
                    run = await reader.run()
                    results.add(run, "crowd", "Overview", rerun=run.seconds)
        except Exception as error:  # whatever it is, it counts as an error of this session
            results.faults.append(f"session {number}: {type(error).__name__} {error}")

    await asyncio.gather(*(read(number) for number in range(sessions)))
