"""The strategy has a version apart from its actions: its parts are kept while dates move."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_strategy_area"
down_revision = "2026_11_22_steps_down"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_version", sa.Column("strategy", sa.Integer(), nullable=True))
    op.execute("UPDATE data_version SET strategy = 0")
    with op.batch_alter_table("data_version") as table:
        table.alter_column("strategy", existing_type=sa.Integer(), nullable=False)
