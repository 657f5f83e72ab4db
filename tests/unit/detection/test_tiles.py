"""However a field is cut, each object on it is found once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.detection.base import Found, joined
from leukview.detection.tiles import Tile, find_in_tiles, merged, tiles_of
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress

MARGIN = 2.0


def found(*objects: tuple[float, float, float, float, float, int]) -> Found:
    table = np.array(objects, dtype=np.float64).reshape(-1, 6)
    return Found(table[:, :4], table[:, 4], table[:, 5].astype(np.int64))


def seen_from(truth: Found, tile: Tile, blur: float) -> Found:
    """What a perfect but slightly unsteady detector says of a tile: the part of each object that lies in it."""
    shake = np.random.default_rng((tile.x0, tile.y0, tile.x1, tile.y1))
    boxes = np.clip(truth.boxes, (tile.x0, tile.y0) * 2, (tile.x1, tile.y1) * 2)
    here = (boxes[:, 2] - boxes[:, 0] > 1) & (boxes[:, 3] - boxes[:, 1] > 1)
    shaken = boxes + shake.uniform(-blur, blur, boxes.shape)
    return Found(shaken, truth.scores + shake.uniform(-0.05, 0.05, len(truth)), truth.kinds).part(here)


@st.composite
def fields(draw: st.DrawFn) -> tuple[tuple[int, int], Found, int, int]:
    """A field of objects that hardly overlap, each in a place of its own of a loose grid, and a tiling."""
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    largest = draw(st.integers(12, 40))
    objects = []
    for place in draw(st.sets(st.integers(0, columns * rows - 1), max_size=12)):
        width, height = draw(st.integers(8, largest)), draw(st.integers(8, largest))
        x = place % columns * largest + draw(st.integers(0, largest - width))
        y = place // columns * largest + draw(st.integers(0, largest - height))
        objects.append((x, y, x + width, y + height, draw(st.floats(0.3, 0.9)), draw(st.integers(0, 2))))
    overlap = largest + 2 * int(MARGIN) + 2
    side = overlap + draw(st.integers(1, 60))
    return (columns * largest, rows * largest), found(*objects), side, overlap


@given(fields(), st.sampled_from([0.0, 0.4]))
def test_any_tiling_of_any_field_finds_the_same_objects_once(
    field: tuple[tuple[int, int], Found, int, int], blur: float
) -> None:
    size, truth, side, overlap = field
    result = find_in_tiles(lambda tile: seen_from(truth, tile, blur), size, side, overlap, MARGIN, NoProgress())
    assert len(result) == len(truth)
    order, wanted = (np.lexsort((*one.boxes.round().T[:2], one.kinds)) for one in (result, truth))
    if blur == 0:
        assert result.boxes[order].tolist() == truth.boxes[wanted].tolist()
        assert result.kinds[order].tolist() == truth.kinds[wanted].tolist()
    for box, kind in zip(truth.boxes, truth.kinds, strict=True):
        assert np.sum((np.abs(result.boxes - box).max(axis=1) <= blur) & (result.kinds == kind)) == 1
    assert (np.diff(result.scores) <= 0).all()


@given(st.integers(1, 900), st.integers(1, 900), st.integers(40, 600), st.data())
def test_tiles_cover_the_field_and_overlap_enough(width: int, height: int, side: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, side - 24))
    tiles = tiles_of(width, height, side, overlap)
    for low, high, length in (("x0", "x1", width), ("y0", "y1", height)):
        cuts = sorted({(getattr(tile, low), getattr(tile, high)) for tile in tiles})
        assert cuts[0][0] == 0 and cuts[-1][1] == length
        assert all(b - a <= side for a, b in cuts)
        assert all(before[1] - after[0] >= overlap for before, after in pairwise(cuts))
    assert len(tiles) == len(set(tiles))


@pytest.mark.parametrize("box", [(40, 30, 160, 90), (60, 60, 260, 240), (0, 10, 300, 40)])
def test_an_object_wider_than_the_overlap_is_put_together(box: tuple[int, int, int, int]) -> None:
    truth = found((*box, 0.8, 0), (270, 250, 290, 270, 0.7, 0))
    result = find_in_tiles(lambda tile: seen_from(truth, tile, 0), (300, 280), 100, 30, MARGIN, NoProgress())
    assert sorted(result.boxes.tolist()) == sorted(truth.boxes.tolist())


def test_neighbours_of_another_kind_and_touching_ones_stay() -> None:
    both = found((10, 10, 50, 50, 0.9, 0), (12, 12, 48, 48, 0.8, 1), (45, 10, 85, 50, 0.7, 0))
    assert len(merged([(Tile(0, 0, 100, 100), both)], (100, 100), MARGIN)) == 3
    twice = found((10, 10, 50, 50, 0.9, 0), (12, 12, 48, 48, 0.8, 0))
    assert merged([(Tile(0, 0, 100, 100), twice)], (100, 100), MARGIN).scores.tolist() == [0.9]


def test_boxes_are_cut_to_the_field() -> None:
    result = merged([(Tile(0, 0, 100, 80), found((-5, 60, 20, 95, 0.5, 2), (-9, 0, -1, 9, 0.5, 2)))], (100, 80), MARGIN)
    assert result.boxes.tolist() == [[0, 60, 20, 80]]


def test_progress_is_told_and_may_cancel() -> None:
    class Watch(NoProgress):
        def __init__(self) -> None:
            super().__init__()
            self.told: list[tuple[int, int]] = []

        def report(self, done: int, total: int, message: str = "") -> None:
            self.told.append((done, total))
            if done == 2:
                self.cancel()

    watch = Watch()
    with pytest.raises(Cancelled):
        find_in_tiles(lambda _tile: joined([]), (300, 100), 100, 20, MARGIN, watch)
    assert watch.told == [(1, 4), (2, 4)]


def test_an_impossible_tiling_is_refused() -> None:
    with pytest.raises(InputProblem, match="cannot overlap by 50"):
        tiles_of(100, 100, 50, 50)
