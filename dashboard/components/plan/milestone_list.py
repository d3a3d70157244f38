"""Milestones as a list: which action, what, who is accountable, and when."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, markdown
from dashboard.loaders import plan as plan_loaders
from dashboard.navigation import ACTION, PLAN, address
from dashboard.view import View
from tracker import wording

Row = Mapping[Hashable, Any]


def show(
    rows: pd.DataFrame, view: View, words: Callable[[Row], str], *, most: int, **query: str
) -> None:
    """Draw one item for each action, at most so many, and say how many more there are.

    Args:
        rows: Milestones as ``plan_on`` has them. The first of an action speaks for it, the others
            are counted.
        words: What is to be said of one, in Markdown, such as how late it is.
        query: Filters of the plan page that find the actions left out, if there are such.
    """
    others = rows["ref"].value_counts() - 1
    first = rows.drop_duplicates("ref")
    # Of all those that are not shown, nothing is looked up.
    shown = _with_actions(first.head(most), plan_loaders.plan(view.moment).actions)
    items = [
        _item(row, words(row), int(others[row["ref"]]), view) for row in shown.to_dict("records")
    ]
    if more := len(first) - len(shown):
        rest = wording.count(more, "more action")
        items.append(f"- {markdown.link(rest, address(PLAN, view, **query)) if query else rest}")
    st.markdown("\n".join(items))


def _with_actions(milestones: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """``milestones`` with ``action_title`` and ``accountable`` of their actions."""
    of = actions.set_index("action_id")[["title", "accountable"]].reindex(milestones["action_id"])
    return milestones.assign(
        action_title=of["title"].to_numpy(), accountable=of["accountable"].to_numpy()
    )


def due(row: Row) -> str:
    """When a milestone is due, in words."""
    day = row["due_on"]
    return formats.due(None if pd.isna(day) else day.date(), row["due_precision"])


def lateness(row: Row) -> str:
    """``"due October 2021, **12 days late**"``."""
    return f"due {due(row)}, **{wording.count(row['days_late'], 'day')} late**"


def _item(row: Row, words: str, others: int, view: View) -> str:
    """Two lines: the action as a link; then its milestone, when, and who answers for it."""
    name = f"{row['ref']} {row['action_title']}"
    action = markdown.link(name, address(ACTION, view, ref=row["ref"]))
    more = f", and {wording.count(others, 'more milestone')}" if others else ""
    accountable = markdown.plain(row["accountable"]) or "nobody named"
    return (
        f"- {action}  \n  {markdown.plain(row['title'])}: {words}{more}. Accountable: {accountable}"
    )
