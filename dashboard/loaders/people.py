"""Reads of the people who are reminded. Names are read anew each time, and kept in no cache."""

import pandas as pd

from dashboard.loaders.base import reading
from dashboard.loaders.plan import responsibles
from dashboard.view import Moment
from tracker.queries import people as people_queries


def everyone() -> pd.DataFrame:
    """Everybody who is reminded, as ``queries.people`` gives them."""
    with reading() as db:
        return people_queries.everyone(db)


def posts(moment: Moment) -> list[str]:
    """The posts that the plan calls responsible."""
    return responsibles(moment.version)
