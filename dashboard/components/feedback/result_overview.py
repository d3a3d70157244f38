"""What members say on the overview: the latest answers, and what became of suggestions."""

import streamlit as st

from dashboard import formats
from dashboard.charts import opinions as charts
from dashboard.charts import response_rates
from dashboard.charts import suggestions as suggestion_charts
from dashboard.components.feedback import result_choice, voice_coverage
from dashboard.components.replay import replayed_of
from dashboard.loaders import results as result_loaders
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import RESULTS, YOU_SAID, address
from dashboard.view import View
from tracker import permissions
from tracker.analytics import replies
from tracker.areas import Area
from tracker.working_days import NoSuchCalendar


@replayed_of(Area.FEEDBACK, Area.PEOPLE, Area.PLAN)
def lines(view: View) -> None:
    """Draw what the latest round says, to who may read results, and what became of suggestions."""
    said = [*_answers(view), *_suggestions(view)]
    if said:
        st.header("What members say", anchor=False)
        st.markdown("\n".join(f"- {line}" for line in said))


@replayed_of(Area.FEEDBACK, Area.PEOPLE)
def _answers(view: View) -> list[str]:
    rounds = result_loaders.rounds(view.moment)
    if not rounds or not permissions.can(view.actor, RESULTS.needs):
        return []
    moment, asked = view.moment, rounds[0]
    where = address(RESULTS, view, **{result_choice.ROUND: str(asked.id)})
    total = result_loaders.rates(moment, asked.id).iloc[-1]
    found = result_loaders.agreements(moment, asked.id)
    wordings = result_loaders.wordings(moment, asked.id)
    sentences = [
        f"{link(asked.title, where)} closed on {formats.day(asked.closes_on)}. "
        f"{plain(response_rates.answered(total))}"
    ]
    if not found.empty:
        is_total = found.groupby("question_id").cumcount(ascending=False) == 0
        of_all = found[is_total].assign(bar=lambda rows: rows["question_id"].map(wordings))
        sentences.append(plain(charts.describe_questions(of_all)))
    silent = voice_coverage.sentence(result_loaders.voice_coverage(moment))
    return [*sentences, plain(silent)]


def _suggestions(view: View) -> list[str]:
    try:
        said = suggestion_loaders.said(view.moment)
    except NoSuchCalendar as unknown:
        return [plain(str(unknown))]
    if said.empty:
        return []
    words = plain(suggestion_charts.describe_flow(replies.flow(said)))
    return [f"{words} {link('You said, we did', address(YOU_SAID, view))}"]
