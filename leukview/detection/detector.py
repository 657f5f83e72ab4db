"""Nucleated cells, red cells and platelets of a field of any size and magnification, by a learned network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from leukview.detection.base import RED_CELL, Found
from leukview.detection.network import CentreNetwork, peaks
from leukview.detection.tiles import Tile, find_in_tiles
from leukview.detection.weights import DETECTOR, DetectorManifest, load_detector
from leukview.domain.progress import Progress
from leukview.imaging.ruler import red_cell_size
from leukview.imaging.stain import background_colour

__all__ = ["DRAWN", "Detector"]

Image = NDArray[np.uint8]

DRAWN = 0.85
"""Red cells as the ruler measures them, against the boxes people draw around them: those are loose, and clumps count whole."""
_TILE = 640
"""Largest side of what is looked at at once, in the network's pixels."""
_OVERLAP = 4.0
"""In red-cell diameters (30 µm): wider than any blood cell."""
_MARGIN = 0.12
"""In red-cell diameters: how far off a box's side may be where a tile's border cuts the cell."""
_OFF = 1.2
"""Where the red cells that are found say that the ruler was off by more than this factor, they are believed."""
_ENOUGH = 4
"""Red cells that must have been found for that."""
_ELSEWHERE = (0.5, 2.0)
"""Where fewer are found, the ruler may have measured something else: the scales at which they are looked for, too."""
_MULTIPLE = 32
_COARSEST, _FINEST = 1 / 64, 4.0


class Detector:
    """Finds the objects of a field. The network is read only, so it may be shared between threads.

    Parameters
    ----------
    manifest:
        Scale, normalisation and thresholds.
    network:
        The network.
    device:
        ``cpu`` or ``cuda``.
    """

    def __init__(self, manifest: DetectorManifest, network: CentreNetwork, device: str = "cpu") -> None:
        self.manifest = manifest
        self.name = f"{manifest.id} {manifest.sha256[:12]}"
        self.network = network.to(device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        self.device = device

    @classmethod
    def load(cls, model_id: str = DETECTOR, device: str = "cpu", folder: Path | None = None) -> Detector:
        """Load installed weights.

        Raises
        ------
        EnvironmentFault
            When they are missing or damaged.
        """
        return cls(*load_detector(model_id, folder), device)

    def find(self, image: Image, progress: Progress, least: Sequence[float] | None = None) -> Found:
        """Return the objects of a field, best first; boxes in its pixels, within it.

        The field is looked at where its red cells have the size the network was made for: first as the ruler measures them,
        and, where the red cells found in the middle tile say that it was wrong, at their size. Where hardly any are found
        there, they are looked for at half and twice that scale.

        Parameters
        ----------
        image:
            H×W×3 uint8 RGB.
        progress:
            Told of every tile; may cancel.
        least:
            Least score of each kind; the manifest's thresholds without.

        Raises
        ------
        Cancelled
            When the user cancels.
        """
        white, size = background_colour(image), (image.shape[1], image.shape[0])
        wanted = self.manifest.thresholds if least is None else tuple(least)
        red = red_cell_size(image)
        factor = self._factor(red)
        tile = _middle(size, round(_TILE / factor))
        progress.check_cancelled()
        low = tuple(map(min, wanted, self.manifest.thresholds))
        first = self._look(image, tile, factor, white, low)
        seen = self._seen(first, tile) or self._seen_elsewhere(image, red, white)
        off = max(seen / red, red / seen) if seen else 1.0
        believed = self._factor(seen) if seen and off > _OFF else factor

        def look(here: Tile) -> Found:
            if here == tile and believed == factor:
                return first.part(first.scores >= np.array(wanted)[first.kinds])
            return self._look(image, here, believed, white, wanted)

        unit = self.manifest.red / believed
        return find_in_tiles(look, size, round(_TILE / believed), round(_OVERLAP * unit), _MARGIN * unit, progress)

    def _factor(self, red: float) -> float:
        return float(np.clip(self.manifest.red / red, _COARSEST, _FINEST))

    def _seen_elsewhere(self, image: Image, red: float, white: NDArray[np.float64]) -> float | None:
        """Return the red cells' diameter from the other scale at which most are found for an area; None where too few are."""
        most, best = 0.0, None
        for times in _ELSEWHERE:
            factor = self._factor(red * times)
            tile = _middle((image.shape[1], image.shape[0]), round(_TILE / factor))
            found = self._look(image, tile, factor, white, self.manifest.thresholds)
            dense = (found.kinds == RED_CELL).sum() / ((tile.x1 - tile.x0) * (tile.y1 - tile.y0))
            if dense > most and (seen := self._seen(found, tile)) is not None:
                most, best = float(dense), seen
        return best

    def _seen(self, found: Found, tile: Tile) -> float | None:
        """Return the red cells' diameter as the network sees them in a tile; None where it sees too few."""
        cells = found.of_kind(RED_CELL, self.manifest.thresholds[RED_CELL]).boxes
        inner = (cells[:, :2] > (tile.x0 + 1, tile.y0 + 1)).all(axis=1)
        inner &= (cells[:, 2:] < (tile.x1 - 1, tile.y1 - 1)).all(axis=1)
        if inner.sum() < _ENOUGH:
            return None
        return DRAWN * float(np.median(np.sqrt((cells[inner, 2:] - cells[inner, :2]).prod(axis=1))))

    @torch.inference_mode()
    def _look(
        self, image: Image, tile: Tile, factor: float, white: NDArray[np.float64], least: Sequence[float]
    ) -> Found:
        """Return the objects of one tile, in the field's pixels; they may reach beyond the tile."""
        region = image[tile.y0 : tile.y1, tile.x0 : tile.x1]
        width, height = (max(1, round(length * factor)) for length in (tile.x1 - tile.x0, tile.y1 - tile.y0))
        kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        pixels = np.empty((_up(height), _up(width), 3), dtype=np.uint8)
        pixels[:] = np.rint(white)
        pixels[:height, :width] = cv2.resize(region, (width, height), interpolation=kind)
        logits, sides = self.network(self._to_input(pixels))
        found = peaks(logits[0], sides[0], least)
        scale = np.array([(tile.x1 - tile.x0) / width, (tile.y1 - tile.y0) / height] * 2)
        return Found(found.boxes * scale + np.array([tile.x0, tile.y0] * 2), found.scores, found.kinds)

    def _to_input(self, pixels: Image) -> torch.Tensor:
        """Return 1×3×H×W float32, normalised."""
        batch = torch.from_numpy(pixels).permute(2, 0, 1)[None].to(self.device, torch.float32)
        mean = torch.tensor(self.manifest.mean, device=self.device).view(1, 3, 1, 1)
        std = torch.tensor(self.manifest.std, device=self.device).view(1, 3, 1, 1)
        return ((batch / 255 - mean) / std).contiguous(memory_format=torch.channels_last)


def _middle(size: tuple[int, int], side: int) -> Tile:
    """Return the part in the middle of a field of at most ``side`` pixels a side."""
    width, height = (min(length, side) for length in size)
    x, y = (size[0] - width) // 2, (size[1] - height) // 2
    return Tile(x, y, x + width, y + height)


def _up(length: int) -> int:
    """Return the next multiple of what the network's coarsest map needs."""
    return -(-length // _MULTIPLE) * _MULTIPLE
