"""Reads of the people of the directory. Names are read anew each time, and kept in no cache."""

from datetime import date

import pandas as pd

from dashboard.loaders.base import reading
from tracker.queries import people as people_queries


def everyone(day: date) -> pd.DataFrame:
    """Everybody in the directory, and what they hold on ``day``, as ``queries.people`` says."""
    with reading() as db:
        return people_queries.everyone(db, day=day)
