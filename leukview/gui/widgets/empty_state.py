"""What the window shows before a case is open: where to begin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.icons import draw_icon
from leukview.gui.key_tips import follow_action
from leukview.gui.translation import translate

__all__ = ["EmptyState"]


class EmptyState(QWidget):
    """An invitation to drop a folder, two buttons, and what is being opened while it is."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        open_folder, open_sample, pipeline = actions["open_folder"], actions["open_sample"], actions["pipeline"]
        self._hot = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = QLabel(translate("EmptyState", "Drop a folder of cell images here, or open the sample case."))
        theme.set_role(self._title, role="title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        self._text = QLabel(
            translate(
                "EmptyState",
                "An analyser's export of single cells or a camera's smear fields: JPEG, PNG, BMP, TIFF or WebP, "
                "in folders within folders if need be. Nothing leaves this computer.",
            )
        )
        theme.set_role(self._text, role="muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._text.setFixedWidth(520)
        self._text.setMinimumHeight(40)
        self.open_button = QPushButton(translate("EmptyState", "Open a folder…"))
        theme.set_role(self.open_button, role="primary")
        follow_action(self.open_button, open_folder)
        self.open_button.clicked.connect(open_folder.trigger)
        self.sample_button = QPushButton(translate("EmptyState", "Open the sample case"))
        follow_action(self.sample_button, open_sample)
        self.sample_button.clicked.connect(open_sample.trigger)
        self.pipeline_button = QPushButton()
        theme.set_role(self.pipeline_button, role="link")
        follow_action(self.pipeline_button, pipeline)
        self.pipeline_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pipeline_button.clicked.connect(pipeline.trigger)
        self.tour_button = QPushButton(
            translate("EmptyState", "New here? Take the tour: two minutes, on the sample case")
        )
        theme.set_role(self.tour_button, role="link")
        self.tour_button.setToolTip(actions["tour"].toolTip())
        self.tour_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tour_button.clicked.connect(actions["tour"].trigger)
        self._lay_out()

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(240, 4)
        self._bar.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(64, 48, 64, 48)
        layout.addStretch(5)
        layout.addSpacing(72)
        layout.addWidget(self._title)
        layout.addSpacing(8)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(24)
        layout.addLayout(buttons)
        layout.addSpacing(16)
        layout.addWidget(self.pipeline_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.tour_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(6)

    def set_busy(self, title: str = "", text: str = "") -> None:
        """Say what is being opened; an empty title brings the invitation back."""
        busy = bool(title)
        self._title.setText(
            title or translate("EmptyState", "Drop a folder of cell images here, or open the sample case.")
        )
        self._text.setText(
            text
            if busy
            else translate(
                "EmptyState",
                "An analyser's export of single cells or a camera's smear fields: JPEG, PNG, BMP, TIFF or WebP, "
                "in folders within folders if need be. Nothing leaves this computer.",
            )
        )
        self.open_button.setVisible(not busy)
        self.sample_button.setVisible(not busy)
        self.pipeline_button.setVisible(not busy)
        self.tour_button.setVisible(not busy)
        if busy and not self._bar.isVisible():
            self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self.update()

    def set_pipeline(self, title: str) -> None:
        """Say which pipeline will analyse, as a link to choose another."""
        self.pipeline_button.setText(translate("EmptyState", "Pipeline: {title}. Change…").format(title=title))

    def set_progress(self, done: int, total: int) -> None:
        """Show how far the opening is; unknown where ``total`` is 0."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def set_hot(self, hot: bool) -> None:
        """Show that a folder is being held over the window."""
        self._hot = hot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame that takes the drop, and the folder in it."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), t.colour("panel"))
        if self._bar.isHidden():
            painter.setPen(QPen(t.colour("accent" if self._hot else "line_strong"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(t.colour("accent_soft") if self._hot else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(32, 32, -32, -32), 8, 8)
        top = self._title.geometry().top() - 64
        draw_icon(painter, "open", QRectF(self.width() / 2 - 24, top, 48, 48), t.colour("muted"))
        painter.end()
