"""The worklist in the real window: finding, opening, receiving by drop and from a watched folder, slides of one patient."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.case_status import CaseStatus
from leukview.domain.combined import Slide, combine
from leukview.gui.main_window import MainWindow
from leukview.gui.translation import SOURCE, install, number
from leukview.gui.widgets.combined_dialog import CombinedDialog
from leukview.gui.widgets.watch_dialog import WatchDialog
from leukview.services.combine import CombinedSlides
from leukview.services.folder_watch import FolderWatch
from leukview.services.worklist import CaseRow
from leukview.store.database import default_path

LONG = 120_000
CONTROL = Qt.KeyboardModifier.ControlModifier


class TimedAnalysis(PlainAnalysis):
    """Says how long it took, as the real one does: by that a case is known to be wholly analysed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.timings = {"total": 0.1}


def show(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["worklist"].trigger()
    assert window.worklist.shown
    settle(qtbot, window)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the list is read and nothing is analysed behind it."""

    def quiet() -> bool:
        worklist, tasks = window.worklist, window.controller.tasks
        idle = not worklist.background.busy and window.controller.analysis is None and tasks.get("worklist") is None
        return idle and not worklist._soon.isActive() and tasks.get("receive") is None and worklist.page._loaded

    qtbot.waitUntil(quiet, timeout=LONG)


def opened(qtbot: QtBot, window: MainWindow, act: Callable[[], object]) -> str:
    with qtbot.waitSignal(window.controller.opened, timeout=LONG):
        act()
    session = window.controller.session
    assert session is not None
    return session.case_id


def receive(qtbot: QtBot, window: MainWindow, *folders: Path) -> None:
    window.worklist.receive(list(folders))
    qtbot.waitUntil(lambda: len(window.worklist.page.rows) >= len(folders), timeout=LONG)
    settle(qtbot, window)


def wait_stored(qtbot: QtBot, count: int) -> None:
    """Wait until this many cells are on disk, as another program would see it."""

    def there() -> bool:
        with contextlib.closing(sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT count(*) FROM cells").fetchone()[0] == count)

    qtbot.waitUntil(there, timeout=LONG)


def rows(window: MainWindow) -> dict[str, CaseRow]:
    return {row.name: row for row in window.worklist.page.rows}


def shown_names(window: MainWindow) -> list[str]:
    page = window.worklist.page
    return [row.name for case_id in page.arranged.order if (row := page.row(case_id)) is not None]


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def test_dropped_folders_are_listed_and_analysed_one_after_another(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    page = window.worklist.page
    assert "No case yet" in page._empty.text() and page._empty.isVisible()
    folders = [write_images(tmp_path / name, 6) for name in ("Smear 9", "Smear 10", "Smear 2")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in folders])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(99, 99), Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: len(page.rows) == 3, timeout=LONG)
    settle(qtbot, window)
    assert {row.status for row in page.rows} == {CaseStatus.ANALYSED}
    assert all((row.cells, row.images, row.found, row.opened) == (6, 6, 6, "") for row in page.rows)
    assert window.controller.session is None, "nothing was opened over what the reader does"
    assert page.chips["analysed"].text() == "Analysed 3" and not page.chips["signed"].isVisible()
    page._sort_by(3)
    assert shown_names(window) == ["Smear 2", "Smear 9", "Smear 10"]
    assert (window.preferences.cases_sort, window.preferences.cases_descending) == ("name", False)


def test_searching_filtering_and_escape(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    receive(qtbot, window, *(write_images(tmp_path / name, 5) for name in ("alpha", "beta", "gamma")))
    page = window.worklist.page
    press(page.table, Qt.Key.Key_Slash)
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "bet")
    qtbot.waitUntil(lambda: shown_names(window) == ["beta"], timeout=LONG)
    press(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus() and len(page.table.chosen()) == 1
    press(page.table, Qt.Key.Key_Escape)
    assert len(shown_names(window)) == 3 and window.worklist.shown
    page.chips["received"].click()
    assert shown_names(window) == [] and "No case is in this state" in page._empty.text()
    press(page.table, Qt.Key.Key_Escape)
    assert len(shown_names(window)) == 3 and window.worklist.shown
    press(page.table, Qt.Key.Key_Escape)
    assert not window.worklist.shown


def test_no_key_changes_the_open_case_while_the_list_hides_it(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(TimedAnalysis)
    opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "alpha", 5)))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=LONG)
    window.controller.relabel(["c00000"], "blast")
    assert window.controller.case is not None
    before = dict(window.controller.case.cells)
    show(qtbot, window)
    for key in (Qt.Key.Key_S, Qt.Key.Key_L, Qt.Key.Key_Space, Qt.Key.Key_B):
        press(window.worklist.page.table, key)
    window.controller.flush()
    press(window.worklist.page.table, Qt.Key.Key_Z, CONTROL)
    assert dict(window.controller.case.cells) == before
    assert not window.actions_["undo"].isEnabled() and not window.actions_["confirm"].isEnabled()
    press(window.worklist.page.table, Qt.Key.Key_Escape)
    assert not window.worklist.shown and window.pages.currentWidget() is window.columns
    assert window.actions_["undo"].isEnabled() and window.actions_["confirm"].isEnabled()
    press(window.gallery, Qt.Key.Key_Z, CONTROL)
    assert window.controller.case.cells["c00000"].human_class is None


def test_from_one_case_to_the_next_in_the_order_of_the_list(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    receive(qtbot, window, *(write_images(tmp_path / name, 5) for name in ("alpha", "beta", "gamma")))
    page = window.worklist.page
    page._sort_by(3)
    page.table.choose([rows(window)["alpha"].id])
    first = opened(qtbot, window, lambda: press(page.table, Qt.Key.Key_Return))
    assert first == rows(window)["alpha"].id and window.pages.currentWidget() is window.columns
    # The reviewed case falls out of the filter; the way through the list stays as it was begun.
    second = opened(qtbot, window, window.actions_["next_case"].trigger)
    third = opened(qtbot, window, window.actions_["next_case"].trigger)
    assert [second, third] == [rows(window)[name].id for name in ("beta", "gamma")]
    window.actions_["next_case"].trigger()
    assert window.status.message_text() == "This is the last case of the list."
    assert opened(qtbot, window, window.actions_["previous_case"].trigger) == second
    settle(qtbot, window)
    show(qtbot, window)
    assert all(row.opened for row in page.rows)


def test_next_case_works_before_the_list_was_ever_shown(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(TimedAnalysis)
    one = opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "alpha", 3)))
    two = opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "beta", 3)))
    assert opened(qtbot, window, window.actions_["next_case"].trigger) == one != two


def test_images_that_arrive_in_a_watched_folder_become_a_case_by_themselves(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    source = write_images(tmp_path / "analyser", 6)
    window = open_window(TimedAnalysis)
    watching = window.worklist.watching
    watching.every_ms, watching.watch = 50, FolderWatch(1.0)
    review = opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "open", 5)))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=LONG)
    watching.add(exports)
    target = exports / "2026-11-21 run 7"
    target.mkdir()
    for path in sorted(source.iterdir()):
        shutil.copy(path, target)
        qtbot.wait(30)
    qtbot.waitUntil(lambda: "2026-11-21 run 7" in rows(window), timeout=LONG)
    settle(qtbot, window)
    row = rows(window)["2026-11-21 run 7"]
    assert (row.status, row.found, row.cells, row.opened) == (CaseStatus.ANALYSED, 6, 6, "")
    assert window.controller.session is not None and window.controller.session.case_id == review
    assert not window.worklist.shown, "an arrival takes nobody's page away"
    looks = [row.revision for row in stored_cases(window)]
    qtbot.wait(400)
    assert [row.revision for row in stored_cases(window)] == looks, "nothing is analysed twice"
    # The folder vanishes, as a share does, and comes back with one more.
    exports.rename(tmp_path / "away")
    qtbot.waitUntil(lambda: str(exports) in watching.problems, timeout=LONG)
    assert str(exports) in window.status.message_text() and "not connected" in window.worklist.page.watched.whole_text()
    (tmp_path / "away").rename(exports)
    shutil.copytree(source, exports / "run 8")
    qtbot.waitUntil(lambda: "run 8" in rows(window) and not watching.problems, timeout=LONG)
    settle(qtbot, window)
    window.worklist.receiving.show_watched()
    dialog = window.findChild(WatchDialog)
    assert dialog is not None and dialog.list.count() == 1
    dialog.stop.click()
    assert watching.folders == [] and window.preferences.watched == [] and dialog.list.count() == 0
    dialog.reject()
    assert len(rows(window)) == 3, "what came stays listed"


def stored_cases(window: MainWindow) -> list[object]:
    from leukview.store.worklist import read_rows

    with window.controller.work_space().store.reading() as connection:
        return [item.case for item in read_rows(connection)]


def test_what_waited_at_the_last_close_is_found_and_analysed_at_the_start(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    write_images(exports / "run 1", 5)
    gate = threading.Event()
    window = open_window(lambda *args: TimedAnalysis(*args, gate=gate, free=2))
    window.worklist.watching.every_ms, window.worklist.watching.watch = 50, FolderWatch(0.1)
    window.worklist.watching.add(exports)
    qtbot.waitUntil(lambda: window.worklist.background.current != "", timeout=LONG)
    wait_stored(qtbot, 2)
    assert "run 1" in window.status.progress.text() and window.status.cancel.isVisible()
    window.close()
    gate.set()
    again = open_window(TimedAnalysis)
    assert again.preferences.watched == [str(exports)]
    again.worklist.watching.watch = FolderWatch(0.1)
    again.worklist.start()
    settle(qtbot, again)
    assert rows(again)["run 1"].status is CaseStatus.ANALYSED and rows(again)["run 1"].cells == 5


def test_a_case_opened_while_it_is_analysed_behind_is_the_readers_alone(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    window = open_window(lambda *args: TimedAnalysis(*args, gate=gate, free=2))
    show(qtbot, window)
    window.worklist.receive([write_images(tmp_path / "alpha", 8)])
    wait_stored(qtbot, 2)
    case_id = window.worklist.background.current
    opened(qtbot, window, lambda: window.worklist.open(case_id))
    assert window.worklist.background.current == ""
    gate.set()
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=LONG)
    # Both would have written the case, and one of them been refused.
    window.controller.relabel(["c00007"], "blast")
    assert window.controller.case is not None and window.controller.case.cells["c00007"].human_class == "blast"
    assert len(window.controller.case.cells) == 8 and not window.notice.isVisible()


def test_the_open_case_is_analysed_first_and_what_is_left_goes_on_behind(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    window = open_window(lambda *args: TimedAnalysis(*args, gate=gate, free=2))
    opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "first", 6)))
    qtbot.waitUntil(lambda: len(window.controller.cells) == 2, timeout=LONG)
    window.worklist.receive([write_images(tmp_path / "second", 6)])
    qtbot.waitUntil(lambda: len(window.worklist.background.waiting) == 1, timeout=LONG)
    assert window.worklist.background.current == "", "it waits for the open case"
    show_id = opened(qtbot, window, lambda: window.open_folder(write_images(tmp_path / "third", 6)))
    gate.set()
    settle(qtbot, window)
    window.worklist.refresh()
    settle(qtbot, window)
    found = rows(window)
    assert {row.cells for row in found.values()} == {6} and {row.status for row in found.values()} == {
        CaseStatus.ANALYSED
    }
    assert window.controller.session is not None and window.controller.session.case_id == show_id


def test_stopping_keeps_what_is_done_and_a_vanished_folder_holds_nobody_up(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    window = open_window(lambda *args: TimedAnalysis(*args, gate=gate, free=3))
    show(qtbot, window)
    window.worklist.receive([write_images(tmp_path / name, 6) for name in ("alpha", "beta")])
    wait_stored(qtbot, 3)
    window.status.cancel.click()
    settle(qtbot, window)
    assert [row.status for row in window.worklist.page.rows] == [CaseStatus.RECEIVED] * 2
    assert sum(row.cells for row in window.worklist.page.rows) == 3, "what was done is kept"
    assert "Stopped" in window.status.message_text() and not window.status.bar.isVisible()
    gate.set()
    shutil.rmtree(tmp_path / "alpha")
    window.worklist.page.table.selectAll()
    window.worklist.changes.analyse()
    settle(qtbot, window)
    assert rows(window)["beta"].status is CaseStatus.ANALYSED
    assert rows(window)["alpha"].id in window.worklist.background.faults
    index = window.worklist.page.table.cases.index(window.worklist.page.table.cases.row_of(rows(window)["alpha"].id), 6)
    assert "Not analysed" in str(index.data())


def test_removing_is_undone_and_details_are_edited_from_the_list(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    receive(qtbot, window, *(write_images(tmp_path / name, 5) for name in ("alpha", "beta")))
    page = window.worklist.page
    page.table.choose([rows(window)["alpha"].id])
    press(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown_names(window) == ["beta"], timeout=LONG)
    assert page.chips["removed"].isVisible() and page.chips["removed"].text() == "Removed 1"
    press(page.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(shown_names(window)) == 2, timeout=LONG)
    window.worklist.changes.set_details(rows(window)["alpha"], "alpha", "Okafor, N.", "A")
    qtbot.waitUntil(lambda: rows(window)["alpha"].patient == "Okafor, N.", timeout=LONG)
    opened(qtbot, window, lambda: window.worklist.open(rows(window)["alpha"].id))
    assert window.controller.session is not None and window.controller.session.can_undo
    window.controller.undo()
    assert window.controller.session.case.info.patient == ""


def test_slides_of_one_patient_stand_together_and_are_combined_only_when_asked(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    receive(qtbot, window, *(write_images(tmp_path / name, 10) for name in ("alpha", "beta", "gamma")))
    page = window.worklist.page
    for name, slide in (("alpha", "1"), ("beta", "2")):
        window.worklist.changes.set_details(rows(window)[name], name, "Okafor, N.", slide)
        qtbot.waitUntil(lambda name=name: rows(window)[name].patient == "Okafor, N.", timeout=LONG)  # type: ignore[misc]
    settle(qtbot, window)
    press(page.table, Qt.Key.Key_G)
    heads = [page.table.cases.index(row, 0).data() for row in page.table.cases.heads()]
    assert heads == ["Okafor, N. · 2 slides", "Patient not known · 1 case, each by itself"]
    page.table.choose([rows(window)["gamma"].id])
    assert not page.combine.isEnabled()
    page.table.choose([rows(window)["alpha"].id])
    assert page.combine.isEnabled()
    page.combine.click()
    qtbot.waitUntil(lambda: window.findChild(CombinedDialog) is not None, timeout=LONG)
    dialog = window.findChild(CombinedDialog)
    assert dialog is not None
    last = dialog.table.rowCount() - 1
    texts = [dialog.table.item(last, column).text() for column in range(dialog.table.columnCount())]
    assert texts == ["White cells counted", "8", "8", "16", ""]
    dialog.copy.click()
    assert QApplication.clipboard().text().startswith("Class\t")
    dialog.reject()


def test_a_combined_table_is_copied_in_the_windows_language_with_numbers_that_a_spreadsheet_takes(
    qapp: QApplication, qtbot: QtBot
) -> None:
    slides = [Slide(name, name, "Okafor, N.", {"lymphocyte": 1249, "blast": 1}) for name in "AB"]
    rows = tuple(
        CaseRow(name, name, "/smears", "Okafor, N.", name, False, "", "", "", CaseStatus.REVIEWED, cells=1250)
        for name in "AB"
    )
    install(qapp, "de")
    try:
        dialog = CombinedDialog(CombinedSlides(combine(slides), rows, ()))
        qtbot.addWidget(dialog)
        dialog.copy.click()
        lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
        # A count stands under counts: never under percentages, where it would be read as one.
        counts = [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())]
        assert counts[-1] == number(1250) and not any(text.endswith("%") for text in counts)
        shown = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    finally:
        install(qapp, SOURCE)
    assert lines[0] == ["Klasse", "A n", "A %", "B n", "B %", "Alle n", "Alle %", "95 % von", "95 % bis"]
    assert [line[0] for line in lines[1:]] == shown
    assert next(line for line in lines if line[0] == "Lymphozyt")[1:7] == [
        "1249",
        "99.9",
        "1249",
        "99.9",
        "2498",
        "99.9",
    ]
    assert lines[-1] == ["Gezählte Leukozyten", "1250", "", "1250", "", "2500", "", "", ""]


def test_the_context_menu_offers_what_can_be_done(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    from leukview.gui.menus import case_menu

    window = open_window(TimedAnalysis)
    show(qtbot, window)
    receive(qtbot, window, *(write_images(tmp_path / name, 3) for name in ("alpha", "beta")))
    both = window.worklist.page.rows
    menu = case_menu(window.worklist, both)
    enabled = {action.text().split("\t")[0]: action.isEnabled() for action in menu.actions() if action.text()}
    assert enabled == {
        "Open": False,
        "Analyse again": True,
        "Details…": False,
        "Show folder": False,
        "Combine slides…": False,
        "Remove from the list": True,
    }
    menu.deleteLater()
    window.worklist.page.table.choose([both[0].id])
    window.worklist.changes.analyse()
    settle(qtbot, window)
    assert rows(window)[both[0].name].cells == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_has_a_tooltip_and_a_name(open_window: OpenWindow, qtbot: QtBot, theme: str) -> None:
    window = open_window(TimedAnalysis)
    show(qtbot, window)
    page = window.worklist.page
    for button in (page.group, page.combine, page.watch, *page.chips.values()):
        assert button.toolTip() and (button.accessibleName() or button.text())
    assert page.search.accessibleName() and page.table.accessibleName()
