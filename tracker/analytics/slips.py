"""How far milestones have slipped from where they were first published."""

import pandas as pd

from tracker.vocabulary import MilestoneState


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
