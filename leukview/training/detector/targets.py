"""What the detector should say of a view, and how far off it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torchvision.ops import generalized_box_iou_loss

from leukview.detection.base import KINDS, NUCLEATED
from leukview.detection.network import STRIDE

__all__ = ["Targets", "centre_loss", "draw_targets", "sides_loss"]

Targets = dict[str, torch.Tensor]
"""``heat`` and ``care``, kinds×h×w float32 in 0–1; ``sides``, 4×h×w float32 in pixels; ``weight``, h×w float32."""

_MIDDLE = 0.54
"""Part of an object's sides about its centre in which places answer for it; that of TTFNet (Liu et al., AAAI 2020)."""
_SEEN = 0.35
"""An object of which less than this part lies in the view is neither asked for nor held against the network."""


def draw_targets(boxes: NDArray[np.float64], kinds: NDArray[np.int64], known: Sequence[bool], side: int) -> Targets:
    """Return what the network should say of a ``side``×``side`` view.

    Parameters
    ----------
    boxes, kinds:
        N×4 float64 in the view's pixels, and N int64; objects may lie partly or wholly outside.
    known:
        For each kind, whether all objects of the view have a box: where not, the network is not asked for that kind.
    """
    places = side // STRIDE
    heat = np.zeros((len(KINDS), places, places), np.float32)
    care = np.broadcast_to(np.asarray(known, np.float32)[:, None, None], heat.shape).copy()
    sides = np.zeros((4, places, places), np.float32)
    weight = np.zeros((places, places), np.float32)
    inside = np.clip(boxes, 0, side)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    seen = np.prod(inside[:, 2:] - inside[:, :2], axis=1) / np.maximum(areas, 1e-6)
    # From large to small: where two overlap, the smaller one answers, as it has fewer places.
    for index in np.argsort(-areas):
        box, kind = inside[index], int(kinds[index])
        if seen[index] < _SEEN:
            care[kind][_places_of(box)] = 0
        else:
            _draw(box, heat[kind], sides, weight)
    return {name: torch.from_numpy(value) for name, value in _named(heat, care, sides, weight).items()}


def _named(*maps: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    return dict(zip(("heat", "care", "sides", "weight"), maps, strict=True))


def _places_of(box: NDArray[np.float64]) -> tuple[slice, slice]:
    x0, y0 = np.floor(box[:2] / STRIDE).astype(int)
    x1, y1 = np.ceil(box[2:] / STRIDE).astype(int)
    return slice(y0, y1), slice(x0, x1)


def _draw(
    box: NDArray[np.float64], heat: NDArray[np.float32], sides: NDArray[np.float32], weight: NDArray[np.float32]
) -> None:
    """Add one object to the maps, in place: a bell about its centre, and its sides as seen from each place under it."""
    size = (box[2:] - box[:2]) / STRIDE
    reach_x, reach_y = (max(0, int(_MIDDLE * length / 2)) for length in size)
    last = heat.shape[0] - 1
    x, y = (min(last, int(value)) for value in (box[:2] + box[2:]) / 2 / STRIDE)
    rows, columns = (
        np.arange(max(0, y - reach_y), min(last, y + reach_y) + 1),
        np.arange(max(0, x - reach_x), min(last, x + reach_x) + 1),
    )
    bell = _bell(rows - y, reach_y)[:, None] * _bell(columns - x, reach_x)[None]
    window = np.ix_(rows, columns)
    heat[window] = np.maximum(heat[window], bell)
    weight[window] = bell / bell.sum()
    at_x, at_y = np.meshgrid((columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE)
    for number, distance in enumerate((at_x - box[0], at_y - box[1], box[2] - at_x, box[3] - at_y)):
        sides[number][window] = distance


def _bell(away: NDArray[np.int64], reach: int) -> NDArray[np.float32]:
    return np.exp(-0.5 * (away / ((2 * reach + 1) / 6)) ** 2).astype(np.float32)


def centre_loss(logits: torch.Tensor, heat: torch.Tensor, care: torch.Tensor, nucleated: float) -> torch.Tensor:
    """Return the focal loss with fewer penalties near centres, over the number of objects.

    Law and Deng, "CornerNet", ECCV 2018, as CenterNet uses it: exponents 2 and 4.

    Parameters
    ----------
    logits, heat, care:
        N×kinds×h×w float32; ``heat`` is 1 at centres, ``care`` 0 where nothing is asked.
    nucleated:
        What a nucleated cell counts against another object.
    """
    centre = heat > 0.999
    yes, no = torch.nn.functional.logsigmoid(logits), torch.nn.functional.logsigmoid(-logits)
    chance = torch.sigmoid(logits)
    each = torch.where(centre, (1 - chance) ** 2 * yes, (1 - heat) ** 4 * chance**2 * no)
    counts = torch.ones(len(KINDS), device=logits.device)
    counts[NUCLEATED] = nucleated
    scale = counts.view(1, -1, 1, 1)
    return -(each * care * scale).sum() / (centre * scale).sum().clamp(min=1)


def sides_loss(sides: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Return the mean generalised IoU loss of the boxes, 0–2 (Rezatofighi et al., CVPR 2019); 0 where there is no object.

    Parameters
    ----------
    sides, wanted:
        N×4×h×w float32, distances to left, top, right and bottom in pixels.
    weight:
        N×h×w float32, 0 where no box is asked for.
    """
    at = weight > 0
    if not bool(at.any()):
        return sides.sum() * 0
    losses: torch.Tensor = generalized_box_iou_loss(_boxes(sides, at), _boxes(wanted, at))
    mean: torch.Tensor = (losses * weight[at]).sum() / weight[at].sum()
    return mean


def _boxes(sides: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """Return M×4 boxes about the origin from the distances at the chosen places."""
    picked = sides.permute(0, 2, 3, 1)[at]
    return torch.cat([-picked[:, :2], picked[:, 2:]], dim=1)
