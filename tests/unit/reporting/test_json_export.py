from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from leukview import __version__
from leukview.domain.case import Case, CaseInfo
from leukview.reporting.json_export import summary, write_summary
from leukview.reporting.model import RESEARCH_USE_ONLY, build_report


def test_summary_carries_result_and_provenance(tmp_path: Path, case: Case, classes: tuple[str, ...]) -> None:
    report = build_report(case, classes=classes, operator="Dr Ω", now=datetime(2025, 1, 2, tzinfo=UTC))
    write_summary(report, tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert data["research_use_only"] == RESEARCH_USE_ONLY
    assert data["pipeline"] == "leukview" and data["weights_sha256"] == "5e" * 32 and data["device"] == "cpu"
    assert data["versions"]["leukview"] == __version__ and "torch" in data["versions"]
    assert data["timings"] == {"load": 1.5, "total": 3.25}
    assert data["thresholds"] == {"out_of_domain": 0.99, "doubt": 0.5}
    assert data["operator"] == "Dr Ω" and data["created_utc"] == "2025-01-02T00:00:00Z"
    assert data["synthetic"] is False and data["partial"] is False
    assert data["counts"] == {
        "images": 12,
        "problems": 1,
        "cells": 12,
        "counted": 10,
        "not_counted": 2,
        "reviewed": 2,
        "confirmed": 1,
        "relabelled": 1,
        "outlined": 0,
        "needs_review": 6,
        "out_of_domain": 1,
        "uncountable": 0,
        "crushed": 0,
    }
    assert data["smear_differs_from_training"] is False and data["notices"] == []
    assert data["adequacy"] == "insufficient" and data["nrbc_per_100_wbc"] == 10
    assert data["images_sha256"] == report.images_digest
    assert [item["sha256"] for item in data["images"]] == [image.sha256 for image in case.images.values()]


def test_a_smear_unlike_the_training_images_is_said_in_words(tmp_path: Path, foreign_case: Case) -> None:
    report = build_report(foreign_case)
    write_summary(report, tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert data["smear_differs_from_training"] is True and data["notices"] == [report.domain.notice]
    assert data["counts"]["out_of_domain"] == 11


def test_suggestion_names_rule_inputs_state_and_what_confirms_it(tmp_path: Path, case: Case) -> None:
    write_summary(build_report(case), tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    suggestion = data["suggestion"]
    assert suggestion["id"] == "apl_suspected" and suggestion["is_a_diagnosis"] is False
    details = suggestion["details"]
    assert details["id"] == "apl_screen" and details["state"] == "cannot tell" and details["raised"] is True
    assert details["inputs"]["hits"] == 1 and details["inputs"]["total"] == 10 and details["inputs"]["threshold"] == 2
    assert "PML::RARA" in details["confirm"]
    assert [alert["id"] for alert in data["alerts"]] == ["apl_screen"]
    assert {rule["state"] for rule in data["rules"]} <= {"met", "not met", "cannot tell"}
    assert len(data["rules"]) == 5 and [rule["id"] for rule in data["rules"] if rule["informative"]] == [
        "lymphoblasts_20"
    ]
    assert "experimental" in data["rules"][2]["caution"]


def test_an_empty_case_is_valid_json_without_numbers_it_does_not_have(tmp_path: Path) -> None:
    write_summary(build_report(Case(CaseInfo("none", "."))), tmp_path / "summary.json")
    data = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert data["pipeline"] is None and data["weights_sha256"] is None and data["nrbc_per_100_wbc"] is None
    assert data["suggestion"]["id"] == "insufficient_cells"
    assert {row["percent"] for row in data["differential"]["final"]["rows"]} == {None}


def test_blast_thresholds_of_two_standards_name_source_interval_and_what_a_smear_cannot_tell(
    tmp_path: Path, case: Case
) -> None:
    write_summary(build_report(case), tmp_path / "summary.json")
    rows = json.loads((tmp_path / "summary.json").read_text("utf-8"))["blast_thresholds"]
    assert [row["id"] for row in rows] == ["who_2", "who_5", "who_20", "icc_2", "icc_10", "icc_20"]
    assert {row["standard"] for row in rows} == {"WHO 5th ed. (2022)", "ICC (2022)"}
    assert {row["raised"] for row in rows} == {False} and {row["inputs"]["hits"] for row in rows} == {3}
    assert [row["state"] for row in rows] == ["not met", *["cannot tell"] * 5], "6.7 to 65.2 %"
    who, icc = rows[1], rows[4]
    assert (who["inputs"]["threshold"], who["inputs"]["below"]) == (5, 20)
    assert (icc["inputs"]["threshold"], icc["inputs"]["below"]) == (10, 20)
    for row in rows:
        assert row["inputs"]["ci_low"] < 30 < row["inputs"]["ci_high"]
        assert "Not to be told from a smear" in row["caution"] and row["source"] and row["confirm"]


def test_the_smear_rule_stands_with_its_shares_and_is_no_diagnosis(case: Case) -> None:
    data = summary(build_report(case, classes=("lymphocyte", "blast"), notes=("Outlines were begun.",)))
    smear = data["smear_rule"]
    assert (smear["answer"], smear["state"], smear["is_a_diagnosis"]) == ("control", "cannot tell", False)
    control = smear["shares"][0]
    assert (control["hits"], control["total"], control["threshold"], control["percent"]) == (6, 10, 50, 60)
    assert {share["group"] for share in smear["shares"] if not share["known_to_weights"]} <= {"infection", "aml", "all"}
    assert "no diagnosis" in smear["statement"] and "multiclass ROC" in smear["source"]
    assert "The paper's 50 %" in smear["threshold_from"]
    assert data["notices"] == ["Outlines were begun."]


def test_a_decision_tree_says_how_many_calls_went_through_each_node(staged_case: Case) -> None:
    nodes = {node["id"]: node for node in summary(build_report(staged_case))["decision_tree"]}
    assert {name: node["cells"] for name, node in nodes.items()} == {
        name: 11 if name in {"malignant", "myeloid", "aml", "apl"} else 0 for name in nodes
    }
    assert nodes["myeloid"] == {
        "id": "myeloid",
        "name": "Myeloid",
        "parent": "malignant",
        "beside_the_tree": False,
        "cells": 11,
        "needs_your_data": ["CML", "CMML"],
    }
    assert nodes["apl"]["beside_the_tree"] and nodes["benign"]["parent"] is None


def test_without_stages_there_is_no_decision_tree(case: Case) -> None:
    assert summary(build_report(case))["decision_tree"] == []
