"""Giving feedback, through the page and the whole stack, over a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from dashboard import session
from dashboard.navigation import ANSWER
from tests import feedback
from tests.dashboard.screen import error_beside, errors, field, fill, said, send, words
from tracker.clock import Clock
from tracker.db import transaction
from tracker.queries import feedback as queries

NOW = Clock().now()
SEND = "Send my answers"
NOTE = "We meet at eight, when nobody with children can come"


@pytest.fixture
def asked(engine):
    """An open round: its first question must be answered; one of its three groups is small."""
    with transaction(engine) as session:
        return feedback.open_round(
            session,
            now=NOW,
            groups=(120, 7, None),
            names=("Women", "LGBTQ+", "Returners"),
            required=True,
        )


@pytest.fixture
def open_answer(open_page):
    def open_answer(viewer="Member", **query):
        return open_page(ANSWER, viewer=viewer, **query)

    return open_answer


def answered(engine, asked):
    with transaction(engine, writes=False) as session:
        return queries.answered(session, asked.id)


def choose_group(app, asked, group=0):
    [choice] = [each for each in app.radio if each.key and each.key.endswith(".group")]
    return choice.set_value(asked.groups[group]).run()


def filled(app, asked, text=NOTE, agreement=4):
    given = {asked.agreement: agreement, asked.choice: 2, asked.text: text}
    return fill(app, **{f"answer_{id_}": value for id_, value in given.items()})


def test_a_member_answers_and_is_told_what_happens_next(open_answer, engine, asked):
    app = choose_group(open_answer(round=str(asked.id)), asked)
    app = send(filled(app, asked), SEND)

    assert said(app) == ["Your answers are sent."]
    assert "Thank you: you have answered this round." in words(app)
    assert not app.text_area
    assert answered(engine, asked) == 1
    assert "Thank you" in words(open_answer())


def test_what_is_stored_and_who_sees_it_is_said_before(open_answer, asked):
    told = words(open_answer())

    for promise in ("Not stored:", "Who sees it:", "Once:", "We can’t promise"):
        assert promise in told
    assert "Only what is marked must be answered" in told


def test_a_small_group_is_told_so_before_sending_and_an_unknown_one_too(open_answer, asked):
    app = open_answer()
    assert not app.warning
    assert "Fewer than 10 people are asked in LGBTQ+" in said_aside(choose_group(app, asked, 1))
    assert "is not known" in said_aside(choose_group(app, asked, 2))
    assert said_aside(choose_group(app, asked, 0)) == ""


def said_aside(app):
    return " ".join(each.value for each in [*app.warning, *app.info]).replace("\\", "")


def test_whoever_speaks_for_the_only_group_is_not_asked_which(open_page, engine):
    with transaction(engine) as session:
        asked = feedback.open_round(session, now=NOW, groups=(9,), names=("Returners",))
    app = open_page(ANSWER, viewer="Member")
    assert "You speak for **Returners**." in words(app)
    assert said_aside(app).startswith("Fewer than 10")
    assert said(send(filled(app, asked), SEND)) == ["Your answers are sent."]


@pytest.mark.parametrize(
    ("given", "kind", "sentence"),
    [
        ({"agreement": None}, "agreement", "must be answered"),
        ({"text": "x" * 20_000}, "text", "has 20,000 characters. Keep it to 2,000"),
        ({"text": "Ring 020 7946 0018"}, "text", "seems to hold a phone number"),
    ],
)
def test_a_refusal_stands_beside_its_question_and_nothing_is_lost(
    open_answer, engine, asked, given, kind, sentence
):
    app = choose_group(open_answer(), asked)
    app = send(filled(app, asked, **given), SEND)

    name = f"answer_{getattr(asked, kind)}"
    assert sentence in error_beside(app, name)
    assert field(app, f"answer_{asked.text}").value == given.get("text", NOTE)
    assert field(app, f"answer_{asked.choice}").value == 2
    assert answered(engine, asked) == 0


def test_a_group_has_to_be_chosen(open_answer, asked):
    app = send(filled(open_answer(), asked), SEND)
    assert errors(app) == ["Choose the group you speak for."]
    assert field(app, f"answer_{asked.text}").value == NOTE


def test_what_seems_personal_is_sent_when_it_is_meant(open_answer, engine, asked):
    app = choose_group(open_answer(), asked)
    app = send(filled(app, asked, text="Write to ada@example.org"), SEND)
    app = send(fill(app, is_sure=True), SEND)
    assert said(app) == ["Your answers are sent."]
    assert answered(engine, asked) == 1


def test_the_second_of_two_windows_is_refused_and_keeps_its_words(open_answer, engine, asked):
    first, second = (choose_group(open_answer(), asked) for _ in range(2))
    send(filled(first, asked), SEND)
    app = send(filled(second, asked, text="Something else"), SEND)

    assert "answered this round already" in errors(app)[0]
    assert [each.value for each in app.code] == ["Something else"]
    assert answered(engine, asked) == 1


def test_the_box_of_a_round_is_opened_once_for_who_has_not_answered(open_answer, asked):
    app = open_answer(round=str(asked.id))
    statements = []
    event.listen(
        session.engine(), "before_cursor_execute", lambda *given: statements.append(given[2])
    )
    app = choose_group(app, asked)

    assert statements
    assert not [each for each in statements if "ballot_box" in each]
    assert "Thank you" in words(send(filled(app, asked), SEND))


def test_an_answer_after_the_close_is_refused_and_keeps_its_words(open_answer, engine, asked):
    app = choose_group(open_answer(round=str(asked.id)), asked)
    with transaction(engine) as session:
        feedback.close_round(session, asked, now=NOW)
    app = send(filled(app, asked), SEND)

    assert "takes no more answers" in errors(app)[0]
    assert [each.value for each in app.code] == [NOTE]


def test_a_script_is_shown_as_the_words_it_is(open_page, engine):
    script = "<script>alert(1)</script> [x](javascript:alert(1))"
    with transaction(engine) as session:
        feedback.open_round(session, now=NOW, names=(script,), title=script)
    app = open_page(ANSWER, viewer="Member")
    assert not app.exception
    assert "\\<script\\>" in app.header[0].value
    assert script in words(app)


def test_of_several_rounds_one_is_chosen_and_of_none_it_is_said(open_answer, engine):
    assert "No round of questions is open now" in open_answer().info[0].value
    with transaction(engine) as session:
        _, second = (
            feedback.open_round(session, now=NOW, title=title) for title in ("Heard?", "Safe?")
        )
        feedback.build_round(session, now=NOW, title="A draft")
    app = open_answer()
    labels = [each.proto.label.replace("\\", "") for each in app.get("page_link")]
    assert labels == [f"Heard?, until {last_day()}", f"Safe?, until {last_day()}"]
    assert not app.header
    assert open_answer(round=str(second.id)).header[0].value == r"Safe\?"


def last_day():
    day = Clock().today() + timedelta(days=feedback.DAYS_OPEN)
    return f"{day.day} {day:%B %Y}"


@pytest.mark.parametrize("typed", ["99", "x*", "3"])
def test_a_round_that_is_not_there_is_said_and_a_draft_is_not_there(open_answer, engine, typed):
    with transaction(engine) as session:
        for _ in range(2):
            feedback.open_round(session, now=NOW)
        feedback.build_round(session, now=NOW)
    assert "No round of questions has the number" in open_answer(round=typed).warning[0].value


def test_a_round_is_answered_from_its_first_day_on(open_answer, engine):
    with transaction(engine) as session:
        asked = feedback.open_round(session, now=NOW, opens_on=Clock().today() + timedelta(days=3))
    app = open_answer(round=str(asked.id))
    assert "takes answers from" in app.info[0].value
    assert not app.text_area


def test_on_an_earlier_day_nothing_is_answered(open_page, asked):
    app = open_page(ANSWER, viewer="Member", as_at=Clock().today() - timedelta(days=1))
    assert "Questions are answered today" in app.info[0].value
    assert not app.text_area


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", "Secretariat"])
def test_everybody_may_answer(open_answer, asked, viewer):
    assert open_answer(viewer).text_area
