"""The dialog that trains, with real trainings in processes of their own: checked, started, killed, paused, gone on with, used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyqtgraph as pg
import pytest
from finder_kit import SEGMENTER, write_masks
from own_data_kit import tiny_recipe, write_class_folders
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from leukview.classifiers.installed import model_in_use
from leukview.finders import finder_in_use
from leukview.gui import theme
from leukview.gui.controller import Controller
from leukview.gui.tasks import Tasks
from leukview.gui.training import TrainingBench
from leukview.gui.widgets.train_dialog import TrainDialog
from leukview.gui.widgets.training_curves import TrainingCurves
from leukview.resources import user_models_dir
from leukview.segmentation.choice import load_segmenter_of
from leukview.segmentation.learned import LearnedSegmenter
from leukview.services.training_curves import Curve
from leukview.services.training_runs import RunPlan, run_state, write_plan
from leukview.training.live import LiveStatus

SOON_MS = 120_000
PATIENCE_MS = 600_000
"""A training imports torch, which takes minutes where every core is busy."""

RECIPE = tiny_recipe("mobilenetv2_035", "epochs = 90\npatience = 20\nlr = 2e-3")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Class folders, one of them under another name."""
    return write_class_folders(tmp_path_factory.mktemp("theirs"))


@pytest.fixture
def tasks(dressed: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.shutdown(60_000)


@pytest.fixture
def dialog(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> Iterator[TrainDialog]:
    """The dialog on the tiny recipe; a training that a failed test leaves behind is ended."""
    recipe = tmp_path / "tiny.toml"
    recipe.write_text(RECIPE, "utf-8")
    made = TrainDialog(tasks, TrainingBench(Controller(tasks)))
    qtbot.addWidget(made)
    made.show()
    made.run._timer.setInterval(50)
    qtbot.waitUntil(lambda: made.setup.recipe.count() > 0, timeout=30_000)
    made.setup.use_recipe_file(recipe)
    yield made
    made.run.halt()
    for process in (made.run.process, made.run._measuring):
        if process is not None and process.running:
            process.kill()


def checked(qtbot: QtBot, dialog: TrainDialog, data: Path) -> None:
    dialog.set_data(data)
    qtbot.waitUntil(dialog.setup.go_button.isEnabled, timeout=SOON_MS)


def shown(dialog: TrainDialog) -> list[list[str]]:
    table = dialog.setup.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def test_what_the_data_are_is_shown_before_anything_is_trained(
    qtbot: QtBot, dialog: TrainDialog, theirs: Path, tmp_path: Path
) -> None:
    setup = dialog.setup
    out = setup.folder()
    assert not setup.go_button.isEnabled() and "A test." in setup.about.text() and "from nothing" in setup.about.text()
    dialog.set_data(theirs)
    qtbot.waitUntil(setup.table.isVisible, timeout=SOON_MS)
    # A name that nobody knows must be decided on first.
    assert not setup.go_button.isEnabled() and setup.answers() == {"LYT": None}
    box = setup.table.cellWidget(0, 2)
    assert isinstance(box, QComboBox) and box.accessibleName() == "LYT is"
    box.setCurrentIndex(box.findData("lymphocyte"))
    assert setup.go_button.isEnabled()
    setup.go_button.click()
    qtbot.waitUntil(lambda: setup.go_button.text() == "Start training", timeout=SOON_MS)
    assert shown(dialog) == [["Eosinophil", "6", "3", "3", "12"], ["Lymphocyte", "6", "3", "3", "12"]]
    assert "blocks of file order" in setup.notes.toPlainText() and str(out / "split.csv") in setup.notes.toPlainText()
    assert [path.name for path in out.iterdir()] == ["classes.toml"] and not (theirs / "classes.toml").exists()
    # Other data are not those that were looked at.
    setup.data.setText(str(tmp_path / "none"))
    assert setup.go_button.text() == "Check the data" and not setup.table.isVisible()
    setup.go_button.click()
    qtbot.waitUntil(lambda: "no such data" in setup.state.text(), timeout=SOON_MS)
    assert setup.go_button.text() == "Check the data"


def test_a_leak_is_refused_before_the_training(qtbot: QtBot, dialog: TrainDialog, theirs: Path, tmp_path: Path) -> None:
    lines = ["path,cls,split,patient"]
    for number in range(12):
        for name, kind in (("LYT", "lymphocyte"), ("Eosinophil", "eosinophil")):
            part = "train" if number < 8 else "val"
            lines.append(f"{theirs / name / f'{number}.png'},{kind},{part},{'P1' if number in (1, 9) else number}")
    table = tmp_path / "leak.csv"
    table.write_text("\n".join(lines), "utf-8")
    dialog.set_data(table)
    qtbot.waitUntil(lambda: "both 'train' and 'val'" in dialog.setup.state.text(), timeout=SOON_MS)
    assert dialog.setup.go_button.text() == "Check the data"


@pytest.mark.timeout(1800)
def test_a_training_is_killed_paused_gone_on_with_and_its_weights_used(
    qtbot: QtBot, dialog: TrainDialog, theirs: Path, tmp_path: Path
) -> None:
    (theirs / "classes.toml").write_text('[classes]\nLYT = "lymphocyte"\n', "utf-8")
    checked(qtbot, dialog, theirs)
    out = dialog.setup.folder()
    dialog.setup.go_button.click()
    run = dialog.run

    def epochs() -> int:
        return len(run.look.curves[0].scores) if run.look is not None and run.look.curves else 0

    qtbot.waitUntil(lambda: epochs() >= 1, timeout=PATIENCE_MS)
    assert dialog.running and run.pause_button.text() == "Pause" and not run.back_button.isEnabled()
    assert run.look is not None and run.look.epochs == 90 and run.look.patience == 20

    assert run.process is not None
    run.process.kill()
    qtbot.waitUntil(lambda: run.look is not None and run.look.state == "interrupted", timeout=SOON_MS)
    qtbot.waitUntil(lambda: "without a word" in run.state.text(), timeout=SOON_MS)
    before = epochs()
    run.pause_button.click()
    qtbot.waitUntil(lambda: epochs() > before, timeout=PATIENCE_MS)

    run.pause_button.click()
    assert run.pause_button.text() == "Stop at once"
    qtbot.waitUntil(lambda: run.look is not None and run.look.state == "stopped", timeout=SOON_MS)
    qtbot.waitUntil(lambda: run.pause_button.text() == "Go on", timeout=SOON_MS)
    before = epochs()
    run.pause_button.click()
    qtbot.waitUntil(lambda: run.look is not None and bool(run.look.made), timeout=PATIENCE_MS)
    assert epochs() > before and epochs() < 90 and "Stopped early" in run.words.text()

    qtbot.waitUntil(lambda: run.look is not None and bool(run.look.figures), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "Accuracy" in run.table.item(0, 0).text(), timeout=SOON_MS)
    assert model_in_use() == "leukview" and not run.pause_button.isVisible()
    run.use_button.click()
    qtbot.waitUntil(lambda: run.use_button.text() == "Go back to those before", timeout=SOON_MS)
    assert model_in_use() == "tiny-tiny"
    run.use_button.click()
    qtbot.waitUntil(lambda: run.use_button.text() == "Use these weights", timeout=SOON_MS)
    assert model_in_use() == "leukview"

    # It is found again, later.
    run.back_button.click()
    qtbot.waitUntil(lambda: dialog.setup.earlier.count() == 2, timeout=SOON_MS)
    assert "finished" in dialog.setup.earlier.itemText(1) and dialog.setup.folder() != out
    dialog.setup.earlier.activated.emit(1)
    qtbot.waitUntil(lambda: run.look is not None and bool(run.look.figures), timeout=SOON_MS)
    assert "Finished" in run.state.text()


@pytest.mark.timeout(1800)
def test_a_segmenter_is_trained_by_a_recipe_file_and_its_curves_are_drawn(
    qtbot: QtBot, dialog: TrainDialog, tmp_path: Path
) -> None:
    data, recipe = write_masks(tmp_path / "masks"), tmp_path / "own.toml"
    more = "epochs = 6\npatience = 1\nblocks = 4\n"
    recipe.write_text(SEGMENTER.replace("epochs = 2\n", more).replace('"Tiny"', '"Our masks"'), "utf-8")
    setup, run = dialog.setup, dialog.run
    setup.use_recipe_file(recipe)
    assert "_mask.png" in setup.about.text()
    checked(qtbot, dialog, data)
    assert shown(dialog) == [["one", "6", "2", "0", "8"], ["two", "5", "1", "0", "6"]]
    assert "14 images" in setup.state.text() and setup.table.horizontalHeaderItem(0).text() == "Source"
    setup.go_button.click()
    qtbot.waitUntil(lambda: run.look is not None and bool(run.look.made), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "Finished" in run.state.text(), timeout=SOON_MS)
    (curve,) = run.look.curves
    assert 2 <= len(curve.scores) <= 6 and max(curve.scores) > 0 and run.look.made == "tiny"
    assert f"best score {max(curve.scores):.3f}" in run.words.text()
    assert "best validation score" in run.curves.accessibleDescription()
    assert "not in use yet" in run.state.text() and not run.table.isVisible() and run._measuring is None
    # Its weights are used, known again after a restart, and taken out of use.
    said: list[str] = []
    dialog.used.connect(said.append)
    assert finder_in_use("segmenter") == ("segmenter", None)
    run.use_button.click()
    qtbot.waitUntil(lambda: run.use_button.text() == "Go back to those before", timeout=SOON_MS)
    used, folder = finder_in_use("segmenter")
    assert folder == user_models_dir() and "outlines cells" in said[-1] and used in said[-1]
    loaded = load_segmenter_of("learned", "cpu")
    assert isinstance(loaded, LearnedSegmenter) and loaded.manifest.id == used
    out, plan = run.out, run.plan
    assert plan is not None
    run.show_run(plan, out)
    qtbot.waitUntil(lambda: run.look is not None and "outlines cells" in run.state.text(), timeout=SOON_MS)
    run.use_button.click()
    qtbot.waitUntil(lambda: run.use_button.text() == "Use these weights", timeout=SOON_MS)
    assert finder_in_use("segmenter") == ("segmenter", None) and said[-1] == "In use again: segmenter."


def test_what_the_training_says_of_memory_and_what_is_not_validated_are_shown(
    qtbot: QtBot, dialog: TrainDialog, tmp_path: Path
) -> None:
    out, said = tmp_path / "run", "Memory did not suffice for 4 images at once: from now on 2 at a time."
    recipe = tmp_path / "own.toml"
    recipe.write_text(SEGMENTER, "utf-8")
    write_plan(RunPlan(str(recipe), "Our masks", "/data"), out)
    live = LiveStatus(out, "tiny")
    live.say(said)
    (out / "all").mkdir()
    row = {"epoch": 1, "loss": 0.5, "val": {}, "score": 0.0, "seconds": 2.0}
    (out / "all" / "history.json").write_text(json.dumps([row]), "utf-8")
    dialog.open_run(out)
    qtbot.waitUntil(lambda: said in dialog.run.words.text(), timeout=SOON_MS)
    assert "Epoch 1 of 2; nothing is validated, the last one is kept." in dialog.run.words.text()
    assert dialog.run.curves.accessibleDescription() == "The network: 1 epoch, last loss 0.500, not validated"


@pytest.mark.timeout(900)
def test_a_training_that_fails_says_whose_fault_it_is(
    qtbot: QtBot, dialog: TrainDialog, theirs: Path, tmp_path: Path
) -> None:
    data = tmp_path / "mine"
    shutil.copytree(theirs, data)
    (data / "LYT").rename(data / "lymphocyte")
    (data / "classes.toml").unlink(missing_ok=True)
    checked(qtbot, dialog, data)
    out = dialog.setup.folder()
    shutil.rmtree(data)  # between the look and the start
    dialog.setup.go_button.click()
    qtbot.waitUntil(lambda: dialog.run.look is not None and dialog.run.look.state == "failed", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "no such data" in dialog.run.state.text(), timeout=SOON_MS)
    assert "cannot be used" in dialog.run.state.text() and not dialog.running and run_state(out) == "failed"
    assert dialog.run.pause_button.text() == "Go on" and dialog.run.back_button.isEnabled()


def test_curves_follow_the_theme_and_say_in_words_what_they_show(qtbot: QtBot, dressed: QApplication) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    assert curves.accessibleDescription() == "No epoch is finished yet"
    curves.set_curves([Curve("cell", (1.0, 0.5, 0.4), (0.5, 0.9, 0.8), (1.0, 1.0, 1.0))])
    assert "cell: 3 epochs" in curves.accessibleDescription() and "0.900 at epoch 2" in curves.accessibleDescription()
    theme.apply(dressed, "dark")
    assert curves.loss.backgroundBrush().color().name() == theme.tokens().panel.lower()
    theme.apply(dressed, "light")


def test_the_plots_are_made_after_the_dialog_is_there_and_before_they_are_seen(
    qtbot: QtBot, dressed: QApplication
) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    assert not curves.findChildren(pg.PlotWidget), "they take more of a turn than all that is seen first"
    curves.set_curves([Curve("cell", (1.0, 0.5), (0.5, 0.9), (1.0, 1.0))])
    qtbot.waitUntil(lambda: len(curves.findChildren(pg.PlotWidget)) == 2)
    assert [len(plot.listDataItems()) for plot in (curves.loss, curves.score)] == [1, 2]
    shown_at_once = TrainingCurves()
    qtbot.addWidget(shown_at_once)
    shown_at_once.show()
    assert [plot.isVisible() for plot in shown_at_once.findChildren(pg.PlotWidget)] == [True, True]


@pytest.mark.parametrize("epochs", [0, 1, 2, 3, 7, 40, 300])
def test_ticks_stand_at_whole_epochs_alone(qtbot: QtBot, dressed: QApplication, epochs: int) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    curves.resize(900, 300)
    curves.show()
    if epochs:
        falling = tuple(1 / (number + 1) for number in range(epochs))
        curves.set_curves([Curve("cell", falling, falling, (1.0,) * epochs)])
    curves.loss.grab()
    for plot in (curves.loss, curves.score):
        (low, high), axis = plot.viewRange()[0], plot.getAxis("bottom")
        levels = axis.tickValues(low, high, axis.width())
        ticks = [tick for _, values in levels for tick in values]
        assert all(tick == int(tick) and tick >= 0 for tick in ticks), ticks
        labels = [
            text for spacing, values in levels for text in axis.tickStrings(values, axis.autoSIPrefixScale, spacing)
        ]
        assert labels and all(text.isdigit() for text in labels), labels


def test_every_field_has_a_name_and_the_keyboard_reaches_it(dialog: TrainDialog) -> None:
    setup = dialog.setup
    for field in (setup.recipe, setup.data, setup.out, setup.device, setup.notes, setup.table, setup.earlier):
        assert field.accessibleName()
    order = []
    widget = setup.recipe
    for _ in range(60):
        widget = widget.nextInFocusChain()
        order.append(widget)
    assert [item for item in order if item in {setup.data, setup.out, setup.device}] == [
        setup.data,
        setup.out,
        setup.device,
    ]


def test_closing_the_window_asks_what_becomes_of_a_training(
    qtbot: QtBot, open_window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.actions_["train"].trigger()
    dialog = window.findChild(TrainDialog)
    assert dialog is not None and dialog.isVisible()
    window.actions_["train"].trigger()
    assert len(window.findChildren(TrainDialog)) == 1
    asked: list[str] = []
    answer = ["Keep the window open"]

    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == answer[0]).click()
        return 0

    stopped: list[bool] = []
    monkeypatch.setattr(QMessageBox, "exec", press)
    monkeypatch.setattr(TrainDialog, "running", property(lambda self: True))
    monkeypatch.setattr(TrainDialog, "stop_run", lambda self: stopped.append(True))
    assert not window.close() and window.isVisible() and not stopped
    answer[0] = "Leave it going"
    assert window.close() and not stopped and len(asked) == 2


def test_epochs_are_whole_and_scores_have_as_many_decimals(qtbot: QtBot, dressed: QApplication) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    curves.resize(760, 300)
    curves.show()
    for epochs in (2, 4, 40, 1000):
        curves.set_curves(
            [Curve("", (0.5,) * epochs, tuple(0.6 + 0.3 * n / epochs for n in range(epochs)), (1.0,) * epochs)]
        )
        for plot in (curves.loss, curves.score):
            axis = plot.getAxis("bottom")
            low, high = plot.getViewBox().viewRange()[0]
            numbers = [at for _, values in axis.tickValues(low, high, axis.width()) for at in values]
            assert numbers and all(at == int(at) for at in numbers) and len(numbers) <= 30
        axis = curves.score.getAxis("left")
        low, high = curves.score.getViewBox().viewRange()[1]
        texts = [
            text
            for spacing, values in axis.tickValues(low, high, axis.height())[:2]
            for text in axis.tickStrings(values, 1.0, spacing)
        ]
        assert len({len(text.partition(".")[2]) for text in texts}) == 1
