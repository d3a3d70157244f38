"""My updates: the list of what is owed, through real services on a real database."""

from datetime import date, timedelta

import pytest

from dashboard.navigation import ACTION, MY_UPDATES
from tests.dashboard.reporting import LEAD, TODAY
from tests.dashboard.screen import errors, words
from tracker.models import Action, ReportingRound
from tracker.vocabulary import ActionState, Status, Verdict
from tracker.wording import day


@pytest.fixture
def open_updates(open_page, reporting):
    def open_updates(viewer=LEAD, **query):
        return open_page(MY_UPDATES, viewer=viewer, **query)

    return open_updates


def order(app, *refs):
    told = words(app)
    return sorted(refs, key=told.index)


def test_a_lead_sees_what_they_owe_in_which_round(open_updates):
    app = open_updates()

    assert not app.exception
    told = words(app)
    closes, grace, meeting = (day(TODAY + timedelta(days=days)) for days in (11, 16, 18))
    assert (
        f"Round 2 takes answers until {closes}, late ones until {grace}, "
        f"for the meeting on {meeting}." in told
    )
    assert [bar.proto.text for bar in app.get("progress")] == ["0 of 2 answered"]
    assert "To answer (2)" in told
    assert "[DATA-A2: Work DATA-A2](/action?ref=DATA-A2&" in told
    assert "OTHER-A1" not in told
    assert not app.radio


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [(LEAD, ["Answer for round 2"]), ("Lead: Champions lead", []), ("Sponsor", [])],
)
def test_from_an_action_its_lead_comes_to_the_answer(open_page, reporting, viewer, offered):
    app = open_page(ACTION, viewer=viewer, ref="DATA-A1")

    assert [link.proto.label for link in app.get("page_link")] == offered


def test_an_answer_is_corrected_from_the_action_too(open_page, reporting):
    reporting.give("DATA-A1", 2)
    app = open_page(ACTION, viewer=LEAD, ref="DATA-A1")

    [link] = app.get("page_link")
    assert link.proto.label == "Correct the answer for round 2"


def test_late_answers_are_taken_in_the_days_of_grace(open_updates, reporting):
    reporting.change(ReportingRound, closes_on=TODAY - timedelta(days=1), grace_days=1)

    told = words(open_updates())

    assert f"Round 1 closed on {day(TODAY - timedelta(days=1))} and takes late answers" in told
    assert "Answer DATA-A1" in told


def test_the_secretariat_sees_what_every_lead_owes(open_updates):
    told = words(open_updates("Secretariat"))

    assert "OTHER-A1" in told
    assert "Lead: Champions lead" in told


def test_whoever_owes_nothing_is_told_so(open_updates, reporting):
    reporting.change(Action, Action.ref == "OTHER-A1", state=ActionState.DONE)

    app = open_updates("Lead: Champions lead")

    assert [info.value for info in app.info] == [
        "No action of yours needs an answer in this round."
    ]


def test_a_member_may_not_open_the_page(open_updates):
    assert errors(open_updates("Member")) == [
        "Only the lead, sponsor and the secretariat can open this page."
    ]


def test_without_an_open_round_the_page_says_when_the_next_one_opens(open_updates, reporting):
    reporting.change(
        ReportingRound, opens_on=TODAY + timedelta(days=9), closes_on=TODAY + timedelta(days=9)
    )

    app = open_updates()

    assert f"takes answers from {day(TODAY + timedelta(days=9))}" in app.info[0].value
    assert "DATA-A1" not in words(app)


def test_without_any_round_to_come_the_page_says_so(open_updates, reporting):
    long_ago = date(2021, 1, 1)
    reporting.change(ReportingRound, opens_on=long_ago, closes_on=long_ago)

    assert "the next one is not planned yet" in open_updates().info[0].value


def test_returned_updates_come_first_with_what_the_reviewer_says(open_updates, reporting):
    reporting.give("DATA-A2", 2, verdict=Verdict.RETURNED, comment="Say what you need")

    app = open_updates()

    assert order(app, "DATA-A1:", "DATA-A2:") == ["DATA-A2:", "DATA-A1:"]
    assert "Returned] by Sponsor: Say what you need" in words(app)
    assert "Answer DATA-A2" in words(app)


def test_what_was_returned_once_its_round_was_over_is_read_in_the_next(open_updates, reporting):
    reporting.give("DATA-A2", 1, verdict=Verdict.RETURNED, comment="Say what you need")

    told = words(open_updates())

    assert "Returned] by Sponsor: Say what you need" in told
    assert "Answer DATA-A2" in told


def test_what_was_answered_shows_what_was_said(open_updates, reporting):
    reporting.give("DATA-A1", 2, status=Status.RED, likelihood=20, help_needed="An editor")

    told = words(open_updates())

    assert ":red-badge[:material/error: Red] 20% likely" in told
    assert "The analysis began" in told
    assert "**Help needed:** An editor" in told
    assert "Correct DATA-A1" in told
    assert "Answered (1)" in told


def test_an_earlier_day_is_read_and_not_answered(open_updates, open_page):
    app = open_page(MY_UPDATES, viewer=LEAD, ref="DATA-A1", as_at=TODAY - timedelta(days=1))

    assert not app.exception
    assert "Answer DATA-A1" not in words(app)
    assert not app.radio


def test_whoever_is_named_as_the_reviewer_of_a_theme_can_review_it(open_updates, reporting):
    reporting.name_reviewer("DATA", "Chair of the action group")
    reporting.name_reviewer("OTHER", "Secretariat")
    reporting.give("DATA-A1", 2)

    app = open_updates("Sponsor: Chair of the action group")

    assert app.selectbox(key="as").options == [
        *("Member", "Lead: Champions lead", "Lead: Data lead", "Sponsor"),
        *("Sponsor: Chair of the action group", "Secretariat"),
    ]
    assert "To review (1)" in words(app)
    assert "Review DATA-A1" in words(app)
    assert "To review (0)" in words(open_updates("Sponsor"))
