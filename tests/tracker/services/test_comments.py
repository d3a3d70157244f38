from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor
from tests.feedback import answer, close_round, open_round
from tests.tracker.anonymity import raw_bytes
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotFound, SeemsPersonal
from tracker.models import Answer, AuditEntry, CommentTheme
from tracker.queries import comments as queries
from tracker.services import comments

NOW = BEGINNING + timedelta(days=100)
BY = {"actor": make_actor(), "now": NOW}
SECRET = "my manager Zebedee Quill"


def said(session, *texts):
    """A closed round in which each of these was written; gives it and the comments' keys."""
    asked = open_round(session, now=NOW)
    for number, text in enumerate(texts):
        answer(session, asked, f"Member {number}", now=NOW, is_sure=True, agreement=4, text=text)
    close_round(session, asked, now=NOW, others=10)
    return asked, queries.read_comment_keys(session, asked.id)


def read(session, key):
    return queries.read_comment(session, key.question_id, key.response_key)


def check(session, key, **details):
    found = read(session, key)
    defaults = {"version": found.version if found else 0, "theme_ids": []}
    place = {"question_id": key.question_id, "response_key": key.response_key}
    comments.check_comment(session, **BY, **place, **defaults | details)


def entries(session):
    return [each.sentence for each in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


# Themes


def test_a_theme_keeps_the_words_by_which_it_is_proposed(session):
    made = comments.add_theme(session, **BY, name=" Working\nhours ", keywords="part time\n\nhours")
    [theme] = queries.read_comment_themes(session)
    assert (theme.name, theme.keywords) == ("Working hours", ("part time", "hours"))
    comments.edit_theme(
        session, **BY, theme_id=made, version=1, name="Hours", keywords="hours\nhours"
    )
    [theme] = queries.read_comment_themes(session)
    assert (theme.name, theme.keywords, theme.version) == ("Hours", ("hours",), 2)
    assert entries(session)[-1].startswith("Theme of comments “Working hours”: name: ")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "HOURS"])
def test_a_theme_needs_a_name_of_its_own(session, name):
    comments.add_theme(session, **BY, name="Hours")
    with pytest.raises(InvalidChange, match=r"\.$") as refusal:
        comments.add_theme(session, **BY, name=name)
    assert refusal.value.field == "name"


def test_of_two_who_edit_a_theme_the_second_is_told(session):
    made = comments.add_theme(session, **BY, name="Hours")
    comments.edit_theme(session, **BY, theme_id=made, version=1, name="Time")
    with pytest.raises(EditConflict):
        comments.edit_theme(session, **BY, theme_id=made, version=1, name="Shifts")


# Checking


@pytest.mark.both_databases
def test_a_checked_comment_has_the_themes_that_somebody_found(session):
    first, second = (comments.add_theme(session, **BY, name=name) for name in ("Pay", "Hours"))
    _, [key] = said(session, "Better pay for part-time work")
    check(session, key, theme_ids=[first, second])
    assert read(session, key).theme_ids == (first, second)
    assert read(session, key).is_checked
    check(session, key, theme_ids=[second])
    assert read(session, key).theme_ids == (second,)
    check(session, key, theme_ids=[first])
    assert read(session, key).theme_ids == (first,)
    assert entries(session)[-1] == "Checked a comment of feedback round “How is it going?”"


def test_of_two_who_check_a_comment_the_second_is_told(session):
    theme = comments.add_theme(session, **BY, name="Pay")
    _, [key] = said(session, "Better pay")
    check(session, key, theme_ids=[theme], version=0)
    with pytest.raises(EditConflict):
        check(session, key, version=0)
    assert read(session, key).theme_ids == (theme,)


def test_what_seems_personal_is_only_passed_by_somebody_who_is_sure(session):
    _, [key] = said(session, "Ask ada@example.org")
    with pytest.raises(SeemsPersonal, match="e-mail address") as refusal:
        check(session, key)
    assert refusal.value.field == "take_out"
    assert not read(session, key).is_checked
    check(session, key, is_sure=True)
    assert read(session, key).words == "Ask ada@example.org"


def test_passages_are_taken_out_and_said_to_have_been(session):
    _, [key] = said(session, "Ask ada@example.org or Ada. Ada knows; not Adam.")
    check(session, key, take_out="ada@example.org\n\n Ada \n")
    removed = "[words removed]"
    assert read(session, key).words == (
        f"Ask [e-mail address removed] or {removed}. {removed} knows; not {removed}m."
    )


def test_a_passage_that_does_not_stand_there_is_refused_and_nothing_is_changed(session):
    _, [key] = said(session, "Ada knows")
    with pytest.raises(InvalidChange, match="“ada” does not stand in the comment") as refusal:
        check(session, key, take_out="Ada\nada")
    assert refusal.value.field == "take_out"
    assert (read(session, key).words, read(session, key).is_checked) == ("Ada knows", False)


def test_a_whole_comment_is_taken_out_with_its_themes(session):
    theme = comments.add_theme(session, **BY, name="Pay")
    asked, keys = said(session, "Better pay", "More time")
    check(session, keys[0], theme_ids=[theme])
    place = {"question_id": keys[0].question_id, "response_key": keys[0].response_key}
    comments.remove_comment(session, **BY, **place)
    assert queries.read_comment_keys(session, asked.id) == keys[1:]
    assert [code.is_void for code in queries.codes_of(session, *place.values())] == [True]
    with pytest.raises(NotFound):
        comments.remove_comment(session, **BY, **place)
    with pytest.raises(NotFound):
        check(session, keys[0])


def test_a_theme_that_is_not_there_changes_nothing(session):
    _, [key] = said(session, "Better pay")
    with pytest.raises(NotFound):
        check(session, key, theme_ids=[99])


def test_the_history_of_moderating_is_for_moderators_and_holds_no_words(session):
    _, [key] = said(session, f"It is {SECRET}")
    check(session, key, take_out=SECRET)
    [entry] = [
        each for each in session.exec(select(AuditEntry)) if each.sentence.startswith("Checked")
    ]
    assert entry.needs == "comment:moderate"
    assert key.response_key not in str(entry.changes)
    assert SECRET not in str([each.changes for each in session.exec(select(AuditEntry))])


def test_comments_of_a_response_stand_at_other_places_in_each_question(session):
    _, keys = said(session, *(f"Text {number}" for number in range(20)))
    by_key = sorted(keys, key=lambda each: each.response_key)
    assert list(keys) != by_key
    other = sorted(keys, key=lambda each: queries.lot_of(each.question_id + 1, each.response_key))
    assert list(keys) != other


@pytest.mark.both_databases
def test_what_was_taken_out_is_nowhere_in_the_files_of_the_database(engine):
    # A long text, of which a database leaves more behind than of a short one.
    secret = " and ".join([SECRET] * 60)
    with transaction(engine) as session:
        _, [key] = said(session, f"It is {secret}, every day")
    assert SECRET.encode() in raw_bytes(engine, with_log=False)
    with transaction(engine) as session:
        check(session, key, take_out=secret)
    assert SECRET.encode() not in raw_bytes(engine, with_log=False)
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Answer.words).where(Answer.words != "")).one() == (
            "It is [words removed], every day"
        )
        assert session.exec(select(CommentTheme)).all() == []
