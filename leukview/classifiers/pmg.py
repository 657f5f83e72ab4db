"""Progressive multi-granularity network (PMG; Du et al., ECCV 2020), the network of every stage of yan2024.

The last three stages of a backbone each get a branch and a head, and a fourth head reads all three branches. Training shows each
head the image cut as finely as its stage can see (:mod:`leukview.training.pmg_step`); a call is the sum of all four.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from leukview.classifiers.backbones import build_stages

__all__ = ["COMPACT", "HEADS", "PUBLISHED", "Pmg", "PmgWidths", "SummedLogits", "summed"]

_STAGES = 3
HEADS = _STAGES + 1
"""Heads: one for each stage, fine to coarse, and last the one that reads them all."""

Logits = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class PmgWidths:
    """How many channels the layers behind the backbone have.

    Attributes
    ----------
    narrow:
        Of a branch's 1×1 convolution.
    wide:
        Of its 3×3 convolution: the length of the vector that each branch gives.
    hidden:
        Of a head's first linear layer.
    """

    narrow: int
    wide: int
    hidden: int


PUBLISHED = PmgWidths(512, 1024, 512)
COMPACT = PmgWidths(128, 256, 128)
"""For a backbone whose stages have a few hundred channels at most, and for weights that ship."""


class _Branch(nn.Module):
    """N×C×h×w maps of one stage to the N×W largest values of what two convolutions find in them."""

    def __init__(self, channels: int, widths: PmgWidths) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, widths.narrow, 1, bias=False)
        self.reduce_norm = nn.BatchNorm2d(widths.narrow)
        self.reduce_act = nn.ReLU()
        self.widen = nn.Conv2d(widths.narrow, widths.wide, 3, padding=1, bias=False)
        self.widen_norm = nn.BatchNorm2d(widths.wide)
        # Not in place, here and above: Grad-CAM keeps this layer's output, and nothing may write into it.
        self.act = nn.ReLU()
        self.pool = nn.AdaptiveMaxPool2d(1)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        narrow = self.reduce_act(self.reduce_norm(self.reduce(maps)))
        pooled: torch.Tensor = self.pool(self.act(self.widen_norm(self.widen(narrow))))
        return pooled.flatten(1)


def _head(length: int, hidden: int, classes: int) -> nn.Sequential:
    return nn.Sequential(
        nn.BatchNorm1d(length), nn.Linear(length, hidden), nn.BatchNorm1d(hidden), nn.ELU(), nn.Linear(hidden, classes)
    )


class Pmg(nn.Module):
    """The network.

    Parameters
    ----------
    backbone:
        Name of a timm network that gives the maps of its stages; it is not trained, see
        :func:`leukview.classifiers.backbones.load_imagenet`, which starts :attr:`backbone`.
    classes:
        Outputs C of each head.
    widths:
        Of the new layers.

    Attributes
    ----------
    backbone:
        Gives the last three stages' maps, fine to coarse. Nothing after them is built.
    branches, heads:
        Three, and four; the last head reads the three vectors side by side.

    Raises
    ------
    InputProblem
        When timm has no such backbone.
    """

    def __init__(self, backbone: str, classes: int, widths: PmgWidths = PUBLISHED) -> None:
        super().__init__()
        stages: Any = build_stages(backbone, _STAGES)
        self.backbone = stages
        self.branches = nn.ModuleList(_Branch(count, widths) for count in stages.feature_info.channels())
        lengths = [widths.wide] * _STAGES + [widths.wide * _STAGES]
        self.heads = nn.ModuleList(_head(length, widths.hidden, classes) for length in lengths)
        self.branches.apply(_xavier)
        self.heads.apply(_xavier)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def vectors(self, images: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return each branch's N×W vector, fine to coarse, of N×3×S×S images: what the heads read."""
        maps = self.backbone(images)
        return tuple(branch(each) for branch, each in zip(self.branches, maps, strict=True))

    def forward(self, images: torch.Tensor) -> Logits:
        """Return the N×C logits y1, y2, y3 and y_cat of N×3×S×S float32 images.

        In training mode N must be more than 1, as batch normalisation of vectors needs.
        """
        vectors = self.vectors(images)
        first, second, third, last = self.heads
        return first(vectors[0]), second(vectors[1]), third(vectors[2]), last(torch.cat(vectors, dim=1))

    def parameter_groups(self, lr: float, factor: float = 10.0) -> list[dict[str, Any]]:
        """Return two groups for an optimiser: the backbone at ``lr``, the new layers at ``factor`` times it."""
        new = [*self.branches.parameters(), *self.heads.parameters()]
        return [{"params": list(self.backbone.parameters()), "lr": lr}, {"params": new, "lr": lr * factor}]


def _xavier(layer: nn.Module) -> None:
    """Start a new layer's weights as yan2024 does (Glorot & Bengio, AISTATS 2010), and its bias at 0."""
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(layer.weight)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def summed(logits: Logits) -> torch.Tensor:
    """Return N×C: the sum of the four heads' raw logits in float32, whose largest is the published call."""
    return torch.stack([each.float() for each in logits]).sum(dim=0)


class SummedLogits(nn.Module):
    """A PMG as a module with one N×C output, as Grad-CAM and a plain classifier need; it shares the network's weights.

    Parameters
    ----------
    pmg:
        The network.
    head:
        The head that answers, 0–3; None for the sum of all four.

    Attributes
    ----------
    layers:
        The layers whose outputs Grad-CAM weighs, fine to coarse: the last ReLU of each branch that the answer depends on. A
        branch keeps its stage's resolution, and is past a ReLU also where the stage is not (EfficientNet's stages end without).

    Raises
    ------
    IndexError
        When there is no such head.
    """

    def __init__(self, pmg: Pmg, head: int | None = None) -> None:
        super().__init__()
        if head is not None and not 0 <= head < HEADS:
            raise IndexError(f"head {head} is not within the network's {HEADS}")
        self.pmg, self.head = pmg, head

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """Of the branches that the answer reads: a layer without a gradient would put the others' maps out of step."""
        acts: list[Any] = [branch.act for branch in self.pmg.branches]
        return tuple(acts) if self.head is None or self.head == _STAGES else (acts[self.head],)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×C float32 logits of N×3×S×S images."""
        logits: Logits = self.pmg(images)
        return summed(logits) if self.head is None else logits[self.head].float()
