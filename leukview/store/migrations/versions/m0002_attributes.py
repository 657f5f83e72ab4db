"""What the network saw in a cell, in words, and what of it speaks against its call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns; an older LeukView leaves them empty."""
    op.add_column("cells", sa.Column("attributes", sa.JSON))
    op.add_column("cells", sa.Column("against", sa.JSON))
