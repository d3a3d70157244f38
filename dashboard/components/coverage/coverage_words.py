"""What an organisation has in a column of the coverage grid, in words and never in colour alone."""

from collections.abc import Hashable, Mapping
from typing import Any

from dashboard.components.posts import champion_words
from dashboard.markdown import link, plain
from dashboard.navigation import ORGANISATION, address
from dashboard.view import View
from tracker import permissions
from tracker.analytics.coverage import DATA, HR_CONTACT, REPRESENTATIVE, Cell
from tracker.analytics.posts import age
from tracker.permissions import Actor
from tracker.vocabulary import Permission

# The organisation's name in the address of its page.
CODE = "organisation"

# Known by name only to those who may see the directory.
_NOT_FOR_ALL = (REPRESENTATIVE, HR_CONTACT)
_SIGNS = {
    Cell.VACANT: ("orange", "person_off"),
    Cell.NO_POST: ("gray", "remove_circle"),
    Cell.NOBODY: ("red", "error"),
    Cell.NOT_RETURNED: ("red", "error"),
}
_GAPS = {
    Cell.NO_POST: "No post",
    Cell.NOBODY: "Nobody",
    Cell.NOT_RETURNED: "Not returned",
}

Row = Mapping[Hashable, Any]


def organisation(row: Row, view: View) -> str:
    """An organisation as a link to all that is known of it."""
    where = address(ORGANISATION, view, **{CODE: row["code"]})
    return f"{link(row['code'], where)} {plain(row['name'])}"


def cell(row: Row, reader: Actor) -> str:
    """A cell as Markdown: who is there, or a badge that says what is missing."""
    state = Cell(row["state"])
    words = plain(text(row, reader))
    if state is Cell.FILLED:
        return f":material/check: {words}"
    hue, icon = _SIGNS[state]
    return f":{hue}-badge[:material/{icon}: {words}]"


def text(row: Row, reader: Actor) -> str:
    """A cell as plain words."""
    state = Cell(row["state"])
    if state is Cell.VACANT:
        return f"Vacant {age(int(row['days'])).removeprefix('for ')}"
    if state is not Cell.FILLED:
        return _GAPS[state]
    if row["column"] == DATA:
        return f"Returned {champion_words.day(row['since'])}"
    may_read = permissions.can(reader, Permission.DIRECTORY_READ)
    return row["who"] if may_read or row["column"] not in _NOT_FOR_ALL else "There is somebody"
