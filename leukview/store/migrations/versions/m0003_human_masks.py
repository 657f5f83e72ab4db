"""A person's outlines of cells, apart from the segmenter's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; an older LeukView shows the segmenter's outlines and leaves these alone."""
    op.create_table(
        "human_masks",
        sa.Column("case_id", sa.Integer, primary_key=True),
        sa.Column("cell_id", sa.Text, primary_key=True),
        sa.Column("x", sa.Integer, nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.Column("morphology", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "cell_id"], ["cells.case_id", "cells.cell_id"], ondelete="CASCADE", name="fk_human_masks_cell"
        ),
    )
