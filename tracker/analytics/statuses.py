"""Reported and assessed statuses beside each other, now and over the rounds; never merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.analytics import reporting
from tracker.analytics.assessment import difference
from tracker.analytics.calibration import met_date
from tracker.vocabulary import ActionState, Answer, MilestoneState, Status

_OF_ACTION = ["action_id", "ref", "title", "theme", "responsible", "state"]
_NUMBERS = ("round_id", "number", "likelihood")


def beside(
    actions: pd.DataFrame,
    reported: pd.DataFrame,
    assessed: pd.DataFrame,
    flag_answers: pd.DataFrame,
) -> pd.DataFrame:
    """Both statuses of every action, and where they contradict each other.

    Args:
        actions: ``action_id``, ``ref``, ``title``, ``theme`` (code), ``responsible``, ``state``.
        reported: As given by ``reporting.reported`` for ``actions``.
        assessed: As given by ``assessment.assess_actions`` for ``actions``.
        flag_answers: ``action_id``, ``round_id``, ``author``, ``answer``, in the order given.

    Returns:
        Those columns of ``actions``, and: ``reported`` (a ``Status`` value; empty: never
        reported) with its ``round_id``, ``number`` (the round's), ``likelihood`` (in %, may be
        missing) and ``is_stale``; ``assessed`` (a ``Status`` value; empty: done) with its
        ``reasons``; ``contradiction`` (a ``Contradiction`` value, or empty) with its ``steps``
        and ``sentence``, and the lead's latest ``answer`` to it with its ``answered_by``.
    """
    ids = actions["action_id"]
    judged = assessed.set_index("action_id").reindex(ids)
    said = reported.reindex(ids)
    words = said["status"].where(said["status"].notna(), "")
    differ = [difference(*pair) for pair in zip(words, judged["assessed"], strict=True)]
    answers = _answers(flag_answers)
    rounds = said["round_id"].astype("Int64")
    answered = [answers.get(key, ("", "")) for key in zip(ids, rounds, strict=True)]
    return pd.DataFrame(
        {name: actions[name].to_numpy() for name in _OF_ACTION}
        | {
            "reported": words.to_numpy(object),
            **{name: said[name].astype("Int64").array for name in _NUMBERS},
            "is_stale": said["is_stale"].to_numpy(bool),
            "assessed": judged["assessed"].where(judged["assessed"].notna(), "").to_numpy(object),
            "reasons": judged["reasons"].to_numpy(),
            "contradiction": _words(each.contradiction.value if each else "" for each in differ),
            "steps": pd.array([each.steps if each else None for each in differ], "Int64"),
            "sentence": _words(each.sentence if each else "" for each in differ),
            "answer": _words(answer for answer, _ in answered),
            "answered_by": _words(author for _, author in answered),
        }
    )


def _answers(flag_answers: pd.DataFrame) -> dict[tuple[int, int], tuple[str, str]]:
    """The latest answer to a contradiction, and who gave it, by action and round."""
    columns = ("action_id", "round_id", "answer", "author")
    given = zip(*(flag_answers[name].tolist() for name in columns), strict=True)
    return {(action_id, round_id): (answer, by) for action_id, round_id, answer, by in given}


def _words(words: Iterable[str]) -> pd.Series:
    return pd.Series(list(words), dtype=object)


def contradicting(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of ``beside`` that contradict each other: the widest apart first, too rosy first."""
    found = rows[rows["contradiction"] != ""]
    # "too_rosy" comes after "too_gloomy".
    return found.sort_values(["steps", "contradiction"], ascending=False, kind="stable")


@dataclass(frozen=True, slots=True)
class StatusSelection:
    """Which actions are asked for; what is empty does not choose.

    Attributes:
        themes: Codes.
        reported, assessed: ``Status`` values.
        stale: Only those whose reported status is stale.
    """

    themes: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    assessed: tuple[str, ...] = ()
    stale: bool = False


def select(rows: pd.DataFrame, selection: StatusSelection) -> pd.DataFrame:
    """The rows of ``beside`` that ``selection`` asks for, in their order."""
    chosen = {
        "theme": selection.themes,
        "reported": selection.reported,
        "assessed": selection.assessed,
    }
    found = pd.Series(True, index=rows.index)
    for column, values in chosen.items():
        if values:
            found &= rows[column].isin(values)
    return rows[found & rows["is_stale"]] if selection.stale else rows[found]


def count(rows: pd.DataFrame) -> pd.DataFrame:
    """How many of the actions that aren't done have each status; colours are never averaged.

    Args:
        rows: As given by ``beside``.

    Returns:
        ``status`` (a ``Status`` value), ``reported`` and ``assessed`` (counts).
    """
    every = [status.value for status in Status]
    not_done = rows[rows["state"] != ActionState.DONE]
    counts = {
        name: not_done[name].value_counts().reindex(every, fill_value=0).to_numpy()
        for name in ("reported", "assessed")
    }
    return pd.DataFrame({"status": every, **counts})


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """What the rules said when a round was over, its grace included.

    Attributes:
        assessed: ``Status`` values by action; empty where the action was done.
        last_due_on: Each action's last date as it stood then, by action.
        dated: The keys (a tuple) of the milestones whose dates stood then, by action.
    """

    round_id: int
    number: int
    assessed: pd.Series
    last_due_on: pd.Series
    dated: pd.Series


def history(
    actions: pd.DataFrame,
    ends: Iterable[RoundEnd],
    updates: pd.DataFrame,
    exemptions: pd.DataFrame,
) -> pd.DataFrame:
    """What was reported in every round that is over, and assessed as it ended.

    Args:
        actions: ``action_id``.
        ends: In the order of their numbers.
        updates, exemptions: As ``queries.rounds.read_rounds`` gives them.

    Returns:
        One row per round and action: ``round_id``, ``number``, ``action_id``, ``answer`` (an
        ``Answer`` value), ``reported`` and ``assessed`` (``Status`` values, or empty),
        ``likelihood`` (in %, may be missing), ``last_due_on`` (day, may be missing), ``dated`` (a
        tuple of keys of milestones, may be missing).
    """
    found = [_round(actions, end, updates, exemptions) for end in ends]
    columns = [
        *("round_id", "number", "action_id", "answer", "reported", "assessed"),
        *("likelihood", "last_due_on", "dated"),
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _round(
    actions: pd.DataFrame, end: RoundEnd, updates: pd.DataFrame, exemptions: pd.DataFrame
) -> pd.DataFrame:
    ids = actions["action_id"]
    given = _latest_of(updates, end.round_id).reindex(ids)
    exempt = ids.isin(exemptions.loc[exemptions["round_id"] == end.round_id, "action_id"])
    answer = pd.Series(Answer.MISSING.value, index=ids.index, dtype=object)
    answer[exempt] = Answer.EXEMPT.value
    answer[given["status"].notna().to_numpy()] = Answer.GIVEN.value
    return pd.DataFrame(
        {
            "round_id": end.round_id,
            "number": end.number,
            "action_id": ids,
            "answer": answer,
            "reported": given["status"].fillna("").to_numpy(dtype=object),
            "assessed": end.assessed.reindex(ids).fillna("").to_numpy(dtype=object),
            "likelihood": given["likelihood"].astype("Int64").array,
            "last_due_on": end.last_due_on.reindex(ids).to_numpy(dtype="datetime64[s]"),
            "dated": end.dated.reindex(ids).to_numpy(dtype=object),
        }
    )


def _latest_of(updates: pd.DataFrame, round_id: int) -> pd.DataFrame:
    return reporting.latest(updates[updates["round_id"] == round_id]).set_index("action_id")


def outcomes(
    past: pd.DataFrame, actions: pd.DataFrame, milestones: pd.DataFrame, as_at: date
) -> pd.DataFrame:
    """What came of every status that was reported in a round that is over.

    Args:
        past: As given by ``history``.
        actions: ``action_id``, ``state``.
        milestones: ``milestone_id``, ``state``, ``done_on``.

    Returns:
        The answered rows of ``past`` in the order of the rounds, with ``reported_later`` (the
        first status reported in a later round; missing: none yet), ``is_done`` (of the action)
        and ``met_date`` (whether all that was dated then was done by ``last_due_on``; missing:
        not known yet). What was added since doesn't count: of an action that goes on without an
        end, only what the status was about.
    """
    given = past[past["answer"] == Answer.GIVEN].reset_index(drop=True)
    is_done = actions.set_index("action_id")["state"] == ActionState.DONE
    return given.assign(
        reported_later=given.groupby("action_id")["reported"].shift(-1),
        is_done=is_done.reindex(given["action_id"], fill_value=False).to_numpy(),
        met_date=met_date(given["last_due_on"], _done_on(given["dated"], milestones), as_at),
    )


def _done_on(dated: pd.Series, milestones: pd.DataFrame) -> pd.Series:
    """When the last of each set of milestones was done; missing: one isn't, or all are dropped."""
    keys = dated.explode().dropna()
    found = milestones.set_index("milestone_id")[["state", "done_on"]].reindex(keys)
    found = found.set_axis(keys.index)[(found["state"] != MilestoneState.DROPPED).to_numpy()]
    is_open = found.index[found["state"] != MilestoneState.DONE]
    done = found["done_on"].drop(is_open).groupby(level=0).max()
    return done.reindex(dated.index).astype("datetime64[s]")


def flagged(told: pd.DataFrame) -> pd.DataFrame:
    """Those of ``outcomes`` in which the statuses contradicted each other."""
    both = zip(told["reported"], told["assessed"], strict=True)
    # Not by brackets alone: to pandas, an empty list between them means no columns.
    return told.loc[[difference(*pair) is not None for pair in both]]
