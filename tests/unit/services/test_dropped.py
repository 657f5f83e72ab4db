"""What is dropped on the window: folders and images are taken, everything else is told why not and what instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from leukview.services.dropped import look_at


def test_folders_and_the_folders_of_images_are_taken_once_each(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for name in ("b/1.png", "b/2.TIF"):
        (tmp_path / name).write_bytes(b"x")
    found = look_at([tmp_path / "a", tmp_path / "b" / "1.png", tmp_path / "b" / "2.TIF", tmp_path / "b"])
    assert found.folders == (tmp_path / "a", tmp_path / "b") and not found.refused and found.keys is None


def test_an_image_without_an_ending_is_known_by_its_first_bytes_as_it_is_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "IM0001").write_bytes(b"\xff\xd8\xff\xe0 and the rest")
    found = look_at([tmp_path / "IM0001"])
    assert found.folders == (tmp_path,) and not found.refused


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("export.zip", "Unpack it first"),
        ("slide.SVS", "whole-slide scan"),
        ("image.dcm", "DICOM"),
        ("cells.csv", "is a table"),
        ("report.json", "is a data file"),
        ("report.pdf", "is a document"),
        ("best.safetensors", "Choose weights…"),
        ("photo.heic", "JPEG, PNG, BMP, TIFF or WebP"),
        ("notes.xyz", "neither a folder nor an image"),
        ("no ending", "neither a folder nor an image"),
    ],
)
def test_what_cannot_be_used_is_explained_by_its_kind(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / name).write_bytes(b"{}")
    found = look_at([tmp_path / name])
    assert not found.folders and found.keys is None
    (sentence,) = found.refused
    assert sentence.startswith(name) and says in sentence and sentence.endswith(".")


def test_many_of_a_kind_are_one_sentence_and_the_rest_is_taken(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv", "3.csv", "4.zip", "5.png"):
        (tmp_path / name).write_bytes(b"x")
    found = look_at([*sorted(tmp_path.iterdir()), tmp_path / "gone.png"])
    assert found.folders == (tmp_path,)
    assert [sentence.split(" is ")[0] for sentence in found.refused] == [
        "1.csv (and 2 more like it)",
        "4.zip",
        "gone.png",
    ]


def test_a_file_of_keys_is_known_by_what_it_holds(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text('{"leukview_keys": 1, "keys": {}}', "utf-8")
    assert look_at([keys]).keys == keys
