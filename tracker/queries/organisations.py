"""The organisations of the directory."""

from typing import Any

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.models import DataReturn, Organisation, Person, Post
from tracker.queries._frames import read_frame

_COLUMNS = ("id", "version", "code", "name", "is_in_scope")


def read_organisations(session: Session) -> pd.DataFrame:
    """Every organisation by its code, without those merged into others.

    Returns:
        ``id``, ``version``, ``code``, ``name``, ``is_in_scope``, ``people`` and ``posts`` (how
        many are its own), ``returned`` (the years whose data it has returned, the latest first,
        as a tuple).
    """
    statement = (
        select(*(getattr(Organisation, name) for name in _COLUMNS))
        .where(col(Organisation.merged_into_id).is_(None))
        .order_by(col(Organisation.code))
    )
    found = read_frame(session, statement, _COLUMNS)
    in_it = (col(Person.erased_on).is_(None), col(Person.merged_into_id).is_(None))
    years = _years(session)
    return found.assign(
        people=_counted(session, found, Person, *in_it),
        posts=_counted(session, found, Post, col(Post.abolished_on).is_(None)),
        returned=found["id"].map(lambda id_: years.get(id_, ())),
    )


def _counted(
    session: Session, organisations: pd.DataFrame, model: type[Person] | type[Post], *where: Any
) -> pd.Series:
    owner = col(model.organisation_id)
    rows = session.exec(select(owner, func.count()).where(*where).group_by(owner))
    counts: dict[int | None, int] = dict(rows.all())
    return organisations["id"].map(counts).fillna(0).astype("int64")


def _years(session: Session) -> dict[int, tuple[int, ...]]:
    statement = (
        select(DataReturn.organisation_id, DataReturn.year)
        .where(col(DataReturn.returned_on).is_not(None))
        .order_by(col(DataReturn.year).desc())
    )
    years: dict[int, tuple[int, ...]] = {}
    for organisation_id, year in session.exec(statement):
        years[organisation_id] = (*years.get(organisation_id, ()), year)
    return years
