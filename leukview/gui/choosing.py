"""The window's part in choosing a pipeline: what is listed, what is remembered, and what the window says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leukview.domain.case import PipelineStamp
from leukview.domain.errors import LeukViewError
from leukview.gui import fault_texts
from leukview.gui.preferences import save_preferences
from leukview.gui.tasks import TaskProgress, fault_of
from leukview.gui.translation import translate
from leukview.gui.widgets.model_card import ModelCardDialog
from leukview.gui.widgets.pipeline_dialog import PipelineDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["choose_pipeline", "look_for_device", "pipeline_line", "pipeline_title", "show_model_card"]


def pipeline_title(pipeline_id: str) -> str:
    """Return a pipeline's title; its id where this LeukView does not know it."""
    from leukview.pipelines.registry import pipeline_specs

    return next((spec.title for spec in pipeline_specs() if spec.id == pipeline_id), pipeline_id)


def pipeline_line(stamp: PipelineStamp | None, chosen: str, device: str = "") -> str:
    """Return who made the open case's calls, on which device, and where another pipeline is chosen, who makes the next ones.

    Before a first analysis it is who makes the next ones, on ``device`` where that is known.
    """
    if stamp is None:
        return " · ".join(filter(None, (pipeline_title(chosen), device.upper())))
    model = stamp.title or stamp.pipeline
    who = model if stamp.pipeline == "leukview" or stamp.pipeline in model else f"{stamp.pipeline}: {model}"
    after = translate("Pipelines", " · next: {chosen}").format(chosen=chosen) if chosen != stamp.pipeline else ""
    return f"{who} · {stamp.device.upper()}{after}"


def look_for_device(window: MainWindow) -> None:
    """Find out in a worker on which device the next analysis would run, and say it."""

    def work(progress: TaskProgress) -> str:
        from leukview.services.device import coming_device

        return coming_device()

    def done(device: str) -> None:
        window.presenter.device = device
        window.presenter.show_pipeline()

    window.controller.tasks.start("device", work, finished=done, failed=window.controller.faulted.emit)


def choose_pipeline(window: MainWindow) -> None:
    """Show the list of pipelines; the chosen one analyses from now on and, where the user says so, this case again."""
    from leukview.services.pipelines import pipeline_choices

    controller, preferences = window.controller, window.preferences
    dialog = PipelineDialog(pipeline_choices(), controller.pipeline, controller.session is not None, window)
    dialog.cardWanted.connect(lambda pipeline_id: show_model_card(window, pipeline_id, dialog))
    dialog.finished.connect(dialog.deleteLater)
    if not dialog.exec() or not dialog.chosen():
        return
    chosen, again = dialog.chosen(), dialog.again.isChecked()
    if chosen == controller.pipeline and not again:
        return
    controller.pipeline = preferences.pipeline = chosen
    save_preferences(preferences)
    window.presenter.show_pipeline()
    if again:
        window.actions_["analyse_again"].trigger()
        return
    case = controller.case
    called_by_other = case is not None and case.stamp is not None and case.stamp.pipeline != chosen
    more = (
        translate("Pipelines", " ‘Analyse again’ calls this case's anew; your labels stay.") if called_by_other else ""
    )
    controller.said.emit(
        translate("Pipelines", "{title} analyses from now on.{more}").format(title=pipeline_title(chosen), more=more),
        False,
    )


def show_model_card(window: MainWindow, pipeline_id: str = "", parent: PipelineDialog | None = None) -> None:
    """Show the card of the weights that analysed the open case, else of those of a pipeline, the chosen one by default."""
    from leukview.services.pipelines import card_of_case, card_of_choice

    case = window.controller.case
    stamp = case.stamp if case is not None and not pipeline_id else None
    try:
        model_id, card = card_of_case(stamp) if stamp else card_of_choice(pipeline_id or window.controller.pipeline)
    except LeukViewError as error:
        if parent is None:
            window.controller.faulted.emit(fault_of(error))
            return
        # The window's own notice lies behind the dialog.
        model_id, card = pipeline_id, fault_texts.whole(str(error))
    dialog = ModelCardDialog(model_id, card, parent or window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
