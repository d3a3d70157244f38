"""What was replied to the themes of comments."""

from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from tracker.analytics.found_themes import key_of
from tracker.clock import day_of, end_of
from tracker.models import CommentTheme, Decision, FeedbackRound
from tracker.queries._frames import read_frame

_COLUMNS = (
    *("id", "round_id", "theme_id", "kind", "reply", "action_id", "decided_at", "decided_by"),
    *("round", "theme"),
)
_TYPES = {"id": "int64", "round_id": "int64", "theme_id": "int64", "action_id": "Int64"}


def read_theme_decisions(session: Session, *, as_at: date | None = None) -> pd.DataFrame:
    """Every decision on a theme of a round's comments, in their order.

    Args:
        as_at: Those taken by the end of this day; ``None`` shows all.

    Returns:
        ``id``, ``of`` (``found_themes.key_of``), ``round_id``, ``round`` (its title), ``theme_id``,
        ``theme`` (its name), ``kind``, ``reply``, ``action_id`` (missing: none), ``decided_on``,
        ``decided_by``.
    """
    statement = (
        select(  # type: ignore[call-overload]
            Decision.id,
            Decision.round_id,
            Decision.comment_theme_id,
            Decision.kind,
            Decision.reply,
            Decision.action_id,
            Decision.decided_at,
            Decision.decided_by,
            FeedbackRound.title,
            CommentTheme.name,
        )
        .join(FeedbackRound, col(FeedbackRound.id) == col(Decision.round_id))
        .join(CommentTheme, col(CommentTheme.id) == col(Decision.comment_theme_id))
        .order_by(col(Decision.id))
    )
    if as_at is not None:
        statement = statement.where(Decision.decided_at <= end_of(as_at))
    found = read_frame(session, statement, _COLUMNS, _TYPES)
    keys = map(key_of, found["round_id"], found["theme_id"])
    found["of"] = pd.Series(list(keys), index=found.index, dtype="str")
    found["decided_on"] = pd.to_datetime(found["decided_at"].map(day_of)).astype("datetime64[s]")
    return found.drop(columns="decided_at")
