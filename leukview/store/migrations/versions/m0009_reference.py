"""Reference cells: sets with a name, copies of cells in them, and who changed what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; what is stored is not touched, and an older LeukView ignores them."""
    op.create_table(
        "reference_sets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("removed", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reference_pictures",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("png", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "reference_cells",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("set_id", sa.Integer, sa.ForeignKey("reference_sets.id"), nullable=False),
        sa.Column("picture", sa.Text, sa.ForeignKey("reference_pictures.sha256"), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("whose", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("pixel_um", sa.Float),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("source_sha256", sa.Text, nullable=False),
        sa.Column("box", sa.JSON),
        sa.Column("stain", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("removed", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reference_cells_set", "reference_cells", ["set_id"])
    op.create_table(
        "reference_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("of", sa.Integer),
        sa.Column("software", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    _seal("reference_pictures", "sha256", "a reference picture cannot be changed")
    _seal("reference_log", "id", "the log of reference cells cannot be changed")


def _seal(table: str, key: str, words: str) -> None:
    for name, event in (
        ("no_update", f"UPDATE ON {table}"),
        ("no_delete", f"DELETE ON {table}"),
        # ``INSERT OR REPLACE`` would delete without firing the DELETE trigger.
        ("no_replace", f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END")
