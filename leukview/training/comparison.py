"""Two models on the same cells: whose calls are right more often (McNemar), and whose AUROCs are larger (DeLong), class by class.

Each figure has a variant that resamples patients: cells of one patient are alike, so the tests that take cells for independent
find differences too easily. Where patients are known, the patient's interval is the one to quote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leukview.domain.errors import InputProblem
from leukview.training.delong import AurocTest, components, paired_test
from leukview.training.metrics import Figure, resamples

__all__ = ["ClassComparison", "Difference", "McNemar", "compare_classes", "compare_right", "holm", "mcnemar"]

_FEW_DISCORDANT = 25


@dataclass(frozen=True, slots=True)
class McNemar:
    """McNemar's test (1947) of two models' calls of the same cells.

    Attributes
    ----------
    both, only_first, only_second, neither:
        Cells that both models call right, one alone, or none.
    exact:
        Whether p is the exact binomial one, as with fewer than 25 discordant cells; else χ² with continuity correction.
    p:
        Two-sided; 1 where no cell is discordant.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    exact: bool
    p: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference (first − second) with its percentile bootstrap 95 % interval and two-sided bootstrap p, over patients."""

    figure: Figure
    p: float


@dataclass(frozen=True, slots=True)
class ClassComparison:
    """One class against the rest.

    Attributes
    ----------
    class_id, n:
        The class and how many cells truly are of it.
    test:
        DeLong's test of the two AUROCs; cells taken for independent.
    p_holm:
        Its p after Holm's correction over all compared classes.
    by_patient:
        The same difference over resampled patients, its p corrected likewise in ``by_patient_holm``; None without patients.
    """

    class_id: str
    n: int
    test: AurocTest
    p_holm: float
    by_patient: Difference | None
    by_patient_holm: float | None


def mcnemar(first_right: ArrayLike, second_right: ArrayLike) -> McNemar:
    """Compare how often two models are right.

    Parameters
    ----------
    first_right, second_right:
        N of true or false each, cell by cell.

    Raises
    ------
    InputProblem
        When they differ in length, or are empty.
    """
    from statsmodels.stats.contingency_tables import mcnemar as test

    first, second = _pair(first_right, second_right)
    both, only_first = int((first & second).sum()), int((first & ~second).sum())
    only_second, neither = int((~first & second).sum()), int((~first & ~second).sum())
    exact = only_first + only_second < _FEW_DISCORDANT
    found = test([[both, only_first], [only_second, neither]], exact=exact, correction=True)
    return McNemar(both, only_first, only_second, neither, exact, float(found.pvalue))


def compare_right(
    first_right: ArrayLike, second_right: ArrayLike, patients: Sequence[str], rounds: int = 1000, seed: int = 0
) -> Difference:
    """Return the difference of two models' accuracies over resampled patients.

    Parameters
    ----------
    first_right, second_right:
        N of true or false each, cell by cell.
    patients:
        N names; an empty one makes a cell its own patient.
    rounds, seed:
        Number of resamples and their seed.

    Raises
    ------
    InputProblem
        When the three differ in length, or are empty.
    """
    first, second = _pair(first_right, second_right)
    return _by_patient(lambda rows: float(first[rows].mean() - second[rows].mean()), len(first), patients, rounds, seed)


def compare_classes(
    truth: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    names: Sequence[str],
    patients: Sequence[str] | None = None,
    rounds: int = 1000,
    seed: int = 0,
) -> list[ClassComparison]:
    """Compare two models' one-vs-rest AUROCs, for every class that some but not all cells truly are of.

    Parameters
    ----------
    truth:
        N class indices.
    first, second:
        N×C probabilities of the same cells.
    names:
        C class ids.
    patients:
        N names for the patient bootstrap; an empty one makes a cell its own patient. None leaves it out.
    rounds, seed:
        Number of resamples and their seed.

    Raises
    ------
    InputProblem
        When sizes do not fit, a probability is not a number, or no class can be compared.
    """
    truth, first, second = np.asarray(truth), np.asarray(first, np.float64), np.asarray(second, np.float64)
    if not first.shape == second.shape == (len(truth), len(names)):
        raise InputProblem(
            "comparison",
            f"probabilities of {first.shape} and {second.shape} stand against {len(truth)} cells of {len(names)} classes",
            "Give both models' probabilities of the same cells, the classes in one order",
        )
    present = [c for c in range(len(names)) if 0 < int((truth == c).sum()) < len(truth)]
    if not present:
        raise InputProblem("comparison", "all cells are of one class", "Give cells of two classes or more")
    tests = [paired_test(truth == c, first[:, c], second[:, c]) for c in present]
    over: list[Difference | None] = [None] * len(present)
    over_holm: list[float | None] = [None] * len(present)
    if patients is not None:
        drawn = [_auroc_by_patient(truth == c, first[:, c], second[:, c], patients, rounds, seed) for c in present]
        over, over_holm = [*drawn], [*holm([item.p for item in drawn])]
    columns = (present, tests, holm([test.p for test in tests]), over, over_holm)
    return [
        ClassComparison(names[c], int((truth == c).sum()), test, p, item, p_item)
        for c, test, p, item, p_item in zip(*columns, strict=True)
    ]


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values after Holm's step-down correction (1979); NaN stays NaN and counts as no test."""
    from statsmodels.stats.multitest import multipletests

    known = [i for i, p in enumerate(p_values) if not np.isnan(p)]
    result = [float("nan")] * len(p_values)
    if known:
        for i, p in zip(known, multipletests([p_values[i] for i in known], method="holm")[1], strict=True):
            result[i] = float(p)
    return result


def _pair(first_right: ArrayLike, second_right: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    first, second = np.asarray(first_right, dtype=bool), np.asarray(second_right, dtype=bool)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise InputProblem(
            "comparison", f"{first.size} calls stand against {second.size}", "Give both models' calls of the same cells"
        )
    return first, second


def _auroc_by_patient(
    positive: NDArray[np.bool_],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    patients: Sequence[str],
    rounds: int,
    seed: int,
) -> Difference:
    def difference(rows: NDArray[np.int64]) -> float:
        drawn = positive[rows]
        if drawn.all() or not drawn.any():
            return float("nan")
        return components(drawn, first[rows]).value - components(drawn, second[rows]).value

    return _by_patient(difference, len(positive), patients, rounds, seed)


def _by_patient(
    difference: Callable[[NDArray[np.int64]], float], count: int, patients: Sequence[str], rounds: int, seed: int
) -> Difference:
    if len(patients) != count:
        raise InputProblem("patients", f"{len(patients)} names stand against {count} cells", "Give one name each")
    draws = np.array([difference(sample) for sample in resamples(count, patients, rounds, seed)])
    draws = draws[~np.isnan(draws)]
    value = difference(np.arange(count))
    if not len(draws):
        return Difference(Figure(value, float("nan"), float("nan")), float("nan"))
    low, high = np.percentile(draws, [2.5, 97.5])
    # One more draw on either side: a p of exactly 0 would claim more than the number of resamples can tell.
    tail = (1 + min(int((draws <= 0).sum()), int((draws >= 0).sum()))) / (1 + len(draws))
    return Difference(Figure(value, float(low), float(high)), min(1.0, 2 * tail))
