"""A smear unlike the training images: said once, explained where it shows, and still in an order worth following."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.cell import Cell
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Sort, Tab
from leukview.services.analyse_types import AnalysedImage

COUNT = 20


class FarAnalysis(PlainAnalysis):
    """Every cell is out of domain, one in five doubtful; the later a cell, the less sure its call."""

    def _image(self, file: str, number: int) -> AnalysedImage:
        made = super()._image(file, number)
        return replace(made, cells=tuple(_far(cell, number) for cell in made.cells))


def _far(cell: Cell, number: int) -> Cell:
    call = cell.prediction
    assert call is not None
    names = call.ranked
    first = call.probability - number / 1000
    return replace(
        cell, prediction=replace(call, out_of_domain=0.999, probabilities={names[0]: first, names[1]: 1 - first})
    )


def _open(window: MainWindow, qtbot: QtBot, folder: Path) -> MainWindow:
    with qtbot.waitSignal(window.controller.opened, timeout=60_000):
        window.open_folder(folder)
    model, cells = window.controller.model, len(list(folder.iterdir()))
    qtbot.waitUntil(lambda: window.controller.analysed and model.counts[Tab.ALL] == cells, timeout=60_000)
    return window


@pytest.fixture
def far(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return _open(open_window(FarAnalysis), qtbot, write_images(tmp_path / "far", COUNT))


def test_the_case_says_it_once_and_goes_on_saying_it_quietly(far: MainWindow) -> None:
    assert far.notice.isVisible()
    assert "differ from what this model was trained on: 20 of 20 cells." in far.notice.text.text()
    assert "12 of them for this reason alone" in far.notice.text.text()
    far.notice.dismiss()
    far.presenter.show_analysis()
    far.presenter.show_cells()
    assert not far.notice.isVisible()
    assert "20 out of domain" in far.top.state.whole_text()
    assert "12 of them for this reason alone" in far.gallery_panel.tabs[Tab.NEEDS].toolTip()


def test_it_covers_cells_alone_and_leaves_the_tabs_the_filter_and_the_cell_in_reach(far: MainWindow) -> None:
    far.show()

    def covered(widget: QWidget) -> bool:
        return far.notice.geometry().intersects(QRect(widget.mapTo(far.centralWidget(), QPoint()), widget.size()))

    for width in (1280, 1600):
        far.resize(width, 800)
        QApplication.processEvents()
        panel = far.gallery_panel
        assert far.notice.isVisible() and covered(panel.gallery)
        assert not any(covered(part) for part in (*panel.tabs.values(), panel.filter, far.cell_panel, far.differential))


def test_what_needs_a_person_is_all_of_it_in_the_order_of_doubt(far: MainWindow) -> None:
    model = far.controller.model
    assert model.sort is Sort.FOUND and model.counts[Tab.NEEDS] == COUNT
    far.notice.act.click()
    assert not far.notice.isVisible()
    assert model.tab is Tab.NEEDS and model.sort is Sort.DOUBT and far.gallery_panel.sort.isChecked()
    for group in model.groups:
        doubts = [model.cell(cell_id).doubt for cell_id in group.ids]
        assert doubts == sorted(doubts, reverse=True) and len(set(doubts)) == len(doubts)


def test_who_sorts_by_hand_keeps_that_order(far: MainWindow) -> None:
    panel = far.gallery_panel
    panel.tabs[Tab.NEEDS].click()
    next(action for action in panel.sort.menu_actions() if action.text() == "As found").trigger()
    panel.tabs[Tab.ALL].click()
    panel.tabs[Tab.NEEDS].click()
    assert panel.model.sort is Sort.FOUND


def test_a_smear_like_the_training_images_is_left_alone(
    far: MainWindow, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = _open(open_window(), qtbot, write_images(tmp_path / "near", COUNT))
    assert not window.notice.isVisible() and "out of domain" not in window.top.state.whole_text()
    window.gallery_panel.tabs[Tab.NEEDS].click()
    assert window.controller.model.sort is Sort.FOUND
    assert "reason alone" not in window.gallery_panel.tabs[Tab.NEEDS].toolTip()


def test_another_case_is_another_smear(far: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _open(far, qtbot, write_images(tmp_path / "few", 6))
    assert len(far.controller.cells) == 6
    assert not far.notice.isVisible()
    assert "out of domain" not in far.top.state.whole_text()
    _open(far, qtbot, tmp_path / "far")
    assert far.notice.isVisible()


def test_the_notice_does_not_wait_for_the_gallery(far: MainWindow) -> None:
    # The worker's last cells and the end of its work reach the window in either order.
    far.notice.dismiss()
    far.presenter._told = False
    far.controller.model.counts[Tab.NEEDS] = 0
    far.presenter.show_analysis()
    assert far.notice.isVisible()


def test_a_reviewed_case_is_not_interrupted_again(far: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    far.controller.confirm(list(far.controller.model.order()))
    _open(far, qtbot, write_images(tmp_path / "few", 6))
    _open(far, qtbot, tmp_path / "far")
    assert len(far.controller.cells) == COUNT
    assert not far.notice.isVisible() and "20 out of domain" in far.top.state.whole_text()


def test_it_waits_while_another_page_is_shown(far: MainWindow) -> None:
    assert far.notice.isVisible()
    far.actions_["fields"].setChecked(True)
    QApplication.processEvents()
    assert not far.notice.isVisible(), "it is about the gallery, and would cover the fields"
    far.actions_["fields"].setChecked(False)
    QApplication.processEvents()
    assert far.notice.isVisible()


def test_at_the_smallest_window_tabs_and_filter_do_not_meet(far: MainWindow) -> None:
    far.resize(960, 600)
    QApplication.processEvents()
    panel = far.gallery_panel
    boxes = [widget.geometry() for widget in (*panel.tabs.values(), panel.filter, panel.more, panel.sort)]
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert all(panel.rect().contains(box) for box in boxes)
