"""Sentences that belong to an evaluation's figures: without them a reader would take them for more, or less, than they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leukview.domain.evaluation import DatasetEvaluation
from leukview.domain.taxonomy import taxonomy

__all__ = ["label_name", "notes_on"]

_FEW_PATIENTS, _FEW_CELLS = 10, 20


def label_name(label: str) -> str:
    """Return a label in words, within a sentence; one that is no cell type as it is, without underscores."""
    known = taxonomy()
    if label not in known:
        return label.replace("_", " ")
    name = known[label].name
    return name[0].lower() + name[1:]


def notes_on(evaluation: DatasetEvaluation, classes: Sequence[str]) -> DatasetEvaluation:
    """Return an evaluation with the sentences its reader needs; ``classes`` are all that the model could answer."""
    said = [
        _free(evaluation, classes),
        _resampled(evaluation),
        _coarse(evaluation, classes),
        _missing(evaluation, classes),
        _few(evaluation),
        _one_class(evaluation),
    ]
    return replace(evaluation, notes=tuple(sentence for sentence in said if sentence))


def _or(labels: Sequence[str]) -> str:
    return " or ".join(filter(None, (_names(labels[:-1]), label_name(labels[-1]))))


def _names(labels: Sequence[str]) -> str:
    return ", ".join(label_name(label) for label in labels)


def _free(evaluation: DatasetEvaluation, classes: Sequence[str]) -> str:
    table = evaluation.confusion
    shown = {row.class_id for row in evaluation.classes}
    foreign = {
        name: sum(row[i] for row, may in zip(table.counts, table.right, strict=True) if not may[i])
        for i, name in enumerate(table.called)
        if name not in shown
    }
    said = (
        f"Calls were free to be any of the model's {len(classes)} classes, whether or not this data set shows them; no answer "
        "was barred."
    )
    wrong = sum(foreign.values())
    if not wrong:
        return said
    most = sorted(((n, name) for name, n in foreign.items() if n), key=lambda pair: (-pair[0], pair[1]))
    list_of = ", ".join(f"{label_name(name)} {n}" for n, name in most)
    return f"{said} {wrong} wrong call{'s' * (wrong != 1)} named a class of which it has no labelled cell: {list_of}."


def _resampled(evaluation: DatasetEvaluation) -> str:
    exact = "Where all or none of the cells are right, an interval is the exact binomial one over cells."
    if not evaluation.patients:
        return (
            "Patients are not known: intervals resample cells. Cells of one patient are alike, so these intervals are narrower "
            f"than they should be. {exact}"
        )
    said = f"Intervals resample the {evaluation.patients} known patients, whole. {exact}"
    if evaluation.patients < _FEW_PATIENTS:
        said += f" From {evaluation.patients} patients an interval is a rough guide only, and often too narrow."
    return said


def _coarse(evaluation: DatasetEvaluation, classes: Sequence[str]) -> str:
    table, members = evaluation.confusion, taxonomy().coarse
    coarse = [
        (label, sum(table.counts[i]))
        for i, label in enumerate(table.labels)
        if len(set(members.get(label, ())) & set(classes)) > 1
    ]
    if not coarse:
        return ""
    named = "; ".join(
        f"{label_name(label)} ({n} cells) may be {_names([name for name in members[label] if name in classes])}"
        for label, n in coarse
    )
    return (
        f"Coarse labels: {named}. A call within them counts as right. For a class they may mean, such cells count neither for "
        "nor against; for every other class they are negatives."
    )


def _missing(evaluation: DatasetEvaluation, classes: Sequence[str]) -> str:
    shown = {row.class_id for row in evaluation.classes}
    absent = [name for name in classes if name not in shown]
    if not absent:
        return ""
    return (
        f"No cell is labelled {_or(absent)} alone: nothing is known here of how well the "
        f"model finds {'it' if len(absent) == 1 else 'them'}, and means are over the {len(shown)} classes labelled."
        if len(shown) > 1
        else f"Cells of one class alone are labelled as such: {_names(sorted(shown))}. There are no means over classes."
        if shown
        else "No label names one class: there are no figures by class."
    )


def _few(evaluation: DatasetEvaluation) -> str:
    few = [f"{label_name(row.class_id)} ({row.n})" for row in evaluation.classes if row.n < _FEW_CELLS]
    if not few:
        return ""
    return (
        f"Fewer than {_FEW_CELLS} cells: {', '.join(few)}. Read their intervals, not their values; areas of 1.000 with an "
        "interval of no width mean only that no such cell was out of order."
    )


def _one_class(evaluation: DatasetEvaluation) -> str:
    without = [row.class_id for row in evaluation.classes if row.auroc is None]
    if not without:
        return ""
    return f"No cell is known not to be {_names(without)}: no area under a curve can be formed."
