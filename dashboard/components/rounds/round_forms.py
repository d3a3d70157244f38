"""What the secretariat does about rounds: plan them, move one, name reviewers, remind leads."""

from datetime import date, timedelta

import streamlit as st

from dashboard.components import form
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Round
from dashboard.view import Moment
from tracker.analytics import round_sheet
from tracker.analytics.reporting import RoundState
from tracker.services import rounds

PLACE = "rounds"
PLAN, MOVE, REVIEWER = "Plan rounds", "Move this round", "Name a reviewer"
_CHOICE = f"{PLACE}.choice"
_GRACE = "Days after closing that late answers are taken"
# The numbers of a plan: what the service calls each, its label, and what is usual.
_SPACING = (
    ("count", "How many rounds?", rounds.A_YEAR),
    ("weeks_between", "Weeks from meeting to meeting", rounds.WEEKS_BETWEEN),
    ("opens_before", "Days before its meeting that a round opens", rounds.OPENS_BEFORE),
    ("closes_before", "Days before its meeting that a round closes", rounds.CLOSES_BEFORE),
    ("grace_days", _GRACE, rounds.GRACE),
)


def show(moment: Moment, asked: Round | None) -> None:
    """Draw the choice of what to do, and the form for it.

    Args:
        asked: The round that the page shows; ``None`` before there is one.
    """
    st.header("Plan and move rounds, name reviewers", anchor=False)
    form.show_result(PLACE)
    can_move = asked is not None and asked.state is not RoundState.CLOSED
    offered = [PLAN, *([MOVE] if can_move else []), REVIEWER]
    chosen = form.choose("What do you want to do?", offered, key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == PLAN:
            _plan(moment)
        elif chosen == REVIEWER:
            _reviewer(moment)
        elif asked:
            _move(asked)


def remind(moment: Moment, asked: Round) -> None:
    """Draw who still owes an answer, to be copied into a message."""
    missing = round_loaders.missing(moment, asked.number)
    if not missing or not asked.takes_answers:
        return
    st.header("Remind those who have not answered", anchor=False)
    st.markdown("The command “tracker remind” mails each of them. To write yourself, copy this:")
    lines = [f"{lead or 'Nobody named'}: {', '.join(refs)}" for lead, refs in missing.items()]
    st.text_area(
        "Leads who owe an answer",
        value="\n".join(lines),
        height="content",
        key=f"{PLACE}.remind.{moment.version}.{asked.number}",
    )


def _plan(moment: Moment) -> None:
    planned = round_loaders.rounds(moment)
    after = planned[-1].meeting_on if planned else moment.today
    first = after + timedelta(weeks=rounds.WEEKS_BETWEEN)
    with form.opened(f"{PLACE}.plan", place=PLACE, closes=_CHOICE) as opened:
        opened.day("first_meeting_on", "First meeting on", first, required=True)
        for field, label, usual in _SPACING:
            opened.number(field, label, usual, step=1)
        opened.send("Plan these rounds", rounds.plan_rounds, said="The rounds are planned.")


def _move(asked: Round) -> None:
    key = f"{PLACE}.move_{asked.id}"
    with form.opened(key, version=asked.version, place=PLACE, closes=_CHOICE) as opened:
        for field, label in (
            ("opens_on", "Opens on"),
            ("closes_on", "Closes on"),
            ("meeting_on", "Meeting on"),
        ):
            day: date = getattr(asked, field)
            opened.day(field, label, day, required=True)
        opened.number("grace_days", _GRACE, asked.grace_days, step=1)
        opened.send(
            f"Move round {asked.number}",
            rounds.move_round,
            said=f"Round {asked.number} is moved.",
            round_id=asked.id,
        )


def _reviewer(moment: Moment) -> None:
    themes = plan_loaders.plan(moment).themes.set_index("id")
    if themes.empty:
        st.markdown("The plan has no theme yet.")
        return
    labels = (themes["code"] + ": " + themes["label"]).to_dict()
    theme_id = st.selectbox("Whose updates?", labels, format_func=labels.get, key=f"{PLACE}.theme")
    following = round_loaders.next_round(moment)
    number = following.number if following else 0
    named = round_loaders.said(moment).reviewers
    posts = round_sheet.reviewers_of(named, number)
    code = themes.at[theme_id, "code"]
    version = round_sheet.version_of(named, code, number)
    key = f"{PLACE}.reviewer_{theme_id}"
    with form.opened(key, version=version, place=PLACE, closes=_CHOICE) as opened:
        opened.text(
            "name",
            "Reviewed by which post, from the next round on? Empty for nobody",
            posts.get(code, ""),
        )
        opened.send(
            f"Name the reviewer of {code}",
            rounds.name_reviewer,
            said=f"The reviewer of {code} is named.",
            theme_id=int(theme_id),
        )
