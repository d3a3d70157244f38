import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timing import parse
from tracker.transfer.plan_checks import find_circles, reference_faults
from tracker.transfer.plan_file import FileAction, FileMilestone

names = st.sampled_from("ABCDEF")
graphs = st.dictionaries(names, st.lists(names, max_size=4))


@pytest.mark.parametrize(
    ("waits_for", "circles"),
    [
        ({}, []),
        ({"A": ["B"], "B": ["C"]}, []),
        ({"A": ["B", "C"], "B": ["D"], "C": ["D"]}, []),
        ({"A": ["A"]}, [["A"]]),
        ({"A": ["B"], "B": ["C"], "C": ["B"]}, [["B", "C"]]),
        ({"A": ["B"], "B": ["A"], "C": ["D"], "D": ["C"]}, [["A", "B"], ["C", "D"]]),
    ],
)
def test_circles_are_named_in_order(waits_for, circles):
    assert list(find_circles(waits_for)) == circles


@given(graphs)
def test_what_is_named_is_a_circle(waits_for):
    for circle in find_circles(waits_for):
        for thing, following in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert following in waits_for[thing]


@given(graphs)
def test_a_circle_is_found_exactly_when_there_is_no_order(waits_for):
    left = {thing: set(others) for thing, others in waits_for.items()}
    while free := [thing for thing, others in left.items() if not others & left.keys()]:
        for thing in free:
            del left[thing]

    assert bool(list(find_circles(waits_for))) == bool(left)


def test_a_very_long_chain_is_walked():
    chain = {str(number): [str(number + 1)] for number in range(20_000)}

    assert list(find_circles(chain)) == []
    assert [len(circle) for circle in find_circles(chain | {"20000": ["0"]})] == [20_001]


def action(number, needs=(), timing="by 2022"):
    milestone = FileMilestone("Delivered", parse(timing), 1.0, row=number + 100)
    return FileAction(f"DATA-A{number}", "Ask", "", "", needs, 1.0, (milestone,), row=number)


def told(*actions, known=()):
    """Row, column, value and problem of each fault."""
    faults = reference_faults(actions, known)
    return [(fault.row, fault.column, fault.value, fault.problem) for fault in faults]


def test_actions_may_name_each_other_and_known_ones():
    later = action(2, needs=("DATA-A1", "HR-A1"), timing="1 month after HR-A2")

    assert told(action(1), later, known={"HR-A1", "HR-A2"}) == []


def test_unknown_references_are_told_where_they_stand():
    assert told(action(1, needs=("DATA-A8",), timing="2 days after DATA-A9")) == [
        (1, "needs", "DATA-A8", "There is no action DATA-A8 in this file or in the plan."),
        (101, "timing", "DATA-A9", "There is no action DATA-A9 in this file or in the plan."),
    ]


def test_a_circle_of_needs_is_named():
    first, second, third = action(1, ("DATA-A2",)), action(2, ("DATA-A3",)), action(3, ("DATA-A1",))

    assert told(first, second, third) == [
        (
            3,
            "needs",
            "DATA-A1",
            "DATA-A1 waits for DATA-A2, which waits for DATA-A3, which waits for DATA-A1: "
            "a circle in which none can begin.",
        )
    ]


def test_an_action_cannot_come_after_itself():
    assert told(action(1, timing="1 month after DATA-A1")) == [
        (
            101,
            "timing",
            "DATA-A1",
            "DATA-A1 waits for DATA-A1: a circle in which none can begin.",
        )
    ]


def test_a_circle_of_a_need_and_a_deadline_is_found():
    (fault,) = told(action(1, needs=("DATA-A2",)), action(2, timing="1 month after DATA-A1"))

    assert fault[:3] == (102, "timing", "DATA-A1")


def test_a_long_circle_is_named_in_part():
    chain = [action(number, (f"DATA-A{number % 50 + 1}",)) for number in range(1, 51)]

    (fault,) = told(*chain)
    assert "DATA-A10, which waits for ..., which waits for DATA-A1:" in fault[3]


def test_many_circles_are_told_within_bounds():
    assert len(told(*(action(number, (f"DATA-A{number}",)) for number in range(1, 1_000)))) == 20
