"""The library of reference cells: what enters a set, what is kept of it, that every change is undone, and files out and in."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_kit import CLASSES, case, cell, filled, library, picture
from session_kit import new_session, single
from sqlalchemy.exc import IntegrityError

from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.reference import examples
from leukview.domain.taxonomy import taxonomy
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_files import Given, export_set, read_reference_files, starter_cells
from leukview.services.reference_intake import new_reference, take_cells
from leukview.services.sample import write_sample
from leukview.services.second_reading import start_second


def test_a_picture_comes_back_pixel_for_pixel(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    for item in made.cells(number):
        pixels = made.pixels(item.picture)
        assert (item.width, item.height) == (pixels.shape[1], pixels.shape[0])
        assert new_reference(pixels, item.label, "file").picture == item.picture
    assert np.array_equal(made.pixels(new_reference(picture(0), "blast", "file").picture), picture(0))


def test_a_set_stands_in_report_order_with_its_counts(tmp_path: Path) -> None:
    made, number = filled(tmp_path, (1, 2, 3, 4))
    (item,) = made.sets()
    assert list(item.counts) == taxonomy().sorted(CLASSES) and item.size == 10
    assert item.counts == {"segmented_neutrophil": 1, "lymphocyte": 2, "monocyte": 3, "blast": 4}
    labels = [cell.label for cell in made.cells(number)]
    assert labels == taxonomy().sorted(labels)


def test_the_same_picture_enters_once_and_never_as_two_classes(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    before = made.history()
    added = made.add(number, [cell(0, "segmented_neutrophil"), cell(1, "blast")])
    assert (added.cells, added.doubles, len(added.problems)) == (0, 1, 1)
    assert "segmented neutrophil" in added.problems[0].reason and "blast" in added.problems[0].reason
    assert made.history() == before
    both = made.add(number, [cell(90, "blast"), cell(90, "blast"), cell(91, "blast"), cell(91, "monocyte")])
    assert (both.cells, both.doubles, len(both.problems)) == (2, 1, 1)


def test_names_are_unique_whatever_their_case(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    with pytest.raises(InputProblem, match="another reference set"):
        made.create(" teaching ")
    other = made.create("Other")
    with pytest.raises(InputProblem, match="another reference set"):
        made.rename(other, "TEACHING")
    made.rename(number, "teaching")
    made.rename(other, "Teaching too")
    made.undo()
    made.undo()
    assert [item.name for item in made.sets()] == ["Other", "Teaching"]
    for bad in ("", "  \n ", "x" * 81, "a\x00b"):
        with pytest.raises(InputProblem):
            made.create(bad)


def test_a_set_is_found_by_its_name_as_it_is_kept_else_by_its_number(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    assert made.find(" teaching\n").id == number == made.find(str(number)).id
    named = made.create(str(number))
    other = made.create("!")
    assert made.find(str(number)).id == named, "a name goes before a number"
    assert made.find(str(other)).id == other
    with pytest.raises(InputProblem, match="no such reference set"):
        made.find("")


STEPS = st.lists(
    st.sampled_from(["create", "add", "rename", "note", "remove", "cell note", "delete", "undo", "redo"]), max_size=25
)


def _state(made: ReferenceLibrary) -> object:
    return [(item, tuple(made.cells(item.id))) for item in made.sets()]


@settings(max_examples=12)
@given(STEPS)
def test_undoing_everything_leads_back_and_redoing_it_forth(  # noqa: C901  # a step a case
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    made = library(tmp_path_factory.mktemp("library"))
    empty = _state(made)
    for place, step in enumerate(steps):
        sets = made.sets()
        first = sets[0].id if sets else 0
        match step:
            case "create":
                made.create(f"Set {place}")
            case "undo":
                made.undo()
            case "redo":
                made.redo()
            case _ if not first:
                continue
            case "add":
                made.add(first, [cell(place, CLASSES[place % 4]), cell(place + 100)])
            case "rename":
                made.rename(first, f"Renamed {place}")
            case "note":
                made.set_note(first, f"note {place}")
            case "remove":
                made.remove(first, [item.id for item in made.cells(first)][:1])
            case "cell note":
                for item in made.cells(first)[:1]:
                    made.note_cell(first, item.id, f"seen {place}")
            case "delete":
                made.delete(first)
    end = _state(made)
    while made.redo():
        pass
    furthest, count = _state(made), 0
    while made.undo():
        count += 1
    assert _state(made) == empty
    for _ in range(count):
        assert made.redo()
    assert _state(made) == furthest
    if not any(step == "undo" for step in steps):
        assert furthest == end


def test_log_and_pictures_cannot_be_changed(tmp_path: Path) -> None:
    made, _ = filled(tmp_path)
    made.undo()
    assert [row.action for row in made.log()] == ["create", "add", "undo"]
    assert all(row.operator == "Ann" for row in made.log())
    with closing(sqlite3.connect(tmp_path / "leukview.sqlite3")) as connection:
        for sql in (
            "UPDATE reference_log SET text = 'x'",
            "DELETE FROM reference_log",
            "UPDATE reference_pictures SET png = x'00'",
            "DELETE FROM reference_pictures",
            "INSERT OR REPLACE INTO reference_pictures SELECT sha256, x'00' FROM reference_pictures",
        ):
            with pytest.raises((sqlite3.IntegrityError, IntegrityError), match="cannot be changed"):
                connection.execute(sql)


# -- from a case ----------------------------------------------------------------------------------------------------------


def test_only_what_a_person_vouches_for_is_taken_and_no_name_goes_in(tmp_path: Path) -> None:
    workspace, session = case(tmp_path, ["blast", "lymphocyte", "monocyte", "lymphocyte"])
    ids = list(session.case.cells)
    session.confirm(ids[:1])
    session.relabel(ids[1:2], "plasma_cell")
    session.relabel(ids[2:3], "unidentified")
    session.confirm(["field-1"])
    taken = take_cells(session, ids, "MGG, 100×")
    assert [item.label for item in taken.cells] == ["blast", "plasma_cell", "lymphocyte"]
    assert taken.unconfirmed == (ids[3], "field-0", "field-2")
    assert [problem.file for problem in taken.problems] == [ids[2]]
    first, second, third = taken.cells
    assert (first.whose, first.by, first.stain, first.case) == ("reader 1", "Ann", "MGG, 100×", session.case_id)
    assert first.utc and first.box is None and third.box == Box(80, 40, 40, 40)
    assert (second.width, second.height) == (42, 40) and third.width == third.height
    made = ReferenceLibrary(workspace.store, "Ann")
    number = made.create("Blasts")
    made.add(number, taken.cells)
    shutil.rmtree(session.case.info.folder)
    assert np.array_equal(made.pixels(first.picture)[..., ::-1], picture(1000))
    with closing(sqlite3.connect(tmp_path / "leukview.sqlite3")) as connection:
        for table in ("reference_sets", "reference_cells", "reference_log"):
            text = repr(connection.execute(f"SELECT * FROM {table}").fetchall()).lower()
            assert text != "[]" and "jane" not in text and "doe" not in text


def test_an_image_that_is_another_one_now_is_refused(tmp_path: Path) -> None:
    _, session = case(tmp_path, ["blast", "blast"])
    ids = list(session.case.cells)[:2]
    session.confirm(ids)
    cv2.imwrite(str(Path(session.case.info.folder) / session.case.cells[ids[0]].file), picture(77))
    taken = take_cells(session, ids)
    assert len(taken.cells) == 1 and "another than the one" in taken.problems[0].reason


def test_nothing_is_taken_while_a_second_reader_is_blind(tmp_path: Path) -> None:
    _, session = new_session(tmp_path, [single(1)])
    session.confirm(["c1"])
    start_second(session, "Ann", "Bob")
    with pytest.raises(InputProblem, match="second reading"):
        take_cells(session, ["c1"])


# -- files ----------------------------------------------------------------------------------------------------------------


def test_an_exported_set_comes_back_as_it_was(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    made.note_cell(number, made.cells(number)[0].id, "=SUM(A1)")
    made.note_cell(number, made.cells(number)[1].id, "classic")
    made.note_cell(number, made.cells(number)[2].id, "'-like a blast")
    (item,) = made.sets()
    out = export_set(made, item, tmp_path / "out")
    assert {path.name for path in out.iterdir()} == {*CLASSES, "labels.csv", "README.md"}
    with (out / "labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["note"] for row in csv.DictReader(stream)} == {"", "'=SUM(A1)", "classic", "''-like a blast"}
    other = made.create("Copy")
    made.add(other, read_reference_files(out, Given("nobody")).cells)

    def facts(set_id: int) -> list[object]:
        return [(c.label, c.whose, c.by, c.utc, c.picture, c.pixel_um, c.stain, c.note) for c in made.cells(set_id)]

    assert facts(other) == facts(number)
    with pytest.raises(InputProblem, match="there already"):
        export_set(made, item, out)


def test_a_picture_that_was_exchanged_in_an_export_is_found(tmp_path: Path) -> None:
    made, _ = filled(tmp_path)
    out = export_set(made, made.sets()[0], tmp_path / "out")
    cv2.imwrite(str(out / "blast" / "0001.png"), picture(4321))
    taken = read_reference_files(out, Given())
    assert len(taken.cells) == 13 and "another picture" in taken.problems[0].reason


def test_class_folders_carry_whose_word_they_are_and_a_wrong_class_is_listed(tmp_path: Path) -> None:
    for place, name in enumerate(("blast", "monocyte", "unheard_of")):
        (tmp_path / "in" / name).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "in" / name / f"Jane Doe {place}.png"), picture(place))
    taken = read_reference_files(tmp_path / "in", Given("Consensus of three", "Wright", 0.1))
    assert [(item.label, item.whose, item.by, item.stain, item.pixel_um) for item in taken.cells] == [
        ("blast", "file", "Consensus of three", "Wright", 0.1),
        ("monocyte", "file", "Consensus of three", "Wright", 0.1),
    ]
    assert len(taken.problems) == 1 and "no cell class" in taken.problems[0].reason
    (tmp_path / "bad.csv").write_text("file,label\n")
    with pytest.raises(InputProblem, match="cls, path"):
        read_reference_files(tmp_path / "bad.csv", Given())


def test_what_cannot_be_used_is_listed_and_the_rest_is_read(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "good.png"), picture(1))
    (tmp_path / "table.csv").write_text(f"path,cls\n{'a' * 300}.png,blast\ngood.png,blast\n")
    taken = read_reference_files(tmp_path / "table.csv", Given())
    assert len(taken.cells) == 1 and "no such image" in taken.problems[0].reason
    (tmp_path / "in" / "blast").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "in" / "blast" / "good.png"), picture(1))
    try:
        (tmp_path / "in" / "blast" / os.fsdecode(b"bad\xff.png")).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk takes no such name")
    taken = read_reference_files(tmp_path / "in", Given())
    assert len(taken.cells) == 1
    assert [(item.file[:9], item.reason) for item in taken.problems] == [
        ("blast/bad", "the file's name is not valid text")
    ]


def test_a_folder_from_elsewhere_brings_no_picture_in_from_beside_it(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    cv2.imwrite(str(tmp_path / "mine.png"), picture(1))
    cv2.imwrite(str(tmp_path / "set" / "its.png"), picture(2))
    table = f"path,cls\n../mine.png,blast\n{tmp_path / 'mine.png'},blast\n../set/its.png,blast\n"
    (tmp_path / "set" / "labels.csv").write_text(table)
    taken = read_reference_files(tmp_path / "set", Given())
    assert (
        len(taken.cells) == 1 and [item.reason for item in taken.problems] == ["its path leads out of the folder"] * 2
    )
    # A table that somebody names is that person's word.
    assert len(read_reference_files(tmp_path / "set" / "labels.csv", Given()).cells) == 3


def test_drawn_fields_are_no_reference_cells_and_a_damaged_truth_is_said(tmp_path: Path) -> None:
    write_sample(tmp_path, cells=0, fields=1)
    with pytest.raises(InputProblem, match="drawn fields"):
        read_reference_files(tmp_path, Given())
    write_sample(tmp_path, cells=1)
    truth = tmp_path / ".truth" / "truth.csv"
    truth.write_text(truth.read_text().replace(",1,", ",one,", 1))
    with pytest.raises(InputProblem, match="damaged"):
        read_reference_files(tmp_path, Given())
    truth.unlink()
    with pytest.raises(InputProblem, match="missing"):
        read_reference_files(tmp_path, Given())


def test_the_starter_set_is_synthetic_and_says_so(tmp_path: Path) -> None:
    taken = starter_cells()
    assert len(taken.cells) == 60 and not taken.problems
    assert all(item.synthetic and item.whose == "drawn" and item.pixel_um for item in taken.cells)
    made = library(tmp_path)
    number = made.create("Starter")
    made.add(number, taken.cells)
    (item,) = made.sets()
    assert "all synthetic" in item.words
    assert all("synthetic" in cell.whose_words for cell in made.cells(number))


# -- examples -------------------------------------------------------------------------------------------------------------


def test_examples_are_of_the_class_real_first_and_never_the_cell_itself(tmp_path: Path) -> None:
    _, session = case(tmp_path, ["blast", "blast"])
    ids = list(session.case.cells)
    session.confirm([*ids[:2], "field-1"])
    made = library(tmp_path)
    number = made.create("Mixed")
    drawn = [item for item in starter_cells().cells if item.label == "blast"][:2]
    made.add(number, [*drawn, *take_cells(session, ids).cells])
    cells = made.cells(number)
    found = examples(cells, "blast", 4)
    assert [item.synthetic for item in found] == [False, False, False, True]
    file = session.case.images[session.case.cells[ids[0]].file].sha256
    assert found[0] not in examples(cells, "blast", 9, (file, None))
    field = next(item for item in found if item.box is not None)
    assert field.box is not None
    near = Box(field.box.x + 1, field.box.y, 40, 40)
    assert field not in examples(cells, "blast", 9, (field.source_sha256, near))
    assert field in examples(cells, "blast", 9, (field.source_sha256, Box(200, 200, 20, 20)))
    assert examples(cells, "monocyte", 3) == []
