"""Spells of people in groups and posts: who is there on a day, and how many there are over time.

A spell is a row with ``starts_on`` and ``ends_on`` (days; a missing end goes on). Both days
belong to it.
"""

from datetime import date

import numpy as np
import pandas as pd


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
    counts = np.zeros(len(days), dtype="int64")
    for _, own in spells.groupby("person_id"):
        starts = days.searchsorted(own["starts_on"])
        # A missing end is after every day.
        ends = days.searchsorted(own["ends_on"].fillna(days.max()), side="right")
        is_there = np.zeros(len(days), dtype=bool)
        for first, last in zip(starts, ends, strict=True):
            is_there[first:last] = True
        counts += is_there
    return pd.Series(counts, index=days)


def _has_begun(spells: pd.DataFrame, day: date) -> pd.Series:
    return spells["starts_on"] <= pd.Timestamp(day)


def _is_over(spells: pd.DataFrame, day: date) -> pd.Series:
    return spells["ends_on"].notna() & (spells["ends_on"] < pd.Timestamp(day))
