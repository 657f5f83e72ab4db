"""A case found again in another folder: the window says so, and the terminal too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from pytestqt.qtbot import QtBot

from leukview.gui.app import _say_moved
from leukview.gui.main_window import MainWindow
from leukview.imaging.scan import sha256
from leukview.services.analyse_types import AnalysedImage


class HashedAnalysis(PlainAnalysis):
    """The images carry their real hashes, by which a case is found again."""

    def _image(self, file: str, number: int) -> AnalysedImage:
        made = super()._image(file, number)
        return replace(made, image=replace(made.image, sha256=sha256(self.folder / file)))


def _open(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(window.controller.opened, timeout=60_000):
        window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=60_000)


def test_a_renamed_folder_says_what_it_was_and_that_nothing_is_lost(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window = open_window(HashedAnalysis)
    old = write_images(tmp_path / "Smear 7", 12)
    _open(window, qtbot, old)
    window.controller.relabel(["c00001", "c00002", "c00003"], "blast")
    assert not window.notice.isVisible()
    window.controller.close()
    new = old.rename(tmp_path / "Smear 7, reviewed")
    window.controller.opened.connect(lambda: _say_moved(window))
    _open(window, qtbot, new)
    words = f"This folder was known as {old.resolve()}: its 3 decisions were found again."
    assert window.notice.isVisible() and window.notice.text.text() == words
    assert capsys.readouterr().out == f"{words}\n"
    _open(window, qtbot, new)
    assert not window.notice.isVisible(), "it is now at home there"
    assert capsys.readouterr().out == ""
