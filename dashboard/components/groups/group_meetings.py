"""A group's meetings and who came, and the forms that record and correct them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table, form, record_choice
from dashboard.components.groups import group_members
from dashboard.components.replay import replayed_of
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import people as people_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker import wording
from tracker.analytics import groups as group_analytics
from tracker.analytics import spells
from tracker.areas import Area
from tracker.services import meetings

RECORD, CORRECT = "Record a meeting", "Correct a meeting"
_Row = Mapping[Hashable, Any]


@replayed_of(Area.PEOPLE, Area.PLAN)
def show(moment: Moment, group_id: int, *, with_hours: bool) -> None:
    """Draw every meeting with how many came, the latest first.

    Args:
        with_hours: First what each member offers: for the group's chair alone.
    """
    if with_hours:
        group_members.hours(moment, group_id)
    st.header("Meetings", anchor=False)
    of_group = group_loaders.people(moment, group_id)
    rows = group_analytics.attendance(of_group.meetings, of_group.attendance, of_group.memberships)
    if rows.empty:
        st.markdown("No meeting is recorded yet.")
        return
    st.markdown(_sentence(rows))
    cells = [_cells(row) for row in rows.to_dict("records")]
    data_table.show(pd.DataFrame(cells), name="Meetings and who came")


def forms(moment: Moment, row: _Row) -> None:
    """Draw the choice of what to do about meetings, and the form for it."""
    place = f"meetings.{row['id']}"
    choice = f"{place}.choice"
    form.show_result(place)
    offered = [RECORD, *([CORRECT] if row["meetings"] else [])]
    chosen = form.choose("What do you want to do?", offered, key=choice)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == RECORD:
            _record(place, choice, moment, row)
        elif meeting := _picked(place, group_loaders.people(moment, int(row["id"])).meetings):
            _correct(place, choice, moment, meeting)


def _sentence(rows: pd.DataFrame) -> str:
    known = rows[rows["members"] > 0]
    share = known["members_came"].sum() / known["members"].sum() if len(known) else None
    last = formats.day(rows["held_on"].iloc[0].date())
    met = f"It has met {wording.times(len(rows))}, last on {last}."
    return f"{met} Of its members then, {formats.percent(share)} came."


def _cells(row: _Row) -> dict[str, str]:
    share = None if pd.isna(row["share"]) else row["share"]
    return {
        "Held on": formats.day(row["held_on"].date()),
        "Members who came": f"{row['members_came']:,} of {row['members']:,}",
        "Share": formats.percent(share),
        "Guests": formats.number(row["guests"]),
        "Note": plain(row["note"]) or formats.NOTHING,
    }


def _record(place: str, choice: str, moment: Moment, row: _Row) -> None:
    with form.opened(f"{place}.record", place=place, closes=choice) as opened:
        opened.day("held_on", "Held on", moment.today, required=True)
        now = spells.current(group_loaders.people(moment, int(row["id"])).memberships, moment.day)
        _who(opened, moment, [int(each) for each in now["person_id"]])
        opened.text("note", "Note")
        opened.send(
            "Record it",
            meetings.record_meeting,
            said="The meeting is recorded.",
            group_id=int(row["id"]),
        )


def _picked(place: str, held: pd.DataFrame) -> _Row | None:
    rows = {int(each["id"]): each for each in held.to_dict("records")}
    labels = {key: formats.day(each["held_on"].date()) for key, each in rows.items()}
    chosen = record_choice.ask("Which meeting?", labels, key=f"{place}.meeting")
    return rows.get(chosen)


def _correct(place: str, choice: str, moment: Moment, meeting: _Row) -> None:
    came = group_loaders.people(moment, int(meeting["group_id"])).attendance
    who = came.loc[came["meeting_id"] == meeting["id"], "person_id"]
    key, version = f"{place}.{meeting['id']}", int(meeting["version"])
    with form.opened(key, version=version, place=place, closes=choice) as opened:
        opened.day("held_on", "Held on", meeting["held_on"].date(), required=True)
        _who(opened, moment, [int(each) for each in who])
        opened.text("note", "Note", meeting["note"])
        opened.tick("is_void", "It was recorded by mistake, and doesn't count")
        opened.text("reason", "Why? The history shows it.", required=True)
        opened.send(
            "Correct it",
            meetings.correct_meeting,
            said="The meeting is corrected.",
            meeting_id=int(meeting["id"]),
        )


def _who(opened: form.Form, moment: Moment, came: list[int]) -> None:
    """Ask who came; also offered are those who did and are no longer in the directory."""
    labels = group_loaders.names(came) | people_loaders.called(moment.day)
    opened.several(
        "person_ids", "Who came? Members and guests", [*labels], came, format_func=labels.get
    )
