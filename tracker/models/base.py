"""What every table shares: one metadata, one registry, named constraints, versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel

# Named constraints can be altered later on both SQLite and PostgreSQL; unnamed ones cannot.
NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

# Columns of fixed words are at least this long, so that longer ones can be added.
SHORTEST_WORDS = 20

metadata_ = MetaData(naming_convention=NAMES)


def word_type(words: type[StrEnum], column: str = "") -> Enum:
    """A column of fixed words: stored as their values, held by a CHECK on both databases.

    Args:
        column: The column's name, where a table has two of the same words: a CHECK of its own.
    """
    prefix = f"{column}_" if column else ""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        name=f"{prefix}is_a_{words.__name__.lower()}",
        length=max(SHORTEST_WORDS, *(len(word) for word in words)),
        values_callable=lambda members: [member.value for member in members],
    )


# The registry is ours, not SQLModel's global one: when Streamlit reloads the code, the tables are
# defined afresh instead of a second time.
class Record(SQLModel, registry=registry(metadata=metadata_)):
    """Base of every stored record. Moments are stored in UTC; a naive one is refused."""

    metadata = metadata_


class Edited(Record):
    """Base of a record that people edit.

    SQLAlchemy raises ``version`` with every update and refuses one that started from an older
    version, so two people who edit the same thing cannot overwrite each other unseen.
    """

    # Fields about a person: the history, which is never changed, says that they were, not what.
    personal: ClassVar[frozenset[str]] = frozenset()

    id: int = Field(default=None, primary_key=True)  # given by the database
    created_at: datetime
    version: int = Field(default=None)  # given by SQLAlchemy

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]
