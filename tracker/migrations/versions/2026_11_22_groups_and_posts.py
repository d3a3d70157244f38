"""Organisations, people, groups and posts, with spells that never overlap."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from tracker.migrations import append_only, spells

revision = "2026_11_22_groups"
down_revision = "2026_11_22_trail"
branch_labels = None
depends_on = None


def _table(table: str, /, *keys: str, **others: Any) -> sa.TableClause:
    numbers = ("id", "version", *keys) if others.pop("has_id", True) else keys
    columns = [sa.column(key, sa.Integer()) for key in numbers]
    return sa.table(table, *columns, *(sa.column(each, kind) for each, kind in others.items()))


_MOMENT, _TEXT = sqlmodel.sql.sqltypes.UTCDateTime(), sa.String()
_PERSON = _table(
    "person",
    created_at=_MOMENT,
    name=_TEXT,
    email=_TEXT,
    post=_TEXT,
    wants_reminders=sa.Boolean(),
    calendar_hash=_TEXT,
)
_REMINDER = _table("reminder", "person_id", "round_id", sent_at=_MOMENT, has_id=False)
_POST = _table("post", created_at=_MOMENT, title=_TEXT, kind=_TEXT, exists_from=sa.Date())
_APPOINTMENT = _table(
    "appointment",
    *("post_id", "person_id", "deputy_id"),
    created_at=_MOMENT,
    starts_on=sa.Date(),
    appointed_by=_TEXT,
    handover_note=_TEXT,
    is_void=sa.Boolean(),
)


def upgrade() -> None:
    _organisations_and_posts()
    before = _people_anew()
    _groups()
    _appointments()
    _appoint(before)
    append_only.guard("group_change")
    append_only.guard("terms_of_reference")
    spells.refuse_overlaps("membership", "group_id", "person_id")
    spells.refuse_overlaps("membership", "group_id", where="role = 'chair'", what="chairs")
    spells.refuse_overlaps("appointment", "post_id")


def _people_anew() -> Sequence[Any]:
    """A person has an organisation instead of a post, and no address once erased.

    Returns:
        Everybody as they were, each with their ``post``.
    """
    connection = op.get_bind()
    people = connection.execute(sa.select(_PERSON).order_by(_PERSON.c.id)).mappings().all()
    reminders = connection.execute(sa.select(_REMINDER)).mappings().all()
    # The table is made anew because SQLite can't alter it while reminders name its rows.
    op.drop_table("reminder")
    op.drop_table("person")
    _people()
    for person in people:
        kept = {name: value for name, value in person.items() if name != "post"}
        connection.execute(_PERSON.insert(), kept)
    for reminder in reminders:
        connection.execute(_REMINDER.insert(), dict(reminder))
    if people and connection.dialect.name == "postgresql":  # the next key comes after those kept
        connection.execute(sa.text("SELECT setval('person_id_seq', (SELECT max(id) FROM person))"))
    return people


def _appoint(people: Sequence[Any]) -> None:
    """What was a person's post becomes a lead's post that they hold since they were added.

    A post has one holder: of several, the first holds it, and the second is the deputy.
    """
    connection = op.get_bind()
    for title in sorted({person["post"] for person in people}):
        first, *others = [person for person in people if person["post"] == title]
        since = {"created_at": first["created_at"], "version": 1}
        day = first["created_at"].date()
        connection.execute(
            _POST.insert(), since | {"title": title, "kind": "lead", "exists_from": day}
        )
        post_id = connection.execute(sa.select(_POST.c.id).where(_POST.c.title == title)).scalar()
        term = {"post_id": post_id, "person_id": first["id"], "starts_on": day}
        blank = {"appointed_by": "", "handover_note": "", "is_void": False}
        deputy = {"deputy_id": others[0]["id"]} if others else {}
        connection.execute(_APPOINTMENT.insert(), since | term | blank | deputy)


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("wants_reminders", sa.Boolean(), nullable=False),
        sa.Column("calendar_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_calendar_hash"), "person", ["calendar_hash"])
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"])
    op.create_table(
        "reminder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reporting_round.id"],
            name=op.f("fk_reminder_round_id_reporting_round"),
        ),
        sa.PrimaryKeyConstraint("person_id", "round_id", name=op.f("pk_reminder")),
    )


def _organisations_and_posts() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("is_in_scope", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_merged_into_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )

    op.create_table(
        "data_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_data_return_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_return")),
        sa.UniqueConstraint(
            "organisation_id", "year", name=op.f("uq_data_return_organisation_id_year")
        ),
    )
    with op.batch_alter_table("data_return", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_return_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "champion",
                "lead",
                "hosep",
                "hr_contact",
                "csa",
                "other",
                name="is_a_postkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "strand",
            sa.Enum(
                "learning_and_development",
                "lgbtq",
                "gender",
                "cultural_diversity",
                "social_mobility",
                "disability",
                name="is_a_strand",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("exists_from", sa.Date(), nullable=False),
        sa.Column("abolished_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'champion') = (strand IS NOT NULL)",
            name=op.f("ck_post_champions_have_strands"),
        ),
        sa.CheckConstraint(
            "abolished_on >= exists_from", name=op.f("ck_post_abolished_after_it_exists")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_post_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("title", name=op.f("uq_post_title")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_organisation_id"), ["organisation_id"], unique=False
        )


def _groups() -> None:
    op.create_table(
        "group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "action_group",
                "task_and_finish_group",
                "working_group",
                "member_group",
                "shadow_board",
                name="is_a_groupkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "active",
                "closing",
                "closed",
                "stopped",
                name="is_a_groupstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["group.id"], name=op.f("fk_group_parent_id_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
        sa.UniqueConstraint("name", name=op.f("uq_group_name")),
    )
    with op.batch_alter_table("group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "group_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_group_action_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_group_action_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_action")),
        sa.UniqueConstraint("action_id", name=op.f("uq_group_action_action_id")),
    )
    with op.batch_alter_table("group_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_action_group_id"), ["group_id"], unique=False)

    op.create_table(
        "group_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "proposed",
                "active",
                "closing",
                "closed",
                "stopped",
                name="from_state_is_a_groupstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "proposed",
                "active",
                "closing",
                "closed",
                "stopped",
                name="to_state_is_a_groupstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_group_change_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_change")),
    )
    with op.batch_alter_table("group_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_change_changed_at"), ["changed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_group_change_group_id"), ["group_id"], unique=False)

    op.create_table(
        "terms_of_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreed_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("in_scope", sa.Text(), nullable=False),
        sa.Column("out_of_scope", sa.Text(), nullable=False),
        sa.Column("composition", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("deliverables", sa.Text(), nullable=False),
        sa.Column("handover_plan", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_terms_of_reference_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_of_reference")),
        sa.UniqueConstraint(
            "group_id", "number", name=op.f("uq_terms_of_reference_group_id_number")
        ),
    )
    with op.batch_alter_table("terms_of_reference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terms_of_reference_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "deliverable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_deliverable_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("group_id", "title", name=op.f("uq_deliverable_group_id_title")),
    )
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliverable_group_id"), ["group_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "deputy_chair",
                "secretary",
                "member",
                name="is_a_grouprole",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours_a_month", sa.Float(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_membership_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_membership_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_meeting_group_id_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("group_id", "held_on", name=op.f("uq_meeting_group_id_held_on")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_group_id"), ["group_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)


def _appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("appointed_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("handover_note", sa.Text(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_appointment_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["person.id"], name=op.f("fk_appointment_deputy_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_appointment_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_post_id"), ["post_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_offer_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_post_id"), ["post_id"], unique=False)
