"""Replies: the clock of what members said, what became of it, and how well it is answered.

What was said is a suggestion, or a theme found in the comments of a round of questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from tracker.vocabulary import LEFT_OUT, ActionState, DecisionKind, Word
from tracker.working_days import WorkingDays, reply_clock

SOON = 5  # working days left: due soon


class ReplyState(Word):
    """Where the reply stands, the most urgent first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    ANSWERED = "answered"


class Outcome(Word):
    """What has become of what was said."""

    DONE = "done"
    UNDER_WAY = "under_way"
    HELD_UP = "held_up"
    WILL_NOT = "will_not"
    NEED_TO_KNOW = "need_to_know"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.DONE: "Its action is done",
    Outcome.UNDER_WAY: "Its action is under way",
    Outcome.HELD_UP: "Its action is paused or stopped",
    Outcome.WILL_NOT: "We will not",
    Outcome.NEED_TO_KNOW: "We need to know more",
    Outcome.WAITING: "Waits for a reply",
}

# How far something has come, and the outcomes of those that have come so far.
_WITH_ACTION = (Outcome.DONE, Outcome.UNDER_WAY, Outcome.HELD_UP)
STAGES = {
    "Said": tuple(Outcome),
    "Decided": (*_WITH_ACTION, Outcome.WILL_NOT, Outcome.NEED_TO_KNOW),
    "Has an action": _WITH_ACTION,
    "Done": (Outcome.DONE,),
}


_LATEST = ["kind", "reply", "action_id", "decided_on", "decided_by"]
_COMMON = ["kind", "reply", "replied_on", "reply_days", "due_on", "state", "outcome"]
_WORDS = ["kind", "reply", "decided_by"]


class LinkedTheme(NamedTuple):
    """A theme of the plan to which what was said belongs."""

    code: str
    name: str


class LinkedAction(NamedTuple):
    """An action of the plan by which what was said is done."""

    ref: str
    title: str
    state: str


_NO_THEME, _NO_ACTION = LinkedTheme("", ""), LinkedAction("", "", "")


@dataclass(frozen=True, slots=True)
class Linked:
    """What suggestions and replies link in the plan, by key: all that they need to know of it."""

    themes: Mapping[int, LinkedTheme]
    actions: Mapping[int, LinkedAction]


def with_replies(rows: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with what was replied.

    Args:
        rows: What was said, each with its key in ``id``.
        decisions: In their order: ``of`` (the ``id`` of what was said), ``kind``, ``reply``,
            ``action_id``, ``decided_on``, ``decided_by``.

    Returns:
        ``rows``, and of the latest decision ``kind`` (blank: none) and all that follow it above;
        ``replies`` (how many), ``replied_on`` (the first; missing: none).
    """
    latest = decisions.drop_duplicates("of", keep="last").set_index("of")[_LATEST]
    all_ = decisions.groupby("of")["decided_on"].agg(replies="size", replied_on="min")
    rows = rows.join(latest, on="id").join(all_, on="id")
    rows[_WORDS] = rows[_WORDS].astype("object").fillna("")
    rows["replies"] = rows["replies"].fillna(0).astype("int64")
    return rows


def with_plan(rows: pd.DataFrame, theme_ids: Iterable[Any], linked: Linked) -> pd.DataFrame:
    """``rows`` with what the plan has to say of each.

    Args:
        rows: As ``with_replies`` gives them.
        theme_ids: The plan's theme that each belongs to (its key, or missing).

    Returns:
        ``rows``, and ``theme`` (its code), ``theme_name`` (both blank: none); ``ref``, ``title``,
        ``action_state`` of the action that the latest decision links (blank: none); ``outcome``
        (``Outcome``).
    """
    themes = [linked.themes.get(id_, _NO_THEME) for id_ in theme_ids]
    actions = [linked.actions.get(id_, _NO_ACTION) for id_ in rows["action_id"]]
    words = {
        "theme": [theme.code for theme in themes],
        "theme_name": [theme.name for theme in themes],
        "ref": [action.ref for action in actions],
        "title": [action.title for action in actions],
        "action_state": [action.state for action in actions],
        "outcome": list(map(_outcome, rows["kind"], (action.state for action in actions))),
    }
    return pd.concat([rows, pd.DataFrame(words, index=rows.index, dtype="object")], axis=1)


def _outcome(kind: str, action_state: str) -> Outcome:
    if not kind:
        return Outcome.WAITING
    if kind in _WITHOUT_ACTION:
        return _WITHOUT_ACTION[DecisionKind(kind)]
    if action_state == ActionState.DONE:
        return Outcome.DONE
    return Outcome.HELD_UP if action_state in LEFT_OUT else Outcome.UNDER_WAY


_WITHOUT_ACTION = {
    DecisionKind.WILL_NOT: Outcome.WILL_NOT,
    DecisionKind.NEED_TO_KNOW: Outcome.NEED_TO_KNOW,
}


def with_clock(rows: pd.DataFrame, day: date, calendar: WorkingDays) -> pd.DataFrame:
    """``rows`` with the clock of each.

    Args:
        rows: With ``said_on``, and as ``with_replies`` gives them.
        day: From which days left are counted.

    Returns:
        ``rows``, and ``reply_days`` (working days until the first reply), ``due_on`` (the last day
        for it), ``days_left`` (working days; below 0: overdue; missing: answered), ``state``
        (``ReplyState``).

    Raises:
        NoSuchCalendar: A clock runs into years whose bank holidays aren't known.
    """
    clocks = {said: reply_clock(said.date(), day, calendar) for said in rows["said_on"].unique()}
    due_on = [clocks[said].due_on for said in rows["said_on"]]
    left = pd.Series([clocks[said].days_left for said in rows["said_on"]], dtype="Int64")
    waits = rows["kind"] == ""
    rows = rows.assign(
        due_on=pd.to_datetime(pd.Series(due_on, dtype="object")).astype("datetime64[s]"),
        days_left=left.where(waits),
        reply_days=calendar.between_all(rows["said_on"], rows["replied_on"]),
    )
    return rows.assign(state=pd.Series(map(_state, rows["days_left"]), dtype="object"))


def _state(days_left: int) -> ReplyState:
    if pd.isna(days_left):
        return ReplyState.ANSWERED
    if days_left < 0:
        return ReplyState.OVERDUE
    return ReplyState.DUE_SOON if days_left <= SOON else ReplyState.OPEN


@dataclass(frozen=True, slots=True)
class Replies:
    """How well what members said is answered.

    Attributes:
        suggestions: How many there are; those joined together are one.
        themes: How many themes were found in comments.
        answered: Of these, how many have a reply.
        timed: How many had one in time, or can't have one in time any more.
        in_time: Of these, how many had one within 20 working days.
        median_days: Working days to the first reply; ``None``: none was answered.
        will_not: How many were last answered "we will not".
        with_reason: Of these, how many with a reason.
    """

    suggestions: int
    themes: int
    answered: int
    timed: int
    in_time: int
    median_days: float | None
    will_not: int
    with_reason: int

    @property
    def made(self) -> int:
        """How much there is to be answered."""
        return self.suggestions + self.themes

    @property
    def share_answered(self) -> float | None:
        """0 to 1; ``None``: there are none."""
        return self.answered / self.made if self.made else None

    @property
    def share_in_time(self) -> float | None:
        """Of those that could tell, 0 to 1; ``None``: none can yet."""
        return self.in_time / self.timed if self.timed else None

    @property
    def share_with_reason(self) -> float | None:
        """Of "we will not", 0 to 1; ``None``: that was never said."""
        return self.with_reason / self.will_not if self.will_not else None


def replies(suggestions: pd.DataFrame, themes: pd.DataFrame) -> Replies:
    """The figures over all suggestions, published or not, and all themes found in comments.

    Args:
        suggestions: As ``suggestions.on_day`` gives them.
        themes: As ``found_themes.on_day`` gives them.
    """
    rows = said(suggestions, themes)
    in_time = is_in_time(rows)
    will_not = rows[rows["kind"] == DecisionKind.WILL_NOT]
    days = rows["reply_days"].dropna()
    return Replies(
        suggestions=len(suggestions),
        themes=len(themes),
        answered=len(days),
        timed=int(in_time.notna().sum()),
        in_time=int(in_time.sum()),
        median_days=float(days.median()) if len(days) else None,
        will_not=len(will_not),
        with_reason=int((will_not["reply"].str.strip() != "").sum()),
    )


def said(suggestions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Both under each other, with what they have in common."""
    return pd.concat([suggestions[_COMMON], themes[_COMMON]], ignore_index=True)


def is_in_time(rows: pd.DataFrame) -> pd.Series:
    """Whether the first reply came by the last day for it; missing: it still can."""
    on_time = (rows["replied_on"] <= rows["due_on"]).astype("boolean")
    can_still = rows["replied_on"].isna() & (rows["state"] != ReplyState.OVERDUE)
    return on_time.mask(can_still)


def flow(rows: pd.DataFrame) -> pd.DataFrame:
    """How many of ``said`` have come how far, and what became of them.

    Returns:
        ``stage``, ``outcome``, ``count`` (0 included), in order.
    """
    counts = rows["outcome"].value_counts()
    return pd.DataFrame(
        [
            (stage, outcome, int(counts.get(outcome, 0)))
            for stage, outcomes in STAGES.items()
            for outcome in outcomes
        ],
        columns=["stage", "outcome", "count"],
    )


def by_urgency(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that wait first, the one due first first; then the answered, the latest first."""
    waits = rows["state"] != ReplyState.ANSWERED
    waiting = rows[waits].sort_values(["due_on", "id"], kind="stable")
    answered = rows[~waits].sort_values(["decided_on", "id"], ascending=False, kind="stable")
    return pd.concat([waiting, answered])
