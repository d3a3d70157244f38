"""What must hold between the actions of a plan: references that exist, and no circles."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from tracker.errors import Fault
from tracker.transfer.plan_file import FileAction

# A file that is wrong through and through is told so in bounds.
_MOST_CIRCLES = 20
_LONGEST_CIRCLE_NAMED = 10

_Waits = dict[str, Fault]


def reference_faults(actions: Sequence[FileAction], known: Collection[str]) -> list[Fault]:
    """The faults of ``needs`` and of "after" deadlines.

    Args:
        known: References of actions that may be named beside these.
    """
    waits = {action.ref: _waits(action) for action in actions}
    unknown = [
        fault
        for faults in waits.values()
        for ref, fault in faults.items()
        if ref not in waits and ref not in known
    ]
    circles = islice(find_circles(waits), _MOST_CIRCLES)
    return [*unknown, *(_circle_fault(circle, waits) for circle in circles)]


def _waits(action: FileAction) -> _Waits:
    """For every action that has to be done before this one: what to say if there is none."""
    waits: _Waits = {}
    for ref in action.needs:
        waits[ref] = _unknown(ref, action.row, "needs")
    for milestone in action.milestones:
        if ref_after := milestone.timing.after:
            waits.setdefault(ref_after, _unknown(ref_after, milestone.row, "timing"))
    return waits


def _unknown(ref: str, row: int, column: str) -> Fault:
    return Fault(
        row,
        column,
        ref,
        f"There is no action {ref} in this file or in the plan.",
        "Name an action by its reference, such as DATA-A5.",
    )


def _circle_fault(circle: Sequence[str], waits: Mapping[str, _Waits]) -> Fault:
    """Told where the last of the circle says that it waits for the first."""
    first, last = circle[0], circle[-1]
    place = waits[last][first]
    cut = ["..."] if len(circle) > _LONGEST_CIRCLE_NAMED else []
    rest = [*circle[1:_LONGEST_CIRCLE_NAMED], *cut, first]
    return Fault(
        place.row,
        place.column,
        first,
        f"{first} waits for {', which waits for '.join(rest)}: a circle in which none can begin.",
        "Take one of these references out.",
    )


def find_circles(waits_for: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Circles in what waits for what: none if there is none, at least one of every tangle.

    Args:
        waits_for: For each thing, those that have to be done before it. One that is no key waits
            for nothing.

    Yields:
        The things of a circle in order, each waiting for the next and the last for the first.
    """
    finished: set[str] = set()
    for start in waits_for:
        if start not in finished:
            yield from _circles_from(start, waits_for, finished)


def _circles_from(
    start: str, waits_for: Mapping[str, Iterable[str]], finished: set[str]
) -> Iterator[list[str]]:
    """Walk depth first, without recursion: a chain may be thousands long."""
    path = {start: 0}
    ahead = [iter(waits_for[start])]
    while ahead:
        following = next(ahead[-1], None)
        if following is None:
            ahead.pop()
            finished.add(path.popitem()[0])
        elif following in path:
            yield list(path)[path[following] :]
        elif following not in finished:
            path[following] = len(path)
            ahead.append(iter(waits_for.get(following, ())))
