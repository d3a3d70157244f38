"""How far milestones have slipped from where they were first published, move by move."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracker.vocabulary import MilestoneState, Word

OFTEN = 2  # moves of one date, from which on it is worth asking about


class Agreement(Word):
    """Whether a sponsor has agreed to a moved date."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


def slip_days(milestones: pd.DataFrame) -> pd.Series:
    """The days from a milestone's first published date to when it was done or is now due.

    Args:
        milestones: ``first_due_on``, ``due_on``, ``done_on`` (days, may be missing), ``state``.

    Returns:
        Whole days, below 0 when earlier than published; missing for dropped milestones and where
        there is nothing to compare.
    """
    is_done = milestones["state"] == MilestoneState.DONE
    ends_on = milestones["done_on"].where(is_done, milestones["due_on"])
    days = (ends_on - milestones["first_due_on"]).dt.days
    is_dropped = milestones["state"] == MilestoneState.DROPPED
    return days.mask(is_dropped).astype("Int64").rename("slip_days")


def ledger(moves: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Every move of a date with what it did, the latest first.

    Args:
        moves: As given by ``queries.rounds.date_changes``: the latest first.
        actions: ``action_id``, ``title``, ``theme`` (code), ``responsible``.

    Returns:
        ``moves`` with ``days_moved`` (whole days, below 0: earlier; missing where it had or has
        no date), ``move`` (the first of its milestone is 1), ``moves`` (how many its milestone
        has), ``is_latest`` (of its milestone), ``agreement`` (an ``Agreement`` value), and of the
        action ``action_title``, ``theme`` and ``responsible``.
    """
    of_milestone = moves.groupby("milestone_id")
    of_action = actions.set_index("action_id").reindex(moves["action_id"])
    is_agreed = moves["agreed_by"].notna()
    return moves.assign(
        days_moved=(moves["to_due_on"] - moves["from_due_on"]).dt.days.astype("Int64"),
        move=of_milestone.cumcount(ascending=False) + 1,
        moves=of_milestone["id"].transform("size").astype(int),
        is_latest=~moves["milestone_id"].duplicated(),
        agreement=np.where(is_agreed, Agreement.AGREED.value, Agreement.NOT_AGREED.value),
        action_title=of_action["title"].to_numpy(),
        theme=of_action["theme"].to_numpy(),
        responsible=of_action["responsible"].to_numpy(),
    )


def moved_often(moves: pd.DataFrame) -> pd.DataFrame:
    """The milestones whose date moved ``OFTEN`` times or more, the most often moved first.

    Args:
        moves: As given by ``ledger``.

    Returns:
        One row per milestone: ``ref``, ``action_title``, ``title``, ``moves`` (a count),
        ``from_timing`` (before its first move), ``to_timing`` (since its last), ``days_moved``
        (from the one to the other; missing where one of them has no date).
    """
    often = moves[moves["moves"] >= OFTEN]
    last = often[often["is_latest"]].set_index("milestone_id")
    first = often[often["move"] == 1].set_index("milestone_id").reindex(last.index)
    found = last[["ref", "action_title", "title", "moves", "to_timing"]].assign(
        from_timing=first["from_timing"],
        days_moved=(last["to_due_on"] - first["from_due_on"]).dt.days.astype("Int64"),
    )
    return found.sort_values("moves", ascending=False, kind="stable").reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class MoveSelection:
    """Which moves are asked for; what is empty does not choose.

    Attributes:
        search: Words that must all occur, in any place and any case.
        themes: Codes.
        agreements: ``Agreement`` values.
        often: Only those of dates that moved ``OFTEN`` times or more.
    """

    search: str = ""
    themes: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    often: bool = False


_SEARCHED = [
    *("ref", "action_title", "title", "responsible", "changed_by", "reason"),
    *("from_timing", "to_timing"),
]


def select_moves(moves: pd.DataFrame, selection: MoveSelection) -> pd.DataFrame:
    """The rows of ``ledger`` that ``selection`` asks for, in their order."""
    found = pd.Series(True, index=moves.index)
    if selection.themes:
        found &= moves["theme"].isin(selection.themes)
    if selection.agreements:
        found &= moves["agreement"].isin(selection.agreements)
    if selection.often:
        found &= moves["moves"] >= OFTEN
    if words := selection.search.casefold().split():
        texts = ["\n".join(row).casefold() for row in moves[_SEARCHED].itertuples(index=False)]
        found &= np.array([all(word in text for word in words) for text in texts], dtype=bool)
    return moves[found]
