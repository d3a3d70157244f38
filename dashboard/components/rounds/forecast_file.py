"""The forecast of every action as it is taken away; worked out only when somebody takes it."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.loaders import plan as plan_loaders
from dashboard.view import Moment
from tracker.analytics import forecast
from tracker.analytics.forecast import Forecast

WHOLE_PLAN = "The whole plan"
LATER = "later than can be told"


def table(moment: Moment) -> pd.DataFrame:
    """When the whole plan and each action will be done; why not, where that can't be told."""
    plan = plan_loaders.plan(moment)
    found = forecast.foresee(plan.milestones, moment.day)
    names = plan.actions.set_index("id")[["ref", "title"]]
    rows = found.actions.join(names, on="action_id")
    cells = [_of_plan(found), *map(_cells, rows.to_dict("records"))]
    return pd.DataFrame(cells)


def _of_plan(found: Forecast) -> dict[str, Any]:
    whole = found.plan
    if whole is None:
        return {"action": WHOLE_PLAN, "note": f"No forecast: {found.because}."}
    row: dict[Hashable, Any] = {"ref": WHOLE_PLAN, "title": "", "chance": whole.chance}
    row |= {name: getattr(whole, name) for name in ("last_due_on", *forecast.QUANTILES)}
    row |= {name: int(found.actions[name].sum()) for name in ("milestones", "undated")}
    note = f"It rests on {found.done:,} milestones that are done."
    return _cells(row) | {"note": note}


def _cells(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {
        "action": row["ref"],
        "title": row["title"],
        "last date": _day(row["last_due_on"]),
        "chance of meeting it": formats.chance(row["chance"]),
        "done by (chance 10%)": _day(row["by_10"]),
        "done by (chance 50%)": _day(row["by_50"]),
        "done by (chance 90%)": _day(row["by_90"]),
        "milestones ahead": row["milestones"],
        "without a date": row["undated"],
    }


def _day(value: date | None) -> str:
    return LATER if pd.isna(value) else pd.Timestamp(value).date().isoformat()
