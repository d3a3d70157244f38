"""Milestones as a list: which action, what, who is accountable, and when."""

import pandas as pd
import streamlit as st

from dashboard import formats, markdown
from dashboard.navigation import ACTION, PLAN, address
from dashboard.view import View
from tracker import wording


def show(rows: pd.DataFrame, view: View, *, most: int, **query: str) -> None:
    """Draw one item for each action, at most so many, and say how many more there are.

    Args:
        rows: Milestones as ``plan_on`` has them, with ``action_title``, ``accountable`` and
            ``words`` (Markdown: what is to be said of each, such as how late it is). The first of
            an action speaks for it, the others are counted.
        query: Filters of the plan page that find the actions left out, if there are such.
    """
    others = rows.groupby("ref").size() - 1
    first = rows.drop_duplicates("ref")
    shown = first.head(most)
    items = [_item(row, int(others[row["ref"]]), view) for row in shown.to_dict("records")]
    if more := len(first) - len(shown):
        words = wording.count(more, "more action")
        items.append(f"- {markdown.link(words, address(PLAN, view, **query)) if query else words}")
    st.markdown("\n".join(items))


def with_actions(milestones: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """``milestones`` with ``action_title`` and ``accountable`` of their actions."""
    of = actions.set_index("action_id")[["title", "accountable"]].reindex(milestones["action_id"])
    return milestones.assign(
        action_title=of["title"].to_numpy(), accountable=of["accountable"].to_numpy()
    )


def due(row: dict) -> str:
    """When a milestone is due, in words."""
    day = row["due_on"]
    return formats.due(None if pd.isna(day) else day.date(), row["due_precision"])


def lateness(row: dict) -> str:
    """``"due October 2021, **12 days late**"``."""
    return f"due {due(row)}, **{wording.count(row['days_late'], 'day')} late**"


def _item(row: dict, others: int, view: View) -> str:
    """Two lines: the action as a link; then its milestone, when, and who answers for it."""
    name = f"{row['ref']} {row['action_title']}"
    action = markdown.link(name, address(ACTION, view, ref=row["ref"]))
    more = f", and {wording.count(others, 'more milestone')}" if others else ""
    accountable = markdown.plain(row["accountable"]) or "nobody named"
    return (
        f"- {action}  \n"
        f"  {markdown.plain(row['title'])}: {row['words']}{more}. Accountable: {accountable}"
    )
