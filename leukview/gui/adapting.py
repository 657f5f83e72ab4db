"""The window's part in adapting: what reads the labels and does the work, and what the window says afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.manifest import Manifest
from leukview.gui.controller import Controller
from leukview.gui.tasks import TaskProgress
from leukview.gui.training_words import USED_FOR
from leukview.gui.translation import translate
from leukview.gui.widgets.adapt_dialog import AdaptDialog
from leukview.gui.widgets.model_card import ModelCardDialog
from leukview.gui.widgets.weights_dialog import CLASSIFIER, WeightsDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.adapt import AdaptedModel
    from leukview.services.site_cells import SiteLabels

__all__ = ["CaseBench", "adapt_model", "choose_weights"]


class CaseBench:
    """Adapts from the cells that people labelled in the workspace's cases. Every method is called in a worker."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def labels(self, progress: TaskProgress) -> SiteLabels:
        """Return the cells that people labelled; each image is compared when the work begins, not now."""
        from leukview.services.site_cells import cells_from_cases

        return cells_from_cases(self._controller.work_space().store, verify=False, progress=progress)

    def adapt(self, labels: SiteLabels, site: str, progress: TaskProgress) -> AdaptedModel:
        """Read the labels again, now with each image compared with the one that was labelled, and adapt."""
        from leukview.services.adapt import adapt_model as adapt
        from leukview.services.site_cells import cells_from_cases

        checked = cells_from_cases(self._controller.work_space().store, progress=progress)
        return adapt(checked, site, command=f"leukview adapt --from-cases --site {site!r}", progress=progress)

    def use(self, model_id: str) -> Manifest:
        """Use these weights from now on."""
        from leukview.classifiers.installed import use_model

        return use_model(model_id)


def adapt_model(window: MainWindow) -> None:
    """Show the dialog that adapts; say so where new weights are in use afterwards."""
    dialog = AdaptDialog(
        window.controller.tasks, CaseBench(window.controller), window.preferences.lab_name, parent=window
    )
    dialog.exec()
    if dialog.used:
        _say(window.controller, dialog.used)


def choose_weights(window: MainWindow) -> None:
    """Show the list of weights, and use the chosen ones from now on."""
    from leukview.domain.errors import LeukViewError
    from leukview.gui.tasks import fault_of

    controller = window.controller
    try:
        dialog = _weights_dialog(window)
    except LeukViewError as error:
        controller.faulted.emit(fault_of(error))
        return
    dialog.cardWanted.connect(lambda model_id, folder: _show_card(dialog, model_id, folder))
    dialog.finished.connect(dialog.deleteLater)
    if not dialog.exec() or not dialog.changes():
        return
    chosen, kind = dialog.chosen(), dialog.kind()

    def work(progress: TaskProgress) -> object:
        if kind == CLASSIFIER:
            return CaseBench(controller).use(chosen)
        from leukview.finders import FINDERS
        from leukview.services.installed_finders import choose_finder

        return choose_finder(next(name for name in FINDERS if name == kind), chosen)

    def done(_: object) -> None:
        if kind == CLASSIFIER:
            _say(controller, chosen)
            return
        what = translate("Training", USED_FOR[kind])
        controller.said.emit(translate("Training", "{id} is in use. {what}").format(id=chosen, what=what), False)
        window.look_for_outliner()

    controller.tasks.start("weights", work, finished=done, failed=controller.faulted.emit)


def _weights_dialog(window: MainWindow) -> WeightsDialog:
    """Return the dialog with everything that is installed; raise where a manifest is damaged."""
    from leukview.classifiers.installed import installed_models, model_in_use
    from leukview.domain.errors import LeukViewError
    from leukview.gui import fault_texts
    from leukview.services.installed_finders import known_finders, lost_finders

    in_use, problems = "", lost_finders()
    try:
        in_use = model_in_use()
    except LeukViewError as error:
        problems.insert(0, str(error))  # the list is the way out
    words = "\n".join(map(fault_texts.whole, problems))
    return WeightsDialog(installed_models(), in_use, words, known_finders(), parent=window)


def _show_card(dialog: WeightsDialog, model_id: str, folder: Path) -> None:
    """Show a model's card over the list, or why there is none."""
    from leukview.domain.errors import LeukViewError
    from leukview.gui import fault_texts
    from leukview.services.pipelines import model_card

    try:
        card = model_card(model_id, folder)
    except LeukViewError as error:
        card = fault_texts.whole(str(error))
    shown = ModelCardDialog(model_id, card, dialog)
    shown.finished.connect(shown.deleteLater)
    shown.open()


def _say(controller: Controller, model_id: str) -> None:
    words = translate("Weights", "Cells are called by {model_id} from now on. ‘Analyse again’ calls this case's anew.")
    controller.said.emit(words.format(model_id=model_id), False)
