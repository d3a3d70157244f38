"""What can be done about who holds a post: a form each, opened by a choice."""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.components import form
from dashboard.components.posts import champion_words as words
from dashboard.components.posts.champion_words import Row
from dashboard.loaders import people as people_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.view import View
from tracker import permissions
from tracker.analytics.posts import PostState
from tracker.services import appointments
from tracker.vocabulary import Permission

PLACE = "appointments"
APPOINT, EXTEND, STEP_DOWN = "Appoint somebody", "Extend the term", "Step down"
HAND_OVER, DEPUTY = "Hand over", "Name a deputy"
CORRECT, TAKE_BACK = "Correct a term", "Take an appointment back"
USUAL_TERM = timedelta(days=365 * 2)


def show(view: View, row: Row) -> None:
    """Draw the choice of what this reader may do about the post, and the form for it.

    Args:
        row: A row of ``post_loaders.posts``.
    """
    form.show_result(PLACE)
    offered = _offered(view, row)
    if not offered:
        return
    choice = f"{PLACE}.{row['id']}.choice"
    chosen = form.choose("What do you want to do?", offered, key=choice)
    if not chosen:
        return
    draw = {
        APPOINT: _appoint,
        EXTEND: _extend,
        STEP_DOWN: _step_down,
        HAND_OVER: _hand_over,
        DEPUTY: _deputy,
        CORRECT: _correct,
        TAKE_BACK: _take_back,
    }[chosen]
    with st.container(border=True):
        draw(row, choice)


def _offered(view: View, row: Row) -> list[str]:
    is_held = row["state"] != PostState.VACANT
    if not permissions.can(view.actor, Permission.POST_EDIT):
        own = is_held and permissions.can_update_post(view.actor, row["title"])
        return [STEP_DOWN] if own else []
    extend = [] if pd.isna(row["ends_on"]) else [EXTEND]
    now = [*extend, STEP_DOWN, HAND_OVER, DEPUTY] if is_held else [APPOINT]
    has_terms = not post_loaders.terms(view.moment, int(row["id"])).empty
    return [*now, *([CORRECT, TAKE_BACK] if has_terms else [])]


def _appoint(row: Row, choice: str) -> None:
    today = session.moment().today
    with form.opened(f"{PLACE}.{row['id']}.appoint", place=PLACE, closes=choice) as opened:
        _person(opened, "person_id", "Who?", required=True)
        opened.day("starts_on", "From", today, required=True)
        opened.day("ends_on", "To (empty: no end is stated)", today + USUAL_TERM)
        _person(opened, "deputy_id", "Deputy (may be left empty)")
        opened.text("appointed_by", "Appointed by (may be left empty)")
        opened.send(
            "Appoint",
            appointments.appoint,
            said=f"{row['title']} is filled.",
            post_id=int(row["id"]),
        )


def _extend(row: Row, choice: str) -> None:
    with _of_term(row, "extend", choice) as opened:
        opened.day("ends_on", "New end", row["ends_on"].date() + USUAL_TERM, required=True)
        opened.words("reason", "Why is it extended?", required=True)
        opened.send(
            "Extend the term",
            appointments.extend_appointment,
            said=f"The term of the {row['title']} is extended.",
            appointment_id=int(row["appointment_id"]),
        )


def _step_down(row: Row, choice: str) -> None:
    with _of_term(row, "step_down", choice) as opened:
        opened.day("ends_on", "Last day", session.moment().today, required=True)
        opened.words("handover_note", "What should the next holder know? (may be left empty)")
        opened.words("reason", "Why? (may be left empty; everyone can read it)")
        opened.send(
            "Step down",
            appointments.step_down,
            said=f"{row['title']} is vacant from the day after.",
            appointment_id=int(row["appointment_id"]),
        )


def _hand_over(row: Row, choice: str) -> None:
    last = _day(row["ends_on"]) or session.moment().today
    with _of_term(row, "hand_over", choice) as opened:
        opened.day("last_day", "Last day of the present holder", last, required=True)
        _person(opened, "person_id", "Who follows the day after?", required=True)
        opened.day("ends_on", "Until (empty: no end is stated)", last + USUAL_TERM)
        _person(opened, "deputy_id", "Deputy (may be left empty)")
        opened.text("appointed_by", "Appointed by (may be left empty)")
        opened.words("handover_note", "What should they know? (may be left empty)")
        opened.send(
            "Hand over",
            appointments.hand_over,
            said=f"{row['title']} is handed over.",
            appointment_id=int(row["appointment_id"]),
        )


def _deputy(row: Row, choice: str) -> None:
    with _of_term(row, "deputy", choice) as opened:
        now = None if pd.isna(row["deputy_id"]) else int(row["deputy_id"])
        _person(opened, "deputy_id", "Deputy (empty: nobody)", now)
        opened.send(
            "Save the deputy",
            appointments.name_deputy,
            said=f"The deputy of the {row['title']} is saved.",
            appointment_id=int(row["appointment_id"]),
        )


def _correct(row: Row, choice: str) -> None:
    if not (term := _picked_term(row)):
        return
    with _of_any_term(term, "correct", choice) as opened:
        opened.day("starts_on", "From", _day(term["starts_on"]), required=True)
        opened.day("ends_on", "To (empty: no end is stated)", _day(term["ends_on"]))
        opened.words("reason", "What was recorded wrongly?", required=True)
        opened.send(
            "Correct the term",
            appointments.correct_appointment,
            said="The term is corrected.",
            appointment_id=int(term["id"]),
        )


def _take_back(row: Row, choice: str) -> None:
    if not (term := _picked_term(row)):
        return
    with _of_any_term(term, "void", choice) as opened:
        opened.words("reason", "Why was it recorded by mistake?", required=True)
        opened.send(
            "Take it back",
            appointments.void_appointment,
            said="The appointment is taken back.",
            appointment_id=int(term["id"]),
        )


def _picked_term(row: Row) -> dict[Any, Any] | None:
    """Ask which of the post's terms is meant; the latest, until another is chosen."""
    terms = post_loaders.terms(session.moment(), int(row["id"])).set_index("id", drop=False)
    labels = {int(each["id"]): _term_label(each) for each in terms.to_dict("records")}
    chosen = st.selectbox(
        "Which term?", labels, format_func=labels.get, key=f"{PLACE}.{row['id']}.term"
    )
    return None if chosen is None else terms.loc[chosen].to_dict()


def _term_label(term: Row) -> str:
    ends = "on" if pd.isna(term["ends_on"]) else f"to {words.day(term['ends_on'])}"
    return f"{term['holder']}, {words.day(term['starts_on'])} {ends}"


def _of_term(row: Row, name: str, choice: str) -> AbstractContextManager[form.Form]:
    """A form about the term of whoever holds the post."""
    key = f"{PLACE}.{row['appointment_id']}.{name}"
    version = int(row["appointment_version"])
    return form.opened(key, version=version, place=PLACE, closes=choice, proposes=True)


def _of_any_term(term: Row, name: str, choice: str) -> AbstractContextManager[form.Form]:
    """A form about one of the post's terms, the past ones too."""
    key = f"{PLACE}.{term['id']}.{name}"
    return form.opened(key, version=int(term["version"]), place=PLACE, closes=choice)


def _person(
    opened: form.Form, field: str, label: str, value: int | None = None, *, required: bool = False
) -> None:
    labels = people_loaders.called(session.moment().day)
    opened.pick(field, label, [*labels], value, required=required, format_func=labels.get)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
