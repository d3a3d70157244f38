"""The actions that nobody stands behind, with the reasons."""

import pandas as pd
import streamlit as st

from dashboard.components import data_table, downloads
from dashboard.components.replay import replayed_of
from dashboard.loaders import coverage as coverage_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker.areas import Area

TITLE = "Actions that nobody stands behind"


def show(view: View) -> None:
    """Draw them, in the order of the plan."""
    _table(view)
    if not coverage_loaders.phantom_owners(view.moment).empty:
        downloads.csv(TITLE, lambda: file(view.moment))


@replayed_of(Area.PEOPLE, Area.PLAN, Area.ROUNDS)
def _table(view: View) -> None:
    rows = coverage_loaders.phantom_owners(view.moment)
    st.header(f"{TITLE} ({len(rows):,})", anchor=False)
    if rows.empty:
        st.markdown("None: whoever is named as responsible is in post, and answers.")
        return
    st.markdown(
        "Their lead’s post is vacant or doesn’t exist, or its holder has left the group or "
        "answered nothing for two rounds."
    )
    cells = [
        {
            "Action": f"{link(row['ref'], address(ACTION, view, ref=row['ref']))} "
            f"{plain(row['title'])}",
            "Responsible": plain(row["responsible"]),
            "Why": "  \n".join(plain(reason) for reason in row["reasons"]),
        }
        for row in rows.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name=TITLE)


def file(moment: Moment) -> pd.DataFrame:
    """The same, as it is taken away."""
    rows = coverage_loaders.phantom_owners(moment)
    return pd.DataFrame(
        {
            "action": rows["ref"],
            "title": rows["title"],
            "responsible": rows["responsible"],
            "reasons": rows["reasons"].map(" ".join),
        }
    )
