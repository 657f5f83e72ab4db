"""Train a tree of decisions stage by stage: each resumable, coupled to those above, the best epoch kept by validation."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.utils.data import DataLoader

from leukview.classifiers.stage_networks import StageNet, build_stage_net
from leukview.classifiers.stage_start import start_trunk
from leukview.classifiers.staged import stage_prefix
from leukview.classifiers.staged_manifest import StageForm
from leukview.classifiers.tree import Tree
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.segmentation.base import Segmenter
from leukview.training.allocator import keep_freed_memory
from leukview.training.datasets import LabelledImage, ViewDataset, balance_weights, labelled, refuse_leaks
from leukview.training.frames import FoundMasks
from leukview.training.live import LiveStatus
from leukview.training.loops import Ema, EpochRecord, EpochSampler, masks_for, read_history, write_whole
from leukview.training.parallel import refuse_team
from leukview.training.recipe import Recipe
from leukview.training.schedule import Schedule, optimiser_of, stalled
from leukview.training.stage_labels import place, shown_children
from leukview.training.stage_step import stage_updates
from leukview.training.staged_recipe import HeadConfig, StageConfig, StagedRecipe, head_tree
from leukview.training.tree_loss import path_to, stage_targets

__all__ = ["MASKS", "Plan", "Task", "network_of", "placed_items", "plan_of", "train_stages", "trained_networks"]

MASKS = "masks.npz"
"""The images' cells, found once for all stages, in a training's folder."""


@dataclass(frozen=True, eq=False)
class Task:
    """One network's training.

    Attributes
    ----------
    config, form, recipe:
        What it is and how it is trained; the recipe's classes are its answers.
    tree:
        The tree its stage is of; a head's own.
    path:
        The stages whose networks learn with it, coarse to fine, itself last.
    items, targets:
        The images that teach or test one of the path's stages, and for each stage of the path N×C bool.
    """

    config: StageConfig
    form: StageForm
    recipe: Recipe
    tree: Tree
    path: tuple[str, ...]
    items: tuple[LabelledImage, ...]
    targets: Mapping[str, torch.Tensor]

    def rows(self, split: str) -> list[int]:
        """Return the images of a part."""
        return [row for row, item in enumerate(self.items) if item.split == split]


@dataclass(frozen=True, eq=False)
class Plan:
    """A training: the tree cut to what the images show, the stages' tasks, then the heads'; and what the user should know."""

    recipe: StagedRecipe
    tree: Tree
    tasks: tuple[Task, ...]
    notes: tuple[str, ...]

    @property
    def stages(self) -> tuple[Task, ...]:
        """The stages' tasks, in the order of the tree."""
        return tuple(task for task in self.tasks if not isinstance(task.config, HeadConfig))

    @property
    def heads(self) -> tuple[Task, ...]:
        """The heads' tasks."""
        return tuple(task for task in self.tasks if isinstance(task.config, HeadConfig))


def plan_of(recipe: StagedRecipe, items: Sequence[LabelledImage], tree: Tree | None = None) -> Plan:
    """Return what is trained on labelled images, whose splits are known.

    A child that no training image shows is cut from its stage, and a stage with fewer than two is cut with all below it; so is a
    head that lacks an answer. ``tree`` stands in for the recipe's own.

    Raises
    ------
    InputProblem
        When the first stage itself cannot be trained, or nothing tests a stage on the validation part.
    """
    whole = tree or recipe.whole_tree()
    placed = place(items, whole, recipe.labels)
    configs = {config.id: config for config in recipe.stages}
    shown = shown_children(placed, whole, recipe.data.train_split)
    tree = whole.cut({name: children for name, children in shown.items() if name in configs})
    targets = stage_targets(tree, placed.nodes)
    tasks = []
    for stage in tree.stages:
        path = path_to(tree, stage.id) if recipe.coupling == "joint" else (stage.id,)
        tasks.append(_task(recipe, configs[stage.id], tree, path, placed.items, targets))
    notes = [f"{placed.passed} images stand nowhere in the tree: left out."] if placed.passed else []
    for node, missing in tree.unknown.items():
        names = ", ".join(tree.names[child] for child in missing)
        notes.append(
            f"Below {tree.names[node]}, these weights will not tell: {names} (no training images, or no network)."
        )
    for head in recipe.heads:
        own = head_tree(whole, head.id)
        beside = place(items, own, head.labels)
        answers = shown_children(beside, own, recipe.data.train_split)[head.id]
        if len(answers) < len(own.stages[0].children):
            notes.append(f"The head {head.id} is not trained: no image shows each of its answers.")
            continue
        tasks.append(_task(recipe, head, own, (head.id,), beside.items, stage_targets(own, beside.nodes)))
    for task in tasks:
        _refuse_untested(task, recipe.data.val_split)
    return Plan(recipe, tree, tuple(tasks), tuple(notes))


def _task(
    recipe: StagedRecipe,
    config: StageConfig,
    tree: Tree,
    path: tuple[str, ...],
    items: Sequence[LabelledImage],
    targets: Mapping[str, torch.Tensor],
) -> Task:
    children = {stage.id: stage.children for stage in tree.stages}[config.id]
    # A child's cells are among its parent's.
    inside = np.flatnonzero(targets[path[0]].any(dim=1).numpy()).tolist()
    own = {name: targets[name][inside] for name in path}
    return Task(
        config,
        config.form or recipe.form,
        recipe.recipe_of(config, children),
        tree,
        path,
        tuple(items[row] for row in inside),
        own,
    )


def _refuse_untested(task: Task, split: str) -> None:
    own = task.targets[task.config.id][task.rows(split)]
    tested = own[own.sum(dim=1) == 1].any(dim=0).tolist()
    if sum(tested) < 2:
        # Chosen by one answer alone, the best epoch would be that which always gives it.
        raise InputProblem(
            f"Stage {task.config.id}",
            f"the part '{split}' tests {sum(tested)} of its answers ({', '.join(task.recipe.classes)}), and must test two",
            "Bring images of more patients, leave their split empty so that it is made anew, or take the stage out of the recipe",
        )


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

    A checkpoint is written after every epoch, and the same call goes on from it; a finished stage is not trained again.

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
    refuse_team("A staged classifier")
    progress = progress or NoProgress()
    live = live or LiveStatus(out, plan.recipe.name)
    keep_freed_memory()
    refuse_leaks([item for task in plan.tasks for item in task.items])
    histories = {}
    for task in plan.tasks:
        name = task.config.id
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        done = read_history(folder)
        if not _is_over(done, task.recipe):
            masks = masks_for(task.recipe, task.items, out / MASKS, device, progress, segmenter)
            before = trained_networks(plan, out, until=name)
            run = _StageRun(plan, task, before, masks, folder, device, workers, live)
            run.resume()
            live.begin_round(name, (1, 1), task.recipe.optimiser.epochs, run.steps_per_epoch, run.epoch)
            live.set_means(device, 1, task.recipe.optimiser.batch)
            while not _is_over(run.history, task.recipe):
                run.one_epoch(progress)
            done = run.history
        histories[name] = done
    return histories


def _is_over(history: Sequence[EpochRecord], recipe: Recipe) -> bool:
    return len(history) >= recipe.optimiser.epochs or stalled([row.score for row in history], recipe.optimiser.patience)


def network_of(task: Task) -> StageNet:
    """Return a task's untrained network."""
    net = task.recipe.network
    return build_stage_net(task.form, net.backbone, len(task.recipe.classes), net.drop_rate)


def trained_networks(plan: Plan, out: Path, until: str = "") -> dict[str, dict[str, torch.Tensor]]:
    """Return the best weights of every network trained so far, or before the task ``until``: of each, as last trained."""
    found: dict[str, dict[str, torch.Tensor]] = {}
    for task in plan.tasks:
        if task.config.id == until:
            break
        tensors = load_file(out / task.config.id / "best.safetensors")
        for name in task.path:
            prefix = stage_prefix(name)
            found[name] = {key.removeprefix(prefix): v for key, v in tensors.items() if key.startswith(prefix)}
    return found


class _StageRun:
    """The state of one task's training."""

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
        self.live = live
        # On a processor as the recipe says; a GPU mixes.
        self.bfloat16 = device != "cpu" or recipe.optimiser.cpu_precision == "bfloat16"
        torch.manual_seed(recipe.seed)
        self.task, self.recipe, self.out, self.device = task, recipe, out, device
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
        self.sampler = EpochSampler(_weights(task, rows), recipe.seed, draws, batch)
        self.train_loader = DataLoader(
            self.train_set,
            batch,
            sampler=self.sampler,
            num_workers=workers,
            drop_last=True,
            prefetch_factor=4 if workers else None,
        )
        self.val_loader = DataLoader(self.val_set, 2 * batch, num_workers=0)
        self.networks = {name: self._network(plan, name, before).to(device) for name in task.path}
        self.emas = {name: Ema(network, recipe.optimiser.ema) for name, network in self.networks.items()}
        config = recipe.optimiser
        groups = [
            group
            for network in self.networks.values()
            for group in network.parameter_groups(config.lr, config.new_layers)
        ]
        self.optimiser = optimiser_of(config, groups)
        self.steps_per_epoch = draws // batch
        self.schedule = Schedule(config, self.optimiser, self.steps_per_epoch)
        self.epoch, self.best = 0, -1.0
        self.history: list[EpochRecord] = []

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

    @property
    def _rate(self) -> float:
        return float(self.optimiser.param_groups[0]["lr"])

    @property
    def _checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def resume(self) -> None:
        """Go on from the checkpoint, where there is one."""
        if not self._checkpoint.is_file():
            return
        state = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
            self.emas[name].network.load_state_dict(state["emas"][name])
            self.emas[name].steps = state["ema_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.epoch, self.best = state["epoch"], state["best"]
        torch.set_rng_state(state["rng"].cpu())
        # Killed between the two files, the history is an epoch ahead, which is run again.
        self.history = read_history(self.out)[: self.epoch]

    def one_epoch(self, progress: Progress) -> None:
        """Train an epoch, validate the averaged weights, write the checkpoint."""
        started = time.monotonic()
        self.train_set.epoch = self.sampler.epoch = self.epoch
        blocks = torch.Generator().manual_seed(self.recipe.seed * 1000 + self.epoch)
        for network in self.networks.values():
            network.train()
        losses = [0.0]
        total = self.steps_per_epoch * self.recipe.optimiser.epochs
        for step, (views, allowed, _) in enumerate(self.train_loader, start=1):
            progress.check_cancelled()
            found = stage_updates(
                list(self.networks.values()),
                views.to(self.device, memory_format=torch.channels_last),
                self._split(allowed.to(self.device)),
                self.optimiser,
                blocks,
                smoothing=self.recipe.optimiser.label_smoothing,
                bfloat16=self.bfloat16,
            )
            self.schedule.after_batch()
            for name, network in self.networks.items():
                self.emas[name].update(network)
            losses += [sum(found)] if found else []
            self.live.step(self.epoch + 1, step, losses[-1], self._rate)
            said = f"{self.task.config.id}: epoch {self.epoch + 1}, loss {losses[-1]:.3f}"
            progress.report(self.epoch * self.steps_per_epoch + step, total, said)
        val, score = self._validate()
        self.epoch += 1
        mean = float(np.mean(losses[1:] or losses))
        self.history.append(EpochRecord(self.epoch, mean, val, score, time.monotonic() - started))
        # Told first: after a kill, what is told of an epoch that was not kept is forgotten.
        self.live.epoch(self.epoch, mean, val, score, self._rate)
        self.schedule.after_epoch(score)
        self._save(score)

    @torch.inference_mode()
    def _validate(self) -> tuple[dict[str, float], float]:
        """Return each data set's accuracy in the task's own stage, and the mean recall of the answers of every stage trained."""
        hits: dict[str, list[bool]] = {}
        recalls: dict[tuple[str, int], list[bool]] = {}
        position = 0
        for views, allowed, _ in self.val_loader:
            pixels = views.to(self.device, memory_format=torch.channels_last)
            for name, own in zip(self.task.path, self._split(allowed), strict=True):
                with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bfloat16):
                    best = self.emas[name].network(pixels).argmax(dim=1).cpu()
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

    def _save(self, score: float) -> None:
        """Write best weights, history and checkpoint, each atomically."""
        if score > self.best:
            self.best = score
            state = {
                stage_prefix(name) + key: value.contiguous()
                for name, ema in self.emas.items()
                for key, value in ema.network.state_dict().items()
            }
            write_whole(self.out / "best.safetensors", lambda path: save_file(state, path))
        history = json.dumps([asdict(row) for row in self.history], indent=1)
        write_whole(self.out / "history.json", lambda path: path.write_text(history, "utf-8"))
        checkpoint = {
            "networks": {name: network.state_dict() for name, network in self.networks.items()},
            "emas": {name: ema.network.state_dict() for name, ema in self.emas.items()},
            "ema_steps": next(iter(self.emas.values())).steps,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
            "best": self.best,
            "rng": torch.get_rng_state(),
        }
        write_whole(self._checkpoint, lambda path: torch.save(checkpoint, path))


def _weights(task: Task, rows: Sequence[int]) -> NDArray[np.float64]:
    """Return how often each image is drawn, relative to the others; see :class:`StageConfig`."""
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


def placed_items(recipe: StagedRecipe, data: Path | Sequence[LabelledImage]) -> list[LabelledImage]:
    """Return the images of a recipe's data sets without the labels it leaves out."""
    return labelled(data, recipe.data.datasets, recipe.data.leave_out)
