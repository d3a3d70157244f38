"""Phantom owners: open actions whose responsible lead is nobody who will do anything about it."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from tracker import wording
from tracker.analytics import spells
from tracker.analytics.posts import PostState, age
from tracker.vocabulary import ActionState, Answer

# Silent for so many closed rounds, one after the other, somebody should ask.
ROUNDS = 2
_ENDED = [ActionState.DONE.value, ActionState.STOPPED.value]


def find(
    actions: pd.DataFrame,
    posts: pd.DataFrame,
    abolished: pd.Series,
    left: pd.DataFrame,
    silent: pd.DataFrame,
) -> pd.DataFrame:
    """The open actions that nobody stands behind, each with the reasons in words.

    An action that names nobody isn't among them: that is a gap of the plan itself.

    Args:
        actions: ``action_id``, ``ref``, ``title``, ``responsible``, ``state``.
        posts: As ``analytics.posts.on_day`` gives them.
        abolished: The day by the title of each post that was abolished.
        left: As ``left_their_group`` gives it.
        silent: As ``silent`` gives it.

    Returns:
        Those of ``actions`` with ``reasons`` (sentences, never empty), in the order of the plan.
    """
    open_ = actions[~actions["state"].isin(_ENDED) & (actions["responsible"] != "")]
    of_posts = _sentences_of_posts(posts, abolished)
    groups = left.groupby("action_id")["sentence"].agg(list).to_dict()
    rounds = silent.set_index("action_id")["sentence"].to_dict()
    reasons = [
        (
            *of_posts.get(row["responsible"], (f"There is no post called {row['responsible']}.",)),
            *groups.get(row["action_id"], ()),
            *filter(None, [rounds.get(row["action_id"])]),
        )
        for row in open_[["action_id", "responsible"]].to_dict("records")
    ]
    found = open_.assign(reasons=pd.Series(reasons, index=open_.index, dtype=object))
    return found[found["reasons"].map(bool).astype(bool)]


def left_their_group(
    actions: pd.DataFrame,
    posts: pd.DataFrame,
    homes: pd.DataFrame,
    groups: pd.DataFrame,
    memberships: pd.DataFrame,
    day: date,
) -> pd.DataFrame:
    """The actions whose responsible holder has left the group that the action is at home in.

    Who never was in it hasn't left it: a lead may work with a group from outside.

    Args:
        homes: ``action_id``, ``group_id``.
        groups: ``id``, ``name``.
        memberships: ``group_id``, ``person_id``, ``starts_on``, ``ends_on``.

    Returns:
        ``action_id``, ``sentence``.
    """
    holders = posts.dropna(subset="holder_id").set_index("title")["holder_id"]
    own = homes.dropna(subset="group_id").merge(actions[["action_id", "responsible"]])
    own = own.assign(person_id=own["responsible"].map(holders)).dropna(subset="person_id")
    keys = ["group_id", "person_id"]
    ended = spells.ended(memberships, day).groupby(keys)["ends_on"].max().reset_index()
    there = spells.current(memberships, day)[keys].drop_duplicates().assign(is_there=True)
    types = dict.fromkeys(keys, "int64")
    rows = own.astype(types).merge(ended).merge(there, how="left")
    gone = rows[rows["is_there"].isna()]
    names = gone["group_id"].map(groups.set_index("id")["name"])
    sentences = [
        f"Its lead left {name}, which it is at home in, on {wording.day(last.date())}."
        for name, last in zip(names, gone["ends_on"], strict=True)
    ]
    return pd.DataFrame({"action_id": gone["action_id"].to_numpy(), "sentence": sentences})


def silent(sheets: Sequence[pd.DataFrame], began_on: date, posts: pd.DataFrame) -> pd.DataFrame:
    """The actions that the same lead has answered for in none of the last closed rounds.

    Args:
        sheets: Of ``ROUNDS`` closed rounds, as ``round_sheet.sheet`` gives them, with
            ``number`` and ``responsible``; the earliest first. Fewer: nobody is silent yet.
        began_on: The day on which the first of them opened: who has held the post for less long
            isn't asked about what somebody else left undone.

    Returns:
        ``action_id``, ``responsible``, ``sentence``.
    """
    keys = ["action_id", "responsible"]
    if len(sheets) < ROUNDS:
        return pd.DataFrame(columns=[*keys, "sentence"])
    missed = [sheet.loc[sheet["answer"] == Answer.MISSING, keys] for sheet in sheets]
    rows = missed[0]
    for others in missed[1:]:
        rows = rows.merge(others)
    starts = posts.set_index("title")["starts_on"]
    is_new = rows["responsible"].map(starts) > pd.Timestamp(began_on)
    numbers = wording.listing([str(sheet["number"].iloc[0]) for sheet in sheets if len(sheet)])
    sentence = f"Nothing was answered in rounds {numbers}."
    return rows[~is_new].assign(sentence=sentence)


def _sentences_of_posts(posts: pd.DataFrame, abolished: pd.Series) -> dict[str, tuple[str, ...]]:
    """What is wrong with each post by its title; nothing with one that is held."""
    gone = {
        title: (f"The post {title} was abolished on {wording.day(last.date())}.",)
        for title, last in abolished.items()
    }
    vacant = posts[posts["state"] == PostState.VACANT]
    empty = {
        title: (f"The post {title} has been vacant {age(int(days))}.",)
        for title, days in zip(vacant["title"], vacant["vacant_days"], strict=True)
    }
    return {**gone, **dict.fromkeys(posts["title"], ()), **empty}
