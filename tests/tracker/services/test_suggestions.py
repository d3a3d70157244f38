from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_group, make_strategy, make_theme
from tests.feedback import make_member_group
from tests.suggestions import join, publish, suggest, version_of
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotFound, SeemsPersonal
from tracker.models import AuditEntry, DataVersion, Suggestion
from tracker.permissions import SYSTEM
from tracker.queries.suggestions import read_suggestions
from tracker.services import suggestions
from tracker.vocabulary import GroupState

NOW = BEGINNING + timedelta(days=100)
AT_NIGHT = datetime(2021, 12, 9, 23, 47, 11, tzinfo=UTC)


def entries(session):
    return [each.sentence for each in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


def change(command, session, suggestion_id, **details):
    named = {"suggestion_id": suggestion_id, "version": version_of(session, suggestion_id)}
    command(session, **{"actor": SYSTEM, "now": NOW} | named | details)


def test_a_member_suggests_and_signs_it_for_a_theme_and_a_group(session):
    theme, group = make_theme(session), make_member_group(session)
    more = {"signed_by": " Ada \n Example ", "theme_id": theme.id, "group_id": group.id}
    made = session.get_one(Suggestion, suggest(session, now=NOW, is_public=False, **more))
    assert (made.words, made.signed_by) == ("Publish all results", "Ada Example")
    assert (made.theme_id, made.group_id) == (theme.id, group.id)
    assert (made.made_on, made.is_public, made.version) == (NOW.date(), False, 1)


def test_nothing_tells_when_it_was_made_but_the_day_and_no_entry_of_the_history_does(session):
    make_theme(session)
    before = entries(session)
    made = session.get_one(Suggestion, suggest(session, now=AT_NIGHT, is_public=False))
    assert made.signed_by == ""
    assert made.created_at == datetime(2021, 12, 9, 12, tzinfo=UTC)
    assert entries(session) == before


def test_it_is_seen_at_once(engine):
    with transaction(engine) as session:
        suggest(session, now=NOW, is_public=False)
    with transaction(engine, writes=False) as session:
        assert session.exec(select(DataVersion.number)).one() == 1
        assert len(read_suggestions(session).suggestions) == 1


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"words": "  "}, "Your suggestion is missing."),
        ({"words": "x" * 20_000}, r"has 20,000 characters. Keep it to 2,000\."),
        ({"signed_by": "x" * 201}, r"The name has 201 characters"),
        ({"words": "a\0b"}, "a character that can't be kept"),
    ],
)
def test_a_text_that_is_missing_or_too_long_is_refused_in_a_sentence(session, details, sentence):
    with pytest.raises(InvalidChange, match=sentence) as refusal:
        suggest(session, now=NOW, **details)
    assert refusal.value.field in details
    assert read_suggestions(session).suggestions.empty


def test_a_script_is_kept_as_the_text_it_is(session):
    words = "<script>alert(1)</script>\n'); DROP TABLE suggestion;--"
    assert session.get_one(Suggestion, suggest(session, now=NOW, words=words)).words == words


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Write to ada@example.org", "an e-mail address"),
        ("Ring 0117 496 0123, or write to ada@example.org", "a phone number"),
        ("I am QQ 12 34 56 C", "a National Insurance number"),
    ],
)
def test_what_seems_personal_is_asked_about_before_it_is_sent_and_before_it_is_shown(
    session, words, kinds
):
    with pytest.raises(SeemsPersonal, match=kinds) as refusal:
        suggest(session, now=NOW, words=words)
    assert refusal.value.field == "words"
    made = suggest(session, now=NOW, words=words, is_public=False, is_sure=True)
    with pytest.raises(SeemsPersonal, match=kinds):
        publish(session, made, now=NOW)
    publish(session, made, now=NOW, is_sure=True)
    assert session.get_one(Suggestion, made).is_public


def test_the_theme_is_of_this_strategy_and_the_group_meets_now(session):
    earlier = make_theme(session, strategy_id=make_strategy(session, is_current=False).id)
    make_theme(session)
    ended = make_member_group(session, state=GroupState.CLOSED)
    for details, field in (
        ({"theme_id": earlier.id}, "theme_id"),
        ({"group_id": ended.id}, "group_id"),
        ({"group_id": make_group(session).id}, "group_id"),
    ):
        with pytest.raises(InvalidChange) as refusal:
            suggest(session, now=NOW, **details)
        assert refusal.value.field == field
    with pytest.raises(NotFound):
        suggest(session, now=NOW, theme_id=99)


def test_it_is_published_once_and_the_entry_names_only_its_number_and_day(session):
    made = suggest(session, now=AT_NIGHT)
    [entry] = session.exec(select(AuditEntry)).all()
    assert entry.sentence == f"Published suggestion {made} of 9 December 2021"
    with pytest.raises(InvalidChange, match="published already"):
        publish(session, made, now=NOW)


def test_redacting_changes_the_words_and_the_name_if_that_is_to_go(session):
    made = suggest(session, now=NOW, words="Sack Bob", signed_by="Ada")
    change(suggestions.redact_suggestion, session, made, words="Sack [a name]")
    assert session.get_one(Suggestion, made).signed_by == "Ada"
    change(suggestions.redact_suggestion, session, made, words="Sack [a name]", keeps_name=False)
    found = session.get_one(Suggestion, made)
    assert (found.words, found.signed_by) == ("Sack [a name]", "")
    with pytest.raises(InvalidChange, match="Nothing is taken out yet"):
        change(suggestions.redact_suggestion, session, made, words="Sack [a name]")
    with pytest.raises(InvalidChange, match="is missing"):
        change(suggestions.redact_suggestion, session, made, words="")


def test_whoever_moderates_what_somebody_else_has_changed_is_told(session):
    made = suggest(session, now=NOW)
    for command, more in (
        (suggestions.redact_suggestion, {"words": "Less"}),
        (suggestions.join_suggestions, {"into_id": made}),
        (suggestions.sort_suggestion, {"theme_id": None}),
    ):
        with pytest.raises(EditConflict, match="Published suggestion"):
            change(command, session, made, version=1, **more)


def test_a_suggestion_is_put_under_another_theme(session):
    made, theme = suggest(session, now=NOW), make_theme(session, code="DATA")
    change(suggestions.sort_suggestion, session, made, theme_id=theme.id)
    assert session.get_one(Suggestion, made).theme_id == theme.id
    assert entries(session)[-1] == f"Put suggestion {made} of 10 December 2021 under DATA"
    with pytest.raises(InvalidChange, match="its theme already"):
        change(suggestions.sort_suggestion, session, made, theme_id=theme.id)


def test_those_joined_into_one_that_is_joined_follow_it(session):
    first, second, third, fourth = (suggest(session, now=NOW) for _ in range(4))
    join(session, first, second, now=NOW)
    join(session, second, third, now=NOW)
    join(session, fourth, first, now=NOW)  # into one that was joined itself
    joined = read_suggestions(session).suggestions.set_index("id")["joined_into_id"]
    assert joined.dropna().to_dict() == {first: third, second: third, fourth: third}


def test_a_suggestion_is_joined_once_into_another_that_is_seen(session):
    public, hidden = suggest(session, now=NOW), suggest(session, now=NOW, is_public=False)
    for into, sentence in (
        (None, "Choose the suggestion"),
        (public, "into itself"),
        (hidden, f"Suggestion {hidden} is not published yet"),
    ):
        with pytest.raises(InvalidChange, match=sentence) as refusal:
            join(session, public, into, now=NOW)
        assert refusal.value.field == "into_id"
    join(session, hidden, public, now=NOW)
    with pytest.raises(InvalidChange, match=f"joined into suggestion {public} already"):
        join(session, hidden, public, now=NOW)
    with pytest.raises(InvalidChange, match="into itself"):
        join(session, public, hidden, now=NOW)


def test_what_was_joined_by_mistake_is_separated_and_earlier_days_still_show_it_joined(session):
    kept, other = suggest(session, now=NOW), suggest(session, now=NOW)
    join(session, other, kept, now=NOW)
    with pytest.raises(InvalidChange, match="is not joined"):
        change(suggestions.separate_suggestion, session, kept)
    change(suggestions.separate_suggestion, session, other, now=NOW + timedelta(days=2))
    for as_at, expected in ((None, 0), (NOW.date() + timedelta(days=1), 1)):
        found = read_suggestions(session, as_at=as_at).suggestions
        assert found["joined_into_id"].notna().sum() == expected
