"""Replying to a suggestion: one form; and one for a reply that makes an action of the plan."""

from collections.abc import Callable

import streamlit as st

from dashboard.components import form, suggestion_sure
from dashboard.components.form import Form
from dashboard.components.suggestion_words import Row
from dashboard.loaders import plan as plan_loaders
from dashboard.view import Moment, View
from tracker import permissions
from tracker.services import decisions
from tracker.vocabulary import DecisionKind, Permission

_SAID = "The reply stands under “You said, we did”."


def show(view: View, row: Row, place: str, then: Callable[[], None]) -> None:
    """Draw the form for a reply, and whoever edits the plan gets the other one too.

    Args:
        row: A row of ``suggestion_loaders.board``.
        then: What is to happen on the screen when it is sent.
    """
    id_, version = row["id"], row["replies"]
    if version:
        st.markdown("Another reply replaces this one; both stay to be seen.")
    with form.opened(f"{place}.decide.{id_}", version=version, place=place) as opened:
        fields(opened, view.moment, f"What is decided about suggestion {id_}?")
        suggestion_sure.send(
            opened,
            "Publish the reply",
            decisions.decide,
            said=_SAID,
            then=then,
            suggestion_id=id_,
        )
    if permissions.can(view.actor, Permission.PLAN_EDIT):
        with st.expander("We will, by a new action of the plan"):
            _with_new_action(view.moment, row, place, then)


def fields(opened: Form, moment: Moment, question: str) -> None:
    """Draw what every reply has: the decision, its words, and the action where there is one."""
    opened.choice("kind", question, [*DecisionKind], None, format_func=_label)
    _reply(opened)
    names = _actions(moment)
    opened.pick(
        "action_id",
        "The action by which it is done (only where we will, or do it already)",
        [*names],
        None,
        format_func=names.get,
    )


def _with_new_action(moment: Moment, row: Row, place: str, then: Callable[[], None]) -> None:
    id_ = row["id"]
    key = f"{place}.decide_new.{id_}"
    with form.opened(key, version=row["replies"], place=place) as opened:
        _reply(opened)
        objectives = _objectives(moment, row["theme"])
        opened.pick(
            "objective_id",
            "Which objective does it serve?",
            [*objectives],
            None,
            format_func=objectives.get,
        )
        opened.text("title", "What is to be done?")
        opened.text("timing", "By when? Such as “by June 2027”")
        opened.text("responsible", "Who leads it? A post (may be left empty)")
        opened.text("accountable", "Who is accountable for it? A body (may be left empty)")
        suggestion_sure.send(
            opened,
            "Publish the reply and add the action",
            decisions.decide_with_new_action,
            said=_SAID,
            then=then,
            suggestion_id=id_,
        )


def _reply(opened: Form) -> None:
    opened.words(
        "reply",
        "The reply, for all members",
        help="Where we will not: the reason. It can be replaced later, but not taken back.",
    )


def _label(kind: DecisionKind) -> str:
    return kind.label


def _actions(moment: Moment) -> dict[int, str]:
    actions = plan_loaders.plan(moment).actions
    names = actions["ref"] + ": " + actions["title"]
    return dict(zip(actions["id"].tolist(), names, strict=True))


def _objectives(moment: Moment, theme: str) -> dict[int, str]:
    """Those of the suggestion's theme first."""
    all_ = plan_loaders.plan(moment).objectives
    ordered = all_.assign(other=all_["theme"] != theme).sort_values("other", kind="stable")
    names = ordered["ref"] + ": " + ordered["text"]
    return dict(zip(ordered["id"].tolist(), names, strict=True))
