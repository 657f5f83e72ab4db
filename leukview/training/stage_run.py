"""The training of one decision of a tree: its network, and with it those above that learn along.

Alone, or as one of several processes that share its batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from leukview.classifiers.stage_networks import StageNet
from leukview.classifiers.stage_start import start_trunk
from leukview.classifiers.staged import stage_prefix
from leukview.domain.errors import InputProblem
from leukview.training.averaging import Ema
from leukview.training.datasets import ViewDataset, balance_weights
from leukview.training.epoch_run import EpochRun
from leukview.training.frames import FoundMasks
from leukview.training.live import LiveStatus
from leukview.training.memory import Pieces
from leukview.training.network_run import share_of_batch
from leukview.training.parallel import current_team, first_decides
from leukview.training.sampling import DealtSampler
from leukview.training.stage_plan import Plan, Task, network_of
from leukview.training.stage_step import normalises_batches, stage_updates

__all__ = ["StageRun"]


class StageRun(EpochRun):
    """The state of one task's training.

    A batch that does not fit in memory is worked through in pieces; see :func:`leukview.training.stage_step.stage_updates`.

    Parameters
    ----------
    plan, task:
        The training, and what of it is trained.
    before:
        The weights of networks trained earlier, by stage.
    masks:
        The images' cells; see :func:`leukview.training.frames.masks_for`.
    out, device, live:
        As of :class:`EpochRun`.
    workers:
        Processes that cut and augment views.

    Raises
    ------
    InputProblem
        When there are too few images for a batch, or more processes than can share one.
    """

    def __init__(
        self,
        plan: Plan,
        task: Task,
        before: Mapping[str, Mapping[str, torch.Tensor]],
        masks: FoundMasks | None,
        out: Path,
        device: str,
        workers: int,
        live: LiveStatus,
    ) -> None:
        recipe = task.recipe
        super().__init__(recipe, out, device, live)
        self.task, self.label = task, f"{task.config.id}: "
        # On a processor as the recipe says; a GPU mixes.
        self.bfloat16 = device != "cpu" or recipe.optimiser.cpu_precision == "bfloat16"
        rows = task.rows(recipe.data.train_split)
        self.train_set, self.val_set = (
            self._views(part, masks, train=train)
            for part, train in ((rows, True), (task.rows(recipe.data.val_split), False))
        )
        draws = task.config.draws or len(rows)
        batch = recipe.optimiser.batch
        if draws < batch or len(rows) < 2:
            raise InputProblem(
                f"Stage {task.config.id}",
                f"{len(rows)} images teach it, {draws} are drawn an epoch, and a batch is {batch}",
                "Bring more images, or lower the recipe's batch",
            )
        self.team = current_team()
        self.share = share_of_batch(recipe, self.team)
        depths = torch.stack([own.any(dim=1) for own in self._split(self.train_set.allowed)]).sum(dim=0).numpy()
        self.sampler = DealtSampler(_weights(task, rows), recipe.seed, draws, self.share, self.team, depths=depths)
        self._load(self.share, workers)
        self.networks = {name: self._network(plan, name, before).to(device) for name in task.path}
        self.emas = {name: Ema(network, recipe.optimiser.ema) for name, network in self.networks.items()}
        pairs = any(normalises_batches(network) for network in self.networks.values())
        self.pieces = Pieces(self.share, live.say, least=2 if pairs else 1)
        self.asked = Pieces(2 * self.share, live.say, learns=False)
        config = recipe.optimiser
        self._optimise(
            [
                group
                for network in self.networks.values()
                for group in network.parameter_groups(config.lr, config.new_layers)
            ]
        )

    def _views(self, rows: list[int], masks: FoundMasks | None, *, train: bool) -> ViewDataset:
        """Return the views of some images, each with what every stage of the path allows, side by side."""
        named = [replace(self.task.items[row], cls=self.recipe.classes[0]) for row in rows]
        views = ViewDataset(named, masks, self.recipe, train=train)
        views.allowed = torch.cat([self.task.targets[name][rows] for name in self.task.path], dim=1)
        return views

    def _network(self, plan: Plan, name: str, before: Mapping[str, Mapping[str, torch.Tensor]]) -> StageNet:
        """Return a network of the path: one above with the weights it was given before, the task's own with its start."""
        own = next(task for task in plan.tasks if task.config.id == name)
        network = network_of(own)
        if name in before:
            network.load_state_dict(dict(before[name]))
        else:
            net = own.recipe.network
            start_trunk(network, net.backbone, net.start, imagenet=net.imagenet)
        return network

    def _split(self, allowed: torch.Tensor) -> list[torch.Tensor]:
        return list(torch.split(allowed, [self.task.targets[name].shape[1] for name in self.task.path], dim=1))

    def _begin_epoch(self) -> None:
        self.blocks = torch.Generator().manual_seed(self.recipe.seed * 1000 + self.epoch)
        for network in self.networks.values():
            network.train()
        if not self.team.first:
            # Its own dropout; the first process's goes on from the checkpoint.
            torch.manual_seed(self.recipe.seed + 7919 * self.team.rank + 104729 * self.epoch)

    def _step(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> float | None:
        before = self.pieces.size
        found = stage_updates(
            list(self.networks.values()),
            views.contiguous(memory_format=torch.channels_last),
            self._split(allowed),
            self.optimiser,
            self.blocks,
            smoothing=self.recipe.optimiser.label_smoothing,
            bfloat16=self.bfloat16,
            pieces=self.pieces,
        )
        if self.pieces.size < before:
            self.live.set_means(self.device, self.team.size, self.pieces.size)
        self.schedule.after_batch()
        for name, network in self.networks.items():
            self.emas[name].update(network)
        return sum(found) if found else None

    def _validate(self) -> tuple[dict[str, float], float]:
        """Return each data set's accuracy in the task's own stage, and the mean recall of the answers of every stage trained."""
        return first_decides(self._scores() if self.team.first else ({}, 0.0))

    @torch.inference_mode()
    def _scores(self) -> tuple[dict[str, float], float]:
        hits: dict[str, list[bool]] = {}
        recalls: dict[tuple[str, int], list[bool]] = {}
        position = 0
        for views, allowed, _ in self.val_loader:
            for name, own in zip(self.task.path, self._split(allowed), strict=True):
                best = torch.cat(self.asked.run(len(views), partial(self._answer, name, views)))
                right = own[torch.arange(len(best)), best]
                for row in np.flatnonzero(own.any(dim=1).numpy()).tolist():
                    if int(own[row].sum()) == 1:
                        recalls.setdefault((name, int(own[row].int().argmax())), []).append(bool(right[row]))
                    if name == self.task.config.id:
                        dataset = self.val_set.items[position + row].dataset
                        hits.setdefault(dataset, []).append(bool(right[row]))
            position += len(views)
        score = float(np.mean([np.mean(rows) for rows in recalls.values()])) if recalls else 0.0
        return {name: float(np.mean(rows)) for name, rows in hits.items()}, score

    def _answer(self, name: str, views: torch.Tensor, part: slice) -> torch.Tensor:
        """Return the likeliest child of each image of a part, as a stage's averaged network has it."""
        pixels = views[part].to(self.device, memory_format=torch.channels_last)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bfloat16):
            best: torch.Tensor = self.emas[name].network(pixels).argmax(dim=1)
        return best.cpu()

    def _save(self, score: float) -> None:
        if self.team.first:
            super()._save(score)

    def _averaged(self) -> dict[str, torch.Tensor]:
        return {
            stage_prefix(name) + key: value
            for name, ema in self.emas.items()
            for key, value in ema.network.state_dict().items()
        }

    def _given(self) -> dict[str, Any]:
        return {
            "networks": {name: network.state_dict() for name, network in self.networks.items()},
            "emas": {name: ema.network.state_dict() for name, ema in self.emas.items()},
            "ema_steps": next(iter(self.emas.values())).steps,
        }

    def _take(self, state: dict[str, Any]) -> None:
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
            self.emas[name].network.load_state_dict(state["emas"][name])
            self.emas[name].steps = state["ema_steps"]


def _weights(task: Task, rows: Sequence[int]) -> NDArray[np.float64]:
    """Return how often each image is drawn, relative to the others; see :class:`leukview.training.staged_recipe.StageConfig`."""
    allowed = task.targets[task.config.id][list(rows)]
    answers = [
        "+".join(name for name, may in zip(task.recipe.classes, row.tolist(), strict=True) if may) for row in allowed
    ]
    named = [replace(task.items[row], cls=answer) for row, answer in zip(rows, answers, strict=True)]
    power = task.recipe.data.balance
    if task.config.balance_by == "source":
        return balance_weights(named, power)
    cells = Counter((item.cls, item.dataset, item.patient) for item in named)
    weights = np.array([cells[item.cls, item.dataset, item.patient] ** -power for item in named])
    of_answer = np.array(answers)
    for answer in set(answers):
        weights[of_answer == answer] /= weights[of_answer == answer].sum()
    return weights
