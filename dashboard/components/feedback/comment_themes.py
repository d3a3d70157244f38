"""The themes that people keep, with the words by which comments are proposed for them."""

import pandas as pd
import streamlit as st

from dashboard import formats, navigation
from dashboard.components import data_table, form, record_choice
from dashboard.components.form import Form
from dashboard.components.suggestions import said_choice
from dashboard.loaders import comments as comment_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import results as result_loaders
from dashboard.loaders.linked import linked
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker.queries.feedback import QuestionRound
from tracker.services import comments, releases

ADD, EDIT = "Add a theme", "Edit a theme"
_WORDS = "Words by which it is proposed, one a line"
_PLACE = "themes"


def release(moment: Moment, asked: QuestionRound) -> None:
    """Draw when the themes were counted last, and the button that counts them anew."""
    st.header("On the page Results", anchor=False)
    counted = result_loaders.theme_counts(moment, asked.id)
    st.markdown(
        f"The themes were counted last on {formats.day(counted.counted_on)}."
        if counted
        else "The themes of this round have not been counted yet: Results shows no comment of it."
    )
    with form.opened("themes.count", place="themes.counted") as opened:
        opened.send(
            "Count the themes of the checked comments",
            releases.release_comments,
            said="The themes are counted. Results shows them now.",
            round_id=asked.id,
        )
    form.show_result("themes.counted")
    if counted:
        label = "Reply to what many wrote about"
        navigation.link(navigation.TRIAGE, label, **{said_choice.SAID: said_choice.THEMES})


def show(moment: Moment) -> None:
    """Draw the themes, and the forms for them."""
    st.header("Themes", anchor=False)
    themes = comment_loaders.themes(moment)
    if themes:
        codes = {id_: theme.code for id_, theme in linked(moment).themes.items()}
        cells = [
            {
                "Theme": plain(each.name),
                "Words": plain(", ".join(each.keywords)) or formats.NOTHING,
                "Answered by the leads of": codes.get(each.plan_theme_id, formats.NOTHING),
            }
            for each in themes
        ]
        data_table.show(pd.DataFrame(cells), name="Themes of comments")
    form.show_result(_PLACE)
    choice = f"{_PLACE}.choice"
    chosen = form.choose("What do you want to do?", [ADD, *([EDIT] if themes else [])], key=choice)
    if chosen == ADD:
        _add(moment, choice)
    elif chosen == EDIT:
        _edit(moment, choice)


def _add(moment: Moment, choice: str) -> None:
    with form.opened(f"{_PLACE}.add", place=_PLACE, closes=choice) as opened:
        opened.text("name", "Name", max_chars=comments.LONGEST_NAME)
        opened.words("keywords", _WORDS)
        _plan_theme(opened, moment, None)
        opened.send("Add it", comments.add_theme, said="The theme is added.")


def _edit(moment: Moment, choice: str) -> None:
    themes = {each.id: each for each in comment_loaders.themes(moment)}
    names = {id_: theme.name for id_, theme in themes.items()}
    chosen = record_choice.ask("Which one?", names, key=f"{_PLACE}.which")
    if chosen is None:
        return
    theme = themes[chosen]
    key = f"{_PLACE}.edit.{chosen}"
    with form.opened(key, version=theme.version, place=_PLACE, closes=choice) as opened:
        opened.text("name", "Name", theme.name, max_chars=comments.LONGEST_NAME)
        opened.words("keywords", _WORDS, "\n".join(theme.keywords))
        _plan_theme(opened, moment, theme.plan_theme_id)
        opened.send("Save", comments.edit_theme, said="The theme is changed.", theme_id=chosen)


def _plan_theme(opened: Form, moment: Moment, chosen: int | None) -> None:
    themes = plan_loaders.plan(moment).themes
    names = dict(zip(themes["id"].tolist(), themes["code"] + " " + themes["name"], strict=True))
    opened.pick(
        "plan_theme_id",
        "The theme of the plan whose leads may reply (may be left empty)",
        [*names],
        chosen if chosen in names else None,
        format_func=names.get,
    )
