"""What the window must say aloud: errors, each of the three kinds with its look and wording, and what is true of a case."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.tasks import Fault
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate

__all__ = ["Message", "Notice"]

_WIDTH = 560
_TOP = 64
_GAP = 16
_HEADINGS = {
    "input": QT_TRANSLATE_NOOP("Notice", "This could not be used"),
    "environment": QT_TRANSLATE_NOOP("Notice", "Something on this computer stands in the way"),
    "bug": QT_TRANSLATE_NOOP("Notice", "LeukView made a mistake"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """What a notice says.

    Attributes
    ----------
    heading, text:
        A line, and what it means for the reader.
    kind:
        ``input`` and ``environment`` look like a caution, ``bug`` and the empty kind plain.
    details:
        For those who mend an error.
    do, act:
        What a button offers to do, and does; the notice then closes.
    passing:
        Whether it is about something that has just failed: shown at once, before what else is to be said.
    """

    heading: str
    text: str
    kind: str = ""
    details: str = ""
    do: str = ""
    act: Callable[[], None] | None = None
    passing: bool = False


class Notice(QFrame):
    """A card that floats above a part of the window, so that nothing moves, until it is closed.

    One message is shown at a time, the next when it is closed.

    Parameters
    ----------
    parent:
        The window's content; the card is in its upper middle where ``over`` is not on show.
    over:
        The part that may be covered for a while: what is around it stays in reach.
    """

    def __init__(self, parent: QWidget, over: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = over
        self._window = parent
        self._shown: Message | None = None
        self._held = False
        self._waiting: deque[Message] = deque()
        theme.set_role(self, surface="notice")
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        theme.set_role(self.heading, role="heading")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFixedHeight(160)
        self._more = QPushButton(translate("Notice", "Details"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_details)
        self._copy = QPushButton(translate("Notice", "Copy details"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        close = QToolButton()
        close.setIcon(icon("close", "muted"))
        close.setToolTip(translate("Notice", "Close this message"))
        close.setAccessibleName(translate("Notice", "Close this message"))
        close.clicked.connect(self.dismiss)
        self.act = QPushButton()
        self.act.clicked.connect(self._act)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.act)
        foot.addWidget(self._more)
        foot.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.details)
        layout.addLayout(foot)
        for widget in (parent, over):
            if widget is not None:
                widget.installEventFilter(self)
        self.hide()

    def show_fault(self, fault: Fault) -> None:
        """Show an error at once: what went wrong and what to do; a bug also with details to pass on."""
        words = "\n".join(part for part in (fault.title, fault.text) if part)
        if self._shown is not None and not self._shown.passing:
            self._waiting.appendleft(self._shown)
        self._show(Message(translate("Notice", _HEADINGS[fault.kind]), words, fault.kind, fault.details, passing=True))

    def tell(self, message: Message) -> None:
        """Show a message, or once those before it are closed."""
        if self._shown is None:
            self._show(message)
        else:
            self._waiting.append(message)

    def dismiss(self) -> None:
        """Close the message on show; the next one, if any, takes its place."""
        self._shown = None
        self.hide()
        if self._waiting:
            self._show(self._waiting.popleft())

    def clear(self) -> None:
        """Close the message on show and drop those that wait: they were about what is open no longer."""
        self._waiting.clear()
        self.dismiss()

    def _show(self, message: Message) -> None:
        self._shown = message
        self.heading.setText(message.heading)
        self.text.setText(message.text)
        self.details.setPlainText(message.details)
        self._more.setChecked(False)
        self._more.setVisible(bool(message.details))
        self._copy.setVisible(bool(message.details))
        self.act.setText(message.do)
        self.act.setVisible(message.act is not None)
        self.details.hide()
        theme.set_role(self, kind=message.kind)
        if self._held and not message.passing:
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()

    def _act(self) -> None:
        act = self._shown.act if self._shown is not None else None
        self.dismiss()
        if act is not None:
            act()

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self._place()

    def _place(self) -> None:
        room = QRect(0, _TOP, self._window.width(), self._window.height() - _TOP)
        if self._over is not None and self._over.isVisible():
            room = QRect(self._over.mapTo(self._window, QPoint(0, _GAP)), self._over.size())
        width = min(_WIDTH, room.width() - 2 * _GAP)
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        frame = self.width() - self.contentsRect().width()
        inner = width - frame
        height = layout.heightForWidth(inner) + frame if layout.hasHeightForWidth() else self.sizeHint().height()
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.top(), width, max(height, self.minimumSizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of its place; where another page is shown there, what is true of the case waits."""
        if watched is self._over and event.type() in {QEvent.Type.Hide, QEvent.Type.Show}:
            self._held = event.type() == QEvent.Type.Hide
            if self._shown is not None and not self._shown.passing:
                self.setVisible(not self._held)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show} and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
