"""The life of a group: what each move needs, and what it leaves behind."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_actor, make_group, make_membership
from tracker import audit
from tracker.errors import EditConflict, InvalidChange
from tracker.models import AuditEntry, Group, GroupAction, GroupChange, Membership
from tracker.services import group_life, terms
from tracker.services.group_actions import give_home
from tracker.vocabulary import ENDED, ActionState, GroupKind, GroupRole, GroupState

NOW = BEGINNING
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}
TASK = GroupKind.TASK_AND_FINISH_GROUP
PAUSED = {"state": ActionState.PAUSED, "state_reason": "No data"}
LEAVES = {"outputs": "A guide", "lessons": "Ask earlier", "reason": "All is delivered"}


def activate(session, group, **details):
    group_life.activate_group(session, **BY | seen(group) | details)


def close(session, group, **details):
    group_life.close_group(session, **BY | seen(group) | LEAVES | details)


def stop(session, group, **details):
    given = {"reason": "No budget"}
    group_life.stop_group(session, **BY | seen(group) | given | details)


def begin_closing(session, group, **details):
    group_life.begin_closing(session, **BY | seen(group) | details)


MOVES = {
    GroupState.ACTIVE: activate,
    GroupState.CLOSING: begin_closing,
    GroupState.CLOSED: close,
    GroupState.STOPPED: stop,
}


def seen(group):
    return {"group_id": group.id, "version": group.version}


def make_task_group(session, but=()):
    """A proposed task-and-finish group with all it needs, ``but`` these."""
    ends_on = None if "an end date" in but else date(2022, 3, 31)
    group = make_group(session, kind=TASK, ends_on=ends_on)
    if "a chair" not in but:
        make_membership(session, group, role=GroupRole.CHAIR)
    promised = "" if "deliverables" in but else "Pack"
    if "a purpose" not in but:
        details = {"purpose": "Help returners", "deliverables": promised}
        terms.agree_terms(session, **BY, group_id=group.id, version=0, **details)
    return group


def at_home(session, group, **details):
    action = make_action(session, **details)
    session.add(GroupAction(created_at=NOW, action_id=action.id, group_id=group.id))
    audit.record(session, **BY, sentence="At home for a test")
    return action


def home_of(session, action):
    own = select(GroupAction.group_id).where(GroupAction.action_id == action.id)
    return session.exec(own).one()


@pytest.mark.parametrize(("before", "after"), [*product(GroupState, MOVES)])
def test_the_table_alone_decides_which_moves_there_are(session, before, after):
    group = make_group(session, name="Survey group", state=before)
    if after in group_life.MOVES[before]:
        MOVES[after](session, group)
        assert group.state is after
        return
    with pytest.raises(InvalidChange, match=rf"^Survey group is {before}, so it can't become"):
        MOVES[after](session, group)
    assert group.state is before


def test_nothing_leads_out_of_an_end_and_everything_else_can_be_stopped():
    for state, allowed in group_life.MOVES.items():
        assert (state in ENDED) == (allowed == ())
        assert (GroupState.STOPPED in allowed) == (state not in ENDED)


def test_a_refusal_says_where_one_can_go(session):
    group = make_group(session, name="A", state=GroupState.ACTIVE)
    with pytest.raises(InvalidChange) as refusal:
        close(session, group)
    assert str(refusal.value) == (
        "A is active, so it can't become closed. From there it can only become closing or stopped."
    )
    with pytest.raises(InvalidChange, match=r"Nothing leads out of that\. Propose a new group"):
        activate(session, make_group(session, state=GroupState.CLOSED))


def test_a_task_and_finish_group_with_all_it_needs_begins_today(session):
    group = make_task_group(session)
    activate(session, group)
    assert (group.state, group.began_on) == (GroupState.ACTIVE, TODAY)


@pytest.mark.parametrize(
    ("but", "words"),
    [
        (["a purpose"], "a purpose and deliverables"),  # both stand in the terms
        (["a chair"], "a chair"),
        (["deliverables"], "deliverables"),
        (["an end date"], "an end date"),
        (["a chair", "an end date"], "a chair and an end date"),
        (
            ["a purpose", "a chair", "deliverables", "an end date"],
            "a purpose, a chair, deliverables and an end date",
        ),
    ],
)
def test_all_that_is_missing_is_named_in_one_sentence(session, but, words):
    group = make_task_group(session, but)
    with pytest.raises(InvalidChange) as refusal:
        activate(session, group)
    assert str(refusal.value) == (
        f"A task-and-finish group needs {words} before it becomes active."
    )


def test_whoever_chaired_it_before_or_will_later_is_no_chair_today(session):
    group = make_task_group(session, ["a chair"])
    chair = {"role": GroupRole.CHAIR}
    make_membership(session, group, **chair, ends_on=TODAY)
    make_membership(session, group, **chair, starts_on=TODAY + timedelta(days=1), is_void=True)
    later = {"now": NOW + timedelta(days=1)}
    with pytest.raises(InvalidChange, match="needs a chair before"):
        activate(session, group, **later)
    activate(session, group)


def test_an_end_that_is_over_is_moved_first(session):
    group = make_task_group(session)
    with pytest.raises(InvalidChange, match="Its end, 31 March 2022, is over already. Move it"):
        activate(session, group, now=NOW.replace(year=2023))


def test_other_groups_become_active_with_what_they_have(session):
    group = make_group(session, kind=GroupKind.WORKING_GROUP)
    activate(session, group)
    assert group.state is GroupState.ACTIVE


def test_every_move_stands_in_the_life_of_the_group(session):
    group = make_task_group(session)
    activate(session, group)
    begin_closing(session, group, reason="The pack is out")
    close(session, group)

    life = session.exec(select(GroupChange).order_by(GroupChange.id)).all()
    assert [(each.from_state, each.to_state, each.reason) for each in life] == [
        (GroupState.PROPOSED, GroupState.ACTIVE, ""),
        (GroupState.ACTIVE, GroupState.CLOSING, "The pack is out"),
        (GroupState.CLOSING, GroupState.CLOSED, "All is delivered"),
    ]
    assert {each.changed_by for each in life} == {"Secretariat"}
    assert (group.outputs, group.lessons) == ("A guide", "Ask earlier")
    assert (group.state_reason, group.ended_on) == ("All is delivered", TODAY)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"outputs": " "}, "outputs"),
        ({"lessons": ""}, "lessons"),
        ({"reason": "x"}, "reason"),
        ({"outputs": "x" * 10_001}, "outputs"),
    ],
)
def test_closing_asks_for_outputs_lessons_and_a_reason(session, details, field):
    group = make_group(session, state=GroupState.CLOSING)
    with pytest.raises(InvalidChange) as refusal:
        close(session, group, **details)
    assert refusal.value.field == field


def test_somebody_was_faster(session):
    group = make_group(session)
    with pytest.raises(EditConflict):
        activate(session, group, version=7)


@pytest.mark.parametrize(("state", "end"), [("CLOSING", close), ("ACTIVE", stop)])
def test_every_open_action_needs_a_new_home(session, state, end):
    group = make_group(session, name="Ending", state=GroupState[state])
    heir = make_group(session, name="Heir", state=GroupState.ACTIVE)
    carried = at_home(session, group, ref="T-A1", responsible="Survey lead")
    taken = at_home(session, group, ref="T-A2", responsible="", **PAUSED)
    done = at_home(session, group, state=ActionState.DONE)
    stopped = at_home(session, group, state=ActionState.STOPPED, state_reason="No budget")

    with pytest.raises(InvalidChange, match="needs a new home; T-A1 and T-A2 have none yet"):
        end(session, group)
    with pytest.raises(InvalidChange, match="T-A2 has none yet"):
        end(session, group, homes={carried.id: None})
    end(session, group, homes={carried.id: None, taken.id: heir.id})

    homes = [home_of(session, each) for each in (carried, taken, done, stopped)]
    assert homes == [None, heir.id, group.id, group.id]
    told = session.exec(select(AuditEntry).where(AuditEntry.action_id == taken.id)).all()
    assert told[-1].sentence == "T-A2: at home in Heir, as Ending ends"


@pytest.mark.parametrize(
    ("home", "message"),
    [
        ("itself", "Ending is the one that ends"),
        ("proposed", "Idea is proposed, so it takes no action on. Choose an active group"),
        ("its lead", "T-A1 has no lead who could carry it alone. Choose a group"),
    ],
)
def test_a_home_is_another_active_group_or_a_lead(session, home, message):
    group = make_group(session, name="Ending", state=GroupState.ACTIVE)
    idea = make_group(session, name="Idea")
    action = at_home(session, group, ref="T-A1", responsible="")
    target = {"itself": group.id, "proposed": idea.id, "its lead": None}[home]

    with pytest.raises(InvalidChange, match=message) as refusal:
        stop(session, group, homes={action.id: target})
    assert refusal.value.field == f"home_{action.id}"


def test_what_finished_while_the_form_was_open_needs_no_home(session):
    group = make_group(session, state=GroupState.ACTIVE)
    done = at_home(session, group, state=ActionState.DONE)
    stop(session, group, homes={done.id: None})
    assert home_of(session, done) == group.id


def test_whoever_is_in_a_group_that_ends_leaves_it_that_day(session):
    group = make_group(session, state=GroupState.ACTIVE)
    before, after = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
    days = [
        *((before, None), (before, after), (before, TODAY - timedelta(days=1))),
        *((after, None), (TODAY, None)),
    ]
    spells = [make_membership(session, group, starts_on=a, ends_on=b) for a, b in days]

    stop(session, group)

    assert [(each.ends_on, each.is_void) for each in spells] == [
        *((TODAY, False), (TODAY, False), (TODAY - timedelta(days=1), False)),
        *((None, True), (TODAY, False)),
    ]
    assert session.exec(select(Membership)).all() == spells


def test_an_active_group_takes_an_action_on_and_gives_it_away(session):
    first, second = (make_group(session, state=GroupState.ACTIVE) for _ in range(2))
    action = make_action(session)
    for target in (first.id, second.id, None):
        give_home(session, **BY, action_id=action.id, group_id=target)
        assert home_of(session, action) == target
    with pytest.raises(InvalidChange, match="is carried by its lead alone already"):
        give_home(session, **BY, action_id=action.id, group_id=None)


@pytest.mark.parametrize("state", [each for each in GroupState if each != GroupState.ACTIVE])
def test_no_other_group_takes_an_action_on(session, state):
    group = make_group(session, state=state)
    with pytest.raises(InvalidChange, match="takes no action on") as refusal:
        give_home(session, **BY, action_id=make_action(session).id, group_id=group.id)
    assert refusal.value.field == "group_id"
    assert not session.exec(select(Group).where(Group.state == GroupState.ACTIVE)).all()
