"""Reply performance: what became of suggestions, by group, through disclosure control."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from tracker.analytics.disclosure import Row, fewer_than, rounded, told_units
from tracker.vocabulary.feedback import DecisionKind
from tracker.working_days import WorkingDays

SUGGESTIONS = "suggestions"  # the topic: how many suggestions each group made

_COUNTS = ["suggestions", "answered", "will_not", "with_reason"]


def reply_performance(
    suggestions: pd.DataFrame,
    ledger: pd.DataFrame,
    rows: Sequence[Row],
    calendar: WorkingDays,
    as_at: date,
) -> pd.DataFrame:
    """How well suggestions were answered by ``as_at``, for each row.

    Share answered = answered / made; share with a reason = "we will not" with a reason / "we will
    not": of counts to the nearest 5. The median is of the working days from the day it was made
    to the first reply, of those answered. Each needs as many suggestions as the ledger's
    threshold.

    Args:
        suggestions: ``scope`` (the period in which it was made), ``unit`` (whose it is),
            ``made_on``, ``replied_on`` (the first reply; missing: none), ``kind`` (of the decision
            that counts, a ``DecisionKind`` value; missing: none), ``has_reason``.
        ledger: In which the topic ``SUGGESTIONS`` of every scope is sealed.
        rows: As for ``disclosure.table``.

    Returns:
        By row: ``label``, ``suggestions``, ``answered``, ``will_not`` (to the nearest 5),
        ``share_answered``, ``median_days``, ``share_with_reason``; what can't be told is missing,
        and ``because``, ``median_because``, ``reason_because`` say why.

    Raises:
        NoSuchCalendar: A suggestion's days lie outside the calendar.
    """
    sealed = ledger[ledger["topic"] == SUGGESTIONS]
    threshold = int(sealed["threshold"].max()) if len(sealed) else 0
    by_row = _figures(suggestions, told_units(sealed, rows), calendar, as_at).groupby("row")
    places = range(len(rows))
    exact = by_row[_COUNTS].sum().reindex(places).astype("Int64")
    shown = exact.apply(rounded)
    enough = exact.ge(threshold).fillna(False)
    few = fewer_than(threshold)
    return pd.DataFrame(
        {
            "label": [row.label for row in rows],
            **{name: shown[name] for name in ("suggestions", "answered")},
            "will_not": shown["will_not"].where(enough["will_not"]),
            "share_answered": shown["answered"] / shown["suggestions"],
            "median_days": by_row["days"].median().reindex(places).where(enough["answered"]),
            "share_with_reason": (shown["with_reason"] / shown["will_not"]).where(
                enough["will_not"]
            ),
            "because": _why(enough["suggestions"], f"{few}, or told with others"),
            "median_because": _why(enough["answered"], f"{few} were answered"),
            "reason_because": _why(enough["will_not"], f"{few} were declined"),
        }
    ).rename_axis("row")


def _figures(
    suggestions: pd.DataFrame, told: pd.DataFrame, calendar: WorkingDays, as_at: date
) -> pd.DataFrame:
    """Each suggestion, once for every row that holds it: what it counts for in each figure."""
    day = pd.Timestamp(as_at)
    made = suggestions[pd.to_datetime(suggestions["made_on"]) <= day]
    is_answered = pd.to_datetime(made["replied_on"]) <= day
    declined = is_answered & (made["kind"] == DecisionKind.WILL_NOT)
    figures = made[["scope", "unit"]].assign(
        suggestions=1,
        answered=is_answered.astype("int64"),
        will_not=declined.astype("int64"),
        with_reason=(declined & made["has_reason"]).astype("int64"),
        days=calendar.between_all(made["made_on"], made["replied_on"].where(is_answered)),
    )
    return told[["row", "scope", "unit"]].merge(figures, on=["scope", "unit"])


def _why(enough: pd.Series, why: str) -> pd.Series:
    return pd.Series(why, index=enough.index, dtype="str").where(~enough, "")
