"""A meeting and who came can be corrected; a group's life says how its end moved."""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "2026_11_22_who_came"
down_revision = "2026_11_22_feedback"
branch_labels = None
depends_on = None

_COUNTS = sa.text("NOT is_void")


def upgrade() -> None:
    # Nothing could be written to these two before: they are made anew.
    op.drop_table("attendance")
    op.drop_table("meeting")
    _meetings()
    _attendance()
    for name in ("from_ends_on", "to_ends_on"):
        op.add_column("group_change", sa.Column(name, sa.Date(), nullable=True))


def _edited() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _meetings() -> None:
    op.create_table(
        "meeting",
        *_edited(),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_meeting_group_id_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_group_id"), "meeting", ["group_id"], unique=False)
    op.create_index(
        "ix_meeting_one_a_day",
        "meeting",
        ["group_id", "held_on"],
        unique=True,
        sqlite_where=_COUNTS,
        postgresql_where=_COUNTS,
    )


def _attendance() -> None:
    op.create_table(
        "attendance",
        *_edited(),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_attendance_meeting_id_person_id")
        ),
    )
    for name in ("meeting_id", "person_id"):
        op.create_index(op.f(f"ix_attendance_{name}"), "attendance", [name], unique=False)
