"""Reads of the directory. Names are read anew each time, and kept in no cache."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from dashboard.loaders.base import WHOLE_PLANS, kept, reading
from dashboard.view import Moment
from tracker.areas import Area
from tracker.queries import organisations as organisation_queries
from tracker.queries import people as people_queries
from tracker.transfer import directory_export
from tracker.transfer.directory_file import COLUMNS, directory_rows


def everyone(day: date) -> pd.DataFrame:
    """Everybody in the directory, and what they hold on ``day``, as ``queries.people`` says."""
    with reading() as db:
        return people_queries.everyone(db, day=day)


def some(day: date, ids: Collection[int]) -> pd.DataFrame:
    """As ``everyone``, of those with these keys."""
    with reading() as db:
        return people_queries.everyone(db, day=day, ids=ids)


def called(day: date) -> dict[int, str]:
    """Everybody in the directory on ``day`` by name and organisation, by their keys."""
    people = everyone(day)
    return {
        key: f"{name}, {code}" if isinstance(code, str) else name
        for key, name, code in zip(
            people["id"], people["name"], people["organisation"], strict=True
        )
    }


# Whose name somebody typed is nothing to be remembered.
@kept(Area.PEOPLE, is_read_ahead=False)
def found(moment: Moment, words: str) -> tuple[int, ...]:
    """The keys of those in whom all ``words`` occur, as ``queries.people.found`` says."""
    with reading() as db:
        return people_queries.found(db, words, day=moment.today)


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def organisations(moment: Moment) -> pd.DataFrame:  # noqa: ARG001 - the moment is the key
    """Every organisation as it is today, as ``queries.organisations`` gives them."""
    with reading() as db:
        return organisation_queries.read_organisations(db)


@kept(Area.PEOPLE)
def organisations_found(moment: Moment, words: str) -> tuple[int, ...]:
    """The rows of ``organisations``, by number, in whose code or name all ``words`` occur."""
    rows = organisations(moment)
    texts = (rows["code"] + "\n" + rows["name"]).astype(str).str.casefold()
    wanted = words.casefold().split()
    return tuple(index for index, text in texts.items() if all(word in text for word in wanted))


def directory_file(day: date) -> pd.DataFrame:
    """Everything that is in the directory on ``day``, in the columns of its file."""
    with reading() as db:
        rows = directory_rows(directory_export.directory_of(db, day=day))
    return pd.DataFrame(rows, columns=[*COLUMNS])
