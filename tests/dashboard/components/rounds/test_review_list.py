"""Reviewing updates on "My updates", through real services on a real database."""

import pytest

from dashboard.navigation import MY_UPDATES
from tests.dashboard.screen import error_beside, errors, field, fill, said, send, words
from tracker.models import Review
from tracker.vocabulary import Verdict


@pytest.fixture
def open_updates(open_page, reporting):
    def open_updates(viewer="Sponsor", **query):
        return open_page(MY_UPDATES, viewer=viewer, **query)

    return open_updates


@pytest.fixture
def waiting(reporting):
    """The id of an update on DATA-A1 that waits for the sponsor."""
    reporting.name_reviewer("DATA")
    reporting.give("DATA-A1", 2)
    return "1"


def test_a_sponsor_sees_what_waits_for_their_review(open_updates, waiting):
    app = open_updates("Sponsor")

    told = words(app)
    assert "To review (1)" in told
    assert "[DATA-A1: Work DATA-A1](/action?ref=DATA-A1&as=Sponsor)" in told
    assert "The analysis began" in told
    assert "Nobody reviews these themes" not in told
    assert "To answer" not in told


def test_a_reviewer_sees_neither_what_others_review_nor_what_came_before_them(
    open_updates, reporting
):
    reporting.name_reviewer("DATA", from_round=2)
    reporting.name_reviewer("OTHER", name="The chair")
    reporting.give("OTHER-A1", 2)
    reporting.give("DATA-A1", 1)
    reporting.name_reviewer("DATA", name="Last sponsor", from_round=1)

    assert "To review (0)" in words(open_updates("Sponsor"))


def test_themes_that_nobody_reviews_are_shown_as_such(open_updates, reporting):
    reporting.give("OTHER-A1", 2)

    told = words(open_updates("Sponsor"))

    assert "Nobody reviews these themes" in told
    assert "OTHER-A1: Work OTHER-A1" in told


def test_an_update_is_acknowledged(open_updates, waiting, reporting):
    app = send(open_updates("Sponsor", review=waiting), "Acknowledge it")

    assert said(app) == ["The update on DATA-A1 is acknowledged."]
    [review] = reporting.stored(Review)
    assert (review.verdict, review.comment) == (Verdict.ACKNOWLEDGED, "")
    assert "To review (0)" in words(app)
    assert "review" not in app.query_params


def test_after_one_review_the_next_is_open(open_updates, waiting, reporting):
    reporting.give("DATA-A2", 2)

    app = send(open_updates("Sponsor", review=waiting), "Acknowledge it")

    assert said(app) == ["The update on DATA-A1 is acknowledged."]
    app = send(app, "Acknowledge it")
    assert said(app) == ["The update on DATA-A2 is acknowledged."]
    assert "review" not in app.query_params


def test_an_update_is_returned_with_a_comment(open_updates, waiting, reporting):
    app = send(open_updates("Sponsor", review=waiting), "Return it")
    assert error_beside(app, "comment") == "A comment is missing."
    assert len(app.error) == 1
    app = send(fill(app, comment="Say what you need"), "Return it")

    assert said(app) == ["The update on DATA-A1 is returned."]
    [review] = reporting.stored(Review)
    assert (review.verdict, review.comment) == (Verdict.RETURNED, "Say what you need")


@pytest.mark.parametrize("button", ["Acknowledge it", "Return it"])
def test_who_reviews_what_somebody_else_has_just_reviewed_is_told_and_keeps_the_comment(
    open_updates, waiting, reporting, button
):
    app = fill(open_updates("Sponsor", review=waiting), comment="Why still green?")
    reporting.review("DATA-A1", Verdict.ACKNOWLEDGED)
    app = send(app, button)

    assert errors(app) == ["This update has been reviewed already."]
    assert field(app, "comment").value == "Why still green?"
    assert len(reporting.stored(Review)) == 1
    assert "To review (0)" in words(app)


def test_who_reviews_what_its_lead_has_just_corrected_is_told_and_keeps_the_comment(
    open_updates, waiting, reporting
):
    app = fill(open_updates("Sponsor", review=waiting), comment="Why still green?")
    reporting.give("DATA-A1", 2, what_changed="It is amber now")
    app = send(app, "Return it")

    assert "A newer update stands in its place" in errors(app)[0]
    assert field(app, "comment").value == "Why still green?"
    assert "It is amber now" in words(app)


@pytest.mark.parametrize("asked", ["1", "999", "x"])
def test_what_does_not_wait_for_a_review_says_so(open_updates, reporting, asked):
    reporting.give("DATA-A1", 2, author="Sponsor")
    app = open_updates("Sponsor", review=asked)

    assert "doesn’t wait for your review" in app.info[0].value
    assert not app.exception


def test_nobody_reviews_what_they_said_themselves(open_updates, reporting):
    reporting.name_reviewer("DATA", name="Secretariat")
    reporting.give("DATA-A1", 2, author="Secretariat")

    app = open_updates("Secretariat", review="1")

    assert "To review (0)" in words(app)
    assert "Acknowledge it" not in [button.label for button in app.button]
