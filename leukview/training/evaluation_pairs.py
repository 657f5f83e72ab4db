"""Two models' calls of the same images as a comparison: McNemar, DeLong by class with Holm, and both over resampled patients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.evaluation import Figure, Paired, PairedClass
from leukview.domain.taxonomy import taxonomy
from leukview.training.comparison import ClassComparison, compare_classes, compare_right, mcnemar
from leukview.training.evaluate import Calls
from leukview.training.evaluation_figures import ROUNDS, SEED, in_order, right_calls
from leukview.training.evaluation_notes import label_name
from leukview.training.labelled import LabelledImage
from leukview.training.metrics import bootstrap

__all__ = ["answerable_by", "paired_evaluation"]

_ALPHA = 0.05


def answerable_by(items: Sequence[LabelledImage], classes: Sequence[str]) -> list[bool]:
    """Tell of each image whether its label means one of the classes."""
    known, own = taxonomy(), set(classes)
    return [
        item.cls in own or bool(own.intersection(known.members(item.cls) if item.cls in known.coarse else ()))
        for item in items
    ]


def paired_evaluation(
    first: tuple[str, Calls],
    second: tuple[str, Calls],
    dataset: str,
    split: str,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Paired:
    """Compare two models on one data set's images.

    Parameters
    ----------
    first, second:
        Each model's name and its calls, of the same images in the same order, which both can answer.
    dataset, split:
        Named in the result.
    rounds, seed:
        Of the bootstrap.

    Raises
    ------
    InputProblem
        When the images are not the same, or there is none.
    EnvironmentFault
        When the tests' library is not installed.
    """
    (first_name, a), (second_name, b) = first, second
    if [item.path for item in a.items] != [item.path for item in b.items] or not a.items:
        raise InputProblem("The two models' calls", "they are not of the same images", "Call the same images by both")
    patients = [item.patient for item in a.items]
    right = right_calls(a), right_calls(b)
    try:
        tested = mcnemar(*right)
        classes = _classes(a, b, patients if any(patients) else None, rounds, seed)
    except ModuleNotFoundError as fault:
        raise EnvironmentFault(
            f"Comparing models needs {fault.name}, which is not installed. Run: pip install 'leukview[train]'"
        ) from fault
    over = compare_right(*right, patients, rounds, seed)
    known = len({name for name in patients if name})
    return Paired(
        dataset,
        split,
        first_name,
        second_name,
        len(a.items),
        known,
        _accuracy(right[0], patients, rounds, seed),
        _accuracy(right[1], patients, rounds, seed),
        tested.both,
        tested.only_first,
        tested.only_second,
        tested.neither,
        tested.exact,
        tested.p,
        over.figure,
        over.p,
        classes,
        _sentence((first_name, second_name), dataset, tested.p, over.figure, classes),
    )


def _accuracy(right: NDArray[np.bool_], patients: Sequence[str], rounds: int, seed: int) -> Figure:
    return bootstrap(lambda rows: float(right[rows].mean()), len(right), patients, rounds, seed)


def _classes(a: Calls, b: Calls, patients: Sequence[str] | None, rounds: int, seed: int) -> tuple[PairedClass, ...]:
    """Compare the AUROCs of the classes that both know, over the cells whose label is one of them."""
    common = in_order([name for name in a.classes if name in b.classes])
    rows = [row for row, item in enumerate(a.items) if item.cls in common]
    truth = np.array([common.index(a.items[row].cls) for row in rows], dtype=np.int64)
    if len(set(truth.tolist())) < 2:
        return ()
    first, second = (
        calls.probabilities[np.ix_(rows, [calls.classes.index(name) for name in common])] for calls in (a, b)
    )
    names = None if patients is None else [patients[row] for row in rows]
    return tuple(_row(item) for item in compare_classes(truth, first, second, common, names, rounds, seed))


def _row(item: ClassComparison) -> PairedClass:
    over, test = item.by_patient, item.test
    return PairedClass(
        item.class_id,
        item.n,
        test.first,
        test.second,
        test.difference,
        test.p,
        item.p_holm,
        over.figure if over else None,
        over.p if over else None,
        item.by_patient_holm,
    )


def _sentence(
    names: tuple[str, str],
    dataset: str,
    p: float,
    difference: Figure,
    classes: Sequence[PairedClass],
) -> str:
    """Return the finding in words that the figures bear: no more than a difference on these images, or that none was shown."""
    better, worse = names if difference.value > 0 else names[::-1]
    ends = f"{_signed(100 * difference.low)} to {_signed(100 * difference.high)}"
    points = f"{_signed(100 * difference.value)} percentage points ({names[0]} less {names[1]}, 95 % interval {ends})"
    tested, clear = p < _ALPHA, not difference.low <= 0 <= difference.high
    here = f"On these images of {dataset}"
    if tested and clear:
        said = f"{here}, {better} was right more often than {worse}: {points}. This says nothing of other laboratories' cells."
    elif tested or clear:
        # Cells of one patient are alike, so McNemar alone finds differences too easily; few patients make intervals too narrow.
        one, other = (
            ("McNemar's test", "the bootstrap interval") if tested else ("the bootstrap interval", "McNemar's test")
        )
        said = (
            f"{here}, {one} shows a difference in accuracy between {names[0]} and {names[1]} and {other} does not: {points}. "
            "Too little to claim one."
        )
    else:
        said = (
            f"{here}, no difference in accuracy between {names[0]} and {names[1]} was shown: {points}. That is not evidence that "
            "the two are alike: a difference within the interval remains possible."
        )
    apart = [row.class_id for row in classes if _apart(row)]
    if classes:
        found = f"differ for {', '.join(map(label_name, apart))}" if apart else "differ for no class"
        said += f" After Holm's correction over {len(classes)} classes, AUROCs {found}."
    return said


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")


def _apart(row: PairedClass) -> bool:
    """Tell whether a class may be said to differ: by DeLong's test and, where patients are known, over these as well."""
    over = row.by_patient_p_holm
    return row.p_holm < _ALPHA and (over is None or over < _ALPHA)
