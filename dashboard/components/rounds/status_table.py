"""Every action with both its statuses, and how many there are of each."""

import pandas as pd
import streamlit as st

from dashboard.charts.statuses import describe_counts
from dashboard.components import data_table
from dashboard.components.replay import replayed
from dashboard.components.rounds import status_facts
from dashboard.loaders import statuses as status_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics import statuses
from tracker.analytics.assessment import Contradiction
from tracker.vocabulary import ActionState


@replayed
def summary(moment: Moment) -> None:
    """Draw how many have each status, where the two kinds differ, and what is stale."""
    rows = status_loaders.statuses(moment)
    st.markdown(f"**{sentence(rows)}**")
    st.markdown(describe_counts(statuses.count(rows)))


@replayed
def table(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of ``status_loaders.statuses``."""
    shown = status_loaders.statuses(view.moment).loc[list(rows)]
    cells = [
        {
            "Action": f"{link(row['ref'], address(ACTION, view, ref=row['ref']))} "
            f"{plain(row['title'])}",
            "Reported": status_facts.reported(row),
            "Assessed": status_facts.assessed(row),
            "Why the rules say so": status_facts.reasons(row),
        }
        for row in shown.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Reported and assessed status of every action")


def sentence(rows: pd.DataFrame) -> str:
    """How many contradict what the rules say, are stale, or were never reported."""
    going_on = rows[rows["state"] != ActionState.DONE]
    if going_on.empty:
        return "Every action is done: there is nothing to report or assess."
    rest = []
    if stale := int(going_on["is_stale"].sum()):
        rest.append(f"{wording.count(stale, 'status is', 'statuses are')} stale")
    if never := int((going_on["reported"] == "").sum()):
        rest.append(f"{wording.count(never, 'action was', 'actions were')} never reported")
    words = [_differing(going_on["contradiction"]), *([wording.listing(rest)] if rest else [])]
    return f"Of {wording.count(len(going_on), 'action')} not done, {'; '.join(words)}."


def _differing(contradictions: pd.Series) -> str:
    differ = int((contradictions != "").sum())
    rosy = int((contradictions == Contradiction.TOO_ROSY).sum())
    are = wording.count(differ, "is", "are") if differ else "none is"
    how = f", {rosy:,} of them too rosy" if rosy else ""
    return f"{are} reported differently from what the rules say{how}"


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
