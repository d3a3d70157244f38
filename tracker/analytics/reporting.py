"""Reporting rounds: which are open, who has answered, and which statuses have gone stale."""

from datetime import date

import pandas as pd

from tracker.vocabulary import Answer, Verdict, Word


class RoundState(Word):
    """Where a round stands on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"


def round_states(rounds: pd.DataFrame, day: date) -> pd.Series:
    """The ``RoundState`` (value) of each round on ``day``.

    Args:
        rounds: ``opens_on``, ``closes_on``, ``grace_until`` (days).
    """
    today = pd.Timestamp(day)
    states = pd.Series(RoundState.CLOSED.value, index=rounds.index, dtype=object)
    states[rounds["grace_until"] >= today] = RoundState.GRACE.value
    states[rounds["closes_on"] >= today] = RoundState.OPEN.value
    states[rounds["opens_on"] > today] = RoundState.AHEAD.value
    return states


def latest(said: pd.DataFrame) -> pd.DataFrame:
    """What counts of each action and round: the update (or exemption) given last.

    Args:
        said: ``action_id``, ``round_id``, in the order in which they were given.
    """
    return said.drop_duplicates(["action_id", "round_id"], keep="last")


def answers(
    owed: pd.DataFrame, updates: pd.DataFrame, exemptions: pd.DataFrame, round_id: int
) -> pd.DataFrame:
    """How each action that owes an answer stands in one round.

    An update that was returned is owed again, until a new one comes.

    Args:
        owed: The actions asked in this round: ``action_id``.
        updates: ``id``, ``action_id``, ``round_id``, ``given_at``, ``verdict`` (missing: not
            reviewed yet).
        exemptions: ``action_id``, ``round_id``, ``given_at``, ``reason``.

    Returns:
        ``owed`` with ``answer`` (an ``Answer`` value), ``update_id`` (missing: none), ``verdict``
        and ``exempt_because`` (empty: not exempt).
    """
    given = _last_of_round(updates, round_id, owed)
    exempt = _last_of_round(exemptions, round_id, owed)
    is_returned = (given["verdict"] == Verdict.RETURNED).to_numpy()
    # What was excused before an update was returned does not excuse from the next one.
    is_overtaken = is_returned & (exempt["given_at"] < given["given_at"]).to_numpy()
    found = owed.assign(
        update_id=given["id"].astype("Int64").to_numpy(),
        verdict=given["verdict"].to_numpy(),
        exempt_because=exempt["reason"].mask(is_overtaken).fillna("").to_numpy(),
    )
    answer = pd.Series(Answer.MISSING.value, index=found.index, dtype=object)
    answer[(found["exempt_because"] != "").to_numpy()] = Answer.EXEMPT.value
    answer[found["update_id"].notna().to_numpy() & ~is_returned] = Answer.GIVEN.value
    return found.assign(answer=answer)


def _last_of_round(said: pd.DataFrame, round_id: int, owed: pd.DataFrame) -> pd.DataFrame:
    """What was said last in a round of each action of ``owed``, in its order."""
    last = latest(said[said["round_id"] == round_id])
    return last.set_index("action_id").reindex(owed["action_id"])


def reported(
    actions: pd.DataFrame,
    rounds: pd.DataFrame,
    updates: pd.DataFrame,
    exemptions: pd.DataFrame,
    day: date,
) -> pd.DataFrame:
    """Each action's latest reported status, and whether it has gone stale by ``day``.

    A status goes stale when a later round passes, grace included, without an update or an
    exemption.

    Args:
        actions: ``action_id``.
        rounds: ``id``, ``number``, ``grace_until``.
        updates: ``id``, ``action_id``, ``round_id``, ``status``, ``likelihood``.
        exemptions: ``action_id``, ``round_id``.

    Returns:
        By ``action_id``: ``update_id``, ``round_id``, ``number`` (the round's), ``status``,
        ``likelihood`` (all missing: never reported) and ``is_stale``.
    """
    numbers = rounds.set_index("id")["number"]
    given = updates.assign(number=updates["round_id"].map(numbers))
    last = given.drop_duplicates("action_id", keep="last").set_index("action_id")
    found = last[["id", "round_id", "number", "status", "likelihood"]].rename(
        columns={"id": "update_id"}
    )
    found = found.reindex(actions["action_id"])
    over = numbers[(rounds["grace_until"] < pd.Timestamp(day)).to_numpy()]
    excused = exemptions["round_id"].map(numbers).groupby(exemptions["action_id"]).max()
    answered = pd.concat([found["number"], excused.reindex(found.index)], axis=1).max(axis=1)
    stale = found["number"].notna() & (answered < (over.max() if len(over) else 0))
    return found.assign(is_stale=stale.to_numpy())
