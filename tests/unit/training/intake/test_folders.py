from __future__ import annotations

from pathlib import Path

import pytest

from leukview.domain.errors import InputProblem
from leukview.training.intake.folders import read_folders


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")


def found(root: Path) -> set[tuple[str, str, str]]:
    return {(item.path.relative_to(root).as_posix(), item.cls, item.split) for item in read_folders(root).items}


def test_class_folders_hold_images_at_any_depth_under_any_name(tmp_path: Path) -> None:
    put(tmp_path, "Blast cells/1.PNG", "Blast cells/P 7/smear/x (2).jpeg", "mono/ü.tif")
    assert found(tmp_path) == {
        ("Blast cells/1.PNG", "Blast cells", ""),
        ("Blast cells/P 7/smear/x (2).jpeg", "Blast cells", ""),
        ("mono/ü.tif", "mono", ""),
    }


def test_folders_of_parts_give_the_split(tmp_path: Path) -> None:
    put(tmp_path, "Train/a/1.png", "valid/a/2.png", "test/b/3.png", "docs/readme.txt")
    assert found(tmp_path) == {
        ("Train/a/1.png", "a", "train"),
        ("valid/a/2.png", "a", "val"),
        ("test/b/3.png", "b", "test"),
    }


def test_class_folders_beside_folders_of_parts_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "train/a/1.png", "test/a/2.png", "blast/3.png")
    with pytest.raises(InputProblem, match="stand beside others that hold images: blast"):
        read_folders(tmp_path)


def test_what_is_passed_over_is_counted_and_said(tmp_path: Path) -> None:
    put(tmp_path, "a/1.png", "a/1_mask.png", "a/.2.png", "a/notes.txt", "a/deep/Thumbs.db", "loose.png", ".hid/a/9.png")
    put(tmp_path, "alone/3_mask.png")
    (tmp_path / "empty").mkdir()
    put(tmp_path, "words/only.txt")
    read = read_folders(tmp_path)
    # Without its image beside it, what is called a mask is an image like any other.
    assert [item.path.name for item in read.items] == ["1.png", "3_mask.png"]
    said = "\n".join(read.notes)
    for words in (
        "hidden files (1)",
        "files that are no images (3)",
        "masks (1)",
        "images outside any class folder (1)",
    ):
        assert words in said
    assert f"{tmp_path / 'empty'}: the class folder holds no image" in said
    assert f"{tmp_path / 'words'}: the class folder holds no image" in said


def test_a_relative_folder_is_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "data/a/1.png")
    monkeypatch.chdir(tmp_path)
    read = read_folders(Path("data"))
    assert len(read.items) == 1 and not read.notes


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["1.png", "2.png"], "Put the images into a subfolder for each class"),
        (["cells.csv", "images"], r"Give the table itself, e.g. .*cells.csv"),
        (["a/readme.txt"], "no image in a class folder"),
    ],
)
def test_nothing_left_is_refused_with_what_to_do(tmp_path: Path, names: list[str], words: str) -> None:
    put(tmp_path, *names)
    with pytest.raises(InputProblem, match=words):
        read_folders(tmp_path)
    with pytest.raises(InputProblem, match="no such folder"):
        read_folders(tmp_path / "none")
