"""The earlier day with which the plan is compared: the last meeting, or a day that is chosen.

The day lives in the address (``?since=2022-10-20``), so that a comparison can be sent.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard.components.sidebar import EARLIEST, is_day
from dashboard.loaders import changes as change_loaders
from dashboard.markdown import quoted
from dashboard.view import Moment
from tracker import wording

SINCE = "since"
# Where no meeting has been yet: as long as from one to the next.
WITHOUT_MEETING = timedelta(weeks=8)
MEETINGS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Since:
    """A day, at whose end the comparison begins.

    Attributes:
        is_meeting: Whether there was a meeting on it.
    """

    day: date
    is_meeting: bool

    @property
    def words(self) -> str:
        """``"the meeting on 20 October 2022"``, ``"1 May 2022"``."""
        return f"the meeting on {wording.day(self.day)}" if self.is_meeting else self.date

    @property
    def date(self) -> str:
        return wording.day(self.day)


def last_meeting(moment: Moment) -> Since:
    """The meeting before the day of ``moment``; some weeks ago, where there was none."""
    meetings = change_loaders.meetings(moment)
    return Since(meetings[0], True) if meetings else Since(moment.day - WITHOUT_MEETING, False)


def ask(moment: Moment) -> Since:
    """Draw the choice, and return what was chosen."""
    # Read before the field is drawn: it takes out of the address what it cannot use.
    asked = st.query_params.get(SINCE, "")
    latest = moment.day - timedelta(days=1)
    if (kept := st.session_state.get(SINCE)) and kept > latest:
        st.session_state[SINCE] = None
    meetings = change_loaders.meetings(moment)
    st.date_input(
        "Since the end of",
        value=None,
        min_value=EARLIEST,
        max_value=latest,
        format="DD/MM/YYYY",
        key=SINCE,
        bind="query-params",
        help="Choose a day. While none is chosen, it is the day of the last meeting.",
        width=240,
    )
    _offer(meetings[:MEETINGS_OFFERED])
    if asked and not is_day(asked, latest):
        st.warning(
            f"The address asks for {quoted(asked)}, which is not a day before "
            f"{wording.day(moment.day)}, such as 2022-03-01."
        )
    chosen = st.session_state[SINCE]
    return Since(chosen, chosen in meetings) if chosen else last_meeting(moment)


def _offer(meetings: tuple[date, ...]) -> None:
    with st.container(horizontal=True):
        for meeting in meetings:
            label = f"Since the meeting on {wording.day(meeting)}"
            st.button(label, on_click=_choose, args=(meeting,), key=f"since_{meeting}")


def _choose(day: date) -> None:
    st.session_state[SINCE] = day
