"""The dialog that adapts: counts, work that can be cancelled, before and after, and a choice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.classifiers.installed import Installed
from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.gui.tasks import TaskProgress, Tasks
from leukview.gui.widgets.adapt_dialog import AdaptDialog
from leukview.gui.widgets.weights_dialog import WeightsDialog
from leukview.services.adapt import AdaptedModel
from leukview.services.site_cells import LabelledCell, SiteLabels
from leukview.training.metrics import Figure
from leukview.training.site_model import ClassChange, SiteReport

MANIFEST = load_manifest("leukview").model_copy(update={"id": "leukview-site-a", "title": "Adapted to A"})


class PlainBench:
    """A bench that is quick, or waits to be cancelled."""

    def __init__(self, **counts: int) -> None:
        self.counts, self.used = counts, ""
        self.gate = threading.Event()
        self.gate.set()
        self.fault: Exception | None = None

    def labels(self, progress: TaskProgress) -> SiteLabels:
        cells = [LabelledCell(Path("x.png"), name) for name, n in self.counts.items() for _ in range(n)]
        return SiteLabels("2 stored cases", cells)

    def adapt(self, labels: SiteLabels, site: str, progress: TaskProgress) -> AdaptedModel:
        progress.report(1, 6, "cross-validating")
        while not self.gate.wait(0.01):
            progress.check_cancelled()
        if self.fault is not None:
            raise self.fault
        half, most, low = Figure(0.5, 0.4, 0.6), Figure(0.9, 0.8, 1.0), Figure(0.1, 0.0, 0.2)
        changes = (ClassChange("lymphocyte", 12, 5, 11), ClassChange("monocyte", 7, 3, 6))
        return AdaptedModel(MANIFEST, Path(), SiteReport(half, most, low, low, 0.8, 0.0, changes), ["basophil: 1"], [])

    def use(self, model_id: str) -> None:
        self.used = model_id


@pytest.fixture
def tasks(dressed: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.shutdown(10_000)


def opened(qtbot: QtBot, tasks: Tasks, bench: PlainBench) -> AdaptDialog:
    dialog = AdaptDialog(tasks, bench, "A")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: tasks.get("adapt") is None)
    return dialog


def cells(dialog: AdaptDialog) -> list[str]:
    table = dialog.table
    return [table.item(row, column).text() for row in range(table.rowCount()) for column in range(3)]


def test_before_and_after_are_shown_and_the_new_weights_used_only_when_asked(qtbot: QtBot, tasks: Tasks) -> None:
    bench = PlainBench(lymphocyte=12, monocyte=7, basophil=1)
    dialog = opened(qtbot, tasks, bench)
    assert cells(dialog)[:6] == ["Lymphocyte", "12", "", "Monocyte", "7", "better 10"] and "too few" in cells(dialog)[8]
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.made is not None)
    assert cells(dialog)[:3] == ["Lymphocyte", "5 of 12", "11 of 12"] and "0.900 (0.800–1.000)" in cells(dialog)
    assert bench.used == "" and dialog.start_button.text() == "Use it" and "basophil: 1" in dialog.state.text()
    dialog.start_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert bench.used == dialog.used == "leukview-site-a"


def test_it_can_be_cancelled_and_kept_as_it_is(qtbot: QtBot, tasks: Tasks) -> None:
    bench = PlainBench(lymphocyte=12, monocyte=7)
    bench.gate.clear()
    dialog = opened(qtbot, tasks, bench)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "validating" in dialog.state.text())
    assert dialog.stop_button.text() == "Cancel" and dialog.bar.isVisible()
    dialog.stop_button.click()
    assert dialog.isVisible() and dialog.made is None and dialog.start_button.isEnabled()
    bench.gate.set()
    bench.fault = InputProblem("x.png", "the image is damaged", "Export it again")
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "damaged" in dialog.state.text())
    bench.fault = None
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.made is not None)
    dialog.stop_button.click()
    assert not dialog.isVisible() and bench.used == dialog.used == ""


def test_too_few_labels_cannot_begin(qtbot: QtBot, tasks: Tasks) -> None:
    dialog = opened(qtbot, tasks, PlainBench(lymphocyte=12, monocyte=4))
    assert not dialog.start_button.isEnabled() and "too few" in dialog.state.text()


def test_weights_are_chosen_from_a_list_and_missing_ones_are_told(qtbot: QtBot, dressed: QApplication) -> None:
    known = [Installed(load_manifest("leukview"), Path(), False), Installed(MANIFEST, Path(), True)]
    dialog = WeightsDialog(known, "leukview-site-a")
    qtbot.addWidget(dialog)
    assert dialog.chosen() == "leukview-site-a" and dialog.problem.isHidden()
    dialog.choose("leukview")
    assert dialog.chosen() == "leukview" and "As LeukView comes" in dialog.words.text()
    lost = WeightsDialog(known[:1], "leukview-site-a")
    qtbot.addWidget(lost)
    assert lost.chosen() == "leukview" and "leukview-site-a" in lost.problem.text()
