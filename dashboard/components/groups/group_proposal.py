"""Proposing a group: what it is for and by when, in one form, and the way to it."""

from typing import Any

import streamlit as st

from dashboard.components import form
from dashboard.components.groups import group_fields
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import people as people_loaders
from dashboard.markdown import link
from dashboard.navigation import GROUP, address
from dashboard.view import View
from tracker import permissions
from tracker.permissions import Actor
from tracker.services import groups
from tracker.vocabulary import GroupKind, Permission, Role

PLACE = "proposal"
PROPOSE = "Propose a group"
_NEW = f"{PLACE}.new"


def show(view: View) -> None:
    """Draw the form that proposes a group; once it is sent, a link to the group."""
    st.header(PROPOSE, anchor=False)
    form.show_result(PLACE)
    _way_to_the_new_one(view)
    choice = f"{PLACE}.choice"
    if not form.choose("What do you want to do?", [PROPOSE], key=choice):
        return
    with (
        st.container(border=True),
        form.opened(f"{PLACE}.form", place=PLACE, closes=choice) as opened,
    ):
        _fields(opened, view)


def _fields(opened: form.Form, view: View) -> None:
    edits_all = permissions.can(view.actor, Permission.GROUP_EDIT)
    if not edits_all:
        st.markdown("You chair it from today on. What you leave empty here can follow later.")
    opened.text("name", "Name", required=True)
    group_fields.kind(opened, GroupKind.TASK_AND_FINISH_GROUP)
    group_fields.term(opened, "purpose")
    group_fields.term(opened, "deliverables")
    opened.day("ends_on", "By when is it to have ended? Empty: no end is stated", None)
    group_fields.parent(opened, view.moment, None)
    if edits_all:
        labels = people_loaders.called(view.moment.day)
        opened.pick(
            "chair_id", "Who chairs it? Empty: nobody yet", [*labels], None, format_func=labels.get
        )
    said = "The group is proposed" + ("." if edits_all else ", and you chair it.")
    opened.send("Propose it", _propose, said=said)


def _propose(db: Any, **typed: Any) -> None:
    st.session_state[_NEW] = groups.propose_group(db, **typed)


def _way_to_the_new_one(view: View) -> None:
    """Lead to the group that was proposed last, once; whoever chairs it, as its chair."""
    if _NEW not in st.session_state:
        return
    name = group_loaders.called(view.moment).get(st.session_state.pop(_NEW))
    if name is None:
        return
    if not permissions.can(view.actor, Permission.GROUP_EDIT):
        view = View(view.moment, Actor(permissions.chair_of(name), Role.LEAD))
    st.markdown(link(f"Go to {name}", address(GROUP, view, group=name)))
