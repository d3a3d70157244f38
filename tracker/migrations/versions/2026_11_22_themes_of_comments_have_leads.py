"""A theme of comments belongs to a theme of the plan, whose leads reply to it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_theme_leads"
down_revision = "2026_11_22_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("comment_theme") as table:
        table.add_column(sa.Column("plan_theme_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_comment_theme_plan_theme_id_theme"), "theme", ["plan_theme_id"], ["id"]
        )
        table.create_index(op.f("ix_comment_theme_plan_theme_id"), ["plan_theme_id"])
