"""The gallery's column: tabs with counts, filter and sort above, the gallery below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.smear import SmearDomain
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.icons import icon
from leukview.gui.key_tips import follow_action
from leukview.gui.models.gallery import GalleryModel, Sort, Tab
from leukview.gui.models.gallery_filter import CellFilter
from leukview.gui.models.selection import Selection
from leukview.gui.translation import QT_TRANSLATE_NOOP, number, translate
from leukview.gui.widgets.basics import tool_button
from leukview.gui.widgets.filter_bar import FilterBar
from leukview.gui.widgets.filter_panel import FilterPanel
from leukview.gui.widgets.gallery import Gallery
from leukview.gui.widgets.gallery_drag import ClassTray
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.sort_button import SortButton

__all__ = ["GalleryPanel", "needs_words"]

_TABS = {
    Tab.NEEDS: QT_TRANSLATE_NOOP("Gallery", "Needs you"),
    Tab.ALL: QT_TRANSLATE_NOOP("Gallery", "All"),
    Tab.NOT_COUNTED: QT_TRANSLATE_NOOP("Gallery", "Not counted"),
}
_TIPS = {
    Tab.NEEDS: QT_TRANSLATE_NOOP("Gallery", "Not reviewed yet, and doubtful, unlike the training cells, or blast-like"),
    Tab.ALL: QT_TRANSLATE_NOOP("Gallery", "Every cell found"),
    Tab.NOT_COUNTED: QT_TRANSLATE_NOOP(
        "Gallery", "Outside the white-cell count: NRBC, smudge, platelets, artefact, unidentified"
    ),
}


def needs_words(domain: SmearDomain) -> str:
    """Return why so many cells of a smear that is out of domain need a person, and in which order they stand."""
    return translate(
        "Gallery",
        "‘Needs you’ lists each of these cells until it is reviewed, {far_alone:,} of them for this "
        "reason alone. Within each class the most doubtful come first.",
    ).format(far_alone=domain.far_alone)


class GalleryPanel(QWidget):
    """Tabs, filter, sort and gallery over one model.

    ``relabelRequested`` carries cell ids and a class id, from a drop on a group or on the tray of other classes;
    ``sortChosen`` the order that the user chose and whether it is turned round.
    """

    relabelRequested = Signal(list, str)
    sortChosen = Signal(Sort, bool)
    viewChanged = Signal()

    def __init__(self, model: GalleryModel, selection: Selection, thumbnails: Thumbnails, actions: Actions) -> None:
        super().__init__()
        self.model = model
        self._domain = SmearDomain()
        self._sorted_by_hand = False
        self.gallery = Gallery(model, selection, thumbnails)
        self.tray = ClassTray(self)
        self._nothing = translate("Gallery", "Cells appear here as they are analysed.")
        self._empty = QLabel(self.gallery.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        theme.set_role(self._empty, role="muted")
        theme.set_role(self, surface="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head(actions["find"]))
        self.chips = FilterBar()
        self.chips.removed.connect(self._take_off)
        self.chips.cleared.connect(self.show_all)
        layout.addWidget(self.chips)
        layout.addWidget(self.gallery, 1)
        self.gallery.relabelRequested.connect(self.relabelRequested)
        self.gallery.viewChanged.connect(self.viewChanged)
        self.gallery.dragging.connect(self._show_tray)
        self.tray.relabelRequested.connect(self.relabelRequested)
        self.gallery.viewport().installEventFilter(self)
        model.subscribe(self._refresh)
        self._refresh()

    def _head(self, find: QAction) -> QBoxLayout:
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setContentsMargins(12, 8, 16, 8)
        self._rows.setSpacing(4)
        self._tabs_row, self._tools_row = QHBoxLayout(), QHBoxLayout()
        for row in (self._tabs_row, self._tools_row):
            row.setSpacing(4)
            self._rows.addLayout(row, 1)
        self._group = QButtonGroup(self)
        self.tabs: dict[Tab, QPushButton] = {}
        for tab in Tab:
            button = QPushButton()
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setToolTip(translate("Gallery", _TIPS[tab]))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, tab=tab: self._choose(tab))
            self._group.addButton(button)
            self.tabs[tab] = button
            self._tabs_row.addWidget(button)
        self._tabs_row.addStretch(1)
        head = self._tools_row
        head.addStretch(1)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(translate("Gallery", "Filter"))
        follow_action(self.filter, find)
        self.filter.setAccessibleName(translate("Gallery", "Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.setMinimumWidth(56)
        self.filter.setMaximumWidth(200)
        self._typed = QTimer(self, singleShot=True, interval=120)
        self._typed.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda _: self._typed.start())
        self.filter.installEventFilter(self)
        find.triggered.connect(self._focus_filter)
        head.addWidget(self.filter, 2)
        self.choices = FilterPanel(self)
        self.choices.changed.connect(self.set_filter)
        self.more = tool_button(
            "filter",
            translate("Gallery", "Filter by class, review, doubt or flag"),
            translate("Gallery", "Show only some cells"),
            checkable=True,
        )
        self.more.clicked.connect(self._open_choices)
        head.addWidget(self.more)
        self.sort = SortButton(lambda: self.model.joined)
        self.sort.chosen.connect(self._sort)
        head.addWidget(self.sort)
        return self._rows

    def minimumSizeHint(self) -> QSize:
        """Return the room that the head needs in two rows, as it stands where the window is narrow."""
        margins = self._rows.contentsMargins()
        widest = max(row.minimumSize().width() for row in (self._tabs_row, self._tools_row))
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what filters and sorts below the tabs where both do not fit in one row."""
        margins = self._rows.contentsMargins()
        needed = sum(row.minimumSize().width() for row in (self._tabs_row, self._tools_row)) + self._rows.spacing()
        fits = needed + margins.left() + margins.right() <= self.width()
        self._rows.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)

    def restore(
        self,
        tab: Tab,
        sort: Sort,
        text: str,
        collapsed: list[str],
        cell_filter: CellFilter | None = None,
        *,
        backwards: bool = False,
    ) -> None:
        """Show what was shown before."""
        with QSignalBlocker(self.filter):
            self.filter.setText(text)
        self.sort.show_sort(sort, backwards=backwards)
        self._sorted_by_hand = False
        self.model.set_view(tab, sort, text, collapsed, cell_filter or CellFilter(), backwards=backwards)

    def set_filter(self, cell_filter: CellFilter) -> None:
        """Show only the cells that pass; the keyboard goes on at one that is in sight."""
        self.model.set_filter(cell_filter)
        self.viewChanged.emit()

    def show_all(self) -> None:
        """Take every filter off; the tab stays."""
        with QSignalBlocker(self.filter):
            self.filter.clear()
        self._typed.stop()
        self.model.set_text("")
        self.set_filter(CellFilter())
        self._show_chosen()

    def sort_anew(self) -> None:
        """Sort by the order in force: where a new case was read, and nobody has decided or pointed at anything yet."""
        self._set_sort(self.model.sort, backwards=self.model.backwards)

    def set_domain(self, domain: SmearDomain) -> None:
        """Take note of how far the smear as a whole is out of domain, and say on the tab why it lists what it lists."""
        self._domain = domain
        why = f"\n{needs_words(domain)}" if domain.differs else ""
        self.tabs[Tab.NEEDS].setToolTip(translate("Gallery", _TIPS[Tab.NEEDS]) + why)

    def show_needs(self) -> None:
        """Show what needs a person."""
        self.tabs[Tab.NEEDS].click()

    def show_class(self, class_id: str) -> None:
        """Scroll to a class, leaving a tab or filter that hides it."""
        if self.gallery.grid.section_of(class_id) is None:
            self.show_all()
            self.model.set_tab(Tab.ALL)
        self.gallery.show_group(class_id)
        self.gallery.setFocus()

    def _choose(self, tab: Tab) -> None:
        self.model.set_tab(tab)
        if tab is Tab.NEEDS and self._domain.differs and not self._sorted_by_hand:
            # Nearly every cell is listed: which one to look at first is then all that the flags can still say.
            self._set_sort(Sort.DOUBT)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Go on with the keyboard in the gallery, at a cell that is in sight."""
        selection = self.gallery.selection
        if self.model.shown and selection.current not in self.model:
            first = self.model.order()[0]
            selection.set([first], first)
        elif selection.current is not None:
            self.gallery.ensure_visible(selection.current)
        self.gallery.setFocus()
        self.viewChanged.emit()

    def _set_sort(self, sort: Sort, *, backwards: bool = False) -> None:
        self.sort.show_sort(sort, backwards=backwards)
        self.model.set_sort(sort, backwards=backwards)
        self.gallery.verticalScrollBar().setValue(0)

    def _sort(self, sort: Sort, backwards: bool) -> None:
        self._sorted_by_hand = True
        self._set_sort(sort, backwards=backwards)
        self.gallery.setFocus()
        self.viewChanged.emit()
        self.sortChosen.emit(sort, backwards)

    def _open_choices(self) -> None:
        self.more.setChecked(bool(self.model.filter))
        self.choices.show_filter(self.model.filter, self.model.totals)
        room = self.gallery.height()
        self.choices.resize(self.choices.sizeHint().width(), min(max(360, room), self.choices.sizeHint().height()))
        corner = self.mapToGlobal(QPoint(self.width() - self.choices.width() - 16, self.gallery.y()))
        self.choices.move(corner)
        self.choices.show()
        self.choices.reviews[self.model.filter.review].setFocus()

    def _take_off(self, part: str) -> None:
        if part == "text":
            self.filter.clear()
            self._typed.stop()
            self._apply_filter()
        else:
            self.set_filter(self.model.filter.without(part))

    def _focus_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def _apply_filter(self) -> None:
        self.model.set_text(self.filter.text())
        self.viewChanged.emit()

    def _refresh(self) -> None:
        digits = "8" * len(f"{self.model.counts[Tab.ALL]:,}")
        metrics = QFontMetrics(theme.font(theme.tokens().body, strong=True))
        for tab, button in self.tabs.items():
            # Room for as many digits as there may be, so that no tab moves while the counts do.
            button.setMinimumWidth(metrics.horizontalAdvance(f"{translate('Gallery', _TABS[tab])}  {digits}") + 16)
            text = f"{translate('Gallery', _TABS[tab])}  {number(self.model.counts[tab])}"
            if button.text() != text:
                button.setText(text)
            button.setChecked(tab is self.model.tab)
        self.more.setChecked(bool(self.model.filter))
        self.chips.show_filter(self.model.filter, self.model.text, self.model.hidden)
        if self.choices.isVisible():
            self.choices.show_filter(self.model.filter, self.model.totals)
        self._empty.setText("" if self.model.shown else self._why_empty())
        self._empty.setVisible(not self.model.shown)
        self._empty.setGeometry(self.gallery.viewport().rect().adjusted(32, 32, -32, -32))

    def say_nothing(self, words: str) -> None:
        """Say why there is no cell at all."""
        self._nothing = words
        if not self.model.shown:
            self._empty.setText(self._why_empty())

    def _why_empty(self) -> str:
        if not self.model.counts[Tab.ALL]:
            return self._nothing
        if self.model.text or self.model.filter:
            return translate("Gallery", "No cell here matches the filter; it hides {hidden:,}.").format(
                hidden=self.model.hidden
            )
        if self.model.tab is Tab.NEEDS:
            return translate(
                "Gallery",
                "No cell needs you any more.\nThe tab ‘All’ shows every cell; Space confirms those not reviewed yet.",
            )
        return translate("Gallery", "Every cell is in the white-cell count.")

    def _show_tray(self, shown: bool) -> None:
        if not shown:
            self.tray.hide()
            return
        others = [item.id for item in taxonomy().classes if self.gallery.grid.section_of(item.id) is None]
        height = self.tray.offer(others, self.width())
        self.tray.setGeometry(0, self.height() - height, self.width(), height)
        self.tray.raise_()
        self.tray.setVisible(bool(others))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the filter by Enter, Down or Escape; keep the empty text in the middle."""
        if watched is self.filter and isinstance(event, QKeyEvent):
            leaves = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape}
            if leaves and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if leaves and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.filter.clear()
                self._typed.stop()
                self._apply_filter()
                self._show_chosen()
                return True
        if event.type() == QEvent.Type.Resize and watched is not self.filter:
            self._empty.setGeometry(self.gallery.viewport().rect().adjusted(32, 32, -32, -32))
        return super().eventFilter(watched, event)
