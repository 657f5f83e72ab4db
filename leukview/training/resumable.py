"""Train a finder of cells epoch by epoch, so that a stopped training goes on from its last finished epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from leukview.domain.progress import NoProgress, Progress
from leukview.training.allocator import keep_freed_memory
from leukview.training.finder_run import FinderRun, Loss, Score, Views
from leukview.training.history import write_whole
from leukview.training.live import LiveStatus
from leukview.training.parallel import all_here, current_team, first_before_others, first_decides
from leukview.training.schedule import Learning

__all__ = ["Means", "fit", "save_weights"]

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Means:
    """What a training runs with, as against what it learns.

    Attributes
    ----------
    device, workers:
        ``cpu`` or ``cuda``; processes that prepare views.
    progress:
        Told of every step; may cancel.
    live:
        Told of every step too, for curves; nobody is without it.
    """

    device: str = "cpu"
    workers: int = 1
    progress: Progress = field(default_factory=NoProgress)
    live: LiveStatus | None = None


def fit(
    recipe: Learning,
    views_of: Callable[[], Views],
    folder: Path,
    build: Callable[[], Network],
    loss_of: Loss[Network],
    *,
    start: Callable[[Network], None] | None = None,
    score_of: Score[Network] | None = None,
    label: str = "",
    means: Means,
) -> Network:
    """Train, or go on with, one network; a finished one is loaded.

    ``folder`` holds ``checkpoint.pt`` and ``history.json`` after each epoch, with a patience also ``best.safetensors``, and
    ``final.safetensors`` in place of both when done. Of a team (:mod:`leukview.training.parallel`) every process calls it; the
    first alone validates and writes, and all return the same network.

    Parameters
    ----------
    recipe:
        How to train; see :class:`leukview.training.finder_run.FinderRun` for what its patience does.
    views_of:
        Gives what to train on; not asked where the network is finished.
    folder:
        The training's own; made where it is missing.
    build:
        Gives the network, drawn from the recipe's seed.
    loss_of:
        The loss of one batch, or of a part of it.
    start:
        Gives a network that is to be trained its first weights; without it they are as built.
    score_of:
        Validates; needed where the recipe has a patience.
    label:
        Comes before the epoch in what ``progress`` is told.
    means:
        What to train with.

    Returns
    -------
    The network, on the processor, to be used.

    Raises
    ------
    InputProblem
        When there are too few views, or the training leaves all numbers behind.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keep_freed_memory()
    torch.manual_seed(recipe.seed)
    network = build()
    final = folder / "final.safetensors"
    if not first_decides(final.is_file()):
        if start is not None:
            start(network)
        live = means.live or LiveStatus(None, recipe.name)
        run = FinderRun(
            recipe, views_of(), network, loss_of, score_of, folder, means.device, means.workers, live, label
        )
        _train(run, live, means.progress)
        with first_before_others():
            if current_team().first:
                _finish(run, final)
    network.load_state_dict(load_file(final))
    return network.cpu().eval()


def save_weights(network: nn.Module, path: Path, *, half: bool = False) -> None:
    """Write a network's weights; in half precision, which halves the file, where ``half``."""
    state = {name: value.contiguous() for name, value in network.state_dict().items()}
    if half:
        state = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}
    save_file(state, path)


def _train(run: FinderRun[Network], live: LiveStatus, progress: Progress) -> None:
    """Run the epochs that are left."""
    run.resume()
    all_here()  # before the first may put an end to the checkpoint
    epochs = run.recipe.optimiser.epochs
    live.begin_round(run.recipe.name, (1, 1), epochs, run.steps_per_epoch, run.epoch)
    live.set_means(run.device, run.team.size, run.share)
    while not run.over:
        run.one_epoch(progress)
    if run.stopped and run.epoch < epochs:
        best = max(run.history, key=lambda row: row.score)
        live.say(
            f"Stopped early: {run.recipe.optimiser.patience} epochs brought no better validation score than epoch "
            f"{best.epoch}'s {best.score:.3f}, which is kept."
        )


def _finish(run: FinderRun[Network], final: Path) -> None:
    """Put the finished network in the place of what it would have gone on from."""
    best = run.out / "best.safetensors"
    if run.recipe.optimiser.patience is not None:
        run.network.load_state_dict(load_file(best))
    write_whole(final, lambda path: save_weights(run.network, path))
    (run.out / "checkpoint.pt").unlink(missing_ok=True)
    best.unlink(missing_ok=True)
