"""A second reader's labels, what is decided between both, signatures, amendments and acknowledged alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; what is stored is not touched."""
    op.add_column("cells", sa.Column("second_class", sa.Text))
    op.add_column("cells", sa.Column("second_note", sa.Text))
    op.add_column("cells", sa.Column("agreed", sa.JSON))
    op.create_table(
        "readings",
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("reader", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text, nullable=False),
        sa.Column("ai_shown", sa.Boolean, nullable=False),
    )
    _signatures()
    _amendments()
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_acknowledgements_case", "acknowledgements", ["case_id"])
    for table, words in (
        ("signatures", "a signature cannot be changed"),
        ("amendments", "an amendment cannot be changed"),
        ("acknowledgements", "an acknowledgement cannot be changed"),
    ):
        _seal(table, words)


def _signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("signed_utc", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("content_sha256", sa.Text, nullable=False),
        sa.Column("ticks", sa.JSON, nullable=False),
        sa.Column("differential", sa.JSON, nullable=False),
        sa.Column("weights_sha256", sa.Text, nullable=False),
        sa.Column("software", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "version", name="uq_signatures_version"),
        sqlite_autoincrement=True,
    )


def _amendments() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "version", name="uq_amendments_version"),
        sqlite_autoincrement=True,
    )


def _seal(table: str, words: str) -> None:
    """Refuse to change or remove a row, also by ``INSERT OR REPLACE``, whose DELETE trigger SQLite does not fire by default."""
    same = "id = NEW.id"
    if table != "acknowledgements":
        same += " OR (case_id = NEW.case_id AND version = NEW.version)"
    for name, event in (
        ("no_update", f"UPDATE ON {table}"),
        ("no_delete", f"DELETE ON {table}"),
        ("no_replace", f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END")
