"""A head's alert in every output: urgent, with its inputs and what else the head reads."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from leukview.domain.case import Case
from leukview.domain.cell import Cell
from leukview.domain.prediction import TreeNode
from leukview.reporting.csv_export import write_cases
from leukview.reporting.json_export import write_summary
from leukview.reporting.model import Report, build_report
from leukview.reporting.pdf_export import write_pdf

PAST = (
    TreeNode("benign", "Benign", "", 0.0375, False),
    TreeNode("malignant", "Malignant", "", 0.9625, True),
    TreeNode("apl", "APL", "malignant", 0.8333, True, aside=True, limit=0.155),
    TreeNode("non_apl", "non-APL", "malignant", 0.1667, False, aside=True),
)


@pytest.fixture
def report(case: Case, make_cell: Callable[..., Cell]) -> Report:
    """A case without promyelocytes in which six cells called blasts look like APL to the head."""
    for cell in list(case.cells.values()):
        if cell.ai_class == "promyelocyte":
            del case.cells[cell.id]
    for number in range(6):
        cell = make_cell(f"h{number}", "blast", file="cell_00.png")
        assert cell.prediction
        case.cells[cell.id] = cell.with_prediction(replace(cell.prediction, tree=PAST))
    return build_report(case)


def test_the_summary_has_it_among_alerts_and_rules(report: Report, tmp_path: Path) -> None:
    write_summary(report, tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    (alert,) = data["alerts"]
    assert alert["id"] == "apl_head" and alert in data["rules"] and alert["state"] == "met"
    inputs = alert["inputs"]
    assert (inputs["head"], inputs["quantity"], inputs["denominator"]) == ("apl", "mean", "asked")
    assert (inputs["total"], inputs["percent"], inputs["threshold"]) == (6, pytest.approx(83.33), pytest.approx(15.5))
    assert "0.699 (0.577–0.827)" in alert["statement"] and "Mean 0.83 over 6 malignant cells" in inputs["text"]
    assert data["suggestion"]["id"] == "apl_suspected_by_head" and data["suggestion"]["is_a_diagnosis"] is False
    assert all(rule["inputs"]["head"] == "" for rule in data["rules"] if rule["id"] != "apl_head")


def test_the_table_of_cases_has_it(report: Report, tmp_path: Path) -> None:
    write_cases([report], tmp_path / "cases.csv")
    (row,) = csv.DictReader((tmp_path / "cases.csv").open(encoding="utf-8-sig"))
    assert row["alerts"] == row["suggestion"] == "apl_suspected_by_head" and row["rule"] == "apl_head"


def test_the_pdf_says_it_first_and_what_else_the_head_reads(report: Report, tmp_path: Path) -> None:
    write_pdf(report, tmp_path / "report.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages).split())
    assert "URGENT: Genotype head past its threshold" in text
    assert "Mean 0.83 over 6 malignant cells (95 % interval 0.83–0.83), threshold ≥ 0.155" in text
    assert "also reads the slide" in text and "0.699 (0.577–0.827)" in text
    assert "that the true mean is past the threshold" in text


def test_without_a_head_nothing_is_said_of_one(case: Case, tmp_path: Path) -> None:
    write_summary(build_report(case), tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert "apl_head" not in {rule["id"] for rule in data["rules"]}
