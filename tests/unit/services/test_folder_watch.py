"""A watched folder: what has stopped growing arrives once, and what cannot be read is said in words that name it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.services.folder_watch import FolderWatch
from leukview.services.workspace import folder_key


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> FolderWatch:
    return FolderWatch(5.0, clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "Exporte é"
    made.mkdir()
    return made


def put(folder: Path, name: str, content: bytes = b"x") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def test_a_subfolder_arrives_once_it_has_stopped_growing(watch: FolderWatch, clock: Clock, root: Path) -> None:
    put(root / "run 1", "a.png")
    look = watch.look([str(root)], set())
    assert (look.arrived, look.growing, look.problems) == ((), ((root / "run 1").resolve(),), {})
    clock.now = 4.0
    put(root / "run 1", "b.png")
    clock.now = 8.0
    assert watch.look([str(root)], set()).arrived == (), "it grew since the last look"
    clock.now = 10.0
    put(root / "run 1", "b.png", b"longer than before")
    assert watch.look([str(root)], set()).arrived == (), "a file grew"
    clock.now = 14.9
    assert watch.look([str(root)], set()).arrived == ()
    clock.now = 15.0
    look = watch.look([str(root)], set())
    assert look.arrived == ((root / "run 1").resolve(),) and look.growing == ()


def test_what_is_a_case_already_is_left_alone(watch: FolderWatch, clock: Clock, root: Path) -> None:
    put(root / "run 1", "a.png")
    known = {folder_key((root / "run 1").resolve())}
    for clock.now in (0.0, 10.0, 20.0):
        look = watch.look([str(root)], known)
        assert look.arrived == look.growing == ()


def test_only_visible_subfolders_with_images_count(watch: FolderWatch, clock: Clock, root: Path) -> None:
    put(root, "lying about.png")
    put(root / ".hidden", "a.png")
    put(root / "notes", "readme.txt")
    put(root / "deep" / "er", "a.png")
    (root / "empty").mkdir()
    watch.look([str(root)], set())
    clock.now = 6.0
    assert [path.name for path in watch.look([str(root)], set()).arrived] == ["deep"]


def test_a_folder_that_vanishes_is_named_and_found_again(
    watch: FolderWatch, clock: Clock, root: Path, tmp_path: Path
) -> None:
    other = tmp_path / "second"
    put(other / "run 9", "a.png")
    put(root / "run 1", "a.png")
    watch.look([str(root), str(other)], set())
    away = root.rename(tmp_path / "away")
    clock.now = 6.0
    look = watch.look([str(root), str(other)], set())
    assert look.problems == {str(root): f"{root}: it is not there, or its drive is not connected"}
    assert [path.name for path in look.arrived] == ["run 9"], "the other folder is looked at all the same"
    away.rename(root)
    clock.now = 7.0
    look = watch.look([str(root)], set())
    assert not look.problems and not look.arrived, "what comes back must settle anew"
    clock.now = 12.0
    assert [path.name for path in watch.look([str(root)], set()).arrived] == ["run 1"]


def test_a_file_or_a_locked_folder_is_no_reason_to_stop(watch: FolderWatch, root: Path, tmp_path: Path) -> None:
    put(tmp_path, "file", b"")
    look = watch.look([str(tmp_path / "file"), str(root)], set())
    assert list(look.problems.values()) == [f"{tmp_path / 'file'}: this is no folder"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_subfolder_that_may_not_be_opened_is_named(watch: FolderWatch, root: Path) -> None:
    put(root / "locked", "a.png")
    (root / "locked").chmod(0)
    try:
        assert "locked" in watch.look([str(root)], set()).problems[str(root)]
    finally:
        (root / "locked").chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_linked_subfolder_is_known_by_its_real_place(
    watch: FolderWatch, clock: Clock, root: Path, tmp_path: Path
) -> None:
    put(tmp_path / "real", "a.png")
    (root / "link").symlink_to(tmp_path / "real")
    (root / "link 2").symlink_to(tmp_path / "real")
    watch.look([str(root)], set())
    clock.now = 6.0
    assert watch.look([str(root)], set()).arrived == ((tmp_path / "real").resolve(),)


def test_looking_changes_nothing_and_can_be_cancelled(watch: FolderWatch, clock: Clock, root: Path) -> None:
    put(root / "run 1", "a.png")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}
    watch.look([str(root)], set())
    clock.now = 9.0
    watch.look([str(root)], set())
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")} == before
    stopped = NoProgress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        watch.look([str(root)], set(), stopped)
    shutil.rmtree(root / "run 1")
    assert watch.look([str(root)], set()).growing == ()
