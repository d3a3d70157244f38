"""Groups as the secretariat and the chairs have them, for tests of screens."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import select

from tests import factories
from tracker.db import transaction
from tracker.models import Group, GroupAction
from tracker.permissions import SYSTEM
from tracker.services import group_actions, group_life, groups, meetings, memberships, terms
from tracker.vocabulary import GroupKind, GroupRole

TODAY = datetime(2022, 12, 1, 9, tzinfo=UTC)
TASK = GroupKind.TASK_AND_FINISH_GROUP
PACK, DIAG = "Returners group", "DIAG"
CHAIR = f"Lead: Chair of {PACK}"


def at(day):
    return {"actor": SYSTEM, "now": datetime.combine(day, time(9), tzinfo=UTC)}


def make_groups(engine):
    """DIAG has run since 2021; the Returners group is 31 days past its end; Ideas is proposed.

    DIAG's chair and members are invented: "Person 1" and so on, in the order of the spells.
    """
    with transaction(engine) as session:
        diag = _diag(session)
        _pack(session, diag)
        groups.propose_group(
            session, **at(date(2022, 11, 1)), name="Ideas", kind=GroupKind.WORKING_GROUP
        )


def group_called(session, name):
    return session.exec(select(Group).where(Group.name == name)).one()


def home_of(session, ref_id):
    return session.exec(select(GroupAction).where(GroupAction.action_id == ref_id)).one().group_id


def _diag(session):
    began = date(2021, 9, 1)
    diag = groups.propose_group(session, **at(began), name=DIAG, kind=GroupKind.ACTION_GROUP)
    terms.agree_terms(session, **at(began), group_id=diag, version=0, purpose="Deliver the plan")
    _join(session, diag, "Olive Chair", began, role=GroupRole.CHAIR, hours_a_month=8)
    for number in range(4):
        _join(session, diag, f"Vera {number}", began + timedelta(days=number), hours_a_month=4)
    for day in (date(2022, 6, 1), date(2022, 8, 31), date(2022, 9, 1)):
        _join(session, diag, f"Summer {day:%d %B}", day)
    group_life.activate_group(session, **at(began), group_id=diag, version=1)
    return diag


def _pack(session, diag):
    began = date(2022, 2, 1)
    pack = groups.propose_group(
        session,
        **at(began),
        name=PACK,
        kind=TASK,
        parent_id=diag,
        ends_on=date(2022, 9, 30),
    )
    promised = {"purpose": "Help returners", "deliverables": "Pack\nTalk\nBlog"}
    terms.agree_terms(session, **at(began), group_id=pack, version=0, **promised)
    chair = _join(session, pack, "Gwen Pack", began, role=GroupRole.CHAIR, hours_a_month=6)
    group_life.activate_group(session, **at(began), group_id=pack, version=1)
    terms.accept_deliverable(session, **at(date(2022, 5, 1)), deliverable_id=1, version=1)
    action = factories.make_action(
        session, ref="DATA-A1", title="Publish the pack", responsible="Pack lead"
    )
    factories.make_milestone(session, action, timing="by December 2022")
    group_actions.give_home(session, **at(began), action_id=action.id, group_id=pack)
    meetings.record_meeting(
        session,
        **at(date(2022, 3, 1)),
        group_id=pack,
        held_on=date(2022, 3, 1),
        person_ids=[chair],
        note="The first draft",
    )
    groups.move_end(
        session,
        **at(date(2022, 9, 1)),
        group_id=pack,
        version=2,
        ends_on=date(2022, 10, 31),
        reason="The pack takes longer",
    )


def _join(session, group_id, name, day, **details):
    person = factories.make_person(session, name=name, post=f"Post of {name}")
    memberships.join_group(
        session,
        **at(day),
        group_id=group_id,
        person_id=person.id,
        starts_on=day,
        **details,
    )
    return person.id
