"""A review in the real window over the real store: every way to label, undo of everything, leaving and coming back."""

from __future__ import annotations

import csv
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from conftest import CALLS, OpenWindow, PlainAnalysis, write_images
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.case import Problem
from leukview.domain.errors import EnvironmentFault
from leukview.domain.progress import Progress
from leukview.gui.actions import key_text
from leukview.gui.app import run
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Sort, Tab
from leukview.gui.widgets.export_dialog import ExportDialog
from leukview.gui.widgets.gallery_drag import mime_of
from leukview.services.analyse_types import AnalysedImage
from leukview.store.database import default_path

COUNT = 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_images(tmp_path / "Smear é 7", COUNT)


def wait_analysed(qtbot: QtBot, window: MainWindow, cells: int, timeout: int = 60_000) -> None:
    def ready() -> bool:
        controller = window.controller
        return controller.analysed and controller.case is not None and len(controller.case.cells) == cells

    qtbot.waitUntil(ready, timeout=timeout)


def opened(qtbot: QtBot, window: MainWindow, folder: Path, cells: int = COUNT) -> MainWindow:
    window.open_folder(folder)
    wait_analysed(qtbot, window, cells)
    return window


def query(sql: str) -> list[tuple[object, ...]]:
    """Ask the database file itself, as another program would."""
    with sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def stored(column: str = "human_class") -> dict[str, object]:
    return {str(cell_id): value for cell_id, value in query(f"SELECT cell_id, {column} FROM cells")}


def audit_rows() -> int:
    return len(query("SELECT 1 FROM audit"))


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.gallery, key, modifier)
    QApplication.processEvents()


def drop_on(window: MainWindow, cell_ids: list[str], class_id: str) -> None:
    gallery = window.gallery
    gallery.show_group(class_id)
    section = gallery.grid.section_of(class_id)
    assert section is not None
    at = QPointF(120, section.top - gallery.verticalScrollBar().value() + 10)
    data = mime_of(cell_ids)  # the event does not keep it alive
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    gallery.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, data, left, none))


def test_a_folder_opens_is_analysed_and_counted(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    model = window.controller.model
    assert [group.class_id for group in model.groups] == [
        "segmented_neutrophil",
        "lymphocyte",
        "monocyte",
        "blast",
        "platelet",
    ]
    assert model.counts == {Tab.NEEDS: 10, Tab.ALL: COUNT, Tab.NOT_COUNTED: 5}
    assert window.gallery.shares["blast"] == "25.0 %"
    assert window.controller.selection.current == "c00000"
    assert window.cell_panel.title.whole_text() == "Cell c00000"
    qtbot.waitUntil(window.cell_panel.view.has_image)
    assert set(stored().values()) == {None}, "what the AI says is never stored as a person's label"


def test_one_key_labels_and_goes_on_to_the_next_that_needs_a_person(
    open_window: OpenWindow, qtbot: QtBot, folder: Path
) -> None:
    window = opened(qtbot, open_window(), folder)
    selection = window.controller.selection
    selection.set(["c00003"])
    press(window, Qt.Key.Key_L)
    assert stored()["c00003"] == "lymphocyte"
    assert selection.ids == ["c00002"], "blasts before the next doubtful monocyte"
    assert window.controller.model.group_of("c00003") == "lymphocyte"
    assert window.status.message_text() == "Labelled c00003 as Lymphocyte"
    press(window, Qt.Key.Key_Space)
    assert stored()["c00002"] == "blast"
    assert selection.ids == ["c00007"]
    case = window.controller.case
    assert case is not None and case.cells["c00002"].status == "confirmed"


def test_many_cells_are_labelled_at_once_and_one_undo_takes_all_back(
    open_window: OpenWindow, qtbot: QtBot, folder: Path
) -> None:
    window = opened(qtbot, open_window(), folder)
    model = window.controller.model
    window.controller.selection.set([c for c in model.order() if model.group_of(c) == "lymphocyte"])
    press(window, Qt.Key.Key_X)
    assert [k for k, v in stored().items() if v == "blast"] == ["c00001", "c00006", "c00011", "c00016", "c00021"]
    assert window.status.message_text() == "Labelled 5 cells as Blast"
    assert window.status.undo.isVisible()
    window.status.undo.click()
    assert set(stored().values()) == {None}
    assert model.totals["lymphocyte"] == 5
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert model.totals["blast"] == 10


def test_a_drop_on_a_group_labels_and_the_counts_follow(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    rows = audit_rows()
    drop_on(window, ["c00000", "c00005"], "monocyte")
    labels = stored()
    assert (labels["c00000"], labels["c00005"]) == ("monocyte", "monocyte")
    assert window.gallery.shares["monocyte"] == "35.0 %"
    assert audit_rows() > rows


def test_needs_you_empties_cell_by_cell(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    window.gallery_panel.tabs[Tab.NEEDS].click()
    first = window.controller.model.order()[0]
    window.controller.selection.set([first])
    for _ in range(10):
        press(window, Qt.Key.Key_Space)
    assert window.controller.model.counts[Tab.NEEDS] == 0
    assert sum(value is not None for value in stored().values()) == 10
    assert "No cell needs you" in window.gallery_panel._empty.text()


def test_letters_typed_into_the_filter_and_the_note_label_nothing(
    open_window: OpenWindow, qtbot: QtBot, folder: Path
) -> None:
    window = opened(qtbot, open_window(), folder)
    window.actions_["find"].trigger()
    qtbot.waitUntil(window.gallery_panel.filter.hasFocus)
    QTest.keyClicks(window.gallery_panel.filter, "blast 00002")
    QTest.keyClick(window.gallery_panel.filter, Qt.Key.Key_Return)
    assert window.controller.model.order() == ["c00002"]
    assert window.gallery.hasFocus()
    window.actions_["note"].trigger()
    QTest.keyClicks(window.cell_panel.details.note, "sox")
    QTest.keyClick(window.cell_panel.details.note, Qt.Key.Key_Return)
    assert stored("note")["c00002"] == "sox"
    assert set(stored().values()) == {None}


def test_hidden_cells_are_never_relabelled(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    press(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.controller.selection) == COUNT
    window.gallery_panel.tabs[Tab.NOT_COUNTED].click()
    window.actions_["select_all"].trigger()
    press(window, Qt.Key.Key_A)
    changed = {cell_id for cell_id, label in stored().items() if label}
    assert changed == {f"c{n:05d}" for n in range(COUNT) if CALLS[n % 5][0] == "platelet"}


def test_closing_and_reopening_resumes_exactly(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    write_images(folder, 160)
    window = opened(qtbot, open_window(), folder, 160)
    panel = window.gallery_panel
    next(action for action in panel.sort.menu_actions() if action.text() == "By doubt").trigger()
    window.controller.model.toggle("lymphocyte")
    window.cell_panel.tools.heatmap_button.click()
    window.cell_panel.tools.contours_button.click()
    window.controller.selection.set(["c00007", "c00012"], "c00012")
    window.columns.setSizes([600, 380, 300])
    window.controller.confirm(["c00002"])
    window.controller.selection.set(["c00007", "c00012"], "c00012")
    qtbot.wait(300)
    window.gallery.verticalScrollBar().setValue(220)
    before = window.resume.view()
    assert window.controller.session is not None
    text = window.controller.session.undo_text
    window.close()

    again = opened(qtbot, open_window(), folder, 160)
    qtbot.waitUntil(lambda: again.gallery.verticalScrollBar().value() == before.scroll)
    assert again.resume.view() == before
    assert (before.current, before.selected, before.sort) == ("c00012", ["c00007", "c00012"], Sort.DOUBT.value)
    assert before.collapsed == ["lymphocyte"] and before.panel["heatmap"] and not before.panel["contours"]
    assert again.controller.session is not None and again.controller.session.undo_text == text
    again.actions_["undo"].trigger()
    assert stored()["c00002"] is None, "the history survives closing"


def test_a_cancelled_analysis_goes_on_where_it_stopped(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    runs: list[PlainAnalysis] = []
    gate = threading.Event()

    def gated(path: Path, skip: Callable[[str], bool], pipeline: str) -> PlainAnalysis:
        runs.append(PlainAnalysis(path, skip, pipeline, gate=gate, free=9))
        return runs[-1]

    window = open_window(gated)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.case is not None and len(window.controller.case.cells) == 9)
    assert window.status.cancel.isVisible()
    window.controller.relabel(["c00004"], "artefact")
    window.status.cancel.click()
    qtbot.waitUntil(lambda: window.controller.analysis is None)
    assert not window.status.cancel.isVisible() and not window.controller.analysed
    window.close()

    gate.set()
    again = opened(qtbot, open_window(gated), folder)
    assert runs[-1].asked == [f"c{number:05d}.png" for number in range(9, COUNT)]
    assert again.controller.model.group_of("c00004") == "artefact"


def test_a_second_analysis_never_touches_a_persons_label(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    window.controller.relabel(["c00000", "c00001"], "basophil")
    window.actions_["analyse_again"].trigger()
    qtbot.waitUntil(lambda: window.controller.analysis is None)
    labels = stored()
    assert (labels["c00000"], labels["c00001"]) == ("basophil", "basophil")
    assert len(labels) == COUNT and window.controller.model.counts[Tab.ALL] == COUNT


def test_files_that_cannot_be_read_are_listed_with_their_reason(
    open_window: OpenWindow, qtbot: QtBot, folder: Path
) -> None:
    (folder / "c00010.png").write_bytes(b"")
    window = opened(qtbot, open_window(), folder, COUNT - 1)
    assert window.status.problems.text() == "1 file not read"
    window.status.problems.click()
    table = window.dialogs.problems.table
    row = [table.item(0, column) for column in range(3)]
    assert [item.text() for item in row if item is not None] == [
        "c00010.png",
        "The file is empty (0 bytes)",
        "Export it again from the analyser or camera",
    ]


def test_a_fault_of_the_machine_is_told_from_a_bug(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    class Broken(PlainAnalysis):
        def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage | Problem]:
            raise EnvironmentFault("The weights are missing. Reinstall LeukView.")
            yield

    window = open_window(Broken)
    window.open_folder(folder)
    qtbot.waitUntil(window.notice.isVisible)
    assert "this computer" in window.notice.heading.text()
    assert "Reinstall LeukView" in window.notice.text.text()
    assert not window.notice._copy.isVisible(), "there are no details to pass on"


def test_a_folder_that_is_gone_is_the_users_to_mend(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.open_folder(tmp_path / "gone")
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.heading.text() == "This could not be used"
    assert window.empty.isVisible() and window.empty.open_button.isVisible(), "one can go on from here"


def test_a_dropped_folder_opens(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = open_window()
    assert window.empty.isVisible()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(QPoint(200, 200)), Qt.DropAction.CopyAction, data, left, none))
    wait_analysed(qtbot, window, COUNT)


def test_every_action_has_its_key_in_its_tooltip(open_window: OpenWindow) -> None:
    window = open_window()
    keys: list[str] = []
    for action in window.actions_:
        for sequence in action.shortcuts():
            keys.append(sequence.toString())
        if action.shortcuts():
            assert key_text(action.shortcuts()[0].toString()) in action.toolTip()
    assert len(keys) == len(set(keys)), "no key does two things"


def test_export_writes_what_the_reader_decided(
    open_window: OpenWindow, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), folder)
    window.controller.relabel(["c00001"], "variant_lymphocyte")
    export(qtbot, window, tmp_path / "out")
    check_export(tmp_path / "out", {"c00001": "variant_lymphocyte"}, COUNT)


def export(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    window.actions_["export"].trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(out))
    dialog.operator.setText("A. Reader")
    dialog.export()
    qtbot.waitUntil(lambda: bool(dialog.written), timeout=120_000)
    dialog.reject()
    assert window.preferences.operator == "A. Reader"


def check_export(out: Path, labels: dict[str, str], cells: int) -> None:
    """Check the table, the differential and the report's text against what a person decided."""
    with (out / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["cell_id"]: row for row in csv.DictReader(file)}
    assert len(rows) == cells
    for cell_id, label in labels.items():
        assert rows[cell_id]["human_class"] == rows[cell_id]["final_class"] == label
    assert {row["human_class"] for cell_id, row in rows.items() if cell_id not in labels} == {""}
    with (out / "differential.csv").open(encoding="utf-8-sig", newline="") as file:
        counted = {row["class"]: int(row["n"]) for row in csv.DictReader(file)}
    for class_id in set(labels.values()):
        assert counted[class_id] == sum(row["final_class"] == class_id for row in rows.values())
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out / "report.pdf").pages)
    assert "For Research Use Only" in text and "A. Reader" in text


def test_a_plain_start_brings_the_last_case_back(open_window: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, open_window(), folder)
    window.controller.selection.set(["c00006"])
    window.close()
    seen: list[str | None] = []

    def look() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        if windows and windows[0].controller.analysed:
            seen.append(windows[0].controller.selection.current)
            timer.stop()
            windows[0].close()

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    assert run() == 0
    assert seen == ["c00006"]
