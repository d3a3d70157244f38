"""One organisation: what it has, what it lacks, and whom to ask."""

import pandas as pd
import streamlit as st

from dashboard import navigation, session
from dashboard.components import address_choice
from dashboard.components.coverage import coverage_words
from dashboard.components.coverage.coverage_words import CODE, Row
from dashboard.components.posts import champion_words
from dashboard.components.replay import replayed_of
from dashboard.loaders import coverage as coverage_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import link, plain, quoted
from dashboard.navigation import CHAMPIONS, COVERAGE, ORGANISATION, address
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import contacts
from tracker.analytics.contacts import Contact
from tracker.analytics.coverage import Cell, is_gap
from tracker.areas import Area
from tracker.permissions import Actor
from tracker.vocabulary import Permission, Role


def asked(moment: Moment) -> int | None:
    """The key of the organisation in the address (``?organisation=DEFRA``), if it is in scope."""
    return coverage_loaders.by_code(moment).get(_code())


def choose(moment: Moment) -> None:
    """Draw a field that opens one of them, and say so if there is none as asked for."""
    if code := _code():
        st.error(
            f"There is no organisation {quoted(code)} in scope on this day.",
            icon=":material/error:",
        )
    rows = coverage_loaders.grid(moment).organisations
    labels = dict(zip(rows["code"], rows["code"] + ": " + rows["name"], strict=True))
    address_choice.offer(
        CODE,
        labels,
        question="Which organisation do you want to see?",
        placeholder="Type a part of its code or name",
    )
    navigation.link(COVERAGE, "Or see them all")


@replayed_of(Area.PEOPLE, Area.PLAN)
def show(view: View, organisation_id: int) -> None:
    """Draw what the organisation has and lacks, and the address to send."""
    grid = coverage_loaders.grid(view.moment)
    row = grid.organisations.set_index("id").loc[organisation_id]
    st.title(f"{plain(row['code'])}: {plain(row['name'])}", anchor=False)
    cells = grid.cells[grid.cells["organisation_id"] == organisation_id]
    st.markdown(f"**{plain(sentence(row['name'], cells, grid.columns))}**")
    missing = is_gap(cells)
    for heading, own in (("What is missing", cells[missing]), ("What is there", cells[~missing])):
        if not own.empty:
            st.header(f"{heading} ({len(own):,})", anchor=False)
            st.markdown("\n".join(_item(cell, grid.columns, view) for cell in _rows(own)))
    _link_to_send(view, row["code"])


def _link_to_send(view: View, code: str) -> None:
    """The address of this page as any member sees it, to be copied."""
    as_member = View(
        Moment(view.moment.version, view.moment.today), Actor(Role.MEMBER.label, Role.MEMBER)
    )
    own = address(ORGANISATION, as_member, **{CODE: code})
    st.markdown("To pass this page on, such as to the head of the organisation, copy its address:")
    st.code(f"{session.configuration().public_url}{own}", language=None, wrap_lines=True)


def sentence(name: str, cells: pd.DataFrame, columns: dict[str, str]) -> str:
    """``"DEFRA lacks a representative and 1 more."`` in full."""
    missing = cells.loc[is_gap(cells), "column"].map(columns).tolist()
    if not missing:
        return f"{name} lacks nothing: everyone who is needed is there."
    words = [each if each[:2].isupper() else f"{each[0].lower()}{each[1:]}" for each in missing]
    return f"{name} lacks {len(words)} of {len(columns)}: {wording.listing(words)}."


def _rows(cells: pd.DataFrame) -> list[Row]:
    return list(cells.to_dict("records"))


def _item(cell: Row, columns: dict[str, str], view: View) -> str:
    what = f"- **{plain(columns[cell['column']])}**: {coverage_words.cell(cell, view.actor)}"
    if cell["state"] != Cell.FILLED:
        return f"{what}  \n  {_advice(cell, view)}"
    ends = "" if pd.isna(cell["until"]) else f", until {champion_words.day(cell['until'])}"
    return f"{what}{ends}"


def _advice(cell: Row, view: View) -> str:
    """Whom to ask about a gap."""
    to_ask = contacts.about(
        cell["column"],
        int(cell["organisation_id"]),
        post_loaders.posts(view.moment),
        _chairs(view.moment),
    )
    named = [_contact(each, view.actor) for each in to_ask] or [_secretariat(view.moment)]
    ask = f"Ask {wording.listing(named, 'or')}"
    if cell["state"] != Cell.VACANT:
        return f"{ask}."
    where = address(CHAMPIONS, view, **{champion_words.POST: str(cell["post_id"])})
    return f"{ask}, or say {link('I’m interested', where)}."


def _chairs(moment: Moment) -> list[Contact]:
    read = coverage_loaders.recorded(moment)
    people = post_loaders.recorded(moment).people
    return contacts.chairs(read.groups, read.memberships, people, moment.day)


def _contact(who: Contact, reader: Actor) -> str:
    may_read = who.is_public or permissions.can(reader, Permission.DIRECTORY_READ)
    return f"{plain(who.name)} ({plain(who.office)})" if may_read else f"the {plain(who.office)}"


def _secretariat(moment: Moment) -> str:
    strategy = plan_loaders.strategy(moment)
    contact = strategy.contact if strategy else ""
    return f"the secretariat ({plain(contact)})" if contact else "the secretariat"


def _code() -> str:
    return address_choice.asked(CODE).upper()
