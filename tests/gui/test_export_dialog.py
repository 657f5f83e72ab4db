from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PilImage
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case, CaseInfo, ImageFile
from leukview.domain.cell import Cell
from leukview.domain.differential import Ranges
from leukview.domain.errors import EnvironmentFault
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.gui.exporting import default_folder, snapshot
from leukview.gui.tasks import Tasks
from leukview.gui.widgets.export_dialog import ExportDialog


class Session:
    """A session in memory over three cells on disk."""

    def __init__(self, folder: Path) -> None:
        self.operator = "Dr A. Reader"
        self.ranges: Ranges | None = None
        self.edits: list[tuple[str, str, str]] = []
        self.fault: Exception | None = None
        self.case = Case(CaseInfo("Film 7", str(folder), "", ""))
        for n in range(3):
            file = f"c{n}.png"
            PilImage.fromarray(np.full((64, 64, 3), 180, np.uint8)).save(folder / file)
            call = Prediction({"blast": 0.9, "monocyte": 0.1}, 0.5, "leukview", "0" * 64)
            cell = Cell(
                f"c{n}", file, Box(12, 12, 40, 40), True, CellView(32, 32, 64), Morphology(400, 400, 32, 1, 0.9), call
            )
            self.case.add_image(ImageFile(file, "0" * 64, 64, 64, "cell"), [cell])

    def segmenter_mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        mask = np.full((40, 40), 128, np.uint8)
        mask[10:30, 10:30] = 255
        return mask

    def edit_case(self, name: str, patient: str, slide: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.edits.append((name, patient, slide))
        self.case.info = replace(self.case.info, name=name, patient=patient, slide=slide)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "images").mkdir()
    return Session(tmp_path / "images")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    result = Tasks()
    yield result
    assert result.shutdown()


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def dialog(
    dressed: QApplication,
    session: Session,
    tasks: Tasks,
    tmp_path: Path,
    opened: list[str],
    qtbot: QtBot,
) -> ExportDialog:
    def remember(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    result = ExportDialog(
        session,
        tasks.start,
        heatmap=lambda cell: np.ones((32, 32), np.float32),
        classes=lambda: ("blast", "monocyte"),
        folder=tmp_path / "out",
        open_folder=remember,
    )
    qtbot.addWidget(result)
    result.show()
    return result


def finish(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog._task is None, timeout=60_000)


def test_it_writes_what_was_chosen_and_lists_it(
    dialog: ExportDialog,
    session: Session,
    tmp_path: Path,
    opened: list[str],
    qtbot: QtBot,
) -> None:
    dialog.patient.setText("P-0042")
    dialog.slide.setText("S1")
    dialog.mask_files.setChecked(True)
    dialog.heatmap_files.setChecked(True)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.bar.isVisibleTo(dialog) and not dialog.patient.isEnabled()
    finish(dialog, qtbot)
    out = tmp_path / "out"
    assert session.edits == [("Film 7", "P-0042", "S1")]
    rows = list(csv.DictReader((out / "cells.csv").read_text("utf-8-sig").splitlines()))
    assert [row["ai_class"] for row in rows] == ["blast"] * 3
    assert json.loads((out / "summary.json").read_text("utf-8"))
    text = "".join(page.extract_text() for page in PdfReader(out / "report.pdf").pages)
    assert "P-0042" in text and "Dr A. Reader" in text and "Research Use Only" in text
    assert sorted(path.name for path in (out / "masks").iterdir()) == ["c0.png", "c1.png", "c2.png"]
    assert len(list((out / "heatmaps").iterdir())) == 3
    listed = dialog.files.toPlainText().splitlines()
    assert {"report.pdf", "cells.csv", "masks/c0.png"} <= set(listed)
    assert all((out / name).is_file() for name in listed)
    assert f"{len(listed)} files written to {out}" == dialog.message.text()
    assert dialog.close_button.text() == "Close" and not dialog.export_button.isVisibleTo(dialog)
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert opened == [str(out)]


def test_only_the_chosen_formats(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.formats["pdf"].setChecked(False)
    dialog.formats["csv"].setChecked(False)
    dialog.export()
    finish(dialog, qtbot)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["summary.json"]
    assert dialog.message.text().startswith("1 file written")


def test_nothing_chosen_or_no_folder_cannot_be_exported(dialog: ExportDialog) -> None:
    assert dialog.export_button.isEnabled()
    for box in dialog.formats.values():
        box.setChecked(False)
    assert not dialog.export_button.isEnabled()
    dialog.mask_files.setChecked(True)
    assert dialog.export_button.isEnabled()
    dialog.folder.setText("  ")
    assert not dialog.export_button.isEnabled()


def test_unchanged_details_are_not_stored_again(dialog: ExportDialog, session: Session, qtbot: QtBot) -> None:
    dialog.name.setText("")
    dialog.formats["pdf"].setChecked(False)
    dialog.export()
    finish(dialog, qtbot)
    assert session.edits == []
    assert session.case.info.name == "Film 7"


def test_details_that_cannot_be_stored_stop_the_export(dialog: ExportDialog, session: Session, tmp_path: Path) -> None:
    session.fault = EnvironmentFault("The disk is full.")
    dialog.patient.setText("someone")
    dialog.export()
    assert dialog.message.text() == "The disk is full."
    assert not (tmp_path / "out").exists()
    assert dialog.export_button.isEnabled()


def test_a_folder_that_is_a_file_is_said_and_can_be_corrected(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "taken").write_text("a file")
    dialog.folder.setText(str(tmp_path / "taken"))
    dialog.export()
    finish(dialog, qtbot)
    assert "this is a file" in dialog.message.text()
    assert dialog.folder.isEnabled() and dialog.export_button.isEnabled()
    assert not dialog.files.isVisibleTo(dialog)


def test_files_that_would_be_replaced_are_named(dialog: ExportDialog, tmp_path: Path) -> None:
    assert not dialog.replace_words.isVisibleTo(dialog)
    other = tmp_path / "earlier"
    other.mkdir()
    (other / "report.pdf").write_bytes(b"%PDF")
    dialog.folder.setText(str(other))
    assert dialog.replace_words.text() == "Replaces report.pdf in this folder."


def test_stop_ends_the_work_and_leaves_the_form(
    dressed: QApplication,
    session: Session,
    tasks: Tasks,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(cell: Cell) -> NDArray[np.float32]:
        begun.set()
        go_on.wait(20)
        return np.ones((8, 8), np.float32)

    dialog = ExportDialog(session, tasks.start, heatmap=slow, folder=tmp_path / "out")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.heatmap_files.setChecked(True)
    for box in dialog.formats.values():
        box.setChecked(False)
    dialog.export()
    assert begun.wait(20)
    assert dialog.close_button.text() == "Stop"
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.message.text() == "Stopping…"
    go_on.set()
    finish(dialog, qtbot)
    assert dialog.message.text().startswith("Stopped.")
    assert dialog.export_button.isEnabled() and dialog.close_button.text() == "Cancel"
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_review_during_the_export_does_not_reach_it(session: Session) -> None:
    copy = snapshot(session.case)
    session.case.cells["c0"] = replace(session.case.cells["c0"], human_class="monocyte")
    session.case.info = replace(session.case.info, name="other")
    assert copy.cells["c0"].human_class is None
    assert copy.info.name == "Film 7"


def test_it_says_how_much_is_reviewed(dressed: QApplication, session: Session, tasks: Tasks, qtbot: QtBot) -> None:
    session.case.cells["c0"] = replace(session.case.cells["c0"], human_class="blast")
    dialog = ExportDialog(session, tasks.start, partial=True)
    qtbot.addWidget(dialog)
    assert dialog.review_words.text().startswith("1 of 3 cells are reviewed.")
    assert "Not every image has been analysed yet." in dialog.review_words.text()


def test_without_a_network_heat_maps_are_off(
    dressed: QApplication, session: Session, tasks: Tasks, qtbot: QtBot
) -> None:
    dialog = ExportDialog(session, tasks.start)
    qtbot.addWidget(dialog)
    for box in (dialog.report_heatmaps, dialog.heatmap_files):
        assert not box.isEnabled() and not box.isChecked()


@pytest.mark.parametrize(
    ("name", "last"),
    [("Patient 60", "Patient 60"), ("a/b:c?", "a_b_c_"), ("..", "case"), ("", "case"), ("日本", "日本")],
)
def test_the_default_folder_is_safe_and_away_from_the_images(name: str, last: str) -> None:
    folder = default_folder(name)
    assert folder.name == last
    assert folder.parent.name == "LeukView"


def test_every_field_has_a_name_and_a_tooltip(dialog: ExportDialog) -> None:
    for field in (dialog.name, dialog.patient, dialog.slide, dialog.operator, dialog.laboratory, dialog.folder):
        assert isinstance(field, QLineEdit) and field.accessibleName() and field.toolTip()
    for box in dialog.findChildren(QCheckBox):
        assert box.toolTip(), box.text()
    for button in (dialog.export_button, dialog.close_button, dialog.open_button, dialog.choose_button):
        assert button.toolTip(), button.text()


def test_the_classes_are_looked_up_in_a_worker_and_their_fault_is_told(
    session: Session, tasks: Tasks, tmp_path: Path, qtbot: QtBot
) -> None:
    threads: list[bool] = []

    def damaged() -> tuple[str, ...]:
        threads.append(threading.current_thread() is threading.main_thread())
        raise EnvironmentFault("The weights are damaged.")

    dialog = ExportDialog(session, tasks.start, classes=damaged, folder=tmp_path / "out")
    qtbot.addWidget(dialog)
    assert not threads
    dialog.export()
    qtbot.waitUntil(lambda: "damaged" in dialog.message.text())
    assert threads == [False] and not dialog.written
