"""The lists of the directory: people, organisations and posts, each searched and paged."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table, filters, paging
from dashboard.components.posts import champion_lists
from dashboard.components.replay import replayed, replayed_alone
from dashboard.loaders import people as people_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics.posts import PostSelection
from tracker.areas import Area

ROWS_SHOWN = 25

Row = Mapping[Hashable, Any]


def say_what_comes_first(moment: Moment) -> None:
    """Say what to do first while the directory is empty."""
    if not people_loaders.found(moment, "") and people_loaders.organisations(moment).empty:
        st.info(
            "Nothing is in the directory yet. Add the organisations first, or import all of it "
            "from a spreadsheet: people and posts belong to organisations."
        )


def people(view: View) -> None:
    """Draw the people in whom the words looked for occur."""
    words = filters.search("Words of a name, an address, an organisation or a post")
    ids = people_loaders.found(view.moment, words)
    if _says_how_many(len(ids), words, "person", "people"):
        _paged(ids, "People", _people, view)


def organisations(view: View) -> None:
    """Draw the organisations in whose code or name the words looked for occur."""
    words = filters.search("Words of a code or a name")
    rows = people_loaders.organisations_found(view.moment, words)
    if _says_how_many(len(rows), words, "organisation", "organisations"):
        _paged(rows, "Organisations", _organisations, view)


def posts(view: View) -> None:
    """Draw the posts in whose title or organisation the words looked for occur."""
    words = filters.search("Words of a post or an organisation")
    rows = post_loaders.found(view.moment, PostSelection(search=words))
    if _says_how_many(len(rows), words, "post", "posts"):
        _paged(rows, "Posts", champion_lists.table, view)


def _says_how_many(count: int, words: str, one: str, many: str) -> bool:
    """Say how many there are; whether there are any."""
    st.header(wording.count(count, one, many).capitalize(), anchor=False)
    if not count and words:
        st.info(f"No {one} has all of these words.")
    elif not count:
        st.markdown(f"No {one} is in the directory yet: add one below.")
    return bool(count)


def _paged(
    rows: tuple[int, ...],
    what: str,
    draw: Callable[[View, tuple[int, ...]], None],
    view: View,
) -> None:
    paging.show(rows, partial(draw, view), size=ROWS_SHOWN, key=filters.TABLE_PAGE, what=what)


@replayed_alone(Area.PEOPLE, Area.PLAN)
def _people(view: View, ids: tuple[int, ...]) -> None:
    rows = people_loaders.some(view.moment.today, ids).to_dict("records")
    data_table.show(pd.DataFrame([_person(row) for row in rows]), name="People")


@replayed
def _organisations(view: View, rows: tuple[int, ...]) -> None:
    found = people_loaders.organisations(view.moment).loc[list(rows)].to_dict("records")
    data_table.show(pd.DataFrame([_organisation(row) for row in found]), name="Organisations")


def _person(row: Row) -> dict[str, str]:
    return {
        "Name": plain(row["name"]),
        "Work e-mail": plain(row["email"]),
        "Organisation": plain(row["organisation"] or "") or formats.NOTHING,
        "Posts": plain(row["posts"]) or formats.NOTHING,
        "Actions": formats.number(row["leads"]) if row["leads"] else formats.NOTHING,
        "Gets": _gets(row) or formats.NOTHING,
    }


def _gets(row: Row) -> str:
    gets = {"reminders": row["wants_reminders"], "a calendar": row["has_calendar"]}
    return wording.listing([what for what, is_so in gets.items() if is_so]).capitalize()


def _organisation(row: Row) -> dict[str, str]:
    return {
        "Code": plain(row["code"]),
        "Name": plain(row["name"]),
        "Scope": "In scope" if row["is_in_scope"] else "Not in scope",
        "People": formats.number(row["people"]),
        "Posts": formats.number(row["posts"]),
        "Data returned for": wording.listing([str(year) for year in row["returned"]])
        or formats.NOTHING,
    }
