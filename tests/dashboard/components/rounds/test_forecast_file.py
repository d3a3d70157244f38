"""The forecast to take away, over a plan made and done through real services."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard import session as dashboard_session
from dashboard.components.rounds import forecast_file
from dashboard.navigation import STATUS
from tests import factories
from tracker.analytics.forecast import FEWEST_DONE
from tracker.db import transaction
from tracker.services.milestones import complete_milestone
from tracker.services.plan_versions import publish_plan

DUE, TODAY = date(2021, 10, 31), date(2022, 12, 1)
LATER = factories.BEGINNING + timedelta(days=120)
SECRETARIAT = factories.make_actor()


@pytest.fixture
def make_plan(engine):
    """Milestones done later by so many days each, and DATA-A2, of which nothing is done."""

    def make_plan(*, done, later, timing="by 2023"):
        with transaction(engine) as session:
            action = factories.make_action(session, ref="DATA-A1")
            made = [factories.make_milestone(session, action, title=f"{n}") for n in range(done)]
            other = factories.make_action(session, ref="DATA-A2", title="Publish")
            factories.make_milestone(session, other, timing=timing)
            publish_plan(session, actor=SECRETARIAT, now=factories.BEGINNING)
            for number, milestone in enumerate(made):
                complete_milestone(
                    session,
                    actor=SECRETARIAT,
                    now=LATER,
                    milestone_id=milestone.id,
                    version=milestone.version,
                    done_on=DUE + timedelta(days=later * number),
                )

    return make_plan


@pytest.fixture
def taken_away(open_page):
    def taken_away():
        labels = [each.label for each in open_page(STATUS).get("download_button")]
        assert "Download “Forecast” (CSV)" in labels
        return forecast_file.table(replace(dashboard_session.moment(), today=TODAY))

    return taken_away


def test_the_plan_and_each_action_have_their_days_and_their_chance(make_plan, taken_away):
    make_plan(done=20, later=2)
    plan, action = taken_away().to_dict("records")

    assert action["action"] == "DATA-A2"
    assert action["title"] == "Publish"
    assert action["last date"] == "2023-12-31"
    days = [action[f"done by (chance {chance})"] for chance in ("10%", "50%", "90%")]
    assert days == ["2024-01-02", "2024-01-18", "2024-02-03"]
    assert action["chance of meeting it"] == "5%"
    assert (action["milestones ahead"], action["without a date"]) == (1, 0)
    assert plan == action | {"action": "The whole plan", "title": "", "note": plan["note"]}
    assert plan["note"] == "It rests on 20 milestones that are done."


def test_with_too_little_history_it_says_why_there_is_none(make_plan, taken_away):
    make_plan(done=FEWEST_DONE - 1, later=2)
    [row] = taken_away().to_dict("records")
    assert row == {
        "action": "The whole plan",
        "note": "No forecast: too little history: 14 done milestones, 15 are needed.",
    }


def test_what_cannot_be_told_is_not_left_blank(make_plan, taken_away):
    make_plan(done=20, later=0, timing="by October 2021")
    action = taken_away().iloc[1]
    assert action["done by (chance 90%)"] == "later than can be told"
    assert action["chance of meeting it"] == "0%"
