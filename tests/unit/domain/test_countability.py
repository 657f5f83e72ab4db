"""Cells that a pipeline sets aside: out of the count, in sight, and a person's to overrule."""

from __future__ import annotations

import json

import pytest

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell
from leukview.domain.commands import command_from_json, confirm, count, relabel
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction, SetAside
from leukview.domain.rules import evaluate_rules
from leukview.domain.smear import set_aside_words

CUT = SetAside("uncountable", ("cut by the field's border",))
SMUDGE = SetAside("crushed", ("the network calls it a smudge cell",))


def cell(name: str, class_id: str, aside: SetAside | None = None, human: str | None = None) -> Cell:
    call = Prediction({class_id: 0.9, "monocyte": 0.1}, 0.1, "zhou2021", "", set_aside=aside)
    return Cell(name, "f.png", Box(0, 0, 5, 5), single=False, prediction=call, human_class=human)


def case_of(*cells: Cell) -> Case:
    return Case(CaseInfo("c", "/f", created="2026-01-01T00:00:00+00:00"), cells={one.id: one for one in cells})


def test_what_is_set_aside_is_out_of_the_count_and_counted_apart() -> None:
    cells = [cell("a", "lymphocyte"), cell("b", "lymphocyte", CUT), cell("c", "lymphocyte", SMUDGE)]
    found = count_cells(cells)
    assert (found.total, found.n("lymphocyte"), found.n("unidentified"), found.n("smudge_cell")) == (1, 1, 1, 1)
    assert found == count_cells(cells, "ai")
    assert [one.counted for one in cells] == [True, False, False]
    assert "1 uncountable, 1 crushed" in set_aside_words(cells)
    assert set_aside_words(cells[:1]) == ""


def test_a_set_aside_blast_is_still_put_before_a_person() -> None:
    assert "blast-like" in cell("a", "blast", CUT).review_reasons
    assert "blast-like" not in cell("a", "lymphocyte", CUT).review_reasons


def test_count_it_wins_over_the_pipeline_and_can_be_undone() -> None:
    case = case_of(cell("a", "blast", CUT), cell("b", "lymphocyte"))
    command = count(case, ["a"])
    assert command.describe() == "Count a" and command.verb == "count"
    assert command_from_json(json.loads(json.dumps(command.to_json()))) == command
    inverse = command.apply(case)
    assert case.cells["a"].counted and case.cells["a"].final_class == "blast" and case.cells["a"].set_aside is None
    assert case.cells["a"].status == "relabelled" and case.cells["a"].ai_class == "unidentified"
    assert count_cells(case.cells.values()).total == 2
    inverse.apply(case)
    assert case.cells["a"].set_aside == CUT and count_cells(case.cells.values()).total == 1
    case.cells["n"] = Cell("n", "f.png", Box(0, 0, 5, 5))
    with pytest.raises(InputProblem, match="no network"):
        count(case, ["n"])


def test_confirming_agrees_that_it_cannot_be_counted_and_a_label_counts_it() -> None:
    case = case_of(cell("a", "lymphocyte", CUT))
    confirm(case, ["a"]).apply(case)
    assert (case.cells["a"].status, case.cells["a"].final_class, case.cells["a"].counted) == (
        "confirmed", "unidentified", False
    )  # fmt: skip
    relabel(case, ["a"], "monocyte").apply(case)
    assert case.cells["a"].counted and case.cells["a"].final_class == "monocyte"


def test_findings_add_up_and_crushed_wins() -> None:
    assert CUT.joined(None) == CUT
    assert CUT.joined(SMUDGE) == SetAside("crushed", (*CUT.reasons, *SMUDGE.reasons))
    assert SMUDGE.joined(CUT).kind == "crushed"
    assert CUT.joined(CUT) == CUT


def test_the_all_rule_counts_lymphoblasts_among_countable_nucleated_cells() -> None:
    cells = [cell(f"l{n}", "lymphoblast") for n in range(60)] + [cell(f"m{n}", "monocyte") for n in range(30)]
    cells += [cell(f"e{n}", "erythroblast") for n in range(10)]
    cells += [cell(f"u{n}", "lymphoblast", CUT) for n in range(20)] + [
        cell(f"s{n}", "lymphocyte", SMUDGE) for n in range(5)
    ]
    (rule,) = [one for one in evaluate_rules(count_cells(cells)) if one.rule.id == "lymphoblasts_20"]
    assert (rule.hits, rule.total, rule.state) == (60, 100, "met")
    assert (rule.ci_low, rule.ci_high) == pytest.approx((49.72, 69.67), abs=0.01)
    few = [cell("l", "lymphoblast"), cell("m", "monocyte"), cell("e", "erythroblast")]
    (rule,) = [one for one in evaluate_rules(count_cells(few)) if one.rule.id == "lymphoblasts_20"]
    assert (rule.hits, rule.total, rule.state) == (1, 3, "cannot tell")
