"""What a person changed of which cells there are is in no count, and said in every output."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo, ImageFile
from leukview.domain.cell import Cell, Removal
from leukview.domain.cell_commands import add_cell, delete_cells, merge_cells
from leukview.domain.prediction import Prediction
from leukview.reporting.csv_export import write_cells
from leukview.reporting.edited import edited_words
from leukview.reporting.json_export import write_summary
from leukview.reporting.model import build_report

CALL = Prediction({"lymphocyte": 0.9, "monocyte": 0.1}, 0.2, "leukview", "ab" * 32)


def case_of(count: int) -> Case:
    case = Case(CaseInfo("c", "/f"))
    cells = [Cell(f"f-{n}", "f.png", Box(40 * n, 0, 30, 30), single=False, prediction=CALL) for n in range(count)]
    case.add_image(ImageFile("f.png", "0" * 64, 900, 100, "field"), cells)
    return case


def test_tables_and_summary_leave_removed_cells_out_and_name_them(tmp_path: Path) -> None:
    case = case_of(6)
    delete_cells(case, ["f-0"]).apply(case)
    merge_cells(case, ["f-1", "f-2"], 2).apply(case)
    add_cell(case, "f.png", Box(500, 10, 40, 40), 3).apply(case)
    case.cells["f-drawn3"] = replace(case.cells["f-drawn3"], human_class="monocyte")
    report = build_report(case)
    assert report.final.n("lymphocyte", "monocyte") == 4 and report.ai.total == 3
    write_cells(report, tmp_path / "cells.csv")
    with (tmp_path / "cells.csv").open(encoding="utf-8") as stream:
        rows = {row["cell_id"]: row for row in csv.DictReader(stream)}
    assert sorted(rows) == ["f-3", "f-4", "f-5", "f-drawn2", "f-drawn3"]
    assert (rows["f-3"]["found_by"], rows["f-3"]["merged_from"]) == ("analysis", "")
    assert (rows["f-drawn2"]["found_by"], rows["f-drawn2"]["merged_from"]) == ("person", "f-1; f-2")
    assert rows["f-drawn3"]["ai_class"] == "" and rows["f-drawn3"]["final_class"] == "monocyte"
    write_summary(report, tmp_path / "summary.json")
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    counts = summary["counts"]
    assert [counts[name] for name in ("cells", "drawn", "deleted", "merged", "merged_into")] == [5, 1, 1, 2, 1]
    assert [(item["cell_id"], item["removed"], item["into"]) for item in summary["removed_cells"]] == [
        ("f-0", "deleted", None),
        ("f-1", "merged", "f-drawn2"),
        ("f-2", "merged", "f-drawn2"),
    ]
    assert "1 added, 1 deleted, 2 merged into 1" in summary["notices"][-1]


def test_where_nothing_was_changed_nothing_is_said() -> None:
    case = case_of(2)
    assert edited_words(tuple(case.cells.values()), ()) == "" and build_report(case).notes == ()
    gone = replace(case.cells["f-0"], removed=Removal("deleted"))
    assert edited_words((), (gone,)).startswith("Of the cells’ boxes, a person changed: 1 deleted.")
