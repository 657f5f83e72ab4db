"""Proficiency tests: what was asked, every answer, and how each ended. Rows are only ever added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; what is stored is not touched, and an older LeukView ignores them."""
    op.create_table(
        "quiz_attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("program", sa.JSON),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("set_id", sa.Integer),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("items_sha256", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("software", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quiz_answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("quiz_attempts.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("class_id", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("sitting", sa.Integer, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quiz_answers_attempt", "quiz_answers", ["attempt_id"])
    op.create_table(
        "quiz_ends",
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("quiz_attempts.id"), primary_key=True),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
    )
    for table, key in (("quiz_attempts", "id"), ("quiz_answers", "id"), ("quiz_ends", "attempt_id")):
        for name, event in (
            ("no_update", f"UPDATE ON {table}"),
            ("no_delete", f"DELETE ON {table}"),
            # ``INSERT OR REPLACE`` would delete without firing the DELETE trigger.
            ("no_replace", f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"),
        ):
            _refuse(f"{table}_{name}", event, "a test that was taken cannot be changed")
    _refuse(
        "quiz_answers_ended",
        "INSERT ON quiz_answers WHEN EXISTS (SELECT 1 FROM quiz_ends WHERE attempt_id = NEW.attempt_id)",
        "this test has ended",
    )


def _refuse(name: str, event: str, words: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END")
