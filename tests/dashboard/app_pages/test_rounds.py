"""Rounds, through real services on a real database."""

from datetime import timedelta

import pytest

from dashboard.components.rounds.round_forms import MOVE, PLAN, REVIEWER
from dashboard.navigation import ROUNDS
from tests import factories
from tests.dashboard.reporting import LEAD, TODAY
from tests.dashboard.screen import error_beside, errors, field, fill, headings, said, send, words
from tracker.db import transaction
from tracker.models import Action, ReportingRound, Reviewer
from tracker.vocabulary import ActionState, Status, Verdict
from tracker.wording import day


@pytest.fixture
def open_rounds(open_page, reporting):
    def open_rounds(viewer="Secretariat", **query):
        return open_page(ROUNDS, viewer=viewer, **query)

    return open_rounds


def figures(app):
    return {metric.label: metric.value for metric in app.metric}


def table(app, first_column):
    """The rows of the table whose rows are named by this column, as people read them."""
    [found] = [each.value for each in app.table if each.value.index.name == first_column]
    rows = found.reset_index()
    return rows.map(lambda cell: cell.replace("\\", "")).to_dict("records")


def choose(app, label):
    [choice] = [each for each in app.pills if each.key == "rounds.choice"]
    return choice.set_value(label).run()


# Reading a round


def test_the_round_that_takes_answers_is_shown_with_who_has_answered(open_rounds, reporting):
    reporting.give("DATA-A1", 2, status=Status.RED, likelihood=20)
    reporting.exempt("OTHER-A1", 2)

    app = open_rounds()

    assert not app.exception
    assert headings(app)[0] == "Round 2: open"
    assert figures(app) == {
        "Answered": "67%",
        "Nothing to report": "1",
        "Missing": "1",
        "Returned": "0",
        "Not reviewed yet": "1",
    }
    assert table(app, "Lead") == [
        {
            **{"Lead": "Champions lead", "Owes": "1", "Updates": "0", "Nothing to report": "1"},
            **{"Missing": "0", "Answered": "100%"},
        },
        {
            **{"Lead": "Data lead", "Owes": "2", "Updates": "1", "Nothing to report": "0"},
            **{"Missing": "1", "Answered": "50%"},
        },
    ]


def test_every_action_stands_with_its_answer(open_rounds, reporting):
    reporting.name_reviewer("DATA")
    reporting.give("DATA-A1", 2, status=Status.RED, likelihood=20)
    reporting.give("DATA-A2", 2, verdict=Verdict.RETURNED, comment="Say more")
    reporting.exempt("OTHER-A1", 2, reason="Waits for money")

    first, second, third = table(open_rounds(), "Action")

    assert "[DATA-A1](/action?ref=DATA-A1" in first["Action"]
    assert "Given" in first["Answer"]
    assert first["Status"] == ":red-badge[:material/error: Red] 20% likely"
    assert first["What was said"] == "The analysis began"
    assert first["Review"] == "Waits for Sponsor"
    assert "Returned" in second["Answer"]
    assert second["Review"] == "Returned by Sponsor: Say more"
    assert "Exempt" in third["Answer"]
    assert third["What was said"] == "Because: Waits for money"
    assert third["Status"] == third["Review"] == "–"


def test_an_update_of_a_theme_that_nobody_reviews_says_so(open_rounds, reporting):
    reporting.give("DATA-A1", 2)

    app = open_rounds()

    assert "nobody reviews its theme" in table(app, "Action")[0]["Review"]
    assert words(app).count("Nobody reviews this theme") == 2


@pytest.mark.parametrize(("viewer", "place"), [("Sponsor", 1), (LEAD, 2)])
def test_help_is_gathered_and_comes_first_for_a_sponsor(open_rounds, reporting, viewer, place):
    reporting.give("DATA-A1", 2, help_needed="An editor, *now*")

    app = open_rounds(viewer)

    assert headings(app)[place] == "Where help is needed"
    assert "**An editor, *now***" in words(app)


def test_what_is_copied_from_the_table_of_a_round_holds_everything(open_rounds, reporting):
    reporting.give("DATA-A1", 2)

    labels = [button.proto.label for button in open_rounds().get("download_button")]

    assert labels == [
        "Download “Round 2, answers by lead” (CSV)",
        "Download “Round 2, every action” (CSV)",
    ]


def test_a_round_is_chosen_in_the_address_and_linked_from_the_list(open_rounds):
    app = open_rounds(round="1")

    assert headings(app)[0] == "Round 1: closed"
    rows = table(app, "Round")
    assert rows[1]["Round"] == "[Round 2](/rounds?round=2&as=Secretariat)"
    assert [row["State"] for row in rows] == ["Closed", "Open"]


@pytest.mark.parametrize("typed", ["7", "x*", "9" * 5000])
def test_a_round_that_is_not_there_is_said_and_another_shown(open_rounds, typed):
    app = open_rounds(round=typed)

    assert "There is no round" in app.warning[0].value
    assert headings(app)[0] == "Round 2: open"


def test_without_an_open_round_the_last_closed_one_is_shown(open_rounds, reporting):
    reporting.change(ReportingRound, ReportingRound.number == 2, opens_on=TODAY + timedelta(days=1))

    assert headings(open_rounds())[0] == "Round 1: closed"


def test_of_a_round_ahead_only_its_days_are_told(open_rounds, reporting):
    reporting.plan_round(3, opens_in=60)

    app = open_rounds(round="3")

    assert f"takes answers from {day(TODAY + timedelta(days=60))}" in words(app)
    assert not app.metric


def test_a_closed_round_asked_what_the_plan_held_as_its_grace_ended(open_rounds, reporting):
    reporting.give("DATA-A1", 1)
    reporting.change(Action, Action.ref == "DATA-A2", state=ActionState.DONE)

    app = open_rounds(round="1")

    assert figures(app)["Missing"] == "2"
    assert len(table(app, "Action")) == 3
    assert len(table(open_rounds(round="2"), "Action")) == 2


def test_an_earlier_day_shows_what_was_said_by_then(open_page, open_rounds, reporting):
    reporting.give("DATA-A1", 2)

    app = open_page(ROUNDS, viewer="Secretariat", as_at=TODAY - timedelta(days=4), round="2")

    assert not app.exception
    assert not app.pills
    assert headings(app)[0] == "Round 2: ahead"


def test_a_member_may_not_open_the_page(open_rounds):
    assert errors(open_rounds("Member")) == [
        "Only the lead, sponsor and the secretariat can open this page."
    ]


@pytest.mark.parametrize("viewer", [LEAD, "Sponsor"])
def test_only_the_secretariat_plans_and_reminds(open_rounds, viewer):
    app = open_rounds(viewer)

    assert not app.pills
    assert not app.text_area


# Planning and reminding


def test_those_who_have_not_answered_are_listed_to_be_copied(open_rounds, reporting):
    reporting.give("OTHER-A1", 2)

    assert open_rounds().text_area[0].value == "Data lead: DATA-A1, DATA-A2"


def test_a_year_of_rounds_is_planned_in_one_go(open_rounds, reporting):
    app = choose(open_rounds(), PLAN)
    assert field(app, "count").value == 7
    first = TODAY + timedelta(weeks=10)
    app = send(fill(app, first_meeting_on=first, count=3), "Plan these rounds")

    assert said(app) == ["The rounds are planned."]
    planned = reporting.stored(ReportingRound)[2:]
    assert [each.meeting_on for each in planned] == [
        first + timedelta(weeks=8) * step for step in range(3)
    ]
    assert len(table(app, "Round")) == 5


@pytest.mark.parametrize(
    ("values", "name", "sentence"),
    [
        ({"count": 27}, "count", "between 1 and 26"),
        ({"count": None}, "count", "Give a number."),
        ({"opens_before": 3}, "opens_before", "opens before it closes"),
        ({"grace_days": 8}, "grace_days", "before the meeting"),
        ({"first_meeting_on": None}, "first_meeting_on", "Choose a day."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(
    open_rounds, reporting, values, name, sentence
):
    app = choose(open_rounds(), PLAN)
    app = send(fill(app, **{"weeks_between": 9} | values), "Plan these rounds")

    assert sentence in error_beside(app, name)
    assert field(app, "weeks_between").value == 9
    assert len(reporting.stored(ReportingRound)) == 2


def test_a_round_is_moved(open_rounds, reporting):
    app = choose(open_rounds(), MOVE)
    later = TODAY + timedelta(days=20)
    app = send(fill(app, closes_on=later, meeting_on=later, grace_days=0), "Move round 2")

    assert said(app) == ["Round 2 is moved."]
    moved = reporting.stored(ReportingRound)[1]
    assert (moved.closes_on, moved.meeting_on, moved.grace_days) == (later, later, 0)


def test_a_round_that_somebody_moved_meanwhile_is_told(open_rounds, reporting):
    app = choose(open_rounds(), MOVE)
    reporting.change(ReportingRound, ReportingRound.number == 2, grace_days=4)
    app = send(fill(app, grace_days=9), "Move round 2")

    assert "changed while you had it open" in errors(app)[0]
    assert "It now says: “4”" in words(app)
    assert field(app, "grace_days").value == 9


def test_a_closed_round_is_not_moved(open_rounds):
    [choice] = open_rounds(round="1").pills

    assert MOVE not in choice.options


def test_a_reviewer_is_named_from_the_next_round_on(open_rounds, reporting):
    reporting.plan_round(3, opens_in=60)
    app = choose(open_rounds(), REVIEWER)
    app = send(fill(app, name="Sponsor"), "Name the reviewer of DATA")

    assert said(app) == ["The reviewer of DATA is named."]
    assert [(each.name, each.from_round) for each in reporting.stored(Reviewer)] == [("Sponsor", 3)]
    assert words(app).count("Nobody reviews this theme") == 2
    assert "DATA theme (DATA): Sponsor" in words(open_rounds(round="3"))


def test_a_reviewer_whom_somebody_else_named_meanwhile_is_told(open_rounds, reporting):
    reporting.plan_round(3, opens_in=60)
    app = choose(open_rounds(), REVIEWER)
    reporting.name_reviewer("DATA", "Chair", from_round=3)
    app = send(fill(app, name="Sponsor"), "Name the reviewer of DATA")

    assert "changed while you had it open" in errors(app)[0]
    assert "It now says: “Chair”" in words(app)
    assert field(app, "name").value == "Sponsor"
    assert said(send(app, "Name the reviewer of DATA")) == ["The reviewer of DATA is named."]
    assert [each.name for each in reporting.stored(Reviewer)] == ["Sponsor"]


def test_without_a_round_ahead_no_reviewer_can_be_named(open_rounds, reporting):
    app = choose(open_rounds(), REVIEWER)
    app = send(fill(app, name="Sponsor"), "Name the reviewer of DATA")

    assert "plan one first" in errors(app)[0]
    assert field(app, "name").value == "Sponsor"
    assert not reporting.stored(Reviewer)


def test_the_first_rounds_are_planned_on_an_empty_page(open_page, engine):
    with transaction(engine) as session:
        factories.make_action(session)

    app = open_page(ROUNDS)

    assert app.info[0].value == "No round is planned yet."
    assert said(send(choose(app, PLAN), "Plan these rounds"))
