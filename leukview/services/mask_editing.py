"""A person's outline of a cell, drawn by Segment Anything (SAM) from clicks and boxes.

The compact SAM in use draws it, shipped or the laboratory's own, or one of Meta's checkpoints where one was chosen. What is put
into use while the program runs serves from the next answer on.
Everything but :meth:`MaskEditor.missing` is slow (a network is loaded, an image is read and encoded): for workers only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.progress import NoProgress, Progress
from leukview.finders import finder_in_use
from leukview.imaging.masks import pack
from leukview.imaging.measure import measure
from leukview.imaging.readers import read_rgb
from leukview.resources import models_dir
from leukview.segmentation.base import CYTOPLASM, NUCLEUS
from leukview.segmentation.outcome import tidy

if TYPE_CHECKING:
    from leukview.segmentation.sam import Prompt

__all__ = ["Hints", "MaskEditor", "Part", "Sees"]

Part = Literal["cell", "nucleus"]
Bool = NDArray[np.bool_]
Points = tuple[tuple[float, float, bool], ...]
_File = tuple[Path, int]
_Weights = tuple[Path, int, int]
_Corners = tuple[float, float, float, float]

_NEEDED = (".json", ".safetensors")
"""Ends of a compact SAM's manifest and weights; that both are there says nothing of their content, which loading checks."""
_AROUND = 2.5
"""Side of what SAM sees, in sides of the cell's box: what the window shows of a field, and near what SAM was trained on."""
_SPECK = 0.05
"""A piece smaller than this part of the largest is dropped."""
_THREAD = 0.008
"""Half the width, as a part of what SAM sees, below which a thread is dropped: it is no part of a cell."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person pointed at for one part of a cell, in source pixels.

    Attributes
    ----------
    points:
        (x, y, inside); not ``inside`` means "not this".
    box:
        Left, top, right and bottom of a box round the part, or None.
    """

    points: Points = ()
    box: tuple[float, float, float, float] | None = None

    def __bool__(self) -> bool:
        """Whether anything was pointed at."""
        return bool(self.points) or self.box is not None

    def with_point(self, x: float, y: float, inside: bool) -> Hints:
        """Return these hints and one more point."""
        return replace(self, points=(*self.points, (x, y, inside)))

    def with_box(self, left: float, top: float, right: float, bottom: float) -> Hints:
        """Return these hints with this box, in place of an earlier one."""
        return replace(self, box=(left, top, right, bottom))

    def corners(self) -> list[tuple[float, float]]:
        """Return every point and both corners of the box, (x, y)."""
        box = [self.box[:2], self.box[2:]] if self.box is not None else []
        return [(x, y) for x, y, *_ in (*self.points, *box)]


class Sees(Protocol):
    """What is needed of :class:`leukview.segmentation.sam.Sammer`."""

    def look_at(self, image: NDArray[np.uint8]) -> None:
        """Encode an H×W×3 uint8 RGB image."""
        ...

    def masks(self, prompt: Prompt) -> tuple[Bool, NDArray[np.float32]]:
        """Return up to three H×W masks, best first, and the overlap expected of each (0–1)."""
        ...


def _load(checkpoint: str) -> Sees:
    """Return the official SAM of a checkpoint, or without one the compact SAM."""
    from leukview.segmentation.sam import Sammer, load_compact, load_official

    return Sammer(
        load_official(Path(checkpoint).expanduser())[1] if checkpoint else load_compact(*finder_in_use("sam"))
    )


class MaskEditor:
    """Outlines cells as a person asks. Safe to use from several threads; one answer is worked out at a time.

    Parameters
    ----------
    checkpoint:
        Returns the path of one of Meta's checkpoints from the settings; empty for the compact SAM.
    load:
        Loads what sees, given that path.
    """

    def __init__(self, checkpoint: Callable[[], str] = str, load: Callable[[str], Sees] = _load) -> None:
        self._checkpoint = checkpoint
        self._load = load
        self._lock = Lock()
        self._sees: tuple[_Weights, Sees] | None = None
        self._image: tuple[_File, NDArray[np.uint8]] | None = None
        self._seen: tuple[_File, Box] | None = None

    def missing(self) -> str:
        """Return which file is missing and what to do, in plain words; empty where outlines can be edited."""
        checkpoint = self._checkpoint()
        if checkpoint:
            if Path(checkpoint).expanduser().is_file():
                return ""
            where = "Choose it again under Laboratory, or clear it there to use the shipped model."
            return f"The SAM checkpoint {checkpoint} is not there. {where}"
        try:
            model_id, own = finder_in_use("sam")
        except EnvironmentFault as fault:
            return str(fault)
        folder = own or models_dir()
        gone = next((name for name in (model_id + end for end in _NEEDED) if not (folder / name).is_file()), "")
        if not gone:
            return ""
        if own is not None:
            return f"The SAM in use cannot be used ({own / gone} is missing). Choose another under More → Model → Choose weights…"
        return (
            f"The model that outlines cells is not installed ({folder.name}/{gone} is missing). "
            "Reinstall LeukView, or choose one of Meta's SAM checkpoints, as sam_vit_b_01ec64.pth, under Laboratory."
        )

    def look_at(self, folder: Path, cell: Cell, progress: Progress | None = None) -> None:
        """Read and encode the region round a cell, so that the first answer comes at once.

        Raises
        ------
        InputProblem
            When the image or the checkpoint cannot be read.
        EnvironmentFault
            When the compact SAM's files are missing or damaged.
        """
        with self._lock:
            self._see(folder / cell.file, cell, {}, progress or NoProgress())

    def outline(
        self,
        folder: Path,
        cell: Cell,
        mask: NDArray[np.uint8] | None,
        hints: Mapping[Part, Hints],
        progress: Progress | None = None,
    ) -> HumanMask:
        """Return the outline that a person's hints ask for; a part without hints stays as it is, within the cell.

        Parameters
        ----------
        folder, cell:
            The case's folder and the cell, whose ``file`` is read.
        mask:
            The cell's present mask, of the size of its ``final_box``; None where it has none.
        hints:
            What was pointed at for each part.
        progress:
            Asked whether to stop between steps.

        Raises
        ------
        InputProblem
            When nothing is found there, or the image or the checkpoint cannot be read.
        EnvironmentFault
            When the compact SAM's files are missing or damaged.
        """
        progress = progress or NoProgress()
        with self._lock:
            image, region, sees = self._see(folder / cell.file, cell, hints, progress)
            present = _within(mask, cell.final_box, region)
            parts: dict[Part, Bool] = {"cell": present > 0, "nucleus": present == NUCLEUS}
            for part, asked in hints.items():
                progress.check_cancelled()
                if asked:
                    parts[part] = _answer(sees, _shifted(asked, region), parts[part])
        return _composed(cell.id, image, region, parts)

    def _see(
        self, path: Path, cell: Cell, hints: Mapping[Part, Hints], progress: Progress
    ) -> tuple[NDArray[np.uint8], Box, Sees]:
        """Return the image, the region that is encoded, and who encoded it."""
        checkpoint = self._checkpoint()
        weights = _weights(checkpoint)
        if self._sees is None or self._sees[0] != weights:
            self._seen = None
            self._sees = (weights, self._load(checkpoint))
        sees = self._sees[1]
        progress.check_cancelled()
        file = _file(path)
        if self._image is None or self._image[0] != file:
            self._image = (file, read_rgb(path))
        image = self._image[1]
        region = _region(cell.final_box, image.shape[1], image.shape[0], hints)
        if self._seen != (file, region):
            progress.check_cancelled()
            self._seen = None
            sees.look_at(np.ascontiguousarray(_cut(image, region)))
            self._seen = (file, region)
        return image, region, sees


def _weights(checkpoint: str) -> _Weights:
    """Return by what the weights to outline with are known again: others may be put into use while the program runs.

    The file that names them, the time of its last change (ns) and its size (bytes). ``EnvironmentFault`` where those in use are
    gone.
    """
    if checkpoint:
        path = Path(checkpoint).expanduser()
    else:
        model_id, folder = finder_in_use("sam")
        path = (folder or models_dir()) / f"{model_id}.json"
    try:
        state = path.stat()
    except OSError:
        return path, 0, 0  # loading says what is missing
    return path, state.st_mtime_ns, state.st_size


def _file(path: Path) -> _File:
    """Return by what an image that was read is known again: a file may be replaced while its cell is looked at."""
    try:
        return path, path.stat().st_mtime_ns
    except OSError:
        return path, 0


def _region(box: Box, width: int, height: int, hints: Mapping[Part, Hints]) -> Box:
    """Return the region to encode: the cell's neighbourhood within the image, and whatever was pointed at outside of it."""
    side = max(16, round(_AROUND * max(box.width, box.height)))
    left, top = round(box.x + box.width / 2 - side / 2), round(box.y + box.height / 2 - side / 2)
    # At the image's edge there is more to see on the other side.
    left, top = max(0, min(left, width - side)), max(0, min(top, height - side))
    right, bottom = left + side, top + side
    for x, y in (corner for asked in hints.values() for corner in asked.corners()):
        left, top, right, bottom = min(left, int(x)), min(top, int(y)), max(right, int(x) + 1), max(bottom, int(y) + 1)
    left, top = max(0, left), max(0, top)
    return Box(left, top, min(width, right) - left, min(height, bottom) - top)


def _cut(pixels: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    return pixels[box.y : box.y + box.height, box.x : box.x + box.width]


def _within(mask: NDArray[np.uint8] | None, box: Box, region: Box) -> NDArray[np.uint8]:
    """Return a box-sized mask as it lies in a region; what lies outside of it is cut off."""
    whole = np.zeros((region.height, region.width), np.uint8)
    if mask is not None:
        left, top = max(box.x, region.x), max(box.y, region.y)
        right = min(box.x + box.width, region.x + region.width)
        bottom = min(box.y + box.height, region.y + region.height)
        if right > left and bottom > top:
            own = mask[top - box.y : bottom - box.y, left - box.x : right - box.x]
            whole[top - region.y : bottom - region.y, left - region.x : right - region.x] = own
    return whole


def _shifted(hints: Hints, region: Box) -> Hints:
    """Return the hints in a region's own pixels."""
    points = tuple((x - region.x, y - region.y, inside) for x, y, inside in hints.points)
    if hints.box is None:
        return Hints(points)
    left, top, right, bottom = hints.box
    return Hints(points, (left - region.x, top - region.y, right - region.x, bottom - region.y))


def _answer(sees: Sees, hints: Hints, present: Bool) -> Bool:
    """Return the mask that answers a part's hints: a box alone says it all, each click mends what stands after the one before."""
    if hints.box is not None:
        return _best(sees, [(hints.points, hints.box)], hints.points, present, alike=False)
    for count in range(1, len(hints.points) + 1):
        points = hints.points[:count]
        if not present.any() and not any(inside for *_, inside in points):
            continue  # what it shall not be says nothing yet
        # Without a word about the rest SAM would outline only what was clicked at. Of two ways to say it, each fails at times.
        asked: list[tuple[Points, _Corners | None]] = [((*_anchor(present, points), *points), None)]
        if present.any():
            asked.append((points, _around(present, points)))
        present = _best(sees, asked, points, present, alike=True)
    return present


def _best(
    sees: Sees, asked: Sequence[tuple[Points, _Corners | None]], points: Points, present: Bool, *, alike: bool
) -> Bool:
    """Return, of SAM's whole, part and sub-part for every prompt, the one that does what was asked.

    Among those it is the one that SAM expects most of and, where ``alike``, that is most like what was there.
    """
    from leukview.segmentation.sam import Prompt

    found = [sees.masks(Prompt(points=given, box=box)) for given, box in asked]
    masks = [one for several, _ in found for one in several]
    worth = np.concatenate([scores for _, scores in found]).astype(float)
    if alike:
        worth = worth + [_iou(one, present) for one in masks]
    best = max(range(len(masks)), key=lambda n: (_obeyed(masks[n], points), worth[n]))
    return _tidied(masks[best])


def _around(present: Bool, points: Points) -> _Corners:
    """Return the box of what is there and of what shall be."""
    rows, columns = np.nonzero(present)
    across = [*columns, *(int(x) for x, _, wanted in points if wanted)]
    down = [*rows, *(int(y) for _, y, wanted in points if wanted)]
    return float(min(across)), float(min(down)), float(max(across) + 1), float(max(down) + 1)


def _anchor(present: Bool, points: Points) -> Points:
    """Return a point deep within the present mask and far from what shall not belong to it; none where there is no mask."""
    free = np.pad(present.astype(np.uint8), 1)
    for x, y, inside in points:
        if not inside and 0 <= int(y) < present.shape[0] and 0 <= int(x) < present.shape[1]:
            free[int(y) + 1, int(x) + 1] = 0
    depth = cv2.distanceTransform(free, cv2.DIST_L2, 5)
    if not depth.any():
        return ()
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return ((float(column) - 0.5, float(row) - 0.5, True),)


def _iou(first: Bool, second: Bool) -> float:
    either = int(np.count_nonzero(first | second))
    return int(np.count_nonzero(first & second)) / either if either else 0.0


def _obeyed(mask: Bool, points: Points) -> int:
    """Return how many points lie on the side of the outline where they were wanted."""
    height, width = mask.shape
    at = [(min(height - 1, max(0, int(y))), min(width - 1, max(0, int(x))), inside) for x, y, inside in points]
    return sum(bool(mask[y, x]) == inside for y, x, inside in at)


def _tidied(mask: Bool) -> Bool:
    """Return the mask without specks, threads and holes; the lobes of a nucleus may be several pieces."""
    smooth = tidy(mask, _THREAD * max(mask.shape))
    contours, _ = cv2.findContours(
        smooth if smooth.any() else mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    areas = [cv2.contourArea(contour) for contour in contours]
    kept = [one for one, area in zip(contours, areas, strict=True) if area >= _SPECK * max(areas)]
    result = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(result, kept, -1, 1, cv2.FILLED)
    return result > 0


def _composed(cell_id: str, image: NDArray[np.uint8], region: Box, parts: Mapping[Part, Bool]) -> HumanMask:
    """Return both parts as one measured outline: the nucleus lies within the cell, and alone it is the cell."""
    nucleus = parts["nucleus"]
    cell = parts["cell"] if parts["cell"].any() else nucleus
    if not cell.any():
        raise InputProblem(
            cell_id, "nothing was found there", "Click in the middle of the cell, or draw a box round it"
        )
    whole = np.where(cell & nucleus, NUCLEUS, np.where(cell, CYTOPLASM, 0)).astype(np.uint8)
    x, y, width, height = cv2.boundingRect((whole > 0).astype(np.uint8))
    mask = np.ascontiguousarray(_cut(whole, Box(x, y, width, height)))
    box = Box(region.x + x, region.y + y, width, height)
    return HumanMask(box, pack(cell_id, mask), measure(_cut(image, box), mask))
