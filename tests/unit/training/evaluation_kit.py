"""Calls made up for evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from leukview.training.evaluate import Calls
from leukview.training.labelled import LabelledImage

CLASSES = ("segmented_neutrophil", "band_neutrophil", "lymphocyte", "blast", "platelet")


def calls_of(
    pairs: Sequence[tuple[str, str]],
    patients: Sequence[str] = (),
    classes: Sequence[str] = CLASSES,
    sure: Sequence[float] = (),
) -> Calls:
    """Calls of cells, each with its label and the class it is called, with a probability of 0.6 if none is given."""
    names = patients or [""] * len(pairs)
    items = tuple(
        LabelledImage(Path(f"{i}.png"), label, "test", "toy", patient)
        for i, ((label, _), patient) in enumerate(zip(pairs, names, strict=True))
    )
    shares = np.zeros((len(pairs), len(classes)))
    for row, (_, called) in enumerate(pairs):
        top = sure[row] if len(sure) else 0.6
        shares[row] = (1 - top) / (len(classes) - 1)
        shares[row, list(classes).index(called)] = top
    logits = np.log(shares).astype(np.float32)
    return Calls(
        items,
        tuple(classes),
        shares,
        logits,
        np.zeros((len(pairs), 1), np.float32),
        np.zeros((len(pairs), 0), np.float32),
    )
