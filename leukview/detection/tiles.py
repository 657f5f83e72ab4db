"""Fields of any size in overlapping tiles: whatever lies on a border is seen whole in one of them, and counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torchvision.ops import batched_nms

from leukview.detection.base import Found, joined
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress

__all__ = ["Tile", "find_in_tiles", "merged", "tiles_of"]

_SAME = 0.5
"""Two boxes of one kind with a greater intersection over union are one object, seen twice."""
_PIECE = 0.5
"""A box that a tile's border cuts is a piece of another where more than this part of the smaller of the two is shared."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a field: top left corner and exclusive far edges, in source pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def tiles_of(width: int, height: int, side: int, overlap: int) -> list[Tile]:
    """Return equal tiles of at most ``side``×``side`` pixels that cover a field and overlap by at least ``overlap``.

    Raises
    ------
    InputProblem
        When the overlap is not less than the side: no number of tiles would do.
    """
    if not 0 <= overlap < side:
        raise InputProblem(f"{side} pixels", f"tiles of this side cannot overlap by {overlap}", "Use larger tiles")
    return [
        Tile(x0, y0, x1, y1)
        for y0, y1 in _cuts(height, side, overlap)
        for x0, x1 in _cuts(width, side, overlap)
    ]  # fmt: skip


def _cuts(length: int, side: int, overlap: int) -> list[tuple[int, int]]:
    if length <= side:
        return [(0, length)]
    count = -(-(length - overlap) // (side - overlap))
    # No larger than so many tiles have to be: a field that is hardly too large for one is not looked at twice.
    side = -(-(length + (count - 1) * overlap) // count)
    # Rounded down, each start lies at most one step of side - overlap behind the one before.
    starts = [number * (length - side) // (count - 1) for number in range(count)]
    return [(start, start + side) for start in starts]


def find_in_tiles(
    look: Callable[[Tile], Found],
    size: tuple[int, int],
    side: int,
    overlap: int,
    margin: float,
    progress: Progress,
) -> Found:
    """Return the objects of a field, each once.

    Parameters
    ----------
    look:
        Returns the objects of one tile, in source pixels of the field.
    size:
        The field's width and height in pixels.
    side, overlap:
        Of the tiles, in pixels. Objects of up to ``overlap - 2 * margin`` pixels a side are seen whole by some tile; larger
        ones are put together from their pieces.
    margin:
        A box that comes nearer to a tile's inner border than this may be cut by it.
    progress:
        Told of every tile; may cancel.

    Returns
    -------
    Best first; boxes lie within the field.

    Raises
    ------
    InputProblem
        When the overlap is not less than the side.
    Cancelled
        When the user cancels.
    """
    tiles = tiles_of(*size, side, overlap)
    parts = []
    for number, tile in enumerate(tiles):
        progress.check_cancelled()
        parts.append((tile, look(tile)))
        progress.report(number + 1, len(tiles), "looking for cells")
    return merged(parts, size, margin)


def merged(parts: Sequence[tuple[Tile, Found]], size: tuple[int, int], margin: float) -> Found:
    """Return the objects of all tiles without those that several saw; see :func:`find_in_tiles`."""
    inside = [_clipped(found, tile) for tile, found in parts]
    cut = [_is_cut(found, tile, size, margin) for (tile, _), found in zip(parts, inside, strict=True)]
    whole = _best(joined([found.part(~at) for found, at in zip(inside, cut, strict=True)]))
    pieces = joined([found.part(at) for found, at in zip(inside, cut, strict=True)])
    left = [one for one in _singly(pieces) if not _is_piece_of(one, whole)]
    kept = joined([whole, *_united(left, margin)])
    return kept.part(np.argsort(-kept.scores, kind="stable"))


def _clipped(found: Found, tile: Tile) -> Found:
    """Return the objects cut to their tile, without those that lie outside of it."""
    low, high = np.array([tile.x0, tile.y0] * 2), np.array([tile.x1, tile.y1] * 2)
    boxes = np.clip(found.boxes, low, high)
    real = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    return Found(boxes[real], found.scores[real], found.kinds[real])


def _is_cut(found: Found, tile: Tile, size: tuple[int, int], margin: float) -> NDArray[np.bool_]:
    """Tell for each object whether it comes near a border of the tile that is not the field's own."""
    boxes = found.boxes
    near = [
        (boxes[:, 0] < tile.x0 + margin) & (tile.x0 > 0),
        (boxes[:, 1] < tile.y0 + margin) & (tile.y0 > 0),
        (boxes[:, 2] > tile.x1 - margin) & (tile.x1 < size[0]),
        (boxes[:, 3] > tile.y1 - margin) & (tile.y1 < size[1]),
    ]
    return cast("NDArray[np.bool_]", np.any(near, axis=0))


def _best(found: Found) -> Found:
    """Return the objects that are not the same as a better one."""
    boxes, scores = torch.from_numpy(found.boxes), torch.from_numpy(found.scores)
    keep = batched_nms(boxes, scores, torch.from_numpy(found.kinds), _SAME)
    return found.part(keep.numpy())


def _singly(found: Found) -> list[Found]:
    return [found.part(np.array([index])) for index in range(len(found))]


def _united(pieces: list[Found], margin: float) -> list[Found]:
    """Return what is left of objects that every tile cuts, each put together from its pieces."""
    result: list[Found] = []
    for piece in pieces:
        grown, rest = piece, result
        # What has grown may reach pieces that lay apart before.
        while own := [other for other in rest if _touches(grown, other, margin)]:
            rest = [other for other in rest if all(other is not one for one in own)]
            grown = _around(joined([grown, *own]))
        result = [*rest, grown]
    return result


def _around(found: Found) -> Found:
    """Return one object around several, with the best score of them."""
    low, high = found.boxes[:, :2].min(axis=0), found.boxes[:, 2:].max(axis=0)
    return Found(np.concatenate([low, high])[None], found.scores.max(keepdims=True), found.kinds[:1])


def _is_piece_of(piece: Found, others: Found) -> bool:
    """Tell whether an object shares most of itself, or of another of its kind, with that other."""
    box, theirs = piece.boxes[0], others.boxes[others.kinds == piece.kinds[0]]
    shared = np.clip(np.minimum(box[2:], theirs[:, 2:]) - np.maximum(box[:2], theirs[:, :2]), 0, None).prod(axis=1)
    smaller = np.minimum((box[2:] - box[:2]).prod(), (theirs[:, 2:] - theirs[:, :2]).prod(axis=1))
    return bool((shared > _PIECE * smaller).any())


def _touches(one: Found, other: Found, margin: float) -> bool:
    """Tell whether two pieces of one kind meet along most of a side of the smaller one."""
    if one.kinds[0] != other.kinds[0]:
        return False
    a, b = one.boxes[0], other.boxes[0]
    shared = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]) + 2 * margin
    least = np.minimum(a[2:] - a[:2], b[2:] - b[:2])
    return bool((shared >= 0).all() and (shared > _PIECE * least).any())
