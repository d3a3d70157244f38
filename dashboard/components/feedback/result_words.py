"""What members wrote in a round: by theme, and only what a moderator has read."""

import pandas as pd
import streamlit as st

from dashboard import formats, navigation
from dashboard.charts.opinion_rows import count
from dashboard.components import data_table, downloads, paging
from dashboard.components.feedback import result_choice, result_facts
from dashboard.components.replay import replayed_of
from dashboard.loaders import results as result_loaders
from dashboard.markdown import lines, plain
from dashboard.view import Moment, View
from tracker.analytics import released as rules
from tracker.areas import Area
from tracker.queries.feedback import AskedQuestion, QuestionRound
from tracker.vocabulary import QuestionKind

COMMENTS_SHOWN = 10
COMMENT_PAGE = "comments"
_OTHER = "other"


def show(view: View, asked: QuestionRound, group: str) -> None:
    """Draw the themes of each question, and the comments of the one that is chosen."""
    questions = result_loaders.questions_of(asked, QuestionKind.TEXT)
    if not questions:
        return
    st.header("In their own words", anchor=False)
    result_facts.say_what_was_deleted(asked.id)
    found = result_loaders.theme_counts(view.moment, asked.id)
    if found is None:
        st.info("The comments of this round are not sorted yet. First a moderator reads them.")
        navigation.link(navigation.COMMENTS, "Read and sort the comments", round=str(asked.id))
        return
    st.markdown(
        f"Themes as counted on {formats.day(found.counted_on)}. Comments are shown without their "
        "group, in an order that tells nothing."
    )
    for question in questions:
        _themes(view.moment, asked.id, question.id, group)
        downloads.csv(
            f"Themes: {question.wording}", lambda of=question: file(view.moment, asked.id, of.id)
        )
    _comments(view.moment, asked, questions)


@replayed_of(Area.FEEDBACK, Area.PEOPLE, Area.PLAN)
def _themes(moment: Moment, round_id: int, question_id: int, group: str) -> None:
    wording = result_loaders.wordings(moment, round_id)[question_id]
    st.subheader(plain(wording), anchor=False)
    rows = result_loaders.themes(moment, round_id, question_id)
    own = rows[rows["label"] == group].sort_values("comments", ascending=False, kind="stable")
    if own.empty:
        st.markdown("There is no theme yet.")
        return
    cells = [
        {"Theme": plain(row["name"]), "Comments": count(row["comments"], row["because"])}
        for row in own.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name=f"Themes of {wording}: {group}")


def _comments(moment: Moment, asked: QuestionRound, questions: tuple[AskedQuestion, ...]) -> None:
    """Draw the choice of a question and a theme, and what was written about it."""
    wordings = {str(each.id): each.wording for each in questions}
    chosen = result_choice.choose("Question", wordings, name=result_choice.QUESTION + "_words")
    question_id = int(chosen or questions[0].id)
    told = _told_themes(moment, asked.id, question_id)
    options = {str(id_): name for id_, name in told.items()} | {_OTHER: "Everything else"}
    theme = result_choice.choose("Theme", options, name=result_choice.THEME)
    theme_id = None if theme in (_OTHER, None) else int(theme)
    keys = result_loaders.comment_keys(moment, asked.id, question_id, theme_id, tuple(told))
    if not keys:
        st.info("No comment may be shown here.")
        return

    def draw(shown: paging.Items) -> None:
        for words in result_loaders.comment_words(question_id, [keys[place] for place in shown]):
            st.container(border=True).markdown(lines(words))

    places = tuple(range(len(keys)))
    paging.show(places, draw, size=COMMENTS_SHOWN, key=COMMENT_PAGE, what="Comments")


def file(moment: Moment, round_id: int, question_id: int) -> pd.DataFrame:
    """The themes of every group as they are taken away."""
    rows = result_loaders.themes(moment, round_id, question_id)
    comments = [
        count(number, because)
        for number, because in zip(rows["comments"], rows["because"], strict=True)
    ]
    return pd.DataFrame({"Group": rows["label"], "Theme": rows["name"], "Comments": comments})


def _told_themes(moment: Moment, round_id: int, question_id: int) -> dict[int, str]:
    """The themes of which enough was written by all together."""
    rows = result_loaders.themes(moment, round_id, question_id)
    told = set(rows.groupby("theme").tail(1).dropna(subset="comments")["theme"])
    names = result_loaders.theme_names(moment)
    return {id_: name for id_, name in names.items() if rules.theme_of(id_) in told}
