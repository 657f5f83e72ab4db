"""Train what finds and outlines cells, a detector, a segmenter or a SAM, from fields with boxes and images with masks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from leukview.domain.progress import Progress

if TYPE_CHECKING:  # they import torch
    from leukview.manifests import ModelManifest
    from leukview.training.live import LiveStatus

__all__ = ["train_finder"]


class _Training(Protocol):
    """A training whose recipe is read."""

    def __call__(
        self,
        data: Path,
        out: Path,
        *,
        device: str,
        workers: int,
        progress: Progress | None,
        live: LiveStatus | None,
    ) -> ModelManifest:
        """Train."""
        ...


def _not_said(sentence: str) -> None:
    """Drop what nobody asked to be told."""


def train_finder(
    recipe: str,
    data: Path,
    out: Path,
    *,
    device: str = "auto",
    workers: int = 1,
    progress: Progress | None = None,
    say: Callable[[str], None] = _not_said,
) -> ModelManifest:
    """Train a detector, a segmenter or a SAM, whichever the recipe makes; goes on where it was stopped.

    Processes that ``torchrun`` has started train together; the first alone tells ``progress`` and ``say``, and writes.

    Parameters
    ----------
    recipe:
        A shipped recipe's name, or a recipe file.
    data:
        Of a detector, a folder with ``fields/boxes.csv``; of the others, one of images with ``_mask.png`` beside them.
    out:
        Folder for checkpoint, weights, manifest and history.
    device, workers:
        ``auto``, ``cpu`` or ``cuda``; processes that prepare views.
    progress:
        Told of every step; may cancel.
    say:
        Called with each sentence the user should read, such as that memory did not suffice.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable, or the training leaves all numbers behind.
    EnvironmentFault
        When there is no such device, or memory does not suffice for the smallest part of a batch.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.training.live import live_training
    from leukview.training.parallel import joined_team

    name, train = _training(recipe)
    place = pick_device(device)
    with joined_team(place) as team, live_training(out if team.first else None, name) as live:
        before = live.status.notes
        watch = progress if team.first else None
        manifest = train(data, out, device=place, workers=workers, progress=watch, live=live)
        if team.first:
            for note in live.status.notes:
                if note not in before:
                    say(note)
    return manifest


def _training(recipe: str) -> tuple[str, _Training]:
    """Return a recipe's name and the training that follows it."""
    from leukview.training.recipe import recipe_kind

    match recipe_kind(recipe):
        case "detector":
            from leukview.training.detector.recipe import read_detector_recipe
            from leukview.training.detector.train import train_detector

            detector = read_detector_recipe(recipe)
            return detector.name, partial(train_detector, detector)
        case "sam":
            from leukview.training.segmenter.recipe import read_sam_recipe
            from leukview.training.segmenter.sam_train import train_sam

            sam = read_sam_recipe(recipe)
            return sam.name, partial(train_sam, sam)
        case _:
            from leukview.training.segmenter.recipe import read_segmenter_recipe
            from leukview.training.segmenter.train import train_segmenter

            segmenter = read_segmenter_recipe(recipe)
            return segmenter.name, partial(train_segmenter, segmenter)
