"""Nucleus and cytoplasm by a learned U-Net: the central cell of a view, whatever its stain and scale."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from leukview.domain.box import Box
from leukview.domain.progress import Progress
from leukview.imaging.crops import View, cut_view, view_to_source
from leukview.segmentation.base import FoundCell, fills
from leukview.segmentation.classical import best_in_boxes
from leukview.segmentation.fields import field_cells
from leukview.segmentation.outcome import found_cell, same_cell
from leukview.segmentation.weights import SEGMENTER, SegmenterManifest, load_segmenter

__all__ = ["LearnedSegmenter"]

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Float = NDArray[np.float32]

_CLOSE_ENOUGH = 1.35
"""A cell whose size is off the network's best by more than this factor is looked at again at the right scale."""
_LEAST_PART = 0.004
"""Least area of a cell, as a part of the view."""
_BATCH = 16


class LearnedSegmenter:
    """See :class:`leukview.segmentation.base.Segmenter`. The network is read only, so it may be shared between threads.

    Parameters
    ----------
    manifest:
        Size, scale and normalisation of the network's view.
    network:
        N×3×S×S → N×3×S×S logits of background, cytoplasm, nucleus.
    device:
        ``cpu`` or ``cuda``.
    """

    def __init__(self, manifest: SegmenterManifest, network: nn.Module, device: str = "cpu") -> None:
        self.manifest = manifest
        self.name = f"{manifest.id} {manifest.sha256[:12]}"
        self.network = network.to(device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        self.device = device

    @classmethod
    def load(cls, device: str = "cpu", folder: Path | None = None, model_id: str = SEGMENTER) -> LearnedSegmenter:
        """Load weights, by default the shipped ones.

        Raises
        ------
        EnvironmentFault
            When they are missing or damaged.
        """
        return cls(*load_segmenter(model_id, folder), device)

    def single(self, image: Image) -> FoundCell | None:
        """Return the cell a single-cell image is about, or None where nothing stands out at its centre."""
        height, width = image.shape[:2]
        view = View(width / 2, height / 2, max(height, width))
        cell = self._best(image, [view])[0]
        if cell is None:
            return None
        again = self._fitting(cell, view)
        if again is not None:
            # The second look is at the same cell, larger or smaller; where it shows nothing, the first stands.
            cell = self._best(image, [again])[0] or cell
        return cell

    def field(self, image: Image, progress: Progress) -> list[FoundCell]:
        """Return every nucleated cell of a field: found by stain and shape, outlined by the network."""
        found = field_cells(image, progress)
        views = [_view_of(cell, self.manifest.filling) for cell in found]
        result = []
        for start in range(0, len(found), _BATCH):
            progress.check_cancelled()
            batch = slice(start, start + _BATCH)
            for rough, fine in zip(found[batch], self._best(image, views[batch]), strict=True):
                result.append(fine if fine is not None and same_cell(rough, fine) else rough)
        return result

    def boxed(self, image: Image, boxes: Sequence[Box], progress: Progress) -> list[FoundCell | None]:
        """Return the network's outline in each box of a field; where it sees another cell or a heap, that by stain and shape."""
        result: list[FoundCell | None] = []
        for start in range(0, len(boxes), _BATCH):
            progress.check_cancelled()
            batch = boxes[start : start + _BATCH]
            views = [
                View(box.x + box.width / 2, box.y + box.height / 2, max(8.0, max(box.width, box.height) / self.manifest.filling))
                for box in batch
            ]  # fmt: skip
            found = self._best(image, views)
            result += [cell if cell and fills(cell, box) else None for cell, box in zip(found, batch, strict=True)]
        missing = [number for number, cell in enumerate(result) if cell is None]
        if missing:
            rough = best_in_boxes(field_cells(image, progress), [boxes[number] for number in missing])
            for number, cell in zip(missing, rough, strict=True):
                result[number] = cell
        return result

    def _fitting(self, cell: FoundCell, view: View) -> View | None:
        """Return the view in which the cell has the size the network works best at; None where it nearly has."""
        better = _view_of(cell, self.manifest.filling)
        off = view.side / better.side
        return None if 1 / _CLOSE_ENOUGH < off < _CLOSE_ENOUGH else better

    def _best(self, image: Image, views: Sequence[View]) -> list[FoundCell | None]:
        size = self.manifest.input_size
        maps = self.predict([cut_view(image, view, size) for view in views])
        return [_central_cell(one, view, image.shape[:2]) for one, view in zip(maps, views, strict=True)]

    @torch.inference_mode()
    def predict(self, views: Sequence[Image]) -> Float:
        """Return N×S×S×2 float32 probabilities of cell and of nucleus for N views of S×S×3 uint8 RGB."""
        batch = torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).to(self.device, torch.float32)
        mean = torch.tensor(self.manifest.mean, device=self.device).view(1, 3, 1, 1)
        std = torch.tensor(self.manifest.std, device=self.device).view(1, 3, 1, 1)
        logits = self.network(((batch / 255 - mean) / std).contiguous(memory_format=torch.channels_last))
        shares = torch.softmax(logits.float(), dim=1)
        both = torch.stack([1 - shares[:, 0], shares[:, 2]], dim=-1)
        return np.ascontiguousarray(both.cpu().numpy())


def _view_of(cell: FoundCell, filling: float) -> View:
    """Return the view in which a cell's diameter fills this part of the side."""
    diameter = float(np.sqrt(4 * np.count_nonzero(cell.mask) / np.pi))
    box = cell.box
    longest = max(diameter, 0.8 * max(box.width, box.height))
    return View(box.x + box.width / 2, box.y + box.height / 2, max(8.0, longest / filling))


def _central_cell(maps: Float, view: View, shape: tuple[int, ...]) -> FoundCell | None:
    """Return the central cell of a view's probabilities, at the source image's resolution."""
    size = maps.shape[0]
    labels = _components(maps[..., 0] > 0.5)
    best = _most_central(labels)
    if best is None:
        return None
    own = np.asarray(cv2.dilate((labels == best).astype(np.uint8), np.ones((3, 3), np.uint8)), dtype=np.uint8)
    # Interpolating probabilities instead of a mask keeps the outline smooth where the source is larger than the view.
    height, width = shape[:2]
    to_source = view_to_source(view, size)
    x0, y0, x1, y1 = _extent(own, to_source, width, height)
    if x1 <= x0 or y1 <= y0:
        return None
    shifted = to_source - np.array([[0, 0, x0], [0, 0, y0]])
    warped = cv2.warpAffine(maps * own[..., None], shifted, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
    cell = _filled(warped[..., 0] > 0.5)
    nucleus = ((warped[..., 1] > 0.5) & (cell > 0)).astype(np.uint8)
    return found_cell(nucleus, cell, (x0, y0), (x1 - x0, y1 - y0))


def _components(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels, dtype=np.int32)


def _most_central(labels: NDArray[np.int32]) -> int | None:
    """Return the label of the component that is large and near the middle, or None."""
    size = labels.shape[0]
    best, weight = None, 0.0
    for label in range(1, int(labels.max(initial=0)) + 1):
        rows, columns = np.nonzero(labels == label)
        if len(rows) < _LEAST_PART * size * size:
            continue
        away = np.hypot(rows.mean() - size / 2, columns.mean() - size / 2) / size
        own = float(len(rows) * np.exp(-((away / 0.2) ** 2)))
        if own > weight:
            best, weight = label, own
    return best


def _extent(mask: Mask, to_source: NDArray[np.float64], width: int, height: int) -> tuple[int, int, int, int]:
    """Return x0, y0, x1, y1 of a view's mask in the source image, with a pixel to spare and cut to the image."""
    x, y, w, h = cv2.boundingRect(mask)
    corners = to_source @ np.array([[x - 1, x + w, x - 1, x + w], [y - 1, y - 1, y + h, y + h], [1, 1, 1, 1]])
    low, high = np.floor(corners.min(axis=1)).astype(int), np.ceil(corners.max(axis=1)).astype(int) + 1
    return max(0, int(low[0])), max(0, int(low[1])), min(width, int(high[0])), min(height, int(high[1]))


def _filled(mask: NDArray[np.bool_]) -> Mask:
    """Return the largest component with its holes filled."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    result = np.zeros(mask.shape, np.uint8)
    if contours:
        cv2.drawContours(result, [max(contours, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return result
