"""Cases, cells, history and audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, and the triggers that keep the audit append-only."""
    _cases()
    _images()
    _cells()
    _decisions()
    _seal_audit()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("folder_key", sa.Text, nullable=False, unique=True),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("slide", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("opened", sa.Text, nullable=False),
        sa.Column("stamp", sa.JSON),
        sa.Column("timings", sa.JSON, nullable=False),
        sa.Column("view_state", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("history_position", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )


def _images() -> None:
    op.create_table(
        "images",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "file", name="uq_images_file"),
        sa.CheckConstraint("kind IN ('cell', 'field')", name="ck_images_kind"),
    )
    op.create_table(
        "problems",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("remedy", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "file", name="uq_problems_file"),
    )


def _cells() -> None:
    op.create_table(
        "cells",
        sa.Column("case_id", sa.Integer, primary_key=True),
        sa.Column("cell_id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("x", sa.Integer, nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("single", sa.Boolean, nullable=False),
        sa.Column("view", sa.JSON),
        sa.Column("morphology", sa.JSON),
        sa.Column("probabilities", sa.JSON),
        sa.Column("out_of_domain", sa.Float),
        sa.Column("pipeline", sa.Text),
        sa.Column("weights_sha256", sa.Text),
        sa.Column("human_class", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["case_id", "file"], ["images.case_id", "images.file"], name="fk_cells_image"),
    )
    op.create_index("ix_cells_file", "cells", ["case_id", "file"])
    op.create_table(
        "masks",
        sa.Column("case_id", sa.Integer, primary_key=True),
        sa.Column("cell_id", sa.Text, primary_key=True),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "cell_id"], ["cells.case_id", "cells.cell_id"], ondelete="CASCADE", name="fk_masks_cell"
        ),
    )


def _decisions() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("command", sa.JSON, nullable=False),
        sa.Column("inverse", sa.JSON, nullable=False),
        sa.UniqueConstraint("case_id", "position", name="uq_history_position"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("utc", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("software", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_case", "audit", ["case_id"])


def _seal_audit() -> None:
    """Refuse to change or remove an audit row, also by ``INSERT OR REPLACE``, which fires no DELETE trigger by default."""
    for name, event in (
        ("audit_no_update", "UPDATE ON audit"),
        ("audit_no_delete", "DELETE ON audit"),
        ("audit_no_replace", "INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END"
        )
