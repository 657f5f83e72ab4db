"""What a SAM gives for a person's prompts: a drawn box, and clicks, each on what is still wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.progress import NoProgress, Progress
from leukview.segmentation.base import NUCLEUS
from leukview.segmentation.sam import Prompt, Sammer
from leukview.training.evaluate_segmentation import dice
from leukview.training.segmenter.data import MaskedImage

__all__ = ["CLICKS", "PromptScore", "score_prompts"]

CLICKS = 4
"""Clicks given at most to one part."""

_BOX_ERROR = 0.05
"""How far a person's box is off on each side, as a part of its larger side."""

Part = NDArray[np.bool_]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class PromptScore:
    """Dice of one part ("cell" or "nucleus") of a source's images: means over images.

    Attributes
    ----------
    source, part, images:
        What was outlined, and how many.
    box, box_p10:
        For a box with a person's error; its lowest tenth.
    clicks:
        After one, two, … clicks: the first in the middle of the part, each later one in the middle of the largest error.
    boxed_click:
        For the box and one correcting click.
    look_ms, answer_ms:
        Median time to take in an image, and to answer a prompt.
    """

    source: str
    part: str
    images: int
    box: float
    box_p10: float
    clicks: tuple[float, ...]
    boxed_click: float
    look_ms: float
    answer_ms: float


def score_prompts(
    sammer: Sammer, items: Sequence[MaskedImage], *, seed: int = 0, progress: Progress | None = None
) -> list[PromptScore]:
    """Measure on images with drawn masks, source by source; the best of three masks is the one that SAM expects most of.

    Parameters
    ----------
    sammer:
        The SAM.
    items:
        Images that it was not trained on.
    seed:
        Of the boxes' errors.
    progress:
        Told of every image; may cancel.
    """
    progress = progress or NoProgress()
    scores = []
    for source in dict.fromkeys(item.source for item in items):
        own = [item for item in items if item.source == source]
        trials = {"cell": _Trials(), "nucleus": _Trials()}
        looks = []
        for number, item in enumerate(own):
            progress.check_cancelled()
            progress.report(number, len(own), source)
            looks.append(_timed(partial(sammer.look_at, item.image))[1])
            rng = np.random.default_rng((seed, number))
            for part, wanted in (("cell", item.mask > 0), ("nucleus", item.mask == NUCLEUS)):
                if wanted.any():
                    trials[part].add(sammer, wanted, rng)
        scores += [trial.score(source, part, looks) for part, trial in trials.items()]
    return scores


class _Trials:
    """The Dice of each prompt on one part of many images."""

    def __init__(self) -> None:
        self.box: list[float] = []
        self.boxed_click: list[float] = []
        self.clicks: list[list[float]] = []
        self.seconds: list[float] = []

    def add(self, sammer: Sammer, wanted: Part, rng: np.random.Generator) -> None:
        """Try every prompt on a part of the image that the SAM looks at."""
        box = _drawn_box(wanted, rng)
        found = self._answer(sammer, Prompt(box=box))
        self.box.append(dice(found, wanted))
        click = _correction(found, wanted)
        self.boxed_click.append(dice(self._answer(sammer, Prompt(box=box, points=(click,))), wanted))
        points: tuple[tuple[float, float, bool], ...] = ()
        found = np.zeros_like(wanted)
        reached = []
        for _ in range(CLICKS):
            points = (*points, _correction(found, wanted))
            found = self._answer(sammer, Prompt(points=points))
            reached.append(dice(found, wanted))
        self.clicks.append(reached)

    def score(self, source: str, part: str, looks: Sequence[float]) -> PromptScore:
        """Return the means."""
        return PromptScore(
            source,
            part,
            len(self.box),
            float(np.mean(self.box)),
            float(np.percentile(self.box, 10)),
            tuple(float(value) for value in np.mean(self.clicks, axis=0)),
            float(np.mean(self.boxed_click)),
            1e3 * float(np.median(looks)),
            1e3 * float(np.median(self.seconds)),
        )

    def _answer(self, sammer: Sammer, prompt: Prompt) -> Part:
        (masks, _), seconds = _timed(lambda: sammer.masks(prompt))
        self.seconds.append(seconds)
        best: Part = masks[0]
        return best


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _drawn_box(wanted: Part, rng: np.random.Generator) -> tuple[float, float, float, float]:
    rows, columns = np.nonzero(wanted)
    error = rng.uniform(-_BOX_ERROR, _BOX_ERROR, 4) * max(np.ptp(rows), np.ptp(columns))
    edges = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) + error
    return float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])


def _correction(found: Part, wanted: Part) -> tuple[float, float, bool]:
    """Return a click in the middle of the largest error, where a person would put it; of the part where nothing is wrong."""
    wrong = found ^ wanted
    # A border of zeros, so that the image's edge counts as an edge.
    depth = cv2.distanceTransform(np.pad((wrong if wrong.any() else wanted).astype(np.uint8), 1), cv2.DIST_L2, 5)
    row, column = (int(place) - 1 for place in np.unravel_index(int(depth.argmax()), depth.shape))
    return float(column), float(row), bool(wanted[row, column])
