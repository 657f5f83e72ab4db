"""The bar along the window's top: cases and opening, the case's name and state, history, theme and export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.appearance import appearance_menu
from leukview.gui.icons import icon
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel

__all__ = ["TopBar"]


class TopBar(QFrame):
    """Buttons for the window's actions around the case's name."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, surface="bar")
        self.setFixedHeight(48)
        self.title = ElidedLabel("heading")
        self.state = ElidedLabel("small")
        self.tag = QLabel(translate("TopBar", "Synthetic"))
        self.tag.setProperty("role", "tag")
        self.tag.setToolTip(translate("TopBar", "Rendered by LeukView; no patient's cells"))
        self.tag.hide()
        self.title.setMinimumHeight(18)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setContentsMargins(8, 0, 8, 0)
        names.addStretch()
        names.addWidget(self.title)
        names.addWidget(self.state)
        names.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        layout.setSpacing(4)
        self.cases = self._for(actions["worklist"], words=True)
        layout.addWidget(self.cases)
        layout.addWidget(self._for(actions["open_folder"], words=True))
        layout.addWidget(_rule())
        layout.addWidget(self._for(actions["fields"], words=True))
        layout.addLayout(names, 1)
        layout.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._for(actions["edit_case"]))
        layout.addWidget(self._for(actions["undo"]))
        layout.addWidget(self._for(actions["redo"]))
        layout.addWidget(self._for(actions["history"]))
        layout.addWidget(_rule())
        layout.addWidget(self._for(actions["palette"]))
        layout.addWidget(self._for(actions["theme"]))
        layout.addWidget(self._more(actions))
        layout.addSpacing(4)
        sign = self._for(actions["sign"], words=True)
        sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        layout.addWidget(sign)
        self.export = self._for(actions["export"], words=True)
        self.export.setProperty("role", "primary")
        actions["export"].setIcon(icon("export", "on_accent"))
        layout.addWidget(self.export)

    def show_case(self, title: str, state: str, synthetic: bool) -> None:
        """Show the case's name, its state, and whether it is synthetic."""
        self.title.set_whole_text(title)
        self.state.set_whole_text(state)
        self.tag.setVisible(synthetic)
        self.state.setVisible(bool(state))

    def _more(self, actions: Actions) -> QToolButton:
        button = self._button("", "menu", translate("TopBar", "More"))
        menu = QMenu(self)
        for name in (
            "palette",
            "history",
            "",
            "open_sample",
            "next_case",
            "previous_case",
            "",
            "select_all",
            "select_alike",
            "confirm_rest",
            "compare",
            "class_grid",
            "",
            "confidence",
            "contours",
            "heat_map",
            "neighbours",
            "adjust_picture",
            "reset_picture",
            "fields",
            "",
            "analyse_again",
            "",
            "reading",
            "acknowledge",
            "references",
            "",
            "laboratory",
            "class_keys",
            "appearance",
            "reset_layout",
            "model",
            "",
            "help",
            "tour",
            "cheat_sheet",
            "",
            "quit",
        ):
            if name == "model":
                model = menu.addMenu(translate("TopBar", "Model"))
                for item in ("pipeline", "weights", "adapt", "training_set", "train", "model_card"):
                    model.addAction(actions[item])
            elif name == "references":
                references = menu.addMenu(translate("TopBar", "Reference cells"))
                for item in ("reference", "add_reference", "reference_large", "reference_strip", "quiz"):
                    references.addAction(actions[item])
            elif name == "appearance":
                appearance_menu(menu, actions)
            elif name == "reading":
                reading = menu.addMenu(translate("TopBar", "Second reader"))
                for item in (
                    "second_reading",
                    "finish_second",
                    "first_reader",
                    "second_reader",
                    "next_disagreement",
                    "agreement",
                ):
                    reading.addAction(actions[item])
            elif name:
                menu.addAction(actions[name])
            else:
                menu.addSeparator()
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _for(self, action: QAction, *, words: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _button(self, text: str, icon_name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setIcon(icon(icon_name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedSize(1, 24)
    return rule
