"""The evaluation's tables: UTF-8 without a byte order mark, RFC 4180, points in numbers; columns are in docs/EVALUATION.md."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from leukview.domain.evaluation import DatasetEvaluation, Evaluation, Figure
from leukview.reporting.csv_export import safe
from leukview.reporting.files import replaced

__all__ = ["TABLES", "write_evaluation_tables"]

_CLASS_FIGURES = ("precision", "recall", "specificity", "f1", "auroc", "ap")
TABLES: dict[str, tuple[str, ...]] = {
    "figures.csv": ("model", "dataset", "split", "n", "patients", "figure", "value", "low", "high"),
    "per_class.csv": (
        *("model", "dataset", "split", "class", "n", "patients", "called"),
        *(column for name in _CLASS_FIGURES for column in (name, f"{name}_low", f"{name}_high")),
    ),
    "confusion.csv": ("model", "dataset", "split", "label", "called", "count", "row_share", "right"),
    "curves.csv": ("model", "dataset", "split", "curve", "class", "x", "y", "low", "high", "n"),
    "paired.csv": (
        *("first", "second", "dataset", "split", "class", "n", "figure", "first_value", "first_low", "first_high"),
        *("second_value", "second_low", "second_high", "difference", "difference_low", "difference_high"),
        *("test", "p", "p_holm", "by_patient_low", "by_patient_high", "by_patient_p", "by_patient_p_holm"),
    ),
}
"""Every table and its columns; ``paired.csv`` is written where two models were compared."""

Row = Sequence[object]


def write_evaluation_tables(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write every table into a folder and return their paths.

    Raises
    ------
    OSError
        When a file cannot be written.
    """
    made = {
        "figures.csv": _each(evaluation, _figures),
        "per_class.csv": _each(evaluation, _classes),
        "confusion.csv": _each(evaluation, _confusion),
        "curves.csv": _each(evaluation, _curves),
    }
    if evaluation.paired:
        made["paired.csv"] = _paired(evaluation)
    return [_write(folder / name, TABLES[name], rows) for name, rows in made.items()]


def _write(path: Path, header: Sequence[str], rows: Iterable[Row]) -> Path:
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)
    return path


def _cell(value: object) -> object:
    """Return a value as it is written: numbers with five decimals, what is not known empty, text safe in a spreadsheet."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.5f}" if value == 0 or abs(value) >= 1e-4 else f"{value:.3g}"
    return safe(value) if isinstance(value, str) else value


def _three(figure: Figure | None) -> tuple[float | None, ...]:
    return (None, None, None) if figure is None else (figure.value, figure.low, figure.high)


def _each(evaluation: Evaluation, rows: Callable[[DatasetEvaluation], Iterable[Row]]) -> Iterator[Row]:
    """Yield the rows of every data set, both models', with their three first columns."""
    pairs = [(evaluation.model, item) for item in evaluation.datasets]
    if evaluation.against:
        pairs += [(evaluation.against, item) for item in evaluation.others]
    for model, item in pairs:
        for row in rows(item):
            yield (model.id, item.dataset, item.split, *row)


def _figures(item: DatasetEvaluation) -> Iterator[Row]:
    for name, figure in item.measures.items():
        yield (item.n, item.patients, name, *_three(figure))


def _classes(item: DatasetEvaluation) -> Iterator[Row]:
    for row in item.classes:
        figures = (value for name in _CLASS_FIGURES for value in _three(getattr(row, name)))
        yield (row.class_id, row.n, row.patients, row.called, *figures)


def _confusion(item: DatasetEvaluation) -> Iterator[Row]:
    table = item.confusion
    for i, label in enumerate(table.labels):
        for j, called in enumerate(table.called):
            yield (label, called, table.counts[i][j], table.share(i, j), int(table.right[i][j]))


def _curves(item: DatasetEvaluation) -> Iterator[Row]:
    for curve in (*item.rocs, *item.precision_recalls, *item.f1s):
        for x, y in zip(curve.x, curve.y, strict=True):
            yield (curve.kind, curve.class_id or "mean", x, y, None, None, curve.n)
    for part in item.reliability.bins:
        yield ("reliability", "", part.confidence, *_three(part.right), part.n)


def _paired(evaluation: Evaluation) -> Iterator[Row]:
    for pair in evaluation.paired:
        names = (pair.first, pair.second, pair.dataset, pair.split)
        test = f"McNemar, {'exact' if pair.exact else 'chi-square'}"
        over = pair.difference
        yield (
            *(*names, "", pair.n, "accuracy", *_three(pair.first_accuracy), *_three(pair.second_accuracy)),
            *(over.value, None, None, test, pair.p, None, over.low, over.high, pair.difference_p, None),
        )
        for row in pair.classes:
            by = row.by_patient
            yield (
                *(*names, row.class_id, row.n, "auroc", *_three(row.first), *_three(row.second)),
                *(*_three(row.difference), "DeLong", row.p, row.p_holm),
                *(by and by.low, by and by.high, row.by_patient_p, row.by_patient_p_holm),
            )
