"""Everything of a round's results as it is taken away: what was released, and nothing else."""

import pandas as pd

from dashboard import formats
from dashboard.charts.opinion_rows import count, known
from dashboard.loaders import results as result_loaders
from dashboard.view import Moment


def table(moment: Moment, round_id: int) -> pd.DataFrame:
    """A row for each question, group and answer; counts are to the nearest 5."""
    wordings = result_loaders.wordings(moment, round_id)
    cells = [
        {
            "Question": wordings[row["question_id"]],
            "Group": row["label"],
            "Answered": count(row["base"], row["because"]),
            "Answer": row["option"],
            "Number": count(row["count"], row["because"]),
            "Share": row["because"] or formats.percent(known(row["share"])),
        }
        for row in result_loaders.answers(moment, round_id).to_dict("records")
    ]
    return pd.DataFrame(cells)
