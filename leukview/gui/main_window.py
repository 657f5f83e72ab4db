"""The review window: puts its parts together, and each signal where it belongs. What they do is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, Signal
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

from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.adjusting import Adjusting
from leukview.gui.appearance import Appearance
from leukview.gui.arrival import Arrival
from leukview.gui.cell_choice import CellChoice
from leukview.gui.column_shares import ColumnShares
from leukview.gui.controller import Controller
from leukview.gui.dialogs import Dialogs
from leukview.gui.dropping import may_drop
from leukview.gui.feeds import CellFeed, HeatmapSource, load_heatmaps
from leukview.gui.fields import Fields
from leukview.gui.foot import Foot
from leukview.gui.habits import Habits
from leukview.gui.helping import Help
from leukview.gui.key_dialogs import use_kept_keys
from leukview.gui.menus import gallery_menu
from leukview.gui.neighbours import Neighbours
from leukview.gui.outlining import Outliner, Outlining, own_outliner
from leukview.gui.pages import ReviewPages
from leukview.gui.preferences import Preferences, save_preferences
from leukview.gui.presenter import Presenter
from leukview.gui.reference import References
from leukview.gui.resume import Resume
from leukview.gui.second_reading import SecondReading
from leukview.gui.shortcuts import is_press
from leukview.gui.signing import Signing
from leukview.gui.tour import Tour
from leukview.gui.training import may_close
from leukview.gui.translation import translate
from leukview.gui.widgets.alert_bar import AlertBar
from leukview.gui.widgets.basics import Hairline, Pages
from leukview.gui.widgets.case_bar import CaseBar
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.differential_panel import DifferentialPanel
from leukview.gui.widgets.empty_state import EmptyState
from leukview.gui.widgets.field_panel import FieldPanel
from leukview.gui.widgets.gallery_panel import GalleryPanel
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.notice import Notice
from leukview.gui.widgets.status_line import StatusLine
from leukview.gui.widgets.strip import KeyStrip
from leukview.gui.widgets.suggestion_panel import SuggestionPanel
from leukview.gui.widgets.top_bar import TopBar
from leukview.gui.wiring import connect_actions, connect_parts
from leukview.gui.worklist import Worklist

__all__ = ["MainWindow"]

_COLUMNS = (5, 4, 3)
"""Shares of the window's width that gallery, cell and differential take at first."""
_LEAST_RIGHT = 268
"""Pixels under which the differential loses columns that a reader looks for."""


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
        self.sample_folder = sample_folder
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
        self.foot, self.shares = Foot(self), ColumnShares(self)
        self.choice, self.arrival = CellChoice(self), Arrival(self)
        connect_actions(self)
        connect_parts(self)
        self.adjusting, self.neighbours = Adjusting(self), Neighbours(self)
        self.dialogs.use_pixel_size()
        self.actions_.keysChanged.connect(self.foot.show_keys)
        use_kept_keys(self)
        self._begin()

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

    def _begin(self) -> None:
        """Look as before any case is open, where the window was left last."""
        self.actions_.set_case_open(False)
        self.actions_.set_history(False, "", False, "")
        self.actions_["cancel"].setEnabled(False)
        self.actions_["confidence"].setChecked(self.preferences.confidence)
        self.gallery.set_tile(self.preferences.tile)
        self.presenter.show_case()
        self.empty.setFocus()
        if self.preferences.geometry:
            self.restoreGeometry(QByteArray.fromHex(self.preferences.geometry.encode("ascii")))

    # -- what the user asks for ---------------------------------------------------------------------------------------

    def open_folder(self, folder: Path) -> None:
        """Open a folder's case."""
        self.preferences.browse = str(folder.parent)
        self.controller.open_folder(folder)

    def choose_folder(self) -> None:
        """Ask for a folder, and open its case."""
        chosen = QFileDialog.getExistingDirectory(
            self, translate("MainWindow", "Open a folder of images"), self.preferences.browse
        )
        if chosen:
            self.open_folder(Path(chosen))

    def analyse_again(self) -> None:
        """Analyse the open case once more, from its files as they are now."""
        self.cell_panel.forget_images()
        self.fields.forget_images()
        self.controller.analyse(again=True)

    def show_menu(self, where: QPoint, class_id: str) -> None:
        """Show the menu of the chosen cells or, with a class id, of that class's group."""
        gallery_menu(self, self.actions_, self.controller, class_id).popup(where)

    def page_changed(self, _: int) -> None:
        """Let keys change the open case only while it is on show."""
        shown = self.pages.currentWidget()
        # A page with keys of its own hides the case.
        own = getattr(shown, "keys", None)
        self.foot.show_keys()
        self.foot.fit()
        case = self.controller.case
        elsewhere = own is not None or shown is self.empty
        self.alert_bar.name_case(case.info.name if case is not None and elsewhere else "")
        if own is not None or shown is self.empty:
            self.actions_.set_case_open(False)
        elif shown is self.columns and self.controller.session is not None:
            self.actions_.set_case_open(True)
            self.look_for_outliner()
            self.presenter.show_history()

    def look_for_outliner(self) -> None:
        """Offer to edit outlines only where they can be."""
        self.outlining.look()
        session = self.controller.session
        can = self.cell_panel.tools.outline_button.isEnabled() and self.actions_.case_open
        can = can and session is not None and session.sight != "second"
        self.cell_panel.tools.outline_button.setEnabled(can)
        self.actions_["edit_mask"].setEnabled(can)

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
            self.shares.share()
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
        self.foot.fit()

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
