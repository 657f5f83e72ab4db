"""What the editor of keys shows: found by name, by pressing a key, and by kind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton

from leukview.gui.icons import icon
from leukview.gui.translation import QT_TRANSLATE_NOOP, lowered, translate
from leukview.gui.widgets.key_line import KeyLine

__all__ = ["KeysSearch"]

_TABS = {
    "": QT_TRANSLATE_NOOP("KeysDialog", "All"),
    "class": QT_TRANSLATE_NOOP("KeysDialog", "Classes"),
    "action": QT_TRANSLATE_NOOP("KeysDialog", "Actions"),
    "changed": QT_TRANSLATE_NOOP("KeysDialog", "Changed"),
}


class KeysSearch(QHBoxLayout):
    """A field for names, one that takes a key, and a tab for each kind.

    Signals
    -------
    changed:
        The text or the kind is another.
    keyWanted:
        Carries the key that was pressed, empty to show all again; answer with :meth:`KeyLine.show_key`.
    """

    changed = Signal()
    keyWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = QLineEdit()
        self.text.setPlaceholderText(translate("KeysDialog", "Find by name"))
        self.text.setAccessibleName(translate("KeysDialog", "Find by name"))
        self.text.setToolTip(translate("KeysDialog", "A few letters of an action or a class; ↓ goes to the list"))
        self.text.setClearButtonEnabled(True)
        self.text.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.textChanged.connect(lambda _: self.changed.emit())
        self.pressed = KeyLine(
            translate("KeysDialog", "or press a key here"),
            translate("KeysDialog", "Press a key to see what it does; Backspace shows all again"),
        )
        self.pressed.setFixedWidth(176)
        self.pressed.pressed.connect(self.keyWanted)
        self.pressed.left.connect(lambda: self.keyWanted.emit(""))
        self.setSpacing(8)
        self.addWidget(self.text, 1)
        self.addWidget(self.pressed)
        self.tabs: dict[str, QPushButton] = {}
        self._make_tabs()

    def _make_tabs(self) -> None:
        group = QButtonGroup(self)
        for only, told in _TABS.items():
            words = translate("KeysDialog", told)
            tab = QPushButton(words)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setAutoDefault(False)
            tab.setToolTip(
                translate("KeysDialog", "Show {what}").format(what=lowered(words))
                if only
                else translate("KeysDialog", "Show every action and class")
            )
            tab.clicked.connect(lambda _=False: self.changed.emit())
            group.addButton(tab)
            self.addWidget(tab)
            self.tabs[only] = tab
        self.tabs[""].setChecked(True)

    @property
    def only(self) -> str:
        """The kind that is shown; see :meth:`~leukview.gui.models.keys.KeysModel.search`."""
        return next(name for name, tab in self.tabs.items() if tab.isChecked())

    def show_all(self) -> None:
        """Search for nothing."""
        self.text.clear()
        self.pressed.show_key("")
        self.tabs[""].setChecked(True)
