"""The card of the tour and the ring around what it talks about: both lie over the window and take no key from it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label

__all__ = ["TourCard", "TourRing", "beside"]

_WIDTH = 328
_GAP = 12


class TourRing(QWidget):
    """Dims the window but for one place, and lets every click through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hole = QRect()

    def set_hole(self, hole: QRect) -> None:
        """Ring this place, in this widget's pixels; an empty one rings nothing."""
        self._hole = hole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shade and the ring."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = look.colour("halo")
        shade.setAlpha(72)
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        hole = QRectF(self._hole).adjusted(1, 1, -1, -1)
        if self._hole.isValid():
            ring = QPainterPath()
            ring.addRoundedRect(hole, look.radius, look.radius)
            around = around.subtracted(ring)
        painter.fillPath(around, shade)
        if self._hole.isValid():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(hole, look.radius, look.radius)
        painter.end()


class TourCard(QFrame):
    """What a step of the tour says.

    Signals
    -------
    nextWanted, backWanted, endWanted:
        Emitted by the buttons.
    """

    nextWanted = Signal()
    backWanted = Signal()
    endWanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(translate("Tour", "Tour"))
        grid = theme.tokens().grid
        self.count = label("", "small")
        self.title = label("", "heading", wrap=True)
        self.words = label("", wrap=True)
        self.task = label("", "tour_task", wrap=True)
        self.end = QPushButton(translate("Tour", "End the tour"))
        theme.set_role(self.end, role="link")
        self.end.setToolTip(translate("Tour", "End the tour; Shift+F1 begins it again"))
        self.back = QPushButton(translate("Tour", "Back"))
        self.back.setToolTip(translate("Tour", "One step back"))
        self.next = QPushButton(translate("Tour", "Next"))
        theme.set_role(self.next, role="primary")
        self.next.setToolTip(translate("Tour", "Go on, also without doing it"))
        for button, said in ((self.end, self.endWanted), (self.back, self.backWanted), (self.next, self.nextWanted)):
            # The window keeps the keyboard: the tour asks for its keys. Tab reaches the buttons.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(said)
        foot = QHBoxLayout()
        foot.setSpacing(grid)
        foot.addWidget(self.end)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid)
        for part in (self.count, self.title, self.words, self.task):
            layout.addWidget(part)
        layout.addSpacing(grid)
        layout.addLayout(foot)

    def show_step(self, number: int, total: int, title: str, words: str, task: str) -> None:
        """Show a step, counted from 1; ``task`` is what to try, empty where there is nothing to do but read."""
        self.count.setText(translate("Tour", "Step {number} of {total}").format(number=number, total=total))
        self.title.setText(title)
        self.words.setText(words)
        self.task.setText(task)
        self.task.setVisible(bool(task))
        self.back.setEnabled(number > 1)
        self.end.setVisible(number < total)
        self.next.setText(translate("Tour", "Done") if number == total else translate("Tour", "Next"))
        self.setAccessibleDescription(" ".join((title, words, task)))
        self.fit()

    def fit(self) -> None:
        """Take the height that the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(_WIDTH, max(self.heightForWidth(_WIDTH), layout.totalHeightForWidth(_WIDTH)))


def beside(place: QRect, size: QRect, room: QRect) -> QPoint:
    """Return where a card of this size stands beside a place: right, left, below, above, else in the middle of the room."""
    width, height = size.width(), size.height()
    middle_y = max(room.top() + _GAP, min(place.center().y() - height // 2, room.bottom() - height - _GAP))
    middle_x = max(room.left() + _GAP, min(place.center().x() - width // 2, room.right() - width - _GAP))
    if not place.isValid():
        return QPoint(room.center().x() - width // 2, room.center().y() - height // 2)
    if place.right() + _GAP + width < room.right():
        return QPoint(place.right() + _GAP, middle_y)
    if place.left() - _GAP - width > room.left():
        return QPoint(place.left() - _GAP - width, middle_y)
    if place.bottom() + _GAP + height < room.bottom():
        return QPoint(middle_x, place.bottom() + _GAP)
    if place.top() - _GAP - height > room.top():
        return QPoint(middle_x, place.top() - _GAP - height)
    return QPoint(room.right() - width - _GAP, room.bottom() - height - _GAP)
