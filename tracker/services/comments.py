"""Comments of closed rounds: read by a moderator before anybody else, and sorted into themes."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, db, permissions, personal_data, wording
from tracker.errors import InvalidChange, NotFound
from tracker.models import (
    Answer,
    CommentCode,
    CommentTheme,
    FeedbackRound,
    Question,
    Response,
    Theme,
)
from tracker.permissions import Actor
from tracker.personal_data import PersonalData, Span
from tracker.queries.comments import codes_of, version_of
from tracker.services._feedback import name_of
from tracker.services._finding import find, line_of, overtaken, text_of
from tracker.services._personal import refuse_personal
from tracker.vocabulary import FeedbackState, Permission
from tracker.wording import one_line

LONGEST_NAME, LONGEST_KEYWORDS = 100, 2000


def add_theme(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    keywords: str = "",
    plan_theme_id: int | None = None,
) -> int:
    """Add something that people write about; returns its key.

    Args:
        keywords: The words by which comments are proposed for it, one a line.
        plan_theme_id: The theme of the plan that it belongs to: those who lead it may reply.

    Raises:
        NotAllowed: ``actor`` may not moderate comments.
        NotFound: There is no such theme of the plan.
        InvalidChange: The name is missing, too long or taken, or the words are too long.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    theme = CommentTheme(
        created_at=now,
        name=_name(session, name),
        keywords=_keywords(keywords),
        plan_theme_id=_plan_theme(session, plan_theme_id),
    )
    session.add(theme)
    session.flush()
    audit.record(
        session, actor=actor, now=now, sentence=f"Added the theme of comments “{theme.name}”"
    )
    return theme.id


def edit_theme(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    version: int,
    name: str,
    keywords: str = "",
    plan_theme_id: int | None = None,
) -> None:
    """Change what a theme is called, the words by which it is proposed, or who may reply.

    Args:
        keywords, plan_theme_id: As for ``add_theme``.

    Raises:
        NotAllowed: ``actor`` may not moderate comments.
        NotFound: There is no such theme, of comments or of the plan.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``add_theme``, or nothing is different.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    theme = find(session, CommentTheme, theme_id, version=version)
    before = theme.name
    theme.name, theme.keywords = _name(session, name, own=theme.id), _keywords(keywords)
    theme.plan_theme_id = _plan_theme(session, plan_theme_id)
    changed = audit.differences(session)
    audit.record(session, actor=actor, now=now, sentence=f"Theme of comments “{before}”: {changed}")


def check_comment(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    question_id: int,
    response_key: str,
    version: int,
    theme_ids: Collection[int],
    take_out: str = "",
    is_sure: bool = False,
) -> None:
    """Say that a comment may be shown, what it is about, and take out of it what may not be.

    Args:
        version: As ``queries.comments.Comment`` had it.
        theme_ids: All themes it is about; others found before are taken back.
        take_out: Passages as they stand in it, one a line. They are gone for good.
        is_sure: Whether what still seems to be personal data may be shown.

    Raises:
        NotAllowed: ``actor`` may not moderate comments.
        NotFound: There is no such comment or theme any more.
        EditConflict: Somebody checked it in between.
        InvalidChange: A passage doesn't stand in it.
        SeemsPersonal: What is left seems to hold personal data.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    answer, round_ = _comment(session, question_id, response_key)
    codes = codes_of(session, question_id, response_key)
    if version_of(answer, codes) != version:
        raise overtaken()
    words = _without(answer.words, take_out)
    refuse_personal(words, field="take_out", is_sure=is_sure)
    if is_redacted := words != answer.words:
        db.wipe_afterwards(session)
    answer.words, answer.is_checked = words, True
    _code(session, answer, codes, set(theme_ids), now)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Checked a comment of {name_of(round_)}"
        + (", and took words out of it" if is_redacted else ""),
        needs=Permission.COMMENT_MODERATE,
    )


def remove_comment(
    session: Session, *, actor: Actor, now: datetime, question_id: int, response_key: str
) -> None:
    """Take a whole comment out. It is gone for good; that a text was given stays counted.

    Raises:
        NotAllowed: ``actor`` may not moderate comments.
        NotFound: There is no such comment any more.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    answer, round_ = _comment(session, question_id, response_key)
    answer.words, answer.is_checked = "", False
    db.wipe_afterwards(session)
    _code(session, answer, codes_of(session, question_id, response_key), set(), now)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Took a whole comment out of {name_of(round_)}",
        needs=Permission.COMMENT_MODERATE,
    )


def _comment(session: Session, question_id: int, response_key: str) -> tuple[Answer, FeedbackRound]:
    """The comment, and the round it is of: only those of closed rounds lie in the table."""
    question = find(session, Question, question_id)
    answer = session.get(Answer, (response_key, question.id))
    if answer is None or not answer.words:
        raise NotFound("There is no such comment any more.")
    response = session.get_one(Response, response_key)
    round_ = find(session, FeedbackRound, response.round_id)
    if round_.state is not FeedbackState.CLOSED:
        raise NotFound("There is no such comment any more.")
    return answer, round_


def _without(words: str, take_out: str) -> str:
    """``words`` without those passages; each place says that something was taken out."""
    found = {words[span.start : span.end]: span.kind for span in personal_data.find(words)}
    spans: list[Span] = []
    for passage in filter(None, (line.strip() for line in take_out.splitlines())):
        places = _places(words, passage)
        if not places:
            raise InvalidChange(
                f"“{wording.excerpt(passage)}” does not stand in the comment. Copy it as it is "
                "written there, one passage a line.",
                field="take_out",
            )
        kind = found.get(passage, PersonalData.OTHER)
        spans += [Span(start, start + len(passage), kind) for start in places]
    return personal_data.redacted(words, spans)


def _places(words: str, passage: str) -> list[int]:
    return [start for start in range(len(words)) if words.startswith(passage, start)]


def _code(
    session: Session, answer: Answer, codes: list[CommentCode], theme_ids: set[int], now: datetime
) -> None:
    """Keep that the comment is about these themes, and no others."""
    for code in codes:
        is_void = code.theme_id not in theme_ids
        if code.is_void != is_void:
            code.is_void = is_void
    for theme_id in sorted(theme_ids - {code.theme_id for code in codes}):
        theme = find(session, CommentTheme, theme_id)
        session.add(
            CommentCode(
                created_at=now,
                response_key=answer.response_key,
                question_id=answer.question_id,
                theme_id=theme.id,
            )
        )


def _name(session: Session, name: str, *, own: int | None = None) -> str:
    wanted = line_of(name, "The name", field="name", most=LONGEST_NAME)
    others = session.exec(select(CommentTheme).where(col(CommentTheme.id) != (own or 0)))
    if any(each.name.casefold() == wanted.casefold() for each in others):
        raise InvalidChange(f"There is a theme called “{wanted}” already.", field="name")
    return wanted


def _plan_theme(session: Session, theme_id: int | None) -> int | None:
    return None if theme_id is None else find(session, Theme, theme_id).id


def _keywords(keywords: str) -> str:
    kept = dict.fromkeys(one_line(line) for line in keywords.splitlines() if line.strip())
    return text_of(
        "\n".join(kept),
        "The list of words",
        field="keywords",
        most=LONGEST_KEYWORDS,
        required=False,
    )
