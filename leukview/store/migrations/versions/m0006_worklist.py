"""The worklist: how many images a case was received with, whether it is off the list, and its counts kept ready."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and a table; an older LeukView lists every case and leaves the counts to go stale, which shows."""
    op.add_column("cases", sa.Column("images_found", sa.Integer))
    op.add_column("cases", sa.Column("removed", sa.Text))
    op.create_table(
        "tallies",
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("images", sa.Integer, nullable=False),
        sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("reviewed", sa.Integer, nullable=False),
        sa.Column("needing", sa.Integer, nullable=False),
        sa.Column("classes", sa.JSON, nullable=False),
        sa.Column("alerts", sa.JSON, nullable=False),
    )
