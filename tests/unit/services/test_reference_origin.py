"""A cell that came from another installation says so: its case's number counts another case here."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

from reference_kit import case, filled

from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_files import Given, export_set, read_reference_files
from leukview.services.reference_intake import take_cells
from leukview.store.database import open_store


def exported(folder: Path) -> tuple[ReferenceLibrary, Path]:
    """Return a library whose set has a cell of case 1, and that set as files."""
    folder.mkdir()
    workspace, session = case(folder, ["blast", "lymphocyte"])
    ids = list(session.case.cells)[:2]
    session.confirm(ids)
    library = ReferenceLibrary(workspace.store, "Ann")
    library.add(library.create("Blasts"), take_cells(session, ids).cells)
    assert {cell.case for cell in library.cells(1)} == {"1"} == {session.case_id}
    return library, export_set(library, library.find("Blasts"), folder / "out")


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_imported_cell_never_counts_a_case_of_this_installation(tmp_path: Path) -> None:
    there, out = exported(tmp_path / "there")
    (tmp_path / "here").mkdir()
    workspace, _ = case(tmp_path / "here", ["monocyte"])
    here = ReferenceLibrary(workspace.store, "Bob", laboratory_um=0.1)
    number = here.create("From there")
    assert here.add(number, read_reference_files(out, Given()).cells).cells == 2
    cells = here.cells(number)
    assert {cell.case for cell in cells} == {""}
    assert {(cell.elsewhere.installation, cell.elsewhere.case) for cell in cells if cell.elsewhere} == {
        (there.installation(), "1")
    }
    assert not any(cell.pixel_um for cell in cells), "this laboratory's pixel size is none of theirs"
    # Passed on, it is still the first one's.
    again = rows(export_set(here, here.find("From there"), tmp_path / "again"))
    assert {(row["installation"], row["case"]) for row in again} == {(there.installation(), "1")}
    assert here.installation() != there.installation()


def test_what_comes_back_to_where_it_was_made_counts_its_case_again(tmp_path: Path) -> None:
    there, out = exported(tmp_path / "there")
    number = there.create("Back")
    there.add(number, read_reference_files(out, Given()).cells)
    assert {(cell.case, cell.elsewhere) for cell in there.cells(number)} == {("1", None)}


def test_a_copy_of_the_database_that_went_its_own_way_is_elsewhere(tmp_path: Path) -> None:
    there, out = exported(tmp_path / "there")
    path = tmp_path / "there" / "leukview.sqlite3"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as target:
        source.backup(target)
        target.execute("UPDATE images SET sha256 = 'another image'")
        target.commit()
    copy = ReferenceLibrary(open_store(tmp_path / "copy.sqlite3"), "Bob")
    assert copy.installation() == there.installation()
    number = copy.create("Back")
    copy.add(number, read_reference_files(out, Given()).cells)
    assert {cell.case for cell in copy.cells(number)} == {""} and all(cell.elsewhere for cell in copy.cells(number))


def test_a_set_that_an_older_leukview_wrote_is_from_one_that_nobody_named(tmp_path: Path) -> None:
    there, out = exported(tmp_path / "there")
    lines = (out / "labels.csv").read_text("utf-8-sig").splitlines()
    (out / "labels.csv").write_text("\n".join(line.rpartition(",")[0] for line in lines), "utf-8")
    number = there.create("Old")
    there.add(number, read_reference_files(out, Given()).cells)
    origins = [cell.elsewhere for cell in there.cells(number)]
    assert {(origin.installation, origin.case) for origin in origins if origin} == {("", "1")}
    assert {cell.case for cell in there.cells(number)} == {""}


def test_cells_of_no_case_are_from_nowhere(tmp_path: Path) -> None:
    made, number = filled(tmp_path)
    out = export_set(made, made.find("Teaching"), tmp_path / "out")
    assert {(row["installation"], row["case"]) for row in rows(out)} == {("", "")}
    copy = made.create("Copy")
    made.add(copy, read_reference_files(out, Given()).cells)
    assert not any(cell.case or cell.elsewhere for cell in made.cells(copy))
    assert number != copy


def test_numbers_that_an_older_leukview_took_over_are_moved_where_they_cannot_be_ours(tmp_path: Path) -> None:
    there, _ = exported(tmp_path / "there")
    path = tmp_path / "there" / "leukview.sqlite3"
    there._store.close()
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE alembic_version SET version_num = '0011'")
        old.execute("DROP TABLE installation")
        for column in ("elsewhere_id", "elsewhere_case"):
            old.execute(f"ALTER TABLE reference_cells DROP COLUMN {column}")
        # As an import of a set of elsewhere left them: one whose case is none here, one whose case is another one here.
        old.execute("INSERT INTO reference_sets SELECT 2, 'Imported', note, \"by\", utc, NULL FROM reference_sets")
        names = 'picture,label,whose,"by",utc,width,height,pixel_um,box,stain,synthetic,note,removed'
        for number, source in (("7", "source_sha256"), ("1", "'theirs'")):
            old.execute(
                f"INSERT INTO reference_cells ({names},set_id,case_number,source_sha256) "
                f"SELECT {names},2,'{number}',{source} FROM reference_cells WHERE id = 1"
            )
        old.commit()
    library = ReferenceLibrary(open_store(path), "Ann")
    assert {(cell.case, cell.elsewhere) for cell in library.cells(1)} == {("1", None)}
    moved = library.cells(2)
    assert [cell.case for cell in moved] == ["", ""]
    assert [(c.elsewhere.installation, c.elsewhere.case) for c in moved if c.elsewhere] == [("", "7"), ("", "1")]


def test_whatever_a_table_calls_a_case_is_taken_as_words(tmp_path: Path) -> None:
    there, out = exported(tmp_path / "there")
    lines = (out / "labels.csv").read_text("utf-8-sig").splitlines()
    for number, name in enumerate(("9" * 60, "\u0661", "1 OR 1", "")):
        (out / "labels.csv").write_text("\n".join(lines).replace(",1,", f",{name},"), "utf-8")
        made = there.create(f"Odd {number}")
        there.add(made, read_reference_files(out, Given()).cells)
        cells = there.cells(made)
        assert len(cells) == 2 and {cell.case for cell in cells} == {""}
        assert {cell.elsewhere.case for cell in cells if cell.elsewhere} == ({name[:40]} if name else set())
