"""The decision tree of a pipeline that decides in stages: what it said of every node."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; an older LeukView leaves it empty."""
    op.add_column("cells", sa.Column("tree", sa.JSON))
