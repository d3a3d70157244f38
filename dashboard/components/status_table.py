"""Every action with both its statuses, and how many there are of each."""

import pandas as pd
import streamlit as st

from dashboard.components import data_table, status_facts
from dashboard.components.replay import replayed
from dashboard.loaders import statuses as status_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics.assessment import Contradiction
from tracker.vocabulary import ActionState


@replayed
def summary(moment: Moment) -> None:
    """Draw, in a sentence, where reported and assessed statuses differ, and what is stale."""
    st.markdown(f"**{sentence(status_loaders.statuses(moment))}**")


@replayed
def table(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of ``status_loaders.statuses``."""
    statuses = status_loaders.statuses(view.moment).loc[list(rows)]
    cells = [
        {
            "Action": f"{link(row['ref'], address(ACTION, view, ref=row['ref']))} "
            f"{plain(row['title'])}",
            "Reported": status_facts.reported(row),
            "Assessed": status_facts.assessed(row),
            "Why the rules say so": status_facts.reasons(row),
        }
        for row in statuses.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Reported and assessed status of every action")


def sentence(rows: pd.DataFrame) -> str:
    """How many contradict what the rules say, are stale, or were never reported."""
    going_on = rows[rows["state"] != ActionState.DONE]
    if going_on.empty:
        return "Every action is done: there is nothing to report or assess."
    differ = int((going_on["contradiction"] != "").sum())
    rosy = int((going_on["contradiction"] == Contradiction.TOO_ROSY).sum())
    stale = int(going_on["is_stale"].sum())
    never = int((going_on["reported"] == "").sum())
    unreported = wording.count(never, "action was", "actions were") if never else "none was"
    return (
        f"Of {wording.count(len(going_on), 'action')} not done, "
        f"{wording.count(differ, 'contradicts', 'contradict')} what the rules say, {rosy:,} of "
        f"them too rosy; {wording.count(stale, 'status is', 'statuses are')} stale, and "
        f"{unreported} never reported."
    )


def file(rows: pd.DataFrame) -> pd.DataFrame:
    """The statuses as they are taken away."""
    return pd.DataFrame(
        {
            "action": rows["ref"],
            "title": rows["title"],
            "responsible": rows["responsible"],
            "reported": rows["reported"],
            "round": rows["number"],
            "likelihood in %": rows["likelihood"],
            "stale": rows["is_stale"].map({True: "yes", False: "no"}),
            "assessed": rows["assessed"],
            "reasons": rows["reasons"].map(" ".join),
            "contradiction": rows["sentence"],
            "answer": rows["answer"],
        }
    )
