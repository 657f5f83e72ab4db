"""The pixel size of reference cells: the file's own, else what the laboratory says of its images; of others nobody knows."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from reference_kit import case, cell

from leukview.domain.quiz import Plan
from leukview.domain.reference import NewReference
from leukview.services.quiz import Quizzes
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_files import export_set
from leukview.services.reference_intake import take_cells
from leukview.store.database import Store


def filled(folder: Path) -> tuple[Store, int, tuple[NewReference, ...]]:
    """Return a set of two cells of a case whose files tell no pixel size, one that does, one imported and one drawn."""
    workspace, session = case(folder, ["blast", "lymphocyte"])
    session.confirm(list(session.case.cells)[:2])
    taken = take_cells(session, list(session.case.cells)[:2]).cells
    known = replace(cell(1, "monocyte"), case=session.case_id, pixel_um=0.05)
    imported = replace(cell(2, "monocyte"), whose="file")
    drawn = replace(cell(3, "monocyte"), case=session.case_id, synthetic=True)
    library = ReferenceLibrary(workspace.store, "Ann")
    number = library.create("Teaching")
    library.add(number, [*taken, known, imported, drawn])
    return workspace.store, number, taken


def test_only_cells_of_the_laboratorys_own_cases_get_its_pixel_size(tmp_path: Path) -> None:
    store, number, taken = filled(tmp_path)
    assert [item.pixel_um for item in taken] == [None, None]
    without = ReferenceLibrary(store, "Ann").cells(number)
    assert sorted(item.pixel_um or 0 for item in without) == [0, 0, 0, 0, 0.05]
    cells = {item.picture: item for item in ReferenceLibrary(store, "Ann", 0.1).cells(number)}
    own = [cells[item.picture] for item in taken]
    assert [(item.pixel_um, item.by_laboratory) for item in own] == [(0.1, True)] * 2
    assert own[0].scale_words == "42 × 40 px, 0.100 µm a pixel by the laboratory"
    others = {(item.pixel_um, item.by_laboratory) for item in cells.values() if item not in own}
    assert others == {(0.05, False), (None, False)}
    # It follows the laboratory: nothing of it is stored.
    assert {item.pixel_um for item in ReferenceLibrary(store, "Ann", 0.2).cells(number)} == {0.2, 0.05, None}
    store.close()


def test_exports_and_tests_say_it_too(tmp_path: Path) -> None:
    store, number, taken = filled(tmp_path)
    library = ReferenceLibrary(store, "Ann", 0.1)
    out = export_set(library, library.find("Teaching"), tmp_path / "out")
    with (out / "labels.csv").open(encoding="utf-8", newline="") as handle:
        assert sorted(row["pixel_um"] for row in csv.DictReader(handle)) == ["", "", "0.05000", "0.10000", "0.10000"]
    quizzes = Quizzes(store, "Bob", 0.1)
    sheet = quizzes.sheet(quizzes.begin(number, Plan(5, 1)))
    assert sorted(look.pixel_um or 0 for look in sheet.cells) == [0, 0, 0.05, 0.1, 0.1]
    loose = quizzes.sheet(quizzes.begin_with(taken, "Signed case 1", Plan(2, 1)))
    assert [look.pixel_um for look in loose.cells] == [0.1, 0.1]
    store.close()


@pytest.mark.parametrize("laboratory_um", [0.0, 0.3])
def test_a_size_that_is_known_is_never_another(laboratory_um: float, tmp_path: Path) -> None:
    store, number, _ = filled(tmp_path)
    known = [item for item in ReferenceLibrary(store, "Ann").cells(number) if item.pixel_um]
    assert known and all(item.sized(laboratory_um) == item for item in known)
    store.close()
