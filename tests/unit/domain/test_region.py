"""Regions: what lies inside, how large they are, what they count to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.region import Region, count_field, count_region


def cell(number: int, x: int, y: int, label: str = "lymphocyte") -> Cell:
    return Cell(f"c{number}", "f.png", Box(x - 5, y - 5, 10, 10), single=False, human_class=label)


@given(
    st.floats(0, 500),
    st.floats(0, 500),
    st.floats(1, 500),
    st.floats(1, 500),
    st.lists(st.tuples(st.floats(-50, 1100), st.floats(-50, 1100)), max_size=30),
)
def test_a_rectangle_holds_what_lies_between_its_sides(
    x: float, y: float, width: float, height: float, points: list[tuple[float, float]]
) -> None:
    region = Region.rectangle("f.png", x, y, width, height)
    inside = region.contains(points)
    for (px, py), holds in zip(points, inside, strict=True):
        if x + 1e-6 < px < x + width - 1e-6 and y + 1e-6 < py < y + height - 1e-6:
            assert holds
        if not (x - 1e-6 <= px <= x + width + 1e-6 and y - 1e-6 <= py <= y + height + 1e-6):
            assert not holds
    assert region.area == pytest.approx(width * height)


def test_an_outline_that_crosses_itself_has_area_and_inside_by_one_rule() -> None:
    bow = Region("f.png", ((0, 0), (100, 100), (100, 0), (0, 100)))
    assert bow.area == pytest.approx(5000, rel=0.002), "the shoelace alone would say 0"
    assert list(bow.contains([(10, 50), (90, 50), (50, 10), (50, 90)])) == [True, True, False, False]
    notch = Region("f.png", ((0, 0), (100, 0), (100, 100), (50, 20), (0, 100)))
    assert notch.area == pytest.approx(10_000 - 4000)
    assert list(notch.contains([(50, 60), (50, 10)])) == [False, True]
    with pytest.raises(ValueError, match="three"):
        Region("f.png", ((0, 0), (1, 1)))


def test_cells_count_by_their_middle_and_only_in_their_field() -> None:
    cells = [cell(1, 10, 10), cell(2, 99, 50, "monocyte"), cell(3, 101, 50), cell(4, 50, 50, "erythroblast")]
    cells.append(replace(cell(5, 20, 20), file="other.png"))
    count = count_region(cells, Region.rectangle("f.png", 0, 0, 100, 100), pixel_um=0.1)
    assert (count.cells, count.differential.total) == (3, 2)
    expected = count_cells([cells[0], cells[1], cells[3]])
    assert count.differential == expected
    assert count.area_mm2 == pytest.approx(1e-4) and count.heading == "3 cells, 2 counted · 100 µm²"
    rows = {row[0]: row[1:] for row in count.rows()}
    assert rows["lymphocyte"] == ("Lymphocyte", "1", "50.0", "1.3–98.7")
    assert rows["erythroblast"][1:] == ("1", "", "")
    empty = count_region(cells, Region.rectangle("f.png", 300, 300, 50, 50))
    assert (empty.cells, empty.rows(), empty.area_mm2, empty.heading) == (0, [], None, "0 cells, 0 counted")


def test_a_whole_field_is_counted_as_one() -> None:
    cells = [cell(1, 10, 10), cell(2, 30, 30, "artefact")]
    count = count_field(iter(cells))
    assert (count.title, count.heading, count.area) == ("This field", "2 cells, 1 counted", "")
