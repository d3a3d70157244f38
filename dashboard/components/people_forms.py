"""Who is reminded: the list of them, and what the secretariat does about each."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, session
from dashboard.components import data_table, form
from dashboard.markdown import plain
from tracker import tokens, wording
from tracker.services import people

PLACE = "people"
ADD, EDIT = "Add a person", "Edit a person"
REMINDERS, CALENDAR = "Turn reminders on or off", "Give or end a calendar address"
_CHOICE = f"{PLACE}.choice"
_ADDRESS = f"{PLACE}.address"

Row = Mapping[Hashable, Any]


def table(everyone: pd.DataFrame) -> None:
    """Draw everybody who is reminded."""
    if everyone.empty:
        st.info("Nobody is reminded yet. Add the leads of the actions first.")
        return
    rows = [_cells(row) for row in everyone.to_dict("records")]
    data_table.show(pd.DataFrame(rows), name="People who are reminded")


def show(everyone: pd.DataFrame) -> None:
    """Draw the choice of what to do, and the form for it."""
    st.header("Add and edit people", anchor=False)
    form.show_result(PLACE)
    _show_address_once()
    offered = [ADD] if everyone.empty else [ADD, EDIT, REMINDERS, CALENDAR]
    chosen = form.choose("What do you want to do?", offered, key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == ADD:
            _add()
        elif person := _picked(everyone):
            {EDIT: _edit, REMINDERS: _reminders, CALENDAR: _calendar}[chosen](person)


def _cells(row: Row) -> dict[str, str]:
    return {
        "Name": plain(row["name"]),
        "Work e-mail": plain(row["email"]),
        "Posts": plain(row["posts"]) or formats.NOTHING,
        "Leads": wording.count(row["leads"], "action"),
        "Reminders": "On" if row["wants_reminders"] else "Off",
        "Calendar": "Has an address" if row["has_calendar"] else formats.NOTHING,
    }


def _picked(everyone: pd.DataFrame) -> Row | None:
    """Ask who is meant; ``None`` until it is said."""
    by_id = {row["id"]: row for row in everyone.to_dict("records")}
    labels = {
        id_: ", ".join(filter(None, [row["name"], row["posts"]])) for id_, row in by_id.items()
    }
    chosen = st.selectbox(
        "Who?",
        labels,
        index=0 if len(by_id) == 1 else None,
        format_func=labels.get,
        placeholder="Choose one",
        key=f"{PLACE}.person",
    )
    return by_id.get(chosen)


def _add() -> None:
    with form.opened(f"{PLACE}.add", place=PLACE, closes=_CHOICE) as opened:
        _fields(opened, {"name": "", "email": ""})
        opened.send("Add the person", people.add_person, said="The person is added.")


def _edit(person: Row) -> None:
    key = f"{PLACE}.edit.{person['id']}"
    with form.opened(key, version=person["version"], place=PLACE, closes=_CHOICE) as opened:
        _fields(opened, person)
        opened.send(
            "Save the person",
            people.edit_person,
            said="The person is saved.",
            person_id=person["id"],
        )


def _fields(opened: form.Form, now: Row) -> None:
    opened.text("name", "Name", now["name"], required=True)
    opened.text("email", "Work e-mail", now["email"], required=True)


def _reminders(person: Row) -> None:
    is_on = person["wants_reminders"]
    st.markdown(f"Reminders to {plain(person['name'])} are {'on' if is_on else 'off'}.")
    with form.opened(f"{PLACE}.reminders.{person['id']}", place=PLACE, closes=_CHOICE) as opened:
        opened.send(
            f"Turn them {'off' if is_on else 'on'}",
            people.set_reminders,
            said=f"Reminders to {person['name']} are {'off' if is_on else 'on'}.",
            person_id=person["id"],
            wants_reminders=not is_on,
        )


def _calendar(person: Row) -> None:
    st.markdown(
        "Whoever has the address can read the calendar: due dates, rounds and meetings. It is "
        "shown once. A new one ends the one before."
    )
    token = tokens.new_token()
    key = f"{PLACE}.calendar.{person['id']}"
    with form.opened(key, version=person["version"], place=PLACE, closes=_CHOICE) as opened:
        opened.send(
            "Give a new address",
            people.issue_calendar,
            said=f"The calendar of {person['name']} has a new address.",
            then=partial(_keep_address, token),
            person_id=person["id"],
            token=token,
        )
    if person["has_calendar"]:
        with form.opened(f"{PLACE}.revoke.{person['id']}", place=PLACE, closes=_CHOICE) as opened:
            opened.send(
                "End its address",
                people.revoke_calendar,
                said=f"The calendar of {person['name']} can no longer be read.",
                is_main=False,
                person_id=person["id"],
            )


def _keep_address(token: str) -> None:
    st.session_state[_ADDRESS] = f"{session.configuration().public_url}/calendar/{token}.ics"


def _show_address_once() -> None:
    if address := st.session_state.pop(_ADDRESS, ""):
        st.markdown("Copy this address now, and send it to nobody else:")
        st.code(address, language=None, wrap_lines=True)
