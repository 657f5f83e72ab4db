"""A compact detector without anchors: every pixel of a coarse map says what is centred there, and how far its sides are.

Zhou et al., "Objects as Points" (CenterNet), arXiv 1904.07850, with the distances to the four sides in place of size and offset:
Liu et al., "Training-Time-Friendly Network for Real-Time Object Detection" (TTFNet), AAAI 2020. That learns in a tenth of the
epochs, and so on a desktop's processor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import timm
import torch
from torch import nn
from torch.nn import functional

from leukview.detection.base import KINDS, Found

__all__ = ["STRIDE", "CentreNetwork", "peaks"]

STRIDE = 4
"""Input pixels a side that one place of the maps stands for."""
_MOST = 400
"""Most objects that are read from one view."""
_RARE = 0.02
"""Chance of a centre at any place before training: else the first steps go into learning that most places are empty."""


class CentreNetwork(nn.Module):
    """A timm encoder, a decoder that adds coarse maps to finer ones, and two heads.

    Parameters
    ----------
    encoder:
        Name of a timm backbone whose features come at strides 4, 8, 16 and 32; untrained.
    width:
        Channels of the decoder.
    red:
        The red cells' diameter in the views it is made for, in pixels: the unit in which sides are learnt.
    """

    def __init__(self, encoder: str, width: int, red: float) -> None:
        super().__init__()
        self.encoder = timm.create_model(encoder, pretrained=False, features_only=True, out_indices=(1, 2, 3, 4))
        channels: list[int] = self.encoder.feature_info.channels()  # type: ignore[union-attr, operator]
        self.across = nn.ModuleList(nn.Conv2d(n, width, 1) for n in channels)
        self.smooth = nn.ModuleList(_mixing(width) for _ in channels[:-1])
        self.centres = nn.Sequential(_mixing(width), nn.Conv2d(width, len(KINDS), 1))
        self.sides = nn.Sequential(_mixing(width), nn.Conv2d(width, 4, 1))
        self.unit = red / 2
        nn.init.constant_(self.centres[-1].bias, math.log(_RARE / (1 - _RARE)))  # type: ignore[arg-type]

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return N×kinds×h×w logits of a centre, and N×4×h×w distances in input pixels.

        Parameters
        ----------
        pixels:
            N×3×H×W float32, normalised; H and W multiples of 32. h is H / 4, w is W / 4; the distances, left, top, right and
            bottom, are those from the middle of a place to the sides of the object there, and above 0.
        """
        features = self.encoder(pixels)
        map_ = self.across[-1](features[-1])
        for level in range(len(features) - 2, -1, -1):
            map_ = functional.interpolate(map_, scale_factor=2.0, mode="nearest")
            map_ = self.smooth[level](map_ + self.across[level](features[level]))
        # Exponents keep distances positive; held back so that a wild first step does not overflow in half precision.
        return self.centres(map_), self.unit * torch.exp(self.sides(map_).float().clamp(-5, 4))


def _mixing(width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)
    )


def peaks(logits: torch.Tensor, sides: torch.Tensor, least: Sequence[float]) -> Found:
    """Return the objects that one view's maps say: each a peak among its eight neighbours.

    Parameters
    ----------
    logits, sides:
        kinds×h×w and 4×h×w, as :class:`CentreNetwork` gives them.
    least:
        Least score of each kind.

    Returns
    -------
    Boxes in pixels of the view, best first; they may reach beyond its edge.
    """
    heat = torch.sigmoid(logits.float())
    highest = functional.max_pool2d(heat[None], 3, stride=1, padding=1)[0]
    floor = torch.tensor(least, device=heat.device).view(-1, 1, 1)
    kinds, rows, columns = torch.nonzero((heat == highest) & (heat >= floor), as_tuple=True)
    scores = heat[kinds, rows, columns]
    order = torch.argsort(scores, descending=True, stable=True)[:_MOST]
    kinds, rows, columns = kinds[order], rows[order], columns[order]
    x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
    left, top, right, bottom = sides[:, rows, columns].float()
    boxes = torch.stack([x - left, y - top, x + right, y + bottom], dim=1)
    return Found(
        boxes.cpu().numpy().astype(np.float64),
        scores[order].cpu().numpy().astype(np.float64),
        kinds.cpu().numpy().astype(np.int64),
    )
