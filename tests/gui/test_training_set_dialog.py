"""The dialog that makes a training set: which cases, what they hold, and the folder it writes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from training_set_kit import case_of, drawn, labelled

from leukview.gui.controller import Controller
from leukview.gui.tasks import Tasks
from leukview.gui.training import TrainingBench
from leukview.gui.widgets.training_set_dialog import TrainingSetDialog


@pytest.fixture
def controller(dressed: QApplication) -> Iterator[Controller]:
    made = Controller(Tasks())
    yield made
    assert made.tasks.shutdown(10_000)


def test_ticked_cases_become_a_folder(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    workspace = controller.work_space()
    labelled(workspace, tmp_path / "whole", ["eosinophil", "lymphocyte"], 1, "P-1")
    part = case_of(workspace, drawn(tmp_path / "part", ["monocyte"] * 3, 2))
    part.relabel(["c00"], "monocyte")
    case_of(workspace, drawn(tmp_path / "untouched", ["basophil"], 3))
    dialog = TrainingSetDialog(controller.tasks, TrainingBench(controller))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.make_button.isEnabled, timeout=30_000)
    texts = [dialog.cases.item(row).text() for row in range(dialog.cases.count())]
    assert len(texts) == 2 and any("1 of 3 cells, in review" in text for text in texts)
    # Only the case that is wholly reviewed is ticked at first.
    assert "2 cells of 1 cases" in dialog.state.text() and "one patient" in dialog.found.toPlainText()
    row = next(row for row, text in enumerate(texts) if "in review" in text)
    dialog.cases.item(row).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: "3 cells of 2 cases" in dialog.state.text(), timeout=30_000)
    dialog.folder.setText(str(tmp_path / "whole"))
    dialog.make_button.click()
    qtbot.waitUntil(lambda: "written over" in dialog.state.text(), timeout=30_000)
    dialog.folder.setText(str(tmp_path / "set"))
    dialog.make_button.click()
    qtbot.waitUntil(lambda: dialog.made is not None, timeout=30_000)
    with (tmp_path / "set" / "labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert sorted(row["cls"] for row in csv.DictReader(stream)) == ["eosinophil", "lymphocyte", "monocyte"]


def test_without_a_label_there_is_nothing_to_make(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    case_of(controller.work_space(), drawn(tmp_path / "untouched", ["basophil"], 3))
    dialog = TrainingSetDialog(controller.tasks, TrainingBench(controller))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "No case has cells" in dialog.state.text(), timeout=30_000)
    assert not dialog.make_button.isEnabled()
