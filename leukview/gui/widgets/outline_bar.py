"""What can be done while a cell's outline is edited: which part, use it, go back to the segmenter's, cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label, tool_button

__all__ = ["HOW", "OutlineBar"]

HOW = QT_TRANSLATE_NOOP("Outline", "Click adds, right-click takes away, drag draws a box.")


class OutlineBar(QWidget):
    """The row under the cell view while an outline is edited.

    Signals
    -------
    partChosen:
        Emitted with ``cell`` or ``nucleus``.
    used, cancelled, segmenterWanted:
        Emitted by the buttons.
    """

    partChosen = Signal(str)
    used = Signal()
    cancelled = Signal()
    segmenterWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("Outline", "Editing the outline"))
        self.parts: dict[str, QToolButton] = {
            "cell": tool_button(
                "contours",
                translate("Outline", "Cell"),
                translate("Outline", "Edit the outline of the whole cell"),
                text=True,
                checkable=True,
            ),
            "nucleus": tool_button(
                "doubt",
                translate("Outline", "Nucleus"),
                translate("Outline", "Edit the outline of the nucleus"),
                text=True,
                checkable=True,
            ),
        }
        self._group = QButtonGroup(self)
        for part, button in self.parts.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, part=part: self.partChosen.emit(part))
        self.segmenter_button = _button(
            translate("Outline", "Segmenter's outline"),
            translate("Outline", "Go back to the outline that the segmenter found"),
        )
        self.cancel_button = _button(
            translate("Outline", "Cancel"), translate("Outline", "Leave the outline as it was (Esc)")
        )
        self.use_button = _button(
            translate("Outline", "Use it"), translate("Outline", "Make this the cell's outline (Enter)")
        )
        theme.set_role(self.use_button, role="primary")
        self.words = label("", "small", wrap=True)
        self.segmenter_button.clicked.connect(self.segmenterWanted)
        self.cancel_button.clicked.connect(self.cancelled)
        self.use_button.clicked.connect(self.used)
        self._compose()
        self.begin(own=False)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, items in (
            (first, (*self.parts.values(), None, self.segmenter_button)),
            (second, (self.words, self.cancel_button, self.use_button)),
        ):
            row.setSpacing(grid // 2)
            for item in items:
                if item is None:
                    row.addStretch()
                else:
                    row.addWidget(item, 1 if item is self.words else 0)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Room for two lines: the buttons stay where they are while the words change.
        self.words.setMinimumHeight(2 * self.words.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid // 2)
        layout.addLayout(first)
        layout.addLayout(second)

    def begin(self, *, own: bool) -> None:
        """Start with the whole cell; ``own`` says whether the present outline is a person's, who may go back."""
        self.parts["cell"].setChecked(True)
        self.segmenter_button.setEnabled(own)
        self.set_state(translate("Outline", HOW), usable=False)

    def part(self) -> str:
        """Return the part being edited: ``cell`` or ``nucleus``."""
        return next(part for part, button in self.parts.items() if button.isChecked())

    def set_state(self, words: str, *, usable: bool, problem: bool = False) -> None:
        """Say how it stands, and whether there is an outline to use."""
        self.words.setText(words)
        self.words.setAccessibleName(words)
        theme.set_role(self.words, role="urgent" if problem else "small")
        self.use_button.setEnabled(usable)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    # A click leaves the keyboard with the outline.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
