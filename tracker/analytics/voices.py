"""Voice coverage: which groups were asked in the last 12 months, and which were heard."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from tracker.analytics.disclosure import Row, table
from tracker.analytics.opinions import PEOPLE, response_rates

MONTHS = 12
NOT_ASKED = f"not asked in the last {MONTHS} months"


def coverage(
    released: pd.DataFrame,
    ledger: pd.DataFrame,
    rounds: pd.DataFrame,
    names: Mapping[str, str],
    as_at: date,
) -> pd.DataFrame:
    """What was asked of each group and heard from it, in the 12 months up to ``as_at``.

    A round is *missed* by a group of which it is said that fewer than the threshold answered:
    whether it was none or a few is never told. A group that missed every round in which it was
    asked is *silent*.

    Args:
        released: As ``disclosure.release`` returned it, with the topic ``PEOPLE``.
        ledger: In which that topic is sealed.
        rounds: ``scope``, ``closed_on``.
        names: Every group that should have a voice, by unit, in the order of the table.

    Returns:
        By unit: ``name``; ``heard``, ``asked``, ``rate``, ``low``, ``high`` (of the rounds that
        are told, as ``opinions.response_rates`` gives them); ``rounds`` (in how many it was
        asked), ``told`` (in how many of them its own count is), ``missed``, ``is_silent``, and
        ``because`` (why there is no rate; else empty).
    """
    days = pd.to_datetime(rounds["closed_on"])
    start = pd.Timestamp(as_at) - pd.DateOffset(months=MONTHS)
    scopes = frozenset(rounds.loc[(days > start) & (days <= pd.Timestamp(as_at)), "scope"])
    asked = ledger[ledger["scope"].isin(scopes) & (ledger["topic"] == PEOPLE)]
    rows = [Row(unit, frozenset({unit}), scopes) for unit in names]
    made = table(released, asked, rows)
    rates = response_rates(made).drop(columns="row").set_index("label").reindex(list(names))
    by_unit = asked.groupby("unit")["is_small"].agg(["size", "sum"]).reindex(list(names))
    left_out = made.rows.set_index("label")["left_out"].reindex(list(names))
    found = rates.assign(
        rounds=by_unit["size"].fillna(0).astype("int64"),
        missed=by_unit["sum"].fillna(0).astype("int64"),
        because=rates["because"].fillna(NOT_ASKED),
    ).rename_axis("unit")
    found["told"] = found["rounds"] - left_out.fillna(0).astype("int64")
    found["is_silent"] = (found["rounds"] > 0) & (found["missed"] == found["rounds"])
    found.insert(0, "name", pd.Series(names))
    return found
