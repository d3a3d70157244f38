"""What can be done to a group as a whole: move it on in its life, agree on terms, edit it."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import form
from dashboard.components.groups import group_facts, group_fields
from dashboard.loaders import groups as group_loaders
from dashboard.view import Moment, View
from tracker import permissions
from tracker.permissions import Actor
from tracker.services import group_life, groups, terms
from tracker.vocabulary import ENDED, GroupKind, GroupState, Permission

PLACE = "groups"
ACTIVATE, BEGIN_CLOSING, CLOSE, STOP = "Activate", "Begin to close", "Close", "Stop"
MOVE_END, EDIT, TERMS = "Move its end", "Edit", "Agree on terms"
_MOVES = {
    GroupState.ACTIVE: ACTIVATE,
    GroupState.CLOSING: BEGIN_CLOSING,
    GroupState.CLOSED: CLOSE,
    GroupState.STOPPED: STOP,
}
_ALONE = 0  # in place of a group: the lead carries the action alone
_Row = Mapping[Hashable, Any]


def show(view: View, row: _Row) -> None:
    """Draw the choice of what to do with a group, and the form for it."""
    moment = view.moment
    st.header("What comes next", anchor=False)
    place = f"{PLACE}.{row['id']}"
    choice = f"{place}.choice"
    form.show_result(place)
    chosen = form.choose("What do you want to do?", _offered(view.actor, row), key=choice)
    if not chosen:
        return
    draw: dict[str, Callable[[form.Form, Moment, _Row], None]] = {
        ACTIVATE: _activate,
        BEGIN_CLOSING: _begin_closing,
        CLOSE: _close,
        STOP: _stop,
        MOVE_END: _move_end,
        EDIT: _edit,
        TERMS: _terms,
    }
    version = _latest(moment, row).get("number", 0) if chosen == TERMS else row["version"]
    with (
        st.container(border=True),
        form.opened(
            f"{place}.{chosen}", version=int(version), place=place, closes=choice
        ) as opened,
    ):
        draw[chosen](opened, moment, row)


def show_result(row: _Row) -> None:
    """Say what came of a form by which whoever sent it ceased to be the chair."""
    form.show_result(f"{PLACE}.{row['id']}")


def _offered(actor: Actor, row: _Row) -> list[str]:
    """What its state allows, and of that what whoever looks may do."""
    state = GroupState(row["state"])
    moves = [_MOVES[to] for to in group_life.MOVES[state]]
    if not permissions.can(actor, Permission.GROUP_EDIT):
        moves = [move for move in moves if move != STOP]
    return [*moves, *([] if state in ENDED else [TERMS, MOVE_END]), EDIT]


def _activate(opened: form.Form, _moment: Moment, row: _Row) -> None:
    opened.send(
        "Activate it today",
        group_life.activate_group,
        said=f"{row['name']} is active.",
        group_id=int(row["id"]),
    )


def _begin_closing(opened: form.Form, _moment: Moment, row: _Row) -> None:
    st.markdown("From then on it takes no action on. It closes once its actions have a new home.")
    opened.text("reason", "Why? The history shows it.")
    opened.send(
        "Begin to close it",
        group_life.begin_closing,
        said=f"{row['name']} is closing.",
        group_id=int(row["id"]),
    )


def _close(opened: form.Form, moment: Moment, row: _Row) -> None:
    opened.words("outputs", "What does it leave behind?", required=True)
    opened.words("lessons", "What can others learn from it?", required=True)
    opened.text("reason", "Why does it close? The history shows it.", required=True)
    _homes(opened, moment, row)
    _send_end(opened, "Close it", group_life.close_group, "closed", row)


def _stop(opened: form.Form, moment: Moment, row: _Row) -> None:
    opened.text("reason", "Why does it stop? The history shows it.", required=True)
    _homes(opened, moment, row)
    _send_end(opened, "Stop it", group_life.stop_group, "stopped", row)


def _send_end(
    opened: form.Form, label: str, service: Callable[..., None], became: str, row: _Row
) -> None:
    said = f"{row['name']} is {became}."
    opened.send(label, partial(_with_homes, service), said=said, group_id=int(row["id"]))


def _homes(opened: form.Form, moment: Moment, row: _Row) -> None:
    """Ask for a new home for each of the group's open actions."""
    homes = group_loaders.open_homes(moment)
    hosts = {key: name for key, name in group_loaders.hosts(moment).items() if key != row["id"]}
    for action in homes[homes["group_id"] == row["id"]].to_dict("records"):
        lead = action["responsible"]
        alone = {_ALONE: f"Its lead alone: {lead}"} if lead else {}
        options = alone | hosts
        opened.pick(
            f"home_{action['action_id']}",
            f"Who takes {action['ref']} on: {action['title']}?",
            [*options],
            None,
            required=True,
            format_func=options.get,
        )


def _with_homes(service: Callable[..., None], session_: Any, **typed: Any) -> None:
    """Hand the fields of ``_homes`` over as what the service calls ``homes``."""
    prefix = "home_"
    fields = [name for name in typed if name.startswith(prefix)]
    homes = {int(name.removeprefix(prefix)): typed.pop(name) or None for name in fields}
    service(session_, homes=homes, **typed)


def _move_end(opened: form.Form, _moment: Moment, row: _Row) -> None:
    ends = None if pd.isna(row["ends_on"]) else row["ends_on"].date()
    st.markdown(f"Its planned end is {formats.day(ends) if ends else 'not stated yet'}.")
    opened.day("ends_on", "By when is it to have ended? Empty: no end is stated", ends)
    opened.text("reason", "Why? The history shows it.")
    opened.send(
        "Move its end",
        groups.move_end,
        said=f"The end of {row['name']} has moved.",
        group_id=int(row["id"]),
    )


def _edit(opened: form.Form, moment: Moment, row: _Row) -> None:
    opened.text("name", "Name", row["name"], required=True)
    group_fields.kind(opened, GroupKind(row["kind"]))
    parent = None if pd.isna(row["parent_id"]) else int(row["parent_id"])
    group_fields.parent(opened, moment, parent)
    opened.send("Save it", groups.edit_group, said="The group is saved.", group_id=int(row["id"]))


def _terms(opened: form.Form, moment: Moment, row: _Row) -> None:
    now = _latest(moment, row)
    for field in group_facts.TERMS:
        group_fields.term(opened, field, now.get(field, ""), required=field == "purpose")
    opened.send(
        "Agree on these terms",
        terms.agree_terms,
        said=f"The terms of {row['name']} are agreed.",
        group_id=int(row["id"]),
    )


def _latest(moment: Moment, row: _Row) -> dict[Hashable, Any]:
    whole = group_loaders.groups(moment).terms
    own = whole[whole["group_id"] == row["id"]].to_dict("records")
    return own[-1] if own else {}
