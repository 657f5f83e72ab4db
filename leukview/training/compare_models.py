"""Two models' calls of the same images, compared as park2024 compares its networks: McNemar, and DeLong class by class."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem
from leukview.training.comparison import ClassComparison, Difference, McNemar, compare_classes, compare_right, mcnemar
from leukview.training.datasets import allowed_matrix
from leukview.training.evaluate import Calls
from leukview.training.labelled import LabelledImage

__all__ = ["ModelComparison", "answerable_by_both", "compare_calls", "write_comparisons"]


@dataclass(frozen=True)
class ModelComparison:
    """Two models on one data set's images.

    Attributes
    ----------
    first, second, dataset, split, n, patients:
        Whose calls are compared, on what, on how many images, and of how many known patients.
    first_accuracy, second_accuracy:
        Part of the images called right, 0–1; each model is free to answer any class that it knows.
    right:
        McNemar's test of the two; images are taken for independent.
    by_patient:
        The difference of the accuracies over resampled patients; None where none is known.
    classes:
        Each class that both models know, over the images whose label means one of these; empty where there are fewer than two.
    """

    first: str
    second: str
    dataset: str
    split: str
    n: int
    patients: int
    first_accuracy: float
    second_accuracy: float
    right: McNemar
    by_patient: Difference | None
    classes: tuple[ClassComparison, ...]


def answerable_by_both(
    items: Sequence[LabelledImage], first: Sequence[str], second: Sequence[str]
) -> list[LabelledImage]:
    """Return the images whose label each of two models, given by its classes, can answer."""
    labels = sorted({item.cls for item in items})
    known = {label for label in labels if _answerable(label, first) and _answerable(label, second)}
    return [item for item in items if item.cls in known]


def _answerable(label: str, classes: Sequence[str]) -> bool:
    try:
        return bool(allowed_matrix([label], classes).any())
    except InputProblem:
        return False


def compare_calls(
    first: tuple[str, Calls], second: tuple[str, Calls], split: str, rounds: int = 1000
) -> list[ModelComparison]:
    """Compare two models, by data set.

    Parameters
    ----------
    first, second:
        Each model's name and its calls, of the same images in the same order.
    split:
        Named in the result.
    rounds:
        Resamples of patients.

    Raises
    ------
    InputProblem
        When the images are not the same, or there is none.
    """
    a, b = first[1], second[1]
    if [item.path for item in a.items] != [item.path for item in b.items] or not a.items:
        raise InputProblem("The two models' calls", "they are not of the same images", "Call the same images by both")
    rows: dict[str, list[int]] = {}
    for row, item in enumerate(a.items):
        rows.setdefault(item.dataset, []).append(row)
    return [_one(first[0], second[0], a.part(own), b.part(own), name, split, rounds) for name, own in rows.items()]


def _one(first: str, second: str, a: Calls, b: Calls, dataset: str, split: str, rounds: int) -> ModelComparison:
    patients = [item.patient for item in a.items]
    known = len({name for name in patients if name})
    right = _right(a), _right(b)
    return ModelComparison(
        first,
        second,
        dataset,
        split,
        len(a.items),
        known,
        float(right[0].mean()),
        float(right[1].mean()),
        mcnemar(*right),
        compare_right(*right, patients, rounds) if known else None,
        _classes(a, b, patients if known else None, rounds),
    )


def _right(calls: Calls) -> NDArray[np.bool_]:
    allowed = allowed_matrix([item.cls for item in calls.items], calls.classes)
    return np.asarray(allowed[np.arange(len(allowed)), calls.probabilities.argmax(axis=1)], dtype=np.bool_)


def _classes(a: Calls, b: Calls, patients: Sequence[str] | None, rounds: int) -> tuple[ClassComparison, ...]:
    """Compare the AUROCs of the classes that both know, over the images that are of one of them."""
    common = [name for name in a.classes if name in b.classes]
    rows = [row for row, item in enumerate(a.items) if item.cls in common]
    truth = np.array([common.index(a.items[row].cls) for row in rows], dtype=np.int64)
    if len(set(truth.tolist())) < 2:
        return ()
    shares = [calls.probabilities[np.ix_(rows, [calls.classes.index(name) for name in common])] for calls in (a, b)]
    names = None if patients is None else [patients[row] for row in rows]
    return tuple(compare_classes(truth, shares[0], shares[1], common, names, rounds))


def write_comparisons(comparisons: Sequence[ModelComparison], out: Path) -> None:
    """Write ``comparison.json``, with everything, and ``comparison.csv``, one row a pair, data set and class."""
    out.mkdir(parents=True, exist_ok=True)
    # NaN is no JSON: what cannot be told is null.
    table = json.loads(json.dumps([asdict(item) for item in comparisons]), parse_constant=lambda _: None)
    (out / "comparison.json").write_text(json.dumps(table, indent=1, allow_nan=False), "utf-8")
    with (out / "comparison.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, _COLUMNS)
        writer.writeheader()
        for item in comparisons:
            writer.writerows(_rows(item))


_COLUMNS = (
    *("first", "second", "dataset", "split", "class", "n", "figure", "first_value", "second_value", "difference"),
    *("test", "p", "p_holm", "by_patient_low", "by_patient_high", "by_patient_p", "by_patient_p_holm"),
)


def _rows(item: ModelComparison) -> list[dict[str, object]]:
    pair = {"first": item.first, "second": item.second, "dataset": item.dataset, "split": item.split}
    whole: dict[str, object] = {
        **pair,
        "n": item.n,
        "figure": "accuracy",
        **_numbers(
            first_value=item.first_accuracy,
            second_value=item.second_accuracy,
            difference=item.first_accuracy - item.second_accuracy,
            p=item.right.p,
            **_by_patient(item.by_patient),
        ),
        "test": "McNemar, exact" if item.right.exact else "McNemar, chi-square",
    }
    return [
        whole,
        *(
            {
                **pair,
                "class": each.class_id,
                "n": each.n,
                "figure": "auroc",
                **_numbers(
                    first_value=each.test.first.value,
                    second_value=each.test.second.value,
                    difference=each.test.difference.value,
                    p=each.test.p,
                    p_holm=each.p_holm,
                    by_patient_p_holm=each.by_patient_holm,
                    **_by_patient(each.by_patient),
                ),
                "test": "DeLong",
            }
            for each in item.classes
        ),
    ]


def _by_patient(found: Difference | None) -> dict[str, float | None]:
    if found is None:
        return {}
    return {"by_patient_low": found.figure.low, "by_patient_high": found.figure.high, "by_patient_p": found.p}


def _numbers(**values: float | None) -> dict[str, str]:
    """Return numbers as text; empty where one is not known."""
    return {name: "" if value is None or np.isnan(value) else f"{value:.6g}" for name, value in values.items()}
