"""``python -m tests.benchmarks``: measure every page against the floor. See docs/performance.md."""

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsgList

from dashboard import navigation
from dashboard.navigation import PageSpec
from tests.benchmarks import measuring, report, servers
from tests.benchmarks.changes import LEAD, LargeDatabase
from tests.benchmarks.client import Page, first_view
from tests.benchmarks.measuring import Results
from tests.benchmarks.sizes import FULL, SMOKE, Size

# Every page that is measured, with what its address asks for; ``{ref}`` is the action that changes.
PAGES: dict[PageSpec, dict[str, str]] = {
    navigation.OVERVIEW: {},
    navigation.PLAN: {},
    navigation.ACTION: {"ref": "{ref}"},
    navigation.MY_UPDATES: {"as": f"Lead: {LEAD}"},
    navigation.ROUNDS: {},
    navigation.AUDIT: {},
    navigation.GROUPS: {},
    navigation.GROUP: {"group": "1"},
    navigation.CHAMPIONS: {},
    navigation.COVERAGE: {},
    navigation.ORGANISATION: {"organisation": "ORG1"},
    navigation.DIRECTORY: {},
    navigation.ANSWER: {"as": "Member"},
    navigation.RESULTS: {},
    navigation.SUGGESTIONS: {"as": "Member"},
    navigation.TRIAGE: {},
    navigation.YOU_SAID: {},
}
TITLES = [page.title for page in PAGES]


def main() -> int:
    """Measure and print; 1 when anything failed. No time is ever a failure."""
    chosen = _arguments()
    size = SMOKE if chosen.smoke else FULL
    pages = chosen.only or TITLES
    with tempfile.TemporaryDirectory(prefix="tracker-benchmarks-") as folder:
        results = asyncio.run(_measure(Path(folder), size, pages))
    print(report.table(results, pages))
    print(f"\n{report.read_ahead(results)}")
    print(report.crowd(results, size.sessions))
    print(f"Errors: {len(results.faults)}")
    for fault in results.faults[:10]:
        print(f"  {fault}")
    return 1 if results.faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="little data, one round")
    parser.add_argument("--only", nargs="+", choices=TITLES, metavar="PAGE", help=", ".join(TITLES))
    return parser.parse_args()


async def _measure(folder: Path, size: Size, pages: list[str]) -> Results:
    results = Results()
    _say(f"Making plans of {size.actions:,} actions …")
    product = LargeDatabase(folder / "1.db", size, history=size.history)
    longer = LargeDatabase(folder / "10.db", size, history=10 * size.history)
    programs = {
        "floor": servers.floor(folder, folder),
        "ready": servers.ready(product.url, folder),
        "product": servers.tracker(product.url, folder),
        "longer": servers.tracker(longer.url, folder),
    }
    own = {page: _address(page, product.ref) for page in pages}
    addresses = dict.fromkeys(programs, own)
    addresses["longer"] = {page: _address(page, longer.ref) for page in pages}
    addresses["floor"] = {page: replace(own[page], query={}) for page in pages}

    changes = {"product": product.change, "longer": longer.change}
    with ExitStack() as stack:
        running = {"product": stack.enter_context(servers.serve(programs["product"]))}
        await _record(running["product"], product.ref, folder, results)
        for name in ("floor", "ready", "longer"):
            running[name] = stack.enter_context(servers.serve(programs[name]))
        _say("Running pages again …")
        await measuring.reruns(running, addresses, results, size.reruns)
        _say("Opening pages after changes …")
        await measuring.views_after_changes(running, addresses, results, size.changes, changes)
        _say(f"Letting {size.sessions} readers in …")
        await measuring.crowd(running["product"], Page(""), results, sessions=size.sessions)
    _say("Opening pages after a start …")
    started = {name: programs[name] for name in ("floor", "product")}
    await measuring.views_after_start(started, addresses, results, size.starts)
    return results


def _address(title: str, ref: str) -> Page:
    """The address of the page called ``title``; the first page's is empty."""
    [page] = [page for page in navigation.PAGES if page.title == title]
    name = "" if page is navigation.OVERVIEW else page.name
    return Page(name, {key: value.format(ref=ref) for key, value in PAGES.get(page, {}).items()})


async def _record(running: servers.Running, ref: str, folder: Path, results: Results) -> None:
    """Keep what each page sends on a first view: the floor has the same pages, and draws that."""
    for page in navigation.PAGES:
        run = await first_view(running.url, _address(page.title, ref))
        results.add(run, "product", page.title)
        recording = ForwardMsgList(messages=run.messages).SerializeToString()
        (folder / f"{page.name}.messages").write_bytes(recording)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
