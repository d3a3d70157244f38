"""Reported and assessed status of an action, side by side, in badges and words."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import evidence_files, formats
from dashboard.components import status_badge
from dashboard.components.replay import replayed
from dashboard.components.rounds import update_facts
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders import statuses as status_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import permissions
from tracker.analytics.assessment import AMBER_CHANCE, AMBER_MOVES, RED_CHANCE, RED_DAYS_LATE
from tracker.vocabulary import Permission, Status

Row = Mapping[Hashable, Any]


def reported(row: Row) -> str:
    """What the lead says: ``"[Green] round 7, 85% likely, stale"``.

    Args:
        row: Of ``analytics.statuses.beside``.
    """
    if not row["reported"]:
        return "Never reported"
    words = [f"round {row['number']}"]
    if not pd.isna(row["likelihood"]):
        words.append(f"{row['likelihood']}% likely")
    if row["is_stale"]:
        words.append("**stale**")
    return f"{status_badge.markdown(Status(row['reported']))} {', '.join(words)}"


def assessed(row: Row) -> str:
    """What the rules say, without their reasons."""
    return status_badge.markdown(Status(row["assessed"])) if row["assessed"] else "Done"


def reasons(row: Row) -> str:
    """Why the rules say so, on one line."""
    return plain(" ".join(row["reasons"])) or "No rule is against it: nothing is late or unlikely."


def line(view: View, ref: str) -> None:
    """Draw both statuses of one action in a line each, for those who may read them.

    Under the reported one stands what shows that it is so.
    """
    if permissions.can(view.actor, Permission.UPDATE_READ):
        _line(view.moment, ref, evidence_files.good_until())


@replayed
def _line(moment: Moment, ref: str, until: int) -> None:
    row = status_loaders.status_of(moment, ref)
    differ = f" **{plain(row['sentence'])}**" if row["sentence"] else ""
    lines = [f"**Reported** {reported(row)}"]
    of_updates = round_loaders.evidence_of(moment, row["action_id"]).values()
    if proofs := next(reversed(of_updates), []):
        lines.append(f"**Evidence** {update_facts.proofs(proofs, until)}")
    lines.append(f"**Assessed** {assessed(row)} {reasons(row)}{differ}")
    st.markdown("  \n".join(lines))


@replayed
def meanings() -> None:
    """Draw what each status means, and what decides the assessed one."""
    with st.expander("What the statuses mean"):
        lines = [f"- {status_badge.markdown(status)} {status.meaning}" for status in Status]
        st.markdown("\n".join(lines))
        st.markdown(
            "**Reported** is the lead’s own judgement. It goes stale when a round passes without "
            "an update.\n\n"
            "**Assessed** is what the rules say. Red: a milestone is more than "
            f"{RED_DAYS_LATE} days late, or the chance of meeting the action’s last date is under "
            f"{formats.percent(RED_CHANCE)}. Amber: a milestone is late, or its date has moved "
            f"{AMBER_MOVES} times or more, or the chance is under {formats.percent(AMBER_CHANCE)}, "
            "or the reported status is stale. Grey: it waits, is paused, or nothing left to do has "
            "a date. Green: none of these."
        )
