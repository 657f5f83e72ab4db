"""The threshold of the smear rule, read from training smears by a multiclass ROC (Boldú et al. 2021, ALNet, figure 4).

Per smear: the share of its cells that each class holds, and its true answer. At a threshold a smear is called a class where more
than that share of its cells are. Sweeping the threshold gives one curve of each class against the rest; the macro curve averages
them threshold by threshold (Fawcett 2006), as the paper does. The paper does not say by what criterion the best threshold was
chosen; here it is the largest macro Youden index.

A threshold of its own for each class is read from the class's own curve: the largest Youden index, and of thresholds that do as
well the middle of the longest unbroken run, as far as can be from the smears on either side. The paper has one threshold for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from leukview.domain.errors import InputProblem
from leukview.training.metrics import Figure, bootstrap, confusion

__all__ = [
    "UNKNOWN",
    "Curve",
    "OwnThreshold",
    "SmearShares",
    "ThresholdChoice",
    "choose_own_thresholds",
    "choose_threshold",
    "smear_confusion",
]

UNKNOWN = "unknown"
"""The answer where no class, or more than one, is over the threshold."""

_PREFERRED = 50.0
_GRID = tuple(float(percent) for percent in range(100))
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class SmearShares:
    """One training smear.

    Attributes
    ----------
    name:
        The smear, as the user knows it.
    shares:
        Class → per cent of the smear's cells (for module 2: of its blasts). A class left out holds none.
    truth:
        Its true class.
    patient:
        Smears of one patient are resampled together; empty where unknown.
    """

    name: str
    shares: Mapping[str, float]
    truth: str
    patient: str = ""


@dataclass(frozen=True, eq=False)
class Curve:
    """A ROC curve by threshold: sensitivity and specificity (0–1) at each threshold of the sweep, and the area under it."""

    sensitivity: NDArray[np.float64]
    specificity: NDArray[np.float64]
    auroc: float

    @property
    def youden(self) -> NDArray[np.float64]:
        """Youden's index, sensitivity + specificity − 1 (Youden 1950), at each threshold."""
        return self.sensitivity + self.specificity - 1


@dataclass(frozen=True, eq=False)
class ThresholdChoice:
    """The chosen threshold and what it was read from.

    Attributes
    ----------
    threshold:
        Per cent: of the thresholds with the largest macro Youden index the one nearest to 50, the higher of two as near.
    youden:
        That index.
    plateau:
        First and last threshold of the unbroken run around it that do as well.
    interval:
        The threshold with its percentile bootstrap interval over smears. It is drawn towards 50 by the same tie rule, so a narrow
        one beside a wide plateau speaks of the rule, not of the data.
    thresholds:
        The sweep, per cent, ascending.
    curves:
        Class → its curve against the rest.
    macro:
        The mean of the curves; its area is the mean of theirs.
    smears:
        How many.
    """

    threshold: float
    youden: float
    plateau: tuple[float, float]
    interval: Figure
    thresholds: NDArray[np.float64]
    curves: dict[str, Curve]
    macro: Curve
    smears: int

    @property
    def words(self) -> str:
        """The choice in a sentence."""
        first, last = self.plateau
        alone = (
            "no other threshold does as well"
            if first == last
            else f"every threshold from {first:g} to {last:g} % does as well"
        )
        return (
            f"{self.threshold:g} % has the largest macro Youden index, {self.youden:.3f}, over {self.smears} smears; {alone}. "
            f"Bootstrap 95 % interval of the choice {self.interval.low:g}–{self.interval.high:g} %; "
            f"macro AUROC {self.macro.auroc:.3f}."
        )


@dataclass(frozen=True, slots=True)
class OwnThreshold:
    """A class's own threshold, per cent: its Youden index, the run of thresholds that do as well, and the bootstrap interval."""

    threshold: float
    youden: float
    plateau: tuple[float, float]
    interval: Figure


def choose_own_thresholds(
    smears: Sequence[SmearShares],
    classes: Sequence[str],
    thresholds: Sequence[float] = _GRID[1:],
    rounds: int = 1000,
    seed: int = 0,
) -> dict[str, OwnThreshold]:
    """Choose a threshold for each class from its own curve; parameters and errors as of :func:`choose_threshold`.

    A share of 0 is no threshold here: over it any single cell would answer for the smear.
    """
    shares, truth = _table(smears, classes)
    sweep = np.unique(np.asarray(thresholds, dtype=np.float64))
    mine = truth[:, None] == np.arange(len(classes))
    _refuse_one_sided(mine, classes)
    over = shares[None] > sweep[:, None, None]
    names = [smear.patient for smear in smears]

    def youden(sample: NDArray[np.int64], k: int) -> NDArray[np.float64]:
        weights = np.bincount(sample, minlength=len(smears)).astype(np.float64)
        sensitivity, specificity = _rates(over[:, :, k : k + 1], mine[:, k : k + 1], weights)
        index: NDArray[np.float64] = (sensitivity + specificity - 1)[:, 0]
        return index

    chosen = {}
    for k, name in enumerate(classes):
        index = youden(np.arange(len(smears)), k)
        first, last = _longest_run(index)

        def middle(sample: NDArray[np.int64], k: int = k) -> float:
            drawn = youden(sample, k)
            return float("nan") if np.isnan(drawn).any() else float(sweep[sum(_longest_run(drawn)) // 2])

        interval = bootstrap(middle, len(smears), names, rounds, seed)
        plateau = (float(sweep[first]), float(sweep[last]))
        chosen[name] = OwnThreshold(float(sweep[(first + last) // 2]), float(index.max()), plateau, interval)
    return chosen


def _longest_run(index: NDArray[np.float64]) -> tuple[int, int]:
    """Return first and last position of the longest unbroken run of the largest value, the last of equally long ones."""
    good = np.flatnonzero(index >= index.max() - _TIE)
    runs = np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)
    longest = max(runs, key=lambda run: (len(run), run[0]))
    return int(longest[0]), int(longest[-1])


def choose_threshold(
    smears: Sequence[SmearShares],
    classes: Sequence[str],
    thresholds: Sequence[float] = _GRID,
    rounds: int = 1000,
    seed: int = 0,
) -> ThresholdChoice:
    """Sweep the threshold and choose one.

    Parameters
    ----------
    smears:
        Training smears. Never those that the rule is to be tested on.
    classes:
        The module's classes; for module 2 call again with its own.
    thresholds:
        The sweep, per cent; every whole per cent under 100 by default.
    rounds, seed:
        Bootstrap resamples of smears (of patients, where they are known) and their seed.

    Raises
    ------
    InputProblem
        When a smear's share is not within 0–100 %, its truth is none of the classes, or a class has no smear, or all of them.
    """
    shares, truth = _table(smears, classes)
    sweep = np.unique(np.asarray(thresholds, dtype=np.float64))
    if not len(sweep) or not (sweep[0] >= 0 and sweep[-1] < 100):
        raise InputProblem("thresholds", "they are not within 0 and under 100 per cent", "Give some that are")
    mine = truth[:, None] == np.arange(len(classes))
    _refuse_one_sided(mine, classes)
    over = shares[None] > sweep[:, None, None]
    weights = np.ones(len(smears))
    sensitivity, specificity = _rates(over, mine, weights)
    curves = {
        name: Curve(sensitivity[:, k], specificity[:, k], float(roc_auc_score(mine[:, k], shares[:, k])))
        for k, name in enumerate(classes)
    }
    macro = Curve(
        sensitivity.mean(axis=1), specificity.mean(axis=1), float(np.mean([curve.auroc for curve in curves.values()]))
    )
    best = _best(macro.youden, sweep)

    def chosen(sample: NDArray[np.int64]) -> float:
        weights = np.bincount(sample, minlength=len(smears)).astype(np.float64)
        drawn = np.add(*_rates(over, mine, weights)) - 1
        # A class that was not drawn, or drawn alone, has no curve in this resample; the others' mean stands.
        held = ~np.isnan(drawn).any(axis=0)
        return float(sweep[_best(drawn[:, held].mean(axis=1), sweep)]) if held.any() else float("nan")

    interval = bootstrap(chosen, len(smears), [smear.patient for smear in smears], rounds, seed)
    return ThresholdChoice(
        float(sweep[best]),
        float(macro.youden[best]),
        _plateau(macro.youden, sweep, best),
        interval,
        sweep,
        curves,
        macro,
        len(smears),
    )


def smear_confusion(smears: Sequence[SmearShares], classes: Sequence[str], threshold: float) -> NDArray[np.int64]:
    """Return the smear-level confusion table at a threshold in per cent, as the paper's table 9.

    Rows are the true classes, columns what the smears are called: the classes, then ``unknown``.

    Raises
    ------
    InputProblem
        As :func:`choose_threshold`, but a class may be without a smear.
    """
    shares, truth = _table(smears, classes)
    over = shares > threshold
    called = np.where(over.sum(axis=1) == 1, over.argmax(axis=1), len(classes))
    return confusion(truth, called, len(classes) + 1)[: len(classes)]


def _table(smears: Sequence[SmearShares], classes: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return N×K shares in per cent and N class indices."""
    if not smears:
        raise InputProblem("training smears", "there are none", "Give the shares of at least one smear of each class")
    for smear in smears:
        if smear.truth not in classes:
            raise InputProblem(smear.name, f"its answer '{smear.truth}' is none of {', '.join(classes)}", "Correct it")
        for name, share in smear.shares.items():
            if not 0 <= share <= 100:
                raise InputProblem(smear.name, f"its share of {name} is {share:g}, not within 0–100 %", "Correct it")
    shares = np.array([[smear.shares.get(name, 0.0) for name in classes] for smear in smears], dtype=np.float64)
    return shares, np.array([list(classes).index(smear.truth) for smear in smears], dtype=np.int64)


def _refuse_one_sided(mine: NDArray[np.bool_], classes: Sequence[str]) -> None:
    for name, count in zip(classes, mine.sum(axis=0), strict=True):
        if count in (0, len(mine)):
            have = "no smear has" if count == 0 else "every smear has"
            raise InputProblem("training smears", f"{have} the true answer '{name}'", "Give smears of every class")


def _rates(
    over: NDArray[np.bool_], mine: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return T×K sensitivity and specificity; NaN where a class has no weight, or all of it.

    Parameters
    ----------
    over:
        T×N×K: whether a smear's share of a class is over a threshold.
    mine:
        N×K: whether it is the smear's true class.
    weights:
        N: how often each smear counts.
    """
    own = weights[:, None] * mine
    rest = weights[:, None] * ~mine
    with np.errstate(invalid="ignore"):
        sensitivity = np.einsum("tnk,nk->tk", over, own) / own.sum(axis=0)
        specificity = np.einsum("tnk,nk->tk", ~over, rest) / rest.sum(axis=0)
    return sensitivity, specificity


def _best(index: NDArray[np.float64], sweep: NDArray[np.float64]) -> int:
    """Return the position of the largest index; of equals the nearest to 50 %, then the higher, which leaves more unknown."""
    tied = np.flatnonzero(index >= index.max() - _TIE)
    return int(min(tied, key=lambda i: (abs(sweep[i] - _PREFERRED), -sweep[i])))


def _plateau(index: NDArray[np.float64], sweep: NDArray[np.float64], best: int) -> tuple[float, float]:
    good = index >= index[best] - _TIE
    first = last = best
    while first > 0 and good[first - 1]:
        first -= 1
    while last + 1 < len(sweep) and good[last + 1]:
        last += 1
    return float(sweep[first]), float(sweep[last])
