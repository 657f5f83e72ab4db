from __future__ import annotations

from pathlib import Path

import pytest

from leukview.domain.errors import InputProblem
from leukview.training.intake.leaks import smear_of
from leukview.training.intake.table import name_of, read_table, refuse_bad_paths, split_name

ROWS = "path,cls,patient,split,smear,diagnosis\na/1.png,blast,Müller,Training,S1,AML\n2.png,monocyte,,valid,,\n"


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("cp1252"),
        ROWS.encode("utf-16"),
        ROWS.replace(",", ";").encode("utf-8-sig"),
        ROWS.replace(",", "\t").encode(),
        ROWS.replace("\n", "\r\n").encode(),
        ("sep=;\n" + ROWS.replace(",", ";")).encode(),
        ROWS.replace("path,cls", " Path , CLS").encode(),
        ROWS.replace("a/1.png", r"a\1.png").encode(),
        (ROWS + "\n,,,,,\n").encode(),
    ],
)
def test_every_way_a_spreadsheet_writes_a_table_gives_the_same_images(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    first, second = (row.item for row in read_table(file))
    assert (first.path, first.cls, first.split) == (tmp_path / "a" / "1.png", "blast", "train")
    assert (first.patient, first.smear, first.diagnosis) == ("Müller", "S1", "AML")
    assert (second.path, second.split, second.patient) == (tmp_path / "2.png", "val", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"file,label\nx.png,blast\n", r"columns cls, path are missing \(found: file, label\)"),
        (b"", r"found: none"),
        (b"path,cls\n,blast\nb.png,blast\n,blast\n", r"2 rows without a path: 2, 4"),
        (b"path,cls\na, b.png,blast\n", r"1 row with more fields than the header: 2"),
        (b"path,cls\n\0\0", "not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    with pytest.raises(InputProblem, match=f"mine.csv.*{words}"):
        read_table(file)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no such data file"):
        read_table(tmp_path / "none.csv")


def test_missing_images_are_named_with_the_rows_a_spreadsheet_shows_and_counted(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"")
    names = ["gone0.png", "there.png", *(f"gone{i}.png" for i in range(1, 7))]
    file = tmp_path / "mine.csv"
    file.write_text("path,cls\n" + "".join(f"{name},blast\n" for name in names))
    with pytest.raises(InputProblem) as caught:
        refuse_bad_paths(file, read_table(file))
    words = str(caught.value)
    assert "7 images of 8 not there" in words and "and 2 more" in words
    assert f"row 2 ({tmp_path / 'gone0.png'}), row 4 ({tmp_path / 'gone1.png'})" in words


def test_an_image_in_two_rows_is_refused_with_both(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    file = tmp_path / "mine.csv"
    file.write_text("path,cls\na.png,blast\n./a.png,monocyte\n")
    with pytest.raises(InputProblem, match=r"rows 2 and 3 \(a.png\)"):
        refuse_bad_paths(file, read_table(file))


def test_names_of_parts_and_of_tables() -> None:
    assert [split_name(text) for text in (" Train", "VALIDATION", "testing", "shift", "")] == [
        "train",
        "val",
        "test",
        "shift",
        "",
    ]
    assert name_of(Path("/data/ours/labels.csv")) == "ours" and name_of(Path("/data/theirs.csv")) == "theirs"


def test_a_smear_whose_patient_some_rows_leave_out_is_one_smear(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    head = "path,cls,dataset,patient,smear\n"
    file.write_text(head + "1.png,blast,a,P1,S1\n2.png,blast,a,,S1\n3.png,blast,b,,S1\n4.png,blast,a,,\n", "utf-8")
    items = [row.item for row in read_table(file)]
    assert [item.patient for item in items] == ["P1", "P1", "", ""], "another data set's smear is another glass"
    assert len({smear_of(item) for item in items if item.smear}) == 2


def test_a_smear_of_several_patients_needs_one_in_every_row(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("path,cls,patient,smear\n1.png,blast,P1,1\n2.png,blast,P2,1\n3.png,blast,,1\n", "utf-8")
    with pytest.raises(InputProblem, match=r"1 row without a patient, of a smear .* several: row 4 \(smear 1\)"):
        read_table(file)
