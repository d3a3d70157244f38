"""What a group works on: its deliverables and its actions, and the forms about them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table, form, record_choice
from dashboard.components.replay import replayed_of
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import SINGLE_ACTIONS, kept
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker.areas import Area
from tracker.services import group_actions, terms
from tracker.vocabulary import ActionState, GroupState

ACCEPT, TAKE_BACK = "Accept a deliverable", "Take an acceptance back"
TAKE_ON, GIVE_AWAY = "Take an action on", "Give an action away"
_ALONE = 0
_AT_WORK = (GroupState.ACTIVE, GroupState.CLOSING)
_Row = Mapping[Hashable, Any]


@replayed_of(Area.PEOPLE, Area.PLAN)
def show(view: View, group_id: int) -> None:
    """Draw the deliverables and the actions."""
    st.header("Deliverables and actions", anchor=False)
    _deliverables(view.moment, group_id)
    _actions(view, group_id)


def forms(moment: Moment, row: _Row) -> None:
    """Draw the choice of what to do about them, and the form for it."""
    place = f"work.{row['id']}"
    choice = f"{place}.choice"
    form.show_result(place)
    offered = _offered(moment, int(row["id"]))
    chosen = form.choose("What do you want to do?", offered, key=choice) if offered else None
    if chosen not in offered:
        return
    with st.container(border=True):
        of_these = _options(moment, int(row["id"]))[chosen]
        key = record_choice.ask("Which one?", of_these, key=f"{place}.{chosen}.which")
        if key is None:
            return
        version = _version(moment, row, key) if chosen in (ACCEPT, TAKE_BACK) else None
        with form.opened(
            f"{place}.{chosen}.{key}", version=version, place=place, closes=choice
        ) as opened:
            draw = {ACCEPT: _accept, TAKE_BACK: _take_back, TAKE_ON: _take_on, GIVE_AWAY: _give}
            draw[chosen](opened, moment, row, key)


def _deliverables(moment: Moment, group_id: int) -> None:
    own = _of(moment, group_id)
    if own.empty:
        st.markdown("No deliverable is promised.")
        return
    cells = [
        {"Deliverable": plain(each["title"]), "Standing": _standing(each)}
        for each in own.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Deliverables")


def _standing(row: _Row) -> str:
    if not pd.isna(row["accepted_on"]):
        on = formats.day(row["accepted_on"].date())
        return f":green-badge[:material/task_alt: Accepted] on {on}"
    if not pd.isna(row["withdrawn_on"]):
        on = formats.day(row["withdrawn_on"].date())
        return f":gray-badge[:material/remove_circle: Withdrawn] on {on}"
    return ":blue-badge[:material/pending: Open]"


def _actions(view: View, group_id: int) -> None:
    homes = group_loaders.homes(view.moment)
    own = homes[homes["group_id"] == group_id]
    if own.empty:
        st.markdown("No action is at home in it.")
        return
    cells = [
        {
            "Action": f"{link(each['ref'], address(ACTION, view, ref=each['ref']))} "
            f"{plain(each['title'])}",
            "State": ActionState(each["state"]).label,
            "Responsible": plain(each["responsible"]) or formats.NOTHING,
        }
        for each in own.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Actions at home in this group")


@kept(Area.PEOPLE, Area.PLAN, entries=SINGLE_ACTIONS)
def _offered(moment: Moment, group_id: int) -> list[str]:
    """What can be done, because there is something that it can be done to."""
    return [name for name, those in _options(moment, group_id).items() if those]


@kept(Area.PEOPLE, Area.PLAN)
def _options(moment: Moment, group_id: int) -> dict[str, dict[int, str]]:
    """What could be done, each with what it can be done to."""
    state = group_loaders.row(moment, group_id)["state"]
    own, homes = _of(moment, group_id), group_loaders.homes(moment)
    homes = homes.assign(name=homes["ref"] + ": " + homes["title"])
    live = own[own["withdrawn_on"].isna() & own["accepted_on"].isna()]
    free = homes[homes["group_id"].isna() & homes["is_open"]]
    here = homes[(homes["group_id"] == group_id) & homes["is_open"]]
    at_work, is_active = state in _AT_WORK, state == GroupState.ACTIVE
    return {
        ACCEPT: _named(live, "id", "title") if at_work else {},
        TAKE_BACK: _named(own[own["accepted_on"].notna()], "id", "title") if at_work else {},
        TAKE_ON: _named(free, "action_id", "name") if is_active else {},
        GIVE_AWAY: _named(here, "action_id", "name"),
    }


def _accept(opened: form.Form, moment: Moment, _row: _Row, key: int) -> None:
    opened.day("accepted_on", "Accepted on", moment.today, required=True)
    opened.send("Accept it", terms.accept_deliverable, said="It is accepted.", deliverable_id=key)


def _take_back(opened: form.Form, _moment: Moment, _row: _Row, key: int) -> None:
    opened.text("reason", "Why? The history shows it.", required=True)
    opened.send(
        "Take it back",
        terms.take_back_deliverable,
        said="It is no longer accepted.",
        deliverable_id=key,
    )


def _take_on(opened: form.Form, _moment: Moment, row: _Row, key: int) -> None:
    opened.send(
        "Take it on",
        group_actions.give_home,
        said=f"{row['name']} has taken it on.",
        action_id=key,
        group_id=int(row["id"]),
    )


def _give(opened: form.Form, moment: Moment, row: _Row, key: int) -> None:
    lead = plan_loaders.plan(moment).actions.set_index("action_id").at[key, "responsible"]
    alone = {_ALONE: f"Its lead alone: {lead}"} if lead else {}
    options = alone | {
        id_: name for id_, name in group_loaders.hosts(moment).items() if id_ != row["id"]
    }
    opened.pick(
        "group_id", "Who takes it on?", [*options], None, required=True, format_func=options.get
    )
    opened.send("Give it away", _give_home, said="It has a new home.", action_id=key)


def _give_home(session: Any, *, group_id: int, **details: Any) -> None:
    group_actions.give_home(session, group_id=group_id or None, **details)


def _of(moment: Moment, group_id: int) -> pd.DataFrame:
    every = group_loaders.groups(moment).deliverables
    return every[every["group_id"] == group_id]


def _version(moment: Moment, row: _Row, deliverable_id: int) -> int:
    own = _of(moment, int(row["id"])).set_index("id")
    return int(own.at[deliverable_id, "version"])


def _named(rows: pd.DataFrame, key: str, name: str) -> dict[int, str]:
    return {int(id_): text for id_, text in zip(rows[key], rows[name], strict=True)}
