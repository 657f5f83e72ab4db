"""The review window: puts its parts together, and each signal where it belongs. What they do is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.adapting import adapt_model, choose_weights
from leukview.gui.adjusting import Adjusting
from leukview.gui.appearance import Appearance
from leukview.gui.choosing import choose_pipeline, show_model_card
from leukview.gui.confirming import confirm_rest
from leukview.gui.controller import Controller
from leukview.gui.dialogs import Dialogs
from leukview.gui.dropping import may_drop
from leukview.gui.feeds import CellFeed, HeatmapSource, load_heatmaps
from leukview.gui.fields import Fields
from leukview.gui.habits import Habits
from leukview.gui.helping import Help
from leukview.gui.key_dialogs import edit_keys, show_cheat_sheet, use_kept_keys
from leukview.gui.menus import gallery_menu
from leukview.gui.models.gallery import GalleryModel, Tab
from leukview.gui.models.gallery_sort import Sort
from leukview.gui.neighbours import Neighbours
from leukview.gui.outlining import Outliner, Outlining, own_outliner
from leukview.gui.pages import ReviewPages
from leukview.gui.preferences import Preferences, save_preferences
from leukview.gui.presenter import Presenter
from leukview.gui.reference import References
from leukview.gui.resume import Resume
from leukview.gui.second_reading import SecondReading
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import is_press, key_text, label_key
from leukview.gui.signing import Signing
from leukview.gui.tour import Tour
from leukview.gui.training import make_training_set, may_close, train_model
from leukview.gui.translation import class_short, translate
from leukview.gui.view_state import ViewState
from leukview.gui.widgets.alert_bar import AlertBar
from leukview.gui.widgets.basics import Hairline, Pages
from leukview.gui.widgets.case_bar import CaseBar
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.differential_panel import DifferentialPanel
from leukview.gui.widgets.empty_state import EmptyState
from leukview.gui.widgets.field_panel import FieldPanel
from leukview.gui.widgets.gallery_panel import GalleryPanel
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.notice import Message, Notice
from leukview.gui.widgets.status_line import StatusLine
from leukview.gui.widgets.strip import Key, KeyStrip
from leukview.gui.widgets.suggestion_panel import SuggestionPanel
from leukview.gui.widgets.top_bar import TopBar
from leukview.gui.worklist import Worklist

if TYPE_CHECKING:
    from leukview.services.session import Session

__all__ = ["MainWindow"]

_COLUMNS = (5, 4, 3)
"""Shares of the window's width that gallery, cell and differential take at first."""
_LEAST_RIGHT = 268
"""Pixels under which the differential loses columns that a reader looks for."""
_REST = 464
"""Pixels of height that everything but alerts and the keys along the foot needs; the key sheet lists the keys in any case."""
_SHORT_CAPS = {"Return": "Enter"}
"""Key caps of the strip that keyboards write otherwise than Qt."""


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
        self._widths: list[int] = []
        self.setWindowTitle("LeukView")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 480)
        self.resize(1280, 800)
        self.actions_ = Actions(self)
        self.addActions(list(self.actions_))
        self.thumbnails = Thumbnails(self)
        self.gallery_panel = GalleryPanel(controller.model, controller.selection, self.thumbnails, self.actions_)
        self.gallery = self.gallery_panel.gallery
        self.field_panel = FieldPanel(self.actions_)
        self.cell_panel = CellPanel(lambda: controller.session)
        self.differential = DifferentialPanel()
        self.suggestion = SuggestionPanel(alerts=False)
        self.top = TopBar(self.actions_)
        self.alert_bar = AlertBar()
        self.reading_bar, self.signing_bar = (
            CaseBar(translate("MainWindow", "Readers")),
            CaseBar(translate("MainWindow", "Signature")),
        )
        self.status = StatusLine(self.actions_["undo"], self.actions_["cancel"])
        self.strip = KeyStrip()
        self.empty = EmptyState(self.actions_)
        self.worklist = Worklist(self)
        self.notice = Notice(self._compose(), self.gallery)
        self.feed = CellFeed(controller, self.cell_panel, make_heatmaps)
        self.outlining = Outlining(controller, self.cell_panel, outliner or own_outliner(preferences))
        self.fields = Fields(controller, self.field_panel, self.actions_)
        self.pages_ = ReviewPages(self)
        self.references = References(self)
        self.presenter, self.dialogs, self.resume = Presenter(self), Dialogs(self), Resume(self)
        self.second_reading = SecondReading(self)
        self.signing, self.habits, self.appearance = Signing(self), Habits(self), Appearance(self)
        self.help, self.tour = Help(self), Tour(self, sample_folder)
        self._connect_actions()
        self._connect_parts()
        self.actions_.keysChanged.connect(lambda: self.strip.set_keys(self._keys()))
        use_kept_keys(self)
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
        right.setMinimumWidth(_LEAST_RIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        column.addWidget(self.differential, 1)
        column.addWidget(self.suggestion)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        self.counts = right
        self.left, self.right = Pages(self.gallery_panel, self.field_panel), Pages(right)
        for part, share in zip((self.left, self.cell_panel, self.right), _COLUMNS, strict=True):
            self.columns.addWidget(part)
            self.columns.setStretchFactor(self.columns.count() - 1, share)
        self.pages = Pages()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.columns)
        self.pages.addWidget(self.worklist.page)
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
            "worklist": self.worklist.toggle,
            "next_case": lambda: self.worklist.step(1),
            "previous_case": lambda: self.worklist.step(-1),
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
            "next_doubtful": lambda: controller.go_on(controller.walk.following(selection.ids)),
            "confirm_rest": lambda: confirm_rest(self),
            "select_alike": self._select_alike,
            "class_keys": lambda: edit_keys(self),
            "cheat_sheet": lambda: show_cheat_sheet(self),
            "help": self.help.show,
            "tour": self.tour.start,
            "select_all": self._select_all,
            "export": self.dialogs.export,
            "contours": self.cell_panel.tools.contours_button.toggle,
            "edit_mask": self.cell_panel.tools.outline_button.click,
            "heat_map": self.cell_panel.tools.heatmap_button.toggle,
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
        actions["fields"].toggled.connect(self._show_fields)
        self.fields.wanted.connect(lambda: actions["fields"].setChecked(True))
        actions.labelRequested.connect(lambda class_id: controller.relabel(selection.ids, class_id))

    def _connect_parts(self) -> None:
        controller = self.controller
        self.presenter.connect_all()
        controller.analysisChanged.connect(self._look_at_first)
        controller.opening.connect(self._opening)
        controller.openingProgress.connect(self.empty.set_progress)
        controller.arriving.connect(self._arriving)
        controller.loaded.connect(self._loaded)
        controller.entering.connect(self._entering)
        controller.opened.connect(self._opened)
        controller.closing.connect(self._closing)
        controller.said.connect(self.status.show_message)
        controller.faulted.connect(self.notice.show_fault)
        controller.selection.subscribe(self._selection_changed)
        self.gallery_panel.relabelRequested.connect(controller.relabel)
        self.gallery_panel.sortChosen.connect(self._keep_sort)
        self.gallery.menuRequested.connect(self.show_menu)
        self.cell_panel.relabelRequested.connect(self._relabel_current)
        self.cell_panel.noteSaved.connect(lambda words: self.status.show_message(words, True))
        self.cell_panel.nextRequested.connect(self.actions_["next"].trigger)
        self.cell_panel.previousRequested.connect(self.actions_["previous"].trigger)
        self.differential.classActivated.connect(self._show_class)
        self.status.problemsWanted.connect(self.dialogs.show_problems)
        self.status.pipelineWanted.connect(self.actions_["pipeline"].trigger)
        self.status.draftsWanted.connect(self._go_to_draft)
        self.outlining.draftsChanged.connect(self._show_drafts)
        self.pages.currentChanged.connect(self._page_changed)
        self.alert_bar.changed.connect(self._fit_strip)
        self.status.cancel.clicked.connect(self.worklist.stop_background)
        self.adjusting, self.neighbours = Adjusting(self), Neighbours(self)
        self.dialogs.use_pixel_size()

    def _keys(self) -> list[Key]:
        actions = self.actions_
        firsts = [
            ("confirm", translate("Strip", "confirm")),
            ("next", translate("Strip", "next")),
            ("next_doubtful", translate("Strip", "next doubtful")),
            ("cheat_sheet", translate("Strip", "keys")),
        ]
        drawing = [
            ("add_cell", translate("Strip", "add")),
            ("merge_cells", translate("Strip", "merge")),
            ("region_box", translate("Strip", "region")),
        ]
        case = self.controller.case
        drawn_on = case is not None and any(image.kind == "field" for image in case.images.values())
        named = firsts + (drawing if drawn_on and actions["fields"].isChecked() else [])
        caps = [(next(iter(actions.keymap.keys(name)), ""), words, actions[name]) for name, words in named]
        keys = [
            Key(_SHORT_CAPS.get(cap, key_text(cap)), words, action, gap=action is actions["add_cell"])
            for cap, words, action in caps
            if cap
        ]
        for number, item in enumerate(item for item in taxonomy().classes if label_key(item.id)):
            keys.append(Key(label_key(item.id), class_short(item.id), actions.labels[item.id], gap=number == 0))
        return keys

    # -- what the user asks for ---------------------------------------------------------------------------------------

    def open_folder(self, folder: Path) -> None:
        """Open a folder's case."""
        self.preferences.browse = str(folder.parent)
        self.controller.open_folder(folder)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("MainWindow", "Open a folder of images"), self.preferences.browse
        )
        if chosen:
            self.open_folder(Path(chosen))

    def _step(self, step: int) -> None:
        selection = self.controller.selection
        target = self.controller.walk.neighbour(selection.current, step)
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
        self.controller.selection.set(self.controller.walk.order(collapsed=False), self.controller.selection.current)

    def _select_alike(self) -> None:
        """Choose what is alike among the cells in sight, in an expanded group."""
        walk, selection = self.controller.walk, self.controller.selection
        if isinstance(walk, GalleryModel) and selection.current is not None and selection.current in walk:
            if walk is self.controller.model:
                self.gallery.ensure_visible(selection.current)
            alike = walk.alike(selection.current)
            selection.set(alike, selection.current)
            self.status.show_message(translate("MainWindow", "{n:,} alike selected").format(n=len(alike)), False)

    def _relabel_current(self, class_id: str) -> None:
        current = self.controller.selection.current
        if current is not None:
            self.controller.relabel([current], class_id)

    def _analyse_again(self) -> None:
        self.cell_panel.forget_images()
        self.fields.forget_images()
        self.controller.analyse(again=True)

    def _show_confidence(self, shown: bool) -> None:
        self.preferences.confidence = shown
        self.gallery.set_show_confidence(shown)

    def _show_fields(self, shown: bool) -> None:
        """Show the fields in place of the gallery and, for their sake, of the counts; or go back."""
        if shown:
            self._widths = self.columns.sizes()
        self.left.setCurrentWidget(self.field_panel if shown else self.gallery_panel)
        self.right.setVisible(not shown)
        if shown:
            self.columns.setSizes([self._widths[0] + self._widths[2], self._widths[1], 0])
        elif self._widths:
            self.columns.setSizes(self._widths)
        self.fields.set_active(shown)
        self.strip.set_keys(self._keys())
        self._fit_strip()
        (self.field_panel.view if shown else self.gallery).setFocus()
        self.resume.save_soon()

    def column_sizes(self) -> list[int]:
        """Return the columns' widths with the gallery on show, in pixels."""
        return self._widths if self.actions_["fields"].isChecked() else self.columns.sizes()

    def _keep_sort(self, sort: Sort, backwards: bool) -> None:
        self.preferences.sort, self.preferences.backwards = sort, backwards

    def _show_class(self, class_id: str) -> None:
        if self.controller.model.totals[class_id]:
            self.gallery_panel.show_class(class_id)

    def show_menu(self, where: QPoint, class_id: str) -> None:
        """Show the menu of the chosen cells or, with a class id, of that class's group."""
        gallery_menu(self, self.actions_, self.controller, class_id).popup(where)

    def _page_changed(self, _: int) -> None:
        """Let keys change the open case only while it is on show."""
        shown = self.pages.currentWidget()
        # A page with keys of its own hides the case.
        own = getattr(shown, "keys", None)
        self.strip.set_keys(self._keys() if own is None else own)
        self._fit_strip()
        case = self.controller.case
        self.alert_bar.name_case(case.info.name if case is not None and shown is self.worklist.page else "")
        if own is not None or shown is self.empty:
            self.actions_.set_case_open(False)
        elif shown is self.columns and self.controller.session is not None:
            self.actions_.set_case_open(True)
            self.look_for_outliner()
            self.presenter.show_history()

    # -- what the controller says -------------------------------------------------------------------------------------

    def _opening(self, title: str, text: str) -> None:
        self.empty.set_busy(title, text)
        if title:
            self.notice.clear()
            self.pages.setCurrentWidget(self.empty)
        elif self.controller.session is not None:
            self.pages.setCurrentWidget(self.columns)

    def _arriving(self, session: Session) -> None:
        """Make ready for the cells that are about to be laid out."""
        self.thumbnails.set_folder(Path(session.case.info.folder))
        self.resume.aim(self._kept_view(session))

    def _loaded(self) -> None:
        """Count the case while the page before it is still on show."""
        assert self.controller.session is not None
        if self.preferences.operator:
            self.controller.session.operator = self.preferences.operator
        self.dialogs.use_ranges()
        if words := self.controller.session.moved_words:
            self.notice.tell(Message(translate("MainWindow", "A case found again"), sentence(words)))
        self.cell_panel.forget_images()
        self.preferences.last_folder = str(self.controller.folder)
        self._fresh = not self.controller.cells
        self.status.clear_message()
        self.presenter.show_cells()

    def _entering(self) -> None:
        """Go over to the review, of which nothing is painted and in which no key works before :meth:`_opened`."""
        self.empty.set_busy()
        self.columns.setUpdatesEnabled(False)
        with QSignalBlocker(self.pages):
            self.pages.setCurrentWidget(self.columns)

    def _opened(self) -> None:
        """Show the case as it was left."""
        assert self.controller.session is not None
        self._page_changed(0)
        self.columns.setUpdatesEnabled(True)
        self.resume.restore(self._kept_view(self.controller.session))
        (self.field_panel.view if self.actions_["fields"].isChecked() else self.gallery).setFocus()

    def _kept_view(self, session: Session) -> ViewState:
        own = {"sort": self.preferences.sort.value, "backwards": self.preferences.backwards}
        return ViewState.from_dict(session.view_state or own)

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
            untouched = bar.value() == 0 and not self.gallery.underMouse()
            sorted_ = self.controller.model.sort is not Sort.FOUND
            if untouched and sorted_ and not any(cell.person_class for cell in self.controller.cells):
                self.gallery_panel.sort_anew()
            if current is not None and untouched:
                self.gallery.ensure_visible(current)

    def _closing(self) -> None:
        """Save the view while the session still takes it."""
        self.columns.setUpdatesEnabled(True)
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
                following = self.controller.walk.neighbour(cell.id, 1)
                self.feed.look_ahead(case.cells.get(following) if case is not None and following else None)
                self.shown.emit()
        self.presenter.show_case()
        self.resume.save_soon()

    # -- window events ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and files from the desktop."""
        if may_drop(event.mimeData()):
            self.empty.set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.empty.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped folder, or the folder of a dropped file; several are listed; what cannot be is explained."""
        self.empty.set_hot(False)
        event.acceptProposedAction()
        self.habits.dropping.take(event.mimeData(), listed=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the columns in their shares."""
        super().showEvent(event)
        if not self.controller.session:
            self.share_columns()
        self.habits.layout.restore()

    def event(self, event: QEvent) -> bool:
        """Leave Space to the button that has the keyboard: there it presses it, and confirms no cell."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_press(event)
        if asked and isinstance(QApplication.focusWidget(), QAbstractButton | QComboBox):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the keys along the foot go first where the window is low."""
        super().resizeEvent(event)
        self._fit_strip()

    def _fit_strip(self) -> None:
        rest = self.height() - self.strip.height_for(self.width())
        if self.alert_bar.rows:
            rest -= self.alert_bar.sizeHint().height()
        self.strip.setVisible(rest >= _REST)

    def share_columns(self) -> None:
        """Give the columns their shares of the window's width."""
        width = self.width()
        right = min(400, max(344, round(width * 0.26)))
        middle = min(560, max(352, round(width * 0.3)))
        self.columns.setSizes([width - middle - right, middle, right])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop the workers and go; a training that runs is asked about."""
        if not may_close(self):
            event.ignore()
            return
        self.habits.layout.keep()
        self.worklist.shutdown()
        self.help.close()
        self.controller.close()
        self.preferences.geometry = bytes(self.saveGeometry().toHex().data()).decode("ascii")
        self.preferences.tile = self.gallery.grid.tile
        save_preferences(self.preferences)
        self.controller.tasks.shutdown()
        self.thumbnails.shutdown()
        self.cell_panel.strip_thumbnails.shutdown()
        self.field_panel.tiles.shutdown()
        super().closeEvent(event)
