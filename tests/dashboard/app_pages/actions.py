"""One action of the plan, and how a milestone of it is changed, for the tests of its page."""

import pytest

from dashboard.markdown import plain
from tests import factories
from tracker.db import transaction

LEAD = f"Lead: {factories.LEAD}"
SECRETARIAT = "Secretariat"
UPDATERS = pytest.mark.parametrize("viewer", [LEAD, SECRETARIAT])


def make_action(engine, *, timing="by October 2021", **details):
    with transaction(engine) as session:
        strategy = factories.make_strategy(session)
        theme = factories.make_theme(session, code="DATA", name="Data", strategy_id=strategy.id)
        objective = factories.make_objective(session, theme_id=theme.id, ref="DATA-O1")
        action = factories.make_action(
            session,
            **{"ref": "DATA-A1", "title": "Analyse the survey", "objective_id": objective.id}
            | details,
        )
        factories.make_milestone(session, action, timing=timing)
        session.expunge(action)
    return action


def choice_of(app):
    [choice] = [group for group in app.pills if group.key.startswith("milestone_")]
    return choice


def choose(app, label):
    return choice_of(app).set_value(label).run()


def assert_said(app, sentence):
    assert not app.exception
    assert [message.value for message in app.success] == [plain(sentence)]
    assert not app.error
