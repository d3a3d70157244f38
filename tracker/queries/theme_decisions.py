"""What was replied to the themes of comments."""

from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from tracker.clock import day_of, end_of
from tracker.models import Action, CommentTheme, Decision, FeedbackRound
from tracker.queries._frames import read_frame

_COLUMNS = (
    *("id", "round_id", "theme_id", "kind", "reply", "action_id", "decided_at", "decided_by"),
    *("round", "theme", "ref", "title"),
)
_TYPES = {"id": "int64", "round_id": "int64", "theme_id": "int64", "action_id": "Int64"}


def read_theme_decisions(session: Session, *, as_at: date | None = None) -> pd.DataFrame:
    """Every decision on a theme of a round's comments, the latest first.

    Args:
        as_at: Those taken by the end of this day; ``None`` shows all.

    Returns:
        ``id``, ``round_id``, ``round`` (its title), ``theme_id``, ``theme`` (its name), ``kind``,
        ``reply``, ``action_id``, ``ref``, ``title`` (of its action; blank: none), ``decided_on``,
        ``decided_by``, ``replies`` (how many there are on this theme of this round so far).
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
            Action.ref,
            Action.title,
        )
        .join(FeedbackRound, col(FeedbackRound.id) == col(Decision.round_id))
        .join(CommentTheme, col(CommentTheme.id) == col(Decision.comment_theme_id))
        .join(Action, col(Action.id) == col(Decision.action_id), isouter=True)
        .order_by(col(Decision.id))
    )
    if as_at is not None:
        statement = statement.where(Decision.decided_at <= end_of(as_at))
    found = read_frame(session, statement, _COLUMNS, _TYPES)
    found["replies"] = found.groupby(["round_id", "theme_id"]).cumcount() + 1
    found["decided_on"] = pd.to_datetime(found["decided_at"].map(day_of)).astype("datetime64[s]")
    found[["ref", "title"]] = found[["ref", "title"]].astype("object").fillna("")
    return found.drop(columns="decided_at").iloc[::-1].reset_index(drop=True)
