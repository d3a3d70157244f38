"""What members say, in three sentences on the overview."""

import streamlit as st

from dashboard import formats
from dashboard.charts import opinions as charts
from dashboard.charts import response_rates
from dashboard.components import result_choice, voice_coverage
from dashboard.components.replay import replayed
from dashboard.loaders import results as result_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import RESULTS, address
from dashboard.view import View
from tracker import permissions
from tracker.queries.feedback import QuestionRound


@replayed
def lines(view: View) -> None:
    """Draw what the latest round says; nothing for who may not read results, or before one."""
    rounds = result_loaders.rounds(view.moment)
    if not rounds or not permissions.can(view.actor, RESULTS.needs):
        return
    st.header("What members say", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in _sentences(view, rounds[0])))


def _sentences(view: View, asked: QuestionRound) -> list[str]:
    moment = view.moment
    where = address(RESULTS, view, **{result_choice.ROUND: str(asked.id)})
    total = result_loaders.rates(moment, asked.id).iloc[-1]
    found = result_loaders.agreements(moment, asked.id)
    wordings = result_loaders.wordings(moment, asked.id)
    sentences = [
        f"{link(asked.title, where)}, closed on {formats.day(asked.closes_on)}: "
        f"{plain(response_rates.answered(total))}"
    ]
    if not found.empty:
        is_total = found.groupby("question_id").cumcount(ascending=False) == 0
        of_all = found[is_total].assign(bar=lambda rows: rows["question_id"].map(wordings))
        sentences.append(plain(charts.describe_questions(of_all)))
    silent = voice_coverage.sentence(result_loaders.voice_coverage(moment))
    return [*sentences, plain(silent)]
