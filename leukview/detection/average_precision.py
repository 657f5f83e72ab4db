"""Precision against recall of a detector, and the area under that curve, as COCO defines it.

Lin et al., "Microsoft COCO", ECCV 2014: objects of all fields are ranked by score, each claims the free true box it overlaps
most, precision is made monotone and read at 101 levels of recall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torchvision.ops import box_iou

__all__ = ["IOUS", "Curve", "FieldBoxes", "average_precision", "curve"]

IOUS = tuple(np.round(np.arange(0.5, 1.0, 0.05), 2).tolist())
"""The ten overlaps of AP50:95."""
_LEVELS = np.linspace(0, 1, 101)


@dataclass(frozen=True, eq=False, slots=True)
class FieldBoxes:
    """One kind of object in one field.

    ``truth`` is T×4 and ``found`` F×4 float64 (x0, y0, x1, y1); ``scores`` F float64, higher is surer.
    """

    truth: NDArray[np.float64]
    found: NDArray[np.float64]
    scores: NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """One point for each object found, from the surest to the least sure.

    Attributes
    ----------
    precision, recall:
        F float64, 0–1; not smoothed. Recall is 0 throughout where there is nothing to find.
    scores:
        F float64: the threshold at which precision and recall are those.
    truths:
        How many objects there are.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    scores: NDArray[np.float64]
    truths: int

    @property
    def area(self) -> float | None:
        """The average precision, 0–1; None where there is nothing to find."""
        if not self.truths:
            return None
        best = np.maximum.accumulate(self.precision[::-1])[::-1]
        at = np.searchsorted(self.recall, _LEVELS, side="left")
        return float(np.where(at < len(best), np.append(best, 0.0)[at], 0.0).mean())

    def at(self, score: float) -> tuple[float, float]:
        """Return precision and recall when objects below this score do not count; precision 1 where none is left."""
        count = int((self.scores >= score).sum())
        return (float(self.precision[count - 1]), float(self.recall[count - 1])) if count else (1.0, 0.0)

    def best_score(self) -> float:
        """Return the score at which F1 is greatest; 1 where nothing true was found."""
        if not self.recall.any():
            return 1.0
        f1 = 2 * self.precision * self.recall / np.maximum(self.precision + self.recall, 1e-12)
        return float(self.scores[int(f1.argmax())])


def curve(fields: Sequence[FieldBoxes], iou: float = 0.5) -> Curve:
    """Return precision against recall over all fields.

    Parameters
    ----------
    fields:
        Truth and finds of one kind.
    iou:
        Least intersection over union at which a find is a true box; each true box can be found once.
    """
    scores = np.concatenate([field.scores for field in fields]) if fields else np.zeros(0)
    hits = np.concatenate([_hits(field, iou) for field in fields]) if fields else np.zeros(0, dtype=bool)
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(hits[order])
    truths = sum(len(field.truth) for field in fields)
    ranks = np.arange(1, len(order) + 1)
    return Curve(found / ranks, found / max(1, truths), scores[order], truths)


def average_precision(fields: Sequence[FieldBoxes], ious: Sequence[float] = IOUS) -> float | None:
    """Return the mean of the average precision over several overlaps, 0–1 (AP50:95); None where there is nothing to find."""
    areas = [curve(fields, iou).area for iou in ious]
    known = [area for area in areas if area is not None]
    return float(np.mean(known)) if known else None


def _hits(field: FieldBoxes, iou: float) -> NDArray[np.bool_]:
    """Tell for each find whether it is a true box that no surer find has claimed."""
    hits = np.zeros(len(field.found), dtype=bool)
    if not len(field.truth) or not len(field.found):
        return hits
    overlap = box_iou(torch.from_numpy(field.found), torch.from_numpy(field.truth)).numpy()
    for index in np.argsort(-field.scores, kind="stable"):
        best = int(overlap[index].argmax())
        if overlap[index, best] >= iou:
            hits[index] = True
            overlap[:, best] = -1
    return hits
