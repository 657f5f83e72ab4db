from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Box, Cell, CellView, Morphology, Prediction
from leukview.domain.errors import EnvironmentFault
from leukview.gui import theme
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.measurements import measurement_texts
from leukview.gui.widgets.probability_list import TOP

PROBABILITIES = {
    "blast": 0.46,
    "promyelocyte": 0.31,
    "abnormal_promyelocyte": 0.12,
    "monocyte": 0.06,
    "lymphocyte": 0.03,
    "band_neutrophil": 0.015,
    "eosinophil": 0.005,
}
MORPHOLOGY = Morphology(8421, 3120, 121.3, 1, 0.914, (96.2, 60.0, 140.0), (180.0, 160.0, 200.0))


class Session:
    """A session in memory, with the calls that were made."""

    def __init__(self, cells: list[Cell]) -> None:
        self.case = Case(CaseInfo("Case", "/nowhere"), cells={cell.id: cell for cell in cells})
        self.notes: list[tuple[str, str]] = []
        self.fault: Exception | None = None

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        mask = np.zeros((40, 40), np.uint8)
        mask[5:35, 5:35] = 128
        mask[10:30, 10:30] = 255
        return None if cell_id == "bare" else mask

    def set_note(self, cell_id: str, text: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.notes.append((cell_id, text))
        self.case.cells[cell_id] = replace(self.case.cells[cell_id], note=text)


def cell(name: str, **changes: object) -> Cell:
    call = Prediction(PROBABILITIES, 0.5, "leukview", "0" * 64)
    base = Cell(
        name,
        f"{name}.png",
        Box(10, 10, 40, 40),
        True,
        CellView(30.0, 30.0, 48.0),
        morphology=MORPHOLOGY,
        prediction=call,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture
def session() -> Session:
    return Session([cell("a"), cell("b"), cell("bare", morphology=None, prediction=None, view=None)])


@pytest.fixture
def panel(dressed: QApplication, session: Session, qtbot) -> Iterator[CellPanel]:  # type: ignore[no-untyped-def]
    window = QWidget()
    qtbot.addWidget(window)
    result = CellPanel(lambda: session)
    elsewhere = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(result)
    layout.addWidget(elsewhere)
    window.resize(400, 800)
    window.show()
    yield result


def picture(grey: int = 200) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB888)
    image.fill(grey << 16 | grey << 8 | grey)
    return image


def test_ai_and_reader_are_two_lines_and_the_ai_never_fills_the_readers(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.ai.text() == "AI: Blast 0.46"
    assert panel.reader.text() == "Reader: —"
    assert panel.reader.remark() == "not reviewed"
    session.case.cells["a"] = replace(session.case.cells["a"], human_class="promyelocyte")
    panel.refresh()
    assert panel.ai.text() == "AI: Blast 0.46"
    assert (panel.reader.text(), panel.reader.remark()) == ("Reader: Promyelocyte", "relabelled")
    session.case.cells["a"] = replace(session.case.cells["a"], human_class="blast")
    panel.refresh()
    assert (panel.reader.text(), panel.reader.remark()) == ("Reader: Blast", "confirmed")


def test_the_header_names_the_cell_and_its_file(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["b"])
    assert panel.title.whole_text() == "Cell b"
    assert panel.file.whole_text() == "b.png"


def test_doubt_is_amber_only_where_it_asks_for_a_person(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.ai.remark() == "doubt 0.85"
    assert panel.ai._doubtful
    sure = Prediction({"blast": 0.97, "monocyte": 0.03}, 0.5, "leukview", "0" * 64)
    panel.show_cell(replace(session.case.cells["b"], prediction=sure))
    assert panel.ai.remark() == "doubt 0.06"
    assert not panel.ai._doubtful


@pytest.mark.parametrize(("score", "flagged"), [(0.5, False), (0.99, False), (0.995, True)])
def test_out_of_domain_is_said_in_plain_words(panel: CellPanel, session: Session, score: float, flagged: bool) -> None:
    call = Prediction(PROBABILITIES, score, "leukview", "0" * 64)
    panel.show_cell(replace(session.case.cells["a"], prediction=call))
    assert panel.far.isVisibleTo(panel) == flagged
    assert "stain, scale or content differ from what this model was trained on" in panel.far.text()


def test_probabilities_top_five_then_all(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    assert panel.probabilities.shown() == list(PROBABILITIES.items())[:TOP]
    assert panel.all_button.text() == "Show all 7"
    height = panel.probabilities.view.height()
    qtbot.mouseClick(panel.all_button, Qt.MouseButton.LeftButton)
    assert panel.probabilities.shown() == list(PROBABILITIES.items())
    assert panel.probabilities.view.height() == height * 7 // 5
    assert panel.all_button.text() == "Show the first 5"


def row_middle(panel: CellPanel, row: int) -> QPoint:
    view = panel.probabilities.view
    return view.visualRect(view.model().index(row, 0)).center()


def test_a_double_click_on_a_row_asks_for_that_label(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    asked: list[str] = []
    panel.relabelRequested.connect(asked.append)
    where = panel.probabilities.view.viewport()
    qtbot.mouseClick(where, Qt.MouseButton.LeftButton, pos=row_middle(panel, 1))
    assert asked == []
    qtbot.mouseDClick(where, Qt.MouseButton.LeftButton, pos=row_middle(panel, 1))
    assert asked == ["promyelocyte"]


def test_the_button_on_a_row_asks_once_also_when_clicked_twice(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    asked: list[str] = []
    panel.relabelRequested.connect(asked.append)
    view = panel.probabilities.view
    at = view.button_rect(2).center()
    qtbot.mouseMove(view.viewport(), at)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["abnormal_promyelocyte"]


def test_rows_say_what_a_double_click_does(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    tip = panel.probabilities.view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Double-click" in tip and "press X" in tip


def test_measurements_in_words() -> None:
    assert measurement_texts(MORPHOLOGY) == {
        "nucleus": "8,421 px²",
        "cytoplasm": "3,120 px²",
        "diameter": "121 px",
        "nc": "2.7 : 1",
        "lobes": "1",
        "circularity": "0.91",
    }
    assert set(measurement_texts(None).values()) == {"—"}
    naked = Morphology(500, 0, 25.0, 0, 0.8)
    assert measurement_texts(naked)["nc"] == "—"
    assert measurement_texts(naked)["lobes"] == "—"


def test_measurements_and_mean_colours_reach_the_table(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.measurements.values["nc"].text() == "2.7 : 1"
    colour = panel.measurements.swatches["nucleus"].colour()
    assert colour is not None and colour.getRgb()[:3] == (96, 60, 140)
    panel.show_cell(session.case.cells["bare"])
    assert panel.measurements.values["nc"].text() == "—"
    assert panel.measurements.swatches["nucleus"].colour() is None


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


def test_heat_map_on_demand_for_the_called_class_then_any(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    wanted: list[tuple[str, str]] = []
    panel.heatmapWanted.connect(lambda *pair: wanted.append(pair))
    panel.show_cell(session.case.cells["a"])
    assert wanted == [] and not panel.heat.isVisibleTo(panel)
    qtbot.mouseClick(panel.heatmap_button, Qt.MouseButton.LeftButton)
    assert wanted == [("a", "blast")]
    assert panel.heat.isVisibleTo(panel) and panel.heat.words.text() == "Computing…"
    panel.set_heatmap("a", "blast", np.ones((8, 8), np.float32))
    assert panel.view.has_heatmap()
    assert "not comparable between cells" in panel.heat.words.text()
    assert [panel.heat.classes.itemData(i) for i in range(panel.heat.classes.count())] == list(PROBABILITIES)
    panel.heat.classes.setCurrentIndex(1)
    panel.heat.classes.activated.emit(1)
    assert wanted[-1] == ("a", "promyelocyte") and not panel.view.has_heatmap()
    panel.set_heatmap("a", "promyelocyte", np.ones((8, 8), np.float32))
    panel.heat.classes.setCurrentIndex(0)
    panel.heat.classes.activated.emit(0)
    assert len(wanted) == 2 and panel.view.has_heatmap()


def test_late_heat_maps_are_dropped(panel: CellPanel, session: Session) -> None:
    panel.heatmap_button.setChecked(True)
    panel.show_cell(session.case.cells["a"])
    panel.show_cell(session.case.cells["b"])
    panel.set_heatmap("a", "blast", np.ones((8, 8), np.float32))
    assert not panel.view.has_heatmap()
    panel.set_heatmap("b", "monocyte", np.ones((8, 8), np.float32))
    assert not panel.view.has_heatmap()
    panel.set_heatmap("b", "blast", None)
    assert not panel.view.has_heatmap() and "no heat map" in panel.heat.words.text()


def test_a_cell_that_was_not_analysed_has_nothing_to_explain(panel: CellPanel, session: Session) -> None:
    wanted: list[tuple[str, str]] = []
    panel.heatmapWanted.connect(lambda *pair: wanted.append(pair))
    panel.heatmap_button.setChecked(True)
    panel.show_cell(session.case.cells["bare"])
    assert wanted == []
    assert "Analyse" in panel.heat.words.text()
    assert panel.ai.text() == "AI: —"
    assert panel.ai.remark() == "not analysed"
    assert not panel.all_button.isVisibleTo(panel)


def test_opacity_reaches_the_view(panel: CellPanel) -> None:
    panel.heat.opacity.setValue(25)
    assert panel.view._opacity == 0.25


def test_a_note_is_saved_by_enter_and_by_leaving(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.waitUntil(panel.note.hasFocus)
    qtbot.keyClicks(panel.note, "Auer rods")
    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    assert session.notes == [("a", "Auer rods")]
    assert not panel.note.hasFocus()
    panel.focus_note()
    qtbot.keyClicks(panel.note, "?")
    panel.window().findChildren(QLineEdit)[-1].setFocus()
    assert session.notes[-1] == ("a", "Auer rods?")
    panel.refresh()
    assert len(session.notes) == 2


def test_a_note_in_the_making_goes_to_its_own_cell(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.note, "mine")
    panel.refresh()
    assert panel.note.text() == "mine"
    panel.show_cell(session.case.cells["b"])
    assert session.notes == [("a", "mine")]
    assert panel.note.text() == ""


def test_escape_puts_the_old_note_back(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    session.case.cells["a"] = replace(session.case.cells["a"], note="old")
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.note, " and new")
    qtbot.keyClick(panel.note, Qt.Key.Key_Escape)
    assert panel.note.text() == "old"
    assert session.notes == []


def test_a_note_that_cannot_be_stored_is_not_lost_silently(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    session.fault = EnvironmentFault("The disk is full.")
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.note, "text")
    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    assert panel.note_problem.isVisibleTo(panel)
    assert "The disk is full." in panel.note_problem.text()
    assert panel.note.text() == "text"


def test_keys_in_the_note_are_letters_not_labels(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    fired: list[str] = []
    for key in ("X", "Return", "Space", "Escape"):
        action = QAction(panel.window(), shortcut=QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        panel.window().addAction(action)
    panel.window().activateWindow()
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.waitUntil(panel.note.hasFocus)
    for key in (Qt.Key.Key_X, Qt.Key.Key_Space, Qt.Key.Key_X, Qt.Key.Key_Return):
        qtbot.keyClick(panel.window().windowHandle(), key)
    assert fired == []
    assert session.notes == [("a", "x x")]


def test_the_arrows_ask_for_the_neighbours(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    with qtbot.waitSignal(panel.nextRequested):
        qtbot.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.previousRequested):
        qtbot.mouseClick(panel.previous_button, Qt.MouseButton.LeftButton)


def test_no_button_takes_the_keyboard_from_the_gallery(panel: CellPanel, session: Session, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    elsewhere = panel.window().findChildren(QLineEdit)[-1]
    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    for button in (panel.contours_button, panel.heatmap_button, panel.next_button, panel.fit_button, panel.all_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.probabilities.view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(panel, 0))
    assert elsewhere.hasFocus()


def test_every_control_has_a_name_and_a_tooltip(panel: CellPanel) -> None:
    controls = (
        panel.contours_button,
        panel.heatmap_button,
        panel.previous_button,
        panel.next_button,
        panel.fit_button,
        panel.actual_button,
        panel.note,
        panel.heat.classes,
        panel.heat.opacity,
        panel.view,
    )
    for control in controls:
        assert control.accessibleName(), control
        assert control.toolTip(), control
    for button in controls[:6]:
        assert "(" in button.toolTip(), "its key"


def test_the_state_survives(panel: CellPanel, session: Session, dressed: QApplication, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    panel.view.set_zoom(3.0)
    panel.contours_button.setChecked(False)
    panel.heatmap_button.setChecked(True)
    panel.heat.opacity.setValue(35)
    panel.all_button.setChecked(True)
    state = panel.state()
    assert state == {"zoom": 3.0, "contours": False, "heatmap": True, "opacity": 35, "all_classes": True}
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
    panel.heatmap_button.setChecked(True)
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
        panel.heatmap_button.setChecked(True)
        margins = panel.window().layout().contentsMargins()
        panel.window().resize(width + margins.left() + margins.right(), 760)
        long = Prediction({"neutrophil": 0.4, **{k: v * 0.6 for k, v in PROBABILITIES.items()}}, 0.999, "x", "0" * 64)
        large = replace(MORPHOLOGY, nucleus_area_px=123_456, cytoplasm_area_px=654_321)
        panel.show_cell(replace(session.case.cells["a"], prediction=long, id="a" * 80, morphology=large))
        QApplication.processEvents()
        assert panel.width() == width
        column = panel._details
        assert column.widget().width() <= column.viewport().width()
        for child in panel.findChildren(QWidget):
            if child.isVisibleTo(panel) and child.parentWidget() is not None and child.width() > 0:
                right = child.mapTo(panel, QPoint(child.width(), 0)).x()
                assert right <= panel.width(), child
    finally:
        theme.apply(dressed, "light")
