"""Train a network round by round: resumable, deterministic on CPU, cancellable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leukview.domain.progress import NoProgress, Progress
from leukview.segmentation.base import Segmenter
from leukview.training.allocator import keep_freed_memory
from leukview.training.datasets import LabelledImage, labelled, refuse_leaks
from leukview.training.frames import masks_for
from leukview.training.history import EpochRecord, is_over, read_history
from leukview.training.live import LiveStatus
from leukview.training.network_run import NetworkRun
from leukview.training.parallel import current_team, first_before_others, first_decides
from leukview.training.recipe import Recipe

__all__ = ["train"]


def train(
    recipe: Recipe,
    data: Path | Sequence[LabelledImage],
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    start: Path | None = None,
    masks: Path | None = None,
    segmenter: Segmenter | None = None,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
    network: str = "",
) -> list[EpochRecord]:
    """Train by a recipe and write ``best.safetensors`` and ``history.json`` into ``out/round-N`` for each round.

    A checkpoint is written after every epoch; calling again with the same ``out`` goes on from it.

    Parameters
    ----------
    recipe:
        The recipe; each of its rounds starts from the best weights of the one before.
    data:
        The images; or a CSV that gives each a split, or a folder with ``labels.csv``.
    out:
        Folder for checkpoints, weights and histories.
    device:
        ``cpu`` or ``cuda``.
    workers:
        Processes that cut and augment views.
    start:
        Folder with the ``best.safetensors`` of another training to start from; ImageNet's weights without.
    masks:
        File that keeps the images' cells; ``out/masks.npz`` without.
    segmenter:
        Finds the cells; the shipped one without.
    progress:
        Told of every step; may cancel.
    live:
        Told of every step too, for curves; without it, ``out/progress.json`` is written.
    network:
        What ``live`` is to call the network; the recipe's name without.

    Returns
    -------
    The epochs of all rounds.

    Raises
    ------
    InputProblem
        For bad data, e.g. a patient in two splits.
    Cancelled
        When cancelled; the last whole epoch is kept and resumable.
    """
    progress = progress or NoProgress()
    keep_freed_memory()
    items = labelled(data, recipe.data.datasets, recipe.data.leave_out)
    refuse_leaks(items)
    history: list[EpochRecord] = []
    before = start
    live = live or LiveStatus(out if current_team().first else None, recipe.name)
    means = _Means(device, workers, masks or out / "masks.npz", segmenter, progress, live)
    rounds = recipe.rounds()
    for number, part in enumerate(rounds, start=1):
        folder = out / f"round-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        place = _Place(network or recipe.name, number, len(rounds))
        history += _one_round(part, items, folder, before, means, place)
        before = folder
    return history


@dataclass(frozen=True)
class _Means:
    """What a training runs with, as against what it learns."""

    device: str
    workers: int
    masks: Path
    segmenter: Segmenter | None
    progress: Progress
    live: LiveStatus


@dataclass(frozen=True)
class _Place:
    """Which network a round trains, and the how manieth of its rounds it is."""

    network: str
    number: int
    of: int


def _one_round(
    recipe: Recipe, items: list[LabelledImage], folder: Path, before: Path | None, means: _Means, place: _Place
) -> list[EpochRecord]:
    """Run or resume one round; a finished one is not read again."""
    done = first_decides(read_history(folder))
    if is_over(done, recipe):
        return done
    with first_before_others():
        masks = masks_for(recipe, items, means.masks, means.device, means.progress, means.segmenter)
    run = NetworkRun(recipe, items, masks, folder, means.device, means.workers, means.live)
    if before is not None:
        run.start_from(before)
    run.resume()
    run.read_features(means.progress)
    epochs, position = recipe.optimiser.epochs, (place.number, place.of)
    means.live.begin_round(place.network, position, epochs, run.steps_per_epoch, run.epoch)
    means.live.set_means(means.device, run.team.size, run.share)
    while not is_over(run.history, recipe):
        run.one_epoch(means.progress)
    return run.history
