"""Rounds of questions as the secretariat builds and runs them, over a real database."""

from datetime import timedelta

import pytest

from dashboard.components.feedback.feedback_forms import BEGIN, CLOSE, COPY, EDIT, MOVE, OPEN
from dashboard.components.feedback.feedback_group_forms import ASK, COUNT, LEAVE_OUT
from dashboard.components.feedback.feedback_question_forms import ADD, DROP, PLACE_IT, REUSE, REWORD
from dashboard.navigation import FEEDBACK
from tests import feedback
from tests.dashboard.screen import error_beside, errors, fill, said, send, words
from tracker.clock import Clock
from tracker.db import transaction
from tracker.queries.feedback import read_rounds
from tracker.vocabulary import FeedbackState, QuestionKind

NOW, TODAY = Clock().now(), Clock().today()


@pytest.fixture
def open_feedback(open_page):
    def open_feedback(viewer="Secretariat", **query):
        return open_page(FEEDBACK, viewer=viewer, **query)

    return open_feedback


@pytest.fixture
def draft(engine):
    with transaction(engine) as session:
        return feedback.build_round(session, now=NOW, groups=(50,), names=("Women",))


@pytest.fixture
def running(engine):
    with transaction(engine) as session:
        return feedback.open_round(session, now=NOW, groups=(50,), names=("Women",))


def rounds(engine):
    with transaction(engine, writes=False) as session:
        return {each.id: each for each in read_rounds(session)}


def choose(app, label):
    [choice] = [each for each in app.pills if each.key == "feedback.choice"]
    return choice.set_value(label).run()


def chosen(app, name, value):
    """The page with ``value`` chosen in a field of a form."""
    [choice] = [each for each in app.selectbox if each.key and each.key.endswith(name)]
    choice.set_value(value)
    return app


def pick(app, name, value):
    """The page that comes once ``value`` is chosen: it decides which form is drawn."""
    return chosen(app, name, value).run()


def test_a_round_is_built_and_opened(open_feedback, engine):
    with transaction(engine) as session:
        group_id = feedback.make_member_group(session, name="Women").id
    app = choose(open_feedback(), BEGIN)
    app = send(fill(app, title="Heard?"), "Begin the round")
    assert said(app) == ["The round is begun."]

    app = fill(choose(app, ADD), wording="I am heard", is_required=True)
    assert said(send(app, "Add the question")) == ["The question is added."]
    app = fill(choose(app, ADD), wording="What?", kind=QuestionKind.CHOICE, options="A\nB")
    assert said(send(app, "Add the question")) == ["The question is added."]
    app = chosen(choose(app, ASK), ".group_id", group_id)
    assert said(send(fill(app, invited=40), "Ask the group")) == ["The group is asked."]
    assert said(send(choose(app, OPEN), "Open the round")) == ["The round is open."]

    [built] = rounds(engine).values()
    assert built.takes_answers(TODAY)
    assert [each.is_required for each in built.questions] == [True, False]
    assert [(each.name, each.invited) for each in built.groups] == [("Women", 40)]


def test_the_secretariat_sees_how_many_have_answered_in_all_and_the_link(
    open_feedback, engine, running
):
    with transaction(engine) as session:
        feedback.answer(session, running, "Ada", now=NOW)
    app = open_feedback()
    assert "**1 member has answered so far**" in words(app)
    [newsletter] = [each.value for each in app.text_area if "newsletter" in each.key]
    assert newsletter.endswith(f"/answer?round={running.id}")
    # Nothing has to be cleared: the number is read anew although the data version is the same.
    with transaction(engine) as session:
        feedback.answer(session, running, "Ben", now=NOW)
    assert "**2 members have answered so far**" in words(app.run())


def test_the_preview_is_what_a_member_sees_and_sends_nothing(open_feedback, draft):
    app = open_feedback()
    [send_button] = [each for each in app.button if each.label == "Send my answers"]
    assert send_button.disabled
    assert "We can’t promise" in words(app)
    assert [each.label for each in app.radio][:1] == ["1. I am heard"]


def test_questions_are_reworded_moved_taken_out_and_asked_again(open_feedback, engine, draft):
    app = pick(choose(open_feedback(), REWORD), f".question.{draft.id}", draft.text)
    app = send(fill(app, wording="What is missing?"), "Save the question")
    assert said(app) == ["The question is saved."]
    app = pick(choose(app, PLACE_IT), f".question.{draft.id}", draft.text)
    assert said(send(fill(app, place=1), "Save its place")) == ["The question is moved."]
    app = pick(choose(app, DROP), f".question.{draft.id}", draft.choice)
    assert said(send(app, "Take it out")) == ["The question is taken out."]
    left = rounds(engine)[draft.id].questions
    assert [each.wording for each in left] == ["What is missing?", "I am heard"]
    app = chosen(choose(app, REUSE), ".question_id", draft.choice)
    assert said(send(app, "Ask it again")) == ["The question is asked again."]
    assert len(rounds(engine)[draft.id].questions) == 3


def test_an_impossible_question_is_refused_beside_its_field(open_feedback, engine, draft):
    app = fill(choose(open_feedback(), ADD), wording="", kind=QuestionKind.TEXT, options="A")
    app = send(app, "Add the question")
    assert "The question is missing" in error_beside(app, "wording")
    assert len(rounds(engine)[draft.id].questions) == 3


def test_the_eleventh_question_is_refused(open_feedback, engine, draft):
    app = open_feedback()
    for number in range(8):
        app = send(fill(choose(app, ADD), wording=f"Number {number}"), "Add the question")
    assert "at most 10 questions" in errors(app)[0]
    assert len(rounds(engine)[draft.id].questions) == 10


def test_groups_are_counted_and_left_out(open_feedback, engine, draft):
    app = send(fill(choose(open_feedback(), COUNT), invited=None), "Save the number")
    assert said(app) == ["The number is saved."]
    assert [each.invited for each in rounds(engine)[draft.id].groups] == [None]
    app = send(choose(app, LEAVE_OUT), "Leave it out")
    assert said(app) == ["The group is left out."]
    assert rounds(engine)[draft.id].groups == ()


def test_a_count_below_the_answers_is_refused_beside_its_field(open_feedback, engine, running):
    with transaction(engine) as session:
        for name in ("Ada", "Ben"):
            feedback.answer(session, running, name, now=NOW)
    app = send(fill(choose(open_feedback(), COUNT), invited=1), "Save the number")
    assert "2 people have answered" in error_beside(app, "invited")


def test_a_round_that_closes_before_it_opens_is_refused_beside_its_day(open_feedback, draft):
    days = {"opens_on": TODAY + timedelta(days=5), "closes_on": TODAY + timedelta(days=4)}
    app = send(fill(choose(open_feedback(), EDIT), **days), "Save the round")
    assert "before it opens" in error_beside(app, "closes_on")


def test_a_round_is_moved_closed_and_copied(open_feedback, engine, running):
    later = TODAY + timedelta(days=30)
    app = send(fill(choose(open_feedback(), MOVE), closes_on=later), "Move the last day")
    assert said(app) == ["The last day is moved."]
    app = send(choose(app, CLOSE), "Close the round")
    assert "Say why" in error_beside(app, "reason")
    app = send(fill(app, reason="The survey is repeated next month"), "Close the round")
    assert said(app) == ["It is closed."]
    links = [each.proto.label for each in app.get("page_link")]
    assert links == ["Read its results", "Check its comments"]
    app = send(fill(choose(app, COPY), title="Next year"), "Copy the round")
    assert said(app) == ["The next round is begun."]
    states = {each.title: each.state for each in rounds(engine).values()}
    assert states == {"How is it going?": FeedbackState.CLOSED, "Next year": FeedbackState.DRAFT}


def test_before_the_close_it_is_said_whom_it_may_expose(open_feedback, engine):
    with transaction(engine) as session:
        names = ("Women", "Carers", "Returners")
        asked = feedback.open_round(session, now=NOW, groups=(50, 9, None), names=names)
        feedback.answer(session, asked, "Ada", now=NOW)
    few, small = [each.value for each in choose(open_feedback(), CLOSE).warning]
    assert "1 member has answered" in few
    assert "deleted unread" in few
    assert "Fewer than 10 people are asked in Carers. How many are asked in Returners is" in small


def test_a_round_past_its_last_day_asks_to_be_closed(open_feedback, engine):
    with transaction(engine) as session:
        feedback.open_round(session, now=NOW - timedelta(days=feedback.DAYS_OPEN + 1))
    assert "Close it, and its answers can be read" in open_feedback().warning[0].value


@pytest.mark.parametrize(("secret", "warnings"), [("", 1), ("x" * 32, 0)])
def test_whoever_opens_a_round_without_a_secret_is_warned(
    open_feedback, draft, monkeypatch, secret, warnings
):
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", secret)
    app = choose(open_feedback(), OPEN)
    assert len([each for each in app.warning if "FEEDBACK_SECRET" in each.value]) == warnings


@pytest.mark.parametrize("viewer", ["Member", "Sponsor"])
def test_only_the_secretariat_opens_the_page(open_feedback, viewer):
    assert errors(open_feedback(viewer)) == ["Only the secretariat can open this page."]


def test_on_an_earlier_day_nothing_is_changed(open_page, running):
    app = open_page(FEEDBACK, as_at=TODAY - timedelta(days=1))
    assert not app.pills
    assert "as they are today" in app.info[0].value
