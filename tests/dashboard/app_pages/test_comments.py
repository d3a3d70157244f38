"""Comments as a moderator checks them, over a real database."""

import pytest

from dashboard.components.feedback.comment_themes import ADD, EDIT
from dashboard.components.suggestions import said_choice
from dashboard.navigation import COMMENTS, TRIAGE, YOU_SAID
from tests import feedback
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import error_beside, errors, fill, said, send, words
from tests.factories import make_actor
from tracker.clock import Clock
from tracker.db import transaction
from tracker.queries import comments as queries
from tracker.services import comments
from tracker.vocabulary import DecisionKind

NOW = Clock().now()
BY = {"actor": make_actor(), "now": NOW}
HOSTILE = "<script>alert(1)</script> [x](https://evil.example) *me*"


@pytest.fixture
def open_comments(open_page):
    def open_comments(viewer="Secretariat", **options):
        return open_page(COMMENTS, viewer=viewer, **options)

    return open_comments


@pytest.fixture
def write(engine):
    """Closes a round in which each of these was written."""

    def write(*texts):
        with transaction(engine) as session:
            asked = feedback.open_round(session, now=NOW)
            for number, text in enumerate(texts):
                name = f"Member {number}"
                feedback.answer(session, asked, name, now=NOW, is_sure=True, text=text)
            feedback.close_round(session, asked, now=NOW, others=10)
        return asked

    return write


def stored(engine, asked):
    with transaction(engine, writes=False) as session:
        return [
            queries.read_comment(session, key.question_id, key.response_key)
            for key in queries.read_comment_keys(session, asked.id)
        ]


def test_only_the_secretariat_checks_comments(open_comments):
    assert "Only the secretariat can open this page." in open_comments("Sponsor").error[0].value
    assert "No round of questions has closed yet" in open_comments().info[0].value


def test_comments_are_checked_one_after_the_other(open_comments, write, engine):
    with transaction(engine) as session:
        pay = comments.add_theme(session, **BY, name="Pay", keywords="pay\nsalary")
        comments.add_theme(session, **BY, name="Travel", keywords="train")
    asked = write("Better pay", "Better salaries")
    app = open_comments(round=str(asked.id))
    assert "0 of 2 comments checked." in words(app)
    assert "Comment 1 of 2" in words(app)
    assert "Proposed by the words you keep: Pay" in words(app)
    app = send(app, "Mark as checked")
    assert said(app) == ["Checked."]
    assert "1 of 2 comments checked." in words(app)
    app = send(app, "Mark as checked")
    assert "Every comment is checked." in [each.value for each in app.info]
    assert [each.theme_ids for each in stored(engine, asked)] == [(pay,), (pay,)]
    app = send(app, "Count the themes of the checked comments")
    assert said(app) == ["The themes are counted. Results shows them now."]
    app = send(app, "Count the themes of the checked comments")
    assert errors(app) == ["Nothing has changed since the themes were counted last."]


def test_personal_data_is_flagged_and_proposed_to_be_taken_out(open_comments, write, engine):
    asked = write("Ask ada@example.org about it")
    app = open_comments()
    assert "ada@example.org" in app.warning[0].value.replace("\\", "")
    app = send(fill(app, take_out=""), "Mark as checked")
    assert "seems to hold an e-mail address" in errors(app)[0]
    app = send(fill(app, take_out="ada@example.com"), "Mark as checked")
    assert "does not stand in the comment" in error_beside(app, "take_out")
    app = send(fill(app, take_out="ada@example.org\nabout"), "Mark as checked")
    assert said(app) == ["Checked."]
    assert stored(engine, asked)[0].words == ("Ask [e-mail address removed] [words removed] it")


def test_a_whole_comment_is_taken_out(open_comments, write, engine):
    asked = write("They know who I am")
    app = send(open_comments(), "Take it out")
    assert said(app) == ["The comment is gone."]
    assert "There is no comment of this round to be read." in [each.value for each in app.info]
    assert stored(engine, asked) == []


def test_what_was_written_is_shown_as_it_was_written(open_comments, write):
    write(HOSTILE)
    app = open_comments()
    assert not app.exception
    assert any(each.value.replace("\\", "") == HOSTILE for each in app.markdown)
    assert not any(HOSTILE in each.value for each in app.markdown)


def test_no_key_of_a_response_reaches_the_page(open_comments, write, engine):
    asked = write("Better pay")
    [comment] = stored(engine, asked)
    app = open_comments()
    keys = [each.key or "" for each in [*app.text_area, *app.multiselect, *app.button]]
    assert keys
    assert not any(comment.response_key in key for key in keys)


def test_of_two_moderators_the_second_is_told(open_comments, write, engine):
    write("Better pay")
    app = open_comments()
    with transaction(engine) as session:
        key = queries.read_comment_keys(session, 1)[0]
        comments.check_comment(
            session,
            **BY,
            question_id=key.question_id,
            response_key=key.response_key,
            version=0,
            theme_ids=[],
        )
    app = send(app, "Mark as checked")
    assert not app.exception
    assert "1 of 1 comment checked." in words(app)


def test_themes_are_added_and_edited(open_comments, write, engine):
    write("Better pay")
    app = open_comments()
    [pills] = app.pills
    app = pills.set_value(ADD).run()
    app = send(fill(app, name="Pay", keywords="pay\nwage"), "Add it")
    assert said(app) == ["The theme is added."]
    assert "Proposed by the words you keep: Pay (“pay”)." in words(app)
    [pills] = app.pills
    app = pills.set_value(EDIT).run()
    [which] = [each for each in app.selectbox if each.key == "themes.which"]
    app = which.set_value(1).run()
    app = send(fill(app, name="Money"), "Save")
    assert said(app) == ["The theme is changed."]
    with transaction(engine, writes=False) as session:
        [theme] = queries.read_comment_themes(session)
    assert (theme.name, theme.keywords) == ("Money", ("pay", "wage"))


def test_on_an_earlier_day_nothing_is_checked(open_comments, write):
    write("Better pay")
    app = open_comments(as_at=NOW.date().replace(year=NOW.year - 1))
    assert "Go back to today" in app.info[0].value
    assert "Better pay" not in words(app)


def test_a_theme_is_replied_to_and_members_read_it(open_comments, open_page, write, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
        comments.add_theme(session, **BY, name="Pay *now*", keywords="pay")
    write(*["Better pay"] * 12)
    app = open_comments()
    for _ in range(12):
        app = send(app, "Mark as checked")
    app = send(app, "Count the themes of the checked comments")
    [link] = [each.proto for each in app.get("page_link")]
    assert (link.label, link.query_string) == (
        "Reply to what many wrote about",
        "said=Themes+of+comments",
    )
    app = open_page(TRIAGE, viewer="Secretariat", said=said_choice.THEMES, found="1-1")
    assert "Waiting for a reply: 0 suggestions and 1 theme found in comments." in words(app)
    form, reply = "decide.1-1", "Pay is agreed elsewhere, each spring"
    app = fill(app, **{f"{form}.kind": DecisionKind.WILL_NOT, f"{form}.reply": reply})
    app = send(app, "Publish the reply")
    assert "The reply stands under “You said, we did”." in said(app)

    text = words(open_page(YOU_SAID, viewer="Member"))
    assert "What many wrote about" in text
    assert "> Pay *now*" in text
    assert (
        "Written in about 10 comments of the round of questions “How is it going?”, found on"
        in text
    )
    assert "We will not, because:** Pay is agreed elsewhere, each spring" in text


def test_what_looks_personal_is_passed_by_a_second_button(open_comments, write, engine):
    asked = write("Ask ada@example.org about it")
    app = send(fill(open_comments(), take_out=""), "Mark as checked")
    assert said(send(app, "Mark as checked as it stands")) == ["Checked."]
    assert stored(engine, asked)[0].words == "Ask ada@example.org about it"


def test_what_too_few_wrote_is_said_to_be_deleted_unread(open_comments, engine):
    with transaction(engine) as session:
        asked = feedback.open_round(session, now=NOW)
        feedback.answer(session, asked, "Ada", now=NOW, text="More time")
        feedback.close_round(session, asked, now=NOW, others=8)
    app = open_comments()
    assert "what they wrote was deleted unread when the round closed" in words(app)
    assert "There is no comment of this round to be read." in [each.value for each in app.info]
    assert "More time" not in words(app)
