"""Sorting and filtering lose no cell and invent none, whatever is chosen; what is chosen survives being stored."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import make_cell
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import SetAside
from leukview.domain.taxonomy import taxonomy
from leukview.gui.models.gallery import GalleryModel, Group, Tab, entries_of
from leukview.gui.models.gallery_filter import CellFilter, Flag, Review, asks_second_look
from leukview.gui.models.gallery_sieve import Sieve
from leukview.gui.models.gallery_sort import Sort, ranked
from leukview.gui.models.grid import Grid

CLASSES = ("lymphocyte", "blast", "monocyte", "platelet")


def shape(diameter: float) -> Morphology:
    return Morphology(900, 400, diameter, 1, 0.9)


@st.composite
def drawn_cells(draw: st.DrawFn) -> dict[str, Cell]:
    cells = []
    for number in range(draw(st.integers(0, 12))):
        cell = make_cell(number, draw(st.sampled_from(CLASSES)), draw(st.sampled_from([0.51, 0.7, 0.97])))
        call = cell.prediction
        assert call is not None
        call = replace(
            call,
            out_of_domain=draw(st.sampled_from([0.5, 0.999])),
            against=draw(st.sampled_from([(), ("no nucleus",)])),
            set_aside=draw(st.sampled_from([None, SetAside("crushed", ("smeared",))])),
        )
        cells.append(
            replace(
                cell,
                prediction=draw(st.sampled_from([call, call, None])),
                human_class=draw(st.sampled_from([None, *CLASSES])),
                note=draw(st.sampled_from(["", "look again"])),
                morphology=draw(st.sampled_from([None, shape(30.0), shape(40.0)])),
                file=f"field {draw(st.integers(1, 12))}.png",
            )
        )
    return {cell.id: cell for cell in cells}


filters = st.builds(
    CellFilter,
    st.frozensets(st.sampled_from(CLASSES)),
    st.sampled_from(Review),
    st.sampled_from([0.0, 0.25, 0.5, 0.9]),
    st.frozensets(st.sampled_from(Flag)),
)


@given(drawn_cells(), filters, st.sampled_from(Tab), st.sampled_from(["", "mono", "again", "field 1"]))
def test_shown_and_hidden_are_all(cells: dict[str, Cell], chosen: CellFilter, tab: Tab, text: str) -> None:
    model = GalleryModel()
    model.reset(cells)
    model.set_tab(tab)
    of_tab = set(model.order())
    model.set_filter(chosen)
    model.set_text(text)
    shown = model.order()
    assert len(set(shown)) == len(shown) == model.shown
    assert set(shown) <= of_tab and model.shown + model.hidden == len(of_tab) == model.counts[tab]
    for cell_id in of_tab - set(shown):
        assert not chosen.passes(cells[cell_id]) or text
    assert all(chosen.passes(cells[cell_id]) for cell_id in shown)
    model.set_filter(CellFilter())
    model.set_text("")
    assert set(model.order()) == of_tab and model.hidden == 0


@given(drawn_cells(), st.sampled_from(Sort), st.booleans())
def test_a_sort_is_a_permutation_in_the_order_it_says(cells: dict[str, Cell], sort: Sort, backwards: bool) -> None:
    order = ranked(cells, sort, backwards=backwards)
    assert sorted(order) == sorted(cells)
    values = {
        Sort.DOUBT: lambda cell: -cell.doubt,
        Sort.SIZE: lambda cell: -cell.morphology.diameter_px if cell.morphology else None,
        Sort.CONFIDENCE: lambda cell: (
            cell.prediction.probabilities.get(cell.final_class, 0) if cell.prediction else None
        ),
    }
    if sort in values:
        found = [values[sort](cells[cell_id]) for cell_id in order]
        there = [value for value in found if value is not None]
        assert found == there + [None] * (len(found) - len(there)), "what has no value comes last either way"
        assert there == sorted(there, reverse=backwards)


def by_tuples(cells: dict[str, Cell], sort: Sort, backwards: bool) -> list[str]:
    """Sort one cell after the other, by tuples: the plain computation."""
    orders = {item.id: item.order for item in taxonomy().classes}

    def call(cell: Cell) -> object:
        found = cell.prediction
        if found is None:
            return None
        return orders[cell.ai_class or ""], orders[found.second_cls], -found.probability

    keys = {
        Sort.FOUND: lambda cell: list(cells).index(cell.id) * (-1 if backwards else 1),
        Sort.DOUBT: lambda cell: -cell.doubt,
        Sort.SIZE: lambda cell: -cell.final_morphology.diameter_px if cell.final_morphology else None,
        Sort.POSITION: lambda cell: (int(re.findall(r"\d+", cell.file)[0]), cell.final_box.y, cell.final_box.x),
        Sort.CONFIDENCE: lambda cell: (
            cell.prediction.probabilities.get(cell.final_class, 0.0) if cell.prediction else None
        ),
        Sort.CALL: call,
    }
    key = keys[sort]
    there = sorted(
        (cell for cell in cells.values() if key(cell) is not None),
        key=key,
        reverse=backwards and sort is not Sort.FOUND,
    )
    return [cell.id for cell in there] + [cell_id for cell_id, cell in cells.items() if key(cell) is None]


@given(drawn_cells(), st.sampled_from(Sort), st.booleans())
def test_sorting_thousands_at_once_gives_the_order_of_sorting_by_tuples(
    cells: dict[str, Cell], sort: Sort, backwards: bool
) -> None:
    assert ranked(cells, sort, backwards=backwards) == by_tuples(cells, sort, backwards)


@given(drawn_cells(), filters, st.sampled_from(Tab), st.sampled_from(["", "mono", "again field", "field 1"]))
def test_sifting_thousands_at_once_lets_through_what_passes_one_by_one(
    cells: dict[str, Cell], chosen: CellFilter, tab: Tab, text: str
) -> None:
    sieve, entries = Sieve(tab, text, chosen), list(entries_of(cells).values())
    assert sieve.sifted(entries) == [entry for entry in entries if sieve.passes(entry)]


@given(drawn_cells(), st.data())
def test_kept_ids_and_places_are_those_of_a_model_made_anew(cells: dict[str, Cell], data: st.DataObject) -> None:
    model, grid = GalleryModel(), Grid()
    model.reset(cells)
    grid.build(model.groups, model.collapsed, 600)
    for _ in range(data.draw(st.integers(0, 4)) if cells else 0):
        cell_id = data.draw(st.sampled_from(sorted(cells)))
        cells[cell_id] = replace(cells[cell_id], human_class=data.draw(st.sampled_from([None, *CLASSES])))
        model.update([cell_id])
        model.toggle(data.draw(st.sampled_from(CLASSES)))
        grid.build(model.groups, model.collapsed, 600)
        fresh = Grid()
        fresh.build([Group(group.class_id, group.ids) for group in model.groups], model.collapsed, 600)
        assert [grid.rect(name) for name in cells] == [fresh.rect(name) for name in cells]
        assert [grid.class_of(name) for name in cells] == [fresh.class_of(name) for name in cells]
        anew = GalleryModel()
        anew.reset(cells)
        assert {group.class_id: set(group.ids) for group in model.groups} == {
            group.class_id: set(group.ids) for group in anew.groups
        }
        assert model.order() == [cell_id for group in model.groups for cell_id in group.ids]
        expected = {file: [0, 0] for file in (cell.file for cell in cells.values())}
        for cell in cells.values():
            expected[cell.file][0] += 1
            expected[cell.file][1] += cell.needs_review
        assert model.per_file() == {file: tuple(pair) for file, pair in expected.items()}


def test_positions_count_the_numbers_in_file_names() -> None:
    cells = {f"c{n}": make_cell(n, "blast", file=f"field {n}.png", id=f"c{n}") for n in (10, 9, 2)}
    assert ranked(cells, Sort.POSITION) == ["c2", "c9", "c10"]
    assert ranked(cells, Sort.POSITION, backwards=True) == ["c10", "c9", "c2"]


@given(filters)
def test_a_filter_survives_being_stored(chosen: CellFilter) -> None:
    assert CellFilter.from_dict(chosen.to_dict()) == chosen
    assert bool(chosen) == bool(chosen.words())
    for part in chosen.words():
        assert part not in chosen.without(part).words()


@pytest.mark.parametrize(
    "data", [{}, {"classes": 3, "review": 7, "doubt": "x", "flags": None}, {"classes": ["no such", 1]}]
)
def test_a_damaged_filter_leaves_nothing_out(data: dict[str, object]) -> None:
    assert CellFilter.from_dict(data) == CellFilter()


def test_a_cell_that_no_longer_passes_leaves_at_once_although_its_class_is_the_same() -> None:
    cells = {cell.id: cell for cell in (make_cell(n, "monocyte") for n in range(3))}
    model = GalleryModel()
    model.reset(cells)
    model.set_filter(CellFilter(review=Review.NOT_REVIEWED))
    cells["c00001"] = replace(cells["c00001"], human_class="monocyte")
    model.update(["c00001"])
    assert model.order() == ["c00000", "c00002"] and model.hidden == 1
    cells["c00001"] = replace(cells["c00001"], human_class=None)
    model.update(["c00001"])
    assert model.order() == ["c00000", "c00001", "c00002"], "undone, it stands where it stood"


def test_a_second_look_is_asked_for_where_reader_and_sure_ai_differ_or_the_call_is_contradicted() -> None:
    sure, torn = make_cell(0, "monocyte", 0.97), make_cell(1, "monocyte", 0.55)
    assert not asks_second_look(sure)
    assert asks_second_look(replace(sure, human_class="blast"))
    assert not asks_second_look(replace(torn, human_class="blast")), "the AI was torn itself"
    assert not asks_second_look(replace(sure, human_class="monocyte"))
    assert sure.prediction is not None
    contradicted = replace(sure, prediction=replace(sure.prediction, against=("no nucleus",)), human_class="monocyte")
    assert asks_second_look(contradicted)


def test_cells_that_joined_are_counted_until_the_next_sort() -> None:
    cells = {cell.id: cell for cell in (make_cell(n, "monocyte") for n in range(4))}
    model = GalleryModel()
    model.reset(cells)
    assert model.joined == 0
    cells["c00009"] = make_cell(9, "monocyte", 0.51)
    cells["c00001"] = replace(cells["c00001"], human_class="blast")
    model.update(["c00009", "c00001"])
    assert model.joined == 2
    model.set_sort(Sort.DOUBT)
    assert model.joined == 0 and model.order()[0] == "c00009"


def test_alike_are_the_shown_cells_of_the_same_class_and_call() -> None:
    cells = {cell.id: cell for cell in (make_cell(n, "monocyte" if n < 3 else "blast") for n in range(5))}
    cells["c00002"] = replace(cells["c00002"], human_class="blast")
    model = GalleryModel()
    model.reset(cells)
    assert model.alike("c00003") == ["c00003", "c00004"], "c00002 is a blast by the reader alone"
    assert model.alike("c00002") == ["c00002"]
    assert model.alike("c00000") == ["c00000", "c00001"]
