"""What persons wrote on single cells, for the PDF and for programs; the tables have it in columns of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.reporting.model import Report
from leukview.reporting.pdf_style import BODY, GRID, LABEL, WIDTH, rule_lines, section
from leukview.reporting.pdf_text import paragraph

__all__ = ["cell_notes", "notes_section"]

_SHOWN = 100
_LETTERS = 600


def cell_notes(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Return every note, JSON-ready: one entry a note, with the reader who wrote it (1 or 2) and the cell's final class."""
    return [
        {"cell_id": cell.id, "file": cell.file, "class": cell.final_class, "reader": reader, "note": note}
        for cell in cells
        for reader, note in ((1, cell.note), (2, cell.second_note))
        if note
    ]


def notes_section(report: Report) -> list[Flowable]:
    """Return the PDF's list of notes; nothing where nobody wrote one."""
    notes = cell_notes(report.cells)
    if not notes:
        return []
    two = any(note["reader"] == 2 for note in notes)
    widths = (WIDTH * 0.22, WIDTH * 0.2, WIDTH * 0.58)
    rows: list[list[object]] = [[Paragraph(text, LABEL) for text in ("Cell", "Class", "Note")]]
    for note in notes[:_SHOWN]:
        said = f"Reader {note['reader']}: {note['note']}" if two else note["note"]
        texts = (note["cell_id"], taxonomy()[note["class"]].name, said)
        rows.append([paragraph(text, BODY, width - GRID, _LETTERS) for text, width in zip(texts, widths, strict=True)])
    table = Table(rows, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([*rule_lines(), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    amount = f"{len(notes)} note{'' if len(notes) == 1 else 's'} by readers."
    more = len(notes) - _SHOWN
    cut = f" The first {_SHOWN} are here; cells.csv has all of them." if more > 0 else ""
    return [*section("Notes on cells", Paragraph(amount + cut, BODY)), Spacer(0, GRID / 2), table]
