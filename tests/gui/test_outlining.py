"""Correcting an outline in the real window over the real store, with an outliner that needs no network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import PlainAnalysis, PlainHeatmaps, write_images
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from safetensors.torch import load_file, save_file

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.progress import Progress
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.outlining import own_outliner
from leukview.gui.preferences import load_preferences
from leukview.gui.tasks import Tasks
from leukview.imaging.masks import pack
from leukview.imaging.scan import sha256
from leukview.manifests import load_of_kind, write_manifest
from leukview.segmentation.sam import SamManifest
from leukview.services.export import export_case
from leukview.services.installed_finders import go_back_finder, install_finder
from leukview.services.mask_editing import Hints, Part

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class PlainOutliner:
    """Draws a disc whose size is the number of hints; everything around it is real."""

    def __init__(self) -> None:
        self.why = ""
        self.asked: list[dict[Part, Hints]] = []
        self.looked: list[str] = []
        self.gate: threading.Event | None = None
        self.fault: Exception | None = None

    def missing(self) -> str:
        return self.why

    def look_at(self, folder: Path, cell: Cell, progress: Progress | None = None) -> None:
        self.looked.append(cell.id)

    def outline(
        self,
        folder: Path,
        cell: Cell,
        mask: NDArray[np.uint8] | None,
        hints: Mapping[Part, Hints],
        progress: Progress | None = None,
    ) -> HumanMask:
        assert threading.current_thread() is not threading.main_thread()
        self.asked.append(dict(hints))
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.fault is not None:
            raise self.fault
        size = 10 + sum(len(own.points) + 2 * (own.box is not None) for own in hints.values())
        disc = np.zeros((2 * size + 1, 2 * size + 1), np.uint8)
        cv2.circle(disc, (size, size), size, 128, -1)
        cv2.circle(disc, (size, size), size // 2, 255, -1)
        nucleus = int(np.count_nonzero(disc == 255))
        shape = Morphology(nucleus, int(np.count_nonzero(disc)) - nucleus, 2.0 * size, 1, 0.9)
        return HumanMask(Box(32 - size, 32 - size, *disc.shape), pack(cell.id, disc), shape)


@pytest.fixture
def outliner() -> PlainOutliner:
    return PlainOutliner()


MakeWindow = Callable[[], MainWindow]


@pytest.fixture
def make_window(dressed: QApplication, outliner: PlainOutliner, qtbot: QtBot, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Give a maker of windows over one folder of three cells, analysed and at rest."""
    folder = write_images(tmp_path / "Smear", 3)
    windows: list[MainWindow] = []

    def close(window: MainWindow) -> None:
        window.close()
        assert window.controller.tasks.shutdown(10_000)

    def make() -> MainWindow:
        for old in windows:
            close(old)
        controller = Controller(Tasks(), PlainAnalysis)
        window = MainWindow(controller, load_preferences()[0], tmp_path / "sample", PlainHeatmaps, outliner)
        windows.append(window)
        window.resize(1280, 800)
        window.show()
        window.open_folder(folder)
        qtbot.waitUntil(lambda: controller.analysed and window.cell_panel.view.has_image(), timeout=30_000)
        return window

    yield make
    for window in windows:
        close(window)
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


def begin(window: MainWindow, qtbot: QtBot) -> str:
    """Begin to edit the outline of the cell on show, and return its id."""
    window.actions_["edit_mask"].trigger()
    cell = window.cell_panel.cell()
    assert cell is not None and window.cell_panel.outline_layer.isVisible()
    qtbot.waitUntil(lambda: window.controller.tasks.get("outline") is None)
    return cell.id


def at(window: MainWindow, x: float, y: float) -> QPoint:
    return window.cell_panel.view.to_view(x, y).toPoint()


def click(
    window: MainWindow, x: float, y: float, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = PLAIN
) -> None:
    QTest.mouseClick(window.cell_panel.outline_layer, button, keys, at(window, x, y))


def drag(window: MainWindow, start: tuple[float, float], end: tuple[float, float]) -> None:
    layer = window.cell_panel.outline_layer
    QTest.mousePress(layer, LEFT, PLAIN, at(window, *start))
    QTest.mouseMove(layer, at(window, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    QTest.mouseMove(layer, at(window, *end))
    QTest.mouseRelease(layer, LEFT, PLAIN, at(window, *end))


def answered(window: MainWindow, qtbot: QtBot) -> HumanMask:
    qtbot.waitUntil(lambda: window.outlining.draft is not None)
    assert window.outlining.draft is not None
    return window.outlining.draft


def stored(window: MainWindow, cell_id: str) -> HumanMask | None:
    assert window.controller.session is not None
    return window.controller.session.case.cells[cell_id].human_mask


def test_clicks_and_a_box_make_an_outline_that_is_used_undone_and_kept(
    window: MainWindow, make_window: MakeWindow, outliner: PlainOutliner, qtbot: QtBot, tmp_path: Path
) -> None:
    panel, layer = window.cell_panel, window.cell_panel.outline_layer
    before = panel.details.measurements.values["nucleus"].text()
    cell_id = begin(window, qtbot)
    assert outliner.looked == [cell_id] and not panel.outline_bar.use_button.isEnabled()
    click(window, 32, 30)
    answered(window, qtbot)
    click(window, 10, 12, RIGHT)
    click(window, 50, 52, LEFT, ALT)
    panel.outline_bar.parts["nucleus"].click()
    drag(window, (20, 21), (44, 46))
    qtbot.waitUntil(lambda: len(outliner.asked) > 0 and "nucleus" in outliner.asked[-1])
    draft = answered(window, qtbot)
    hints = outliner.asked[-1]
    near = pytest.approx
    half = 1 / panel.view.scale
    assert [point[2] for point in hints["cell"].points] == [True, False, False]
    assert hints["cell"].points[1][:2] == near((10, 12), abs=half)
    assert hints["nucleus"].box == near((20, 21, 44, 46), abs=half) and hints["cell"].box is None
    assert layer.has_preview() and layer.preview_path("nucleus").boundingRect().width() == near(
        14 * panel.view.scale, abs=panel.view.scale
    )
    assert stored(window, cell_id) is None, "nothing is stored before it is used"
    QTest.keyClick(layer, Qt.Key.Key_Return)
    assert stored(window, cell_id) == draft and not layer.isVisible() and not panel.tools.outline_button.isChecked()
    assert panel.cell() is not None and panel.cell().id == cell_id, "Enter did not go on to the next cell"  # type: ignore[union-attr]
    assert panel.details.measurements.values["nucleus"].text() == f"{draft.morphology.nucleus_area_px:,} px²" != before
    assert panel.details.outlined.isVisibleTo(panel)
    assert panel.view.contour_path("cytoplasm").boundingRect().width() == near(30 * panel.view.scale, rel=0.1)
    assert window.controller.session is not None and window.controller.session.undo_text == f"Outline {cell_id}"
    window.actions_["undo"].trigger()
    assert stored(window, cell_id) is None and panel.details.measurements.values["nucleus"].text() == before
    assert not panel.details.outlined.isVisibleTo(panel)
    window.actions_["redo"].trigger()
    assert stored(window, cell_id) == draft
    window.controller.analyse(again=True)
    qtbot.waitUntil(lambda: window.controller.analysis is None)
    assert stored(window, cell_id) == draft, "a re-run keeps it"
    export_case(
        window.controller.session.case,
        tmp_path / "out",
        formats={"csv"},
        masks=window.controller.session.segmenter_mask,
        write_masks=True,
    )
    with Image.open(tmp_path / "out" / "masks" / f"{cell_id}.png") as opened:
        assert np.count_nonzero(np.array(opened) == 255) == draft.morphology.nucleus_area_px
    names = [row.action for row in window.controller.session.audit()]
    assert [name for name in names if name in {"outline", "undo", "redo"}] == ["outline", "undo", "redo"]
    again = make_window()
    assert stored(again, cell_id) == draft and again.controller.session is not None
    assert again.controller.session.undo_text == f"Outline {cell_id}"
    begin(again, qtbot)
    again.cell_panel.outline_bar.segmenter_button.click()
    assert stored(again, cell_id) is None and again.cell_panel.details.measurements.values["nucleus"].text() == before
    again.actions_["undo"].trigger()
    assert stored(again, cell_id) == draft


def test_escape_and_another_cell_leave_the_outline_as_it_was(
    window: MainWindow, outliner: PlainOutliner, qtbot: QtBot
) -> None:
    window.gallery.setFocus()
    cell_id = begin(window, qtbot)
    layer = window.cell_panel.outline_layer
    assert QApplication.focusWidget() is layer
    click(window, 32, 30)
    answered(window, qtbot)
    QTest.keyClick(layer, Qt.Key.Key_Escape)
    assert not layer.isVisible() and QApplication.focusWidget() is window.gallery
    begin(window, qtbot)
    click(window, 32, 30)
    answered(window, qtbot)
    window.actions_["next"].trigger()
    assert not layer.isVisible() and not window.cell_panel.tools.outline_button.isChecked()
    assert f"What you drew on {cell_id} is kept" in window.status.message_text()
    assert window.controller.session is not None and not window.controller.session.can_undo
    assert not layer.has_preview() and window.outlining.draft is None


def test_a_label_goes_to_the_cell_being_outlined_and_stays_on_it(
    window: MainWindow, outliner: PlainOutliner, qtbot: QtBot
) -> None:
    controller, layer = window.controller, window.cell_panel.outline_layer
    cell_id = begin(window, qtbot)
    click(window, 32, 30)
    draft = answered(window, qtbot)
    assert controller.session is not None
    for key, wanted in ((Qt.Key.Key_M, "monocyte"), (Qt.Key.Key_L, "lymphocyte"), (Qt.Key.Key_Space, "lymphocyte")):
        QTest.keyClick(layer, key)
        assert controller.session.case.cells[cell_id].human_class == wanted
        assert controller.selection.current == cell_id and layer.hasFocus() and layer.has_preview()
        assert window.outlining.draft == draft and window.cell_panel.outline_bar.use_button.isEnabled()
    controller.undo()
    assert layer.has_preview() and window.outlining.draft == draft, "an undo of a label leaves the draft alone, too"
    QTest.keyClick(layer, Qt.Key.Key_Return)
    assert stored(window, cell_id) == draft
    QTest.keyClick(window, Qt.Key.Key_L)
    assert controller.selection.current != cell_id, "afterwards labels go on as ever"


def test_what_was_drawn_is_kept_until_one_is_back(
    window: MainWindow, make_window: MakeWindow, outliner: PlainOutliner, qtbot: QtBot
) -> None:
    cell_id = begin(window, qtbot)
    click(window, 32, 30)
    click(window, 10, 12, RIGHT)
    draft = answered(window, qtbot)
    assert not window.status.drafts.isVisible(), "it is being edited"
    window.actions_["next"].trigger()
    assert not window.cell_panel.waiting.isVisible()
    assert window.status.drafts.isVisible() and window.status.drafts.text() == "1 outline not used"
    window.status.drafts.click()
    assert window.controller.selection.current == cell_id and window.cell_panel.waiting.isVisible()
    assert not window.cell_panel.outline_layer.isVisible(), "Enter still pages: it would use the draft"
    window = make_window()
    panel, layer = window.cell_panel, window.cell_panel.outline_layer
    assert panel.waiting.isVisible() and window.status.drafts.isVisible(), "closing the window keeps it, too"
    begin(window, qtbot)
    assert answered(window, qtbot) == draft and not panel.waiting.isVisible()
    QTest.keyClick(layer, Qt.Key.Key_Backspace)
    assert answered(window, qtbot).box.width == draft.box.width - 2, "each step is known"
    panel.tools.outline_button.click()
    assert panel.waiting.isVisible() and not layer.isVisible()
    begin(window, qtbot)
    answered(window, qtbot)
    QTest.keyClick(layer, Qt.Key.Key_Escape)
    assert not panel.waiting.isVisible() and not window.status.drafts.isVisible(), "Escape forgets it"
    begin(window, qtbot)
    assert window.outlining.draft is None and stored(window, cell_id) is None


def test_an_outline_that_cannot_be_stored_is_not_lost(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell_id = begin(window, qtbot)
    click(window, 32, 30)
    draft = answered(window, qtbot)

    def refuse(*_: object) -> None:
        raise InputProblem("the case", "another window changed it", "Reopen the case")

    with monkeypatch.context() as broken:
        broken.setattr(window.controller.session, "set_mask", refuse)
        window.cell_panel.outline_bar.use_button.click()
    assert window.notice.isVisible() and stored(window, cell_id) is None and window.cell_panel.waiting.isVisible()
    begin(window, qtbot)
    assert answered(window, qtbot) == draft
    window.cell_panel.outline_bar.use_button.click()
    assert stored(window, cell_id) == draft and not window.cell_panel.waiting.isVisible()


def test_the_shipped_sam_outlines_in_the_window(
    window: MainWindow, tiny_sam: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.outlining, "_outliner", own_outliner(window.preferences))
    window.look_for_outliner()
    cell_id = begin(window, qtbot)
    click(window, 32, 30)
    draft = answered(window, qtbot)
    assert draft.box == Box(0, 0, 64, 64), "untrained, it outlines all that it sees"
    QTest.keyClick(window.cell_panel.outline_layer, Qt.Key.Key_Return)
    assert stored(window, cell_id) == draft
    window.preferences.sam_checkpoint = "/nowhere/sam.pth"
    window.look_for_outliner()
    assert (
        not window.actions_["edit_mask"].isEnabled()
        and "/nowhere/sam.pth" in window.cell_panel.tools.outline_button.toolTip()
    )


def own_sam(out: Path, shipped: Path) -> Path:
    """Write what a training leaves: the tiny SAM, but one that sees nothing anywhere."""
    weights = load_file(shipped / "sam.safetensors")
    for name in weights:
        if name.startswith("mask_decoder.output_hypernetworks_mlps") and name.endswith("layers.2.bias"):
            weights[name] = -weights[name]
    out.mkdir()
    save_file(weights, out / "own.safetensors")
    manifest = load_of_kind(SamManifest, "sam", shipped)
    known = {"id": "own", "weights": "own.safetensors", "sha256": sha256(out / "own.safetensors"), "recipe": "own"}
    write_manifest(manifest.model_copy(update=known), out / "own.json")
    return out


def test_a_sam_of_ones_own_outlines_at_once_and_so_does_the_one_gone_back_to(
    window: MainWindow, tiny_sam: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(window.outlining, "_outliner", own_outliner(window.preferences))
    window.look_for_outliner()
    begin(window, qtbot)
    click(window, 32, 30)
    assert answered(window, qtbot).box == Box(0, 0, 64, 64), "the shipped one outlines all that it sees"
    used = install_finder("own", own_sam(tmp_path / "run", tiny_sam))
    click(window, 30, 30)
    assert answered(window, qtbot).box != Box(0, 0, 64, 64), (
        "its own sees nothing but the nucleus that is there already"
    )
    go_back_finder(used)
    click(window, 34, 30)
    assert answered(window, qtbot).box == Box(0, 0, 64, 64)


def test_an_undo_ends_what_began_with_the_outline_that_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    cell_id = begin(window, qtbot)
    click(window, 32, 30)
    answered(window, qtbot)
    window.cell_panel.outline_bar.use_button.click()
    begin(window, qtbot)
    assert window.cell_panel.outline_bar.segmenter_button.isEnabled()
    click(window, 20, 30)
    answered(window, qtbot)
    window.actions_["undo"].trigger()
    assert not window.cell_panel.outline_layer.isVisible() and stored(window, cell_id) is None
    assert window.cell_panel.view.has_contours() and window.cell_panel.waiting.isVisible(), "what was drawn is kept"


@pytest.mark.parametrize("height", [600, 640, 900])
@pytest.mark.parametrize("heat", [True, False])
def test_nothing_overlaps_however_low_the_window(window: MainWindow, qtbot: QtBot, height: int, heat: bool) -> None:
    panel = window.cell_panel
    panel.tools.heatmap_button.setChecked(heat)
    window.resize(960, height)
    QApplication.processEvents()
    begin(window, qtbot)
    QApplication.processEvents()
    assert not panel.heat.isVisible(), "the heat map would lie over the outline"
    shown = [part for part in (panel.view, panel.tools, panel.outline_bar, panel.details) if part.isVisible()]
    assert panel.outline_bar in shown and (panel.details in shown or height < 900)
    for above, below in pairwise(shown):
        assert above.geometry().bottom() < below.geometry().top(), (above, below)
    window.cell_panel.outline_bar.cancel_button.click()
    assert panel.heat.isVisible() == heat and panel.details.isVisible()


def test_backspace_takes_the_last_hint_back(window: MainWindow, outliner: PlainOutliner, qtbot: QtBot) -> None:
    begin(window, qtbot)
    layer = window.cell_panel.outline_layer
    click(window, 32, 30)
    answered(window, qtbot)
    click(window, 20, 30)
    assert answered(window, qtbot).box.width == 25
    QTest.keyClick(layer, Qt.Key.Key_Backspace)
    assert answered(window, qtbot).box.width == 23
    QTest.keyClick(layer, Qt.Key.Key_Backspace)
    assert not layer.has_preview() and window.outlining.draft is None
    QTest.keyClick(layer, Qt.Key.Key_Return)
    assert layer.isVisible(), "with nothing drawn there is nothing to use"


def test_the_window_answers_while_the_outline_is_worked_out(
    window: MainWindow, outliner: PlainOutliner, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    bar = window.cell_panel.outline_bar
    outliner.gate = threading.Event()
    click(window, 32, 30)
    assert bar.words.text() == "Outlining…" and not bar.use_button.isEnabled()
    click(window, 20, 30)
    QTest.keyClick(window.cell_panel.outline_layer, Qt.Key.Key_Escape)
    outliner.gate.set()
    qtbot.waitUntil(lambda: window.controller.tasks.get("outline") is None)
    QTest.qWait(50)
    assert window.outlining.draft is None and not bar.isVisible(), "a late answer is dropped"


def test_what_went_wrong_is_said_and_one_can_go_on(window: MainWindow, outliner: PlainOutliner, qtbot: QtBot) -> None:
    cell_id = begin(window, qtbot)
    bar = window.cell_panel.outline_bar
    outliner.fault = InputProblem(cell_id, "nothing was found there", "Draw a box round it")
    click(window, 32, 30)
    qtbot.waitUntil(lambda: "nothing was found there. Draw a box round it." in bar.words.text())
    assert not bar.use_button.isEnabled() and bar.words.property("role") == "urgent"
    outliner.fault = None
    click(window, 30, 30)
    answered(window, qtbot)
    assert bar.use_button.isEnabled() and bar.words.property("role") == "small"


def test_without_a_model_the_button_says_what_is_missing(
    window: MainWindow, outliner: PlainOutliner, qtbot: QtBot
) -> None:
    button = window.cell_panel.tools.outline_button
    assert "Ctrl+4" in button.toolTip() and window.actions_["edit_mask"].isEnabled()
    outliner.why = "models/sam.json is missing"
    window.look_for_outliner()
    assert not button.isEnabled() and button.toolTip() == "models/sam.json is missing"
    assert button.accessibleDescription() == "models/sam.json is missing"
    assert not window.actions_["edit_mask"].isEnabled()
    outliner.why = ""
    window.look_for_outliner()
    assert button.isEnabled() and window.actions_["edit_mask"].isEnabled()


def test_the_image_can_still_be_moved_and_zoomed(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    view, layer = window.cell_panel.view, window.cell_panel.outline_layer
    click(window, 32, 30)
    answered(window, qtbot)
    width = layer.preview_path("cytoplasm").boundingRect().width()
    view.zoom_by(2.0)
    assert layer.preview_path("cytoplasm").boundingRect().width() == pytest.approx(2 * width)
    before = view.to_view(32, 32)
    middle = layer.rect().center()
    QTest.mousePress(layer, Qt.MouseButton.MiddleButton, PLAIN, middle)
    QTest.mouseMove(layer, middle + QPoint(30, 0))
    QTest.mouseRelease(layer, Qt.MouseButton.MiddleButton, PLAIN, middle + QPoint(30, 0))
    assert view.to_view(32, 32).x() > before.x()
    window.resize(1200, 760)
    QApplication.processEvents()
    assert layer.size() == view.size()
    for widget in (layer, window.cell_panel.outline_bar, *window.cell_panel.outline_bar.parts.values()):
        assert widget.accessibleName()
