from datetime import date, timedelta

import pandas as pd
import pytest

from tests.factories import BEGINNING, make_action, make_group, make_theme
from tests.feedback import make_member_group
from tests.suggestions import back, join, publish, reply, suggest
from tracker.permissions import Actor
from tracker.queries.suggestions import backed_by, backers, read_suggestions
from tracker.vocabulary import DecisionKind, Role

NOW = BEGINNING + timedelta(days=100)
TODAY = NOW.date()
BEFORE, LATER = TODAY - timedelta(days=1), NOW + timedelta(days=3)


def rows(frame):
    return frame.to_dict("records")


def test_a_suggestion_comes_with_its_theme(session):
    theme = make_theme(session, code="DATA", name="Data")
    suggest(session, now=NOW, theme_id=theme.id, signed_by="Ada")
    suggest(session, now=NOW, is_public=False)
    first, second = rows(read_suggestions(session).suggestions)
    assert (first["theme_id"], first["signed_by"]) == (theme.id, "Ada")
    assert pd.isna(second["theme_id"])
    assert not second["is_public"]
    assert first["made_on"].date() == TODAY


def test_a_decision_comes_with_its_action_and_its_day(session):
    action, made = make_action(session), suggest(session, now=NOW)
    details = {"kind": DecisionKind.WE_WILL, "action_id": action.id, "reply": "We will"}
    reply(session, made, now=LATER, **details)
    [found] = rows(read_suggestions(session).decisions)
    assert (found["action_id"], found["kind"]) == (action.id, DecisionKind.WE_WILL)
    assert found["decided_on"].date() == LATER.date()


def test_an_earlier_day_shows_what_had_been_recorded_by_then(session):
    action = make_action(session)
    made = suggest(session, now=NOW, is_public=False)
    other = suggest(session, now=NOW)
    publish(session, made, now=LATER)
    join(session, other, made, now=LATER)
    details = {"kind": DecisionKind.WE_WILL, "action_id": action.id, "reply": "We will"}
    reply(session, made, now=NOW + timedelta(days=4), **details)
    then = read_suggestions(session, as_at=TODAY)
    first, second = rows(then.suggestions)
    assert not first["is_public"]
    assert pd.isna(second["joined_into_id"])
    assert then.decisions.empty
    assert read_suggestions(session, as_at=BEFORE).suggestions.empty


def test_member_groups_come_with_the_day_they_were_added(session):
    make_group(session)
    group = make_member_group(session, name="Women in science")
    [found] = rows(read_suggestions(session).groups)
    assert (found["id"], found["name"]) == (group.id, "Women in science")
    assert found["began_on"].date() == BEGINNING.date()


def test_without_anything_every_frame_has_its_columns(session):
    found = read_suggestions(session)
    assert {"id", "words", "theme_id", "joined_into_id", "version"} <= set(found.suggestions)
    assert {"suggestion_id", "kind", "action_id", "decided_on"} <= set(found.decisions)
    assert [*found.groups] == ["id", "name", "began_on"]
    assert read_suggestions(session, as_at=date(2021, 1, 1)).suggestions.empty


@pytest.mark.both_databases
def test_backers_are_counted_once_over_what_was_joined(session):
    kept, other, alone = (suggest(session, now=NOW) for _ in range(3))
    for made, name in ((kept, "Ada"), (other, "Ada"), (other, "Ben"), (alone, "Ada")):
        back(session, made, name, now=NOW)
    join(session, other, kept, now=NOW)
    assert backers(session) == {kept: 2, alone: 1}
    assert backed_by(session, Actor("Ada", Role.MEMBER)) == {kept, alone}
    assert backed_by(session, Actor("Cleo", Role.MEMBER)) == frozenset()
