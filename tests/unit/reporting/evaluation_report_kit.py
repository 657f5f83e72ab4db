"""An evaluation made up of plain numbers: as many classes as wanted, two models where wanted."""

from __future__ import annotations

import numpy as np

from leukview.domain.evaluation import (
    Bin,
    ClassRow,
    Confusion,
    Curve,
    DatasetEvaluation,
    Epoch,
    Evaluation,
    Example,
    Figure,
    ModelFacts,
    Paired,
    PairedClass,
    Reliability,
)
from leukview.domain.taxonomy import taxonomy

__all__ = ["dataset_of", "evaluation"]

HALF = Figure(0.5, 0.25, 0.75)


def _example(right: bool, name: str) -> Example:
    picture = np.full((32, 32, 3), 200, np.uint8)
    heat = np.linspace(0, 1, 1024, dtype=np.float32).reshape(32, 32)
    called = "blast" if right else "monocyte"
    return Example(name, "blast", called, 0.91, 0.91 if right else 0.04, right, picture, heat, None if right else heat)


def dataset_of(name: str, classes: int = 3, patients: int = 4, cells: int = 1234) -> DatasetEvaluation:
    """A data set of so many classes, each cell of a class called each way ``cells`` times, with a coarse label behind."""
    ids = taxonomy().ids()[:classes]
    rows = tuple(ClassRow(i, cells, patients, cells, HALF, HALF, HALF, HALF, HALF, None) for i in ids)
    curves = [
        tuple(
            Curve(kind, i, cells, (0.0, 0.5, 1.0), (0.2, 0.8, 1.0), HALF, 0.3, (0.5, 0.8) if kind == "f1" else None)
            for i in ids
        )
        for kind in ("roc", "precision-recall", "f1")
    ]
    confusion = Confusion(
        (*ids, "normal_wbc"),
        ids,
        tuple(tuple(cells for _ in ids) for _ in range(classes + 1)),
        tuple(tuple(a in (b, classes) for b in range(classes)) for a in range(classes + 1)),
    )
    bins = (Bin(0.0, 0.5, 0, float("nan"), None), Bin(0.5, 1.0, 8, 0.7, HALF))
    return DatasetEvaluation(
        name,
        "test",
        classes * cells,
        patients,
        {"accuracy": HALF, "macro_f1": HALF, "ece": Figure(0.1, 0.05, 0.2)},
        rows,
        confusion,
        curves[0],
        curves[1],
        curves[2],
        Reliability(bins, Figure(0.1, 0.05, 0.2)),
        ("Calls were free to be any of the model's classes.",),
        (_example(True, "right.png"), *(_example(False, f"wrong{i}.png") for i in range(3))),
    )


def evaluation(name: str = "toy", classes: int = 3, *, compared: bool = False) -> Evaluation:
    """A report of two data sets."""
    model = ModelFacts("mine", "My net", "ab" * 32, ("blast", "monocyte"), ("home",), "Apache-2.0", "LeukView 9")
    sets = (dataset_of(name, classes), dataset_of("second set", classes, patients=0))
    row = PairedClass(
        "blast", 9, HALF, HALF, Figure(-0.125, -0.25, 0.0), 0.0004, 0.04, Figure(-0.1, -0.2, 0.1), 0.2, 0.9
    )
    pairs = [
        Paired(
            item.dataset,
            "test",
            "mine",
            "yours",
            9,
            4,
            HALF,
            HALF,
            4,
            3,
            2,
            1,
            True,
            0.7,
            HALF,
            0.6,
            (row,),
            "Nothing shown.",
        )
        for item in sets
    ]
    return Evaluation(
        model,
        ModelFacts("yours", "Your net", "cd" * 32, ("blast",), (), "MIT", "") if compared else None,
        sets,
        sets if compared else (),
        tuple(pairs) if compared else (),
        (Epoch(1, 2.0, 0.4), Epoch(2, 1.0, 0.6)),
        ("Possible leak: look first.",),
        ("3 images left out.",),
        "data/labels.csv",
        "leukview evaluate mine --report 'my report.html'",
        "LeukView 9",
        {"numpy": "2.4.6"},
        7,
        1000,
        "2026-01-02 03:04 UTC",
    )
