"""Where a reported status differs from what the rules say: why, and what its lead answers."""

from functools import partial

import streamlit as st

from dashboard import formats, session
from dashboard.components import form, paging
from dashboard.components.replay import replayed
from dashboard.components.rounds import status_facts
from dashboard.components.rounds.status_facts import Row
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders import statuses as status_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import statuses
from tracker.areas import Area
from tracker.services.updates import answer_flag

PLACE = "contradictions"
PAGE = "contradictions"
SHOWN = 10


def show(view: View) -> None:
    """Draw the contradictions, the widest apart first; leads answer theirs in place."""
    found = _found(view.moment)
    st.header(f"Contradictions ({len(found):,})", anchor=False)
    form.show_result(PLACE)
    _upheld(view.moment)
    if not found:
        st.markdown("None: no reported status differs from what the rules say.")
        return
    paging.show(found, partial(_cards, view), size=SHOWN, key=PAGE, what="Contradictions")


@kept(Area.PLAN, Area.ROUNDS)
def _found(moment: Moment) -> tuple[int, ...]:
    """The rows of ``statuses``, by number, in the order of the list."""
    return tuple(statuses.contradicting(status_loaders.statuses(moment)).index)


@replayed
def _upheld(moment: Moment) -> None:
    found = status_loaders.upheld(moment)
    if found.share is None:
        words = "No contradiction of an earlier round has turned out one way or the other yet."
    else:
        settled = wording.count(found.settled, "contradiction")
        words = (
            f"Of {settled} of earlier rounds that turned out one way or the other, "
            f"{found.upheld:,} ({formats.percent(found.share)}) turned out as the rules had it."
        )
    st.markdown(plain(words))


def _cards(view: View, shown: tuple[int, ...]) -> None:
    for row, words in _told(view, shown):
        with st.container(border=True):
            st.markdown(words)
            may = permissions.can_update(view.actor, row["responsible"])
            if may and session.can_change():
                _answer(row, view.moment)


@kept(Area.PLAN, Area.ROUNDS)
def _told(view: View, shown: tuple[int, ...]) -> list[tuple[Row, str]]:
    """Those rows, each in words too."""
    rows = status_loaders.statuses(view.moment).loc[list(shown)]
    return [(row, _words(row, view)) for row in rows.to_dict("records")]


def _words(row: Row, view: View) -> str:
    action = link(row["ref"], address(ACTION, view, ref=row["ref"]))
    lines = [
        f"**{plain(row['sentence'])}** {action} {plain(row['title'])}",
        f"Reported {status_facts.reported(row)} · assessed {status_facts.assessed(row)}",
    ]
    reasons = "\n".join(f"- {plain(reason)}" for reason in row["reasons"])
    answer = f"{plain(row['answered_by'])} answers: “{plain(row['answer'])}”"
    end = answer if row["answer"] else "Not answered yet."
    return "\n\n".join(["  \n".join(lines), reasons or status_facts.reasons(row), end])


def _answer(row: Row, moment: Moment) -> None:
    key = f"flag_{row['action_id']}_{row['round_id']}"
    label = f"{'Answer again' if row['answer'] else 'Answer'} for {row['ref']}"
    if not form.choose("Is the reported status right?", [label], key=f"{key}.choice"):
        return
    seen = round_loaders.times_flag_answered(moment, row["action_id"], row["round_id"])
    with form.opened(key, version=seen, place=PLACE, closes=f"{key}.choice") as opened:
        opened.words("answer", "Why does the reported status differ from what the rules say?")
        opened.send(
            "Send the answer",
            answer_flag,
            said=f"The contradiction of {row['ref']} is answered.",
            action_id=row["action_id"],
            round_id=row["round_id"],
        )
