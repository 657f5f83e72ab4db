"""The window's part in training: what is done in workers, the dialogs, and the question when the window closes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from leukview.gui.controller import Controller
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.train_dialog import TrainDialog
from leukview.gui.widgets.training_set_dialog import TrainingSetDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.installed_weights import Installed
    from leukview.services.labelled_cases import CaseState, LabelledCases
    from leukview.services.training_recipes import DataLook, RecipeFacts
    from leukview.services.training_runs import RunLook, RunPlan, RunState
    from leukview.services.training_set import TrainingSet
    from leukview.store.cases import CaseSummary

__all__ = ["TrainingBench", "make_training_set", "may_close", "train_model"]


class TrainingBench:
    """Does what the dialogs ask for. Every method but the constructor is called in a worker."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def cases(self, progress: TaskProgress) -> list[tuple[CaseSummary, CaseState]]:
        """Return the cases in which people labelled cells, with how far their review is."""
        from leukview.services.labelled_cases import state_of

        return [(case, state) for case in self._controller.work_space().cases() if (state := state_of(case))]

    def gather(self, case_ids: list[str], progress: TaskProgress) -> LabelledCases:
        """Return the cells that a training set of these cases would hold."""
        from leukview.services.labelled_cases import gather_cells

        return gather_cells(self._controller.work_space().store, case_ids, progress=progress)

    def write_set(self, found: LabelledCases, out: Path, progress: TaskProgress) -> TrainingSet:
        """Write the training set."""
        from leukview.services.training_set import write_training_set

        return write_training_set(found, out, progress)

    def recipes(self, progress: TaskProgress) -> tuple[list[RecipeFacts], list[tuple[Path, RunPlan, RunState]]]:
        """Return the recipes to choose from, and the earlier trainings."""
        from leukview.services.training_recipes import list_recipes
        from leukview.services.training_runs import list_runs

        return list_recipes(), list_runs()

    def recipe(self, file: Path) -> RecipeFacts:
        """Return what a recipe file says of itself."""
        from leukview.services.training_recipes import read_recipe_facts

        return read_recipe_facts(file)

    def look(self, plan: RunPlan, out: Path, progress: TaskProgress) -> DataLook:
        """Return what the training would make of the data."""
        from leukview.services.training_recipes import look_at_data

        classes = Path(plan.classes) if plan.classes else None
        return look_at_data(plan.recipe, Path(plan.data), out, classes=classes, progress=progress)

    def map_classes(self, names: dict[str, str], file: Path) -> None:
        """Write a class map."""
        from leukview.services.training_recipes import write_names

        write_names(names, file)

    def watch(self, out: Path) -> RunLook:
        """Return how a training is."""
        from leukview.services.installed_finders import made_in_use
        from leukview.services.training_runs import look_at_run

        look = look_at_run(out)
        return replace(look, used=made_in_use(look.made, out)) if look.finder and look.made else look

    def use(self, out: Path) -> Installed:
        """Call cells, or find or outline them, by the weights that a training made."""
        from leukview.services.installed_finders import install_finder, is_finder
        from leukview.services.installed_weights import install_weights
        from leukview.services.training_runs import look_at_run

        made = look_at_run(out).made
        return install_finder(made, out) if made and is_finder(made, out) else install_weights(out)

    def go_back(self, used: Installed) -> str:
        """Undo :meth:`use`."""
        from leukview.finders import FINDERS
        from leukview.services.installed_finders import go_back_finder
        from leukview.services.installed_weights import go_back

        return go_back_finder(used) if used.pipeline in FINDERS else go_back(used)


def train_model(window: MainWindow) -> None:
    """Show the training dialog; it stays open beside the review, and there is one only."""
    dialog = window.findChild(TrainDialog)
    if dialog is None:
        bench = TrainingBench(window.controller)
        dialog = TrainDialog(window.controller.tasks, bench, parent=window)
        dialog.setsWanted.connect(lambda: make_training_set(window, dialog))
        dialog.used.connect(lambda words: window.controller.said.emit(words, False))
        # A SAM that is put into use may be the first that there is.
        dialog.used.connect(lambda _: window.look_for_outliner())
        dialog.closedRunning.connect(
            lambda: window.controller.said.emit(
                translate("Training", "The training goes on. More → Model → Train a model… shows it."), False
            )
        )
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def make_training_set(window: MainWindow, train: TrainDialog | None = None) -> None:
    """Show the dialog that makes a training set; the new folder becomes the data of the training dialog, if that asked."""
    dialog = TrainingSetDialog(window.controller.tasks, TrainingBench(window.controller), parent=train or window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.exec()
    if dialog.made is None:
        return
    if train is not None:
        train.set_data(dialog.made.folder)
    else:
        words = translate("TrainingSet", "The training set is in {folder}")
        window.controller.said.emit(words.format(folder=dialog.made.folder), False)


def may_close(window: MainWindow) -> bool:
    """Ask what becomes of a training that runs, and see to it; False where the window is to stay open."""
    dialog = window.findChild(TrainDialog)
    if dialog is None:
        return True
    if not dialog.running:
        dialog.run.halt()
        return True
    box = QMessageBox(window)
    box.setWindowTitle(translate("Training", "A training runs"))
    box.setText(
        translate(
            "Training",
            "A training runs. It can go on without the window, or stop; stopped, it goes on later from its last epoch.",
        )
    )
    leave = box.addButton(translate("Training", "Leave it going"), QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton(translate("Training", "Stop it"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(translate("Training", "Keep the window open"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.exec()
    if box.clickedButton() not in {leave, stop}:
        return False
    if box.clickedButton() is stop:
        dialog.stop_run()
    dialog.run.halt()
    return True
