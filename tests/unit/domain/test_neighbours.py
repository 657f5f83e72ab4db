from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.neighbours import in_field, in_file_order, step_in_file_order

places = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.sampled_from("ab")), min_size=1, max_size=30)


def cells_at(found: list[tuple[int, int, str]]) -> list[Cell]:
    return [Cell(f"c{n}", f"{file}.png", Box(x, y, 20, 20), False) for n, (x, y, file) in enumerate(found)]


@given(places)
def test_neighbours_are_the_other_cells_of_the_field_nearest_first(found: list[tuple[int, int, str]]) -> None:
    cells = cells_at(found)
    near = in_field(cells[0], cells, 100)
    assert {cell.id for cell in near} == {cell.id for cell in cells[1:] if cell.file == cells[0].file}
    x, y = cells[0].box.centre
    away = [(cell.box.centre[0] - x) ** 2 + (cell.box.centre[1] - y) ** 2 for cell in near]
    assert away == sorted(away)
    assert in_field(cells[0], cells, 3) == near[:3]


@given(st.integers(1, 20), st.integers(0, 25), st.integers(1, 5))
def test_before_and_after_go_on_where_the_other_ends(count: int, place: int, each: int) -> None:
    ids = [f"c{n}" for n in range(count)]
    before, after = in_file_order(f"c{place}", ids, each)
    if place >= count:
        assert (before, after) == ([], [])
        return
    assert [*before, f"c{place}", *after] == ids[max(0, place - each) : place + each + 1]


@given(st.integers(2, 20), st.integers(0, 18))
def test_a_step_there_and_back_ends_where_it_began(count: int, place: int) -> None:
    ids = [f"c{n}" for n in range(count)]
    there = step_in_file_order(f"c{place}", ids, 1)
    assert (there is None) == (place >= count - 1)
    if there is not None:
        assert step_in_file_order(there, ids, -1) == f"c{place}"
    assert step_in_file_order("c0", ids, -1) is None
