"""The classes a pipeline considered, as thin bars; a double-click, or the button on a row, makes one the reader's label."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.prediction import Prediction
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.shortcuts import label_key
from leukview.gui.translation import class_name, translate, with_english

__all__ = ["TOP", "ProbabilityList"]

TOP = 5
"""Rows shown before the reader asks for all."""

_CLASS = Qt.ItemDataRole.UserRole
_VALUE = Qt.ItemDataRole.UserRole + 1
_KEY_WIDTH = 20
_VALUE_WIDTH = 32
_BUTTON_WIDTH = 48

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class _Model(QAbstractListModel):
    """Classes and probabilities, most probable first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, float]] = []

    def set_rows(self, rows: list[tuple[str, float]]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's class, probability, and words for tooltips and screen readers."""
        class_id, value = self.rows[index.row()]
        item = taxonomy()[class_id]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{class_name(item.id)} {value:.2f}"
            case Qt.ItemDataRole.ToolTipRole:
                key = (
                    translate("CellPanel", ", or press {key}").format(key=label_key(class_id))
                    if label_key(class_id)
                    else ""
                )
                return translate(
                    "CellPanel", "{name}: probability {value:.4f}\nDouble-click to label this cell so{key}"
                ).format(name=with_english(item.id), value=value, key=key)
            case _ if role == _CLASS:
                return class_id
            case _ if role == _VALUE:
                return value
            case _:
                return None


class _Delegate(QStyledItemDelegate):
    """Paints one row: name, thin bar, probability, and the key or, under the pointer, the button."""

    hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(160, theme.tokens().row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        look = theme.tokens()
        row: QRect = option.rect
        class_id, value = index.data(_CLASS), float(index.data(_VALUE))
        under_pointer = index.row() == self.hovered
        painter.save()
        if under_pointer:
            painter.fillRect(row, look.colour("hover"))
        name, bar, number, key = self.columns(row, under_pointer)
        item = taxonomy()[class_id]
        painter.setFont(theme.font(look.body, strong=index.row() == 0))
        painter.setPen(look.colour("text" if value >= 0.005 else "muted"))
        text = painter.fontMetrics().elidedText(class_name(item.id), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{value:.2f}")
        track = QRectF(bar.left(), bar.center().y() - 1, bar.width(), 4)
        painter.fillRect(track, look.colour("track"))
        track.setWidth(track.width() * min(1.0, value))
        painter.fillRect(track, class_colour(class_id))
        if under_pointer:
            self._paint_button(painter, key)
        elif label_key(class_id):
            painter.setFont(theme.font(look.small))
            painter.setPen(look.colour("muted"))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, label_key(class_id))
        painter.restore()

    def columns(self, row: QRect, button: bool) -> tuple[QRect, QRect, QRect, QRect]:
        """Return where a row's name, bar, number and key (or button) go."""
        gap = theme.tokens().grid
        last = _BUTTON_WIDTH if button else _KEY_WIDTH
        key = QRect(row.right() + 1 - last, row.top(), last, row.height())
        number = QRect(key.left() - gap // 2 - _VALUE_WIDTH, row.top(), _VALUE_WIDTH, row.height())
        # The name column must not move while the pointer passes over a row: only the bar gives way to the button.
        name_width = min(176, max(96, (row.width() - _KEY_WIDTH - _VALUE_WIDTH - 2 * gap) // 2))
        name = QRect(row.left(), row.top(), name_width, row.height())
        bar_left = name.right() + gap
        bar = QRect(bar_left, row.top(), max(16, number.left() - gap - bar_left), row.height())
        return name, bar, number, key

    def _paint_button(self, painter: QPainter, where: QRect) -> None:
        look = theme.tokens()
        box = QRectF(where).adjusted(4.5, 2.5, -0.5, -2.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour("accent"))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(box, look.radius, look.radius)
        painter.setFont(theme.font(look.small))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, translate("CellPanel", "Label"))


class _View(QListView):
    """The list; it never takes the keyboard, so that one-key labels go on working."""

    activatedClass = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(translate("CellPanel", "Class probabilities"))
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")

    def button_rect(self, row: int) -> QRect:
        """Return where a row's button is while the pointer is on the row."""
        return self._delegate.columns(self.visualRect(self.model().index(row, 0)), True)[3]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the button of the row under the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        on_button = self._delegate.hovered >= 0 and QRectF(self.button_rect(self._delegate.hovered)).contains(
            QPointF(event.position())
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_button else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the button."""
        self._hover(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Label by the button."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and self.button_rect(index.row()).contains(event.position().toPoint()):
            self.activatedClass.emit(index.data(_CLASS))
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Label by a double-click; on the button the two clicks have done it already."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.button_rect(index.row()).contains(event.position().toPoint()):
            self.activatedClass.emit(index.data(_CLASS))

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()


class ProbabilityList(QWidget):
    """The most probable classes, and on demand all of them.

    Signals
    -------
    activated:
        Emitted with the class id that the reader chose as the label.
    """

    activated = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        self._model = _Model(self)
        self.view = _View()
        self.view.setModel(self._model)
        self.view.activatedClass.connect(self.activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._fit()

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Show a prediction; None for none."""
        rows = [] if prediction is None else [(name, prediction.probabilities[name]) for name in prediction.ranked]
        if rows != self._model.rows:
            self._model.set_rows(rows)
            self._fit()

    def set_all(self, shown: bool) -> None:
        """Show every class, or the first few."""
        self._all = shown
        self._fit()

    def total(self) -> int:
        """Return how many classes there are."""
        return len(self._model.rows)

    def shown(self) -> list[tuple[str, float]]:
        """Return the (class id, probability) rows that are visible."""
        return self._model.rows if self._all else self._model.rows[:TOP]

    def _fit(self) -> None:
        self.view.setFixedHeight(theme.tokens().row * len(self.shown()))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which every figure still shows."""
        metrics = QFontMetrics(theme.font(theme.tokens().body))
        return QSize(metrics.horizontalAdvance(class_name("metamyelocyte")) + 140, super().minimumSizeHint().height())
