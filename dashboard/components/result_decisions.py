"""Replies to what many wrote about: given by theme and round, and shown to all members."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import decision_forms, form, suggestion_sure
from dashboard.components.replay import replayed
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import results as result_loaders
from dashboard.markdown import lines, link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker.queries.feedback import QuestionRound
from tracker.services import theme_decisions
from tracker.vocabulary import DecisionKind

_PLACE = "theme.decided"
_Row = dict[str, Any]


def decide(moment: Moment, asked: QuestionRound) -> None:
    """Draw the choice of a theme of the round, and the form for a public reply to it."""
    names = result_loaders.theme_names(moment)
    if result_loaders.theme_counts(moment, asked.id) is None or not names:
        return
    st.header("Reply to a theme", anchor=False)
    st.markdown("Members read the reply under “You said, we did”, with how many wrote about it.")
    form.show_result(_PLACE)
    theme_id = st.selectbox(
        "Theme",
        names,
        index=None,
        format_func=names.get,
        placeholder="Choose one",
        key=f"{_PLACE}.theme.{asked.id}",
    )
    if theme_id is None:
        return
    earlier = _of(moment, asked.id, theme_id)
    for row in earlier.to_dict("records"):
        st.markdown(_decision(row))
    key = f"{_PLACE}.{asked.id}.{theme_id}"
    with form.opened(key, version=len(earlier), place=_PLACE) as opened:
        decision_forms.fields(opened, moment, f"What is decided about “{plain(names[theme_id])}”?")
        suggestion_sure.send(
            opened,
            "Publish the reply",
            theme_decisions.decide_on_theme,
            said="The reply stands under “You said, we did”.",
            round_id=asked.id,
            theme_id=theme_id,
        )


@replayed
def show(view: View) -> None:
    """Draw the themes that were replied to, the latest reply first; nothing before there is one."""
    rows = result_loaders.theme_decisions(view.moment)
    if rows.empty:
        return
    st.header("What many wrote about", anchor=False)
    for (round_id, theme_id), own in rows.groupby(["round_id", "theme_id"], sort=False):
        with st.container(border=True):
            _theme(view, round_id, theme_id, own)


def _theme(view: View, round_id: int, theme_id: int, own: pd.DataFrame) -> None:
    latest, *earlier = own.to_dict("records")
    comments = result_loaders.comments_about(view.moment, round_id).get(theme_id, "")
    st.markdown(
        f"**You said**\n\n> {plain(latest['theme'])}\n\n{comments} in the round of questions "
        f"“{plain(latest['round'])}”."
    )
    st.markdown("  \n".join(filter(None, (_decision(latest), _action(view, latest)))))
    if earlier:
        replaced = "\n".join(f"- {_decision(row)}" for row in earlier)
        st.markdown(f"This replaced:\n{replaced}")


def _of(moment: Moment, round_id: int, theme_id: int) -> pd.DataFrame:
    rows = result_loaders.theme_decisions(moment)
    return rows[(rows["round_id"] == round_id) & (rows["theme_id"] == theme_id)]


def _decision(row: _Row) -> str:
    who = f"{plain(row['decided_by'])}, {formats.day(row['decided_on'])}"
    return f"**{DecisionKind(row['kind']).label}:** {lines(row['reply'])} – {who}"


def _action(view: View, row: _Row) -> str:
    if not row["ref"]:
        return ""
    actions = plan_loaders.plan(view.moment).actions
    own = actions.loc[actions["id"] == row["action_id"], "progress"]
    name = f"{row['ref']}: {row['title']}"
    if own.empty:
        return f"Action {plain(name)}, of an earlier strategy"
    done = formats.percent(None if pd.isna(own.iloc[0]) else float(own.iloc[0]))
    return f"Action {link(name, address(ACTION, view, ref=row['ref']))}: {done} done"
