"""One line under the top bar that says what is special about the open case: who reads, or that it is signed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from leukview.gui import theme
from leukview.gui.key_tips import follow_action
from leukview.gui.widgets.basics import ElidedLabel
from leukview.gui.widgets.taking_away import take_away

__all__ = ["CaseBar"]


class CaseBar(QWidget):
    """A quiet line of words with links to what can be done; hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        grid = theme.tokens().grid
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="case_bar")
        self.setAccessibleName(name)
        self.setFixedHeight(4 * grid)
        self.words = ElidedLabel()
        self.links: list[QPushButton] = []
        self._actions: list[QAction] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * grid, 0, 2 * grid, 0)
        self._layout.setSpacing(2 * grid)
        self._layout.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str, actions: Sequence[QAction] = (), texts: Sequence[str] = ()) -> None:
        """Show words and what can be done; the empty text hides the line. ``texts`` stand in place of the actions' own."""
        self.words.set_whole_text(words)
        if list(actions) != self._actions:
            for link in self.links:
                take_away(link)
            self._actions = list(actions)
            self.links = [self._link(action) for action in self._actions]
        for link, text in zip(self.links, texts, strict=False):
            link.setText(text)
            link.setAccessibleName(text)
        self.setVisible(bool(words))

    def _link(self, action: QAction) -> QPushButton:
        button = QPushButton(action.text().rstrip("…"))
        theme.set_role(button, role="link")
        follow_action(button, action)
        button.setAccessibleName(action.text().rstrip("…"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(action.trigger)
        self._layout.addWidget(button)
        return button
