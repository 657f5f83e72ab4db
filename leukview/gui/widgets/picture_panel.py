"""The panel under the picture's button: brightness, contrast, gamma and white balance, in force while they are moved."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.preferences import PictureSettings
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label
from leukview.imaging.adjustment import MOST_GAMMA, Colour

__all__ = ["PicturePanel", "gamma_at", "gamma_step"]

_ABOUT = QT_TRANSLATE_NOOP("Picture", "On screen only: the file, the analysis and every export stay as they are.")
_STEPS = 50
_BALANCES = {
    "as_is": (
        QT_TRANSLATE_NOOP("Picture", "As it is"),
        QT_TRANSLATE_NOOP("Picture", "Leave the colours as the file has them"),
    ),
    "automatic": (
        QT_TRANSLATE_NOOP("Picture", "Automatic"),
        QT_TRANSLATE_NOOP("Picture", "Show each case's own empty background as grey"),
    ),
    "picked": (
        QT_TRANSLATE_NOOP("Picture", "Picked"),
        QT_TRANSLATE_NOOP("Picture", "Show the colour that you pointed at as grey, in every case"),
    ),
}
_WIDTH = 344
"""Pixels, where the words of a language do not ask for more."""
_SLIDERS = {
    "brightness": (QT_TRANSLATE_NOOP("Picture", "Brightness"), QT_TRANSLATE_NOOP("Picture", "Add to every level"), 100),
    "contrast": (
        QT_TRANSLATE_NOOP("Picture", "Contrast"),
        QT_TRANSLATE_NOOP("Picture", "Move levels away from the middle grey"),
        100,
    ),
    "gamma": (
        QT_TRANSLATE_NOOP("Picture", "Gamma"),
        QT_TRANSLATE_NOOP("Picture", "Brighten or darken the middle levels; black and white stay"),
        _STEPS,
    ),
}


def gamma_at(step: int) -> float:
    """Return the gamma of a slider's step, −50 to 50: as many steps from 1 to the largest as down to the smallest."""
    gamma = math.pow(MOST_GAMMA, step / _STEPS)
    return round(gamma, 3) if abs(step) < _STEPS else gamma


def gamma_step(gamma: float) -> int:
    """Return the slider's step for a gamma."""
    return round(_STEPS * math.log(gamma) / math.log(MOST_GAMMA))


class PicturePanel(QFrame):
    """A popup of sliders; Escape or a click elsewhere closes it.

    Signals
    -------
    changed:
        Carries the settings to change, by name.
    pickWanted:
        The user wants to point at the background.
    resetWanted:
        Everything is to be shown as it is.
    held:
        Whether the original is to be seen.
    """

    changed = Signal(dict)
    pickWanted = Signal()
    resetWanted = Signal()
    held = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme.set_role(self, surface="notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Picture", "Adjust the picture on screen"))
        self._showing = False
        self.hold_keys: frozenset[int] = frozenset()
        self.sliders: dict[str, QSlider] = {}
        self.values: dict[str, QLabel] = {}
        self.balances: dict[str, QRadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(label(translate("Picture", "Picture on screen"), "heading"))
        about = label(translate("Picture", _ABOUT), "small", wrap=True)
        layout.addWidget(about)
        layout.addLayout(self._levels())
        layout.addLayout(self._balance())
        layout.addLayout(self._ends())
        self.fit()

    def fit(self) -> None:
        """Take the size that the words of the language in force need."""
        self.ensurePolished()
        self.setFixedWidth(max(_WIDTH, self.minimumSizeHint().width()))
        self.adjustSize()

    def _levels(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(1, 1)
        for place, (name, (called, told, most)) in enumerate(_SLIDERS.items()):
            words, tip = translate("Picture", called), translate("Picture", told)
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(-most, most)
            slider.setPageStep(10)
            slider.setToolTip(
                translate("Picture", "{tip}. Arrow keys move it, Home and End go to its ends").format(tip=tip)
            )
            slider.setAccessibleName(words)
            slider.valueChanged.connect(lambda value, name=name: self._slid(name, value))
            value = label("", "small")
            value.setMinimumWidth(36)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(label(words), place, 0)
            rows.addWidget(slider, place, 1)
            rows.addWidget(value, place, 2)
            self.sliders[name], self.values[name] = slider, value
        return rows

    def _balance(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(translate("Picture", "White balance"), "heading"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._group = QButtonGroup(self)
        for name, texts in _BALANCES.items():
            words, tip = (translate("Picture", text) for text in texts)
            button = QRadioButton(words)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, name=name: self._tell(balance=name))
            self._group.addButton(button)
            self.balances[name] = button
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        second = QHBoxLayout()
        second.setSpacing(8)
        self.pick = QPushButton(translate("Picture", "Point at background…"))
        self.pick.setIcon(icon("pick"))
        self.pick.setToolTip(translate("Picture", "Click an empty part of the cell's picture: its colour becomes grey"))
        self.pick.clicked.connect(self.pickWanted)
        self.swatch = QLabel()
        self.swatch.setFixedSize(20, 20)
        self.found = label("", "small")
        second.addWidget(self.pick)
        second.addWidget(self.swatch)
        second.addWidget(self.found, 1)
        column.addLayout(second)
        column.addSpacing(8)
        return column

    def _ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.original = QPushButton(translate("Picture", "Hold for the original"))
        self.original.pressed.connect(lambda: self.held.emit(True))
        self.original.released.connect(lambda: self.held.emit(False))
        self.reset = QPushButton(translate("Picture", "Reset"))
        self.reset.clicked.connect(self.resetWanted)
        row.addWidget(self.original)
        row.addStretch()
        row.addWidget(self.reset)
        return row

    def set_keys(self, reset: str, original: str, codes: frozenset[int]) -> None:
        """Say which keys do the same, and take the key codes for the original while the panel is open."""
        self.reset.setToolTip(
            translate("Picture", "Show pictures as they are; once more brings this back")
            + (f" ({reset})" if reset else "")
        )
        self.original.setToolTip(
            translate("Picture", "See pictures as they are while this is held") + (f" ({original})" if original else "")
        )
        self.hold_keys = codes

    def show_settings(self, settings: PictureSettings, white: Colour | None, *, can_pick: bool) -> None:
        """Show what is chosen, and the background that is balanced by."""
        self._showing = True
        self.sliders["brightness"].setValue(settings.brightness)
        self.sliders["contrast"].setValue(settings.contrast)
        self.sliders["gamma"].setValue(gamma_step(settings.gamma))
        self.values["brightness"].setText(f"{settings.brightness:+d}" if settings.brightness else "0")
        self.values["contrast"].setText(f"{settings.contrast:+d}" if settings.contrast else "0")
        self.values["gamma"].setText(f"{settings.gamma:.2f}")
        self.balances[settings.balance].setChecked(True)
        self.balances["picked"].setEnabled(settings.white is not None)
        self.pick.setEnabled(can_pick)
        colour = None if white is None else QColor(*white).name().upper()
        self.swatch.setStyleSheet(
            f"background: {colour}; border: 1px solid {theme.tokens().line_strong};" if colour else ""
        )
        self.swatch.setVisible(colour is not None)
        self.swatch.setToolTip(
            translate("Picture", "{colour} is shown as grey").format(colour=colour) if colour else ""
        )
        waits = settings.balance == "automatic" and white is None
        self.found.setText(translate("Picture", "not measured yet") if waits else colour or "")
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the original while its key is held here, too: a popup keeps the window's own keys away."""
        if event.key() in self.hold_keys:
            if not event.isAutoRepeat():
                self.held.emit(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """See the picture as it is adjusted again."""
        if event.key() in self.hold_keys:
            if not event.isAutoRepeat():
                self.held.emit(False)
        else:
            super().keyReleaseEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the original: whoever closes the panel does not hold its button or key any more."""
        super().hideEvent(event)
        self.held.emit(False)

    def _slid(self, name: str, value: int) -> None:
        self._tell(**{name: gamma_at(value) if name == "gamma" else value})

    def _tell(self, **changes: object) -> None:
        if not self._showing:
            self.changed.emit(changes)
