"""How many white cells to count in one case, where that differs from what the laboratory asks for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; what is stored is not touched, and every case follows the laboratory's target as before."""
    op.add_column("cases", sa.Column("target", sa.Integer))
