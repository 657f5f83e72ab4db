"""Cells that a person drew, deleted or merged into others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; an older LeukView takes drawn cells for found ones, and counts those that a person removed."""
    op.add_column("cells", sa.Column("origin", sa.Text))
    op.add_column("cells", sa.Column("removed", sa.JSON))
