"""Grad-CAM (Selvaraju et al., ICCV 2017) with the ``grad-cam`` library: where in a view the evidence for a class lies."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

from leukview.domain.box import CellView
from leukview.pipelines.base import ExplainTarget

__all__ = ["combined", "heat_map"]

_RIM = 1 / 12
"""Part of a map's side over which it fades out at each edge."""


def heat_map(target: ExplainTarget, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return an S×S map in 0–1 of the evidence for one class in one view.

    The maps of the target's layers are averaged. Each map is scaled to its own largest value, so two cells' maps cannot be
    compared with each other. Not thread-safe: hooks are set on the shared network, so callers hold a lock.

    Parameters
    ----------
    target:
        Network, layers and class index; the index is checked here, because the library would swallow the error.
    pixels:
        S×S×3 uint8 RGB view.

    Raises
    ------
    IndexError
        When the class index is beyond the network's outputs.
    """
    batch = target.to_input([pixels]).requires_grad_()
    outputs = target.network(batch.detach()).shape[1]
    if not 0 <= target.index < outputs:
        raise IndexError(f"class index {target.index} is not within the network's {outputs} outputs")
    with GradCAM(model=target.network, target_layers=list(target.layers)) as cam:
        grey = cam(input_tensor=batch, targets=[ClassifierOutputTarget(target.index)])[0]
    size = pixels.shape[0]
    if grey.shape != (size, size):
        grey = cv2.resize(grey, (size, size), interpolation=cv2.INTER_LINEAR)
    top = float(grey.max())
    scaled = grey / top if top > 0 else grey
    return np.asarray(np.clip(scaled, 0, 1), dtype=np.float32)


def combined(maps: Sequence[tuple[NDArray[np.float32], CellView, float]], view: CellView) -> NDArray[np.float32]:
    """Return one S×S map in 0–1 over ``view``: the weighted mean of several networks' maps, each brought to its place.

    Parameters
    ----------
    maps:
        Square maps in 0–1, the square of the source image that each covers, and the network's weight in the call. The first one's
        side is the result's S.
    view:
        The square the result covers; what a map shows beyond it is lost, what it does not reach counts as 0. A map fades out over
        the outermost twelfth of its square, where no cell is, so that its edge is not taken for a finding.
    """
    size = maps[0][0].shape[0]
    rim = np.minimum(np.arange(size), np.arange(size)[::-1]) / (size * _RIM)
    fade = np.clip(np.minimum(rim[:, None], rim[None, :]), 0, 1).astype(np.float32)
    total = np.zeros((size, size), np.float32)
    for values, own, weight in maps:
        # A network may have another input size than the first.
        sized = values if len(values) == size else cv2.resize(values, (size, size), interpolation=cv2.INTER_LINEAR)
        scale = view.side / own.side
        # Pixel centres of the result to pixel centres of the map.
        offset = [(view.cx - own.cx) * size / own.side, (view.cy - own.cy) * size / own.side]
        middle = size / 2 - 0.5
        to_map = np.array([[scale, 0, offset[0] + middle * (1 - scale)], [0, scale, offset[1] + middle * (1 - scale)]])
        total += weight * cv2.warpAffine(
            sized * fade, to_map, (size, size), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
    top = float(total.max())
    return np.asarray(np.clip(total / top if top > 0 else total, 0, 1), dtype=np.float32)
