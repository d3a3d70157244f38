"""Proposing and editing groups, and moving their end."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    LEAD,
    make_actor,
    make_appointment,
    make_group,
    make_membership,
    make_person,
    make_post,
)
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.models import (
    AuditEntry,
    Deliverable,
    Group,
    GroupChange,
    Membership,
    TermsOfReference,
)
from tracker.permissions import chair_of
from tracker.services import group_life, groups, memberships
from tracker.services._groups import spells_of
from tracker.vocabulary import GroupKind, GroupRole, GroupState, Role

NOW = BEGINNING
BY = {"actor": make_actor(), "now": NOW}
TASK = GroupKind.TASK_AND_FINISH_GROUP
ENDS = date(2022, 3, 31)


def propose(session, actor=BY["actor"], **details):
    given = {"name": "Returners group", "kind": TASK, "ends_on": ENDS}
    made = groups.propose_group(session, actor=actor, now=NOW, **given | details)
    return session.get_one(Group, made)


def lead(name=LEAD):
    return make_actor(Role.LEAD, name=name)


def edit(session, group, **details):
    as_it_is = {name: getattr(group, name) for name in ("name", "kind", "parent_id")}
    seen = {"group_id": group.id, "version": group.version}
    groups.edit_group(session, **BY, **seen | as_it_is | details)


def move_end(session, group, ends_on, reason="The pack takes longer", **details):
    seen = {"group_id": group.id, "version": group.version}
    groups.move_end(session, **BY, **seen | details, ends_on=ends_on, reason=reason)


def latest(session, model=AuditEntry):
    return session.exec(select(model).order_by(model.id.desc()).limit(1)).one()


def test_a_group_begins_as_proposed_and_has_not_begun(session):
    diag = make_group(session, name="DIAG")
    group = propose(session, name=" Returners \n group ", parent_id=diag.id)

    assert (group.name, group.state, group.parent_id) == (
        *("Returners group", GroupState.PROPOSED, diag.id),
    )
    assert (group.began_on, group.ends_on, group.ended_on) == (None, ENDS, None)
    assert latest(session).sentence == "Proposed the group Returners group"
    assert not session.exec(select(GroupChange)).all()


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"name": " "}, "name", "The name is missing"),
        ({"name": "x" * 201}, "name", "201 characters"),
        ({"name": "DIAG"}, "name", "There is a group called DIAG already"),
        ({"ends_on": date(2021, 8, 31)}, "ends_on", "The end, 31 August 2021, is over already"),
        ({"parent_id": 2}, "parent_id", "Old has ended. Choose a group that hasn't"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, details, field, message):
    make_group(session, name="DIAG")
    make_group(session, name="Old", state=GroupState.CLOSED)
    with pytest.raises(InvalidChange, match=message) as refusal:
        propose(session, **details)
    assert refusal.value.field == field


def test_a_parent_that_is_not_there_is_refused(session):
    with pytest.raises(NotFound, match="no such group"):
        propose(session, parent_id=99)


def test_a_lead_who_proposes_a_group_chairs_it_and_can_begin_at_once(session):
    person = make_person(session)  # holds the lead's post
    group = propose(session, lead(), purpose="Help returners", deliverables="Pack\n\nTalk")

    [spell] = spells_of(session, group.id)
    assert (spell.person_id, spell.role) == (person.id, GroupRole.CHAIR)
    assert (spell.starts_on, spell.ends_on) == (NOW.date(), None)
    entry = latest(session)
    assert entry.actor == LEAD
    assert entry.sentence == (
        f"Proposed the group Returners group, with Person {person.id} as its chair"
    )
    group_life.activate_group(
        session, actor=lead(chair_of(group.name)), now=NOW, group_id=group.id, version=1
    )
    assert group.state is GroupState.ACTIVE


def test_the_chair_of_one_group_proposes_another_and_chairs_both(session):
    diag = make_group(session, name="DIAG")
    spell = make_membership(session, diag, role=GroupRole.CHAIR)
    group = propose(session, lead(chair_of("DIAG")), parent_id=diag.id)
    assert [each.person_id for each in spells_of(session, group.id)] == [spell.person_id]


YESTERDAY, TOMORROW = (NOW.date() + timedelta(days=days) for days in (-1, 1))


@pytest.mark.parametrize(
    "spell",
    [
        {"starts_on": YESTERDAY, "ends_on": YESTERDAY},
        {"starts_on": TOMORROW},
        {"is_void": True},
    ],
)
def test_a_lead_whom_the_directory_does_not_know_proposes_nothing(session, spell):
    make_membership(session, make_group(session, name="DIAG"), role=GroupRole.CHAIR, **spell)
    make_appointment(session, make_post(session, title="Gender champion"), **spell)
    for office in (chair_of("DIAG"), "Gender champion", "DIAG", "Nobody"):
        refused = f"The directory doesn't say who is {office}, so nobody would chair the group"
        with pytest.raises(InvalidChange, match=refused):
            propose(session, lead(office))


def test_a_member_of_a_group_is_not_its_chair(session):
    make_membership(session, make_group(session, name="DIAG"))
    with pytest.raises(InvalidChange, match="doesn't say who is Chair of DIAG"):
        propose(session, lead(chair_of("DIAG")))


def test_a_lead_has_nobody_else_chair_what_they_propose(session):
    own, other = make_person(session), make_person(session)
    with pytest.raises(NotAllowed, match="You chair the group that you propose"):
        propose(session, lead(), chair_id=other.id)
    assert propose(session, lead(), chair_id=own.id)


def test_the_secretariat_names_who_is_to_chair_a_group_or_nobody_yet(session):
    person = make_person(session)
    first, second = propose(session, chair_id=person.id), propose(session, name="Other")
    spells = session.exec(select(Membership)).all()
    assert [(each.group_id, each.person_id) for each in spells] == [(first.id, person.id)]
    assert latest(session).sentence == f"Proposed the group {second.name}"
    assert memberships.change_role(
        session,
        **BY,
        membership_id=spells[0].id,
        version=1,
        role=GroupRole.MEMBER,
    )


def test_whoever_was_erased_chairs_nothing(session):
    gone = make_person(session, erased_on=YESTERDAY)
    with pytest.raises(InvalidChange, match="no longer in the directory") as refusal:
        propose(session, chair_id=gone.id)
    assert refusal.value.field == "chair_id"


def test_what_a_group_is_for_can_be_proposed_with_it(session):
    group = propose(session, purpose=" Help returners ", deliverables="Pack\nTalk\nPack")
    [terms] = session.exec(select(TermsOfReference))
    assert (terms.number, terms.purpose, terms.deliverables) == (1, "Help returners", "Pack\nTalk")
    promised = session.exec(select(Deliverable).where(Deliverable.group_id == group.id))
    assert [each.title for each in promised] == ["Pack", "Talk"]

    propose(session, name="Other", purpose=" ", deliverables="\n")
    assert len(session.exec(select(TermsOfReference)).all()) == 1
    with pytest.raises(InvalidChange, match="The purpose is missing") as refusal:
        propose(session, name="Third", deliverables="Pack")
    assert refusal.value.field == "purpose"


def test_an_edit_says_what_is_different(session):
    diag = make_group(session, name="DIAG")
    group = propose(session)

    edit(session, group, name="Pack group", kind=GroupKind.WORKING_GROUP, parent_id=diag.id)

    assert latest(session).sentence == (
        "Returners group: now called Pack group, now a working group, now a part of DIAG"
    )
    edit(session, group, parent_id=None)
    assert latest(session).sentence == "Pack group: now a part of none"


def test_an_edit_that_changes_nothing_and_one_that_comes_second_are_refused(session):
    group = propose(session)
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        edit(session, group)
    with pytest.raises(EditConflict):
        edit(session, group, name="Other", version=7)


def test_the_kind_is_settled_once_a_group_is_active(session):
    group = make_group(session, state=GroupState.ACTIVE)
    with pytest.raises(InvalidChange, match="settled once") as refusal:
        edit(session, group, kind=TASK)
    assert refusal.value.field == "kind"


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_a_group_is_never_a_part_of_itself(session, steps):
    top = make_group(session, name="Top")
    bottom = top
    for _ in range(steps):
        bottom = make_group(session, parent_id=bottom.id)

    with pytest.raises(InvalidChange, match="Top would be a part of itself") as refusal:
        edit(session, top, parent_id=bottom.id)
    assert refusal.value.field == "parent_id"


def test_a_parent_that_has_ended_since_may_stay(session):
    diag = make_group(session, state=GroupState.CLOSED)
    group = make_group(session, parent_id=diag.id)
    edit(session, group, name="Renamed")
    assert group.parent_id == diag.id


def test_a_moved_end_stays_in_the_life_of_the_group(session):
    group = make_group(session, state=GroupState.ACTIVE, ends_on=ENDS)

    move_end(session, group, date(2022, 6, 30))

    life = latest(session, GroupChange)
    assert (life.from_ends_on, life.to_ends_on) == (ENDS, date(2022, 6, 30))
    assert life.from_state == life.to_state == GroupState.ACTIVE
    assert (life.reason, latest(session).reason) == ("The pack takes longer",) * 2
    assert latest(session).sentence.endswith("ends on: “31 March 2022” becomes “30 June 2022”")


def test_a_group_may_end_on_the_day_itself_but_not_before(session):
    group = make_group(session, ends_on=ENDS)
    move_end(session, group, NOW.date())
    with pytest.raises(InvalidChange, match="is over already") as refusal:
        move_end(session, group, NOW.date() - timedelta(days=1))
    assert refusal.value.field == "ends_on"


def test_only_the_first_end_needs_no_reason(session):
    group = make_group(session)
    move_end(session, group, ENDS, reason="")
    with pytest.raises(InvalidChange, match="Say why") as refusal:
        move_end(session, group, date(2022, 6, 30), reason=" ")
    assert refusal.value.field == "reason"


def test_the_same_end_again_is_refused(session):
    with pytest.raises(InvalidChange, match="This is the group's end already"):
        move_end(session, make_group(session, ends_on=ENDS), ENDS)


def test_a_group_that_answers_one_aim_keeps_an_end(session):
    proposed = make_group(session, kind=TASK, ends_on=ENDS)
    move_end(session, proposed, None)
    assert proposed.ends_on is None

    active = make_group(session, kind=TASK, ends_on=ENDS, state=GroupState.ACTIVE)
    with pytest.raises(InvalidChange, match="A task-and-finish group needs an end"):
        move_end(session, active, None)


def test_the_end_of_a_group_that_has_ended_does_not_move(session):
    group = make_group(session, state=GroupState.STOPPED, ended_on=date(2021, 8, 2))
    with pytest.raises(InvalidChange, match="has ended on 2 August 2021"):
        move_end(session, group, ENDS)
