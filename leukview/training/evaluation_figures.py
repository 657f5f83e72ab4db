"""Calls of labelled images as an evaluation: every measure, table and figure that a paper shows, none of them drawn.

Measures, each with a 95 % bootstrap interval over patients where these are known: ``accuracy`` (a coarse label is right within
its members), ``macro_precision``, ``macro_recall`` and ``macro_f1`` over the classes that occur, ``macro_auroc`` and ``macro_ap``
one against the rest, ``ece`` (expected calibration error of 15 equal bins, Guo et al., ICML 2017), and ``blast_auroc`` of the
summed blast probability where there are blasts and other cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from leukview.domain.differential import clopper_pearson
from leukview.domain.evaluation import Bin, ClassRow, Confusion, Curve, DatasetEvaluation, Figure, Reliability
from leukview.domain.taxonomy import taxonomy
from leukview.training.datasets import allowed_matrix
from leukview.training.evaluate import Calls
from leukview.training.evaluation_notes import notes_on
from leukview.training.weighted import Weights, aurocs, average_precisions, figure_of, resample_weights, shares

__all__ = ["ROUNDS", "SEED", "evaluation_of", "in_order", "right_calls"]

ROUNDS, SEED = 1000, 0
_BINS = 15
_POINTS = 250
"""Points of a curve at most: more cannot be seen, and make the file large."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Against:
    """Calls seen one class against the rest: N×C each, and the rounds' R×N weights.

    ``positive`` is true of a cell whose label means this class alone, ``negative`` of one whose label rules it out; of a coarse
    label that leaves it open, neither is.
    """

    positive: Flags
    negative: Flags
    called: Flags
    probabilities: Floats
    weights: Weights
    patients: Sequence[str]

    def present(self) -> list[int]:
        """Return the columns of the classes that a cell is truly of."""
        return np.flatnonzero(self.positive.any(axis=0)).tolist()


def right_calls(calls: Calls) -> Flags:
    """Return for each of N calls whether its label allows it."""
    allowed = allowed_matrix([item.cls for item in calls.items], calls.classes)
    return np.asarray(allowed[np.arange(len(allowed)), calls.probabilities.argmax(axis=1)], dtype=np.bool_)


def evaluation_of(calls: Calls, dataset: str, split: str, rounds: int = ROUNDS, seed: int = SEED) -> DatasetEvaluation:
    """Measure the calls of one data set's images.

    Parameters
    ----------
    calls:
        Calls of one image or more.
    dataset, split:
        Named in the result.
    rounds, seed:
        Of the bootstrap.

    Raises
    ------
    InputProblem
        When a label means none of the classes.
    """
    items, patients = calls.items, [item.patient for item in calls.items]
    allowed = allowed_matrix([item.cls for item in items], calls.classes)
    right = right_calls(calls)
    called = np.eye(len(calls.classes), dtype=bool)[calls.probabilities.argmax(axis=1)]
    weights = resample_weights(len(items), patients, rounds, seed)
    alone = allowed & (allowed.sum(axis=1) == 1)[:, None]
    seen = _Against(alone, ~allowed, called, calls.probabilities, weights, patients)
    areas = {column: _areas(seen, column) for column in seen.present()}
    reliability = _reliability(calls.probabilities.max(axis=1), right, weights)
    order = in_order([calls.classes[column] for column in areas])
    columns = [calls.classes.index(name) for name in order]
    measures = {"accuracy": _proportion(weights, right, np.ones_like(right))}
    measures |= _macro(seen, areas)
    measures["ece"] = reliability.ece
    measures |= _blasts(calls, weights)
    rows = tuple(_row(seen, column, calls.classes[column], areas[column]) for column in columns)
    known = len({name for name in patients if name})
    evaluation = DatasetEvaluation(
        dataset,
        split,
        len(items),
        known,
        {name: figure for name, figure in measures.items() if figure is not None},
        rows,
        _confusion(calls, allowed),
        _rocs(seen, calls.classes, columns, rows, measures.get("macro_auroc")),
        tuple(_precision_recall(seen, c, row) for c, row in zip(columns, rows, strict=True) if row.ap),
        tuple(_f1_curve(seen, c, row) for c, row in zip(columns, rows, strict=True) if row.ap),
        reliability,
    )
    return notes_on(evaluation, calls.classes)


def in_order(labels: Sequence[str]) -> list[str]:
    """Return labels as on the differential; those that are no cell type behind, by name."""
    known = taxonomy()
    return sorted(labels, key=lambda name: (known[name].order if name in known else len(known.classes), name))


def _proportion(weights: Weights, part: Flags, whole: Flags) -> Figure | None:
    """Return a share with its interval: the bootstrap's, or the exact binomial one where all or none of the cells are.

    No resample of a sample without a miss has one, so the bootstrap's interval would have no width, however few the cells.
    """
    figure = figure_of(shares(weights, part, whole))
    if figure is None or 0 < figure.value < 1:
        return figure
    return Figure(figure.value, *clopper_pearson(int(part.sum()), int(whole.sum())))


def _areas(seen: _Against, column: int) -> tuple[Floats, Floats]:
    """Return the rounds' AUROCs and average precisions of one class; NaN throughout without a cell of another class."""
    positive, negative, score = seen.positive[:, column], seen.negative[:, column], seen.probabilities[:, column]
    if not negative.any():
        return (np.full(len(seen.weights), np.nan),) * 2
    return aurocs(seen.weights, positive, negative, score), average_precisions(seen.weights, positive, negative, score)


def _f1s(seen: _Against, column: int) -> Floats:
    positive, negative, called = seen.positive[:, column], seen.negative[:, column], seen.called[:, column]
    found = (positive & called).astype(np.float64)
    return shares(seen.weights, 2 * found, positive.astype(np.float64) + ((positive | negative) & called))


def _macro(seen: _Against, areas: dict[int, tuple[Floats, Floats]]) -> dict[str, Figure | None]:
    """Return the means over the classes; a class that a resample lacks is not in that resample's mean."""
    columns = list(areas)
    if len(columns) < 2:  # the mean of one class would pass for more
        return {}
    positive, negative, called = seen.positive[:, columns], seen.negative[:, columns], seen.called[:, columns]
    there = seen.weights @ positive.astype(np.float64) > 0
    # A class never called has no precision: it counts 0, as scikit-learn's zero_division=0.
    precision = np.nan_to_num(shares(seen.weights, positive & called, (positive | negative) & called))
    recall = shares(seen.weights, positive & called, positive)
    f1 = np.stack([_f1s(seen, column) for column in columns], axis=1)
    auroc, ap = (np.stack([areas[column][which] for column in columns], axis=1) for which in (0, 1))
    named = {"precision": precision, "recall": recall, "f1": f1, "auroc": auroc, "ap": ap}
    return {f"macro_{name}": figure_of(_mean(np.where(there, values, np.nan))) for name, values in named.items()}


def _mean(values: Floats) -> Floats:
    """Return the mean of each row's numbers; NaN where a row has none."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    return np.asarray(np.where(count > 0, np.where(known, values, 0).sum(axis=1) / np.maximum(count, 1), np.nan))


def _blasts(calls: Calls, weights: Weights) -> dict[str, Figure | None]:
    known = taxonomy()
    is_blast = {name: name in known and known[name].group == "blast" for name in {i.cls for i in calls.items}}
    blast = np.array([is_blast[item.cls] for item in calls.items])
    columns = [i for i, name in enumerate(calls.classes) if name in known and known[name].group == "blast"]
    if not columns or blast.all() or not blast.any():
        return {}
    return {"blast_auroc": figure_of(aurocs(weights, blast, ~blast, calls.probabilities[:, columns].sum(axis=1)))}


def _row(seen: _Against, column: int, class_id: str, areas: tuple[Floats, Floats]) -> ClassRow:
    positive, negative, called = seen.positive[:, column], seen.negative[:, column], seen.called[:, column]
    names = {name for name, inside in zip(seen.patients, positive, strict=True) if inside and name}
    return ClassRow(
        class_id,
        int(positive.sum()),
        len(names),
        int(called.sum()),
        _proportion(seen.weights, positive & called, (positive | negative) & called),
        _proportion(seen.weights, positive & called, positive),
        _proportion(seen.weights, negative & ~called, negative),
        figure_of(_f1s(seen, column)),
        figure_of(areas[0]),
        figure_of(areas[1]),
    )


def _confusion(calls: Calls, allowed: Flags) -> Confusion:
    labels = [item.cls for item in calls.items]
    called = [calls.classes[best] for best in calls.probabilities.argmax(axis=1)]
    alone = {label for label, row in zip(labels, allowed, strict=True) if row.sum() == 1}
    meant = {label: calls.classes[int(row.argmax())] for label, row in zip(labels, allowed, strict=True)}
    rows = [*in_order(list(alone)), *in_order(list(set(labels) - alone))]
    columns = in_order(list({meant[label] for label in alone} | set(called)))
    counts = {(row, column): 0 for row in rows for column in columns}
    for pair in zip(labels, called, strict=True):
        counts[pair] += 1
    may = allowed_matrix(rows, calls.classes)
    places = [calls.classes.index(column) for column in columns]
    return Confusion(
        tuple(rows),
        tuple(columns),
        tuple(tuple(counts[row, column] for column in columns) for row in rows),
        tuple(tuple(bool(may[i, place]) for place in places) for i in range(len(rows))),
    )


def _thin(x: Floats, y: Floats) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return at most so many points as can be seen, the ends among them."""
    keep = np.unique(np.linspace(0, len(x) - 1, min(len(x), _POINTS)).round().astype(int))
    return tuple(np.asarray(x, float)[keep].tolist()), tuple(np.asarray(y, float)[keep].tolist())


def _one(seen: _Against, column: int) -> tuple[Flags, Floats]:
    """Return truth and score of the cells that are or are not of one class."""
    used = seen.positive[:, column] | seen.negative[:, column]
    return seen.positive[used, column], seen.probabilities[used, column]


def _rocs(
    seen: _Against, classes: Sequence[str], columns: Sequence[int], rows: Sequence[ClassRow], macro: Figure | None
) -> tuple[Curve, ...]:
    """Return the classes' curves, with two or more their mean before them: sensitivities averaged at each specificity."""
    curves, grid, sensitivities = [], np.linspace(0, 1, 101), []
    for column, row in zip(columns, rows, strict=True):
        if row.auroc is None:
            continue
        false, true, _ = roc_curve(*_one(seen, column))
        curves.append(Curve("roc", classes[column], row.n, *_thin(false, true), row.auroc))
        # At a false positive rate that several points share, the highest is what the model reaches there.
        last = np.concatenate([false[1:] != false[:-1], [True]])
        sensitivities.append(np.interp(grid, false[last], true[last]))
    if len(curves) < 2:
        return tuple(curves)
    mean = np.concatenate([[0.0], np.mean(sensitivities, axis=0)])
    total = sum(row.n for row in rows)
    return (Curve("roc", "", total, *_thin(np.concatenate([[0.0], grid]), mean), macro), *curves)


def _precision_recall(seen: _Against, column: int, row: ClassRow) -> Curve:
    truth, score = _one(seen, column)
    precision, recall, _ = precision_recall_curve(truth, score, drop_intermediate=True)
    # From the highest score down. Before the first call there is no precision: scikit-learn's 1 there is a convention.
    recall, precision = recall[::-1], precision[::-1]
    x, y = _thin(np.concatenate([[0.0], recall[1:]]), np.concatenate([precision[1:2], precision[1:]]))
    return Curve("precision-recall", row.class_id, row.n, x, y, row.ap, chance=float(truth.mean()))


def _f1_curve(seen: _Against, column: int, row: ClassRow) -> Curve:
    precision, recall, thresholds = precision_recall_curve(*_one(seen, column))
    both = precision + recall
    f1 = np.where(both > 0, 2 * precision * recall / np.where(both > 0, both, 1), 0.0)[:-1]
    top = int(f1.argmax())
    highest = Figure(float(f1[top]), float("nan"), float("nan"))
    # Any lower threshold calls as many as the lowest score does; beyond the highest nobody is called.
    x, y = _thin(np.concatenate([[0.0], thresholds, [1.0]]), np.concatenate([f1[:1], f1, [0.0]]))
    return Curve("f1", row.class_id, row.n, x, y, highest, best=(float(thresholds[top]), float(f1[top])))


def _reliability(confidence: Floats, right: Flags, weights: Weights) -> Reliability:
    """Return the bins, those without a cell too, and their calibration error."""
    slot = np.eye(_BINS, dtype=bool)[np.minimum((confidence * _BINS).astype(int), _BINS - 1)]
    bins = []
    for b in range(_BINS):
        inside = slot[:, b]
        n = int(inside.sum())
        mean = float(confidence[inside].mean()) if n else float("nan")
        bins.append(Bin(b / _BINS, (b + 1) / _BINS, n, mean, _proportion(weights, inside & right, inside)))
    # Of each bin the gap, weighed by its cells: the sums of confidence and of right calls differ by as much.
    gaps = weights @ (slot * (confidence - right)[:, None])
    ece = figure_of(np.abs(gaps).sum(axis=1) / weights.sum(axis=1))
    assert ece is not None  # every round has cells
    return Reliability(tuple(bins), ece)
