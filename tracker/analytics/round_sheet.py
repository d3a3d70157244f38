"""One reporting round as a table: what each action that owes an answer was answered with."""

from collections.abc import Mapping

import pandas as pd

from tracker.analytics import reporting
from tracker.vocabulary import Answer, Verdict

# What is taken over from the update that counts.
SAID = [
    *("given_at", "author", "status", "likelihood", "what_changed", "help_needed"),
    *("reviewer", "comment"),
]


def sheet(
    owed: pd.DataFrame,
    updates: pd.DataFrame,
    exemptions: pd.DataFrame,
    reviewers: pd.DataFrame,
    *,
    round_id: int,
    number: int,
) -> pd.DataFrame:
    """How every action that owes an answer stands in one round.

    Args:
        owed: The actions asked in this round: ``action_id``, ``theme`` (code).
        updates, exemptions, reviewers: As ``queries.rounds`` gives them.

    Returns:
        ``owed`` with ``answer``, ``update_id``, ``verdict`` and ``exempt_because`` as
        ``reporting.answers`` gives them; of the update ``given_at``, ``author``, ``status``,
        ``likelihood``, ``what_changed``, ``help_needed``, ``reviewer`` and ``comment`` (missing:
        none); ``reviewed_by``, the post that reviews its theme ("": nobody).
    """
    said = answered(updates, exemptions, round_id=round_id)
    return beside(owed, said, reviewers_of(reviewers, number))


def answered(updates: pd.DataFrame, exemptions: pd.DataFrame, *, round_id: int) -> pd.DataFrame:
    """What was answered in one round, whichever actions are asked in it.

    Returns:
        By ``action_id``: what ``sheet`` gives beside the action, but for who reviews it.
    """
    given = [said.loc[said["round_id"] == round_id, "action_id"] for said in (updates, exemptions)]
    actions = pd.concat(given).drop_duplicates().to_frame()
    found = reporting.answers(actions, updates, exemptions, round_id)
    said = updates.set_index("id")[SAID].reindex(found["update_id"])
    return pd.concat([found, said.set_axis(found.index)], axis=1).set_index("action_id")


def beside(owed: pd.DataFrame, answered: pd.DataFrame, posts: Mapping[str, str]) -> pd.DataFrame:
    """``sheet``, of what was ``answered`` and the ``posts`` that ``reviewers_of`` gives."""
    found = answered.reindex(owed["action_id"]).set_axis(owed.index)
    found = found.fillna({"answer": Answer.MISSING.value, "exempt_because": ""})
    found["reviewed_by"] = [posts.get(theme, "") for theme in owed["theme"].tolist()]
    return pd.concat([owed, found], axis=1)


def reviewers_of(reviewers: pd.DataFrame, number: int) -> dict[str, str]:
    """Who reviews each theme (code) in the round ``number``; themes without a reviewer aren't in.

    Args:
        reviewers: ``theme``, ``name`` ("": nobody), ``from_round``, in the order of ``from_round``.
    """
    named = reviewers[reviewers["from_round"] <= number].drop_duplicates("theme", keep="last")
    return {theme: name for theme, name in zip(named["theme"], named["name"], strict=True) if name}


def version_of(reviewers: pd.DataFrame, theme: str, number: int) -> int:
    """The version of what was said of ``theme`` (code) from round ``number`` on; 0: nothing was.

    Args:
        reviewers: ``theme``, ``from_round``, ``version``.
    """
    said = reviewers[(reviewers["theme"] == theme) & (reviewers["from_round"] == number)]
    return int(said["version"].sum())  # there is at most one


def is_returned(rows: pd.DataFrame) -> pd.Series:
    """Which rows of ``sheet`` owe a new update because the last was returned."""
    return (rows["answer"] == Answer.MISSING) & (rows["verdict"] == Verdict.RETURNED)


def is_unreviewed(rows: pd.DataFrame) -> pd.Series:
    """Which rows of ``sheet`` hold an update that nobody has reviewed yet."""
    return rows["update_id"].notna() & rows["verdict"].isna()


def by_lead(rows: pd.DataFrame) -> pd.DataFrame:
    """How many answers each lead owes and has given.

    Args:
        rows: As ``sheet`` gives them, with ``responsible``.

    Returns:
        ``responsible``, ``owed``, ``given``, ``exempt``, ``missing`` (counts) and ``share``
        answered (0 to 1), in alphabetical order.
    """
    counts = pd.crosstab(rows["responsible"], rows["answer"])
    counts = counts.reindex(columns=[answer.value for answer in Answer], fill_value=0)
    counts.columns = pd.Index([*counts.columns])
    counts.insert(0, "owed", counts.sum(axis=1))
    counts["share"] = 1 - counts[Answer.MISSING.value] / counts["owed"]
    return counts.rename_axis("responsible").reset_index()


def unreviewed(updates: pd.DataFrame, numbers: pd.Series) -> pd.DataFrame:
    """The latest update of each action, where nobody has reviewed it yet.

    Args:
        numbers: The rounds' numbers by ``round_id``.

    Returns:
        Those of ``updates``, with ``number``.
    """
    last = updates.drop_duplicates("action_id", keep="last")
    waiting = last[last["verdict"].isna()]
    return waiting.assign(number=waiting["round_id"].map(numbers))


def to_review(
    waiting: pd.DataFrame, reviewers: pd.DataFrame, actions: pd.DataFrame
) -> pd.DataFrame:
    """``waiting`` with whoever is to review each; updates of other actions are left out.

    Args:
        waiting: As ``unreviewed`` gives them.
        actions: ``action_id``, ``theme`` (code), and what else is to stand beside.

    Returns:
        Those of ``waiting`` with the columns of ``actions`` and ``reviewed_by``, the post that
        reviews the theme in that round ("": nobody).
    """
    own = actions[actions["action_id"].isin(waiting["action_id"])]
    rows = waiting.join(own.set_index("action_id"), on="action_id", how="inner")
    posts = {number: reviewers_of(reviewers, number) for number in rows["number"].unique()}
    themes = zip(rows["number"].tolist(), rows["theme"].tolist(), strict=True)
    return rows.assign(reviewed_by=[posts[number].get(theme, "") for number, theme in themes])
