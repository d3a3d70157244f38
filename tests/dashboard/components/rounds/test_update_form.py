"""Answering for an action on "My updates", through real services on a real database."""

from datetime import date, timedelta

import pytest

from dashboard.components.plan.milestone_forms import COMPLETE, MOVE
from dashboard.components.rounds.owed_list import NOTHING
from dashboard.navigation import MY_UPDATES
from tests.dashboard.reporting import LEAD, TODAY
from tests.dashboard.screen import error_beside, errors, field, fill, said, send, words
from tracker.models import (
    Action,
    DataVersion,
    Evidence,
    Exemption,
    Milestone,
    ReportingRound,
    Update,
)
from tracker.vocabulary import ActionState, MilestoneState, Status

SEND = "Send this update"
GOOD = {"status": Status.AMBER, "likelihood": 60, "what_changed": "The editor left"}


@pytest.fixture
def open_updates(open_page, reporting):
    def open_updates(viewer=LEAD, **query):
        return open_page(MY_UPDATES, viewer=viewer, **query)

    return open_updates


def test_an_update_is_given_in_place(open_updates, reporting):
    app = fill(open_updates(ref="DATA-A1"), **GOOD, help_needed="An editor")
    fill(app, links="https://example.org/a\n\n https://example.org/b ")
    field(app, "files").set_value([("figures.csv", b"1,2", "text/csv")])
    app = send(app, SEND)

    assert said(app) == ["DATA-A1 is answered."]
    [update] = reporting.stored(Update)
    assert (update.status, update.likelihood, update.author) == (Status.AMBER, 60, "Data lead")
    assert (update.what_changed, update.help_needed) == ("The editor left", "An editor")
    assert [each.link or each.content for each in reporting.stored(Evidence)] == [
        *("https://example.org/a", "https://example.org/b"),
        b"1,2",
    ]
    told = words(app)
    assert [bar.proto.text for bar in app.get("progress")] == ["1 of 2 answered"]
    assert "[example.org](https://example.org/a)" in told
    assert "[figures.csv](/evidence/3?until=" in told
    # The next is open, until none is left.
    assert app.query_params["ref"] == "DATA-A2"
    app = send(fill(app, **GOOD), SEND)
    assert not app.radio
    assert "ref" not in app.query_params


def test_the_form_begins_with_what_was_said_in_an_earlier_round(open_updates, reporting):
    reporting.give("DATA-A1", 1, status=Status.RED, likelihood=15, help_needed="An editor")

    app = open_updates(ref="DATA-A1")

    assert field(app, "status").value is Status.RED
    assert field(app, "likelihood").value == 15
    assert field(app, "help_needed").value == "An editor"
    assert field(app, "what_changed").value == ""


def test_a_first_update_suggests_nothing(open_updates):
    app = open_updates(ref="DATA-A1")

    assert field(app, "status").value is None
    assert field(app, "likelihood").value is None
    assert "DATA-A1 meets 31 December 2099?" in field(app, "likelihood").label.replace("\\", "")


def test_every_status_stands_beside_its_meaning(open_updates):
    choice = field(open_updates(ref="DATA-A1"), "status")

    assert [*choice.proto.captions] == [
        status.meaning for status in (Status.GREEN, Status.AMBER, Status.RED)
    ]


def test_a_correction_begins_with_what_is_to_be_corrected_and_is_a_new_update(
    open_updates, reporting
):
    reporting.give("DATA-A1", 2)
    app = open_updates(ref="DATA-A1")
    assert field(app, "what_changed").value == "The analysis began"
    app = send(fill(app, **GOOD), SEND)

    assert said(app)
    assert [update.what_changed for update in reporting.stored(Update)] == [
        *("The analysis began", "The editor left")
    ]


def test_milestones_are_marked_as_done_and_moved_with_the_update(open_updates, reporting):
    reporting.add_milestone("DATA-A1", title="Second")
    [before] = reporting.stored(DataVersion)
    app = open_updates(ref="DATA-A1")
    first, second = app.pills
    first.set_value(COMPLETE)
    app = second.set_value(MOVE).run()
    [done_on] = [each for each in app.date_input if ".done_on_" in each.key]
    assert done_on.value == TODAY
    [timing, reason] = app.text_input
    timing.set_value("by 2098")
    reason.set_value("The editor left")
    app = send(fill(app, **GOOD), SEND)

    assert said(app) == ["DATA-A1 is answered."]
    by_title = {each.title: each for each in reporting.stored(Milestone) if each.action_id == 1}
    assert by_title["Delivered"].state is MilestoneState.DONE
    assert by_title["Delivered"].done_on == TODAY
    assert by_title["Second"].timing == "by 2098"
    assert reporting.stored(DataVersion)[0].number == before.number + 1  # one transaction


def test_what_was_finished_with_its_answer_stays_among_the_answered(open_updates, reporting):
    app = open_updates(ref="DATA-A1")
    app = app.pills[0].set_value(COMPLETE).run()
    app = send(fill(app, **GOOD), SEND)

    assert said(app)
    assert reporting.stored(Action)[0].state is ActionState.DONE
    assert [bar.proto.text for bar in app.get("progress")] == ["1 of 2 answered"]
    assert "Correct DATA-A1" not in words(app)


@pytest.mark.parametrize(
    ("wrong", "name", "sentence"),
    [
        ({"status": None}, "status", "Choose one."),
        ({"likelihood": None}, "likelihood", "Give a number."),
        ({"likelihood": 140}, "likelihood", "between 0 and 100 %; 140 doesn't."),
        ({"what_changed": " "}, "what_changed", "What changed is missing."),
        ({"help_needed": "x" * 4001}, "help_needed", "4,001 characters"),
        ({"links": "the shared drive"}, "links", "This is not a link."),
        ({"links": "javascript:alert(1)"}, "links", "This is not a link."),
        ({"files": [("a.pdf", b"MZ", "application/pdf")]}, "files", "not what its name says"),
        ({"files": [("a.txt", b"x" * 11_000_000, "text/plain")]}, "files", "a.txt has 11 MB."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_everything_is_kept(
    open_updates, reporting, wrong, name, sentence
):
    app = send(fill(open_updates(ref="DATA-A1"), **GOOD | wrong), SEND)

    assert not app.exception
    assert sentence in error_beside(app, name)
    assert len(app.error) == 1
    assert not reporting.stored(Update)
    for kept in (GOOD | wrong).keys() - {"files"}:
        assert field(app, kept).value == (GOOD | wrong)[kept]
    assert len(field(app, "files").value) == len(wrong.get("files", []))


def test_what_was_refused_is_mended_and_sent(open_updates, reporting):
    app = send(fill(open_updates(ref="DATA-A1"), **GOOD | {"likelihood": 140}), SEND)
    app = send(fill(app, likelihood=100), SEND)

    assert said(app) == ["DATA-A1 is answered."]
    assert [update.likelihood for update in reporting.stored(Update)] == [100]


def test_of_two_moved_milestones_the_one_at_fault_says_so(open_updates, reporting):
    reporting.add_milestone("DATA-A1", title="Second")
    app = open_updates(ref="DATA-A1")
    for choice in app.pills:
        choice.set_value(MOVE)
    app = fill(app.run(), **GOOD)
    for timing in (each for each in app.text_input if ".timing_" in each.key):
        timing.set_value("by 2098")
    first, second = (each for each in app.text_input if ".reason_" in each.key)
    first.set_value("The editor left")
    second.set_value(" ")
    app = send(app, SEND)

    assert "Say why" in error_beside(app, second.key.split(".")[1])
    assert len(app.error) == 1
    assert not reporting.stored(Update)


def test_a_milestone_that_somebody_changed_meanwhile_is_told(open_updates, reporting):
    app = open_updates(ref="DATA-A1").pills[0].set_value(COMPLETE).run()
    reporting.change(Milestone, title="Delivered at last")
    app = send(fill(app, **GOOD), SEND)

    assert "changed while you had it open" in errors(app)[0]
    assert field(app, "what_changed").value == "The editor left"
    assert not reporting.stored(Update)

    assert said(send(app, SEND)) == ["DATA-A1 is answered."]


def test_what_somebody_else_answered_meanwhile_is_told_beside_ones_own(open_updates, reporting):
    app = open_updates(ref="DATA-A1")
    reporting.give("DATA-A1", 2, status=Status.RED, likelihood=5, what_changed="All is lost")
    app = send(fill(app, **GOOD), SEND)

    [told] = errors(app)
    assert "changed while you had it open" in told
    assert "Red, 5% likely. All is lost" in told
    assert "All is lost" in words(app)
    assert field(app, "what_changed").value == "The editor left"
    assert len(reporting.stored(Update)) == 1

    assert said(send(app, SEND)) == ["DATA-A1 is answered."]
    assert [each.what_changed for each in reporting.stored(Update)][1:] == ["The editor left"]


def test_what_was_answered_meanwhile_is_told_though_a_milestone_was_chosen_since(
    open_updates, reporting
):
    app = open_updates(ref="DATA-A1")
    reporting.give("DATA-A1", 2, what_changed="All is lost")
    app = app.pills[0].set_value(COMPLETE).run()
    app = send(fill(app, **GOOD), SEND)

    assert "All is lost" in errors(app)[0]
    assert len(reporting.stored(Update)) == 1


def test_who_has_nothing_to_report_is_told_of_what_somebody_else_did(open_updates, reporting):
    app = open_updates(ref="DATA-A1", say=NOTHING)
    reporting.give("DATA-A1", 2, what_changed="All is lost")
    app = send(fill(app, reason="Waits for the data"), "Send this reason")

    assert "All is lost" in errors(app)[0]
    assert field(app, "reason").value == "Waits for the data"
    assert not reporting.stored(Exemption)

    assert said(send(app, "Send this reason")) == ["DATA-A1 is answered: nothing to report."]


@pytest.mark.parametrize(
    ("model", "values", "sentence"),
    [
        (
            ReportingRound,
            {"opens_on": date(2021, 1, 1), "closes_on": TODAY - timedelta(days=6)},
            "No round takes answers today.",
        ),
        (
            Action,
            {"state": ActionState.PAUSED, "state_reason": "No money"},
            "is paused: it needs no update.",
        ),
    ],
)
def test_what_was_begun_and_can_no_longer_be_sent_is_kept(
    open_updates, reporting, model, values, sentence
):
    app = fill(open_updates(ref="DATA-A1"), **GOOD)
    reporting.change(model, **values)
    app = send(app, SEND)

    assert sentence in errors(app)[0]
    assert field(app, "what_changed").value == "The editor left"
    assert not reporting.stored(Update)


def test_nothing_to_report_takes_one_field(open_updates, reporting):
    app = open_updates(ref="DATA-A1", say=NOTHING)
    assert len(app.text_input) == 1
    app = send(fill(app, reason="Waits for the data"), "Send this reason")

    assert said(app) == ["DATA-A1 is answered: nothing to report."]
    assert [each.reason for each in reporting.stored(Exemption)] == ["Waits for the data"]
    assert "Nothing to report, because: Waits for the data" in words(app)
    assert app.query_params["ref"] == "DATA-A2"
    assert "say" not in app.query_params


def test_correcting_an_answer_opens_no_other(open_updates, reporting):
    reporting.give("DATA-A1", 2)

    app = send(fill(open_updates(ref="DATA-A1"), **GOOD), SEND)

    assert "ref" not in app.query_params


def test_nothing_to_report_needs_a_reason(open_updates, reporting):
    app = open_updates(ref="DATA-A1", say=NOTHING)
    app = send(fill(app, reason=" "), "Send this reason")

    assert "Say why" in error_beside(app, "reason")
    assert not reporting.stored(Exemption)
