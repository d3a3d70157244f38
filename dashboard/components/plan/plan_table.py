"""The plan as a table: one row for each action, and for what has no action yet."""

import pandas as pd

from dashboard import formats
from dashboard.components import data_table, status_badge
from dashboard.components.replay import replayed_of
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import View
from tracker import wording
from tracker.analytics.outline import NO_ACTION
from tracker.areas import Area
from tracker.vocabulary import Standing


@replayed_of(Area.PLAN)
def show(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of the outline."""
    outline = plan_loaders.outline(view.moment).loc[list(rows)]
    cells = [_cells(row, view) for row in outline.to_dict("records")]
    data_table.show(pd.DataFrame(cells).fillna(""), name="The plan: themes, objectives and actions")


def _cells(row: dict, view: View) -> dict[str, str]:
    serves = {"Theme, objective": f"{plain(row['theme_name'])}, {plain(row['objective'])}"}
    if row["action_id"] == NO_ACTION:
        return {"Action": _nothing_yet(row)} | serves
    ref, progress = row["ref"], row["progress"]
    return {
        "Action": f"{link(ref, address(ACTION, view, ref=ref))} {plain(row['title'])}",
        "Standing": _standing(row),
        "Next due": row["next_due"] or formats.NOTHING,
        "Progress": formats.percent(None if pd.isna(progress) else progress),
        "Accountable": plain(row["accountable"]) or formats.NOTHING,
        "Responsible": plain(row["responsible"]) or formats.NOTHING,
        **serves,
    }


def _standing(row: dict) -> str:
    badge = status_badge.markdown(Standing(row["standing"]))
    return f"{badge} by {wording.count(row['days_late'], 'day')}" if row["days_late"] else badge


def _nothing_yet(row: dict) -> str:
    if not row["objective"]:
        return "*No objective yet*"
    return f"*No action yet:* {plain(row['objective_text'])}"
