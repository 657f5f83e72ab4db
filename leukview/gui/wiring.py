"""Which action of the window does what, and which part hears which signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leukview.gui.adapting import adapt_model, choose_weights
from leukview.gui.choosing import choose_pipeline, show_model_card
from leukview.gui.confirming import confirm_rest
from leukview.gui.key_dialogs import edit_keys, show_cheat_sheet
from leukview.gui.models.gallery_sort import Sort
from leukview.gui.training import make_training_set, train_model

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["connect_actions", "connect_parts"]


def connect_actions(window: MainWindow) -> None:
    """Let each action of a window do what it is for."""
    controller, selection, actions = window.controller, window.controller.selection, window.actions_
    for name, act in {
        "worklist": window.worklist.toggle,
        "next_case": lambda: window.worklist.step(1),
        "previous_case": lambda: window.worklist.step(-1),
        "open_folder": window.choose_folder,
        "open_sample": lambda: controller.open_sample(window.sample_folder),
        "edit_case": window.dialogs.edit_case,
        "undo": controller.undo,
        "redo": controller.redo,
        "confirm": lambda: controller.confirm(selection.ids),
        "count": lambda: controller.count(selection.ids),
        "clear": lambda: controller.clear(selection.ids),
        "note": window.cell_panel.focus_note,
        "next": lambda: window.choice.step(1),
        "previous": lambda: window.choice.step(-1),
        "next_doubtful": lambda: controller.go_on(controller.walk.following(selection.ids)),
        "confirm_rest": lambda: confirm_rest(window),
        "select_alike": window.choice.select_alike,
        "class_keys": lambda: edit_keys(window),
        "cheat_sheet": lambda: show_cheat_sheet(window),
        "help": window.help.show,
        "tour": window.tour.start,
        "select_all": window.choice.select_all,
        "export": window.dialogs.export,
        "contours": window.cell_panel.tools.contours_button.toggle,
        "edit_mask": window.cell_panel.tools.outline_button.click,
        "heat_map": window.cell_panel.tools.heatmap_button.toggle,
        "analyse_again": window.analyse_again,
        "laboratory": window.dialogs.edit_laboratory,
        "adapt": lambda: adapt_model(window),
        "pipeline": lambda: choose_pipeline(window),
        "model_card": lambda: show_model_card(window),
        "weights": lambda: choose_weights(window),
        "train": lambda: train_model(window),
        "training_set": lambda: make_training_set(window),
        "cancel": controller.stop_analysis,
        "quit": window.close,
    }.items():
        actions[name].triggered.connect(lambda _=False, act=act: act())
    actions["confidence"].toggled.connect(lambda shown: _show_confidence(window, shown))
    actions["fields"].toggled.connect(window.shares.show_fields)
    window.fields.wanted.connect(lambda: actions["fields"].setChecked(True))
    actions.labelRequested.connect(lambda class_id: controller.relabel(selection.ids, class_id))


def connect_parts(window: MainWindow) -> None:
    """Let the parts of a window hear of each other and of the controller."""
    controller, actions = window.controller, window.actions_
    window.presenter.connect_all()
    controller.analysisChanged.connect(window.arrival.look_at_first)
    controller.opening.connect(window.arrival.opening)
    controller.openingProgress.connect(window.empty.set_progress)
    controller.arriving.connect(window.arrival.arriving)
    controller.loaded.connect(window.arrival.loaded)
    controller.entering.connect(window.arrival.entering)
    controller.opened.connect(window.arrival.opened)
    controller.closing.connect(window.arrival.closing)
    controller.said.connect(window.status.show_message)
    controller.faulted.connect(window.notice.show_fault)
    controller.selection.subscribe(window.choice.show_current)
    window.gallery_panel.relabelRequested.connect(controller.relabel)
    window.gallery_panel.sortChosen.connect(lambda sort, backwards: _keep_sort(window, sort, backwards))
    window.gallery.menuRequested.connect(window.show_menu)
    window.cell_panel.relabelRequested.connect(window.choice.relabel_current)
    window.cell_panel.notes.saved.connect(lambda words: window.status.show_message(words, True))
    window.cell_panel.nextRequested.connect(actions["next"].trigger)
    window.cell_panel.previousRequested.connect(actions["previous"].trigger)
    window.differential.classActivated.connect(lambda class_id: _show_class(window, class_id))
    window.status.problemsWanted.connect(window.dialogs.show_problems)
    window.status.pipelineWanted.connect(actions["pipeline"].trigger)
    window.status.draftsWanted.connect(window.choice.go_to_draft)
    window.outlining.draftsChanged.connect(window.choice.show_drafts)
    window.pages.currentChanged.connect(window.page_changed)
    window.alert_bar.changed.connect(window.foot.fit)
    window.status.cancel.clicked.connect(window.worklist.stop_background)


def _show_confidence(window: MainWindow, shown: bool) -> None:
    window.preferences.confidence = shown
    window.gallery.set_show_confidence(shown)


def _keep_sort(window: MainWindow, sort: Sort, backwards: bool) -> None:
    window.preferences.sort, window.preferences.backwards = sort, backwards


def _show_class(window: MainWindow, class_id: str) -> None:
    if window.controller.model.totals[class_id]:
        window.gallery_panel.show_class(class_id)
