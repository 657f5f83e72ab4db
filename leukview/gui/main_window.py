"""The review window: puts its parts together, and each signal where it belongs. What they do is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.adapting import adapt_model, choose_weights
from leukview.gui.choosing import choose_pipeline, show_model_card
from leukview.gui.controller import Controller
from leukview.gui.dialogs import Dialogs
from leukview.gui.feeds import CellFeed, HeatmapSource, load_heatmaps
from leukview.gui.icons import icon
from leukview.gui.menus import gallery_menu
from leukview.gui.models.gallery import Tab
from leukview.gui.outlining import Outliner, Outlining, own_outliner
from leukview.gui.preferences import Preferences, save_preferences
from leukview.gui.presenter import Presenter
from leukview.gui.resume import Resume
from leukview.gui.second_reading import SecondReading
from leukview.gui.signing import Signing
from leukview.gui.training import make_training_set, may_close, train_model
from leukview.gui.view_state import ViewState
from leukview.gui.widgets.alert_bar import AlertBar
from leukview.gui.widgets.basics import Hairline
from leukview.gui.widgets.case_bar import CaseBar
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.differential_panel import DifferentialPanel
from leukview.gui.widgets.empty_state import EmptyState
from leukview.gui.widgets.gallery_panel import GalleryPanel
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.notice import Message, Notice
from leukview.gui.widgets.status_line import StatusLine
from leukview.gui.widgets.strip import Key, KeyStrip
from leukview.gui.widgets.suggestion_panel import SuggestionPanel
from leukview.gui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from leukview.services.workspace import CaseSummary

__all__ = ["MainWindow"]

_COLUMNS = (5, 4, 3)
"""Shares of the window's width that gallery, cell and differential take at first."""


class MainWindow(QMainWindow):
    """The window over one controller.

    Parameters
    ----------
    controller:
        The open case and its actions.
    preferences:
        Read at the start, written when the window closes.
    sample_folder:
        Where the sample case is rendered.
    make_heatmaps:
        Makes the maker of heat maps, in a worker, when the first map is wanted.
    outliner:
        Outlines cells from clicks; LeukView's own by default.
    """

    shown = Signal()

    def __init__(
        self,
        controller: Controller,
        preferences: Preferences,
        sample_folder: Path,
        make_heatmaps: Callable[[], HeatmapSource] = load_heatmaps,
        outliner: Outliner | None = None,
    ) -> None:
        super().__init__()
        self.controller = controller
        self.preferences = preferences
        controller.pipeline = preferences.pipeline
        self._sample_folder = sample_folder
        self._fresh = False
        self.setWindowTitle("LeukView")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.resize(1280, 800)
        self.actions_ = Actions(self)
        self.addActions(list(self.actions_))
        self.thumbnails = Thumbnails(self)
        self.gallery_panel = GalleryPanel(controller.model, controller.selection, self.thumbnails, self.actions_)
        self.gallery = self.gallery_panel.gallery
        self.cell_panel = CellPanel(lambda: controller.session)
        self.differential = DifferentialPanel()
        self.suggestion = SuggestionPanel(alerts=False)
        self.top = TopBar(self.actions_)
        self.alert_bar = AlertBar()
        self.reading_bar, self.signing_bar = CaseBar("Readers"), CaseBar("Signature")
        self.status = StatusLine(self.actions_["undo"], self.actions_["cancel"])
        self.strip = KeyStrip()
        self.empty = EmptyState(self.actions_["open_folder"], self.actions_["open_sample"], self.actions_["pipeline"])
        self.notice = Notice(self._compose(), self.gallery)
        self.feed = CellFeed(controller, self.cell_panel, make_heatmaps)
        self.outlining = Outlining(controller, self.cell_panel, outliner or own_outliner(preferences))
        self.presenter = Presenter(self)
        self.dialogs = Dialogs(self)
        self.resume = Resume(self)
        self.second_reading = SecondReading(self)
        self.signing = Signing(self)
        self._connect_actions()
        self._connect_parts()
        self.strip.set_keys(self._keys())
        self.actions_.set_case_open(False)
        self.actions_.set_history(False, "", False, "")
        self.actions_["cancel"].setEnabled(False)
        self.actions_["confidence"].setChecked(preferences.confidence)
        self.gallery.set_tile(preferences.tile)
        self.presenter.show_case()
        self.empty.setFocus()
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromHex(preferences.geometry.encode("ascii")))

    # -- putting together ---------------------------------------------------------------------------------------------

    def _compose(self) -> QWidget:
        right = QWidget()
        theme.set_role(right, surface="panel")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        column.addWidget(self.differential, 1)
        column.addWidget(self.suggestion)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        for part, share in zip((self.gallery_panel, self.cell_panel, right), _COLUMNS, strict=True):
            self.columns.addWidget(part)
            self.columns.setStretchFactor(self.columns.count() - 1, share)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.columns)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        bars = (self.alert_bar, self.reading_bar, self.signing_bar)
        for part in (self.top, Hairline(), *bars, self.pages, Hairline(), self.status, self.strip):
            layout.addWidget(part, 1 if part is self.pages else 0)
        self.setCentralWidget(whole)
        return whole

    def _connect_actions(self) -> None:
        controller, selection, actions = self.controller, self.controller.selection, self.actions_
        for name, act in {
            "open_folder": self._choose_folder,
            "open_sample": lambda: controller.open_sample(self._sample_folder),
            "edit_case": self.dialogs.edit_case,
            "undo": controller.undo,
            "redo": controller.redo,
            "confirm": lambda: controller.confirm(selection.ids),
            "count": lambda: controller.count(selection.ids),
            "clear": lambda: controller.clear(selection.ids),
            "note": self.cell_panel.focus_note,
            "next": lambda: self._step(1),
            "previous": lambda: self._step(-1),
            "next_doubtful": lambda: controller.go_on(controller.model.following(selection.ids)),
            "select_all": self._select_all,
            "export": self.dialogs.export,
            "contours": self.cell_panel.tools.contours_button.toggle,
            "edit_mask": self.cell_panel.tools.outline_button.click,
            "heat_map": self.cell_panel.tools.heatmap_button.toggle,
            "theme": self._change_theme,
            "analyse_again": self._analyse_again,
            "laboratory": self.dialogs.edit_laboratory,
            "adapt": lambda: adapt_model(self),
            "pipeline": lambda: choose_pipeline(self),
            "model_card": lambda: show_model_card(self),
            "weights": lambda: choose_weights(self),
            "train": lambda: train_model(self),
            "training_set": lambda: make_training_set(self),
            "cancel": controller.stop_analysis,
            "quit": self.close,
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())
        actions["confidence"].toggled.connect(self._show_confidence)
        actions.labelRequested.connect(lambda class_id: controller.relabel(selection.ids, class_id))

    def _connect_parts(self) -> None:
        controller = self.controller
        self.presenter.connect_all()
        controller.analysisChanged.connect(self._look_at_first)
        controller.opening.connect(self._opening)
        controller.openingProgress.connect(self.empty.set_progress)
        controller.opened.connect(self._opened)
        controller.closing.connect(self._closing)
        controller.said.connect(self.status.show_message)
        controller.faulted.connect(self.notice.show_fault)
        controller.selection.subscribe(self._selection_changed)
        self.gallery_panel.relabelRequested.connect(controller.relabel)
        self.gallery.menuRequested.connect(self._show_menu)
        self.cell_panel.relabelRequested.connect(self._relabel_current)
        self.cell_panel.nextRequested.connect(self.actions_["next"].trigger)
        self.cell_panel.previousRequested.connect(self.actions_["previous"].trigger)
        self.differential.classActivated.connect(self._show_class)
        self.status.problemsWanted.connect(self.dialogs.show_problems)
        self.status.pipelineWanted.connect(self.actions_["pipeline"].trigger)
        self.status.draftsWanted.connect(self._go_to_draft)
        self.outlining.draftsChanged.connect(self._show_drafts)
        self.top.casesWanted.connect(lambda: controller.with_cases(self._list_cases))
        self.top.caseChosen.connect(controller.open_case)
        theme.notifier().changed.connect(self._theme_changed)

    def _keys(self) -> list[Key]:
        actions = self.actions_
        keys = [
            Key("Space", "confirm", actions["confirm"]),
            Key("Enter", "next", actions["next"]),
            Key("J", "next doubtful", actions["next_doubtful"]),
        ]
        for number, item in enumerate(item for item in taxonomy().classes if item.key):
            keys.append(Key(item.key, item.short, actions.labels[item.id], gap=number == 0))
        return keys

    # -- what the user asks for ---------------------------------------------------------------------------------------

    def open_folder(self, folder: Path) -> None:
        """Open a folder's case."""
        self.preferences.browse = str(folder.parent)
        self.controller.open_folder(folder)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Open a folder of images", self.preferences.browse)
        if chosen:
            self.open_folder(Path(chosen))

    def _step(self, step: int) -> None:
        selection = self.controller.selection
        target = self.controller.model.neighbour(selection.current, step)
        if target is not None:
            selection.set([target], target)

    def show_cells(self, cell_ids: list[str]) -> None:
        """Choose these cells and look at the first, leaving a tab, a filter or a closed group that hides one of them."""
        model, case = self.controller.model, self.controller.case
        ids = [cell_id for cell_id in cell_ids if case is not None and cell_id in case.cells]
        if not ids:
            return
        if not all(cell_id in model for cell_id in ids):
            self.gallery_panel.restore(Tab.ALL, model.sort, "", [])
        for cell_id in ids:
            model.expand(model.group_of(cell_id) or "")
        self.controller.selection.set(ids, ids[0])
        self.gallery.setFocus()

    def _show_drafts(self) -> None:
        session = self.controller.session
        hidden = session is not None and session.sight == "second"
        self.status.show_drafts(0 if hidden else len(self.outlining.unused()))

    def _go_to_draft(self) -> None:
        unused = self.outlining.unused()
        if unused:
            self.controller.selection.set(unused[:1], unused[0])

    def _select_all(self) -> None:
        self.controller.selection.set(self.controller.model.order(collapsed=False), self.controller.selection.current)

    def _relabel_current(self, class_id: str) -> None:
        current = self.controller.selection.current
        if current is not None:
            self.controller.relabel([current], class_id)

    def _analyse_again(self) -> None:
        self.cell_panel.forget_images()
        self.controller.analyse(again=True)

    def _show_confidence(self, shown: bool) -> None:
        self.preferences.confidence = shown
        self.gallery.set_show_confidence(shown)

    def _show_class(self, class_id: str) -> None:
        if self.controller.model.totals[class_id]:
            self.gallery_panel.show_class(class_id)

    def _list_cases(self, cases: list[CaseSummary]) -> None:
        self.top.set_cases([(c.id, c.name, f"{c.cells:,} cells") for c in cases])

    def _show_menu(self, where: QPoint, class_id: str) -> None:
        gallery_menu(self, self.actions_, self.controller, class_id).popup(where)

    def _change_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.preferences.theme = "dark" if theme.current() == "light" else "light"
        theme.apply(app, self.preferences.theme)

    def _theme_changed(self, name: str) -> None:
        self.actions_["theme"].setIcon(icon("moon" if name == "light" else "sun"))
        self.gallery.viewport().update()

    # -- what the controller says -------------------------------------------------------------------------------------

    def _opening(self, title: str, text: str) -> None:
        self.empty.set_busy(title, text)
        if title:
            self.notice.clear()
            self.pages.setCurrentWidget(self.empty)
        elif self.controller.session is not None:
            self.pages.setCurrentWidget(self.columns)

    def _opened(self) -> None:
        assert self.controller.session is not None
        self.empty.set_busy()
        if self.preferences.operator:
            self.controller.session.operator = self.preferences.operator
        self.dialogs.use_ranges()
        if words := self.controller.session.moved_words:
            self.notice.tell(Message("A case found again", words))
        self.thumbnails.set_folder(self.controller.folder)
        self.cell_panel.forget_images()
        self.preferences.last_folder = str(self.controller.folder)
        self.pages.setCurrentWidget(self.columns)
        self.actions_.set_case_open(True)
        self.look_for_outliner()
        self._fresh = not self.controller.cells
        self.status.clear_message()
        self.resume.restore(ViewState.from_dict(self.controller.session.view_state or {}))
        self.presenter.show_cells()
        self.gallery.setFocus()

    def look_for_outliner(self) -> None:
        """Offer to edit outlines only where they can be."""
        self.outlining.look()
        session = self.controller.session
        can = self.cell_panel.tools.outline_button.isEnabled() and session is not None
        can = can and session is not None and session.sight != "second"
        self.cell_panel.tools.outline_button.setEnabled(can)
        self.actions_["edit_mask"].setEnabled(can)

    def _look_at_first(self) -> None:
        """Bring the current cell into sight once a new case is analysed, if groups that came later pushed it out of sight."""
        if self._fresh and self.controller.analysis is None:
            self._fresh = False
            current, bar = self.controller.selection.current, self.gallery.verticalScrollBar()
            if current is not None and bar.value() == 0 and not self.gallery.underMouse():
                self.gallery.ensure_visible(current)

    def _closing(self) -> None:
        """Save the view while the session still takes it."""
        self.resume.save()
        self.cell_panel.show_cell(None)
        self.dialogs.problems.hide()

    def _selection_changed(self) -> None:
        case, current = self.controller.case, self.controller.selection.current
        cell = case.cells.get(current) if case is not None and current is not None else None
        shown = self.cell_panel.cell()
        if cell is None or shown is None or shown.id != cell.id:
            self.cell_panel.show_cell(cell)
            if cell is not None:
                self.gallery.ensure_visible(cell.id)
                following = self.controller.model.neighbour(cell.id, 1)
                self.feed.look_ahead(case.cells.get(following) if case is not None and following else None)
                self.shown.emit()
        self.presenter.show_case()
        self.resume.save_soon()

    # -- window events ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and files from the desktop."""
        if _dropped_folder(event) is not None:
            self.empty.set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.empty.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped folder, or the folder of a dropped file."""
        self.empty.set_hot(False)
        folder = _dropped_folder(event)
        if folder is not None:
            event.acceptProposedAction()
            self.open_folder(folder)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the columns in their shares."""
        super().showEvent(event)
        if not self.controller.session:
            self._share_columns()

    def _share_columns(self) -> None:
        width = self.width()
        right = min(400, max(344, round(width * 0.26)))
        middle = min(560, max(352, round(width * 0.3)))
        self.columns.setSizes([width - middle - right, middle, right])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop the workers and go; a training that runs is asked about."""
        if not may_close(self):
            event.ignore()
            return
        self.controller.close()
        self.preferences.geometry = bytes(self.saveGeometry().toHex().data()).decode("ascii")
        self.preferences.tile = self.gallery.grid.tile
        save_preferences(self.preferences)
        self.controller.tasks.shutdown()
        self.thumbnails.shutdown()
        super().closeEvent(event)


def _dropped_folder(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if not paths:
        return None
    return paths[0] if paths[0].is_dir() else paths[0].parent
