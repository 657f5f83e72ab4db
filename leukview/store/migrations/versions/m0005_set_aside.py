"""Cells that a pipeline found and sets aside as uncountable or crushed, with its reasons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; an older LeukView counts these cells by the network's class."""
    op.add_column("cells", sa.Column("set_aside", sa.JSON))
