"""Choosing a pipeline in the real window: the list, what is remembered, a case analysed again, heat maps and model cards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.classifiers.ensemble_manifest import EnsembleManifest
from leukview.domain.case import PipelineStamp
from leukview.gui.choosing import look_for_device, pipeline_line
from leukview.gui.controller import Controller
from leukview.gui.feeds import load_heatmaps
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import load_preferences
from leukview.gui.tasks import Tasks
from leukview.gui.widgets.model_card import ModelCardDialog
from leukview.gui.widgets.pipeline_dialog import PipelineDialog
from leukview.manifests import write_manifest
from leukview.pipelines import registry
from leukview.resources import user_models_dir
from leukview.services.pipelines import pipeline_choices

COUNT = 6


@pytest.fixture(autouse=True)
def only_own_weights_for_park2024(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let park2024 take weights of one name, which LeukView does not ship: without a user's own it lacks them."""
    specs = [
        replace(spec, models=("park2024",)) if spec.id == "park2024" else spec for spec in registry.pipeline_specs()
    ]
    monkeypatch.setattr(registry, "_SPECS", tuple(specs))


def install_second() -> None:
    """Give park2024 a manifest and a card in the user's models folder: enough to be listed, without loading torch here."""
    half = (0.5, 0.5, 0.5)
    network = {"backbone": "mobilenetv2_035", "input_size": 32, "crop_fraction": 0.8, "field_diameters": 4.0}
    facts = {
        "title": "Toy",
        "weights": "w",
        "sha256": "0",
        "licence": "",
        "data": ("d",),
        "recipe": "toy",
        "software": "",
    }
    member = {**network, "mean": half, "std": half, "weight": 0.5, "temperature": 1.0}
    made = EnsembleManifest.model_validate(
        {
            **{**network, **facts, "id": "park2024", "mean": half, "std": half, "temperature": 1.0},
            **{
                "commands": (),
                "classes": ("eosinophil", "lymphocyte"),
                "members": [{**member, "name": "one"}, {**member, "name": "two"}],
            },
        }
    )
    user_models_dir().mkdir(parents=True, exist_ok=True)
    write_manifest(made, user_models_dir() / "park2024.json")
    (user_models_dir() / "park2024.md").write_text("# Model card: Toy\n\nTwo *tiny* networks.", "utf-8")


def in_dialog(window: MainWindow, act: Callable[[PipelineDialog], None]) -> None:
    """Open the list by its action and do something in it; whatever was asserted there fails the test."""
    seen: list[BaseException | None] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PipelineDialog)
        try:
            act(dialog)
        except BaseException as error:
            seen.append(error)
            dialog.reject()
        else:
            seen.append(None)

    QTimer.singleShot(0, look)
    window.actions_["pipeline"].trigger()
    assert seen, "the list never came up"
    if seen[0] is not None:
        raise seen[0]


def choose(window: MainWindow, pipeline_id: str, *, again: bool = False) -> None:
    def act(dialog: PipelineDialog) -> None:
        dialog.choose(pipeline_id)
        assert dialog.chosen() == pipeline_id
        dialog.again.setChecked(again)
        dialog.accept()

    in_dialog(window, act)


def opened(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    window.open_folder(folder)
    wait_analysed(qtbot, window)
    return window


def wait_analysed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.controller.analysed and window.controller.analysis is None, timeout=120_000)


def test_a_pipeline_without_weights_is_listed_and_says_how_to_make_them(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.empty.pipeline_button.text() == "Pipeline: LeukView default. Change…"

    def act(dialog: PipelineDialog) -> None:
        rows = {
            dialog.list.item(row).data(Qt.ItemDataRole.UserRole): dialog.list.item(row)
            for row in range(dialog.list.count())
        }
        assert rows["leukview"].text() == "LeukView default — in use" and dialog.chosen() == "leukview"
        lacking = rows["park2024"]
        assert lacking.text().endswith("— needs your data") and not lacking.flags() & Qt.ItemFlag.ItemIsEnabled
        *needs, then = (need.text() for need in dialog.needs)
        command = "needs your data: leukview train park2024_compact --data DATA --out RUN"
        assert any(need.endswith(command) for need in needs) and str(user_models_dir()) in then
        dialog.choose("park2024")
        assert dialog.chosen() == "leukview", "it cannot be marked, and so not used"
        assert dialog.again.isHidden(), "no case is open"
        dialog.accept()

    in_dialog(window, act)
    assert window.controller.pipeline == "leukview"


def test_damaged_weights_are_no_choice_and_say_why() -> None:
    install_second()
    (user_models_dir() / "park2024.json").write_text("{", "utf-8")
    choice = next(item for item in pipeline_choices() if item.id == "park2024")
    assert choice.obstacle == "its weights cannot be used" and "park2024.json" in choice.remedy


def test_the_choice_is_remembered_and_shown(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    install_second()
    window = opened(qtbot, open_window(), write_images(tmp_path / "first", COUNT))
    assert window.status.pipeline.whole_text() == "LeukView default · CPU"
    choose(window, "park2024")
    assert window.status.pipeline.whole_text() == "LeukView default · CPU · next: park2024"
    assert "‘Analyse again’" in window.status.message_text()
    assert window.controller.case is not None and window.controller.case.stamp is not None
    assert window.controller.case.stamp.pipeline == "leukview", "nothing was analysed by the choice alone"
    window.close()

    later = open_window()
    assert load_preferences()[0].pipeline == "park2024" == later.controller.pipeline
    assert later.status.pipeline.whole_text() == "park2024, EfficientNet ensemble"
    opened(qtbot, later, write_images(tmp_path / "second", COUNT + 1))
    assert later.controller.case is not None and later.controller.case.stamp is not None
    assert later.controller.case.stamp.pipeline == "park2024"
    assert later.status.pipeline.whole_text() == "park2024: LeukView default · CPU"


def test_again_with_another_pipeline_keeps_what_people_said(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    install_second()
    window = opened(qtbot, open_window(), write_images(tmp_path / "smear", COUNT))
    controller = window.controller
    controller.relabel(["c00001"], "basophil")
    controller.confirm(["c00002"])
    assert controller.session is not None
    controller.session.set_note("c00003", "seen")
    choose(window, "park2024", again=True)
    wait_analysed(qtbot, window)
    cells = controller.session.case.cells
    assert [cells[f"c0000{number}"].human_class for number in (1, 2, 3)] == ["basophil", "blast", None]
    assert cells["c00003"].note == "seen"
    assert controller.session.case.stamp is not None and controller.session.case.stamp.pipeline == "park2024"
    rows = [row for row in controller.session.audit() if row.action == "analyse"]
    assert [[c.after for c in row.changes if c.field == "pipeline"] for row in rows] == [["leukview"], ["park2024"]]
    controller.undo()
    controller.undo()
    assert controller.session.case.cells["c00003"].note == ""
    assert controller.session.case.cells["c00002"].human_class is None, "the history goes on over the new calls"


def test_a_case_half_analysed_goes_on_with_its_own_pipeline(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    install_second()
    asked: list[tuple[str, int]] = []

    def factory(path: Path, skip: Callable[[str], bool], pipeline: str) -> PlainAnalysis:
        asked.append((pipeline, sum(not skip(f"c{number:05d}.png") for number in range(COUNT))))
        return PlainAnalysis(path, skip, pipeline)

    folder = write_images(tmp_path / "smear", COUNT - 2)
    window = opened(qtbot, open_window(factory), folder)
    choose(window, "park2024")
    window.close()
    write_images(folder, COUNT)
    later = opened(qtbot, open_window(factory), folder)
    assert asked == [("leukview", COUNT), ("leukview", 2)] and later.controller.pipeline == "park2024"
    later.actions_["analyse_again"].trigger()
    wait_analysed(qtbot, later)
    assert asked[-1] == ("park2024", COUNT)


def test_the_models_card_can_be_read(open_window: OpenWindow, qtbot: QtBot) -> None:
    install_second()
    window = open_window()

    def card() -> ModelCardDialog:
        qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ModelCardDialog)))
        return next(d for d in window.findChildren(ModelCardDialog) if d.isVisible())

    window.actions_["model_card"].trigger()
    shown = card()
    assert shown.heading.text() == "Model card: LeukView default" and shown.windowTitle() == "Model card: leukview"
    assert "Model card" not in shown.text.toPlainText().splitlines()[0]
    assert not shown.text.openLinks() and not shown.text.openExternalLinks()
    shown.close()

    def act(dialog: PipelineDialog) -> None:
        dialog.choose("park2024")
        assert "Toy (park2024)" in dialog.words.text()
        dialog.card.click()
        (own,) = [d for d in dialog.findChildren(ModelCardDialog) if d.isVisible()]
        assert own.heading.text() == "Model card: Toy" and own.text.toPlainText() == "Two tiny networks."
        own.close()
        (user_models_dir() / "park2024.md").unlink()
        dialog.card.click()
        (own,) = [d for d in dialog.findChildren(ModelCardDialog) if d.isVisible()]
        assert "has no model card" in own.text.toPlainText()
        own.close()
        dialog.reject()

    in_dialog(window, act)
    assert window.controller.pipeline == "leukview"


@pytest.mark.parametrize(
    ("stamp", "chosen", "words"),
    [
        (None, "leukview", "LeukView default"),
        (None, "lost2030", "lost2030"),
        (PipelineStamp("leukview", "Our lab", "0", "cpu", ""), "leukview", "Our lab · CPU"),
        (PipelineStamp("park2024", "Toy", "0", "cuda", ""), "park2024", "park2024: Toy · CUDA"),
        (
            PipelineStamp("park2024", "park2024, small", "0", "cpu", ""),
            "leukview",
            "park2024, small · CPU · next: leukview",
        ),
    ],
)
def test_the_status_bar_names_pipeline_and_model(stamp: PipelineStamp | None, chosen: str, words: str) -> None:
    assert pipeline_line(stamp, chosen) == words


def test_before_the_first_analysis_the_status_bar_names_the_device_to_come(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("leukview.services.device.coming_device", lambda: "cuda")
    window = open_window()
    assert window.status.pipeline.whole_text() == "LeukView default"
    look_for_device(window)
    qtbot.waitUntil(lambda: window.status.pipeline.whole_text() == "LeukView default · CUDA")
    # Then it is the one that was used.
    window.open_folder(write_images(tmp_path / "smear", COUNT))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=20_000)
    assert window.status.pipeline.whole_text() == "LeukView default · CPU"


def test_a_long_name_never_widens_the_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(960, 640))
    window.status.show_progress(3, 6, "Analysing 3 of 6")
    window.status.show_pipeline("An adapted model with a very long name of its own · CPU · next: park2024")
    qtbot.waitUntil(lambda: window.status.pipeline.text().endswith("…"))
    assert window.width() == 960 and window.status.minimumSizeHint().width() <= 960
    window.resize(1600, 640)
    qtbot.waitUntil(lambda: window.status.pipeline.text() == window.status.pipeline.whole_text())


def test_the_chosen_pipeline_analyses_and_explains_its_own_calls(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    from ensemble_kit import install, write_cells

    install(user_models_dir(), "park2024", "park2024")
    drawn = write_cells(tmp_path / "drawn", 2)
    folder = tmp_path / "smear"
    folder.mkdir()
    for path in sorted(drawn.rglob("*.png"))[:2]:
        shutil.copy(path, folder)
    window = MainWindow(Controller(Tasks()), load_preferences()[0], tmp_path / "sample", load_heatmaps)
    qtbot.addWidget(window)
    window.show()
    choose(window, "park2024")
    opened(qtbot, window, folder)
    case = window.controller.case
    assert case is not None and case.stamp is not None and case.stamp.pipeline == "park2024"
    calls = [cell.prediction for cell in case.cells.values()]
    assert len(calls) == 2
    assert all(call is not None and call.pipeline == "park2024" for call in calls)
    assert all(call is not None and set(call.probabilities) == {"eosinophil", "lymphocyte"} for call in calls)
    with qtbot.waitSignal(window.feed.heatmapShown, timeout=120_000):
        window.cell_panel.tools.heatmap_button.setChecked(True)
    assert window.cell_panel.view.has_heatmap()
    assert [key[0] for key in window.feed.heatmaps()._pipelines] == ["park2024"]  # type: ignore[attr-defined]
    window.close()


def test_the_list_and_the_cards_load_no_torch(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from leukview.gui.app import make_window
app = QApplication([])
window = make_window()
window.show()
def look():
    dialog = QApplication.activeModalWidget()
    dialog.card.click()
    dialog.accept()
QTimer.singleShot(0, look)
window.actions_["pipeline"].trigger()
window.actions_["model_card"].trigger()
app.processEvents()
loaded = "torch" in sys.modules
window.close()
sys.exit(loaded)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=240).returncode == 0
