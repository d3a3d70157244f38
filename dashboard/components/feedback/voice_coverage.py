"""Who was asked in the last twelve months, who was heard, and who was silent."""

import pandas as pd
import streamlit as st

from dashboard.charts.opinion_rows import count, interval
from dashboard.components import data_table, downloads
from dashboard.components.replay import replayed_of
from dashboard.loaders import results as result_loaders
from dashboard.markdown import plain, plain_table
from dashboard.view import Moment
from tracker import wording
from tracker.analytics.voices import MONTHS
from tracker.areas import Area

TITLE = "Voice coverage"


def show(moment: Moment) -> None:
    """Draw the groups, the silent ones first, with the table to take away."""
    _show(moment)
    downloads.csv(TITLE, lambda: table(result_loaders.voice_coverage(moment)))


def sentence(rows: pd.DataFrame) -> str:
    """Who was silent, in words.

    Args:
        rows: As ``voices.coverage`` gives them.
    """
    silent = rows.loc[rows["is_silent"], "name"].tolist()
    asked = int((rows["rounds"] > 0).sum())
    if not asked:
        return f"No group was asked in the last {MONTHS} months."
    if not silent:
        return f"Every group asked in the last {MONTHS} months was heard at least once."
    are = "was" if len(silent) == 1 else "were"
    return (
        f"{len(silent):,} of {wording.count(asked, 'group')} {are} silent in the last {MONTHS} "
        f"months: {wording.listing(silent)}."
    )


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups as people read them, the silent ones first, then those never asked."""
    order = rows.assign(first=~rows["is_silent"], second=rows["rounds"] > 0)
    cells = [
        {
            "Group": row["name"],
            "Rounds asked in": f"{row['rounds']:,}",
            "Missed": "silent" if row["is_silent"] else f"{row['missed']:,}",
            "Rounds shown": f"{row['told']:,}",
            "People asked": count(row["asked"], row["because"]),
            "Heard": count(row["heard"], row["because"]),
            "Rate": interval(row, "rate"),
        }
        for row in order.sort_values(["first", "second"], kind="stable").to_dict("records")
    ]
    return pd.DataFrame(cells)


@replayed_of(Area.FEEDBACK, Area.PEOPLE)
def _show(moment: Moment) -> None:
    rows = result_loaders.voice_coverage(moment)
    st.header(TITLE, anchor=False)
    st.markdown(plain(sentence(rows)))
    never = rows.loc[rows["rounds"] == 0, "name"].tolist()
    if never:
        st.markdown(plain(f"Not asked in the last {MONTHS} months: {wording.listing(never)}."))
    st.markdown(
        "A group missed a round when nobody answered, or too few to be shown: which of the two is "
        "never said. People asked, people heard and the rate are of the rounds shown, to the "
        "nearest 5."
    )
    data_table.show(plain_table(table(rows)), name=TITLE)
