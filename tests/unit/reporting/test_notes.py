from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from leukview.domain.case import Case
from leukview.reporting.csv_export import write_cells
from leukview.reporting.json_export import write_summary
from leukview.reporting.model import Report, build_report
from leukview.reporting.notes import cell_notes
from leukview.reporting.pdf_export import write_pdf

FIRST, SECOND = "Auer rod? ‘ü’", "=1+1, rods in bundles"


@pytest.fixture
def report(case: Case, classes: tuple[str, ...]) -> Report:
    """Two cells with notes, one of them by both readers."""
    case.cells["cell_01"] = replace(case.cells["cell_01"], note="look again")
    case.cells["cell_09"] = replace(case.cells["cell_09"], note=FIRST, second_note=SECOND)
    return build_report(case, classes=classes)


def pdf_text(report: Report, path: Path) -> str:
    write_pdf(report, path)
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_every_note_is_in_the_table_the_summary_and_the_report(report: Report, tmp_path: Path) -> None:
    write_cells(report, tmp_path / "cells.csv")
    with (tmp_path / "cells.csv").open(encoding="utf-8", newline="") as handle:
        rows = {row["cell_id"]: row for row in csv.DictReader(handle)}
    assert rows["cell_09"]["note"] == FIRST
    # No spreadsheet may run what a reader wrote.
    assert rows["cell_09"]["reader_2_note"] == f"'{SECOND}"
    assert rows["cell_00"]["note"] == rows["cell_00"]["reader_2_note"] == ""
    write_summary(report, tmp_path / "summary.json")
    notes = json.loads((tmp_path / "summary.json").read_text("utf-8"))["cell_notes"]
    assert [(note["cell_id"], note["reader"], note["note"]) for note in notes] == [
        ("cell_01", 1, "look again"),
        ("cell_09", 1, FIRST),
        ("cell_09", 2, SECOND),
    ]
    assert notes[1]["class"] == "promyelocyte"
    text = pdf_text(report, tmp_path / "report.pdf")
    assert "Notes on cells 3 notes by readers." in text
    assert f"cell_09 Promyelocyte Reader 1: {FIRST}" in text and f"Reader 2: {SECOND}" in text


def test_without_a_second_reader_notes_name_no_reader(case: Case, classes: tuple[str, ...], tmp_path: Path) -> None:
    case.cells["cell_01"] = replace(case.cells["cell_01"], note="look again")
    text = pdf_text(build_report(case, classes=classes), tmp_path / "report.pdf")
    assert "1 note by readers." in text and "Monocyte look again" in text


def test_without_notes_there_is_no_section(case: Case, classes: tuple[str, ...], tmp_path: Path) -> None:
    report = build_report(case, classes=classes)
    assert cell_notes(report.cells) == []
    assert "Notes on cells" not in pdf_text(report, tmp_path / "report.pdf")


def test_what_does_not_fit_the_report_is_pointed_to(case: Case, classes: tuple[str, ...], tmp_path: Path) -> None:
    cell = case.cells["cell_01"]
    for number in range(120):
        name = f"more_{number:03d}"
        case.cells[name] = replace(cell, id=name, note=f"note {number:03d}")
    text = pdf_text(build_report(case, classes=classes), tmp_path / "report.pdf")
    assert "120 notes by readers. The first 100 are here; cells.csv has all of them." in text
    assert "note 099" in text and "note 100" not in text
