"""Comments one after the other: read, what may not be shown taken out, sorted into themes."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components import address_choice, form, paging
from dashboard.components.feedback import result_facts
from dashboard.components.suggestions import suggestion_sure
from dashboard.loaders import comments as comment_loaders
from dashboard.loaders import results as result_loaders
from dashboard.markdown import lines, plain
from dashboard.view import Moment
from tracker import personal_data, wording
from tracker.analytics import comment_themes
from tracker.queries.comments import Comment, CommentKey
from tracker.queries.feedback import QuestionRound
from tracker.queries.results import lot_of
from tracker.services import comments

PLACE = "comment.result"
COMMENT_PAGE, STATE = "comment", "state"
TO_CHECK, CHECKED = "To check", "Checked"


def show(moment: Moment, asked: QuestionRound) -> None:
    """Draw how many are left, and one comment with its form."""
    result_facts.say_what_was_deleted(asked.id)
    every = comment_loaders.keys(moment, asked.id)
    form.show_result(PLACE)
    if not every:
        st.info("There is no comment of this round to be read.")
        return
    checked = sum(each.is_checked for each in every)
    st.markdown(f"**{checked:,} of {wording.count(len(every), 'comment')} checked.**")
    chosen = address_choice.part(STATE, [TO_CHECK, CHECKED], question="Which comments")
    found = [each for each in every if each.is_checked == (chosen == CHECKED)]
    if not found:
        st.info("Every comment is checked." if chosen == TO_CHECK else "None is checked yet.")
        return
    draw = partial(_one, moment, asked, found)
    places = tuple(range(len(found)))
    paging.show(places, draw, size=1, key=COMMENT_PAGE, what="Comment")


def _one(
    moment: Moment, asked: QuestionRound, found: list[CommentKey], shown: paging.Items
) -> None:
    key = found[shown[0]]
    comment = comment_loaders.comment(key)
    if comment is None:
        st.info("This comment has been taken out in between.")
        return
    st.header(plain(result_loaders.wordings(moment, asked.id)[key.question_id]), anchor=False)
    with st.container(border=True):
        st.markdown(lines(comment.words))
    # Not the key of its response: that would tell which comments are by the same writer.
    place = f"comment.{lot_of(key.question_id, key.response_key).hex()[:16]}"
    _check(moment, comment, place)
    with st.expander("Take the whole comment out"), form.opened(f"{place}.out", place=PLACE) as out:
        st.markdown("It is gone for good; that a text was given stays counted.")
        out.send(
            "Take it out",
            comments.remove_comment,
            said="The comment is gone.",
            is_main=False,
            question_id=comment.question_id,
            response_key=comment.response_key,
        )


def _check(moment: Moment, comment: Comment, place: str) -> None:
    names = {each.id: each.name for each in comment_loaders.themes(moment)}
    proposed = _proposed(moment, comment)
    passages = _personal(comment)
    if passages:
        st.warning(
            f"This looks like personal data: {plain(wording.listing(passages))}. It stands below "
            "already, to be taken out.",
            icon=":material/warning:",
        )
    if words := [f"{names[id_]} (“{word}”)" for id_, word in proposed.items()]:
        st.markdown(f"Proposed by the words you keep: {plain(wording.listing(words))}.")
    with form.opened(place, version=comment.version, place=PLACE, proposes=True) as opened:
        opened.several(
            "theme_ids",
            "Themes",
            [*names],
            comment.theme_ids if comment.is_checked else [*proposed],
            format_func=names.get,
        )
        opened.words(
            "take_out",
            "Take out, one passage a line, as it is written above. It is gone for good.",
            "\n".join(passages),
            help="Ctrl+Enter in this box marks the comment as checked.",
        )
        suggestion_sure.send(
            opened,
            "Mark as checked",
            comments.check_comment,
            said="Checked.",
            question_id=comment.question_id,
            response_key=comment.response_key,
        )


def _proposed(moment: Moment, comment: Comment) -> dict[int, str]:
    """The themes that the comment may be about, each with the word that says so."""
    keywords = {str(each.id): each.keywords for each in comment_loaders.themes(moment)}
    found = comment_themes.suggest(pd.Series([comment.words]), keywords)
    return {int(theme): word for theme, word in zip(found["theme"], found["keyword"], strict=True)}


def _personal(comment: Comment) -> list[str]:
    spans = personal_data.find(comment.words)
    return [*dict.fromkeys(comment.words[span.start : span.end] for span in spans)]
