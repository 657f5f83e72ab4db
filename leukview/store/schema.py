"""The database's tables as they are now. ``migrations/versions`` holds how they came to be; a test keeps both the same."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "APPLICATION_ID",
    "HEAD",
    "MAJOR",
    "acknowledgements",
    "amendments",
    "audit",
    "cases",
    "cells",
    "history",
    "human_masks",
    "images",
    "installation",
    "masks",
    "metadata",
    "problems",
    "quiz_answers",
    "quiz_attempts",
    "quiz_ends",
    "readings",
    "reference_cells",
    "reference_log",
    "reference_pictures",
    "reference_sets",
    "signatures",
    "tallies",
]

APPLICATION_ID = 0x4C4B5657
"""``LKVW`` in SQLite's ``application_id``: tells a LeukView database from any other."""

MAJOR = 2
"""Major version of the layout, in SQLite's ``user_version``.

Within one major version a migration only adds what an older LeukView can ignore, so an older one may open a newer database
of the same major version. A change that an older LeukView would misread raises it. 2: an older one would change the labels of a
signed case without a word, and take one reader's label for the final one.
"""

HEAD = "0012"
"""The newest migration."""

metadata = MetaData()

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    # The folder's path as compared (case folded where the system does so), and as shown.
    Column("folder_key", Text, nullable=False, unique=True),
    Column("folder", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("patient", Text, nullable=False),
    Column("slide", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("created", Text, nullable=False),
    Column("opened", Text, nullable=False),
    Column("stamp", JSON(none_as_null=True)),
    Column("timings", JSON, nullable=False),
    Column("view_state", JSON, nullable=False),
    # Raised with every change: a session that holds an older number holds an older case.
    Column("revision", Integer, nullable=False),
    # How many of the history's commands stand; those after it can be redone.
    Column("history_position", Integer, nullable=False),
    # Images counted when the folder was received; None where it was opened without.
    Column("images_found", Integer),
    # When it was taken off the worklist (UTC); None while it is on it. Nothing else of the case changes with it.
    Column("removed", Text),
    # White cells to count in this case; None for as many as the laboratory asks for.
    Column("target", Integer),
    sqlite_autoincrement=True,
)

images = Table(
    "images",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    UniqueConstraint("case_id", "file", name="uq_images_file"),
    CheckConstraint("kind IN ('cell', 'field')", name="ck_images_kind"),
)

problems = Table(
    "problems",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("file", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    UniqueConstraint("case_id", "file", name="uq_problems_file"),
)

cells = Table(
    "cells",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("cell_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    # The newest history entry when the cell was found: an older command meant another cell, even if it had the same id.
    Column("since", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("x", Integer, nullable=False),
    Column("y", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("single", Boolean, nullable=False),
    Column("view", JSON(none_as_null=True)),
    Column("morphology", JSON(none_as_null=True)),
    # The pipeline's call ...
    Column("probabilities", JSON(none_as_null=True)),
    Column("out_of_domain", Float),
    Column("pipeline", Text),
    Column("weights_sha256", Text),
    Column("attributes", JSON(none_as_null=True)),
    Column("against", JSON(none_as_null=True)),
    Column("tree", JSON(none_as_null=True)),
    Column("set_aside", JSON(none_as_null=True)),
    # ... and, apart from it, the person's.
    Column("human_class", Text),
    Column("note", Text, nullable=False),
    # Who found it where not an analysis alone ("drawn", "both"), and why a person took it out of the case: [kind, into].
    Column("origin", Text),
    Column("removed", JSON(none_as_null=True)),
    # ... a second reader's, and what was decided between both.
    Column("second_class", Text),
    Column("second_note", Text),
    Column("agreed", JSON(none_as_null=True)),
    ForeignKeyConstraint(["case_id", "file"], ["images.case_id", "images.file"], name="fk_cells_image"),
    Index("ix_cells_file", "case_id", "file"),
)

masks = Table(
    "masks",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("cell_id", Text, primary_key=True),
    Column("png", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["case_id", "cell_id"], ["cells.case_id", "cells.cell_id"], ondelete="CASCADE", name="fk_masks_cell"
    ),
)

# A person's outlines, apart from the segmenter's, which no person's action changes.
human_masks = Table(
    "human_masks",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("cell_id", Text, primary_key=True),
    Column("x", Integer, nullable=False),
    Column("y", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("png", LargeBinary, nullable=False),
    Column("morphology", JSON, nullable=False),
    ForeignKeyConstraint(
        ["case_id", "cell_id"], ["cells.case_id", "cells.cell_id"], ondelete="CASCADE", name="fk_human_masks_cell"
    ),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("utc", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("command", JSON, nullable=False),
    Column("inverse", JSON, nullable=False),
    UniqueConstraint("case_id", "position", name="uq_history_position"),
    # Numbers are never used twice, so that ``cells.since`` stays meaningful after a redo tail is dropped.
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("utc", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("text", Text, nullable=False),
    # [[cell id or "", field, before, after], …]
    Column("changes", JSON, nullable=False),
    Column("software", Text, nullable=False),
    Index("ix_audit_case", "case_id"),
    sqlite_autoincrement=True,
)

# What the worklist shows of a case, kept ready: counting every cell of every case anew would take minutes. It holds for the
# revision and the rules that it was made of, and is made again where either is another.
tallies = Table(
    "tallies",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("images", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("cells", Integer, nullable=False),
    Column("reviewed", Integer, nullable=False),
    Column("needing", Integer, nullable=False),
    # {class id: cells with that final class}, and the titles of the urgent rules that are raised.
    Column("classes", JSON, nullable=False),
    Column("alerts", JSON, nullable=False),
)

# Who reads a case: reader 1 and, blind to the first, reader 2.
readings = Table(
    "readings",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("reader", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text, nullable=False),
    Column("ai_shown", Boolean, nullable=False),
)

# Rows of the next three are only ever added: SQL triggers refuse the rest.
signatures = Table(
    "signatures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("reader", Text, nullable=False),
    Column("signed_utc", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("ticks", JSON, nullable=False),
    Column("differential", JSON, nullable=False),
    Column("weights_sha256", Text, nullable=False),
    Column("software", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("case_id", "version", name="uq_signatures_version"),
    sqlite_autoincrement=True,
)

amendments = Table(
    "amendments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("utc", Text, nullable=False),
    UniqueConstraint("case_id", "version", name="uq_amendments_version"),
    sqlite_autoincrement=True,
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("utc", Text, nullable=False),
    Index("ix_acknowledgements_case", "case_id"),
    sqlite_autoincrement=True,
)

# One row, made by a migration at random: tells this database's case numbers from those of any other.
installation = Table("installation", metadata, Column("id", Text, primary_key=True))

# Reference cells stand apart from cases, so that they outlive them. Nothing is ever deleted: ``removed`` says when it was (UTC).
reference_sets = Table(
    "reference_sets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("utc", Text, nullable=False),
    Column("removed", Text),
    sqlite_autoincrement=True,
)

# Rows of pictures and of the log are only ever added: SQL triggers refuse the rest.
reference_pictures = Table(
    "reference_pictures",
    metadata,
    # Over size and pixels, not over the file.
    Column("sha256", Text, primary_key=True),
    Column("png", LargeBinary, nullable=False),
)

reference_cells = Table(
    "reference_cells",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", Integer, ForeignKey("reference_sets.id"), nullable=False),
    Column("picture", Text, ForeignKey("reference_pictures.sha256"), nullable=False),
    Column("label", Text, nullable=False),
    Column("whose", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("utc", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("pixel_um", Float),
    # A number, no reference: the case's name and files may name a patient, and the case may go.
    # Empty for a case of another installation, whose numbers count other cases: that stands in ``elsewhere``.
    Column("case_number", Text, nullable=False),
    Column("source_sha256", Text, nullable=False),
    Column("box", JSON(none_as_null=True)),
    Column("stain", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("removed", Text),
    # What identifies the other installation, empty where nobody says, and its number of the case; None of a cell from here.
    Column("elsewhere_id", Text),
    Column("elsewhere_case", Text),
    Index("ix_reference_cells_set", "set_id"),
    sqlite_autoincrement=True,
)

reference_log = Table(
    "reference_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("utc", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("text", Text, nullable=False),
    # [["set" or "cell", id, field, before, after], …]
    Column("changes", JSON, nullable=False),
    # Of an undo or a redo: the row that it takes back or does again.
    Column("of", Integer),
    Column("software", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Proficiency tests. Rows of these three are only ever added: SQL triggers refuse the rest, and answers after the end.
quiz_attempts = Table(
    "quiz_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", Text, nullable=False),
    # Of a pipeline that sat the test: its id, title and weights; None of a person.
    Column("program", JSON(none_as_null=True)),
    Column("source", Text, nullable=False),
    # A number, no reference: the set may go.
    Column("set_id", Integer),
    Column("plan", JSON, nullable=False),
    Column("items", JSON, nullable=False),
    Column("items_sha256", Text, nullable=False),
    Column("utc", Text, nullable=False),
    Column("software", Text, nullable=False),
    sqlite_autoincrement=True,
)

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", Integer, ForeignKey("quiz_attempts.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("class_id", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("sitting", Integer, nullable=False),
    Column("utc", Text, nullable=False),
    Index("ix_quiz_answers_attempt", "attempt_id"),
    sqlite_autoincrement=True,
)

quiz_ends = Table(
    "quiz_ends",
    metadata,
    Column("attempt_id", Integer, ForeignKey("quiz_attempts.id"), primary_key=True),
    Column("how", Text, nullable=False),
    Column("utc", Text, nullable=False),
)
