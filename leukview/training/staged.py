"""Train a tree of decisions stage by stage: each resumable, coupled to those above, the best epoch kept by validation."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file

from leukview.classifiers.staged import stage_prefix
from leukview.classifiers.weight_file import tensors_under
from leukview.domain.progress import NoProgress, Progress
from leukview.segmentation.base import Segmenter
from leukview.training.allocator import keep_freed_memory
from leukview.training.datasets import refuse_leaks
from leukview.training.frames import masks_for
from leukview.training.history import EpochRecord, is_over, read_history
from leukview.training.live import LiveStatus
from leukview.training.parallel import current_team, first_before_others, first_decides
from leukview.training.stage_plan import Plan
from leukview.training.stage_run import StageRun

__all__ = ["MASKS", "train_stages", "trained_networks"]

MASKS = "masks.npz"
"""The images' cells, found once for all stages, in a training's folder."""


def train_stages(
    plan: Plan,
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    segmenter: Segmenter | None = None,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> dict[str, list[EpochRecord]]:
    """Train every task of a plan in its own folder ``out/<stage>``; return its epochs by stage and head.

    A checkpoint is written after every epoch, and the same call goes on from it; a finished stage is not trained again. Of a team
    (:mod:`leukview.training.parallel`) every process calls it, with the same plan; the first alone finds cells and writes.

    Parameters
    ----------
    plan:
        What to train.
    out:
        The training's folder.
    device, workers, segmenter, progress, live:
        As of :func:`leukview.training.loops.train`; cells are found once for all.

    Raises
    ------
    InputProblem
        When a patient stands in two splits, or too few images are there for a batch.
    Cancelled
        When cancelled; the last whole epoch is kept.
    """
    progress = progress or NoProgress()
    live = live or LiveStatus(out if current_team().first else None, plan.recipe.name)
    keep_freed_memory()
    refuse_leaks([item for task in plan.tasks for item in task.items])
    histories = {}
    for task in plan.tasks:
        name = task.config.id
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        # The first waits here until the others are there too, and they until it has written the stage before.
        done = first_decides(read_history(folder))
        if not is_over(done, task.recipe):
            with first_before_others():
                masks = masks_for(task.recipe, task.items, out / MASKS, device, progress, segmenter)
            before = trained_networks(plan, out, until=name)
            run = StageRun(plan, task, before, masks, folder, device, workers, live)
            run.resume()
            live.begin_round(name, (1, 1), task.recipe.optimiser.epochs, run.steps_per_epoch, run.epoch)
            live.set_means(device, run.team.size, run.share)
            while not is_over(run.history, task.recipe):
                run.one_epoch(progress)
            done = run.history
        histories[name] = done
    return histories


def trained_networks(plan: Plan, out: Path, until: str = "") -> dict[str, dict[str, torch.Tensor]]:
    """Return the best weights of every network trained so far, or before the task ``until``: of each, as last trained."""
    found: dict[str, dict[str, torch.Tensor]] = {}
    for task in plan.tasks:
        if task.config.id == until:
            break
        tensors = load_file(out / task.config.id / "best.safetensors")
        for name in task.path:
            found[name] = tensors_under(stage_prefix(name), tensors)
    return found
