"""Where this reader is needed: a line for each thing that waits for them, with its link.

Who has answered a round of questions raises no version, and isn't kept with the rest.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components.feedback import answer_choice
from dashboard.components.feedback.answer_choice import ROUND
from dashboard.components.plan.action_choice import REF
from dashboard.components.replay import replayed
from dashboard.components.rounds import review_list
from dashboard.components.suggestions import said_choice
from dashboard.components.suggestions.decision_panel import can_decide
from dashboard.loaders import changes as change_loaders
from dashboard.loaders import feedback as feedback_loaders
from dashboard.loaders import found_themes
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import (
    ACTION,
    ANSWER,
    CHAMPIONS,
    GROUP,
    MY_UPDATES,
    ROUNDS,
    SLIPS,
    STRATEGY,
    SUGGESTIONS,
    TRIAGE,
    address,
)
from dashboard.view import View
from tracker import permissions, wording
from tracker.analytics.replies import ReplyState
from tracker.analytics.reporting import RoundState
from tracker.vocabulary import Permission, Role
from tracker.working_days import NoSuchCalendar

# Calls for help that are told one by one; of more, only how many.
HELP_TOLD = 3


def lines(view: View) -> None:
    """Draw what waits for this reader, the most pressing first."""
    _lines(view, _rounds_unanswered(view))


@replayed
def _lines(view: View, unanswered: tuple[int, ...]) -> None:
    questions = partial(_questions, unanswered=unanswered)
    parts = (
        *(_first_steps, _owed, _reviews, _moves, _help, _suggestions, _offers),
        *(_overruns, _homes, questions, _own_idea),
    )
    said = [f"- {line}" for part in parts for line in _told(part, view)]
    if view.moment.as_at:
        st.header("Where you were needed", anchor=False)
        st.markdown("\n".join(said) or "Nothing waited for you.")
    else:
        st.header("Where you are needed", anchor=False)
        st.markdown("\n".join(said) or "Nothing waits for you.")


def _told(part: Callable[[View], Iterator[str]], view: View) -> Iterator[str]:
    # What the clock of replies lacks is said among what members say.
    with suppress(NoSuchCalendar):
        yield from part(view)


def _first_steps(view: View) -> Iterator[str]:
    """What is to be done first about a plan that was imported or written."""
    if view.moment.as_at:
        return
    may_publish = permissions.can(view.actor, Permission.PLAN_PUBLISH)
    if may_publish and plan_loaders.next_version(view.moment) == 1:
        words = link("Publish the plan", address(STRATEGY, view))
        yield f"{words}, so that progress is measured against it."
    plans_rounds = permissions.can(view.actor, Permission.ROUND_PLAN)
    if plans_rounds and not round_loaders.rounds(view.moment):
        words = link("Plan the rounds", address(ROUNDS, view))
        yield f"{words} in which leads report."


def _owed(view: View) -> Iterator[str]:
    """The updates that this lead owes, or for the secretariat everyone's."""
    asked = round_loaders.open_round(view.moment)
    if asked is None or not permissions.can(view.actor, Permission.ACTION_UPDATE_OWN):
        return
    refs = round_loaders.owed(view, asked.number).to_answer
    if not refs:
        return
    is_late = asked.state is RoundState.GRACE
    until = asked.grace_until if is_late else asked.closes_on
    runs_round = permissions.can(view.actor, Permission.ACTION_UPDATE_ANY)
    # The first opens at once; when it is sent, the next.
    where = address(ROUNDS, view) if runs_round else address(MY_UPDATES, view, **{REF: refs[0]})
    words = wording.count(len(refs), "update is owed", "updates are owed")
    yield f"{link(words, where)} by {formats.day(until)}{', late' if is_late else ''}."


def _reviews(view: View) -> Iterator[str]:
    if not permissions.can(view.actor, Permission.UPDATE_REVIEW):
        return
    waiting = round_loaders.to_review(view)["id"].tolist()
    if waiting:
        first = {review_list.REVIEW: str(waiting[0])}
        words = wording.count(len(waiting), "update waits", "updates wait")
        yield f"{link(f'{words} for your review', address(MY_UPDATES, view, **first))}."


def _moves(view: View) -> Iterator[str]:
    if not permissions.can(view.actor, Permission.DATE_AGREE):
        return
    if number := change_loaders.number_to_agree(view):
        words = wording.count(number, "moved date waits", "moved dates wait")
        yield f"{link(f'{words} for your agreement', address(SLIPS, view))}."


def _help(view: View) -> Iterator[str]:
    """What leads ask for in the open round, told to whoever reviews them."""
    asked = round_loaders.open_round(view.moment)
    if asked is None or not permissions.can(view.actor, Permission.UPDATE_REVIEW):
        return
    rows = round_loaders.sheet(view.moment, asked.number)
    asking = rows.loc[rows["help_needed"].fillna("") != "", ["ref", "help_needed"]]
    for ref, help_needed in asking.head(HELP_TOLD).itertuples(index=False):
        action = link(ref, address(ACTION, view, ref=ref))
        yield f"Help is asked for on {action}: {plain(help_needed)}"
    if (more := len(asking) - HELP_TOLD) > 0:
        words = wording.count(more, "more action asks", "more actions ask")
        yield f"{link(f'{words} for help', address(ROUNDS, view))}."


def _suggestions(view: View) -> Iterator[str]:
    """What this reader can reply to, and nobody has."""
    if not permissions.can(view.actor, TRIAGE.needs):
        return
    rows = _unanswered(suggestion_loaders.published(view.moment), view)
    if not rows.empty:
        words = wording.count(len(rows), "suggestion waits", "suggestions wait")
        yield f"{link(f'{words} for a reply', address(TRIAGE, view))}{_late(rows)}."
    rows = _unanswered(found_themes.board(view.moment), view)
    if not rows.empty:
        words = wording.count(len(rows), "theme of comments waits", "themes of comments wait")
        where = address(TRIAGE, view, **{said_choice.SAID: said_choice.THEMES})
        yield f"{link(f'{words} for a reply', where)}{_late(rows)}."


def _unanswered(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    rows = rows[rows["kind"] == ""]
    themes = [theme for theme in set(rows["theme"]) if can_decide({"theme": theme}, view)]
    return rows[rows["theme"].isin(themes)]


def _late(rows: pd.DataFrame) -> str:
    overdue = int((rows["state"] == ReplyState.OVERDUE).sum())
    if not overdue:
        return ""
    return ", overdue" if overdue == len(rows) else f", {overdue:,} of them overdue"


def _offers(view: View) -> Iterator[str]:
    if view.moment.as_at or not permissions.can(view.actor, Permission.POST_EDIT):
        return
    if number := post_loaders.number_of_open_offers(view.moment):
        words = wording.count(number, "person is", "people are")
        yield f"{link(f'{words} interested in a vacant post', address(CHAMPIONS, view))}."


def _overruns(view: View) -> Iterator[str]:
    """The groups that this reader chairs, and that are past their end."""
    if view.moment.as_at or not permissions.can(view.actor, Permission.GROUP_UPDATE_OWN):
        return
    rows = group_loaders.facts(view.moment)
    over = rows.loc[rows["days_over"] > 0, ["id", "name", "days_over"]]
    for group_id, name, days_over in over.itertuples(index=False):
        if permissions.is_chair(view.actor, name):
            group = link(name, address(GROUP, view, group=str(group_id)))
            days = wording.count(int(days_over), "day")
            yield f"{group} is past its end by {days}: begin to close it, or move its end."


def _homes(view: View) -> Iterator[str]:
    """The actions that were taken up again after their group had ended."""
    if view.moment.as_at or not permissions.can(view.actor, Permission.GROUP_EDIT):
        return
    names = group_loaders.called(view.moment)
    for group_id, own in group_loaders.orphans(view.moment).groupby("group_id"):
        words = wording.count(len(own), "open action is", "open actions are")
        where = address(GROUP, view, group=str(group_id))
        home = link(f"{words} at home in {names[int(group_id)]}", where)
        yield f"{home}, which has ended: find {'it' if len(own) == 1 else 'them'} another."


def _rounds_unanswered(view: View) -> tuple[int, ...]:
    """The open rounds of questions that this reader may answer, and has not."""
    if view.moment.as_at or not permissions.can(view.actor, ANSWER.needs):
        return ()
    ids = [each.id for each in feedback_loaders.open_rounds(view.moment)]
    return tuple(id_ for id_ in ids if not answer_choice.has_answered(id_, view.actor))


def _questions(view: View, unanswered: tuple[int, ...]) -> Iterator[str]:
    for asked in feedback_loaders.open_rounds(view.moment):
        if asked.id in unanswered:
            where = link("Give feedback", address(ANSWER, view, **{ROUND: str(asked.id)}))
            number = wording.count(len(asked.questions), "question")
            until = formats.day(asked.closes_on)
            yield f"{where}: “{plain(asked.title)}” asks {number} until {until}."


def _own_idea(view: View) -> Iterator[str]:
    if view.actor.role is Role.MEMBER and not view.moment.as_at:
        words = "Suggest something, or back what others suggested"
        yield f"{link(words, address(SUGGESTIONS, view))}."
