from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo, ImageFile, Problem
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.domain.taxonomy import taxonomy
from leukview.reporting import csv_export
from leukview.reporting.model import build_report

CELLS = (
    "cell_id,file,x,y,width,height,nucleus_area_px,cytoplasm_area_px,nc_ratio,ai_class,ai_probability,ai_second_class,"
    "ai_second_probability,doubt,out_of_domain,human_class,final_class,counted,status,set_aside,set_aside_because,"
    "found_by,merged_from,reader_2_class,decided_class,decided_by,decided_utc,final_by,note,reader_2_note"
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def first_line(path: Path) -> str:
    return path.read_bytes().split(b"\r\n")[0].decode("utf-8")


def test_headers_are_the_contract(tmp_path: Path, case: Case, classes: tuple[str, ...]) -> None:
    report = build_report(case, classes=classes)
    csv_export.write_cells(report, tmp_path / "cells.csv")
    csv_export.write_differential(report, tmp_path / "differential.csv")
    csv_export.write_problems(report, tmp_path / "problems.csv")
    csv_export.write_cases([report], tmp_path / "cases.csv")
    csv_export.write_probabilities(report, tmp_path / "probabilities.csv")
    assert first_line(tmp_path / "cells.csv") == CELLS
    assert (
        first_line(tmp_path / "differential.csv") == "class,n,percent,ci_low,ci_high,reference_low,reference_high,flag"
    )
    assert first_line(tmp_path / "problems.csv") == "file,reason,remedy"
    assert first_line(tmp_path / "cases.csv") == (
        "case,cells,counted,suggestion,suggestion_probability,rule,alerts,"
        "smear_answer,smear_state,smear_reason,smear_inputs,smear_threshold_from,smear_statement"
    )
    assert first_line(tmp_path / "probabilities.csv") == "cell_id," + ",".join(classes)


def test_no_byte_order_mark_and_crlf(tmp_path: Path, case: Case) -> None:
    csv_export.write_cells(build_report(case), tmp_path / "cells.csv")
    data = (tmp_path / "cells.csv").read_bytes()
    assert data.startswith(b"cell_id")
    assert data.count(b"\r\n") == data.count(b"\n") == 13


def test_cells_hold_both_labels_apart(tmp_path: Path, case: Case) -> None:
    csv_export.write_cells(build_report(case), tmp_path / "cells.csv")
    rows = {row["cell_id"]: row for row in read(tmp_path / "cells.csv")}
    relabelled = rows["cell_01"]
    assert relabelled["ai_class"] == "segmented_neutrophil"
    assert relabelled["human_class"] == relabelled["final_class"] == "monocyte"
    assert relabelled["status"] == "relabelled"
    assert rows["cell_00"]["status"] == "confirmed"
    assert rows["cell_02"]["status"] == "unreviewed" and rows["cell_02"]["human_class"] == ""
    assert rows["cell_11"]["counted"] == "false" and rows["cell_02"]["counted"] == "true"
    assert rows["cell_02"]["nc_ratio"] == "2.0000"
    assert rows["cell_02"]["ai_probability"] == "0.9000"
    assert rows["cell_02"]["ai_second_class"] == "band_neutrophil"
    assert rows["cell_02"]["ai_second_probability"] == "0.0500"
    assert rows["cell_02"]["doubt"] == "0.1500"
    assert rows["cell_04"]["out_of_domain"] == "0.9990"
    assert (rows["cell_02"]["x"], rows["cell_02"]["width"]) == ("16", "32")


def test_what_was_not_measured_is_blank(tmp_path: Path, make_cell: Callable[..., Cell]) -> None:
    case = Case(CaseInfo("x", str(tmp_path)))
    bare = Cell("bare", "sub/ünï.png", Box(0, 0, 20, 20))
    nucleus_only = make_cell("naked")
    assert nucleus_only.morphology
    nucleus_only = replace(nucleus_only, morphology=replace(nucleus_only.morphology, cytoplasm_area_px=0))
    case.cells = {cell.id: cell for cell in (bare, nucleus_only)}
    csv_export.write_cells(build_report(case), tmp_path / "cells.csv")
    row, naked = read(tmp_path / "cells.csv")
    assert row["file"] == "sub/ünï.png"
    blank = ("nucleus_area_px", "nc_ratio", "ai_class", "ai_probability", "ai_second_class", "out_of_domain")
    assert [row[name] for name in blank] == [""] * len(blank)
    assert row["final_class"] == "unidentified" and row["counted"] == "false"
    assert naked["nc_ratio"] == "" and naked["cytoplasm_area_px"] == "0"


def test_probabilities_are_those_of_the_call(tmp_path: Path, case: Case, classes: tuple[str, ...]) -> None:
    csv_export.write_probabilities(build_report(case, classes=classes), tmp_path / "p.csv")
    for row in read(tmp_path / "p.csv"):
        call = case.cells[row["cell_id"]].prediction
        assert call
        for name in classes:
            assert float(row[name]) == pytest.approx(call.probabilities[name], abs=5e-5)
        assert sum(float(row[name]) for name in classes) == pytest.approx(1, abs=1e-3)


def test_differential_is_the_final_one(tmp_path: Path, case: Case, classes: tuple[str, ...]) -> None:
    csv_export.write_differential(build_report(case, classes=classes), tmp_path / "d.csv")
    rows = {row["class"]: row for row in read(tmp_path / "d.csv")}
    assert list(rows) == taxonomy().sorted(rows)
    assert rows["monocyte"]["n"] == "1", "the reader's label counts"
    assert rows["segmented_neutrophil"] == {
        "class": "segmented_neutrophil",
        "n": "3",
        "percent": "30.0",
        "ci_low": "6.67",
        "ci_high": "65.25",
        "reference_low": "45.0",
        "reference_high": "79.0",
        "flag": "low",
    }
    assert (rows["erythroblast"]["n"], rows["erythroblast"]["percent"], rows["erythroblast"]["ci_low"]) == ("1", "", "")


def test_nothing_counted_gives_no_percentages(tmp_path: Path, classes: tuple[str, ...]) -> None:
    report = build_report(Case(CaseInfo("none", str(tmp_path))), classes=classes)
    csv_export.write_differential(report, tmp_path / "d.csv")
    assert {(row["n"], row["percent"], row["ci_high"], row["flag"]) for row in read(tmp_path / "d.csv")} == {
        ("0", "", "", "")
    }


@settings(max_examples=40, deadline=None)
@given(counts=st.lists(st.integers(0, 60), min_size=5, max_size=5).filter(any))
def test_percentages_sum_to_100(tmp_path_factory: pytest.TempPathFactory, counts: list[int]) -> None:
    names = ("segmented_neutrophil", "lymphocyte", "monocyte", "blast", "plasma_cell")
    case = Case(CaseInfo("sum", "."))
    for name, count in zip(names, counts, strict=True):
        for number in range(count):
            cell_id = f"{name}{number}"
            case.cells[cell_id] = Cell(cell_id, "f.png", Box(0, 0, 9, 9), human_class=name)
    path = tmp_path_factory.mktemp("sum") / "d.csv"
    csv_export.write_differential(build_report(case), path)
    percents = [row["percent"] for row in read(path)]
    assert sum(round(10 * float(value)) for value in percents if value) == 1000


def test_cases_row(tmp_path: Path, case: Case) -> None:
    report = build_report(case)
    csv_export.write_cases([report, csv_export.CaseRow.of(report)], tmp_path / "cases.csv")
    row, again = read(tmp_path / "cases.csv")
    assert row == again
    assert row == {
        "case": "Case 7",
        "cells": "12",
        "counted": "10",
        "suggestion": "apl_suspected",
        "suggestion_probability": f"{report.suggestion.probability:.4f}",
        "rule": "apl_screen",
        "alerts": "apl_suspected",
        "smear_answer": "control",
        "smear_state": "cannot tell",
        "smear_reason": "",
        "smear_inputs": row["smear_inputs"],
        "smear_threshold_from": row["smear_threshold_from"],
        "smear_statement": "It names what most cells are called; it is no diagnosis.",
    }
    for share in report.suggestion.smear.shares:
        assert f"{share.group.id}: {share.inputs}" in row["smear_inputs"]
    assert "The paper's 50 %" in row["smear_threshold_from"]


def test_smear_shares_are_numbers_a_row_a_group(tmp_path: Path) -> None:
    case = Case(CaseInfo("S", "."))
    for number in range(100):
        name = "promyelocyte" if number < 60 else "lymphocyte"
        case.cells[str(number)] = Cell(str(number), "f.png", Box(0, 0, 9, 9), human_class=name)
    csv_export.write_smear_shares([csv_export.CaseRow.of(build_report(case))], tmp_path / "s.csv")
    rows = {row["group"]: row for row in read(tmp_path / "s.csv")}
    assert list(rows) == ["control", "infection", "apl", "acute_leukaemia", "aml", "all"]
    apl = rows["apl"]
    assert (apl["smear_answer"], apl["hits"], apl["total"], apl["percent"]) == ("apl", "60", "100", "60.00")
    assert (apl["ci_low"], apl["ci_high"], apl["threshold"], apl["state"]) == ("49.72", "69.67", "50", "cannot tell")
    assert (rows["aml"]["total"], rows["aml"]["percent"]) == ("0", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_text_is_a_formula(tmp_path: Path, start: str) -> None:
    attack = f'{start}HYPERLINK("http://x","y"),z'
    case = Case(CaseInfo(attack, str(tmp_path)))
    case.cells["c"] = Cell(f"{start}c", f"{start}f.png", Box(0, 0, 9, 9))
    case.add_problem(Problem(attack, attack, attack))
    report = build_report(case)
    csv_export.write_cells(report, tmp_path / "cells.csv")
    csv_export.write_problems(report, tmp_path / "problems.csv")
    csv_export.write_cases([report], tmp_path / "cases.csv")
    assert set(read(tmp_path / "problems.csv")[0].values()) == {f"'{attack}"}
    assert read(tmp_path / "cases.csv")[0]["case"] == f"'{attack}"
    assert read(tmp_path / "cells.csv")[0]["cell_id"] == f"'{start}c"


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_safe_never_starts_a_formula_and_keeps_the_text(text: str) -> None:
    made = csv_export.safe(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert made in (text, f"'{text}")


@given(
    texts=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_round_trip(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    case = Case(CaseInfo("x", "."))
    for number, text in enumerate(texts):
        case.add_problem(Problem(f"{number}.png", text, text))
    path = tmp_path_factory.mktemp("round") / "problems.csv"
    csv_export.write_problems(build_report(case), path)
    assert [row["reason"].removeprefix("'") for row in read(path)] == [text.removeprefix("'") for text in texts]


def test_a_file_name_that_is_not_unicode_keeps_the_table_utf8(tmp_path: Path) -> None:
    case = Case(CaseInfo("x", "."))
    case.add_problem(Problem("bad\udcff.png", "no", ""))
    csv_export.write_problems(build_report(case), tmp_path / "problems.csv")
    assert "bad\\udcff.png" in (tmp_path / "problems.csv").read_text("utf-8")


def test_numbers_are_not_made_text(tmp_path: Path) -> None:
    case = Case(CaseInfo("x", "."))
    case.images["f.png"] = ImageFile("f.png", "0" * 64, 9, 9, "cell")
    case.cells["c"] = Cell("c", "f.png", Box(-3, -1, 9, 9), prediction=Prediction({"blast": 1.0}, 0.0, "leukview", "0"))
    csv_export.write_cells(build_report(case), tmp_path / "cells.csv")
    line = next(csv.DictReader(io.StringIO((tmp_path / "cells.csv").read_text("utf-8"))))
    assert (line["x"], line["y"]) == ("-3", "-1")


def test_morphology_is_what_the_network_saw_with_what_speaks_against_its_call(tmp_path: Path, case: Case) -> None:
    cell_id, cell = next((i, c) for i, c in case.cells.items() if c.prediction)
    assert cell.prediction is not None
    seen = {"nucleus_shape": {"unsegmented-round": 0.91, "irregular": 0.09}}
    call = replace(cell.prediction, attributes=seen, against=("round nucleus",))
    case.cells[cell_id] = replace(cell, prediction=call)
    csv_export.write_morphology(build_report(case), tmp_path / "m.csv")
    rows = {row["cell_id"]: row for row in read(tmp_path / "m.csv")}
    assert len(rows) == len(case.cells)
    row = rows[cell_id]
    assert (row["in_words"], row["speaks_against_call"]) == ("round nucleus", "round nucleus")
    assert (row["nucleus_shape"], row["nucleus_shape_probability"]) == ("unsegmented-round", "0.9100")
    assert row["granularity"] == "" == row["granularity_probability"]


def test_decision_tree_is_the_path_of_each_call_and_where_it_may_end(tmp_path: Path, staged_case: Case) -> None:
    csv_export.write_decision_tree(build_report(staged_case), tmp_path / "t.csv")
    assert first_line(tmp_path / "t.csv") == (
        "cell_id,decision_path,beside_the_tree,needs_your_data,benign,aml,mds,lymphoid,apl,non_apl"
    )
    *rows, last = read(tmp_path / "t.csv")
    assert [row["cell_id"] for row in (*rows, last)] == list(staged_case.cells)
    for row in rows:
        assert row["decision_path"] == "Malignant 0.96 → Myeloid 0.91 → AML 0.88"
        assert row["beside_the_tree"] == "APL 0.83 among APL | non-APL"
        assert row["needs_your_data"] == "CML, CMML: needs your data"
        assert sum(float(row[name]) for name in ("benign", "aml", "mds", "lymphoid")) == pytest.approx(1, abs=5e-4)
        assert (row["apl"], row["non_apl"]) == ("0.8333", "0.1667")
    assert set(list(last.values())[1:]) == {""}


def test_a_pipeline_that_decides_at_once_has_an_empty_decision_tree(tmp_path: Path, case: Case) -> None:
    csv_export.write_decision_tree(build_report(case), tmp_path / "t.csv")
    rows = read(tmp_path / "t.csv")
    assert len(rows) == len(case.cells) and all(list(row.values())[1:] == ["", "", ""] for row in rows)
