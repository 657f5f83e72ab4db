"""While a second reader reads a case, nothing of it is among reference cells: no cell, count, change, key of a test or file."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from reference_kit import case, cell, picture

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import Answer, Plan
from leukview.services.quiz import Quizzes
from leukview.services.quiz_case import cells_of_signed, signed_cases
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_files import Given, export_set, read_reference_files, starter_cells
from leukview.services.reference_intake import new_reference, take_cells
from leukview.services.second_reading import finish_second, start_second
from leukview.services.session import Session
from leukview.services.workspace import Workspace
from leukview.store import quiz as stored_quiz

SECRET = "plasma_cell"
"""A class that only the first reader named."""


@pytest.fixture
def read(tmp_path: Path) -> tuple[Workspace, Session, ReferenceLibrary, int]:
    """A case of which the first reader put four cells, two as a class of their own, into a set of six others."""
    workspace, session = case(tmp_path, ["blast", "lymphocyte", "monocyte", "lymphocyte"])
    ids = list(session.case.cells)
    session.confirm(ids[:2])
    session.relabel(ids[2:4], SECRET)
    library = ReferenceLibrary(workspace.store, "Ann")
    number = library.create("Teaching")
    library.add(number, [cell(place, ("blast", "monocyte")[place % 2]) for place in range(6)])
    library.add(number, take_cells(session, ids[:4]).cells)
    return workspace, session, library, number


def everything_said(library: ReferenceLibrary, number: int) -> str:
    """Return what the library says of its sets, cells and last change."""
    return repr((library.sets(), [item.words for item in library.sets()], library.cells(number), library.history()))


def test_no_count_no_cell_and_no_change_tells_of_the_case(
    read: tuple[Workspace, Session, ReferenceLibrary, int],
) -> None:
    _, session, library, number = read
    before = everything_said(library, number)
    assert SECRET in before and library.find("Teaching").size == 10
    start_second(session, "Ann", "Bob")
    said = everything_said(library, number)
    assert SECRET not in said and "Add 4 cells" not in said
    item = library.find("Teaching")
    assert (item.counts, item.words) == ({"monocyte": 3, "blast": 3}, "6 cells of 2 classes")
    assert {found.case for found in library.cells(number)} == {""} and library.covered_cases() == 1
    session.change_reader(1)
    assert SECRET not in everything_said(library, number), "whoever is at the window"
    session.change_reader(2)
    finish_second(session)
    assert everything_said(library, number) == before and library.covered_cases() == 0


def test_what_came_back_with_an_exported_set_is_known_by_its_image(
    read: tuple[Workspace, Session, ReferenceLibrary, int], tmp_path: Path
) -> None:
    _, session, library, _ = read
    out = export_set(library, library.find("Teaching"), tmp_path / "out")
    old = (out / "labels.csv").read_text("utf-8-sig").splitlines()
    copy = library.create("Copy")
    library.add(copy, read_reference_files(out, Given()).cells)
    # As an older LeukView wrote it: nobody says which installation's case it counts.
    (out / "labels.csv").write_text("\n".join(line.rpartition(",")[0] for line in old), "utf-8")
    older = library.create("Older")
    library.add(older, read_reference_files(out, Given()).cells)
    files = library.create("Files")
    folder = Path(session.case.info.folder)
    (tmp_path / "given.csv").write_text(f"path,cls\n{folder / 'JaneDoe_2.png'},{SECRET}\n", "utf-8")
    library.add(files, read_reference_files(tmp_path / "given.csv", Given("Ann")).cells)
    assert [item.size for item in library.sets()] == [10, 1, 10, 10]
    start_second(session, "Ann", "Bob")
    assert {item.name: item.size for item in library.sets()} == {"Copy": 6, "Files": 0, "Older": 6, "Teaching": 6}
    assert library.cells(files) == []


def test_bringing_a_cell_again_does_not_tell_what_the_set_has_it_as(
    read: tuple[Workspace, Session, ReferenceLibrary, int],
) -> None:
    _, session, library, number = read
    start_second(session, "Ann", "Bob")
    guesses = [
        new_reference(np.ascontiguousarray(picture(1002)[..., ::-1]), label, "file", "Bob")
        for label in (SECRET, "blast")
    ]
    for guess in guesses:
        added = library.add(number, [guess])
        assert (added.cells, added.doubles) == (0, 0)
        assert [problem.reason for problem in added.problems] == ["a second reader reads its case"]


def test_what_was_done_with_the_cells_is_not_undone_blindly(
    read: tuple[Workspace, Session, ReferenceLibrary, int],
) -> None:
    _, session, library, number = read
    start_second(session, "Ann", "Bob")
    assert library.history() == ("", "") and library.undo() == ""
    library.rename(number, "Blasts")
    assert library.history()[0] == "Rename Teaching to Blasts" and library.undo()
    library.remove(number, range(1, 100))
    assert library.find("Teaching").size == 0 and library.undo() == "Remove 6 cells from Teaching"
    library.delete(number)
    assert library.history()[0] == "Delete the set Teaching" and library.undo()
    finish_second(session)
    assert library.find("Teaching").size == 10, "none of the case's was removed"


def test_the_log_of_a_set_deleted_before_does_not_count_it(
    read: tuple[Workspace, Session, ReferenceLibrary, int],
) -> None:
    _, session, library, number = read
    library.delete(number)
    assert library.history()[0] == "Delete the set Teaching (10 cells of 4 classes)"
    start_second(session, "Ann", "Bob")
    assert library.history()[0] == "Delete the set Teaching" == library.undo()
    assert library.find("Teaching").size == 6


def test_an_export_leaves_the_case_out_and_says_so(
    read: tuple[Workspace, Session, ReferenceLibrary, int], tmp_path: Path
) -> None:
    _, session, library, _ = read
    stale = library.find("Teaching")
    start_second(session, "Ann", "Bob")
    out = export_set(library, stale, tmp_path / "out")
    with (out / "labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 6
    read_me = (out / "README.md").read_text("utf-8")
    assert SECRET not in read_me and "6 cells of 2 classes" in read_me and "Not the whole set" in read_me
    assert not (out / SECRET).exists()


def test_no_test_is_drawn_from_it_and_no_key_to_an_earlier_one_is_shown(
    read: tuple[Workspace, Session, ReferenceLibrary, int],
) -> None:
    workspace, session, _, number = read
    quizzes = Quizzes(workspace.store, "Bob")
    done, training, other = (
        quizzes.begin(number, Plan(10, 1)),
        quizzes.begin(number, Plan(10, 2, mode="training")),
        quizzes.begin(number, Plan(10, 3)),
    )
    for place in range(10):
        quizzes.answer(done, Answer(place, "blast", 1.0))
    quizzes.finish(done)
    assert quizzes.outcome(done).score.right.total == 10
    start_second(session, "Ann", "Bob")
    with pytest.raises(InputProblem, match="second reader"):
        quizzes.outcome(done)
    with pytest.raises(InputProblem, match="second reader"):
        quizzes.sheet(training)
    with pytest.raises(InputProblem, match="second reader"):
        quizzes.answer(training, Answer(0, "blast", 1.0))
    assert quizzes.outcome_answers(training) == [], "nothing is stored of it"
    # A test shows no key before the end, and nothing given in it is lost.
    assert len(quizzes.sheet(other).cells) == 10 and quizzes.answer(other, Answer(0, "blast", 1.0)) == ""
    assert quizzes.covered() == {done, training, other}
    with pytest.raises(InputProblem):
        quizzes.begin(number, Plan(7, 1))
    fresh = quizzes.begin(number, Plan(6, 1))
    with workspace.store.reading() as connection:
        (drawn,) = stored_quiz.read_attempts(connection, fresh)
    assert SECRET not in {item.label for item in drawn.items}
    for place in range(6):
        quizzes.answer(fresh, Answer(place, "blast", 1.0))
    quizzes.finish(fresh)
    assert not quizzes.outcome(fresh).earlier, "nor how the earlier one was scored"
    finish_second(session)
    assert quizzes.outcome(done) and quizzes.outcome(fresh).earlier and not quizzes.covered()


def test_a_signed_case_that_is_read_again_is_no_source_of_tests(
    read: tuple[Workspace, Session, ReferenceLibrary, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, session, _, _ = read
    listed = workspace.cases()
    monkeypatch.setattr(Workspace, "cases", lambda _: [replace(item, signed=True) for item in listed])
    assert [item.id for item in signed_cases(workspace)] == [session.case_id]
    start_second(session, "Ann", "Bob")
    assert signed_cases(workspace) == [], "how many cells both label alike is not counted beside it"
    with pytest.raises(InputProblem):
        cells_of_signed(workspace, session.case_id)


def test_what_a_program_drew_is_no_readers_word(tmp_path: Path) -> None:
    workspace, session = case(tmp_path, ["blast"])
    taken = starter_cells().cells
    library = ReferenceLibrary(workspace.store, "Ann")
    number = library.create("Starter")
    library.add(number, taken)
    image = next(iter(session.stored.images.values()))
    with workspace.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE images SET sha256 = ? WHERE sha256 = ?", (taken[0].source_sha256, image.sha256)
        )
    start_second(session, "Ann", "Bob")
    assert library.find("Starter").size == 60 and library.covered_cases() == 1
