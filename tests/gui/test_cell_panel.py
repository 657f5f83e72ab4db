"""The cell column as a whole: whose image and contours it shows, its buttons, its state and its width."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cell_panel_kit import MORPHOLOGY, PROBABILITIES, Session, picture, row_middle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.prediction import Prediction
from leukview.gui import theme
from leukview.gui.widgets.cell_panel import CellPanel


def test_the_header_names_the_cell_and_its_file(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["b"])
    assert panel.title.whole_text() == "Cell b"
    assert panel.details.file.whole_text() == "b.png"


@pytest.mark.parametrize(("score", "flagged"), [(0.5, False), (0.99, False), (0.995, True)])
def test_out_of_domain_is_said_in_plain_words(panel: CellPanel, session: Session, score: float, flagged: bool) -> None:
    call = Prediction(PROBABILITIES, score, "leukview", "0" * 64)
    panel.show_cell(replace(session.case.cells["a"], prediction=call))
    assert panel.details.far.isVisibleTo(panel) == flagged
    assert "stain, scale or content differ from what this model was trained on" in panel.details.far.text()


def test_contours_come_from_the_mask(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    inner, outer = (panel.view.contour_path(part).boundingRect() for part in ("nucleus", "cytoplasm"))
    assert inner.width() == pytest.approx(19 * panel.view.scale, rel=0.1)
    assert outer.width() == pytest.approx(29 * panel.view.scale, rel=0.1)
    middle = panel.view.to_view(30, 30)
    assert inner.center().x() == pytest.approx(middle.x(), abs=panel.view.scale)
    panel.show_cell(session.case.cells["bare"])
    assert not panel.view.has_contours()


def test_it_asks_for_the_image_and_never_shows_the_last_cells_under_a_new_name(
    panel: CellPanel, session: Session
) -> None:
    wanted: list[str] = []
    panel.imageWanted.connect(wanted.append)
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    assert wanted == ["a.png"] and panel.view.has_image()
    panel.show_cell(session.case.cells["b"])
    assert wanted == ["a.png", "b.png"] and not panel.view.has_image()
    panel.set_image("a", picture())
    assert not panel.view.has_image()
    panel.set_image("b", picture())
    assert panel.view.has_image()
    panel.show_cell(session.case.cells["a"])
    assert wanted == ["a.png", "b.png"] and panel.view.has_image()
    panel.forget_images()
    panel.show_cell(session.case.cells["b"])
    assert wanted[-1] == "b.png" and len(wanted) == 3


def test_an_image_that_cannot_be_read_says_so(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", QImage(), "The file is no longer there.")
    assert not panel.view.has_image()
    assert panel.view._message == "The file is no longer there."


def test_cells_of_one_field_share_its_image(panel: CellPanel, session: Session) -> None:
    first, second = (replace(session.case.cells[name], file="f.png", single=False) for name in ("a", "b"))
    wanted: list[str] = []
    panel.imageWanted.connect(wanted.append)
    panel.show_cell(first)
    panel.set_image("a", picture())
    session.case.cells["a"] = first
    panel.show_cell(second)
    assert panel.view.has_image()


def test_the_arrows_ask_for_the_neighbours(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    with qtbot.waitSignal(panel.nextRequested):
        qtbot.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.previousRequested):
        qtbot.mouseClick(panel.previous_button, Qt.MouseButton.LeftButton)


def test_no_button_takes_the_keyboard_from_the_gallery(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    elsewhere = panel.window().findChildren(QLineEdit)[-1]
    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    for button in (
        panel.tools.contours_button,
        panel.tools.heatmap_button,
        panel.next_button,
        panel.tools.fit_button,
        panel.details.all_button,
    ):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.details.probabilities.view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(panel, 0))
    assert elsewhere.hasFocus()


def test_every_control_has_a_name_and_a_tooltip(panel: CellPanel) -> None:
    controls = (
        panel.tools.contours_button,
        panel.tools.heatmap_button,
        panel.previous_button,
        panel.next_button,
        panel.tools.fit_button,
        panel.tools.actual_button,
        panel.details.note,
        panel.heat.classes,
        panel.heat.opacity,
        panel.view,
    )
    for control in controls:
        assert control.accessibleName(), control
        assert control.toolTip(), control
    for button in controls[:6]:
        assert "(" in button.toolTip(), "its key"


def test_the_state_survives(panel: CellPanel, session: Session, dressed: QApplication, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    panel.view.set_zoom(3.0)
    panel.tools.contours_button.setChecked(False)
    panel.tools.heatmap_button.setChecked(True)
    panel.heat.opacity.setValue(35)
    panel.details.all_button.setChecked(True)
    state = panel.state()
    assert state == {
        "zoom": 3.0,
        "contours": False,
        "heatmap": True,
        "opacity": 35,
        "all_classes": True,
        "neighbours": False,
    }
    other = CellPanel(lambda: session)
    qtbot.addWidget(other)
    other.restore(state)
    other.show_cell(session.case.cells["a"])
    other.set_image("a", picture())
    assert other.state() == state
    other.restore({"zoom": "wide", "contours": 7, "opacity": None})
    assert other.state() == state


def test_without_a_cell_the_column_says_what_it_is_for(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.show_cell(None)
    assert panel.cell() is None
    assert panel.title.whole_text() == "No cell chosen"
    assert "Choose a cell" in panel.view._message
    assert not panel.reader.isVisibleTo(panel)
    panel.refresh()


def test_a_cell_that_is_gone_leaves_nothing_behind(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    del session.case.cells["a"]
    panel.refresh()
    assert panel.cell() is None


def test_refresh_keeps_zoom_and_heat_map(panel: CellPanel, session: Session) -> None:
    panel.tools.heatmap_button.setChecked(True)
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    panel.set_heatmap("a", "blast", np.ones((8, 8), np.float32))
    panel.view.zoom_by(2.0)
    zoom = panel.view.zoom
    session.case.cells["a"] = replace(session.case.cells["a"], human_class="blast")
    panel.refresh()
    assert panel.view.zoom == zoom and panel.view.has_heatmap()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [352, 400, 640])
def test_nothing_is_clipped(dressed: QApplication, session: Session, panel: CellPanel, name: str, width: int) -> None:
    theme.apply(dressed, name)
    try:
        panel.tools.heatmap_button.setChecked(True)
        layout = panel.window().layout()
        assert layout is not None
        margins = layout.contentsMargins()
        panel.window().resize(width + margins.left() + margins.right(), 760)
        long = Prediction({"neutrophil": 0.4, **{k: v * 0.6 for k, v in PROBABILITIES.items()}}, 0.999, "x", "0" * 64)
        large = replace(MORPHOLOGY, nucleus_area_px=123_456, cytoplasm_area_px=654_321)
        panel.show_cell(replace(session.case.cells["a"], prediction=long, id="a" * 80, morphology=large))
        QApplication.processEvents()
        assert panel.width() == width
        column = panel.details.widget()
        assert column is not None and column.width() <= panel.details.viewport().width()
        for child in panel.findChildren(QWidget):
            if child.isVisibleTo(panel) and child.parentWidget() is not None and child.width() > 0:
                right = child.mapTo(panel, QPoint(child.width(), 0)).x()
                assert right <= panel.width(), child
    finally:
        theme.apply(dressed, "light")
