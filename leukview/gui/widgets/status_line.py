"""The line between the columns and the keys: what was just done, with its undo; analysis; files with problems."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from leukview.gui import theme
from leukview.gui.announcing import announce
from leukview.gui.key_tips import follow_action
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate
from leukview.gui.widgets.basics import ElidedLabel

__all__ = ["RESEARCH_USE", "StatusLine"]

RESEARCH_USE = QT_TRANSLATE_NOOP("Status", "For Research Use Only. Not for use in diagnostic procedures.")
_SHOWN_MS = 12_000
_PADDING = 10
"""Pixels that the style sheet gives a link beside its text."""
_SLACK = 6
"""Pixels by which a text may be wider than its letters' rounded widths."""


class ThinBar(QWidget):
    """A progress bar that paints when there is time; Qt's own repaints at each step, at the cost of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(120, 4)
        self.setAccessibleName(translate("Status", "Progress of the analysis"))

    def set_share(self, share: float) -> None:
        """Show this part, 0–1, as done."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(f"{100 * self._share:.0f} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and what is done."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), t.colour("track"))
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), t.colour("accent"))
        painter.end()


class _ElidedLink(QPushButton):
    """A link that shortens its text: a laboratory may give its weights any name, and the window must fit a small screen."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        theme.set_role(self, role="link")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_whole_text(self, text: str) -> None:
        """Show a text, as much of it as fits."""
        self._whole = text
        self.updateGeometry()
        self._elide()

    def whole_text(self) -> str:
        """Return the text before shortening."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Return the whole text's size."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + _PADDING + _SLACK, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a width at which a few letters show."""
        return QSize(min(64, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.width() - _PADDING)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class StatusLine(QFrame):
    """One line with a fixed height, so that nothing above it ever moves.

    Signals
    -------
    problemsWanted, draftsWanted, pipelineWanted, queueWanted, pictureWanted:
        Emitted by the links.
    """

    problemsWanted = Signal()
    pictureWanted = Signal()
    draftsWanted = Signal()
    pipelineWanted = Signal()
    queueWanted = Signal()

    def __init__(self, undo: QAction, cancel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, surface="bar")
        self.setFixedHeight(32)
        self.message = ElidedLabel()
        self.undo = _link(translate("Status", "Undo"), "")
        follow_action(self.undo, undo)
        self.undo.clicked.connect(undo.trigger)
        self.undo.hide()
        self.progress = QLabel()
        self.progress.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.bar = ThinBar()
        self.cancel = _link(translate("Status", "Cancel"), "")
        follow_action(self.cancel, cancel)
        self.cancel.clicked.connect(cancel.trigger)
        self.problems = _link("", translate("Status", "Which files could not be used, and why"))
        self.problems.clicked.connect(self.problemsWanted)
        self.problems.hide()
        self.drafts = _link("", translate("Status", "Go to a cell whose outline was begun and is not used yet"))
        self.drafts.clicked.connect(self.draftsWanted)
        self.drafts.hide()
        self.queue = _link("", translate("Status", "Cases that are analysed after this one: show the list"))
        self.queue.clicked.connect(self.queueWanted)
        self.queue.hide()
        self.picture = _link(
            translate("Status", "Picture adjusted"),
            translate("Status", "Pictures are not shown as they are. Adjust or reset them"),
        )
        self.picture.clicked.connect(self.pictureWanted)
        self.picture.hide()
        self.pipeline = _ElidedLink()
        self.pipeline.clicked.connect(self.pipelineWanted)
        use = QLabel(translate("Status", RESEARCH_USE))
        theme.set_role(use, role="small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.message, 100)
        layout.addWidget(self.undo)
        layout.addStretch(1)
        layout.addWidget(self.progress)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.cancel)
        layout.addWidget(self.queue)
        layout.addWidget(self.drafts)
        layout.addWidget(self.problems)
        layout.addWidget(self.picture)
        layout.addSpacing(8)
        layout.addWidget(self.pipeline)
        layout.addSpacing(8)
        layout.addWidget(use)
        self._fade = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._fade.timeout.connect(self.clear_message)
        self.hide_progress()

    def show_message(self, text: str, undoable: bool = False) -> None:
        """Say what was just done, for a while, with a way back where there is one."""
        self.undo.setVisible(undoable)
        # No wider than its words, so that the undo stands right behind them.
        self.message.setMaximumWidth(self.message.fontMetrics().horizontalAdvance(text) + 4)
        self.message.set_whole_text(text)
        self._fade.start()
        # What a key has done is seen elsewhere, at a tile or in a count, and would not be heard.
        announce(self.message, text)

    def message_text(self) -> str:
        """Return what was said last, while it is still shown."""
        return self.message.whole_text()

    def clear_message(self) -> None:
        """Say nothing any more."""
        self._fade.stop()
        self.message.set_whole_text("")
        self.undo.hide()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far the analysis is; unknown where ``total`` is 0."""
        self.progress.setText(text)
        self.bar.set_share(done / total if total else 0.0)
        for part in (self.progress, self.bar, self.cancel):
            part.show()

    def hide_progress(self) -> None:
        """Show that nothing runs."""
        for part in (self.progress, self.bar, self.cancel):
            part.hide()

    def show_problems(self, count: int) -> None:
        """Show how many files could not be used."""
        self.problems.setText(
            several(count, translate("Status", "{n:,} file not read"), translate("Status", "{n:,} files not read"))
        )
        self.problems.setVisible(count > 0)

    def show_queue(self, count: int) -> None:
        """Show how many cases wait to be analysed."""
        self.queue.setText(
            several(count, translate("Status", "{n:,} case waiting"), translate("Status", "{n:,} cases waiting"))
        )
        self.queue.setVisible(count > 0)

    def show_pipeline(self, text: str) -> None:
        """Show who makes the calls, as a link to choose another."""
        self.pipeline.set_whole_text(text)
        self.pipeline.setAccessibleName(translate("Status", "Pipeline: {text}").format(text=text))
        self.pipeline.setToolTip(translate("Status", "{text}\nChoose which pipeline analyses").format(text=text))

    def show_drafts(self, count: int) -> None:
        """Show on how many cells an outline was begun that is not used."""
        self.drafts.setText(
            several(
                count, translate("Status", "{n:,} outline not used"), translate("Status", "{n:,} outlines not used")
            )
        )
        self.drafts.setVisible(count > 0)


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
