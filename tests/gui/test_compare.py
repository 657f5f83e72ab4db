"""Two to eight cells side by side: one scale, what is said of each, and keys for the framed one alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import OpenWindow
from gallery_kit import PATIENCE, opened, press, stored
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui.comparing import cut_cells
from leukview.gui.main_window import MainWindow
from leukview.gui.models.compared import Compared

CONTROL = Qt.KeyboardModifier.ControlModifier
IDS = ["c00000", "c00001", "c00003"]


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Ten cells, three of them compared."""
    result = opened(qtbot, open_window(), tmp_path / "smear", 10)
    result.controller.selection.set(IDS)
    press(result.gallery, Qt.Key.Key_6, CONTROL)
    return result


def test_each_cell_has_a_pane_at_one_scale_with_what_is_said_of_it(window: MainWindow, qtbot: QtBot) -> None:
    page = window.pages_.compare
    assert window.pages.currentWidget() is page and list(page.panes) == IDS
    qtbot.waitUntil(lambda: all(pane.picture.has_image() for pane in page.panes.values()), timeout=PATIENCE)
    QApplication.processEvents()
    assert len({round(pane.picture.scale(), 6) for pane in page.panes.values()}) == 1
    pane = page.panes["c00003"]
    assert pane.ai.text() == "AI: Monocyte 0.60" and pane.reader.text() == "Reader: —"
    assert pane.probable.whole_text() == "doubt 0.80 · Mono 0.60 · Lymph 0.40"
    assert pane.measured.text() == "Ø 41 px · N:C 2.2 : 1 · nucleus 900 px² · lobes 1 · circularity 0.90"


def test_a_key_labels_the_framed_cell_alone_and_goes_on(window: MainWindow) -> None:
    page, selection = window.pages_.compare, window.controller.selection
    assert selection.ids == ["c00000"]
    press(page, Qt.Key.Key_B)
    assert {c: label for c, label in stored().items() if label} == {"c00000": "band_neutrophil"}
    assert selection.ids == ["c00003"], "the next here that needs a person"
    assert page.panes["c00003"]._current and not page.panes["c00000"]._current
    assert page.panes["c00000"].reader.text() == "Reader: Band neutrophil"
    press(page, Qt.Key.Key_Left)
    assert selection.ids == ["c00001"]
    QTest.mouseClick(page.panes["c00000"].picture, Qt.MouseButton.LeftButton)
    assert selection.ids == ["c00000"]


def test_the_wheel_sizes_all_alike_and_contours_go_together(window: MainWindow) -> None:
    page = window.pages_.compare
    point = QPointF(page.rect().center())
    event = QWheelEvent(
        point, point, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    page.wheelEvent(event)
    assert page.zoom == 1.25 and {pane.picture._zoom for pane in page.panes.values()} == {1.25}
    before = window.cell_panel.tools.contours_button.isChecked()
    press(page, Qt.Key.Key_1, CONTROL)
    assert {pane.picture._contours_on for pane in page.panes.values()} == {not before}


def test_escape_leaves_with_one_cell_chosen(window: MainWindow) -> None:
    QTest.keyClick(window.pages_.compare, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.columns
    assert window.controller.selection.ids == ["c00000"], "no key may label what was only compared"


@pytest.mark.parametrize("count", [1, 9])
def test_too_few_or_too_many_are_not_compared(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, count: int
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 10)
    window.controller.selection.set([f"c{n:05d}" for n in range(count)])
    press(window.gallery, Qt.Key.Key_6, CONTROL)
    assert window.pages.currentWidget() is window.columns
    assert window.status.message_text() == f"Choose 2 to 8 cells to compare; {count} chosen now."
    with pytest.raises(ValueError, match="2 to 8"):
        Compared(lambda cell_id: None).show(["c"] * count)


def test_from_the_grid_one_comes_back_to_the_grid(window: MainWindow) -> None:
    window.pages_.back()
    press(window.gallery, Qt.Key.Key_7, CONTROL)
    press(window.pages_.grid.wall, Qt.Key.Key_A, CONTROL)
    press(window.pages_.grid.wall, Qt.Key.Key_6, CONTROL)
    assert window.pages.currentWidget() is window.pages_.compare
    QTest.keyClick(window.pages_.compare, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.pages_.grid
    assert window.controller.walk is window.pages_.grid.model


def test_pictures_are_whole_source_pixels_and_a_missing_file_gives_none(window: MainWindow) -> None:
    session = window.controller.session
    assert session is not None
    cells = [session.case.cells[cell_id] for cell_id in IDS]
    (window.controller.folder / cells[0].file).unlink()
    cuts = {cut.cell_id: cut for cut in cut_cells(session, window.controller.folder, cells, 59.5)}
    assert cuts["c00000"].image.isNull()
    cut = cuts["c00001"]
    assert (cut.image.width(), cut.image.height()) == (60, 60)
    # The box begins at 8 and is 48 wide, the square is 60 wide about its middle: 2; the drawn nucleus reaches 9 to 39 in the box.
    nucleus = np.concatenate(cut.nucleus)
    assert nucleus.min() == 8 - 2 + 9 + 0.5 and nucleus.max() == 8 - 2 + 39 + 0.5
