"""Two models on the same cells: the numbers, and words that claim no more than they show."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from evaluation_kit import CLASSES, calls_of

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.evaluation import Paired
from leukview.training.evaluate import Calls
from leukview.training.evaluation_pairs import answerable_by, paired_evaluation

SEG, BAND, LYMPH, BLAST, _ = CLASSES
TRUTH = [SEG] * 30 + [LYMPH] * 30


def called(wrong: int, patients: list[str] | None = None) -> Calls:
    """Calls of sixty cells, the first so many wrong."""
    pairs = [(label, (LYMPH if label == SEG else SEG) if i < wrong else label) for i, label in enumerate(TRUTH)]
    return calls_of(pairs, patients or [], sure=np.linspace(0.5, 0.95, 60).tolist())


def pair(first: Calls, second: Calls) -> Paired:
    return paired_evaluation(("one", first), ("two", second), "toy", "test", rounds=300)


def test_a_clear_difference_is_said_with_its_interval_and_no_further() -> None:
    found = pair(called(0), called(25))
    assert (found.both, found.only_first, found.only_second, found.neither) == (35, 25, 0, 0)
    assert not found.exact and found.p < 0.001
    assert found.difference.value == pytest.approx(25 / 60)
    assert "one was right more often than two" in found.sentence and "+41.7 percentage points" in found.sentence
    assert "nothing of other laboratories" in found.sentence


def test_the_better_model_is_named_whichever_comes_first() -> None:
    assert "two was right more often than one" in pair(called(25), called(0)).sentence


def test_no_difference_is_not_called_equality() -> None:
    found = pair(called(3), called(3))
    assert found.p == 1 and "no difference in accuracy between one and two was shown" in found.sentence
    assert "not evidence that the two are alike" in found.sentence


def test_few_discordant_cells_are_tested_exactly_and_a_test_alone_is_not_enough() -> None:
    # Four cells, one way: the bootstrap's interval leaves out 0, the exact test has p 0.125.
    found = pair(called(0), called(4))
    assert found.exact and found.p == pytest.approx(0.125) and found.difference.low > 0
    assert "Too little to claim one" in found.sentence


def test_a_difference_within_one_patient_is_not_claimed_by_mcnemar_alone() -> None:
    patients = ["a"] * 30 + [f"p{i}" for i in range(30)]
    found = pair(called(0, patients), called(25, patients))
    assert found.p < 0.001 and found.difference.low <= 0
    assert "McNemar's test shows a difference" in found.sentence and "Too little" in found.sentence
    assert all(row.by_patient is not None for row in found.classes)


def test_by_patient_columns_are_there_only_where_patients_are_known() -> None:
    assert all(row.by_patient is None for row in pair(called(0), called(4)).classes)


def test_models_with_one_class_in_common_are_compared_by_accuracy_alone() -> None:
    first = calls_of([(SEG, SEG), (SEG, LYMPH)], classes=(SEG, LYMPH))
    second = calls_of([(SEG, SEG), (SEG, SEG)], classes=(SEG, BLAST))
    found = pair(first, second)
    assert not found.classes and "Holm" not in found.sentence and found.only_second == 1


def test_calls_of_other_images_are_refused() -> None:
    other = called(0)
    moved = replace(other, items=tuple(replace(item, path=Path("x") / item.path) for item in other.items))
    with pytest.raises(InputProblem, match="not of the same images"):
        pair(called(0), moved)


def test_a_label_is_answerable_where_a_class_is_it_or_a_member_of_it() -> None:
    items = calls_of([(SEG, SEG), ("neutrophil", SEG), (BLAST, BLAST)]).items
    assert answerable_by(items, (BAND, LYMPH)) == [False, True, False]
    assert answerable_by(items, (SEG, BLAST)) == [True, True, True]


def test_without_the_tests_library_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.stats.contingency_tables", None)
    with pytest.raises(EnvironmentFault, match=r"pip install 'leukview\[train\]'"):
        pair(called(0), called(1))
