"""Suggestions: the clock of each, what became of it, and how well they are answered.

A suggestion and those joined into it are one row: said by as many, on the clock of the first.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.vocabulary import LEFT_OUT, ActionState, DecisionKind, Word
from tracker.working_days import WorkingDays, reply_clock

SOON = 5  # working days left: due soon


class ReplyState(Word):
    """Where the reply to a suggestion stands, the most urgent first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    ANSWERED = "answered"


class Outcome(Word):
    """What has become of a suggestion."""

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

# How far a suggestion has come, and the outcomes of those that have come so far.
_WITH_ACTION = (Outcome.DONE, Outcome.UNDER_WAY, Outcome.HELD_UP)
STAGES = {
    "Said": tuple(Outcome),
    "Decided": (*_WITH_ACTION, Outcome.WILL_NOT, Outcome.NEED_TO_KNOW),
    "Has an action": _WITH_ACTION,
    "Done": (Outcome.DONE,),
}


def on_day(
    suggestions: pd.DataFrame, decisions: pd.DataFrame, day: date, calendar: WorkingDays
) -> pd.DataFrame:
    """Every suggestion that wasn't joined into another, as it stands on ``day``.

    Args:
        suggestions, decisions: As ``queries.suggestions.read_suggestions`` gives them.
        day: From which days left are counted.

    Returns:
        The columns of ``suggestions`` but ``joined_into_id``; ``said_on`` (by the first),
        ``said_by`` (how many); of the latest decision ``kind`` (blank: none), ``reply``,
        ``action_id``, ``ref``, ``title``, ``action_state``, ``decided_on``, ``decided_by``;
        ``replies`` (how many), ``replied_on`` (the first; missing: none), ``reply_days`` (working
        days until then), ``due_on`` (the last day for it), ``days_left`` (working days; below 0:
        overdue; missing: answered), ``state`` (``ReplyState``), ``outcome`` (``Outcome``).

    Raises:
        NoSuchCalendar: A clock runs into years whose bank holidays aren't known.
    """
    kept = kept_of(suggestions)
    said = suggestions.groupby(kept.to_numpy())["made_on"].agg(said_on="min", said_by="size")
    rows = suggestions[suggestions["joined_into_id"].isna()].drop(columns="joined_into_id")
    rows = rows.join(said, on="id").reset_index(drop=True)
    return _with_clock(_with_replies(rows, decisions, kept), day, calendar)


def kept_of(suggestions: pd.DataFrame) -> pd.Series:
    """By each suggestion's key, the key of the one it was joined into, or its own."""
    kept = suggestions["joined_into_id"].fillna(suggestions["id"]).astype("int64")
    return kept.set_axis(suggestions["id"])


_LATEST = ["kind", "reply", "action_id", "ref", "title", "action_state", "decided_on", "decided_by"]
_WORDS = ["kind", "reply", "ref", "title", "action_state", "decided_by"]


def _with_replies(rows: pd.DataFrame, decisions: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    own = decisions.join(kept.rename("kept"), on="suggestion_id")
    latest = own.drop_duplicates("kept", keep="last").set_index("kept")[_LATEST]
    all_ = own.groupby("kept")["decided_on"].agg(replies="size", replied_on="min")
    rows = rows.join(latest, on="id").join(all_, on="id")
    rows[_WORDS] = rows[_WORDS].astype("object").fillna("")
    rows["replies"] = rows["replies"].fillna(0).astype("int64")
    pairs = zip(rows["kind"], rows["action_state"], strict=True)
    return rows.assign(outcome=pd.Series([_outcome(*pair) for pair in pairs], dtype="object"))


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


def _with_clock(rows: pd.DataFrame, day: date, calendar: WorkingDays) -> pd.DataFrame:
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
    """How well suggestions are answered.

    Attributes:
        made: How many there are; those joined together are one.
        answered: Of these, how many have a reply.
        timed: How many had one in time, or can't have one in time any more.
        in_time: Of these, how many had one within 20 working days.
        median_days: Working days to the first reply; ``None``: none was answered.
        will_not: How many were last answered "we will not".
        with_reason: Of these, how many with a reason.
    """

    made: int
    answered: int
    timed: int
    in_time: int
    median_days: float | None
    will_not: int
    with_reason: int

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


def replies(rows: pd.DataFrame) -> Replies:
    """The figures over all suggestions, as ``on_day`` gives them, published or not."""
    in_time = is_in_time(rows)
    will_not = rows[rows["kind"] == DecisionKind.WILL_NOT]
    days = rows["reply_days"].dropna()
    return Replies(
        made=len(rows),
        answered=len(days),
        timed=int(in_time.notna().sum()),
        in_time=int(in_time.sum()),
        median_days=float(days.median()) if len(days) else None,
        will_not=len(will_not),
        with_reason=int((will_not["reply"].str.strip() != "").sum()),
    )


def is_in_time(rows: pd.DataFrame) -> pd.Series:
    """Whether the first reply came by the last day for it; missing: it still can."""
    on_time = (rows["replied_on"] <= rows["due_on"]).astype("boolean")
    can_still = rows["replied_on"].isna() & (rows["state"] != ReplyState.OVERDUE)
    return on_time.mask(can_still)


def flow(rows: pd.DataFrame) -> pd.DataFrame:
    """How many have come how far, and what became of them.

    Returns:
        ``stage``, ``outcome``, ``suggestions`` (a count, 0 included), in order.
    """
    counts = rows["outcome"].value_counts()
    return pd.DataFrame(
        [
            (stage, outcome, int(counts.get(outcome, 0)))
            for stage, outcomes in STAGES.items()
            for outcome in outcomes
        ],
        columns=["stage", "outcome", "suggestions"],
    )


@dataclass(frozen=True, slots=True)
class SuggestionSelection:
    """Which suggestions are asked for; what is empty doesn't choose.

    Attributes:
        search: Words that each must have.
        themes: Their codes.
        states: ``ReplyState`` values.
    """

    search: str = ""
    themes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def select(rows: pd.DataFrame, selection: SuggestionSelection) -> pd.DataFrame:
    """The rows asked for, in their order."""
    chosen = pd.Series(True, index=rows.index)
    if selection.themes:
        chosen &= rows["theme"].isin(selection.themes)
    if selection.states:
        chosen &= rows["state"].isin(selection.states)
    for word in selection.search.casefold().split():
        chosen &= rows["words"].str.casefold().str.contains(word, regex=False)
    return rows[chosen]


def by_urgency(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that wait first, the one due first first; then the answered, the latest first."""
    waits = rows["state"] != ReplyState.ANSWERED
    waiting = rows[waits].sort_values(["due_on", "id"], kind="stable")
    answered = rows[~waits].sort_values(["decided_on", "id"], ascending=False, kind="stable")
    return pd.concat([waiting, answered])
