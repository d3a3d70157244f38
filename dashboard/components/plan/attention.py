"""What needs somebody: what is late, what comes next, what waits, and what the plan leaves open."""

import pandas as pd
import streamlit as st

from dashboard import markdown
from dashboard.components.plan import milestone_list
from dashboard.components.replay import replayed_of
from dashboard.loaders import plan as plan_loaders
from dashboard.navigation import ACTION, address
from dashboard.view import View
from tracker.analytics import deadlines
from tracker.analytics.gaps import Gap
from tracker.areas import Area
from tracker.vocabulary import Standing

# What is listed before the rest is only counted.
LATE_SHOWN, COMING_SHOWN, WAITING_SHOWN, GAPS_SHOWN = 8, 6, 4, 25
_OF_ACTIONS = (Gap.DATE, Gap.NO_LEAD)


@replayed_of(Area.PLAN)
def late(view: View) -> None:
    """Draw the late milestones, the longest overdue first."""
    rows = deadlines.late(plan_loaders.plan(view.moment).milestones)
    st.header("Late", anchor=False)
    if rows.empty:
        st.markdown("No milestone is late.")
        return
    words = milestone_list.lateness
    milestone_list.show(rows, view, words, most=LATE_SHOWN, standing=Standing.LATE.label)


@replayed_of(Area.PLAN)
def coming(view: View) -> None:
    """Draw what falls due in the next weeks, the nearest first."""
    rows = deadlines.coming(plan_loaders.plan(view.moment).milestones, view.moment.day)
    st.header(f"Due in the next {deadlines.WEEKS_AHEAD} weeks", anchor=False)
    if rows.empty:
        st.markdown("Nothing falls due.")
        return
    milestone_list.show(rows, view, lambda row: f"due {milestone_list.due(row)}", most=COMING_SHOWN)


@replayed_of(Area.PLAN)
def waiting(view: View) -> None:
    """Draw what has to wait, and for what."""
    rows = deadlines.waiting(plan_loaders.plan(view.moment).milestones)
    st.header("Waiting", anchor=False)
    if rows.empty:
        st.markdown("Nothing waits for anything else.")
        return
    milestone_list.show(
        rows, view, lambda row: markdown.plain(row["waiting_for"]), most=WAITING_SHOWN
    )


@replayed_of(Area.PLAN)
def open_gaps(view: View) -> None:
    """Draw what the plan leaves open, by kind."""
    found = plan_loaders.gaps(view.moment)
    st.header("Gaps in the plan", anchor=False)
    if found.empty:
        st.markdown("None: every objective has a measure and an action, every date is set.")
    for gap in Gap:
        rows = found[found["gap"] == gap]
        if not rows.empty:
            with st.expander(f"{gap.label}: {len(rows):,}"):
                st.markdown(_gap_list(rows, gap, view))


def _gap_list(rows: pd.DataFrame, gap: Gap, view: View) -> str:
    items = [
        f"- {_name(ref, gap, view)}: {markdown.plain(what)}"
        for ref, what in rows.head(GAPS_SHOWN)[["ref", "what"]].itertuples(index=False)
    ]
    more = len(rows) - GAPS_SHOWN
    return "\n".join([*items, *([f"- and {more:,} more"] if more > 0 else [])])


def _name(ref: str, gap: Gap, view: View) -> str:
    if gap in _OF_ACTIONS:
        return markdown.link(ref, address(ACTION, view, ref=ref))
    return markdown.plain(ref)
