"""A network drive that hangs: what reads it waits, and nothing else does."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui.tasks import TaskProgress, Tasks
from leukview.gui.widgets.watch_dialog import WatchDialog
from leukview.services.folder_watch import FolderWatch

PATIENCE = 30_000


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    runner = Tasks()
    yield runner
    assert runner.shutdown(10_000)


@pytest.fixture
def hangs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], threading.Event]]:
    """Return what makes the listing of a folder wait until the event it returns is set."""
    listed, gates = os.scandir, dict[str, threading.Event]()

    def scandir(path: str | os.PathLike[str] = ".") -> Iterator[os.DirEntry[str]]:
        gate = gates.get(os.path.realpath(path))
        assert gate is None or threading.current_thread() is not threading.main_thread(), "the window hangs"
        if gate is not None:
            gate.wait(120)
        return listed(path)

    def hang(folder: Path) -> threading.Event:
        return gates.setdefault(os.path.realpath(folder), threading.Event())

    monkeypatch.setattr("os.scandir", scandir)
    yield hang
    for gate in gates.values():
        gate.set()


def test_a_watched_folder_that_hangs_is_named_and_holds_nothing_up(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, hangs: Callable[[Path], threading.Event]
) -> None:
    shares = [tmp_path / f"share {number}" for number in range(8)]
    for share in shares:
        share.mkdir()
    gates = [hangs(share) for share in shares]
    alive = tmp_path / "alive"
    write_images(alive / "run 1", 3)
    window = open_window()
    watching = window.worklist.watching
    watching.every_ms, watching.patience_s, watching.watch = 50, 0.3, FolderWatch(0.1)
    for folder in (*shares, alive):
        watching.add(folder)
    # More of them hang than there ever were workers, and still the others are looked at, and cases opened and analysed.
    window.worklist.show()
    qtbot.waitUntil(lambda: [row.name for row in window.worklist.page.rows] == ["run 1"], timeout=PATIENCE)
    window.open_folder(write_images(tmp_path / "open", 4))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=PATIENCE)
    qtbot.waitUntil(window.cell_panel.view.has_image, timeout=PATIENCE)
    qtbot.waitUntil(lambda: set(watching.problems) == {str(share) for share in shares}, timeout=PATIENCE)
    assert watching.problems[str(shares[0])] == f"{shares[0]}: its drive does not answer"
    assert "does not answer" in window.worklist.page.watched.whole_text()
    dialog = WatchDialog(watching)
    qtbot.addWidget(dialog)
    assert f"{shares[1]}: its drive does not answer" in dialog.state.text()
    # Given up and taken back, it is asked no second time while it hangs.
    before = threading.active_count()
    for _ in range(4):
        watching.remove(str(shares[0]))
        watching.add(shares[0])
        qtbot.wait(100)
    assert threading.active_count() <= before
    # It answers again.
    write_images(shares[0] / "run 2", 3)
    for gate in gates:
        gate.set()
    qtbot.waitUntil(lambda: not watching.problems, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "run 2" in {row.name for row in window.worklist.page.rows}, timeout=PATIENCE)


def test_the_window_closes_though_a_watched_folder_hangs(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, hangs: Callable[[Path], threading.Event]
) -> None:
    (tmp_path / "share").mkdir()
    gate = hangs(tmp_path / "share")
    window = open_window()
    watching = window.worklist.watching
    watching.every_ms, watching.patience_s = 50, 0.3
    watching.add(tmp_path / "share")
    qtbot.waitUntil(lambda: bool(watching.problems), timeout=PATIENCE)
    window.close()
    assert not gate.is_set() and window.controller.tasks.shutdown(60_000), "it was not waited for"


def test_reads_that_hang_and_were_given_up_leave_every_place_free(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun = threading.Event(), []

    def hang(progress: TaskProgress) -> None:
        begun.append(1)
        gate.wait(60)

    try:
        for kind in range(10):
            for _ in range(3):
                count = len(begun)
                tasks.start(f"read {kind}", hang)
                qtbot.waitUntil(lambda count=count: len(begun) > count)  # type: ignore[misc]
        # Whoever looks through a folder fast leaves three behind at most, and the next one waits.
        tasks.start("read 0", hang)
        got: list[str] = []
        tasks.start("save", lambda progress: "saved", finished=got.append)
        qtbot.waitUntil(lambda: got == ["saved"])
        assert len(begun) == 30
        # What hangs for long is not waited for: another case's pictures are shown.
        qtbot.waitUntil(lambda: len(begun) == 31, timeout=PATIENCE)
    finally:
        gate.set()
    QApplication.processEvents()
