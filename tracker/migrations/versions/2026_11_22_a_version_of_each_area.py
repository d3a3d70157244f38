"""Each part of the records has a version of its own, so that what is made of it can be kept."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_areas"
down_revision = "2026_11_22_sealed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("plan", "rounds", "people", "feedback"):
        op.add_column("data_version", sa.Column(name, sa.Integer(), nullable=True))
    op.execute("UPDATE data_version SET plan = 0, rounds = 0, people = 0, feedback = 0")
    with op.batch_alter_table("data_version") as table:
        for name in ("plan", "rounds", "people", "feedback"):
            table.alter_column(name, existing_type=sa.Integer(), nullable=False)
