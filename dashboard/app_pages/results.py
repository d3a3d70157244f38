"""Results: what members answered in a round of questions, group by group, and who was not heard."""

import streamlit as st

from dashboard import session
from dashboard.components import downloads
from dashboard.components.feedback import (
    result_cards,
    result_choice,
    result_facts,
    result_file,
    result_words,
    voice_coverage,
)
from dashboard.loaders import results as result_loaders
from tracker.vocabulary import QuestionKind

view = session.view()
moment = view.moment
st.title("Results", anchor=False)

asked = result_choice.ask_round(moment)
if asked is None:
    st.info("No round of questions has closed yet. Results can be read once one has.")
else:
    result_facts.heading(asked)
    result_cards.response_rates(moment, asked.id)
    group = result_choice.ask_group(asked)
    agreements = result_loaders.questions_of(asked, QuestionKind.AGREEMENT)
    if agreements:
        result_cards.questions(moment, asked.id, group)
    for question in result_loaders.questions_of(asked, QuestionKind.CHOICE):
        result_cards.choice(moment, asked.id, question.id, group)
    if agreements:
        wordings = {str(each.id): each.wording for each in agreements}
        chosen = result_choice.choose("Question", wordings, name=result_choice.QUESTION)
        result_cards.groups(moment, asked.id, int(chosen))
        if not result_loaders.changes(moment, asked.id).empty:
            result_cards.changes(moment, asked.id)
    result_words.show(view, asked, group)
    downloads.csv_and_xlsx(f"Results of {asked.title}", lambda: result_file.table(moment, asked.id))
    voice_coverage.show(moment)
