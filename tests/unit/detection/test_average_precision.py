"""The curve and its area: by hand, and against a slow reference that ranks and counts anew for every threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.detection.average_precision import IOUS, FieldBoxes, average_precision, curve


def boxes(*corners: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(corners, dtype=np.float64).reshape(-1, 4)


A, B, C = (0, 0, 10, 10), (20, 0, 30, 10), (40, 0, 50, 10)
"""Three true boxes."""


def test_a_curve_by_hand() -> None:
    # Ranked: A found, a false one, A again (claimed already), B found off by two pixels (IoU 80 / 120). C is missed.
    field = FieldBoxes(
        boxes(A, B, C),
        boxes((22, 0, 32, 10), A, (1, 0, 11, 10), (70, 70, 80, 80)),
        np.array([0.3, 0.9, 0.5, 0.7]),
    )
    own = curve([field])
    assert own.truths == 3
    assert own.scores.tolist() == [0.9, 0.7, 0.5, 0.3]
    assert own.precision.tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 2])
    assert own.recall.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 2 / 3])
    # 34 of 101 levels lie at or below a third, 33 more at or below two thirds.
    assert own.area == pytest.approx((34 * 1 + 33 * 0.5) / 101)
    assert own.at(0.5) == pytest.approx((1 / 3, 1 / 3)) and own.at(0.95) == (1.0, 0.0)
    assert own.best_score() == 0.3
    # At 0.7 the shifted box no longer counts; at 0.95 A alone does. So six and a half... of ten overlaps count both.
    assert curve([field], 0.7).recall[-1] == pytest.approx(1 / 3)
    both, one = (34 + 33 * 0.5) / 101, 34 / 101
    assert average_precision([field]) == pytest.approx((4 * both + 6 * one) / 10)


def test_nothing_to_find_and_nothing_found() -> None:
    empty = FieldBoxes(boxes(), boxes(), np.zeros(0))
    assert curve([]).area is None and curve([empty]).area is None and average_precision([empty]) is None
    assert curve([FieldBoxes(boxes(A), boxes(), np.zeros(0))]).area == 0.0
    false = curve([FieldBoxes(boxes(), boxes(A), np.array([0.9]))])
    assert false.area is None and false.best_score() == 1.0 and false.at(0.5) == (0.0, 0.0)


def slow_area(fields: list[FieldBoxes], least: float) -> float:
    """COCO's average precision from its definition: for each level of recall the best precision of any cut that reaches it."""
    ranked = sorted(
        ((float(score), number, index) for number, f in enumerate(fields) for index, score in enumerate(f.scores)),
        key=lambda item: -item[0],
    )
    truths = sum(len(f.truth) for f in fields)
    claimed: set[tuple[int, int]] = set()
    points, hits = [], 0
    for rank, (_, number, index) in enumerate(ranked, start=1):
        x0, y0, x1, y1 = fields[number].found[index]
        best, which = 0.0, -1
        for truth, (a0, b0, a1, b1) in enumerate(fields[number].truth):
            both = max(0.0, min(x1, a1) - max(x0, a0)) * max(0.0, min(y1, b1) - max(y0, b0))
            iou = both / ((x1 - x0) * (y1 - y0) + (a1 - a0) * (b1 - b0) - both)
            if (number, truth) not in claimed and iou > best:
                best, which = iou, truth
        if which >= 0 and best >= least:
            claimed.add((number, which))
            hits += 1
        points.append((hits / truths, hits / rank))
    return float(np.mean([max((p for r, p in points if r >= level), default=0.0) for level in np.linspace(0, 1, 101)]))


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.5, 0.75]))
def test_the_area_is_that_of_a_slow_reference(seed: int, iou: float) -> None:
    rng = np.random.default_rng(seed)
    fields = []
    for _ in range(3):
        corners = rng.uniform(0, 60, (int(rng.integers(1, 6)), 2))
        truth = np.concatenate([corners, corners + rng.uniform(8, 30, corners.shape)], axis=1)
        near = np.repeat(truth, 2, axis=0) + rng.normal(0, 2.5, (2 * len(truth), 4))
        near[:, 2:] = np.maximum(near[:, 2:], near[:, :2] + 1)
        found = near[rng.random(len(near)) < 0.7]
        fields.append(FieldBoxes(truth, found, rng.permutation(len(found)) / 100 + rng.random() / 1000))
    assert curve(fields, iou).area == pytest.approx(slow_area(fields, iou), abs=1e-9)


def test_the_ten_overlaps_are_cocos() -> None:
    assert IOUS == (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
