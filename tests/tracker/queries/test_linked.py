from datetime import timedelta

import pytest

from tests.factories import BEGINNING, make_action, make_theme
from tests.suggestions import reply, suggest
from tracker.permissions import SYSTEM
from tracker.queries.linked import read_linked
from tracker.services.actions import change_action_state
from tracker.services.themes import edit_theme
from tracker.vocabulary import ActionState, DecisionKind

NOW = BEGINNING + timedelta(days=100)
TODAY, LATER = NOW.date(), NOW + timedelta(days=3)


@pytest.fixture
def action(session):
    """One that a reply links; beside it, one that none does."""
    linked, _ = make_action(session), make_action(session)
    details = {"kind": DecisionKind.ALREADY_DOING, "action_id": linked.id, "reply": "We do"}
    reply(session, suggest(session, now=NOW), now=NOW, **details)
    return linked


@pytest.mark.both_databases
def test_only_actions_that_a_reply_links_are_read(session, action):
    found = read_linked(session).actions
    assert found == {action.id: (action.ref, action.title, ActionState.NOT_STARTED)}


def test_the_state_of_an_action_is_that_of_the_day(session, action):
    by = {"actor": SYSTEM, "now": LATER, "action_id": action.id, "version": action.version}
    change_action_state(session, **by, state=ActionState.PAUSED, reason="No budget")
    for as_at, state in ((None, ActionState.PAUSED), (TODAY, ActionState.NOT_STARTED)):
        assert read_linked(session, as_at=as_at).actions[action.id].state == state


def test_a_theme_is_called_as_it_was_on_the_day(session):
    theme = make_theme(session, code="DATA", name="Data")
    edit_theme(
        session, actor=SYSTEM, now=LATER, version=1, theme_id=theme.id, name="Evidence", goal=""
    )
    for as_at, name in ((None, "Evidence"), (TODAY, "Data")):
        assert read_linked(session, as_at=as_at).themes == {theme.id: ("DATA", name)}
