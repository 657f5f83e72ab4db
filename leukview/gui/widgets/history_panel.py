"""The column that lists everything that was done on the case, and goes back to any point of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import draw_icon
from leukview.gui.models.history import HistoryModel, Shown, beside
from leukview.gui.models.worklist import when
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, label, tool_button
from leukview.services.case_history import HistoryLine

__all__ = ["HistoryPanel"]

_ROW = 48
_OWN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_Index = QModelIndex | QPersistentModelIndex
_TABS = {
    Shown.ALL: (
        QT_TRANSLATE_NOOP("History", "All"),
        QT_TRANSLATE_NOOP("History", "Everything that was done on this case"),
    ),
    Shown.PEOPLE: (QT_TRANSLATE_NOOP("History", "People"), QT_TRANSLATE_NOOP("History", "What people did")),
    Shown.AI: (QT_TRANSLATE_NOOP("History", "AI"), QT_TRANSLATE_NOOP("History", "What the pipeline called")),
}


class _LineDelegate(QStyledItemDelegate):
    """Draws a line: what and when; under it who, on how many cells, from what to what. What was taken back is faint."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return two lines of the grid."""
        return QSize(240, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the line."""
        t = theme.tokens()
        line: HistoryLine = index.data(Qt.ItemDataRole.UserRole)
        state = self._model.view.state(line)
        rect = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, t.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.colour("hover"))
        if state == "here":
            painter.fillRect(QRect(rect.left(), rect.top() + 4, 4, rect.height() - 8), t.colour("accent"))
        faint = state == "undone"
        sign = "redo" if faint else "check" if state else "heatmap" if line.by == "AI" else ""
        mark = QRectF(rect.left() + 12, rect.top() + 9, 12, 12)
        if sign:
            draw_icon(painter, sign, mark, t.colour("accent" if state == "here" else "muted"))
        left, right = rect.left() + 32, rect.right() - 12
        painter.setFont(theme.font(t.small))
        time = when(line.utc) if state != "here" else translate("History", "now · {when}").format(when=when(line.utc))
        width = QFontMetrics(painter.font()).horizontalAdvance(time)
        painter.setPen(t.colour("accent" if state == "here" else "muted"))
        top = QRect(left, rect.top() + 5, right - left, 20)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, time)
        under = QRect(left, rect.top() + 24, right - left, 18)
        painter.setPen(t.colour("muted"))
        _draw(painter, under, (translate("History", "taken back · ") if faint else "") + beside(line))
        painter.setFont(theme.font(t.body, strong=state == "here"))
        painter.setPen(t.colour("muted" if faint else "text"))
        _draw(painter, top.adjusted(0, 0, -width - 8, 0), sentence(line.text))
        painter.restore()


def _draw(painter: QPainter, where: QRect, text: str) -> None:
    words = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class _List(QListView):
    """Goes to the marked point with Enter; leaves letters to the window, where they label.

    Signals
    -------
    entered:
        Enter was pressed, or a line was double-clicked.
    left:
        Escape was pressed.
    """

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer Enter and Escape, and move with the arrows; a letter is no search here, it is a class."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim Enter and Escape before any shortcut of the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)


class HistoryPanel(QWidget):
    """A head, whose lines are shown, the lines, and what going to the marked one would do.

    Signals
    -------
    goWanted:
        The point of a line is to be gone to; carries the position.
    cellsWanted:
        The cells of a line are to be shown; carries the line's number.
    cellWanted:
        Only the current cell's lines are wanted, or all again.
    closed:
        The column is to be what it was.
    """

    goWanted = Signal(int)
    cellsWanted = Signal(int)
    cellWanted = Signal(bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, surface="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HistoryModel(self)
        self.list = _make_list(self.model)
        self.list.entered.connect(self._go)
        self.list.left.connect(self.closed)
        self.list.doubleClicked.connect(lambda _: self._go())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._look())
        close = tool_button(
            "close", translate("History", "Close the history"), translate("History", "Close the history (Esc)")
        )
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(label(translate("History", "History"), "title"))
        head.addStretch()
        head.addWidget(close)
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(32, 0, 32, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._make_tabs())
        layout.addWidget(Hairline())
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(Hairline())
        layout.addLayout(self._make_foot())
        self._look()

    def _make_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.tabs: dict[Shown, QPushButton] = {}
        for shown, texts in _TABS.items():
            words, tip = (translate("History", text) for text in texts)
            button = QPushButton(words)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, shown=shown: self._choose(shown))
            group.addButton(button)
            self.tabs[shown] = button
            row.addWidget(button)
        self.tabs[Shown.ALL].setChecked(True)
        row.addStretch()
        self.of_cell = QPushButton(translate("History", "This cell"))
        self.of_cell.setCheckable(True)
        self._limited_to = ""
        self.of_cell.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.of_cell.setToolTip(translate("History", "Show only what was done on the cell that you look at"))
        self.of_cell.toggled.connect(self.cellWanted)
        row.addWidget(self.of_cell)
        return row

    def _make_foot(self) -> QVBoxLayout:
        self.words = ElidedLabel("muted")
        self.go = QPushButton(translate("History", "Go to this point"))
        self.go.clicked.connect(self._go)
        self.cells = QPushButton(translate("History", "Show its cells"))
        self.cells.setToolTip(translate("History", "Choose the cells that this action changed, and look at the first"))
        self.cells.clicked.connect(self._show_cells)
        for button in (self.go, self.cells):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(self.cells)
        buttons.addStretch()
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self.words)
        foot.addLayout(buttons)
        return foot

    # -- what is shown ------------------------------------------------------------------------------------------------

    def refresh(self, cell_id: str = "") -> None:
        """Take note that the model shows other lines; ``cell_id`` is the cell they are limited to."""
        self._limited_to = cell_id
        self.of_cell.setText(
            translate("History", "Cell {cell_id}").format(cell_id=cell_id)
            if cell_id and len(cell_id) < 16
            else translate("History", "This cell")
        )
        if not self.list.currentIndex().isValid():
            self.mark_here()
        some = self.model.rowCount() > 0
        self.list.setVisible(some)
        self._empty.setVisible(not some)
        self._empty.setText(
            translate(
                "History",
                "Nobody has done anything with this cell yet. Press the key of its class, or Space to confirm the AI's.",
            )
            if cell_id
            else translate("History", "Nothing here yet.")
        )
        self._look()

    def mark_here(self) -> None:
        """Mark the present point."""
        row = max(0, self.model.here())
        self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.scrollTo(self.list.currentIndex())

    def marked(self) -> HistoryLine | None:
        """Return the marked line."""
        return self.model.line(self.list.currentIndex().row())

    def _choose(self, shown: Shown) -> None:
        self.model.choose(shown)
        self.refresh(self._limited_to if self.of_cell.isChecked() else "")
        self.list.setFocus()

    def _look(self) -> None:
        """Say what going to the marked line would do."""
        line, view = self.marked(), self.model.view
        can = line is not None and view.reachable(line)
        self.go.setEnabled(can)
        self.cells.setEnabled(line is not None and line.cells > 0)
        self.words.set_whole_text(self._words(line))
        steps = view.positions[line.id] - view.now if line is not None and can else 0
        self.go.setText(
            translate("History", "Go forward to here") if steps > 0 else translate("History", "Go back to here")
        )
        self.go.setToolTip(
            translate("History", "{words} (Enter)").format(words=self.words.whole_text())
            if can
            else self.words.whole_text()
        )

    def _words(self, line: HistoryLine | None) -> str:
        if line is None:
            return ""
        view = self.model.view
        state, position = view.state(line), view.positions.get(line.id, 0)
        count = abs(position - view.now)
        steps = several(count, translate("History", "{n:,} step"), translate("History", "{n:,} steps"))
        if self.of_cell.isChecked():
            steps += translate("History", " of the whole case")
        if view.reachable(line):
            back = position < view.now
            return (
                translate("History", "Takes {steps} back; redo brings them again").format(steps=steps)
                if back
                else translate("History", "Does {steps} again; undo takes them back").format(steps=steps)
            )
        if state == "here":
            return translate("History", "You are here")
        if state:
            return translate("History", "Out of reach: a second reading lies between")
        if line.action in {"undo", "redo"}:
            return translate("History", "A step of undo or redo: kept on record")
        return translate("History", "Kept on record; no point to go back to")

    # -- what the user does -------------------------------------------------------------------------------------------

    def _go(self) -> None:
        line, view = self.marked(), self.model.view
        if line is not None and view.reachable(line):
            self.goWanted.emit(view.positions[line.id])

    def _show_cells(self) -> None:
        line = self.marked()
        if line is not None and line.cells:
            self.cellsWanted.emit(line.id)


def _make_list(model: HistoryModel) -> _List:
    made = _List()
    made.setProperty("role", "lines")
    made.setModel(model)
    made.setItemDelegate(_LineDelegate(model, made))
    made.setUniformItemSizes(True)
    made.setMouseTracking(True)
    made.setAccessibleName(translate("History", "History of the case, the newest first"))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    return made
