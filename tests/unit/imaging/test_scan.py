import hashlib
import os
import sys
from pathlib import Path

import pytest
from timing_kit import best_seconds, seconds_of

from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress
from leukview.imaging.scan import scan_folder, sha256


def _touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_images_are_found_at_any_depth_sorted_with_forward_slashes(tmp_path: Path) -> None:
    _touch(tmp_path, "b.JPG", "a/z.png", "a/deeper/still/c.TIFF", "a.bmp", "細胞/größe 1.webp")
    scan = scan_folder(tmp_path, NoProgress())
    assert scan.files == ["a.bmp", "a/deeper/still/c.TIFF", "a/z.png", "b.JPG", "細胞/größe 1.webp"]
    assert scan.problems == []


def test_other_kinds_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    _touch(
        tmp_path, "a.png", "notes.txt", "truth.csv", ".hidden.png", ".truth/m.png", "._a.png", "x/.cache/y.png", "png"
    )
    assert scan_folder(tmp_path, NoProgress()).files == ["a.png"]


def test_damaged_images_are_still_listed_so_that_reading_can_say_why(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.png").write_text("not an image")
    assert scan_folder(tmp_path, NoProgress()).files == ["empty.jpg", "text.png"]


@pytest.mark.parametrize(
    ("start", "listed"),
    [
        (b"\xff\xd8\xff\xe0", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"II*\x00", True),
        (b"MM\x00*", True),
        (b"RIFF\x10\x00\x00\x00WEBP", True),
        (b"RIFF\x10\x00\x00\x00WAVE", False),
        (b"plain text", False),
        (b"", False),
    ],
)
def test_a_file_without_extension_is_judged_by_its_first_bytes(tmp_path: Path, start: bytes, listed: bool) -> None:
    (tmp_path / "IMG_0001").write_bytes(start)
    assert scan_folder(tmp_path, NoProgress()).files == (["IMG_0001"] if listed else [])


def test_excluded_folders_are_left_out(tmp_path: Path) -> None:
    _touch(tmp_path, "a.png", "out/b.png", "out/deep/c.png", "outside/d.png")
    assert scan_folder(tmp_path, NoProgress(), [tmp_path / "out"]).files == ["a.png", "outside/d.png"]
    assert scan_folder(tmp_path, NoProgress(), [Path("out")]).files == ["a.png", "outside/d.png"]


def test_one_file_is_a_scan_of_its_own(tmp_path: Path) -> None:
    _touch(tmp_path, "a.png", "b.png")
    assert scan_folder(tmp_path / "b.png", NoProgress()).files == ["b.png"]


def test_a_missing_folder_is_an_input_problem(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no such folder"):
        scan_folder(tmp_path / "gone", NoProgress())


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    scan = scan_folder(tmp_path, NoProgress())
    assert (scan.files, scan.problems) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")
def test_a_folder_linked_into_itself_is_visited_once(tmp_path: Path) -> None:
    _touch(tmp_path, "a/x.png")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert scan_folder(tmp_path, NoProgress()).files == ["a/x.png"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/bad\xff.png", os.O_CREAT | os.O_WRONLY))
    _touch(tmp_path, "good.png")
    scan = scan_folder(tmp_path, NoProgress())
    assert scan.files == ["good.png"]
    assert [problem.file for problem in scan.problems] == ["bad?.png"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may open every folder")
def test_a_locked_folder_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    _touch(tmp_path, "a.png", "locked/b.png")
    (tmp_path / "locked").chmod(0)
    try:
        scan = scan_folder(tmp_path, NoProgress())
    finally:
        (tmp_path / "locked").chmod(0o755)
    assert scan.files == ["a.png"]
    assert [problem.file for problem in scan.problems] == ["locked"]


def test_cancelling_stops_the_scan(tmp_path: Path) -> None:
    progress = NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        scan_folder(tmp_path, progress)


def test_ten_thousand_small_files_are_listed_in_seconds(tmp_path: Path) -> None:
    for number in range(10_000):
        folder = tmp_path / f"{number % 10}"
        if number < 10:
            folder.mkdir()
        (folder / f"cell_{number:05d}.jpg").touch()
    assert len(scan_folder(tmp_path, NoProgress()).files) == 10_000
    assert best_seconds(lambda: scan_folder(tmp_path, NoProgress())) < seconds_of(200)


def test_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "a.png").write_bytes(data)
    assert sha256(tmp_path / "a.png") == hashlib.sha256(data).hexdigest()


def test_sha256_of_a_missing_file_is_an_input_problem(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"a\.png: the file cannot be opened"):
        sha256(tmp_path / "a.png")
