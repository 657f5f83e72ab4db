"""Keys and results that come at the wrong moment: they change nothing that nobody sees, and nothing of another case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import plain_kit
import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.errors import EnvironmentFault
from leukview.domain.quiz import Answer, Plan
from leukview.gui import feeds, field_pictures
from leukview.gui.main_window import MainWindow
from leukview.gui.palette_offers import cell_offers
from leukview.gui.pixmaps import load_qimage
from leukview.gui.widgets.case_details import CaseDetails
from leukview.gui.widgets.export_dialog import ExportDialog
from leukview.gui.widgets.quiz_start import Source
from leukview.services.case_history import CaseHistory
from leukview.services.quiz import Quizzes
from leukview.services.reference_files import starter_cells
from leukview.services.second_reading import start_second
from leukview.services.workspace import Workspace

COUNT = 15
LONG = 60_000


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window on a case of fifteen cells."""
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 7", COUNT))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=LONG)
    return window


def read_by_two(window: MainWindow, class_id: str = "basophil") -> None:
    session = window.controller.session
    assert session is not None
    window.controller.relabel([cell.id for cell in window.controller.cells], class_id)
    window.cell_panel.show_cell(None)
    start_second(session, "Ann", "Ben")
    window.controller.flush()
    QApplication.processEvents()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Let the page of references end what it reads: a window that closes in between has pictures still to ask for."""
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not any(task.running for task in window.controller.tasks._tasks.values()), timeout=LONG)
    qtbot.wait(60)


def test_a_blind_reader_comes_back_from_the_list_as_blind(window: MainWindow, qtbot: QtBot) -> None:
    read_by_two(window)
    for _ in range(2):
        window.actions_["worklist"].trigger()
        QApplication.processEvents()
    for name in ("export", "sign", "edit_mask", "analyse_again"):
        assert not window.actions_[name].isEnabled(), name


def test_no_action_of_the_case_comes_back_while_another_page_is_on_show(window: MainWindow) -> None:
    for open_page in (window.worklist.show, window.references.show):
        open_page()
        window.controller.flush()
        QApplication.processEvents()
        for name in ("export", "sign", "analyse_again", "second_reading"):
            assert not window.actions_[name].isEnabled(), name


def test_a_step_in_file_order_beside_other_cells_shows_the_cell_that_keys_label(window: MainWindow) -> None:
    ids = [cell.id for cell in window.controller.cells]
    window.controller.selection.set([ids[0], ids[5]], ids[0])
    window.actions_["compare"].trigger()
    assert window.pages.currentWidget() is window.pages_.compare
    window.actions_["next_in_file"].trigger()
    current = window.controller.selection.current
    assert current is not None and current in window.controller.walk


def test_cells_asked_for_from_the_grid_are_shown_in_the_review(window: MainWindow) -> None:
    cells = window.controller.cells
    lymphocyte = next(cell.id for cell in cells if cell.final_class == "lymphocyte")
    blast = next(cell.id for cell in cells if cell.final_class == "blast")
    window.controller.selection.set([lymphocyte], lymphocyte)
    window.actions_["class_grid"].trigger()
    assert window.pages.currentWidget() is window.pages_.grid
    window.choice.show([blast])
    assert window.pages.currentWidget() is window.columns and blast in window.controller.walk


def test_the_gallery_has_its_own_order_again_after_the_grid_and_the_list(window: MainWindow) -> None:
    window.actions_["class_grid"].trigger()
    for _ in range(2):
        window.actions_["worklist"].trigger()
        QApplication.processEvents()
    assert window.pages.currentWidget() is window.columns
    assert window.controller.walk is window.controller.model


def test_a_picture_that_comes_late_is_not_shown_under_the_same_name_in_another_case(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()
    old = window.controller.folder

    def slow(path: Path) -> QImage:
        if path.parent == old:
            go.wait(30)
        return load_qimage(path)

    monkeypatch.setattr(feeds, "load_qimage", slow)
    feed = window.feed
    feed.forget()
    window.cell_panel.forget_images()
    feed.look_ahead(window.controller.cells[-1])
    session = window.controller.session
    window.controller.loaded.connect(go.set)
    window.open_folder(write_images(tmp_path / "Another", 1))
    qtbot.waitUntil(lambda: window.controller.session not in (None, session), timeout=LONG)
    qtbot.wait(300)
    assert f"c{COUNT - 1:05d}.png" not in feed._images


def test_the_cells_of_a_line_of_another_cases_history_are_not_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()

    def slow(self: CaseHistory, line: int) -> tuple[str, ...]:
        go.wait(30)
        return ("c00007",)

    monkeypatch.setattr(CaseHistory, "cell_ids", slow)
    window.habits.history._show_cells(1)
    session = window.controller.session
    window.open_folder(write_images(tmp_path / "Another", COUNT))
    qtbot.waitUntil(lambda: window.controller.session not in (None, session), timeout=LONG)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=LONG)
    before = window.controller.selection.ids
    go.set()
    qtbot.wait(200)
    assert window.controller.selection.ids == before != ["c00007"]


def test_what_is_done_with_a_reference_set_is_done_with_the_one_that_is_marked(
    window: MainWindow, qtbot: QtBot
) -> None:
    library = window.references.library()
    first = library.create("First")
    library.create("Second")
    library.add(first, starter_cells().cells[:3])
    page = window.references.page
    window.references.show(first)
    qtbot.waitUntil(lambda: page.set_id == first and page.model.rowCount() == 3, timeout=LONG)
    page.sets.setCurrentItem(page.sets.topLevelItem(1))
    page.delete.trigger()
    qtbot.waitUntil(lambda: len(library.sets()) == 1, timeout=LONG)
    assert [item.id for item in library.sets()] == [first]
    settle(window, qtbot)


def test_cells_of_the_set_before_are_not_removed_from_the_one_that_is_marked(window: MainWindow, qtbot: QtBot) -> None:
    library = window.references.library()
    first, second = library.create("First"), library.create("Second")
    for number in (first, second):
        library.add(number, starter_cells().cells[:3])
    page = window.references.page
    window.references.show(first)
    qtbot.waitUntil(lambda: page.set_id == first and page.model.rowCount() == 3, timeout=LONG)
    page.wall.selectAll()
    page.sets.setCurrentItem(page.sets.topLevelItem(1))
    page.remove.trigger()
    qtbot.waitUntil(lambda: page.set_id == second and page.model.rowCount() == 3, timeout=LONG)
    qtbot.wait(200)
    assert [item.size for item in library.sets()] == [3, 3]
    settle(window, qtbot)


def test_a_case_that_waits_and_is_opened_is_analysed_by_the_window_alone(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    gate, asked = Event(), list[str]()

    def analysis(folder: Path, skip: Callable[[str], bool], pipeline: str = "leukview") -> PlainAnalysis:
        asked.append(folder.name)
        return PlainAnalysis(folder, skip, pipeline, gate=gate, free=2)

    window = open_window(analysis)
    controller, background = window.controller, window.worklist.background
    for name in "AB":
        write_images(tmp_path / name, 6)
    window.open_folder(tmp_path / "A")
    qtbot.waitUntil(lambda: len(controller.cells) >= 2, timeout=LONG)
    window.worklist.receive([tmp_path / "B"])
    qtbot.waitUntil(lambda: bool(background.waiting), timeout=LONG)
    (case_id,) = background.waiting
    controller.open_case(case_id)
    qtbot.waitUntil(lambda: controller.session is not None and controller.session.case_id == case_id, timeout=LONG)
    qtbot.waitUntil(lambda: asked.count("B") > 0, timeout=LONG)
    assert background.current != case_id
    gate.set()
    qtbot.waitUntil(lambda: controller.analysed and not background.busy, timeout=LONG)
    assert asked.count("B") == 1


def test_a_test_that_could_not_be_ended_takes_no_answer_to_a_cell_it_does_not_have(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    library = window.references.library()
    library.add(library.create("Teaching"), starter_cells().cells)
    item = library.sets()[0]
    window.references.quiz.begin(Source("set", item.id, item.name, item.size), Plan(2, 7, "equal", "test", 0), "Bob")
    page = window.references.quiz.page
    for number in range(2):
        qtbot.waitUntil(lambda: page._since is not None, timeout=LONG)
        QTest.keyClick(page, Qt.Key.Key_L)
        qtbot.waitUntil(lambda number=number: len(page.given) == number + 1 and not page._busy, timeout=LONG)

    def full(self: Quizzes, attempt_id: int) -> None:
        raise EnvironmentFault("the disk is full")

    monkeypatch.setattr(Quizzes, "finish", full)
    asked: list[Answer] = []
    page.answered.connect(asked.append)
    page.finish.click()
    qtbot.waitUntil(lambda: not page._busy, timeout=LONG)
    page._name("lymphocyte")
    page._show_time()
    assert not asked and page.clock.text() == ""
    assert page.finish.isVisible()


def test_a_drop_waits_for_the_dialog_about_the_case_that_is_open(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    controller, session = window.controller, window.controller.session
    assert session is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write_images(tmp_path / "Another", 3)))])

    def fill() -> None:
        found = (item for item in QApplication.topLevelWidgets() if isinstance(item, CaseDetails) and item.isVisible())
        dialog = next(found)
        dialog.patient.setText("The first patient")
        qtbot.waitUntil(lambda: controller.tasks.get("dropped") is None, timeout=LONG)
        qtbot.wait(100)
        dialog.accept()

    window.habits.dropping.take(data, listed=False)
    QTimer.singleShot(0, fill)
    window.dialogs.edit_case()
    assert session.case.info.patient == "The first patient"
    qtbot.waitUntil(lambda: controller.session not in (None, session), timeout=LONG)
    assert controller.case is not None and controller.case.info.patient == ""


def test_the_list_shows_a_blind_reader_nothing_of_the_first(window: MainWindow, qtbot: QtBot) -> None:
    read_by_two(window, "promyelocyte")
    window.worklist.show()
    page = window.worklist.page
    qtbot.waitUntil(lambda: bool(page.rows) and page.rows[0].counted, timeout=LONG)
    (row,) = page.rows
    assert row.cells == COUNT and not row.reviewed and not row.alerts and "promyelocyte" not in row.classes


def test_the_page_of_references_shows_a_blind_reader_none_of_the_case(window: MainWindow, qtbot: QtBot) -> None:
    session = window.controller.session
    assert session is not None
    library, page = window.references.library(), window.references.page
    number, cells = library.create("Own"), starter_cells().cells[:4]
    library.add(number, [*(replace(cell, case=session.case_id, whose="reader 1") for cell in cells[:2]), *cells[2:]])
    window.references.show(number)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=LONG)
    window.references.leave()
    read_by_two(window)
    assert page.model.rowCount() == 0
    window.references.show(number)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=LONG)
    assert {cell.case for cell in page.shown()} == {""}
    settle(window, qtbot)


def test_a_blind_reader_finds_nothing_of_what_the_first_searched_and_chose(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    controller, folder = window.controller, window.controller.folder
    read_by_two(window)
    window.actions_["first_reader"].trigger()
    window.gallery_panel.filter.setText("c0000")
    ids = [cell.id for cell in controller.cells]
    controller.selection.set(ids[3:5], ids[3])
    for place in (write_images(tmp_path / "Another", 1), folder):
        session = controller.session
        window.open_folder(place)
        qtbot.waitUntil(
            lambda last=session: controller.session not in (None, last) and controller.analysed, timeout=LONG
        )
    assert controller.session is not None and controller.session.sight == "second"
    assert window.gallery_panel.filter.text() == "" and controller.selection.ids == ids[:1]


def test_each_removal_from_the_list_can_be_undone(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, changes, go = window.controller.work_space(), window.worklist.changes, Event()
    received = [space.receive(write_images(tmp_path / name, 1)).case_id for name in "AB"]
    listed = Workspace.set_listed

    def slow(self: Workspace, *given: object) -> list[str]:
        go.wait(30)
        return listed(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "set_listed", slow)
    for case_id in received:
        changes.set_listed([case_id], False)
        qtbot.wait(20)
    go.set()
    qtbot.waitUntil(lambda: len(changes._undo) == 2, timeout=LONG)
    assert changes._undo == [[case_id] for case_id in received]


def test_a_cell_found_from_the_page_of_references_comes_on_show(window: MainWindow) -> None:
    window.references.show()
    cell_offers(window, "c00007")[0].act()
    assert window.pages.currentWidget() is window.columns and window.controller.selection.current == "c00007"


def test_a_name_half_typed_below_an_alert_takes_no_key_from_the_gallery(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_kit, "CALLS", (("promyelocyte", 0.97),))
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 8", 20))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 20, timeout=LONG)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=LONG)
    window.alert_bar.rows[0].begin.click()
    QTest.keyClicks(window.alert_bar.rows[0].name, "Dr")
    window.gallery.setFocus()
    QTest.keyClick(window.gallery, Qt.Key.Key_L)
    QApplication.processEvents()
    (row,) = window.alert_bar.rows
    assert row.name.text() == "Dr" and row.name.isVisible() and window.gallery.hasFocus()
    window.actions_["acknowledge"].trigger()
    assert row.name.text() == "Dr" and row.name.hasFocus()


def test_no_cell_is_taken_out_while_a_large_decision_is_shown(window: MainWindow) -> None:
    controller = window.controller
    controller.decisions.showing = True
    assert controller.edit_cells(lambda session: session.delete_cells(["c00001"]), "Deleted") is None
    controller.decisions.showing = False
    assert "c00001" in {cell.id for cell in controller.cells}
    assert "still being stored" in window.status.message_text()


def test_a_small_picture_of_a_field_that_comes_late_is_not_shown_in_another_case(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, old, made = Event(), window.controller.folder, list[str]()

    def slow(path: Path, side: int) -> NDArray[np.uint8]:
        if path.parent == old:
            go.wait(30)
        return np.zeros((8, 8, 3), np.uint8)

    monkeypatch.setattr(field_pictures, "read_small", slow)
    monkeypatch.setattr(window.field_panel.list, "set_picture", lambda file, image: made.append(file))
    window.fields._pictures.read(["a.png", "b.png"])
    session = window.controller.session
    window.open_folder(write_images(tmp_path / "Another", 1))
    qtbot.waitUntil(lambda: window.controller.session not in (None, session), timeout=LONG)
    go.set()
    qtbot.wait(200)
    assert not made


def test_folders_dropped_while_others_are_looked_at_are_all_listed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, receive = Event(), Workspace.receive

    def slow(self: Workspace, folder: Path) -> object:
        go.wait(30)
        return receive(self, folder)

    monkeypatch.setattr(Workspace, "receive", slow)
    for names in (("A", "B"), ("C",)):
        window.worklist.receive([write_images(tmp_path / name, 1) for name in names])
        qtbot.wait(20)
    go.set()
    page = window.worklist.page
    qtbot.waitUntil(lambda: {"A", "B", "C"} <= {row.name for row in page.rows}, timeout=LONG)
    assert not window.worklist.receiving._later


def test_a_window_that_closes_under_reference_cells_that_are_to_be_read_is_quiet(
    window: MainWindow, qtbot: QtBot
) -> None:
    library, beside = window.references.library(), window.references.beside
    number = library.create("Teaching")
    library.add(number, starter_cells().cells)
    window.preferences.reference_set, window.preferences.reference_strip = number, True
    window.references.changed.emit()
    qtbot.waitUntil(lambda: bool(beside.strip.groups), timeout=LONG)
    beside._pictures.clear()
    beside._settle.start()
    window.close()
    qtbot.wait(120)
    assert not beside._settle.isActive()


def test_a_refusal_offers_no_undo_of_what_was_done_before(window: MainWindow) -> None:
    controller = window.controller
    first, second = [cell.id for cell in controller.cells][:2]
    controller.relabel([first], "lymphocyte")
    assert window.status.undo.isVisible()
    controller.selection.set([second], second)
    window.actions_["add_reference"].trigger()
    assert window.status.message_text().startswith("Nothing to add") and not window.status.undo.isVisible()


def test_an_alert_says_whose_it_is_on_every_page_that_is_not_its_cases(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_kit, "CALLS", (("promyelocyte", 0.97),))
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 8", 20))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 20, timeout=LONG)
    (row,) = window.alert_bar.rows
    for page in (window.references.page, window.references.quiz.page, window.empty, window.worklist.page):
        window.pages.setCurrentWidget(page)
        assert window.alert_bar.isVisible() and row.title.text().startswith("Urgent in Smear 8: ")
    window.worklist.leave()
    assert row.title.text().startswith("Urgent: ")


def test_the_tour_can_be_begun_again_from_another_case(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    sample = write_images(tmp_path / "Sample", 6)
    window.tour._folder = sample
    opened: list[Path] = []
    window.controller.open_sample = opened.append  # type: ignore[method-assign, assignment]
    window.tour.start()
    assert opened == [sample] and window.tour.running
    window.open_folder(sample)
    qtbot.waitUntil(lambda: window.tour.card is not None, timeout=LONG)
    window.open_folder(tmp_path / "Smear 7")
    qtbot.waitUntil(lambda: window.controller.folder.name == "Smear 7", timeout=LONG)
    window.actions_["tour"].trigger()
    assert opened == [sample, sample]
    window.tour.stop()


def test_names_in_an_export_that_is_cancelled_are_nobodys(window: MainWindow) -> None:
    session = window.controller.session
    assert session is not None
    before = session.operator
    window.actions_["export"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    dialog.operator.setText("Dr Wrong")
    dialog.reject()
    assert session.operator == before and window.preferences.operator != "Dr Wrong"
