"""Suggestions: a member makes one; a moderator publishes it, and joins it with others like it."""

from datetime import UTC, date, datetime, time

from sqlmodel import Session, col, insert, select

from tracker import audit, db, permissions
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Group, Suggestion, Theme
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, find, line_of, text_of
from tracker.services._personal import refuse_personal
from tracker.services._suggestions import kept_for, name_of
from tracker.vocabulary import ENDED, GroupKind, Permission

LONGEST_WORDS = 2000


def make_suggestion(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    words: str,
    signed_by: str = "",
    theme_id: int | None = None,
    group_id: int | None = None,
    is_sure: bool = False,
) -> int:
    """Suggest an improvement; returns the suggestion's key. Nobody sees it before it is published.

    Nothing tells who made it but the name they typed, nor when but the day. It leaves no entry in
    the history either: there, entries of known times would stand before and after it.

    Args:
        signed_by: The name under which it is to stand; blank: anonymous.
        theme_id: What it is about, of the current strategy.
        group_id: The member group they speak for.
        is_sure: Whether what seems to be personal data is meant to be sent.

    Raises:
        NotAllowed: ``actor`` may not suggest anything.
        NotFound: There is no such theme or group.
        InvalidChange: A text is missing or too long, the theme is of an earlier strategy, or the
            group is no member group that meets now.
        SeemsPersonal: The words seem to hold personal data.
    """
    permissions.require(actor, Permission.SUGGESTION_MAKE)
    text = text_of(words, "Your suggestion", field="words", most=LONGEST_WORDS)
    name = line_of(signed_by, "The name", field="signed_by", required=False)
    refuse_personal(text, field="words", is_sure=is_sure)
    today = day_of(now)
    # Past the session, which would ask for an entry.
    made = insert(Suggestion).values(
        created_at=_some_time_on(today),
        version=1,
        words=text,
        signed_by=name,
        theme_id=_theme(session, theme_id),
        group_id=_group(session, group_id),
        made_on=today,
        is_public=False,
    )
    return int(session.execute(made.returning(col(Suggestion.id))).scalar_one())


def publish_suggestion(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    is_sure: bool = False,
) -> None:
    """Show a suggestion to all members, once somebody has seen that it names nobody.

    Args:
        is_sure: Whether what seems to be personal data may be shown.

    Raises:
        NotAllowed: ``actor`` may not moderate.
        NotFound: There is no such suggestion.
        EditConflict: Somebody changed it in between.
        InvalidChange: It is published already.
        SeemsPersonal: The words seem to hold personal data.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    suggestion = find(session, Suggestion, suggestion_id, version=version)
    if suggestion.is_public:
        raise InvalidChange("This suggestion is published already.")
    refuse_personal(suggestion.words, field="words", is_sure=is_sure)
    suggestion.is_public = True
    audit.record(session, actor=actor, now=now, sentence=f"Published {name_of(suggestion)}")


def redact_suggestion(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    words: str,
    keeps_name: bool = True,
) -> None:
    """Put other words in the place of a suggestion's own, which are kept nowhere.

    Args:
        words: What stands there from now on: the same without what names somebody.
        keeps_name: Whether the name it is signed with stays.

    Raises:
        NotAllowed: ``actor`` may not moderate.
        NotFound: There is no such suggestion.
        EditConflict: Somebody changed it in between.
        InvalidChange: The words are missing or too long, or nothing is taken out.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    suggestion = find(session, Suggestion, suggestion_id, version=version)
    text = text_of(words, "What is left of it", field="words", most=LONGEST_WORDS)
    name = suggestion.signed_by if keeps_name else ""
    if (text, name) == (suggestion.words, suggestion.signed_by):
        raise InvalidChange("Nothing is taken out yet. Change the words first.", field="words")
    suggestion.words, suggestion.signed_by = text, name
    db.wipe_afterwards(session)
    audit.record(session, actor=actor, now=now, sentence=f"Took words out of {name_of(suggestion)}")


def sort_suggestion(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    theme_id: int | None,
) -> None:
    """Say which theme a suggestion is about, and so who can answer it.

    Args:
        theme_id: Of the current strategy; ``None``: the secretariat answers it.

    Raises:
        NotAllowed: ``actor`` may not moderate.
        NotFound: There is no such suggestion or theme.
        EditConflict: Somebody changed it in between.
        InvalidChange: The theme is of an earlier strategy, or it is that theme already.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    suggestion = find(session, Suggestion, suggestion_id, version=version)
    theme = _theme(session, theme_id)
    if theme == suggestion.theme_id:
        raise InvalidChange("That is its theme already. Choose another one.", field="theme_id")
    suggestion.theme_id = theme
    name = session.get_one(Theme, theme).code if theme else "no theme"
    audit.record(session, actor=actor, now=now, sentence=f"Put {name_of(suggestion)} under {name}")


def join_suggestions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    into_id: int | None,
) -> None:
    """Join a suggestion into another one that says the same; both are answered together.

    Whoever backs one or both of them counts once, and the clock of the earlier one goes on.

    Args:
        into_id: The one that stays; if that was joined into a third one, the third stays.

    Raises:
        NotAllowed: ``actor`` may not moderate.
        NotFound: There is no such suggestion.
        EditConflict: Somebody changed it in between.
        InvalidChange: None is chosen, it would be joined into itself, was joined already, or is
            published and the other one isn't.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    suggestion = find(session, Suggestion, suggestion_id, version=version)
    kept = kept_for(session, into_id) if into_id is not None else None
    if kept is None:
        raise InvalidChange("Choose the suggestion that says the same.", field="into_id")
    _refuse_bad_joining(suggestion, kept)
    joined = select(Suggestion).where(Suggestion.joined_into_id == suggestion.id)
    for each in (suggestion, *session.exec(joined).all()):
        each.joined_into_id = kept.id
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Joined {name_of(suggestion)} into {name_of(kept)}",
    )


def separate_suggestion(
    session: Session, *, actor: Actor, now: datetime, suggestion_id: int, version: int
) -> None:
    """Let a suggestion that was joined into another by mistake stand by itself again.

    Raises:
        NotAllowed: ``actor`` may not moderate.
        NotFound: There is no such suggestion.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't joined.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    suggestion = find(session, Suggestion, suggestion_id, version=version)
    if suggestion.joined_into_id is None:
        raise InvalidChange("This suggestion is not joined into another one.")
    kept = find(session, Suggestion, suggestion.joined_into_id)
    suggestion.joined_into_id = None
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Separated {name_of(suggestion)} from {name_of(kept)}",
    )


def _refuse_bad_joining(suggestion: Suggestion, kept: Suggestion) -> None:
    if suggestion.joined_into_id is not None:
        raise InvalidChange(f"It is joined into suggestion {suggestion.joined_into_id} already.")
    if kept.id == suggestion.id:
        raise InvalidChange(
            "A suggestion can't be joined into itself. Choose another one.", field="into_id"
        )
    if suggestion.is_public and not kept.is_public:
        raise InvalidChange(
            f"Suggestion {kept.id} is not published yet: publish it first, or join it into this "
            "one.",
            field="into_id",
        )


def _some_time_on(day: date) -> datetime:
    """Noon, whenever it was."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _theme(session: Session, theme_id: int | None) -> int | None:
    if theme_id is None:
        return None
    if find(session, Theme, theme_id).strategy_id != current_strategy(session).id:
        raise InvalidChange(
            "This theme is of an earlier strategy. Choose one that stands there.", field="theme_id"
        )
    return theme_id


def _group(session: Session, group_id: int | None) -> int | None:
    if group_id is None:
        return None
    group = find(session, Group, group_id)
    if group.kind is not GroupKind.MEMBER_GROUP or group.state in ENDED:
        raise InvalidChange(
            f"{group.name} is not a member group that meets now. Choose one that is.",
            field="group_id",
        )
    return group_id
