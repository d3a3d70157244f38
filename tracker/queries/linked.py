"""What suggestions, themes of comments and replies link in the plan."""

from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from tracker.analytics.replies import Linked, LinkedAction, LinkedTheme
from tracker.models import Action, Decision, Theme
from tracker.queries._recorded import recorded


def read_linked(session: Session, *, as_at: date | None = None) -> Linked:
    """All themes, and the actions that replies link; of every strategy.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
    """
    frames = recorded(
        session,
        {Theme: LinkedTheme._fields, Action: LinkedAction._fields},
        as_at=as_at,
        where={Action: col(Action.id).in_(select(Decision.action_id))},
    )
    return Linked(
        themes=_by_id(frames["theme"], LinkedTheme), actions=_by_id(frames["action"], LinkedAction)
    )


def _by_id(rows: pd.DataFrame, kind: Any) -> dict[int, Any]:
    words = zip(*(rows[name] for name in kind._fields), strict=True)
    return dict(zip(rows["id"].tolist(), map(kind._make, words), strict=True))
