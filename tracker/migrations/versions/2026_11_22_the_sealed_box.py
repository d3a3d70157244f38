"""An open round's answers lie in a sealed box, and no response has a day."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_sealed"
down_revision = "2026_11_22_claims"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing could be written to these before: the box is made anew.
    op.drop_table("ballot_box")
    op.create_table(
        "ballot_box",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["feedback_round.id"], name=op.f("fk_ballot_box_round_id_feedback_round")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_ballot_box")),
    )
    op.drop_column("response", "given_on")
