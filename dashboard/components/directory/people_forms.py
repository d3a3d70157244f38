"""What the secretariat does about people: add, edit, merge, erase; reminders, calendars."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.components import form, record_choice
from dashboard.components.directory import organisation_forms
from dashboard.loaders import people as people_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker import tokens
from tracker.services import people, people_erasure, people_merging

PLACE = "people"
ADD, EDIT, MERGE, ERASE = "Add a person", "Edit a person", "Merge two records", "Erase a person"
REMINDERS, CALENDAR = "Turn reminders on or off", "Give or end a calendar address"
_CHOICE = f"{PLACE}.choice"
_ADDRESS = f"{PLACE}.address"

Row = Mapping[Hashable, Any]


def show(moment: Moment) -> None:
    """Draw the choice of what to do, and the form for it."""
    st.header("Add, edit, merge and erase people", anchor=False)
    form.show_result(PLACE)
    _show_address_once()
    count = len(people_loaders.found(moment, ""))
    offered = [ADD, *([EDIT, ERASE, REMINDERS, CALENDAR] if count else [])]
    if count > 1:
        offered.insert(2, MERGE)
    chosen = form.choose("What do you want to do?", offered, key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == ADD:
            _add(moment)
            return
        everyone = people_loaders.everyone(moment.today)
        question = "Which record goes?" if chosen == MERGE else "Who?"
        if person := _picked(everyone, question):
            _FORMS[chosen](person, everyone, moment)


def _names(everyone: pd.DataFrame) -> dict[int, str]:
    """Everybody as they are offered for a choice, by their key."""
    return {
        row["id"]: ", ".join(filter(None, [row["name"], row["organisation"], row["email"]]))
        for row in everyone.to_dict("records")
    }


def _picked(everyone: pd.DataFrame, question: str) -> Row | None:
    """Ask who is meant; ``None`` until it is said."""
    chosen = record_choice.ask(question, _names(everyone), key=f"{PLACE}.person")
    own = everyone[everyone["id"] == chosen].to_dict("records")
    return own[0] if own else None


def _add(moment: Moment) -> None:
    with form.opened(f"{PLACE}.add", place=PLACE, closes=_CHOICE) as opened:
        _fields(opened, {"name": "", "email": "", "organisation_id": None}, moment)
        opened.send("Add the person", people.add_person, said="The person is added.")


def _edit(person: Row, _: pd.DataFrame, moment: Moment) -> None:
    key = f"{PLACE}.edit.{person['id']}"
    with form.opened(key, version=person["version"], place=PLACE, closes=_CHOICE) as opened:
        _fields(opened, person, moment)
        opened.send(
            "Save the person",
            people.edit_person,
            said="The person is saved.",
            person_id=person["id"],
        )


def _fields(opened: form.Form, now: Row, moment: Moment) -> None:
    whose = organisation_forms.names(moment)
    opened.text("name", "Name", now["name"], required=True)
    opened.text("email", "Work e-mail", now["email"], required=True)
    opened.pick(
        "organisation_id",
        "Organisation",
        [*whose],
        now["organisation_id"],
        format_func=whose.get,
    )


def _merge(person: Row, everyone: pd.DataFrame, _: Moment) -> None:
    others = _names(everyone[everyone["id"] != person["id"]])
    st.markdown(
        f"Groups, posts, meetings and reminders of {plain(person['name'])} "
        f"({plain(person['email'])}) move to the record that is kept, whose name and address stay. "
        "It can’t be taken back."
    )
    key = f"{PLACE}.merge.{person['id']}"
    with form.opened(key, version=person["version"], place=PLACE, closes=_CHOICE) as opened:
        opened.pick(
            "kept_id",
            "Which record is kept?",
            [*others],
            None,
            required=True,
            format_func=others.get,
        )
        opened.send(
            "Merge the two",
            people_merging.merge_people,
            said="The two records are one.",
            person_id=person["id"],
        )


def _erase(person: Row, *_: Any) -> None:
    st.markdown(
        f"The name and address of {plain(person['name'])} go for good, their calendar and "
        "reminders end, and so do their groups and posts, today. What is past stays counted, "
        "and says “former member”. It can’t be taken back."
    )
    key = f"{PLACE}.erase.{person['id']}"
    with form.opened(key, version=person["version"], place=PLACE, closes=_CHOICE) as opened:
        opened.text("reason", "Why? It is kept for good: name nobody", required=True)
        opened.send(
            "Erase this person",
            people_erasure.erase_person,
            said="The person is erased.",
            person_id=person["id"],
        )


def _reminders(person: Row, *_: Any) -> None:
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


def _calendar(person: Row, *_: Any) -> None:
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


_FORMS: dict[str, Callable[[Row, pd.DataFrame, Moment], None]] = {
    EDIT: _edit,
    MERGE: _merge,
    ERASE: _erase,
    REMINDERS: _reminders,
    CALENDAR: _calendar,
}
