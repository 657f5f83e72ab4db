"""The window's part in adapting: what reads the labels and does the work, and what the window says afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leukview.classifiers.manifest import Manifest
from leukview.gui.controller import Controller
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.adapt_dialog import AdaptDialog
from leukview.gui.widgets.weights_dialog import WeightsDialog

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
    from leukview.classifiers.installed import installed_models, model_in_use
    from leukview.domain.errors import LeukViewError
    from leukview.gui import fault_texts
    from leukview.gui.tasks import fault_of

    controller = window.controller
    in_use, problem = "", ""
    try:
        in_use = model_in_use()
    except LeukViewError as error:
        problem = fault_texts.whole(str(error))  # the list is the way out
    try:
        installed = installed_models()
    except LeukViewError as error:
        controller.faulted.emit(fault_of(error))
        return
    dialog = WeightsDialog(installed, in_use, problem, parent=window)
    if not dialog.exec() or dialog.chosen() in {"", in_use}:
        return
    chosen, bench = dialog.chosen(), CaseBench(controller)

    def failed(fault: Fault) -> None:
        controller.faulted.emit(fault)

    controller.tasks.start(
        "weights", lambda progress: bench.use(chosen), finished=lambda _: _say(controller, chosen), failed=failed
    )


def _say(controller: Controller, model_id: str) -> None:
    words = translate("Weights", "Cells are called by {model_id} from now on. ‘Analyse again’ calls this case's anew.")
    controller.said.emit(words.format(model_id=model_id), False)
