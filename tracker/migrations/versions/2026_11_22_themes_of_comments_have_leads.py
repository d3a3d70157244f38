"""A theme of comments belongs to a theme of the plan, whose leads reply to it."""

from alembic import op

revision = "2026_11_22_theme_leads"
down_revision = "2026_11_22_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: SQLite refuses to make a table anew that others point to.
    op.execute(
        "ALTER TABLE comment_theme ADD COLUMN plan_theme_id INTEGER "
        "CONSTRAINT fk_comment_theme_plan_theme_id_theme REFERENCES theme (id)"
    )
    op.create_index(op.f("ix_comment_theme_plan_theme_id"), "comment_theme", ["plan_theme_id"])
