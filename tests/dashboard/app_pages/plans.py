"""The plan that the tests of the overview and the plan page open."""

from datetime import UTC, date, datetime, time

from sqlmodel import select

from tests import factories
from tracker.models import Action, Milestone
from tracker.services import actions, milestones
from tracker.services.plan_versions import publish_plan
from tracker.vocabulary import ActionState

TODAY = datetime(2022, 12, 1, 9, tzinfo=UTC)
DIAG = "DIAG and networks"


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


def make_plan(session, **titles):
    """Two themes; of DATA's four actions one is done, one late, one coming, one waits.

    ACCESS has one paused action, and an objective without an action.
    """
    data = make_objective(session, "DATA", "Data", text="Use the survey")
    access = make_objective(session, "ACCESS", "Equal access", text="Open the doors")
    factories.make_objective(
        session, theme_id=access.theme_id, ref="ACCESS-O2", text="Act on suggestions"
    )
    make_action(session, data, "DATA-A1", "by October 2021", titles)
    make_action(session, data, "DATA-A2", "by Q2 2022", titles, accountable=DIAG)
    make_action(session, data, "DATA-A3", "by December 2022", titles)
    make_action(session, data, "DATA-A4", "1 month after DATA-A2", titles)
    make_action(session, access, "ACCESS-A1", "by March 2022", titles)
    publish_plan(session, actor=factories.make_actor(), now=factories.BEGINNING)
    complete(session, "DATA-A1", on=date(2021, 11, 10))
    move(session, "DATA-A2", "by Q3 2022", on=date(2022, 6, 1))
    set_state(session, "ACCESS-A1", ActionState.PAUSED, on=date(2022, 2, 1))


def make_objective(session, code, name, *, text):
    theme = factories.make_theme(session, code=code, name=name)
    return factories.make_objective(session, theme_id=theme.id, ref=f"{code}-O1", text=text)


def make_action(session, objective, ref, timing, titles, **details):
    action = factories.make_action(
        session,
        objective_id=objective.id,
        ref=ref,
        title=titles.get(ref.replace("-", "_"), f"Work on {ref}"),
        **details,
    )
    session.flush()
    factories.make_milestone(session, action, timing=timing)


def complete(session, ref, *, on):
    milestone = milestone_of(session, ref)
    milestones.complete_milestone(
        session,
        actor=factories.make_actor(),
        now=noon(on),
        milestone_id=milestone.id,
        version=milestone.version,
        done_on=on,
    )
    session.flush()


def move(session, ref, timing, *, on):
    milestone = milestone_of(session, ref)
    milestones.move_milestone(
        session,
        actor=factories.make_actor(),
        now=noon(on),
        milestone_id=milestone.id,
        version=milestone.version,
        timing=timing,
        reason="Two contacts are missing",
    )
    session.flush()


def set_state(session, ref, state, *, on):
    action = session.exec(select(Action).where(Action.ref == ref)).one()
    actions.change_action_state(
        session,
        actor=factories.make_actor(),
        now=noon(on),
        action_id=action.id,
        version=action.version,
        state=state,
        reason="Funding is awaited",
    )
    session.flush()


def milestone_of(session, ref):
    statement = select(Milestone).join(Action, Action.id == Milestone.action_id)
    return session.exec(statement.where(Action.ref == ref)).one()
