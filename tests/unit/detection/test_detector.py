"""The detector around its network: scale, tiles and coordinates, with a network that measures discs exactly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from leukview.detection import detector as module
from leukview.detection.base import NUCLEATED, RED_CELL
from leukview.detection.detector import Detector
from leukview.detection.network import STRIDE
from leukview.detection.weights import DetectorManifest
from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress

RED, VIOLET = (228, 150, 150), (110, 40, 140)


class DiscNetwork(nn.Module):
    """Says a centre and sides for each red or violet disc that is seen, at any size."""

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        image = pixels[0].permute(1, 2, 0).numpy() * 255
        height, width = image.shape[0] // STRIDE, image.shape[1] // STRIDE
        logits, sides = torch.full((1, 3, height, width), -9.0), torch.ones((1, 4, height, width))
        violet = image[..., 1] < 100
        near_violet = cv2.dilate(violet.astype(np.uint8), np.ones((5, 5))) > 0
        red = (image[..., 1] < 190) & ~near_violet
        for kind, mask in ((NUCLEATED, violet), (RED_CELL, red)):
            _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
            for x, y, w, h, area in stats[1:]:
                if area < 30:
                    continue
                column, row = int((x + w / 2) / STRIDE), int((y + h / 2) / STRIDE)
                at_x, at_y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
                logits[0, kind, row, column] = 3.0
                sides[0, :, row, column] = torch.tensor([at_x - x, at_y - y, x + w - at_x, y + h - at_y])
        return logits, sides


def detector() -> Detector:
    manifest = DetectorManifest(
        id="discs", title="t", mean=(0, 0, 0), std=(1, 1, 1), weights="w", sha256="0" * 64, licence="", data=(), recipe="",
        commands=(), software="", encoder="none", width=8, red=24, thresholds=(0.5, 0.5, 0.5),
    )  # fmt: skip
    return Detector(manifest, DiscNetwork())


def field(width: int, height: int, red: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A drawn field: red discs of one size on a loose grid, and violet ones, twice as wide, in place of some."""
    rng = np.random.default_rng(seed)
    image = np.full((height, width, 3), 245, np.uint8)
    cells = []
    step = 3 * red
    columns, rows = (range(step // 2, length - step // 2 + 1, step) for length in (width, height))
    for number, (y, x) in enumerate((y, x) for y in rows for x in columns):
        centre = (x + int(rng.integers(-red // 6, red // 6 + 1)), y + int(rng.integers(-red // 6, red // 6 + 1)))
        if number % 7 == 3:
            cv2.circle(image, centre, red, VIOLET, cv2.FILLED)
            cells.append((centre[0] - red, centre[1] - red, centre[0] + red + 1, centre[1] + red + 1))
        else:
            cv2.circle(image, centre, red // 2, RED, cv2.FILLED)
    return image, np.array(cells, dtype=np.float64)


def paired(found: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return for each cell how far off the nearest box's worst side is."""
    return np.abs(found[None] - cells[:, None]).max(axis=2).min(axis=1)


@pytest.mark.parametrize("red", [12, 30, 70])
def test_cells_are_found_at_any_magnification(red: int) -> None:
    image, cells = field(16 * red, 12 * red, red)
    found = detector().find(image, NoProgress()).of_kind(NUCLEATED)
    assert len(found) == len(cells) > 0
    assert paired(found.boxes, cells).max() < 0.15 * red


def test_a_field_of_many_tiles_gives_what_one_look_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    image, cells = field(900, 700, 30)
    one = detector().find(image, NoProgress())
    monkeypatch.setattr(module, "_TILE", 230)
    told = []

    class Watch(NoProgress):
        def report(self, done: int, total: int, message: str = "") -> None:
            told.append((done, total))

    many = detector().find(image, Watch())
    assert told[-1][0] == told[-1][1] > 6
    assert sorted(one.kinds.tolist()) == sorted(many.kinds.tolist())
    assert len(many.of_kind(NUCLEATED)) == len(cells)
    assert paired(many.boxes, cells).max() < 4


def test_red_cells_that_were_found_correct_the_ruler(monkeypatch: pytest.MonkeyPatch) -> None:
    image, cells = field(900, 700, 40)
    monkeypatch.setattr(module, "red_cell_size", lambda _image: 75.0)
    own = detector()
    factors = []
    look = own._look

    def watched(image, tile, factor, white, least):
        factors.append(factor)
        return look(image, tile, factor, white, least)

    monkeypatch.setattr(own, "_look", watched)
    found = own.find(image, NoProgress())
    assert factors[0] == pytest.approx(24 / 75)
    assert factors[-1] == pytest.approx(24 / (module.DRAWN * 41), rel=0.1)
    assert len(found.of_kind(NUCLEATED)) == len(cells)


@pytest.mark.parametrize("measured", [170.0, 9.0])
def test_a_ruler_that_is_off_so_far_that_no_red_cell_is_found_is_corrected(
    monkeypatch: pytest.MonkeyPatch, measured: float
) -> None:
    image, cells = field(700, 500, 40)
    monkeypatch.setattr(module, "red_cell_size", lambda _image: measured)
    own = detector()
    if measured < 40:
        # Red cells that fill the view are none to the network.
        whole, forward = own.network, own.network.forward
        monkeypatch.setattr(whole, "forward", lambda pixels: _without_large(*forward(pixels)))
    found = own.find(image, NoProgress()).of_kind(NUCLEATED)
    assert len(found) == len(cells) and paired(found.boxes, cells).max() < 8


def _without_large(logits: torch.Tensor, sides: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    wide = (sides[:, 0] + sides[:, 2] > 70)[:, None]
    return torch.where(wide, torch.full_like(logits, -9.0), logits), sides


def test_a_field_without_anything_gives_nothing() -> None:
    assert len(detector().find(np.full((200, 300, 3), 240, np.uint8), NoProgress())) == 0


def test_it_can_be_cancelled() -> None:
    progress = NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        detector().find(field(300, 300, 20)[0], progress)
