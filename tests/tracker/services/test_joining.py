from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.models import Membership
from tracker.services._joining import Days, joined
from tracker.vocabulary import GroupRole

FIRST = date(2021, 9, 1)
CHAIR, MEMBER = GroupRole.CHAIR, GroupRole.MEMBER
FAR = 60


def day(number):
    return FIRST + timedelta(days=number)


def spell(role, first, lasts):
    ends_on = None if lasts is None else day(first + lasts)
    return Membership(role=role, starts_on=day(first), ends_on=ends_on)


SPELLS = st.lists(
    st.builds(
        spell, st.sampled_from(GroupRole), st.integers(0, 40), st.none() | st.integers(0, 15)
    ),
    max_size=8,
)


def roles_by_day(spells):
    """By day, the roles of the spells that it belongs to."""
    found = [[] for _ in range(FAR)]
    for role, days in spells:
        for number in range(FAR):
            if days.first <= day(number) <= days.last:
                found[number].append(role)
    return found


@given(SPELLS)
@example([spell(CHAIR, 5, 5), spell(MEMBER, 0, None)])
def test_every_day_has_the_role_nearest_to_the_chair_and_no_day_has_two(spells):
    before = roles_by_day(
        (each.role, Days(each.starts_on, each.ends_on or date.max)) for each in spells
    )
    after = roles_by_day(joined(spells))
    nearest = [sorted(roles, key=list(GroupRole).index)[:1] for roles in before]
    assert after == nearest


@given(SPELLS)
def test_spells_of_one_role_become_as_few_as_they_can_be_without_a_day_added(spells):
    members = [spell(MEMBER, (each.starts_on - FIRST).days, 5) for each in spells]
    found = [days for _, days in joined(members)]
    assert all(first.last < second.first for first, second in zip(found, found[1:], strict=False))
    assert {days.first for days in found} <= {each.starts_on for each in members}
    assert {days.last for days in found} <= {each.ends_on for each in members}
