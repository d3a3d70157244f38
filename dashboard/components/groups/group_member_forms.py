"""What can be done about members: let somebody join or leave, another role, hours, corrections."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import form, record_choice
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import people as people_loaders
from dashboard.view import Moment, View
from tracker import permissions
from tracker.analytics import spells
from tracker.services import memberships
from tracker.vocabulary import GroupRole

JOIN, LEAVE, ROLE = "Somebody joins", "Somebody leaves", "Another role"
HOURS, CORRECT = "Hours offered", "Correct a membership"
_ROLES = {role: role.label for role in GroupRole}
_Row = Mapping[Hashable, Any]


def show(view: View, row: _Row) -> None:
    """Draw the choice of what to do about members, and the form for it."""
    moment = view.moment
    place = f"members.{row['id']}"
    choice = f"{place}.choice"
    form.show_result(place)
    offered = _offered(row, is_chair=permissions.is_chair(view.actor, row["name"]))
    chosen = form.choose("What do you want to do?", offered, key=choice) if offered else None
    if not chosen:
        return
    with st.container(border=True):
        if chosen == JOIN:
            _join(place, choice, moment, row)
        elif spell := _picked(place, _spells(moment, row, chosen)):
            key = f"{place}.{chosen}.{spell['id']}"
            version = int(spell["version"])
            with form.opened(key, version=version, place=place, closes=choice) as opened:
                {LEAVE: _leave, ROLE: _role, HOURS: _hours, CORRECT: _correct}[chosen](
                    opened, moment, spell
                )


def _offered(row: _Row, *, is_chair: bool) -> list[str]:
    # The form shows what somebody offers now.
    hours = [HOURS] if is_chair else []
    of_those_in_it = [LEAVE, ROLE, *hours] if row["open_memberships"] else []
    return [
        *([] if row["has_ended"] else [JOIN, *of_those_in_it]),
        *([CORRECT] if row["memberships"] else []),
    ]


def _spells(moment: Moment, row: _Row, chosen: str) -> pd.DataFrame:
    """The memberships that can be chosen: any can be corrected, the rest is for those who stay."""
    every = group_loaders.people(moment, int(row["id"])).memberships
    over = spells.ended(every, moment.day).index
    return every if chosen == CORRECT else every.drop(over)


def _join(place: str, choice: str, moment: Moment, row: _Row) -> None:
    labels = people_loaders.called(moment.day)
    with form.opened(f"{place}.join", place=place, closes=choice) as opened:
        opened.pick("person_id", "Who?", [*labels], None, required=True, format_func=labels.get)
        _roles(opened, GroupRole.MEMBER)
        opened.day("starts_on", "From", moment.today, required=True)
        opened.day("ends_on", "Until. Empty: it goes on", None)
        opened.number("hours_a_month", "Hours a month. Empty: not said", None, required=False)
        opened.send(
            "Let them join",
            memberships.join_group,
            said=f"There is somebody new in {row['name']}.",
            group_id=int(row["id"]),
        )


def _picked(place: str, of_group: pd.DataFrame) -> _Row | None:
    """Ask whose spell is meant."""
    rows = {int(each["id"]): each for each in of_group.to_dict("records")}
    names = group_loaders.names(of_group["person_id"])
    labels = {key: _label(each, names) for key, each in rows.items()}
    chosen = record_choice.ask("Whose membership?", labels, key=f"{place}.spell")
    return rows.get(chosen)


def _label(spell: _Row, names: dict[int, str]) -> str:
    ends = "on" if pd.isna(spell["ends_on"]) else f"to {formats.day(spell['ends_on'].date())}"
    role = GroupRole(spell["role"]).label.lower()
    days = f"{formats.day(spell['starts_on'].date())} {ends}"
    return f"{names[spell['person_id']]}, {role}, {days}"


def _leave(opened: form.Form, moment: Moment, spell: _Row) -> None:
    opened.day("ends_on", "Their last day", moment.today, required=True)
    opened.send(
        "Let them leave",
        memberships.leave_group,
        said="Their last day is recorded.",
        membership_id=int(spell["id"]),
    )


def _role(opened: form.Form, moment: Moment, spell: _Row) -> None:
    _roles(opened, None)
    opened.day("starts_on", "From", moment.today, required=True)
    opened.send(
        "Change the role",
        memberships.change_role,
        said="The role is changed.",
        membership_id=int(spell["id"]),
    )


def _hours(opened: form.Form, _moment: Moment, spell: _Row) -> None:
    now = None if pd.isna(spell["hours_a_month"]) else float(spell["hours_a_month"])
    opened.number("hours_a_month", "Hours a month. Empty: not said", now, required=False)
    opened.send(
        "Save the hours",
        memberships.offer_hours,
        said="The hours are saved.",
        membership_id=int(spell["id"]),
    )


def _correct(opened: form.Form, _moment: Moment, spell: _Row) -> None:
    ends = None if pd.isna(spell["ends_on"]) else spell["ends_on"].date()
    _roles(opened, GroupRole(spell["role"]))
    opened.day("starts_on", "From", spell["starts_on"].date(), required=True)
    opened.day("ends_on", "Until. Empty: it goes on", ends)
    opened.tick("is_void", "It was recorded by mistake, and doesn't count")
    opened.text("reason", "Why? The history shows it.", required=True)
    opened.send(
        "Correct it",
        memberships.correct_spell,
        said="The membership is corrected.",
        membership_id=int(spell["id"]),
    )


def _roles(opened: form.Form, now: GroupRole | None) -> None:
    opened.choice("role", "As what?", [*_ROLES], now, format_func=_ROLES.get)
