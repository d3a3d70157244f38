"""A reminder is claimed before it is sent, and marked once it is."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "2026_11_22_claims"
down_revision = "2026_11_22_who_came"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("reminder") as reminder:
        reminder.add_column(sa.Column("claimed_at", _MOMENT, nullable=True))
        reminder.alter_column("sent_at", existing_type=_MOMENT, nullable=True)
    # Until now a reminder was noted in the moment in which it was sent.
    op.execute("UPDATE reminder SET claimed_at = sent_at")
    with op.batch_alter_table("reminder") as reminder:
        reminder.alter_column("claimed_at", existing_type=_MOMENT, nullable=False)
