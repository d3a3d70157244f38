"""The directory that is recorded, as a file holds it."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session

from tracker.queries import organisations, people, posts
from tracker.transfer.directory_file import (
    DirectoryFile,
    FileOrganisation,
    FilePerson,
    FilePost,
    FileTerm,
)
from tracker.vocabulary import PostKind, Strand

_Row = Mapping[Hashable, Any]


def directory_of(session: Session, *, day: date) -> DirectoryFile:
    """Everything that is in the directory, with the terms that aren't over on ``day``.

    Nothing of those who were erased, nor of posts that were abolished.
    """
    own = organisations.read_organisations(session)
    everyone = people.everyone(session, day=day)
    recorded = posts.read_posts(session)
    codes = dict(zip(own["id"], own["code"], strict=True))
    kept = recorded.posts[recorded.posts["abolished_on"].isna()]
    return DirectoryFile(
        organisations=tuple(
            FileOrganisation(row["code"], row["name"], row["is_in_scope"]) for row in _rows(own)
        ),
        people=tuple(
            FilePerson(row["email"], row["name"], codes.get(row["organisation_id"], ""))
            for row in _rows(everyone)
        ),
        posts=tuple(_post(row, codes) for row in _rows(kept)),
        terms=_terms(recorded.appointments, kept, everyone, day),
    )


def _post(row: _Row, codes: Mapping[int, str]) -> FilePost:
    whose = row["organisation_id"]
    return FilePost(
        row["title"],
        PostKind(row["kind"]),
        Strand(row["strand"]) if row["strand"] else None,
        "" if pd.isna(whose) else codes.get(whose, ""),
        says_organisation=True,
        exists_from=_day(row["exists_from"]),
    )


def _terms(
    appointments: pd.DataFrame, kept: pd.DataFrame, everyone: pd.DataFrame, day: date
) -> tuple[FileTerm, ...]:
    titles = dict(zip(kept["id"], kept["title"], strict=True))
    emails = dict(zip(everyone["id"], everyone["email"], strict=True))
    is_over = appointments["ends_on"] < pd.Timestamp(day)
    return tuple(
        FileTerm(
            titles[row["post_id"]],
            emails[row["person_id"]],
            _day(row["starts_on"]),
            _day(row["ends_on"]),
        )
        for row in _rows(appointments[~is_over].sort_values(["post_id", "starts_on"]))
        if row["post_id"] in titles and row["person_id"] in emails
    )


def _rows(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
