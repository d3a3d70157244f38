"""Posts, which exist whether or not somebody holds them, and the appointments to them."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from tracker.models.base import Edited, word_type
from tracker.vocabulary import PostKind, Strand


class Post(Edited, table=True):
    """A champion's post, a lead's, an HR contact's ...; its title is what actions name."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'champion') = (strand IS NOT NULL)", name="champions_have_strands"
        ),
        CheckConstraint("abolished_on >= exists_from", name="abolished_after_it_exists"),
    )

    title: str = Field(max_length=200, unique=True)
    kind: PostKind = Field(sa_type=word_type(PostKind))
    strand: Strand | None = Field(default=None, sa_type=word_type(Strand))
    # Missing: a post of the whole profession.
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    exists_from: date
    abolished_on: date | None = None


class Appointment(Edited, table=True):
    """A person's term in a post, both days included. A post has one holder at a time."""

    __tablename__ = "appointment"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)
    # Both may name people.
    personal: ClassVar[frozenset[str]] = frozenset({"appointed_by", "handover_note"})

    post_id: int = Field(foreign_key="post.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    deputy_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date | None = None  # the term's end; missing: no end is stated
    appointed_by: str = Field(default="", max_length=200)
    handover_note: str = Field(default="", sa_type=Text)
    stepped_down_on: date | None = None  # the day on which they said so; missing: they did not
    is_void: bool = False  # recorded by mistake


class Offer(Edited, table=True):
    """Somebody's "I'm interested" in a vacant post. Emptied of the person once answered."""

    __tablename__ = "offer"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "email", "words"})

    post_id: int = Field(foreign_key="post.id", index=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=200)
    words: str = Field(default="", max_length=1000)
    offered_on: date
    answered_on: date | None = None
