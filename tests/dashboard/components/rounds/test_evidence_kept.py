"""The evidence of an answer: what a correction begins with, and who sees it afterwards."""

from datetime import timedelta

import pytest

from dashboard import evidence_files
from dashboard.navigation import ACTION, MY_UPDATES
from tests.dashboard.reporting import LEAD, TODAY
from tests.dashboard.screen import error_beside, errors, field, fill, said, send, words
from tracker.clock import Clock
from tracker.models import Evidence, ReportingRound, Update
from tracker.vocabulary import Status

SEND = "Send this update"
GOOD = {"status": Status.AMBER, "likelihood": 60, "what_changed": "The editor left"}
LINKS = "https://example.org/a\nhttps://example.org/b"


@pytest.fixture
def open_updates(open_page, reporting):
    def open_updates(viewer=LEAD, **query):
        return open_page(MY_UPDATES, viewer=viewer, **query)

    return open_updates


@pytest.fixture
def answered(open_updates):
    """An update of DATA-A1 with two links and two files."""
    app = fill(open_updates(ref="DATA-A1"), **GOOD, links=LINKS)
    field(app, "files").set_value(
        [("figures.csv", b"1,2", "text/csv"), ("notes.txt", b"Done", "text/plain")]
    )
    assert said(send(app, SEND))


def shown(reporting):
    """The evidence of the last update."""
    last = reporting.stored(Update)[-1].id
    return [each.link or each.name for each in reporting.stored(Evidence) if each.update_id == last]


def test_a_correction_keeps_the_evidence_unless_it_is_taken_away(open_updates, answered, reporting):
    app = open_updates(ref="DATA-A1")
    assert field(app, "links").value == LINKS
    [kept] = app.multiselect
    assert kept.label == "Files of the last answer that still show it"
    assert kept.options == ["figures.csv", "notes.txt"]
    assert kept.value == [3, 4]

    assert said(send(fill(app, likelihood=70), SEND)) == ["DATA-A1 is answered."]
    assert shown(reporting) == [*LINKS.split(), "figures.csv", "notes.txt"]

    app = open_updates(ref="DATA-A1")
    [kept] = app.multiselect
    kept.set_value(kept.value[1:])
    app = send(fill(app, links="https://example.org/b"), SEND)
    assert said(app) == ["DATA-A1 is answered."]
    assert shown(reporting) == ["https://example.org/b", "notes.txt"]
    assert "[notes.txt](/evidence/" in words(app)


def test_what_is_kept_counts_among_what_may_be_given(open_updates, answered, reporting):
    app = open_updates(ref="DATA-A1")
    app = send(fill(app, links="\n".join([LINKS, LINKS])), SEND)

    assert error_beside(app, "links") == "Give at most 5 links and files."
    assert app.multiselect[0].value == [3, 4]
    assert len(reporting.stored(Update)) == 1


def test_an_update_of_a_later_round_begins_without_evidence(open_updates, answered, reporting):
    reporting.change(
        ReportingRound,
        ReportingRound.number == 2,
        closes_on=TODAY - timedelta(days=1),
        grace_days=0,
    )
    reporting.plan_round(3, opens_in=0)

    app = open_updates(ref="DATA-A1")

    assert field(app, "links").value == ""
    assert not app.multiselect


def test_what_was_chosen_stays_though_somebody_else_answered_meanwhile(
    open_updates, answered, reporting
):
    app = open_updates(ref="DATA-A1")
    reporting.give("DATA-A1", 2, what_changed="All is lost", given_at=Clock().now())
    app = send(app, SEND)

    assert "All is lost" in errors(app)[0]
    assert app.multiselect[0].value == [3, 4]
    assert field(app, "links").value == LINKS

    assert said(send(app, SEND)) == ["DATA-A1 is answered."]
    assert shown(reporting) == [*LINKS.split(), "figures.csv", "notes.txt"]


def test_of_files_with_one_name_each_is_kept(open_updates, reporting):
    app = fill(open_updates(ref="DATA-A1"), **GOOD)
    field(app, "files").set_value([("a.txt", b"1", "text/plain"), ("a.txt", b"2", "text/plain")])
    assert said(send(app, SEND))

    app = open_updates(ref="DATA-A1")
    assert app.multiselect[0].options == ["a.txt", "a.txt (2)"]
    assert said(send(app, SEND))
    assert [each.content for each in reporting.stored(Evidence)] == [b"1", b"2"] * 2


def test_a_file_that_somebody_else_kept_meanwhile_is_offered_once(
    open_updates, answered, reporting
):
    slow, fast = open_updates(ref="DATA-A1"), open_updates(ref="DATA-A1")
    slow.multiselect[0].set_value([4])
    assert said(send(fast, SEND))
    slow = send(slow, SEND)

    [told] = slow.multiselect
    assert "changed while you had it open" in errors(slow)[0]
    assert (told.options, told.value) == (["figures.csv", "notes.txt"], [4])
    assert said(send(slow, SEND))
    assert shown(reporting) == [*LINKS.split(), "notes.txt"]


@pytest.fixture
def open_action(open_page, reporting):
    def open_action(viewer="Sponsor", **query):
        return open_page(ACTION, viewer=viewer, ref="DATA-A1", **query)

    return open_action


def acknowledge(open_updates, reporting):
    reporting.name_reviewer("DATA")
    assert said(send(open_updates("Sponsor", review="1"), "Acknowledge it"))


@pytest.mark.parametrize("viewer", ["Sponsor", LEAD, "Lead: Champions lead", "Secretariat"])
def test_evidence_of_what_was_acknowledged_stands_on_the_actions_page(
    open_updates, open_action, answered, reporting, viewer
):
    acknowledge(open_updates, reporting)

    told = words(open_action(viewer))

    [line] = [each for each in told.splitlines() if each.startswith("**Evidence**")]
    assert "[example.org](https://example.org/a), [example.org](https://example.org/b)" in line
    assert "[figures.csv](/evidence/3?until=" in line
    assert "[notes.txt](/evidence/4?until=" in line


def test_members_see_no_evidence(open_action, answered):
    told = words(open_action("Member"))

    assert "Evidence" not in told
    assert "/evidence/" not in told
    assert "example.org" not in told


def test_only_the_evidence_of_the_latest_update_stands_there(open_action, answered, reporting):
    reporting.give("DATA-A1", 2, status=Status.RED)

    told = words(open_action())

    assert "**Reported** :red-badge" in told
    assert "Evidence" not in told


def test_an_action_without_an_update_has_no_evidence(open_action, answered, open_page):
    app = open_page(ACTION, viewer="Sponsor", ref="DATA-A2")

    assert not app.exception
    assert "Never reported" in words(app)
    assert "Evidence" not in words(app)


def test_an_earlier_day_shows_the_evidence_that_there_was(open_action, answered, reporting):
    yesterday = TODAY - timedelta(days=1)

    assert "Evidence" not in words(open_action(as_at=yesterday))


def test_the_links_of_files_are_made_anew_with_the_hour(open_action, answered, monkeypatch):
    old, new = (evidence_files.good_until() + hours * 3600 for hours in (0, 1))
    assert f"until={old}&" in words(open_action())

    monkeypatch.setattr(evidence_files, "good_until", lambda: new)

    assert f"until={new}&" in words(open_action())
