"""Who is in a group, now and before: numbers for everyone, names for whoever may see them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table
from dashboard.components.groups import group_table
from dashboard.components.replay import replayed_of
from dashboard.loaders import groups as group_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import group_hours, spells
from tracker.areas import Area
from tracker.vocabulary import UNLED, GroupRole, Permission

_Row = Mapping[Hashable, Any]
ROLES = [*GroupRole]
_MANY = {GroupRole.SECRETARY: "secretaries"}


def show(view: View, row: _Row) -> None:
    """Draw the members of the day, those before, and how many there were over time."""
    if row["kind"] in UNLED and not row["memberships"]:
        st.header("Members", anchor=False)
        st.markdown("It speaks for all who belong to it. Who they are is recorded nowhere.")
        return
    sees_names = permissions.can(view.actor, Permission.DIRECTORY_READ)
    _members(view.moment, int(row["id"]), sees_names)
    group_table.volunteers(view.moment, int(row["id"]), "Members over time", level=3)


@replayed_of(Area.PEOPLE, Area.PLAN)
def _members(moment: Moment, group_id: int, sees_names: bool) -> None:
    st.header("Members", anchor=False)
    row = group_loaders.row(moment, group_id)
    of_group = group_loaders.people(moment, group_id).memberships
    now = _in_order(spells.current(of_group, moment.day))
    st.markdown(f"{_numbers(now)} {_chair(now, row['kind'])}")
    if sees_names:
        _names(row["name"], now)
        _before(moment, of_group)


def hours(moment: Moment, group_id: int) -> None:
    """Draw, inside a replayed function, what each member offers beside what is due."""
    st.header("The coming eight weeks", anchor=False)
    due, last = group_loaders.due(moment), moment.day + group_hours.AHEAD
    own = due[due["group_id"] == group_id]
    of_group = group_loaders.people(moment, group_id).memberships
    offered = group_hours.offered(of_group, moment.day)
    refs = f": {wording.listing([plain(ref) for ref in own['ref']])}" if len(own) else ""
    number = formats.number(offered["hours"].sum()) if len(offered) else "No"
    actions = wording.count(len(own), "action is", "actions are") if len(own) else "no action is"
    st.markdown(
        f"{number} hours are offered until {formats.day(last)}; "
        f"{actions} due by then, or late{refs}."
    )
    if offered.empty:
        return
    names = group_loaders.names(offered["person_id"])
    cells = [
        {
            "Member": plain(names[each["person_id"]]),
            "Hours a month": formats.hours(each["hours_a_month"]),
            "Hours until then": formats.number(each["hours"]),
        }
        for each in offered.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Hours that members offer")


def _in_order(now: pd.DataFrame) -> pd.DataFrame:
    """The chair first, then by role, and whoever came first before others."""
    rank = now["role"].map({role.value: place for place, role in enumerate(ROLES)})
    return now.assign(rank=rank).sort_values(["rank", "starts_on"], kind="stable")


def _numbers(now: pd.DataFrame) -> str:
    if now.empty:
        return "Nobody is in it."
    counts = now["role"].value_counts()
    roles = [
        wording.count(int(counts[role.value]), role.label.lower(), _MANY.get(role))
        for role in ROLES
        if role.value in counts
    ]
    return f"{wording.count(len(now), 'person is', 'people are')} in it: {wording.listing(roles)}."


def _chair(now: pd.DataFrame, kind: str) -> str:
    """Who chairs it, which everyone may know."""
    chair = now[now["role"] == GroupRole.CHAIR]
    if chair.empty:
        return "" if kind in UNLED else "It has no chair."
    [name] = group_loaders.names(chair["person_id"]).values()
    since = formats.day(chair["starts_on"].iloc[0].date())
    return f"**{plain(name)}** chairs it, since {since}."


def _names(group: str, now: pd.DataFrame) -> None:
    if now.empty:
        return
    names = group_loaders.names(now["person_id"])
    cells = [
        {
            "Member": plain(names[each["person_id"]]),
            "Role": GroupRole(each["role"]).label,
            "From": formats.day(each["starts_on"].date()),
            "Until": _day(each["ends_on"]),
        }
        for each in now.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name=f"Members of {group}")


def _before(moment: Moment, of_group: pd.DataFrame) -> None:
    over = spells.ended(of_group, moment.day).sort_values("ends_on", ascending=False)
    if over.empty:
        return
    shown = over.head(data_table.ROWS_SHOWN)
    names = group_loaders.names(shown["person_id"])
    with st.expander(f"Earlier: {wording.count(len(over), 'membership')}"):
        st.markdown("\n".join(f"- {_spell(each, names)}" for each in shown.to_dict("records")))


def _spell(row: _Row, names: dict[int, str]) -> str:
    days = f"{formats.day(row['starts_on'].date())} to {_day(row['ends_on'])}"
    return f"{plain(names[row['person_id']])}: {GroupRole(row['role']).label.lower()}, {days}"


def _day(day: Any) -> str:
    return formats.day(None if pd.isna(day) else day.date())
