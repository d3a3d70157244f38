"""A small strategy with a plan, and how it is edited, for the tests of the strategy page."""

from datetime import timedelta

from sqlmodel import select

from dashboard.markdown import plain
from tests import factories
from tests.dashboard import screen
from tracker.db import transaction
from tracker.models import Action, Milestone
from tracker.services import milestones, objectives
from tracker.services.plan_versions import publish_plan

EDIT = "edit_plan.is_on"
PUBLISH = "Publish a version"


def make_plan(engine):
    """DATA with DATA-O1, its measure and DATA-A1, and DATA-O2 without either."""
    with transaction(engine) as session:
        strategy = factories.make_strategy(session, vision="Widen membership\nKeep listening")
        theme = factories.make_theme(
            session, code="DATA", name="Data", goal="Know more", strategy_id=strategy.id
        )
        first = factories.make_objective(session, theme_id=theme.id, ref="DATA-O1", text="Survey")
        factories.make_objective(session, theme_id=theme.id, ref="DATA-O2", text="Encourage")
        objectives.add_measure(
            session,
            actor=factories.make_actor(),
            now=factories.BEGINNING,
            objective_id=first.id,
            name="Rate",
            target="to be set",
        )
        action = factories.make_action(session, ref="DATA-A1", objective_id=first.id, title="Ask")
        factories.make_milestone(session, action)


def publish_twice(engine):
    """Two versions; between them "Delivered" moved, and "Second" was added."""
    with transaction(engine) as session:
        publish_plan(session, actor=factories.make_actor(), now=factories.BEGINNING, note="First")
    later = factories.BEGINNING + timedelta(days=30)
    with transaction(engine) as session:
        milestone = session.exec(select(Milestone)).one()
        action = session.exec(select(Action)).one()
        factories.make_milestone(session, action, title="Second", timing="by 2023", now=later)
        milestones.move_milestone(
            session,
            actor=factories.make_actor(),
            now=later,
            milestone_id=milestone.id,
            version=milestone.version,
            timing="by December 2021",
            reason="The editor left",
        )
    with transaction(engine) as session:
        publish_plan(session, actor=factories.make_actor(), now=later + timedelta(days=1))


def edit(app, what, **subject):
    """Turn editing on, choose what to do, and to which record."""
    app = app.toggle(key=EDIT).set_value(True).run()
    app = app.selectbox(key="edit_plan.what").set_value(what).run()
    for kind, id_ in subject.items():
        app = app.selectbox(key=f"edit_plan.{kind}").set_value(id_).run()
    return app


def fields(app):
    widgets = [*app.text_input, *app.text_area, *app.date_input, *app.number_input]
    return {widget.key.rpartition(".")[2]: widget for widget in widgets if widget.key}


def send(app, label, **typed):
    for name, value in typed.items():
        fields(app)[name].set_value(value)
    return screen.send(app, label)


def assert_said(app, sentence):
    assert not app.exception
    assert not app.error
    assert [message.value for message in app.success] == [plain(sentence)]
