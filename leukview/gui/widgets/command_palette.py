"""A field and a list over the window: type a few letters of anything that can be done, and do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.models.palette import MATCH_ROLE, Offer, PaletteModel
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import Hairline, label

__all__ = ["CommandPalette"]

_WIDTH, _ROW, _ROWS = 680, 32, 12
_MOVES = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
_Index = QModelIndex | QPersistentModelIndex


class _OfferDelegate(QStyledItemDelegate):
    """Draws one line: the class's bar, the name with the letters that matched, where it is or why not, and the key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return a row of the grid."""
        return QSize(_WIDTH, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the line."""
        t = theme.tokens()
        offer: Offer = index.data(Qt.ItemDataRole.UserRole)
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, t.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.colour("hover"))
        rect.adjust(16, 0, -16, 0)
        if offer.class_id:
            painter.fillRect(QRect(rect.left() - 8, rect.center().y() - 7, 4, 14), class_colour(offer.class_id))
        right = rect.right() - self._key(painter, offer, rect)
        works = not offer.why_not
        title = ("✓ " if offer.checked else "") + offer.title
        places = {place + len(title) - len(offer.title) for place in index.data(MATCH_ROLE)}
        room = QRect(rect.left(), rect.top(), right - rect.left() - 8, rect.height())
        end = _draw_title(painter, room, title, places, t.colour("text" if works else "faint"))
        beside = offer.why_not or offer.where
        if beside:
            painter.setFont(theme.font(t.small))
            painter.setPen(t.colour("muted"))
            place = QRect(end + 12, rect.top(), right - end - 24, rect.height())
            if place.width() > 24:
                words = QFontMetrics(painter.font()).elidedText(beside, Qt.TextElideMode.ElideRight, place.width())
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _key(self, painter: QPainter, offer: Offer, rect: QRect) -> int:
        """Draw the key at the right edge; return the room that it takes."""
        if not offer.key:
            return 0
        t = theme.tokens()
        painter.setFont(theme.font(t.small, strong=True))
        width = max(20, QFontMetrics(painter.font()).horizontalAdvance(offer.key) + 12)
        cap = QRect(rect.right() - width + 1, rect.center().y() - 9, width, 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(t.colour("line_strong" if not offer.why_not else "line"))
        painter.setBrush(t.colour("raised"))
        painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1), t.radius - 1, t.radius - 1)
        painter.setPen(t.colour("text" if not offer.why_not else "faint"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, offer.key)
        return width + 8


def _draw_title(painter: QPainter, room: QRect, title: str, places: set[int], colour: QColor) -> int:
    """Draw a name, the letters that matched strong, as much as fits; return where it ends."""
    t = theme.tokens()
    fonts: dict[bool, QFont] = {strong: theme.font(t.body, strong=strong) for strong in (False, True)}
    metrics = {strong: QFontMetrics(font) for strong, font in fonts.items()}
    painter.setPen(colour)
    x, start = room.left(), 0
    while start < len(title):
        strong = start in places
        until = next((at for at in range(start, len(title)) if (at in places) != strong), len(title))
        part = title[start:until]
        left = room.right() - x
        words = metrics[strong].elidedText(part, Qt.TextElideMode.ElideRight, left)
        painter.setFont(fonts[strong])
        painter.drawText(
            QRect(x, room.top(), left, room.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words
        )
        x += metrics[strong].horizontalAdvance(words)
        if words != part:
            break
        start = until
    return x


class CommandPalette(QDialog):
    """Opens under the window's top bar; Enter does what is marked, Escape or a click beside it closes.

    Signals
    -------
    chosen:
        Carries the :class:`~leukview.gui.models.palette.Offer` that is to be done. The palette is closed by then.
    """

    chosen = Signal(object)

    def __init__(
        self, offers: Sequence[Offer], used: Sequence[str], find: Callable[[str], list[Offer]], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._over = parent.window()
        self.setWindowTitle(translate("Palette", "Commands"))
        self.setObjectName("palette")
        theme.set_role(self, surface="panel")
        self.setStyleSheet("QDialog#palette { border: 1px solid %s; }" % theme.tokens().line_strong)  # noqa: UP031
        self.model = PaletteModel(find, self)
        self.model.set_offers(offers, used)
        self.field = QLineEdit()
        self.field.setPlaceholderText(
            translate("Palette", "Type what you want to do: a command, a class, a page, a case or a cell")
        )
        self.field.setAccessibleName(translate("Palette", "Find a command"))
        self.field.setToolTip(
            translate(
                "Palette", "A few letters are enough: beginnings of words, in any order. Arrows choose, Enter does it"
            )
        )
        self.field.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OfferDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(translate("Palette", "What can be done"))
        self.list.setToolTip(
            translate("Palette", "Walk with the arrows while you type, and do it with Enter (Up, Down)")
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.clicked.connect(self._do)
        self.foot = label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        layout.setSpacing(8)
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 0, 8, 0)
        inner.addWidget(self.field)
        layout.addLayout(inner)
        layout.addWidget(Hairline())
        layout.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.foot)
        layout.addLayout(foot)
        self._search("")

    def add_offers(self, offers: Sequence[Offer]) -> None:
        """Offer more, which came later; what is marked stays marked."""
        marked = self.offer()
        self.model.add_offers(offers)
        rows = range(self.model.rowCount())
        row = next((row for row in rows if (found := self.model.offer(row)) and marked and found.id == marked.id), 0)
        self._mark(row)

    def offer(self) -> Offer | None:
        """Return what is marked."""
        return self.model.offer(self.list.currentIndex().row())

    def showEvent(self, event: QShowEvent) -> None:
        """Open under the middle of the window's top, as wide as fits."""
        super().showEvent(event)
        over = self._over
        height = min(_ROWS * _ROW + 96, over.height() - 96)
        width = min(_WIDTH, over.width() - 32)
        corner = over.mapToGlobal(QPoint((over.width() - width) // 2, 56))
        self.setGeometry(QRect(corner, QSize(width, height)))
        self.field.setFocus()

    def _search(self, text: str) -> None:
        self.model.search(text)
        self._mark(0)

    def _mark(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))
        count = self.model.rowCount()
        self.foot.setText(
            translate("Palette", "↑ ↓ choose · Enter does it · Esc closes")
            if count
            else translate("Palette", "Nothing is called so. Try fewer letters, or another word.")
        )

    def _do(self, index: QModelIndex | None = None) -> None:
        offer = self.offer() if index is None else self.model.offer(index.row())
        if offer is None:
            return
        if offer.why_not:
            self.foot.setText(f"{offer.title}: {offer.why_not[:1].lower()}{offer.why_not[1:]}.")
            return
        self.accept()
        self.chosen.emit(offer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and do what is marked, while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                # No key may reach the window while something is typed here.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._do()
        elif key == Qt.Key.Key_Escape:
            self.reject()
        elif key in _MOVES:
            self._move(key)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._move(Qt.Key.Key_Down if key == Qt.Key.Key_Tab else Qt.Key.Key_Up)
        else:
            return False
        return True

    def _move(self, key: Qt.Key) -> None:
        count, row = self.model.rowCount(), self.list.currentIndex().row()
        if not count:
            return
        page = max(1, self.list.viewport().height() // _ROW - 1)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        row += steps[key]
        # One step beyond an end comes out at the other; a page stops there.
        row = row % count if abs(steps[key]) == 1 else min(count - 1, max(0, row))
        self._mark(row)
