"""Any history of groups, made by real services at random: what must hold, holds after each step.

Days go by between the steps. In the end every earlier day is read again, and is what was seen.
"""

import tempfile
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from tests import factories
from tests.databases import SqliteDatabases
from tracker.db import make_engine, transaction
from tracker.errors import InvalidChange
from tracker.models import Action, Group, GroupAction, GroupChange, Membership
from tracker.permissions import SYSTEM
from tracker.queries.group_people import count_members, read_people
from tracker.queries.groups import read_groups
from tracker.services import group_actions, group_life, groups, memberships, terms
from tracker.vocabulary import ENDED, ActionState, GroupKind, GroupRole, GroupState

FIRST = date(2022, 1, 1)
GROUPS, PEOPLE, ACTIONS = 3, 4, 3
OPEN = (ActionState.NOT_STARTED, ActionState.IN_PROGRESS, ActionState.PAUSED)

group_numbers = st.integers(1, GROUPS)
people = st.integers(1, PEOPLE)
days_from_now = st.integers(-5, 10)
ends = st.none() | st.integers(-5, 15)


# What the domain says, written a second time: what it is checked against is not what it checks.
ALLOWED = {
    ("proposed", "active"),
    ("active", "closing"),
    ("closing", "closed"),
    ("proposed", "stopped"),
    ("active", "stopped"),
    ("closing", "stopped"),
}


@cache
def databases():
    """Copies of one migrated database: migrating each would take longer than its history."""
    return SqliteDatabases(Path(tempfile.mkdtemp(prefix="tracker-tests-")))


class GroupHistories(RuleBasedStateMachine):
    """A few groups, people and actions, to whom anything may happen that the services let pass."""

    def __init__(self):
        super().__init__()
        self.database = ExitStack()
        self.engine = make_engine(self.database.enter_context(databases().migrated()))
        self.today = FIRST
        self.seen, self.known = {}, {}

    def teardown(self):
        for day, frames in self.seen.items():
            for before, again in zip(frames, self.read(day), strict=True):
                pd.testing.assert_frame_equal(before, again)
        self.engine.dispose()
        self.database.close()

    @initialize(kinds=st.tuples(*[st.sampled_from(GroupKind)] * GROUPS))
    def begin(self, kinds):
        made = {"created_at": self.now}
        with transaction(self.engine) as session:
            for number in range(1, PEOPLE + 1):
                factories.make_person(session, post=f"Post {number}", **made)
            for number in range(1, ACTIONS + 1):
                # The last one has no lead who could carry it alone.
                lead = "" if number == ACTIONS else "Data lead"
                factories.make_action(session, responsible=lead, **made)
            for number, kind in enumerate(kinds, start=1):
                groups.propose_group(session, **self.by, name=f"Group {number}", kind=kind)
        # Enough to begin with that something is at stake in most histories.
        self.joins(1, 1, GroupRole.CHAIR, 0, None)
        self.terms_are_agreed(1, {"A"})
        self.end_moves(1, 10)
        self.activates(1)
        self.action_gets_a_home(1, 1)

    @property
    def now(self):
        return datetime.combine(self.today, time(9), tzinfo=UTC)

    @property
    def by(self):
        return {"actor": SYSTEM, "now": self.now}

    def attempt(self, service, **details):
        """Have it done, or refused in words: nothing else may come of it."""
        self.known.clear()
        try:
            with transaction(self.engine) as session:
                service(session, **self.by, **details)
        except InvalidChange as refusal:
            assert str(refusal).endswith(".")

    def group(self, number):
        with transaction(self.engine, writes=False) as session:
            found = session.get_one(Group, number)
            return {"group_id": number, "version": found.version}

    def spell(self, number):
        """One of the spells, if there are any."""
        with transaction(self.engine, writes=False) as session:
            spells = session.exec(select(Membership).order_by(Membership.id)).all()
            found = spells[number % len(spells)] if spells else None
            return found and {"membership_id": found.id, "version": found.version}

    def day(self, number):
        return None if number is None else self.today + timedelta(days=number)

    @rule(days=st.integers(1, 5))
    def time_goes_by(self, days):
        self.seen[self.today] = self.read(self.today)
        self.today += timedelta(days=days)

    @rule(number=group_numbers, ends_on=ends)
    def end_moves(self, number, ends_on):
        given = {"ends_on": self.day(ends_on), "reason": "It takes longer"}
        self.attempt(groups.move_end, **self.group(number), **given)

    @rule(number=group_numbers, parent=st.none() | group_numbers)
    def becomes_a_part(self, number, parent):
        with transaction(self.engine, writes=False) as session:
            group = session.get_one(Group, number)
            given = {"name": group.name, "kind": group.kind, "parent_id": parent}
        self.attempt(groups.edit_group, **self.group(number), **given)

    @rule(number=group_numbers, lines=st.sets(st.sampled_from("ABC")))
    def terms_are_agreed(self, number, lines):
        with transaction(self.engine, writes=False) as session:
            agreed = read_groups(session).terms
        version = int((agreed["group_id"] == number).sum())
        given = {"purpose": f"Purpose {version}", "deliverables": "\n".join(sorted(lines))}
        self.attempt(terms.agree_terms, group_id=number, version=version, **given)

    @rule(number=group_numbers)
    def activates(self, number):
        self.attempt(group_life.activate_group, **self.group(number))

    @rule(number=group_numbers)
    def begins_to_close(self, number):
        self.attempt(group_life.begin_closing, **self.group(number))

    @rule(number=group_numbers, homes=st.tuples(*[st.none() | group_numbers] * ACTIONS))
    def closes(self, number, homes):
        left = {"outputs": "A guide", "lessons": "Ask earlier", "reason": "It is done"}
        given = left | {"homes": dict(enumerate(homes, start=1))}
        self.attempt(group_life.close_group, **self.group(number), **given)

    @rule(
        number=group_numbers,
        homes=st.dictionaries(st.integers(1, ACTIONS), st.none() | group_numbers),
    )
    @precondition(lambda self: len(self.seen) > 1)
    def stops(self, number, homes):
        given = {"reason": "No budget", "homes": homes}
        self.attempt(group_life.stop_group, **self.group(number), **given)

    @rule(action=st.integers(1, ACTIONS), number=st.none() | group_numbers)
    def action_gets_a_home(self, action, number):
        self.attempt(group_actions.give_home, action_id=action, group_id=number)

    @rule(
        number=group_numbers,
        person=people,
        role=st.sampled_from(GroupRole),
        first=days_from_now,
        last=ends,
    )
    def joins(self, number, person, role, first, last):
        days = {"starts_on": self.day(first), "ends_on": self.day(last)}
        who = {"group_id": number, "person_id": person, "role": role}
        self.attempt(memberships.join_group, **who, **days)

    @rule(number=st.integers(0, 20), last=days_from_now)
    def leaves(self, number, last):
        if spell := self.spell(number):
            self.attempt(memberships.leave_group, **spell, ends_on=self.day(last))

    @rule(number=st.integers(0, 20), role=st.sampled_from(GroupRole), first=days_from_now)
    def changes_role(self, number, role, first):
        if spell := self.spell(number):
            given = {"role": role, "starts_on": self.day(first)}
            self.attempt(memberships.change_role, **spell, **given)

    @rule(
        number=st.integers(0, 20),
        role=st.sampled_from(GroupRole),
        first=days_from_now,
        last=ends,
        is_void=st.booleans(),
    )
    def is_corrected(self, number, role, first, last, is_void):
        if spell := self.spell(number):
            days = {"starts_on": self.day(first), "ends_on": self.day(last)}
            given = {"role": role, "is_void": is_void, "reason": "It was otherwise"}
            self.attempt(memberships.correct_spell, **spell, **days, **given)

    def read(self, day):
        """What a reader sees of ``day``, once it is over."""
        with transaction(self.engine, writes=False) as session:
            whole = read_groups(session, as_at=day)
            taking_part = read_people(session, [*range(1, GROUPS + 1)], as_at=day)
            counts = count_members(session, day=day, as_at=day)
        own = ["groups", "changes", "terms", "deliverables", "actions"]
        frames = [getattr(whole, name) for name in own]
        # Versions are what forms need of the present; they aren't kept for earlier days.
        frames = [*frames, taking_part.memberships, counts]
        return [frame.drop(columns="version", errors="ignore") for frame in frames]

    @invariant()
    def the_present_is_what_is_recorded_by_the_end_of_today(self):
        with transaction(self.engine, writes=False) as session:
            assert count_members(session, day=self.today).equals(
                count_members(session, day=self.today, as_at=self.today)
            )

    @invariant()
    def spells_never_overlap_and_a_group_has_one_chair(self):
        spells = [each for each in self.all(Membership) if not each.is_void]
        for one, other in combinations(spells, 2):
            same_person = one.person_id == other.person_id
            chairs = one.role is other.role is GroupRole.CHAIR
            if one.group_id == other.group_id and (same_person or chairs):
                first, second = sorted((one, other), key=lambda spell: spell.starts_on)
                assert first.ends_on is not None
                assert first.ends_on < second.starts_on

    @invariant()
    def a_group_that_has_ended_has_nobody_and_no_open_action(self):
        ended = {each.id: each.ended_on for each in self.all(Group) if each.state in ENDED}
        open_ = {each.id for each in self.all(Action) if each.state in OPEN}
        assert not [
            h for h in self.all(GroupAction) if h.group_id in ended and h.action_id in open_
        ]
        spells = [each for each in self.all(Membership) if not each.is_void]
        assert all(
            each.ends_on <= ended[each.group_id] for each in spells if each.group_id in ended
        )

    @invariant()
    def every_state_was_reached_by_the_table(self):
        changes = self.all(GroupChange)
        for group in self.all(Group):
            state = GroupState.PROPOSED
            for change in (each for each in changes if each.group_id == group.id):
                assert change.from_state is state
                is_move = change.from_ends_on == change.to_ends_on
                assert is_move == ((state, change.to_state) in ALLOWED)
                assert is_move or change.to_state is state
                state = change.to_state
            assert group.state is state

    @invariant()
    def what_answers_one_aim_has_an_end_once_it_is_active(self):
        for group in self.all(Group):
            is_live = group.state in (GroupState.ACTIVE, GroupState.CLOSING)
            if is_live and group.kind is GroupKind.TASK_AND_FINISH_GROUP:
                assert group.ends_on is not None

    @invariant()
    def no_group_is_a_part_of_itself(self):
        parents = {each.id: each.parent_id for each in self.all(Group)}
        for number in parents:
            above, steps = parents[number], 0
            while above is not None:
                assert above != number
                above, steps = parents[above], steps + 1
                assert steps <= GROUPS

    def all(self, model):
        """The rows of a table, read once after each change."""
        if model not in self.known:
            with transaction(self.engine, writes=False) as session:
                self.known[model] = list(session.exec(select(model).order_by(model.id)))
                session.expunge_all()
        return self.known[model]


GroupHistories.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
TestGroupHistories = GroupHistories.TestCase
