import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.transfer.plan_checks import find_circles

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
