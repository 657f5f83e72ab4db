"""The training loop: resumable, deterministic on CPU, cancellable, keeping the best epoch by the validation part."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn
from torch.utils.data import DataLoader, Dataset, Sampler

from leukview.classifiers.frozen import FrozenNet
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.preparation import Preparation
from leukview.segmentation.base import Segmenter
from leukview.segmentation.learned import LearnedSegmenter
from leukview.training.allocator import keep_freed_memory
from leukview.training.datasets import LabelledImage, ViewDataset, balance_weights, labelled, refuse_leaks
from leukview.training.features import FeatureViews
from leukview.training.frames import FoundMasks, find_masks
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.live import LiveStatus
from leukview.training.losses import attribute_loss, partial_label_loss
from leukview.training.memory import Pieces
from leukview.training.networks import started_network
from leukview.training.parallel import (
    Team,
    average_gradients,
    average_statistics,
    current_team,
    first_before_others,
    first_decides,
)
from leukview.training.precision import MixedPrecision
from leukview.training.recipe import Recipe
from leukview.training.schedule import Schedule, optimiser_of, stalled

__all__ = [
    "Ema",
    "EpochRecord",
    "EpochSampler",
    "load_best",
    "masks_for",
    "read_history",
    "train",
    "write_whole",
]


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """What one epoch cost and reached (accuracy 0–1; ``val`` by data set and their mean)."""

    epoch: int
    loss: float
    val: dict[str, float]
    score: float
    seconds: float


class EpochSampler(Sampler[int]):
    """Draws indices by weight, with replacement; the draw depends on the seed and the epoch alone.

    ``draws`` is their number an epoch; as many as there are without. Of each batch a process of a team gets its share, ``batch``
    images; what does not fill a batch is not drawn.
    """

    def __init__(
        self,
        weights: NDArray[np.float64],
        seed: int,
        draws: int | None = None,
        batch: int = 1,
        team: Team = Team(),  # noqa: B008  (it is immutable)
    ) -> None:
        self.draws = draws or len(weights)
        self.weights = weights / weights.sum()
        self.seed, self.batch, self.team = seed, batch, team
        self.steps = self.draws // (batch * team.size)
        self.epoch = 0

    def __len__(self) -> int:
        return self.steps * self.batch

    def __iter__(self) -> Iterator[int]:
        rng = np.random.default_rng((self.seed, self.epoch, 1))
        drawn = rng.choice(len(self.weights), self.draws, p=self.weights)
        whole = drawn[: self.steps * self.batch * self.team.size]
        yield from whole.reshape(self.steps, self.team.size, self.batch)[:, self.team.rank].ravel().tolist()


class Ema:
    """An exponential moving average of the weights, with a warm start; it is what is validated and kept."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.network = copy.deepcopy(network).eval()
        self.steps = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for kept, now in zip(self.network.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(now, 1 - decay)
            else:
                kept.copy_(now)


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
    if _is_over(done, recipe):
        return done
    with first_before_others():
        masks = masks_for(recipe, items, means.masks, means.device, means.progress, means.segmenter)
    run = _Run(recipe, items, masks, folder, means.device, means.workers, means.live)
    if before is not None:
        run.start_from(before)
    run.resume()
    run.read_features(means.progress)
    epochs, position = recipe.optimiser.epochs, (place.number, place.of)
    means.live.begin_round(place.network, position, epochs, run.steps_per_epoch, run.epoch)
    means.live.set_means(means.device, run.team.size, run.share)
    while not _is_over(run.history, recipe):
        run.one_epoch(means.progress)
    return run.history


def _is_over(history: Sequence[EpochRecord], recipe: Recipe) -> bool:
    """Tell whether a round has had its epochs, or stopped early: what it kept is its best epoch either way."""
    return len(history) >= recipe.optimiser.epochs or stalled([row.score for row in history], recipe.optimiser.patience)


def masks_for(
    recipe: Recipe,
    items: Sequence[LabelledImage],
    cache: Path,
    device: str,
    progress: Progress,
    segmenter: Segmenter | None = None,
) -> FoundMasks | None:
    """Return each image's cell where the recipe frames or cuts out cells; None where it takes the images' middles as they are.

    Masks are read from and kept in the file ``cache``; the shipped segmenter finds them where none is given.
    """
    net = recipe.network
    if net.cell_diameters is None and net.preparation == Preparation():
        return None
    finder = segmenter or LearnedSegmenter.load(device)
    return find_masks([item.path for item in items], finder, cache=cache, progress=progress)


def read_history(folder: Path) -> list[EpochRecord]:
    """Return the epochs that a training's folder keeps; none where it has not begun."""
    path = folder / "history.json"
    return [EpochRecord(**row) for row in json.loads(path.read_text("utf-8"))] if path.is_file() else []


class _Run:
    """The state of one training."""

    def __init__(
        self,
        recipe: Recipe,
        items: list[LabelledImage],
        masks: FoundMasks | None,
        out: Path,
        device: str,
        workers: int,
        live: LiveStatus,
    ) -> None:
        torch.manual_seed(recipe.seed)
        training = [i for i in items if i.split == recipe.data.train_split][:: recipe.data.every]
        validation = [i for i in items if i.split == recipe.data.val_split]
        self.recipe, self.out, self.device, self.live = recipe, out, device, live
        self.train_set: ViewDataset | FeatureViews = ViewDataset(training, masks, recipe, train=True)
        self.val_set: ViewDataset | FeatureViews = ViewDataset(validation, masks, recipe, train=False)
        self.team = current_team()
        self.share = _share(recipe, self.team)
        self.pieces = Pieces(self.share, live.say)
        weights = balance_weights(training, recipe.data.balance)
        self.sampler = EpochSampler(weights, recipe.seed, batch=self.share, team=self.team)
        self.workers = workers
        self._load(self.train_set, self.val_set, workers)
        self.network = started_network(recipe).to(device)
        self.ema = Ema(self.network, recipe.optimiser.ema)
        self.optimiser = optimiser_of(
            recipe.optimiser, [each for each in self.network.parameters() if each.requires_grad]
        )
        self.precision = MixedPrecision(device, recipe.optimiser.cpu_precision)
        self.steps_per_epoch = self.sampler.steps
        self.schedule = Schedule(recipe.optimiser, self.optimiser, self.steps_per_epoch)
        self.epoch = 0
        self.best = -1.0
        self.history: list[EpochRecord] = []

    def _load(self, training: Dataset[Any], validation: Dataset[Any], workers: int) -> None:
        """Make what gives the batches."""
        self.train_loader = DataLoader(
            training,
            self.share,
            sampler=self.sampler,
            num_workers=workers,
            drop_last=True,
            prefetch_factor=4 if workers else None,
        )
        self.val_loader = DataLoader(validation, 2 * self.share, num_workers=0)

    def read_features(self, progress: Progress) -> None:
        """Let a frozen backbone read every image now, once, where the recipe asks for it."""
        if not isinstance(self.recipe, FrozenRecipe) or not self.recipe.head.views:
            return
        frozen = self.network.network
        assert isinstance(frozen, FrozenNet)

        @torch.no_grad()
        def read(views: torch.Tensor) -> torch.Tensor:
            def part(which: slice) -> torch.Tensor:
                with self.precision.autocast():
                    return frozen.read(self._placed(views[which])).float().cpu()

            return torch.cat(self.pieces.run(len(views), part))

        views = self.recipe.head.views
        assert isinstance(self.train_set, ViewDataset) and isinstance(self.val_set, ViewDataset)
        self.train_set = FeatureViews(self.train_set, read, views, self.workers, progress)
        self.val_set = FeatureViews(self.val_set, read, views, self.workers, progress)
        self._load(self.train_set, self.val_set, 0)

    def _placed(self, views: torch.Tensor) -> torch.Tensor:
        """Return a batch on the device; images in channels-last order."""
        if views.ndim < 4:
            return views.to(self.device)
        return views.to(self.device, memory_format=torch.channels_last)

    @property
    def _rate(self) -> float:
        return float(self.optimiser.param_groups[0]["lr"])

    @property
    def _checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def start_from(self, folder: Path) -> None:
        """Start from the best weights of an earlier round."""
        _load_padded(self.network, load_file(folder / "best.safetensors"))
        self.ema.network.load_state_dict(self.network.state_dict())

    def resume(self) -> None:
        """Go on from the checkpoint, where there is one."""
        if not self._checkpoint.is_file():
            return
        state = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.ema.network.load_state_dict(state["ema"])
        self.ema.steps = state["ema_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.precision.scaler.load_state_dict(state["scaler"])
        self.epoch, self.best = state["epoch"], state["best"]
        # Dropout draws from this generator: a resumed run goes on where the unbroken one would be.
        torch.set_rng_state(state["rng"].cpu())
        # Killed between the two files, the history is an epoch ahead, which is run again.
        self.history = read_history(self.out)[: self.epoch]

    def one_epoch(self, progress: Progress) -> None:
        """Train an epoch, validate the averaged weights, write the checkpoint."""
        started = time.monotonic()
        self.train_set.epoch = self.sampler.epoch = self.epoch
        self.network.train()
        if not self.team.first:
            # Its own dropout; the first process's goes on from the checkpoint.
            torch.manual_seed(self.recipe.seed + 7919 * self.team.rank + 104729 * self.epoch)
        losses = []
        for step, (views, allowed, answers) in enumerate(self.train_loader, start=1):
            progress.check_cancelled()
            losses.append(self._step(views, allowed, answers))
            self.live.step(self.epoch + 1, step, losses[-1], self._rate)
            total = self.steps_per_epoch * self.recipe.optimiser.epochs
            progress.report(
                self.epoch * self.steps_per_epoch + step, total, f"epoch {self.epoch + 1}, loss {losses[-1]:.3f}"
            )
        val = first_decides(self._validate() if self.team.first else {})
        score = float(np.mean(list(val.values())))
        self.epoch += 1
        record = EpochRecord(self.epoch, float(np.mean(losses)), val, score, time.monotonic() - started)
        self.history.append(record)
        # Told first: after a kill, what is told of an epoch that was not kept is forgotten.
        self.live.epoch(self.epoch, record.loss, val, score, self._rate)
        self.schedule.after_epoch(score)
        if self.team.first:
            self._save(score)

    def _step(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> float:
        def learn(part: slice) -> float:
            loss = self._loss(views[part], allowed[part], answers[part]) * (len(views[part]) / len(views))
            self.precision.scaler.scale(loss).backward()
            return float(loss.detach())

        before = self.pieces.size
        losses = self.pieces.run(len(views), learn, lambda: self.optimiser.zero_grad(set_to_none=True))
        if self.pieces.size < before:
            self.live.set_means(self.device, self.team.size, self.pieces.size)
        average_gradients(self.network.parameters())
        average_statistics(self.network)
        self.precision.scaler.step(self.optimiser)
        self.precision.scaler.update()
        self.schedule.after_batch()
        self.ema.update(self.network)
        return sum(losses)

    def _loss(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """Return the mean loss of a piece of a batch."""
        with self.precision.autocast():
            logits = self.network(self._placed(views))
        count = allowed.shape[1]
        loss = partial_label_loss(logits[:, :count], allowed.to(self.device), self.recipe.optimiser.label_smoothing)
        if self.recipe.data.attributes:
            loss = loss + self.recipe.data.attributes * attribute_loss(logits[:, count:], answers.to(self.device))
        return loss

    @torch.inference_mode()
    def _validate(self) -> dict[str, float]:
        """Return the accuracy on the validation part of each data set (a coarse label is right within its members)."""
        right: dict[str, list[bool]] = {}
        position = 0
        for views, allowed, _ in self.val_loader:
            logits = torch.cat(self.pieces.run(len(views), lambda part, views=views: self._answer(views[part])))
            best = logits[:, : allowed.shape[1]].argmax(dim=1).cpu()
            hits = allowed[torch.arange(len(best)), best].tolist()
            for hit in hits:
                right.setdefault(self.val_set.items[position].dataset, []).append(hit)
                position += 1
        return {name: float(np.mean(hits)) for name, hits in right.items()}

    def _answer(self, views: torch.Tensor) -> torch.Tensor:
        with self.precision.autocast():
            logits: torch.Tensor = self.ema.network(self._placed(views))
        return logits.float()

    def _save(self, score: float) -> None:
        """Write best weights, history and checkpoint, each atomically."""
        if score > self.best:
            self.best = score
            state = {key: value.contiguous() for key, value in self.ema.network.state_dict().items()}
            write_whole(self.out / "best.safetensors", lambda path: save_file(state, path))
        history = json.dumps([asdict(row) for row in self.history], indent=1)
        write_whole(self.out / "history.json", lambda path: path.write_text(history, "utf-8"))
        checkpoint = {
            "network": self.network.state_dict(),
            "ema": self.ema.network.state_dict(),
            "ema_steps": self.ema.steps,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "scaler": self.precision.scaler.state_dict(),
            "epoch": self.epoch,
            "best": self.best,
            "rng": torch.get_rng_state(),
        }
        write_whole(self._checkpoint, lambda path: torch.save(checkpoint, path))


def _share(recipe: Recipe, team: Team) -> int:
    """Return how many images of the recipe's batch a process of a team works on: all do together what one would.

    Raises
    ------
    InputProblem
        When it is not two at least, which normalisation layers need.
    """
    share = recipe.optimiser.batch // team.size
    if share < 2:
        raise InputProblem(
            f"A batch of {recipe.optimiser.batch}",
            f"it cannot be shared by {team.size} processes, which need two images each",
            "Start fewer with --nproc-per-node, or raise the recipe's batch",
        )
    return share


def _load_padded(network: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load weights whose last layer may have fewer outputs; the further ones keep their start."""
    own = network.state_dict()
    for name, value in state.items():
        (own[name][: len(value)] if value.ndim else own[name]).copy_(value)
    network.load_state_dict(own)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside ``path`` and move into place, so that a kill never leaves half a file."""
    temporary = path.with_name(path.name + ".new")
    write(temporary)
    temporary.replace(path)


def load_best(out: Path, recipe: Recipe) -> dict[str, torch.Tensor]:
    """Return the best weights of a training folder's last round."""
    return load_file(out / f"round-{len(recipe.rounds())}" / "best.safetensors")
