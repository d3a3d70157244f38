"""A term says when its holder stepped down: whoever did isn't asked about an extension."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_steps_down"
down_revision = "2026_11_22_theme_leads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: a table made anew would lose the triggers that refuse overlapping terms.
    op.add_column("appointment", sa.Column("stepped_down_on", sa.Date(), nullable=True))
