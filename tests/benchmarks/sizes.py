"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Attributes:
        actions: Of the large plan, with ten milestones each.
        history: Its audit entries; ten times as many in the longer one.
        organisations: With twelve posts each.
        groups, spells: Of people in them, altogether.
        answers: Of members in twenty closed rounds of questions, altogether.
        suggestions: Of members; most have a reply.
        reruns, changes, starts: Rounds of each measurement.
        sessions: Readers at once.
    """

    actions: int
    history: int
    organisations: int
    groups: int
    spells: int
    answers: int
    suggestions: int
    reruns: int
    changes: int
    starts: int
    sessions: int


FULL = Size(
    actions=1000,
    history=100_000,
    organisations=300,
    groups=2000,
    spells=50_000,
    answers=1_000_000,
    suggestions=400,
    reruns=30,
    changes=5,
    starts=3,
    sessions=200,
)
SMOKE = Size(
    actions=20,
    history=300,
    organisations=5,
    groups=10,
    spells=50,
    answers=2_000,
    suggestions=20,
    reruns=1,
    changes=1,
    starts=0,
    sessions=10,
)
