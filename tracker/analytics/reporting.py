"""Reporting rounds: which are open, who has answered, and which statuses have gone stale."""

from datetime import date

import pandas as pd

from tracker.vocabulary import Answer, Word


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


def latest(updates: pd.DataFrame) -> pd.DataFrame:
    """The update that counts of each action and round: the last one given.

    Args:
        updates: ``id``, ``action_id``, ``round_id``, in the order in which they were given.
    """
    return updates.drop_duplicates(["action_id", "round_id"], keep="last")


def answers(
    owed: pd.DataFrame, updates: pd.DataFrame, exemptions: pd.DataFrame, round_id: int
) -> pd.DataFrame:
    """How each action that owes an answer stands in one round.

    An update that was returned is owed again, until a new one comes.

    Args:
        owed: The actions asked in this round: ``action_id``.
        updates: ``id``, ``action_id``, ``round_id``, ``verdict`` (missing: not reviewed yet).
        exemptions: ``action_id``, ``round_id``, ``reason``.

    Returns:
        ``owed`` with ``answer`` (an ``Answer`` value), ``update_id`` (missing: none), ``verdict``
        and ``exempt_because`` (empty: not exempt).
    """
    given = latest(updates[updates["round_id"] == round_id]).set_index("action_id")
    exempt = exemptions[exemptions["round_id"] == round_id].drop_duplicates(
        "action_id", keep="last"
    )
    reasons = exempt.set_index("action_id")["reason"].reindex(owed["action_id"])
    ids = given["id"].reindex(owed["action_id"])
    found = owed.assign(
        update_id=ids.astype("Int64").to_numpy(),
        verdict=given["verdict"].reindex(owed["action_id"]).to_numpy(),
        exempt_because=reasons.fillna("").to_numpy(),
    )
    is_given = (found["update_id"].notna() & (found["verdict"] != "returned")).to_numpy()
    answer = pd.Series(Answer.MISSING.value, index=found.index, dtype=object)
    answer[(found["exempt_because"] != "").to_numpy()] = Answer.EXEMPT.value
    answer[is_given] = Answer.GIVEN.value
    return found.assign(answer=answer)


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
