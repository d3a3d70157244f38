"""Replying to what members said: one form; and one for a reply that makes an action of the plan."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.components import form
from dashboard.components.form import Form
from dashboard.components.suggestions import suggestion_sure
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import permissions
from tracker.areas import Area
from tracker.services import decisions, theme_decisions
from tracker.vocabulary import DecisionKind, Permission

_SAID = "The reply stands under “You said, we did”."


@dataclass(frozen=True, slots=True)
class Answered:
    """What is replied to.

    Attributes:
        name: As it stands in a question: ``"suggestion 5"``.
        key: Unique among all that can be replied to.
        keys: As the services take them.
        version: How many replies it has.
        theme: The code of the plan's theme it belongs to.
        decide, decide_with_new_action: The services.
    """

    name: str
    key: str
    keys: dict[str, int]
    version: int
    theme: str
    decide: Callable[..., object]
    decide_with_new_action: Callable[..., object]


def suggestion(row: Row) -> Answered:
    """A row of ``suggestion_loaders.board``."""
    return Answered(
        name=f"suggestion {row['id']}",
        key=str(row["id"]),
        keys={"suggestion_id": row["id"]},
        version=row["replies"],
        theme=row["theme"],
        decide=decisions.decide,
        decide_with_new_action=decisions.decide_with_new_action,
    )


def theme(row: Row) -> Answered:
    """A row of ``found_themes.board``."""
    return Answered(
        name=f"“{plain(row['name'])}”",
        key=row["id"],
        keys={"round_id": row["round_id"], "theme_id": row["theme_id"]},
        version=row["replies"],
        theme=row["theme"],
        decide=theme_decisions.decide_on_theme,
        decide_with_new_action=theme_decisions.decide_on_theme_with_new_action,
    )


def show(view: View, answered: Answered, place: str, then: Callable[[], None]) -> None:
    """Draw the form for a reply, and whoever edits the plan gets the other one too.

    Args:
        then: What is to happen on the screen when it is sent.
    """
    version = answered.version
    if version:
        st.markdown("Another reply replaces this one; both stay to be seen.")
    with form.opened(f"{place}.decide.{answered.key}", version=version, place=place) as opened:
        _fields(opened, view.moment, f"What is decided about {answered.name}?")
        suggestion_sure.send(
            opened, "Publish the reply", answered.decide, said=_SAID, then=then, **answered.keys
        )
    if permissions.can(view.actor, Permission.PLAN_EDIT):
        with st.expander("We will, by a new action of the plan"):
            _with_new_action(view.moment, answered, place, then)


def _fields(opened: Form, moment: Moment, question: str) -> None:
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


def _with_new_action(
    moment: Moment, answered: Answered, place: str, then: Callable[[], None]
) -> None:
    key = f"{place}.decide_new.{answered.key}"
    with form.opened(key, version=answered.version, place=place) as opened:
        _reply(opened)
        objectives = _objectives(moment, answered.theme)
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
            answered.decide_with_new_action,
            said=_SAID,
            then=then,
            **answered.keys,
        )


def _reply(opened: Form) -> None:
    opened.words(
        "reply",
        "The reply, for all members",
        help="Where we will not: the reason. It can be replaced later, but not taken back.",
    )


def _label(kind: DecisionKind) -> str:
    return kind.label


@kept(Area.PLAN)
def _actions(moment: Moment) -> dict[int, str]:
    actions = plan_loaders.plan(moment).actions
    names = actions["ref"] + ": " + actions["title"]
    return dict(zip(actions["id"].tolist(), names, strict=True))


@kept(Area.PLAN)
def _objectives(moment: Moment, theme: str) -> dict[int, str]:
    """Those of this theme first."""
    all_ = plan_loaders.plan(moment).objectives
    ordered = all_.assign(other=all_["theme"] != theme).sort_values("other", kind="stable")
    names = ordered["ref"] + ": " + ordered["text"]
    return dict(zip(ordered["id"].tolist(), names, strict=True))
