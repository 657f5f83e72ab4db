"""What is unlike its class comes first, with the reason; nothing is odd among likes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.oddness import FAR_AT, LEAST_MEASURED, odd_first
from leukview.domain.prediction import Prediction


def cell(number: int, probability: float = 0.95, nucleus: int = 900, **call: object) -> Cell:
    prediction = Prediction({"lymphocyte": probability, "monocyte": 1 - probability}, 0.5, "p", "0" * 64)
    shape = Morphology(nucleus, 400, 41.0, 1, 0.9, (110.0, 60.0, 140.0), (190.0, 160.0, 200.0))
    return Cell(
        f"c{number}",
        "a.png",
        Box(0, 0, 48, 48),
        prediction=replace(prediction, **call),  # type: ignore[arg-type]
        morphology=shape,
    )


def test_likes_have_nothing_odd() -> None:
    found = odd_first([cell(n) for n in range(20)])
    assert [item.why for item in found.values()] == [()] * 20
    assert list(found) == [f"c{n}" for n in range(20)], "equals stay in their order"


def test_each_kind_of_oddness_comes_first_and_says_why() -> None:
    cells = [cell(n) for n in range(20)]
    cells[7] = cell(7, 0.55)
    cells[9] = cell(9, nucleus=3600)
    cells[11] = cell(11, out_of_domain=0.999)
    cells[13] = cell(13, against=("no nucleus",))
    cells[15] = replace(cell(15, 0.03), human_class="lymphocyte")
    found = odd_first(cells)
    assert set(list(found)[:5]) == {"c7", "c9", "c11", "c13", "c15"}
    assert found["c7"].why == ("confidence 0.55",)
    assert "large nucleus" in found["c9"].why
    assert found["c11"].why == ("out of domain",)
    assert found["c13"].why == ("no nucleus",)
    assert found["c15"].why == ("the AI calls it monocyte, 0.97",)
    assert all(not found[f"c{n}"].why for n in range(7))


def test_a_smaller_nucleus_is_said_to_be_smaller() -> None:
    found = odd_first([*(cell(n) for n in range(12)), cell(99, nucleus=200)])
    assert next(iter(found)) == "c99"
    assert "small nucleus" in found["c99"].why


def test_few_measured_cells_have_no_median_to_differ_from() -> None:
    found = odd_first([*(cell(n) for n in range(LEAST_MEASURED - 2)), cell(99, nucleus=9000)])
    assert all(not item.why for item in found.values())


@pytest.mark.parametrize("bare", [{"morphology": None}, {"prediction": None}, {"morphology": None, "prediction": None}])
def test_what_is_not_measured_or_not_analysed_is_taken_as_it_is(bare: dict[str, None]) -> None:
    found = odd_first([*(cell(n) for n in range(10)), replace(cell(99), **bare)])
    assert len(found) == 11
    assert ("not analysed" in found["c99"].why) == ("prediction" in bare)


@given(st.lists(st.tuples(st.floats(0.5, 1), st.integers(0, 5000)), max_size=30))
def test_every_cell_is_there_once_and_scores_fall(drawn: list[tuple[float, int]]) -> None:
    cells = [cell(number, probability, nucleus) for number, (probability, nucleus) in enumerate(drawn)]
    found = odd_first(cells)
    assert sorted(found) == sorted(item.id for item in cells)
    scores = [item.score for item in found.values()]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 5 for score in scores) and FAR_AT > 0
