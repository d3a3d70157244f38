"""Spells of people in groups and posts: who is there on a day, and how many there are over time.

A spell is a row with ``starts_on`` and ``ends_on`` (days; a missing end goes on). Both days
belong to it.
"""

from datetime import date

import numpy as np
import pandas as pd

_FAR = np.iinfo("int64").max // 2


def current(spells: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of ``spells`` that ``day`` belongs to."""
    return spells[_has_begun(spells, day) & ~_is_over(spells, day)]


def ended(spells: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of ``spells`` whose last day is before ``day``."""
    return spells[_is_over(spells, day)]


def numbers(spells: pd.DataFrame, days: pd.DatetimeIndex) -> pd.Series:
    """How many people are in a spell on each of ``days``.

    Args:
        spells: With ``person_id`` too: somebody in two spells at once counts once.

    Returns:
        Whole numbers, by day.
    """
    stays = unbroken(spells)
    asked = _in_days(pd.Series(days), 0)
    begun = np.sort(stays["first"].to_numpy()).searchsorted(asked, side="right")
    over = np.sort(stays["last"].to_numpy()).searchsorted(asked, side="left")
    return pd.Series(begun - over, index=days, dtype="int64")


def unbroken(spells: pd.DataFrame) -> pd.DataFrame:
    """Each person's spells joined where they overlap or follow each other the next day.

    Returns:
        One row per stay, by person and time: ``person_id``, ``first``, ``last`` (days since 1970;
        one that goes on has a last day far ahead).
    """
    found = pd.DataFrame(
        {
            "person_id": spells["person_id"].to_numpy(),
            "first": _in_days(spells["starts_on"], 0),
            "last": _in_days(spells["ends_on"], _FAR),
        }
    ).sort_values(["person_id", "first"], kind="stable", ignore_index=True)
    by_person = found.groupby("person_id")["last"]
    until = by_person.cummax().groupby(found["person_id"]).shift()
    # The first of a person has nothing before it, and what is missing is never near.
    stay = (~(found["first"] <= until + 1)).cumsum().to_numpy()
    joined = found.groupby(stay)
    return joined.agg({"person_id": "first", "first": "min", "last": "max"}).reset_index(drop=True)


def _in_days(moments: pd.Series, missing: int) -> np.ndarray:
    """Days since 1970 as whole numbers."""
    days = moments.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype("int64"))


def _has_begun(spells: pd.DataFrame, day: date) -> pd.Series:
    return spells["starts_on"] <= pd.Timestamp(day)


def _is_over(spells: pd.DataFrame, day: date) -> pd.Series:
    return spells["ends_on"].notna() & (spells["ends_on"] < pd.Timestamp(day))
