"""What the network should say, and that saying it costs nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from leukview.detection.base import NUCLEATED, PLATELET, RED_CELL
from leukview.detection.network import peaks
from leukview.training.detector.targets import Targets, centre_loss, draw_targets, sides_loss

ALL = (True, True, True)


def drawn(*objects: tuple[float, float, float, float, int], known: tuple[bool, ...] = ALL) -> Targets:
    table = np.array(objects, dtype=np.float64).reshape(-1, 5)
    return draw_targets(table[:, :4], table[:, 4].astype(np.int64), known, 96)


def test_the_targets_read_as_peaks_are_the_objects() -> None:
    objects = ((8, 10, 58, 54, NUCLEATED), (60, 60, 88, 86, RED_CELL), (70, 8, 79, 18, PLATELET))
    targets = drawn(*objects)
    found = peaks(torch.logit(targets["heat"], eps=1e-4), targets["sides"], [0.9] * 3)
    assert sorted(zip(found.boxes.round(3).tolist(), found.kinds.tolist(), strict=True)) == sorted(
        ([float(value) for value in one[:4]], one[4]) for one in objects
    )
    assert targets["weight"].sum() == pytest.approx(3)


def test_an_object_cut_by_the_view_ends_at_its_edge_and_a_slice_is_not_asked_for() -> None:
    targets = drawn((-20, 10, 40, 50, NUCLEATED), (-28, 60, 8, 90, NUCLEATED))
    found = peaks(torch.logit(targets["heat"], eps=1e-4), targets["sides"], [0.9] * 3)
    assert found.boxes.round(3).tolist() == [[0, 10, 40, 50]]
    assert targets["care"][NUCLEATED, 15:22, 0:2].sum() == 0
    assert targets["care"][NUCLEATED, 2:12].min() == 1 and targets["care"][RED_CELL].min() == 1


def test_an_object_outside_leaves_no_trace() -> None:
    targets, nothing = drawn((100, 100, 140, 150, RED_CELL), (-30, 5, -10, 25, NUCLEATED)), drawn()
    assert all(torch.equal(targets[name], nothing[name]) for name in nothing)


def test_of_two_that_overlap_the_smaller_answers() -> None:
    targets = drawn((10, 10, 22, 22, PLATELET), (0, 0, 40, 40, NUCLEATED))
    assert targets["sides"][:, 4, 4].tolist() == [8, 8, 4, 4]


def test_a_perfect_answer_costs_next_to_nothing_and_a_wrong_one_more() -> None:
    targets = {name: value[None] for name, value in drawn((8, 10, 58, 54, NUCLEATED)).items()}
    exact = torch.where(targets["heat"] > 0.999, 12.0, -12.0)
    assert float(centre_loss(exact, targets["heat"], targets["care"], 3.0)) < 1e-3
    assert float(centre_loss(-exact, targets["heat"], targets["care"], 3.0)) > 10
    assert float(sides_loss(targets["sides"], targets["sides"], targets["weight"])) == pytest.approx(0, abs=1e-5)
    assert float(sides_loss(2 * targets["sides"], targets["sides"], targets["weight"])) == pytest.approx(0.75, abs=1e-3)
    assert float(sides_loss(targets["sides"], targets["sides"], 0 * targets["weight"])) == 0


def test_where_nothing_is_known_no_answer_costs_anything() -> None:
    targets = {
        name: value[None] for name, value in drawn((8, 10, 58, 54, NUCLEATED), known=(True, False, True)).items()
    }
    right = torch.where(targets["heat"] > 0.999, 12.0, -12.0)
    wrong = right.clone()
    wrong[:, RED_CELL] = 9.0
    losses = [float(centre_loss(one, targets["heat"], targets["care"], 3.0)) for one in (right, wrong)]
    assert losses[0] == losses[1]
    wrong[:, PLATELET] = 9.0
    assert float(centre_loss(wrong, targets["heat"], targets["care"], 3.0)) > 100


def test_a_missed_nucleated_cell_weighs_more_than_a_missed_red_cell() -> None:
    both = {k: v[None] for k, v in drawn((8, 8, 40, 40, NUCLEATED), (56, 56, 88, 88, RED_CELL)).items()}
    right = torch.where(both["heat"] > 0.999, 12.0, -12.0)
    costs = []
    for kind in (NUCLEATED, RED_CELL):
        missed = right.clone()
        missed[:, kind] = -12.0
        costs.append(float(centre_loss(missed, both["heat"], both["care"], 3.0)))
    assert costs[0] == pytest.approx(3 * costs[1], rel=0.01)
