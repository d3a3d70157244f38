"""The audit trail is found by person."""

from alembic import op

revision = "2026_11_22_trail"
down_revision = "2026_11_22_rounds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_audit_entry_actor_at"), "audit_entry", ["actor", "at"], unique=False)
