"""Prompts as a person gives them, drawn at random for training: a box or a click, then clicks on what is still wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

__all__ = ["Prompts", "click_on", "corrected", "first_prompts"]

Part = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Prompts:
    """One prompt for each of N parts, all of one kind, in pixels of the network's input.

    Attributes
    ----------
    boxes:
        N×4 float32 (left, top, right, bottom), or None.
    points, labels:
        N×K×2 float32 (x, y), and N×K: 1 inside, 0 outside; or None.
    """

    boxes: torch.Tensor | None = None
    points: torch.Tensor | None = None
    labels: torch.Tensor | None = None

    @property
    def clicks(self) -> tuple[torch.Tensor, torch.Tensor] | None:
        """Points with their labels, as the published prompt encoder takes them."""
        return None if self.points is None or self.labels is None else (self.points, self.labels)

    def on(self, device: torch.device) -> Prompts:
        """Return the prompts on a device."""
        return Prompts(*(None if part is None else part.to(device) for part in (self.boxes, self.points, self.labels)))


def first_prompts(wanted: Sequence[Part], jitter: float, rng: np.random.Generator) -> Prompts:
    """Return what a person begins with: for every part a box, or for every part a click inside it.

    Parameters
    ----------
    wanted:
        H×W masks, none of them empty.
    jitter:
        Error of a box's sides, as a part of its size.
    rng:
        Draws the kind, the errors and the places.
    """
    if rng.random() < 0.5:
        return Prompts(boxes=torch.from_numpy(np.stack([_box(part, jitter, rng) for part in wanted])))
    places = np.array([click_on(part, rng) for part in wanted], dtype=np.float32)
    return Prompts(points=torch.from_numpy(places[:, None]), labels=torch.ones(len(places), 1))


def corrected(prompts: Prompts, found: Sequence[Part], wanted: Sequence[Part], rng: np.random.Generator) -> Prompts:
    """Return the prompts, each with one more click on what is missing or too much; inside the part where nothing is wrong."""
    places, labels = [], []
    for has, truth in zip(found, wanted, strict=True):
        wrong = has ^ truth
        x, y = click_on(wrong if wrong.any() else truth, rng)
        places.append((x, y))
        labels.append(float(truth[int(y), int(x)]))
    points, inside = torch.tensor(places)[:, None], torch.tensor(labels)[:, None]
    if prompts.clicks is not None:
        points = torch.cat([prompts.clicks[0], points], dim=1)
        inside = torch.cat([prompts.clicks[1], inside], dim=1)
    return replace(prompts, points=points, labels=inside)


def click_on(part: Part, rng: np.random.Generator) -> tuple[float, float]:
    """Return the place (x, y) of one of the part's pixels."""
    rows, columns = np.nonzero(part)
    at = int(rng.integers(len(rows)))
    return float(columns[at]), float(rows[at])


def _box(part: Part, jitter: float, rng: np.random.Generator) -> NDArray[np.float32]:
    rows, columns = np.nonzero(part)
    corners = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], dtype=np.float32)
    size = np.array([np.ptp(columns), np.ptp(rows)] * 2, dtype=np.float32)
    corners += rng.uniform(-jitter, jitter, 4).astype(np.float32) * size
    return np.asarray(np.clip(corners, 0, len(part) - 1), dtype=np.float32)
