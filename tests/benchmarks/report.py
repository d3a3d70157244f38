"""The table that is printed: medians, ratios, and whether each goal holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.measuring import Results

WARM, FRESH, LONGER = 1.3, 1.3, 1.2
LARGEST_VIEW = 300  # kB over the socket


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table for each page.

    Attributes:
        what: In words.
        figure, program: What is compared.
        base: The program it is compared with.
        base_name: In words.
        goal: The largest ratio; ``None`` when none is set.
        base_figure: What of the other program, where it isn't the same.
    """

    what: str
    figure: str
    program: str
    base: str
    base_name: str
    goal: float | None = None
    base_figure: str = ""


COMPARISONS = (
    Comparison("Warm rerun", "rerun", "product", "floor", "floor", WARM),
    Comparison("Warm rerun, processor time", "rerun_cpu", "product", "floor", "floor"),
    Comparison("First view after a change", "changed", "product", "ready", "ready data", FRESH),
    Comparison(
        "First view after a change, at once",
        *("at_once", "product", "ready", "ready data"),
        base_figure="changed",
    ),
    Comparison(
        "… processor time",
        *("at_once_cpu", "product", "ready", "ready data"),
        base_figure="changed_cpu",
    ),
    Comparison("First view, nothing changed", "view", "product", "floor", "floor"),
    Comparison("First view after start", "started", "product", "floor", "floor"),
    Comparison("Warm rerun, 10 × history", "rerun", "longer", "product", "1 × history", LONGER),
    Comparison(
        "First view after a change, at once, 10 × history",
        *("at_once", "longer", "product", "1 × history", LONGER),
    ),
)


def table(results: Results, pages: list[str]) -> str:
    """Every comparison for every page, then sizes, as a Markdown table."""
    lines = ["| Page | What | Compared with | There | Here | Ratio | Goal | Holds |"]
    lines.append("|---|---|---|---:|---:|---:|---|---|")
    for page in pages:
        lines += [line for each in COMPARISONS if (line := _compared(results, each, page))]
        lines += _sizes(results, page)
    return "\n".join(lines)


def _compared(results: Results, each: Comparison, page: str) -> str:
    here = results.median(each.figure, each.program, page)
    there = results.median(each.base_figure or each.figure, each.base, page)
    if here is None or there is None:
        return ""
    ratio = here / there
    goal = f"at most {each.goal}" if each.goal else "–"
    cells = [page, each.what, each.base_name, _ms(there), _ms(here), f"{ratio:.2f}", goal]
    return _line(*cells, _holds(ratio <= each.goal) if each.goal else "–")


def _sizes(results: Results, page: str) -> Iterator[str]:
    wire = results.median("wire", "product", page)
    payload = results.median("payload", "product", page)
    rerun = results.median("rerun_wire", "product", page)
    if wire is None or payload is None or rerun is None:
        return
    holds = _holds(wire <= LARGEST_VIEW * 1000)
    goal = f"at most {LARGEST_VIEW} kB"
    what = "First view, over the socket (before compression)"
    yield _line(page, what, "–", "–", f"{_kb(wire)} ({_kb(payload)})", "–", goal, holds)
    there = results.median("rerun_wire", "floor", page)
    if there is not None:
        cells = ["floor", _kb(there), _kb(rerun), f"{rerun / there:.2f}"]
        yield _line(page, "Warm rerun, over the socket", *cells, "–", "–")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _holds(it_does: bool) -> str:
    return "yes" if it_does else "**no**"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def _kb(size: float) -> str:
    return f"{size / 1000:,.1f} kB"


def read_ahead(results: Results) -> str:
    """What reading ahead takes after a change, in a sentence."""
    used = results.median("read_ahead_cpu", "product", "")
    if used is None:
        return "Nothing was read ahead."
    return f"Reading ahead after a change: {_ms(used)} of processor time (median)."


def crowd(results: Results, sessions: int) -> str:
    """How a crowd of readers fared, in a sentence."""
    view = results.median("view", "crowd", "Overview")
    rerun = results.median("rerun", "crowd", "Overview")
    if view is None or rerun is None:
        return f"{sessions} sessions on the overview: none came through."
    return (
        f"{sessions} sessions on the overview at once: first view {_ms(view)}, rerun {_ms(rerun)} "
        "(medians; all rerun at the same moment)."
    )
