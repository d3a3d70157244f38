"""How the secretariat edits the plan: choose what, and say it in one form."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import form, record_choice
from dashboard.components.form import Form
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker.queries.plan import Plan
from tracker.services import actions, objectives, strategies, themes

PLACE = "edit_plan"
DEADLINE = (
    "Deadline, such as “by March 2023”, “by Q2 2023”, “quarterly from October 2021”, "
    "“1 month after DATA-A6” or “to be set”"
)

Row = Mapping[str, Any]


def show(moment: Moment) -> None:
    """Draw one switch; behind it the choice of what to change, and the form for that."""
    if not st.toggle("Edit the plan", key=f"{PLACE}.is_on"):
        return
    with st.container(border=True):
        form.show_result(PLACE)
        chosen = st.selectbox(
            "What do you want to do?",
            list(_FORMS),
            index=None,
            placeholder="Choose one",
            key=f"{PLACE}.what",
        )
        if chosen:
            _FORMS[chosen](plan_loaders.plan(moment))


def begin() -> None:
    """Draw the form that begins a strategy by hand."""
    with form.opened("begin_strategy") as opened:
        opened.text("title", "The strategy’s title", required=True)
        opened.send(
            "Begin a strategy by hand",
            strategies.begin_strategy,
            said="The strategy is begun. Edit the plan to add themes, objectives and actions.",
        )


def _strategy(plan: Plan) -> None:
    now = plan.strategy
    assert now is not None  # the page shows these forms only when there is one
    with _opened("strategy", now.id, now.version) as opened:
        opened.text("title", "Title", now.title, required=True)
        opened.text("body", "Body", now.body)
        opened.text("contact", "Contact", now.contact)
        opened.words("mission", "Mission", now.mission)
        opened.words("vision", "Vision, one aim a line", now.vision)
        opened.words("approach", "Approach, one point a line", now.approach)
        opened.day("starts_on", "Starts on", now.starts_on)
        opened.day("ends_on", "Ends on", now.ends_on)
        opened.send(
            "Save the texts",
            strategies.edit_strategy,
            said="The strategy’s texts are saved.",
            strategy_id=now.id,
        )


def _begin_next(plan: Plan) -> None:
    now = plan.strategy
    assert now is not None  # the page shows these forms only when there is one
    st.markdown(
        f"Every page then shows the new strategy, which is empty until a plan is imported or "
        f"added. “{plain(now.title)}” stays readable as it stood yesterday, with its plan, rounds "
        "and statuses; nothing in it can be changed any more. This can’t be taken back."
    )
    with _opened("next_strategy") as opened:
        opened.text("title", "The new strategy’s title", required=True)
        opened.send(
            "Begin the next strategy",
            strategies.begin_strategy,
            said="The next strategy is begun. Import its plan, or add themes and actions here.",
            follows=now.id,
        )


def _add_theme(_: Plan) -> None:
    with _opened("theme") as opened:
        opened.text("code", "Code, with which references begin, such as DATA", required=True)
        opened.text("name", "Name", required=True)
        opened.words("goal", "Goal")
        opened.send("Add the theme", themes.add_theme, said="The theme is added.")


def _edit_theme(plan: Plan) -> None:
    if theme := _picked("theme", plan.themes, "code", "name"):
        with _opened("theme", theme["id"], theme["version"]) as opened:
            opened.text("name", "Name", theme["name"], required=True)
            opened.words("goal", "Goal", theme["goal"])
            opened.send(
                "Save the theme",
                themes.edit_theme,
                said=f"The theme {theme['code']} is saved.",
                theme_id=theme["id"],
            )


def _add_objective(plan: Plan) -> None:
    if theme := _picked("theme", plan.themes, "code", "name"):
        with _opened(f"objective_of_{theme['id']}") as opened:
            opened.words("text", "The objective", required=True)
            opened.send(
                "Add the objective",
                objectives.add_objective,
                said=f"The objective is added to {theme['code']}.",
                theme_id=theme["id"],
            )


def _edit_objective(plan: Plan) -> None:
    if objective := _picked("objective", plan.objectives, "ref", "text"):
        with _opened("objective", objective["id"], objective["version"]) as opened:
            opened.words("text", "The objective", objective["text"], required=True)
            opened.send(
                "Save the objective",
                objectives.edit_objective,
                said=f"The objective {objective['ref']} is saved.",
                objective_id=objective["id"],
            )


def _add_measure(plan: Plan) -> None:
    if objective := _picked("objective", plan.objectives, "ref", "text"):
        with _opened(f"measure_of_{objective['id']}") as opened:
            opened.text("name", "What is measured", required=True)
            opened.text("target", "Target in words, or “to be set”")
            opened.send(
                "Add the measure",
                objectives.add_measure,
                said=f"The measure is added to {objective['ref']}.",
                objective_id=objective["id"],
            )


def _set_target(plan: Plan) -> None:
    refs = plan.objectives.set_index("id")["ref"]
    measures = plan.measures.assign(ref=plan.measures["objective_id"].map(refs))
    if measure := _picked("measure", measures, "ref", "name"):
        with _opened("target", measure["id"], measure["version"]) as opened:
            opened.text("target", "Target in words, or “to be set”", measure["target"])
            opened.send(
                "Set the target",
                objectives.set_target,
                said=f"{measure['name']}: the target is set.",
                measure_id=measure["id"],
            )


def _add_action(plan: Plan) -> None:
    if objective := _picked("objective", plan.objectives, "ref", "text"):
        with _opened(f"action_of_{objective['id']}") as opened:
            opened.text("title", "What is to be done", required=True)
            opened.text("timing", DEADLINE, required=True)
            _action_details(opened, {})
            opened.send(
                "Add the action",
                actions.add_action,
                said=f"The action is added to {objective['ref']}.",
                objective_id=objective["id"],
            )


def _edit_action(plan: Plan) -> None:
    if action := _picked("action", plan.actions, "ref", "title"):
        with _opened("action", action["id"], action["version"]) as opened:
            opened.text("title", "What is to be done", action["title"], required=True)
            _action_details(opened, action)
            opened.send(
                "Save the action",
                actions.edit_action,
                said=f"{action['ref']} is saved.",
                action_id=action["id"],
            )


def _action_details(opened: Form, now: Row) -> None:
    opened.text("accountable", "Accountable, a body or a post", now.get("accountable", ""))
    opened.text("responsible", "Responsible, the post of its lead", now.get("responsible", ""))
    opened.text("needs", "Needs first, such as DATA-A4, DATA-A6", now.get("needs", ""))
    opened.number("weight", "Weight among the actions", now.get("weight", 1.0))


def _add_milestone(plan: Plan) -> None:
    if action := _picked("action", plan.actions, "ref", "title"):
        with _opened(f"milestone_of_{action['id']}") as opened:
            opened.text("title", "What is reached", required=True)
            opened.text("timing", DEADLINE, required=True)
            opened.number("weight", "Weight among the action’s milestones", 1.0)
            opened.send(
                "Add the milestone",
                actions.add_milestone,
                said=f"The milestone is added to {action['ref']}.",
                action_id=action["id"],
            )


def _opened(
    what: str, id_: int | None = None, version: int | None = None
) -> AbstractContextManager[Form]:
    return form.opened(f"{PLACE}.{what}.{id_ or 'new'}", version=version, place=PLACE)


def _picked(what: str, rows: pd.DataFrame, ref: str, words: str) -> Row | None:
    """Ask which record is meant; ``None`` until it is said."""
    records = {row["id"]: row for row in rows.to_dict("records")}
    if not records:
        st.markdown(f"The plan has no {what} yet. Add one first.")
        return None
    labels = {id_: f"{row[ref]}: {row[words]}" for id_, row in records.items()}
    chosen = record_choice.ask(f"Which {what}?", labels, key=f"{PLACE}.{what}")
    return records.get(chosen)


_FORMS: dict[str, Callable[[Plan], None]] = {
    "Edit the strategy’s texts": _strategy,
    "Add a theme": _add_theme,
    "Edit a theme": _edit_theme,
    "Add an objective": _add_objective,
    "Edit an objective": _edit_objective,
    "Add a measure": _add_measure,
    "Set a target": _set_target,
    "Add an action": _add_action,
    "Edit an action": _edit_action,
    "Add a milestone": _add_milestone,
    "Begin the next strategy": _begin_next,
}
