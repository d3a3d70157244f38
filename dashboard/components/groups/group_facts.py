"""What is known of a group: how far it is, what it is for, and what became of it, in sentences."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components.groups import group_table
from dashboard.components.replay import replayed_of
from dashboard.loaders import groups as group_loaders
from dashboard.markdown import lines, link, plain
from dashboard.navigation import GROUP, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.areas import Area
from tracker.vocabulary import GroupKind, GroupState

_Row = Mapping[Hashable, Any]
TERMS = {
    "purpose": "Purpose",
    "in_scope": "In scope",
    "out_of_scope": "Out of scope",
    "composition": "Composition",
    "decisions": "Decisions it may take",
    "deliverables": "Deliverables",
    "handover_plan": "Hand-over plan",
}


@replayed_of(Area.PEOPLE, Area.PLAN)
def heading(view: View, group_id: int) -> None:
    """Draw the group's name, its state, its days, and its time beside what is accepted."""
    row = group_loaders.row(view.moment, group_id)
    st.title(plain(row["name"]), anchor=False)
    reason = f" Because: {plain(row['state_reason'])}" if row["state_reason"] else ""
    st.markdown(f"{group_table.state(row)}{reason}")
    st.markdown(f"**{GroupKind(row['kind']).label}**{_parent(view, row)}. {_days(row)}")
    _shares(row)
    for name, label in (("outputs", "What it leaves behind"), ("lessons", "What was learnt")):
        if row[name]:
            st.markdown(f"**{label}**  \n{lines(row[name])}")


@replayed_of(Area.PEOPLE, Area.PLAN)
def purpose_and_life(moment: Moment, group_id: int) -> None:
    """Draw the terms of reference, and what became of the group."""
    _all_terms(moment, group_id)
    _life(moment, group_id)


def _all_terms(moment: Moment, group_id: int) -> None:
    """The terms as they are agreed, and the versions before."""
    st.header("Purpose and terms", anchor=False)
    whole = group_loaders.groups(moment).terms
    own = whole[whole["group_id"] == group_id].to_dict("records")[::-1]
    if not own:
        st.markdown("No terms of reference are agreed yet, so nothing says what it is for.")
        return
    _terms(own[0])
    if own[1:]:
        with st.expander(f"Earlier: {wording.count(len(own) - 1, 'version')}"):
            for earlier in own[1:]:
                _terms(earlier)


def _life(moment: Moment, group_id: int) -> None:
    """What became of the group, the latest first."""
    st.header("Its life", anchor=False)
    row, changes = group_loaders.row(moment, group_id), group_loaders.groups(moment).changes
    own = changes[changes["group_id"] == group_id].to_dict("records")
    told = [f"- **{formats.day(row['proposed_on'].date())}:** proposed"]
    told += [_sentence(change) for change in own]
    st.markdown("\n".join(reversed(told)))


def _parent(view: View, row: _Row) -> str:
    if pd.isna(row["parent_id"]):
        return ""
    where = address(GROUP, view, group=str(row["parent_id"]))
    return f", a part of {link(row['parent'], where)}"


def _days(row: _Row) -> str:
    began, ends, ended = (
        None if pd.isna(row[name]) else formats.day(row[name].date())
        for name in ("began_on", "ends_on", "ended_on")
    )
    parts = [
        f"Began on {began}." if began else "It hasn't begun.",
        f"Ended on {ended}." if ended else "",
        f"Planned end: {ends}." if ends else "No end is stated.",
    ]
    return " ".join(filter(None, parts))


def _shares(row: _Row) -> None:
    """The time that is used beside what is accepted: the one shouldn't run away from the other."""
    for name, said in (
        ("share_of_time", "Time used: {}"),
        ("share_accepted", f"Deliverables accepted: {{}} ({group_table.accepted(row)})"),
    ):
        if not pd.isna(row[name]):
            st.progress(float(row[name]), text=said.format(formats.percent(float(row[name]))))


def _terms(row: _Row) -> None:
    st.markdown(
        f"*Version {row['number']}, agreed on {formats.day(row['agreed_on'].date())} by "
        f"{plain(row['agreed_by'])}*"
    )
    said = [f"**{label}**  \n{lines(row[name])}" for name, label in TERMS.items() if row[name]]
    st.markdown("\n\n".join(said))


def _sentence(change: _Row) -> str:
    because = f". Because: {plain(change['reason'])}" if change["reason"] else ""
    who = f"**{formats.day(change['on'].date())}, {plain(change['changed_by'])}:**"
    return f"- {who} {_what(change)}{because}"


def _what(change: _Row) -> str:
    if change["from_state"] != change["to_state"]:
        before, after = (GroupState(change[name]) for name in ("from_state", "to_state"))
        return f"from {before.label.lower()} to {after.label.lower()}"
    before, after = (
        None if pd.isna(change[name]) else formats.day(change[name].date())
        for name in ("from_ends_on", "to_ends_on")
    )
    return f"its end moved from {before or 'none'} to {after or 'none'}"
