"""What the secretariat does about organisations: add, edit and merge them, note their returns."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st

from dashboard.components import form, record_choice
from dashboard.loaders import people as people_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker.areas import Area
from tracker.services import organisations

PLACE = "organisations"
ADD, EDIT, MERGE = "Add an organisation", "Edit an organisation", "Merge two organisations"
RETURN, TAKE_BACK = "Note a return of data", "Take a return of data back"
_CHOICE = f"{PLACE}.choice"

Row = Mapping[Hashable, Any]


def show(moment: Moment) -> None:
    """Draw the choice of what to do, and the form for it."""
    st.header("Add, edit and merge organisations", anchor=False)
    form.show_result(PLACE)
    chosen = form.choose("What do you want to do?", _offered(moment), key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == ADD:
            _add()
        elif row := _picked(moment):
            _FORMS[chosen](row, moment)


@kept(Area.PEOPLE)
def names(moment: Moment) -> dict[int, str]:
    """Every organisation as it is offered for a choice, by its key."""
    rows = people_loaders.organisations(moment).to_dict("records")
    return {row["id"]: f"{row['code']}, {row['name']}" for row in rows}


@kept(Area.PEOPLE)
def _offered(moment: Moment) -> list[str]:
    """What can be done, because there is something that it can be done to."""
    rows = people_loaders.organisations(moment)
    return [
        ADD,
        *([EDIT, RETURN] if len(rows) else []),
        *([MERGE] if len(rows) > 1 else []),
        *([TAKE_BACK] if any(rows["returned"]) else []),
    ]


def _picked(moment: Moment) -> Row | None:
    """Ask which is meant; ``None`` until it is said."""
    chosen = record_choice.ask("Which organisation?", names(moment), key=f"{PLACE}.which")
    rows = people_loaders.organisations(moment)
    return next(iter(rows[rows["id"] == chosen].to_dict("records")), None)


def _add() -> None:
    with form.opened(f"{PLACE}.add", place=PLACE, closes=_CHOICE) as opened:
        _fields(opened, {"code": "", "name": "", "is_in_scope": True})
        opened.send(
            "Add the organisation",
            organisations.add_organisation,
            said="The organisation is added.",
        )


def _edit(row: Row, _: Moment) -> None:
    with _opened("edit", row, version=row["version"]) as opened:
        _fields(opened, row)
        opened.send(
            "Save the organisation",
            organisations.edit_organisation,
            said="The organisation is saved.",
            organisation_id=row["id"],
        )


def _fields(opened: form.Form, now: Row) -> None:
    opened.text("code", "Code, such as DEFRA", now["code"], required=True)
    opened.text("name", "Name", now["name"], required=True)
    opened.choice(
        "is_in_scope",
        "Is it in scope?",
        [True, False],
        now["is_in_scope"],
        format_func={True: "Yes, coverage is looked at", False: "No"}.get,
    )


def _merge(row: Row, moment: Moment) -> None:
    others = {id_: name for id_, name in names(moment).items() if id_ != row["id"]}
    st.markdown(
        f"The people, posts and returns of {plain(row['code'])} become those of the one that is "
        "kept. Earlier days still show both. It can’t be taken back."
    )
    with _opened("merge", row, version=row["version"]) as opened:
        opened.pick(
            "kept_id",
            f"Which one is kept, and takes in {row['code']}?",
            [*others],
            None,
            required=True,
            format_func=others.get,
        )
        opened.send(
            f"Merge {row['code']} into it",
            organisations.merge_organisations,
            said=f"{row['code']} is merged.",
            organisation_id=row["id"],
        )


def _return(row: Row, moment: Moment) -> None:
    with _opened("return", row) as opened:
        opened.number("year", "For which year?", moment.today.year, step=1)
        opened.day("returned_on", "Returned on", moment.today, required=True)
        opened.send(
            "Note the return",
            organisations.record_data_return,
            said=f"The return of {row['code']} is noted.",
            organisation_id=row["id"],
        )


def _take_back(row: Row, _: Moment) -> None:
    if not row["returned"]:
        st.markdown(f"No return of {plain(row['code'])} is noted.")
        return
    with _opened("take_back", row) as opened:
        opened.choice("year", "For which year?", [*row["returned"]], None)
        opened.text("reason", "Why was it noted by mistake?", required=True)
        opened.send(
            "Take it back",
            organisations.take_back_data_return,
            said=f"The return of {row['code']} is taken back.",
            organisation_id=row["id"],
        )


def _opened(name: str, row: Row, version: int | None = None) -> AbstractContextManager[form.Form]:
    key = f"{PLACE}.{name}.{row['id']}"
    return form.opened(key, version=version, place=PLACE, closes=_CHOICE)


_FORMS: dict[str, Callable[[Row, Moment], None]] = {
    EDIT: _edit,
    MERGE: _merge,
    RETURN: _return,
    TAKE_BACK: _take_back,
}
