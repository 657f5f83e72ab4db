from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leukview.cli.main import app
from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import load_smear_rule
from leukview.services.smear_rules import smear_rule_work

KNOWN = ("lymphocyte", "promyelocyte", "blast", "platelet")
TRUTH = "patient,diagnosis,path\n" + "".join(f"P{i},{'APL' if i % 2 else 'AML'},x{i}.png\n" * 2 for i in range(12))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def calls(folder: Path, patients: range) -> Path:
    """Write calls as ``evaluate --out`` does: 30 % promyelocytes and 10 % blasts for APL, 2 % and 60 % for AML."""
    folder.mkdir()
    with (folder / "calls.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "dataset", "split", "patient", "cls", *KNOWN])
        for i in patients:
            mix = (
                {"promyelocyte": 30, "blast": 10, "lymphocyte": 60}
                if i % 2
                else {"promyelocyte": 2, "blast": 60, "lymphocyte": 38}
            )
            for name, n in {**mix, "platelet": 40}.items():
                for k in range(n):
                    shares = ["0.70000" if other == name else "0.10000" for other in KNOWN]
                    writer.writerow([f"{k}.png", "toy", "x", f"P{i}", "blast", *shares])
    return folder


def cases(folder: Path, patients: range) -> Path:
    """Write cases as ``analyze --case-per-folder`` does."""
    for i in patients:
        case = folder / f"P{i}"
        case.mkdir(parents=True)
        kinds = ["promyelocyte"] * 3 + ["lymphocyte"] * 7 if i % 2 else ["blast"] * 6 + ["lymphocyte"] * 4
        lines = [f"c{k},{kind}" for k, kind in enumerate(kinds)]
        (case / "cells.csv").write_text("cell_id,final_class\n" + "\n".join(lines) + "\n", "utf-8")
        (case / "probabilities.csv").write_text(",".join(("cell_id", *KNOWN)) + "\n", "utf-8")
    return folder


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text(TRUTH, "utf-8")
    return path


def test_thresholds_from_calls_and_a_table_of_other_patients_cases(truth: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = smear_rule_work(
        truth, out, train=[calls(tmp_path / "train", range(8))], test=[cases(tmp_path / "test", range(8, 12))],
        own=True, rounds=20,
    )  # fmt: skip
    rule = load_smear_rule(out / "rule.toml")
    own = {group.id: group.threshold for group in rule.modules[0].groups if group.threshold is not None}
    # Platelets have no say: 30 of 100 promyelocytes against 2, 60 blasts against 10.
    assert own == {"apl": 15.0, "acute_leukaemia": 34.0} and rule == done.rule
    found = rows(out / "smears.csv")
    # The APL smears' cells are mostly lymphocytes, which are over the control's 50 %: the more urgent answers.
    assert {(row["truth"], row["module_1"]) for row in found} == {("apl", "apl"), ("aml", "acute_leukaemia")}
    blasts = [row for row in found if row["truth"] == "aml"]
    assert {row["answer"] for row in blasts} == {"unknown"}
    assert all("lineage is not known to these weights (6 of 6" in row["reason"] for row in blasts)
    module = [row for row in rows(out / "confusion.csv") if row["table"] == "module 1" and row["smears"] != "0"]
    assert {(row["truth"], row["answer"], row["smears"]) for row in module} == {
        ("apl", "apl", "2"),
        ("acute_leukaemia", "acute_leukaemia", "2"),
    }
    accuracy = rows(out / "scores.csv")[0]
    assert (accuracy["smears"], accuracy["of"], accuracy["value"]) == ("4", "4", "1.0000")
    assert float(accuracy["ci_low"]) == pytest.approx(0.3976, abs=1e-4), "4 of 4: Clopper–Pearson"
    sweep = [row for row in rows(out / "thresholds.csv") if row["class"] == "apl"]
    assert len(sweep) == 99 and {row["youden"] for row in sweep[1:29]} == {"1.0000"}
    assert "<svg" in (out / "roc-module-1.svg").read_text("utf-8")


def test_a_given_rule_is_measured_as_it_is(truth: Path, tmp_path: Path) -> None:
    done = smear_rule_work(truth, tmp_path / "out", test=[cases(tmp_path / "test", range(4))])
    assert done.choice is None and done.rule == load_smear_rule()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["confusion.csv", "scores.csv", "smears.csv"]
    table = done.tables[0].counts
    assert table == {("acute_leukaemia", "acute_leukaemia"): 2, ("apl", "control"): 2}, "over 50 %, as the paper has it"


def test_a_patient_on_both_sides_is_refused(truth: Path, tmp_path: Path) -> None:
    train, test = calls(tmp_path / "train", range(4)), cases(tmp_path / "test", range(3, 6))
    with pytest.raises(InputProblem, match=r"P3: 1 smear to measure on, or their patients, also chose the threshold"):
        smear_rule_work(truth, tmp_path / "out", train=[train], test=[test])


def test_what_has_no_diagnosis_is_said_and_left_out(tmp_path: Path) -> None:
    table, said = tmp_path / "t.csv", []
    table.write_text("case,diagnosis\nP0,AML\nP1,APL\nP2,\n", "utf-8")
    done = smear_rule_work(table, tmp_path / "o", test=[cases(tmp_path / "c", range(4))], say=said.append)
    assert sum(done.tables[0].counts.values()) == 2
    assert "2 smears without a diagnosis in the table: left out: P2, P3." in said[0]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("patient,diagnosis\nP0,AML\nP0,APL\n", "P0 is 'aml' in one row and 'apl' here"),
        ("patient,diagnosis\nP0,CLL\n", "none of the smear rule's groups"),
        ("patient,diagnosis\nX,AML\n", "gives none of its smears a diagnosis"),
        ("diagnosis\nAML\n", "no row names a case, smear or patient"),
    ],
)
def test_tables_that_cannot_be_used_are_refused_in_words(tmp_path: Path, table: str, reason: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(InputProblem, match=reason):
        smear_rule_work(path, tmp_path / "o", test=[cases(tmp_path / "c", range(2))])


def test_the_command_says_thresholds_and_table(truth: Path, tmp_path: Path) -> None:
    train, test = calls(tmp_path / "train", range(8)), cases(tmp_path / "test", range(8, 12))
    words = ["smears", "--truth", truth, "--train", train, "--test", test, "-o", tmp_path / "o", "--own-thresholds"]
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    assert "apl > 15 %" in done.output and "accuracy: 4 of 4 = 100.0 % (39.8–100.0)" in done.output
    assert (
        "Module 2 keeps its threshold of 50 %" in done.output
        and "diagnosis" not in done.output.lower().split("module 1,")[0]
    )
    wrong = CliRunner().invoke(app, [*(str(word) for word in words), "--means", "M3"])
    assert wrong.exit_code == 2
