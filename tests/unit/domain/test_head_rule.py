"""The rule of a head beside the tree: a mean over the malignant cells, three-valued, urgent, only where a head was asked."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.gate import Requirements, gate
from leukview.domain.heads import HeadReading, judge_mean, read_heads
from leukview.domain.prediction import Prediction, TreeNode
from leukview.domain.rules import RuleResult, evaluate_rules, load_rules, suggest

LIMIT = 0.155
SPREAD = (0.30, 0.42, 0.51, 0.38, 0.47, 0.55)


def called(number: int, apl: float, human: str | None = None, limit: float | None = LIMIT, parent: str = "aml") -> Cell:
    tree = (
        TreeNode("benign", "Benign", "", 0.05, False),
        TreeNode("malignant", "Malignant", "", 0.95, True),
        TreeNode("aml", "AML", "malignant", 0.9, True),
        TreeNode("all", "ALL", "malignant", 0.05, False),
        TreeNode("apl", "APL", parent, apl, apl >= 0.08, aside=True, limit=limit),
        TreeNode("non_apl", "non-APL", parent, 1 - apl, apl < 0.08, aside=True),
    )
    call = Prediction({"blast": 0.95, "lymphocyte": 0.05}, 0.1, "yan2024", "w", tree=tree)
    return Cell(f"m{number}", "a", Box(0, 0, 1, 1), prediction=call, human_class=human)


def benign(count: int) -> list[Cell]:
    tree = (TreeNode("benign", "Benign", "", 0.9, True), TreeNode("malignant", "Malignant", "", 0.1, False))
    call = Prediction({"lymphocyte": 0.9, "blast": 0.1}, 0.1, "yan2024", "w", tree=tree)
    return [Cell(f"b{number}", "a", Box(0, 0, 1, 1), prediction=call) for number in range(count)]


def answer(cells: list[Cell], whose: str = "final") -> RuleResult | None:
    found = evaluate_rules(count_cells(cells, whose))  # type: ignore[arg-type]
    return next((result for result in found if result.rule.id == "apl_head"), None)


def test_a_case_without_promyelocytes_whose_head_is_past_its_threshold_is_urgent() -> None:
    cells = [called(number, apl) for number, apl in enumerate(SPREAD)] + benign(94)
    found = suggest(count_cells(cells))
    assert [alert.rule.id for alert in found.alerts] == ["apl_head"] and found.id == "apl_suspected_by_head"
    (alert,) = found.alerts
    assert (alert.state, alert.hits, alert.total) == ("met", 6, 6) and alert.rule.threshold_words == "≥ 15.5 %"
    low, high = ttest_1samp(SPREAD, 0).confidence_interval()
    assert alert.percent == pytest.approx(100 * np.mean(SPREAD))
    assert (alert.ci_low, alert.ci_high) == (pytest.approx(100 * low), pytest.approx(100 * high))
    assert alert.probability == pytest.approx(ttest_1samp(SPREAD, LIMIT, alternative="greater").pvalue * -1 + 1)
    assert alert.inputs == (
        "Mean 0.44 over 6 malignant cells (95 % interval 0.34–0.53), threshold ≥ 0.155; 6 of them read as APL"
    )


def test_a_head_is_heard_though_another_stands_beside_the_same_node() -> None:
    other = (
        TreeNode("flt3", "FLT3", "aml", 0.1, False, aside=True, limit=0.5),
        TreeNode("no_flt3", "No FLT3", "aml", 0.9, True, aside=True),
    )
    cells = []
    for number, apl in enumerate(SPREAD):
        cell = called(number, apl)
        assert cell.prediction is not None
        tree = cell.prediction.tree
        cells.append(cell.with_prediction(replace(cell.prediction, tree=(*tree[:4], *other, *tree[4:]))))
    found = answer(cells)
    assert found is not None and found.raised and (found.hits, found.total) == (6, 6)
    assert [reading.answer for reading in count_cells(cells).heads] == ["apl", "flt3"]


def test_its_words_say_what_the_head_also_reads_and_name_no_diagnosis() -> None:
    rule = next(rule for rule in load_rules() if rule.id == "apl_head")
    assert "0.699 (0.577–0.827)" in rule.statement and "also reads the slide" in rule.statement
    assert "does not exclude APL" in rule.source and "PML::RARA" in rule.confirm
    words = f"{rule.title} {rule.statement} {rule.caution}".lower()
    assert "must be excluded" in words and "diagnos" not in words and "has apl" not in words


def test_only_weights_with_the_head_and_cells_of_the_line_ask_it() -> None:
    plain = [Cell(f"p{n}", "a", Box(0, 0, 1, 1), prediction=Prediction({"blast": 1.0}, 0, "x", "")) for n in range(9)]
    assert answer(plain) is None and answer(benign(50)) is None
    # A head beside a node that the call did not take says nothing of the cell.
    assert answer([called(n, 0.9, parent="all") for n in range(9)]) is None
    # A person's word goes before the call: these are no malignant myeloid cells.
    for label in ("lymphocyte", "lymphoblast", "artefact"):
        assert answer([called(n, 0.9, label) for n in range(9)]) is None
    assert answer([called(n, 0.9, "lymphocyte") for n in range(9)], "ai") is not None
    kept = answer([called(n, 0.9, "myeloblast") for n in range(5)] + [called(n + 5, 0.0, "monocyte") for n in range(5)])
    assert kept is not None and (kept.total, kept.percent) == (5, pytest.approx(90))


@pytest.mark.parametrize(
    ("values", "state", "raised"),
    [
        ((0.9,), "cannot tell", False),
        ((0.9, 0.8, 0.9, 0.9), "cannot tell", False),
        ((0.9, 0.8, 0.9, 0.9, 0.7), "met", True),
        ((0.01, 0.02, 0.0, 0.05, 0.01, 0.03), "not met", False),
        ((0.01, 0.7, 0.02, 0.1, 0.6), "cannot tell", True),
        ((0.01, 0.4, 0.02, 0.1, 0.02), "cannot tell", False),
        ((LIMIT,) * 5, "met", True),
    ],
)
def test_few_cells_and_a_wide_interval_cannot_tell(values: tuple[float, ...], state: str, raised: bool) -> None:
    found = answer([called(number, apl) for number, apl in enumerate(values)])
    assert found is not None and (found.state, found.raised, found.total) == (state, raised, len(values))
    few = "the head was asked of fewer than 5 cells"
    assert found.why_not == (few if len(values) < 5 else "")


def test_a_head_that_says_nothing_makes_a_normal_case_no_less_sure() -> None:
    def count(*more: Cell) -> float:
        found = suggest(count_cells([*benign(400), *more]))
        assert found.id == "no_rule_met"
        return found.probability

    plain = Cell("p", "a", Box(0, 0, 1, 1), prediction=Prediction({"blast": 1.0}, 0.1, "yan2024", "w"))
    assert count(called(0, 0.9)) == pytest.approx(count(plain))


def test_calls_of_before_the_threshold_was_kept_cannot_tell_and_say_why() -> None:
    found = answer([called(n, 0.9, limit=None) for n in range(9)])
    assert found is not None and (found.state, found.raised, found.probability) == ("cannot tell", False, 0.5)
    assert "analyse the case again" in found.why_not and "threshold not kept" in found.inputs
    # The lowest of several weights' counts: a sensitive rule.
    mixed = [called(n, 0.3, limit=0.5) for n in range(5)] + [called(n + 5, 0.3, limit=0.25) for n in range(5)]
    found = answer(mixed)
    assert found is not None and found.raised and found.rule.threshold == 25


def test_an_alert_that_a_person_takes_back_stands_before_the_signature() -> None:
    cells = [called(number, apl, "lymphocyte") for number, apl in enumerate(SPREAD)]
    case = Case(CaseInfo("c", "/c"), cells={cell.id: cell for cell in cells})
    ai = suggest(count_cells(cells, "ai"))
    items = gate(case, suggest(count_cells(cells)), ai, Requirements())
    (dropped,) = (item for item in items if item.id.startswith("dropped alert"))
    assert "Genotype head" in dropped.words and set(dropped.cell_ids) == {cell.id for cell in cells}
    kept = [called(number, apl) for number, apl in enumerate(SPREAD)]
    blocking = gate(
        Case(CaseInfo("c", "/c"), cells={cell.id: cell for cell in kept}),
        suggest(count_cells(kept)),
        ai,
        Requirements(),
    )
    assert any(item.id.startswith("alert") and item.blocking and "Genotype head" in item.words for item in blocking)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.01, 0.99), st.integers(0, 6), st.data())
def test_the_mean_however_the_cells_fall_into_classes(
    values: list[float], limit: float, least: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(values)))

    def reading(name: str, own: list[float]) -> HeadReading:
        return HeadReading("apl", name, limit, len(own), 0, math.fsum(own), math.fsum(v * v for v in own))

    found = judge_mean([reading("blast", values[:cut]), reading("promyelocyte", values[cut:])], least)
    assert found.mean == pytest.approx(np.mean(values)) and 0 <= found.low <= found.high <= 1
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9 and 0 <= found.probability <= 1
    if found.state == "met":
        assert found.reached and found.low >= limit
    if found.state == "not met":
        assert not found.reached and found.high < limit
    if len(values) < max(least, 2):
        assert found.state == "cannot tell" and not found.reached


def test_readings_are_added_up_by_label() -> None:
    cells = [called(0, 0.5), called(1, 0.25, "promyelocyte"), called(2, 0.05, "promyelocyte"), *benign(3)]
    found = read_heads((cell, cell.final_class) for cell in cells)
    assert [(one.class_id, one.cells, one.given) for one in found] == [("blast", 1, 1), ("promyelocyte", 2, 1)]
    assert [one.total for one in found] == pytest.approx([0.5, 0.3]) and found[0].limit == LIMIT
    assert read_heads([(cells[0], None)]) == ()


@pytest.mark.parametrize(("line", "more"), [("threshold = 2.0", 'head = "apl"\n'), ("threshold = 2.0", "")])
def test_a_rule_has_a_threshold_or_a_head(tmp_path, line: str, more: str) -> None:  # type: ignore[no-untyped-def]
    from leukview.resources import resource

    text = resource("rules", "default.toml").read_text("utf-8")
    (tmp_path / "r.toml").write_text(text.replace(line, more + (line if more else ""), 1), "utf-8")
    with pytest.raises(InputProblem, match="but not both"):
        load_rules(tmp_path / "r.toml")
