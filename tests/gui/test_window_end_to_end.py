"""The whole way with the real network: a real smear where one is at hand, else the rendered sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SHARED
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_window_review import audit_rows, check_export, drop_on, export, press, stored

from leukview.gui.app import make_window, run
from leukview.gui.main_window import MainWindow

PATIENT = SHARED / "cases" / "Patient_60"

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def smear(tmp_path: Path) -> Path:
    """Return a real case's folder, or a rendered one."""
    if PATIENT.is_dir():
        return PATIENT
    from leukview.services.sample import write_sample

    folder = tmp_path / "sample"
    write_sample(folder, cells=60, fields=1, seed=5)
    return folder


def analysed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=600_000)


def test_open_label_drag_undo_redo_close_reopen_export(
    dressed: QApplication, qtbot: QtBot, smear: Path, tmp_path: Path
) -> None:
    window = make_window("light")
    window.show()
    window.open_folder(smear)
    analysed(qtbot, window)
    case = window.controller.case
    assert case is not None and len(case.cells) >= 20
    assert set(stored().values()) == {None}
    cells = len(case.cells)

    order = window.controller.model.order()
    keyed, dragged = order[0], order[-2:]
    window.controller.selection.set([keyed])
    press(window, Qt.Key.Key_O)
    assert stored()[keyed] == "basophil"
    target = window.controller.model.groups[0].class_id
    if window.controller.model.group_of(dragged[0]) == target:
        target = window.controller.model.groups[-1].class_id
    drop_on(window, dragged, target)
    assert {stored()[cell_id] for cell_id in dragged} == {target}
    window.actions_["undo"].trigger()
    assert {stored()[cell_id] for cell_id in dragged} == {None}
    window.actions_["redo"].trigger()
    assert {stored()[cell_id] for cell_id in dragged} == {target}
    rows = audit_rows()
    assert rows >= 4, "label, label, undo, redo: each has its row"
    window.cell_panel.tools.heatmap_button.setChecked(True)
    qtbot.waitUntil(window.cell_panel.view.has_heatmap, timeout=120_000)
    window.controller.selection.set([dragged[0]])
    window.close()
    window.deleteLater()

    again = make_window("dark")
    again.show()
    again.open_folder(smear)
    analysed(qtbot, again)
    assert again.controller.selection.current == dragged[0]
    labels = {keyed: "basophil", **dict.fromkeys(dragged, target)}
    assert {cell_id: label for cell_id, label in stored().items() if label} == labels
    assert audit_rows() == rows, "coming back decides nothing"
    export(qtbot, again, tmp_path / "out")
    check_export(tmp_path / "out", labels, cells)
    again.close()
    again.deleteLater()


def test_a_picture_of_the_window_is_drawn_without_a_screen(dressed: QApplication, smear: Path, tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    assert run(smear, screenshot=picture, theme="dark", size=(1280, 800)) == 0
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1280, 800)
    colours = {image.pixelColor(x, y).name() for x in range(0, 1280, 20) for y in range(100, 700, 20)}
    assert len(colours) > 200, "the cells are in the picture"
