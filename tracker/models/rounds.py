"""Reporting rounds, and what is said in them. All but the rounds is only ever added to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from tracker.models.base import Edited, Record, word_type
from tracker.vocabulary import Status, Verdict


class ReportingRound(Edited, table=True):
    """A time in which leads say how their actions are doing, for the meeting that it feeds.

    It takes answers from ``opens_on`` to the last of the ``grace_days`` after ``closes_on``.
    """

    __tablename__ = "reporting_round"
    __table_args__ = (
        UniqueConstraint("strategy_id", "number"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("grace_days >= 0", name="grace_is_not_negative"),
    )

    strategy_id: int = Field(foreign_key="strategy.id", index=True)
    number: int
    opens_on: date
    closes_on: date
    grace_days: int = 7
    meeting_on: date


class Reviewer(Edited, table=True):
    """Who reviews the updates of a theme, from a round on; nobody inherits a backlog."""

    __tablename__ = "reviewer"
    __table_args__ = (UniqueConstraint("theme_id", "from_round"),)

    theme_id: int = Field(foreign_key="theme.id", index=True)
    name: str = Field(default="", max_length=200)  # a post; blank: nobody from this round on
    from_round: int  # the round's number


class Update(Record, table=True):
    """What a lead says about an action in a round. A correction is a new update."""

    __tablename__ = "action_update"
    __table_args__ = (
        CheckConstraint("likelihood BETWEEN 0 AND 100", name="likelihood_is_a_percentage"),
        CheckConstraint("status <> 'grey'", name="grey_is_only_assessed"),
    )

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    round_id: int = Field(foreign_key="reporting_round.id", index=True)
    given_at: datetime = Field(index=True)
    author: str = Field(max_length=200)
    status: Status = Field(sa_type=word_type(Status))
    likelihood: int  # of meeting the action's last date, in %
    what_changed: str = Field(sa_type=Text)
    help_needed: str = Field(default="", sa_type=Text)


class Evidence(Record, table=True):
    """What shows that an update is so: a link, or a file kept in the database."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(link = '') <> (content IS NULL)", name="is_a_link_or_a_file"),
    )

    id: int = Field(default=None, primary_key=True)
    update_id: int = Field(foreign_key="action_update.id", index=True)
    name: str = Field(max_length=200)
    link: str = Field(default="", max_length=500)
    media_type: str = Field(default="", max_length=100)
    size: int = 0  # bytes
    content: bytes | None = Field(default=None, sa_type=LargeBinary)


class Exemption(Record, table=True):
    """ "Nothing to report, because ...": counts as answered."""

    __tablename__ = "exemption"

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    round_id: int = Field(foreign_key="reporting_round.id", index=True)
    given_at: datetime
    author: str = Field(max_length=200)
    reason: str = Field(max_length=500)


class Review(Record, table=True):
    """A sponsor or the chair acknowledges an update, or returns it with a comment."""

    __tablename__ = "review"

    id: int = Field(default=None, primary_key=True)
    update_id: int = Field(foreign_key="action_update.id", index=True)
    reviewed_at: datetime
    reviewer: str = Field(max_length=200)
    verdict: Verdict = Field(sa_type=word_type(Verdict))
    comment: str = Field(default="", max_length=1000)


class FlagAnswer(Record, table=True):
    """What a lead answers when reported and assessed status contradict each other."""

    __tablename__ = "flag_answer"

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    round_id: int = Field(foreign_key="reporting_round.id", index=True)
    answered_at: datetime
    author: str = Field(max_length=200)
    answer: str = Field(max_length=1000)


class DateAgreement(Record, table=True):
    """A sponsor's agreement to a moved date."""

    __tablename__ = "date_agreement"

    date_change_id: int = Field(foreign_key="date_change.id", primary_key=True)
    agreed_at: datetime
    agreed_by: str = Field(max_length=200)
