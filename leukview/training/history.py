"""What a round of a training keeps in its folder: its epochs, and its best weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from leukview.training.recipe import Recipe
from leukview.training.schedule import Learning, stalled

__all__ = ["EpochRecord", "is_over", "load_best", "read_history", "write_whole"]


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """What one epoch cost and reached: its mean loss, ``score`` (0–1, larger is better) and that by data set, ``val``.

    ``val`` is empty, and ``score`` 0, where nothing is validated: a finder of cells without a patience keeps its last epoch.
    """

    epoch: int
    loss: float
    val: dict[str, float]
    score: float
    seconds: float


def read_history(folder: Path) -> list[EpochRecord]:
    """Return the epochs that a training's folder keeps; none where it has not begun."""
    path = folder / "history.json"
    return [EpochRecord(**row) for row in json.loads(path.read_text("utf-8"))] if path.is_file() else []


def is_over(history: Sequence[EpochRecord], recipe: Learning) -> bool:
    """Tell whether a round has had its epochs, or stopped early: what it kept is its best epoch either way."""
    return len(history) >= recipe.optimiser.epochs or stalled([row.score for row in history], recipe.optimiser.patience)


def load_best(out: Path, recipe: Recipe) -> dict[str, torch.Tensor]:
    """Return the best weights of a training folder's last round."""
    return load_file(out / f"round-{len(recipe.rounds())}" / "best.safetensors")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside ``path`` and move into place, so that a kill never leaves half a file."""
    temporary = path.with_name(path.name + ".new")
    write(temporary)
    temporary.replace(path)
