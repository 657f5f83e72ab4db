"""Sorting, filtering, choosing and deciding on many cells, in the real window over the real store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from gallery_kit import PATIENCE, opened, press, stored
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from leukview.gui import controller as controlling
from leukview.gui import deciding
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery_filter import CellFilter, Review
from leukview.gui.models.gallery_sort import Sort
from leukview.gui.preferences import load_preferences

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Twenty-five cells: five of each of CALLS' classes."""
    return opened(qtbot, open_window(), tmp_path / "smear", 25)


def choose_sort(window: MainWindow, name: str) -> None:
    next(action for action in window.gallery_panel.sort.menu_actions() if action.text() == name).trigger()


def answer(words: str) -> Callable[[], list[str]]:
    """Press the button of the coming question that begins with these words; return what it asked."""
    asked: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.extend([box.text(), box.informativeText()])
            next(button for button in box.buttons() if button.text().replace("&", "").startswith(words)).click()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    return lambda: asked


def test_the_order_is_chosen_from_the_menu_and_kept_for_the_next_case(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.controller.model.sort is Sort.FOUND
    choose_sort(window, "By doubt")
    assert window.controller.model.sort is Sort.DOUBT and window.gallery_panel.sort.isChecked()
    choose_sort(window, "Least doubtful first")
    assert window.controller.model.backwards
    assert "least doubtful first" in window.gallery_panel.sort.toolTip()
    window.close()
    assert (load_preferences()[0].sort, load_preferences()[0].backwards) == (Sort.DOUBT, True)
    other = opened(qtbot, open_window(), tmp_path / "another", 10)
    assert other.controller.model.sort is Sort.DOUBT and other.controller.model.backwards


def test_nothing_moves_until_the_user_sorts_again(window: MainWindow) -> None:
    choose_sort(window, "By doubt")
    before = window.controller.model.order()
    window.controller.relabel(["c00003"], "lymphocyte")
    after = window.controller.model.order()
    assert [c for c in after if c != "c00003"] == [c for c in before if c != "c00003"]
    again = window.gallery_panel.sort.menu_actions()[0]
    assert again.text() == "Sort again: 1 cell joined at the end"
    again.trigger()
    assert window.controller.model.joined == 0
    lymphocytes = [c for c in window.controller.model.order() if window.controller.model.group_of(c) == "lymphocyte"]
    assert lymphocytes[0] == "c00003", "the most doubtful of its new class"


def test_filters_show_as_chips_say_what_they_hide_and_come_off(window: MainWindow) -> None:
    panel, model = window.gallery_panel, window.controller.model
    assert not panel.chips.isVisible()
    panel.more.click()
    assert panel.choices.isVisible()
    panel.choices.classes["blast"].click()
    panel.choices.classes["monocyte"].click()
    assert {model.group_of(c) for c in model.order()} == {"blast", "monocyte"}
    panel.choices.doubts[0.5].click()
    assert {model.group_of(c) for c in model.order()} == {"monocyte"} and model.hidden == 20
    panel.choices.hide()
    assert list(panel.chips.chips) == ["classes", "doubt"]
    assert panel.chips.clear.text() == "Show 20 hidden"
    panel.chips.chips["doubt"].click()
    assert model.hidden == 15
    panel.chips.clear.click()
    assert model.hidden == 0 and not panel.chips.isVisible() and not panel.more.isChecked()


def test_a_filter_is_found_again_with_its_case(window: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    folder = window.controller.folder
    window.gallery_panel.set_filter(CellFilter(frozenset({"blast"}), Review.NOT_REVIEWED))
    window.close()
    again = open_window()
    again.open_folder(folder)
    qtbot.waitUntil(lambda: again.controller.analysed, timeout=PATIENCE)
    assert again.controller.model.filter == CellFilter(frozenset({"blast"}), Review.NOT_REVIEWED)
    assert again.gallery_panel.chips.clear.text() == "Show 20 hidden"


def test_all_alike_are_chosen_and_labelled_in_one_step(window: MainWindow) -> None:
    window.controller.selection.set(["c00006"])
    press(window.gallery, Qt.Key.Key_I, CONTROL)
    assert sorted(window.controller.selection.ids) == ["c00001", "c00006", "c00011", "c00016", "c00021"]
    press(window.gallery, Qt.Key.Key_V)
    assert sum(label == "variant_lymphocyte" for label in stored().values()) == 5
    press(window.gallery, Qt.Key.Key_Z, CONTROL)
    assert set(stored().values()) == {None}


def test_the_rest_of_a_class_is_confirmed_at_once_where_nobody_is_needed(window: MainWindow) -> None:
    window.controller.confirm(["c00001"])
    window.controller.selection.set(["c00006"])
    press(window.gallery, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert [c for c, label in stored().items() if label] == ["c00001", "c00006", "c00011", "c00016", "c00021"]
    assert window.status.message_text() == "Confirmed 4 cells"
    press(window.gallery, Qt.Key.Key_Z, CONTROL)
    assert [c for c, label in stored().items() if label] == ["c00001"], "one step takes all of it back"


def test_doubtful_cells_are_never_swept_in_unasked(window: MainWindow) -> None:
    window.controller.relabel(["c00003"], "lymphocyte")
    window.controller.clear(["c00003"])
    window.controller.selection.set(["c00008"])
    asked = answer("Cancel")
    press(window.gallery, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert asked()[0] == "5 cells of Monocyte are not reviewed yet."
    assert "All of them need you first: 5 doubtful" in asked()[1]
    assert set(stored().values()) == {None}
    answer("Confirm all 5")
    press(window.gallery, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert sum(label == "monocyte" for label in stored().values()) == 5


def test_only_those_that_need_nobody_may_be_confirmed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    # A note makes no cell doubtful, a class of its own does: two of the five segmented are called with doubt.
    case = window.controller.case
    assert case is not None
    from dataclasses import replace

    for cell_id in ("c00000", "c00005"):
        call = case.cells[cell_id].prediction
        assert call is not None
        case.cells[cell_id] = replace(case.cells[cell_id], prediction=replace(call, out_of_domain=0.999))
    window.controller.model.update(["c00000", "c00005"])
    window.controller.selection.set(["c00010"])
    asked = answer("Confirm the 3 that do not need you")
    press(window.gallery, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert "2 of them need you first: 2 out of domain" in asked()[1]
    assert [c for c, label in stored().items() if label] == ["c00010", "c00015", "c00020"]


def test_next_and_previous_class_go_from_group_to_group(window: MainWindow) -> None:
    window.controller.selection.set(["c00000"])
    press(window.gallery, Qt.Key.Key_Down, CONTROL)
    assert window.controller.selection.ids == ["c00001"]
    press(window.gallery, Qt.Key.Key_Up, CONTROL)
    assert window.controller.selection.ids == ["c00000"]


# -- many cells at once ---------------------------------------------------------------------------------------------------


@pytest.fixture
def small_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take ten cells for many."""
    monkeypatch.setattr(deciding, "BULK", 10)
    monkeypatch.setattr(controlling, "BULK", 10)


def settled(qtbot: QtBot, controller: Controller) -> None:
    qtbot.waitUntil(lambda: not controller.decisions.busy, timeout=PATIENCE)


def test_many_cells_are_stored_before_they_are_shown_and_undone_in_one_step(
    small_bulk: None, window: MainWindow, qtbot: QtBot
) -> None:
    controller = window.controller
    before = controller.model.order()
    controller.relabel(before[:20], "basophil")
    assert controller.decisions.busy and controller.model.order() == before, "not shown before it is stored"
    assert window.status.message_text().startswith("Storing: ")
    settled(qtbot, controller)
    assert sum(label == "basophil" for label in stored().values()) == 20
    assert controller.model.totals["basophil"] == 20
    assert window.status.message_text() == "Labelled 20 cells as Basophil"
    controller.undo()
    assert controller.decisions.busy
    settled(qtbot, controller)
    assert set(stored().values()) == {None} and controller.model.order() == before


def test_a_key_pressed_while_many_are_stored_falls_on_no_cell(
    small_bulk: None, window: MainWindow, qtbot: QtBot
) -> None:
    controller = window.controller
    ids = controller.model.order()
    controller.selection.set(ids)
    press(window.gallery, Qt.Key.Key_X)
    if controller.decisions.busy:
        controller.relabel(ids[:3], "platelet")
        controller.undo()
        assert "Press again" in window.status.message_text()
    settled(qtbot, controller)
    assert set(stored().values()) == {"blast"}


def test_closing_while_many_are_stored_loses_none(small_bulk: None, window: MainWindow) -> None:
    window.controller.relabel(window.controller.model.order(), "blast")
    window.close()
    assert set(stored().values()) == {"blast"}


def test_a_store_that_refuses_changes_nothing_and_says_so(
    small_bulk: None, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = window.controller
    assert controller.session is not None
    faults: list[object] = []
    controller.faulted.connect(faults.append)

    def refuse(*_: object) -> None:
        raise OSError("no disk")

    monkeypatch.setattr(controller.session, "relabel", refuse)
    before = controller.model.order()
    controller.relabel(before, "blast")
    settled(qtbot, controller)
    assert faults and controller.model.order() == before and set(stored().values()) == {None}
    monkeypatch.undo()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 24), st.integers(1, 25), st.sampled_from(["blast", "monocyte", "platelet"])),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_relabelled_in_bulk_undo_brings_everything_back(
    window: MainWindow, steps: list[tuple[int, int, str]]
) -> None:
    controller = window.controller
    labels, order = stored(), controller.model.order()
    session = controller.session
    assert session is not None
    done = 0
    for first, count, class_id in steps:
        before = session.undo_text, stored()
        controller.relabel(order[first : first + count], class_id)
        done += stored() != before[1]
        assert session.undo_size == len(order[first : first + count]) or stored() == before[1] or session.undo_size
    for _ in range(done):
        controller.undo()
    assert stored() == labels and controller.model.order() == order
    for _ in range(done):
        controller.redo()
    for _ in range(done):
        controller.undo()
    assert stored() == labels


def test_the_size_of_a_step_is_known_after_reopening(window: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    window.controller.relabel(window.controller.model.order()[:7], "blast")
    folder = window.controller.folder
    window.close()
    again = open_window()
    again.open_folder(folder)
    qtbot.waitUntil(lambda: again.controller.analysed, timeout=PATIENCE)
    session = again.controller.session
    assert session is not None and (session.undo_size, session.redo_size) == (7, 0)
    again.controller.undo()
    assert (session.undo_size, session.redo_size) == (0, 7)


def test_a_preferred_order_holds_for_a_case_that_is_analysed_for_the_first_time(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(PlainAnalysis)
    first.preferences.sort = Sort.CONFIDENCE
    model = opened(qtbot, first, tmp_path / "new", 25).controller.model
    assert (model.sort, model.shown, model.joined) == (Sort.CONFIDENCE, 25, 0)


def test_the_end_of_an_analysis_shows_what_was_recorded_last(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    window = open_window(lambda folder, skip, pipeline: PlainAnalysis(folder, skip, pipeline, gate=gate))
    window.preferences.sort = Sort.CONFIDENCE
    window.open_folder(write_images(tmp_path / "new", 25))
    controller = window.controller
    qtbot.waitUntil(lambda: controller.analysis is not None, timeout=PATIENCE)
    gate.set()
    # The window's thread is elsewhere from the first result to the end, so that it is told all of it at once.
    until = time.monotonic() + PATIENCE / 1000
    while len(controller.cells) < 25 and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.3)
    qtbot.waitUntil(lambda: controller.analysed, timeout=PATIENCE)
    assert (controller.model.shown, controller.model.joined) == (25, 0)
    assert len(controller.model.order()) == controller.counts.total == 25
