"""The page of fields: list, tools, the field itself, and what lies in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.field_tiles import FieldTiles
from leukview.gui.icons import icon
from leukview.gui.shortcuts import Keymap
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, label, tool_button
from leukview.gui.widgets.field_list import FieldList
from leukview.gui.widgets.field_view import FieldView
from leukview.gui.widgets.region_panel import RegionPanel

__all__ = ["FieldPanel"]

_LEAST_ROWS = 80
"""Height in pixels that the count's rows may always take."""


class FieldPanel(QWidget):
    """Puts the parts of the page together; what they do is :class:`leukview.gui.fields.Fields`."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        theme.set_role(self, surface="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tiles = FieldTiles(self)
        self.view = FieldView(self.tiles)
        self.list = FieldList()
        self.region = RegionPanel()
        self.title = ElidedLabel("heading", Qt.TextElideMode.ElideMiddle)
        self.boxes = tool_button(
            "boxes", translate("Fields", "Boxes"), translate("Fields", "Show or hide the boxes"), checkable=True
        )
        self.labels = tool_button(
            "label",
            translate("Fields", "Labels"),
            translate("Fields", "Show or hide the classes' names on boxes"),
            checkable=True,
        )
        self.needs = tool_button(
            "doubt",
            translate("Fields", "Only those that need you"),
            translate("Fields", "Show only cells that need you"),
            checkable=True,
        )
        self.removed = tool_button(
            "ghost",
            translate("Fields", "Deleted"),
            translate("Fields", "Show deleted and merged cells, too"),
            checkable=True,
        )
        self.restore = tool_button(
            "restore",
            translate("Fields", "Bring back"),
            translate("Fields", "Bring the chosen deleted cell back"),
            text=True,
        )
        self.restore.hide()
        self.boxes.setChecked(True)
        self.needs.setIcon(icon("doubt", "doubt"))
        self.smaller = tool_button("minus", translate("Fields", "Smaller"), "")
        self.larger = tool_button("plus", translate("Fields", "Larger"), "")
        self.fit = tool_button("fit", translate("Fields", "Fit"), "")
        self.actual = tool_button("actual", translate("Fields", "One to one"), "")
        self.zoom = label("", "small")
        self.zoom.setAccessibleName(translate("Fields", "Zoom"))
        self.zoom.setMinimumWidth(44)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.none = QLabel(translate("Fields", "This case has no fields."))
        self.none.setWordWrap(True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setContentsMargins(48, 24, 48, 24)
        theme.set_role(self.none, role="muted")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.none)
        self.pages.addWidget(self._page(actions))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._show_keys(actions.keymap)
        actions.keysChanged.connect(lambda: self._show_keys(actions.keymap))

    def _show_keys(self, keymap: Keymap) -> None:
        """Say the keys of this page in its tooltips, but for those that are an action's or a class's now."""
        wheel = translate("Fields", "{key}, or the wheel")
        for part, item, words in (
            (self.smaller, "field.smaller", translate("Fields", "Zoom out ({key})")),
            (self.larger, "field.larger", translate("Fields", "Zoom in ({key})")),
            (self.fit, "field.fit", translate("Fields", "Show the whole field ({key})")),
            (self.actual, "field.actual", translate("Fields", "One image pixel per screen pixel ({key})")),
        ):
            key = next(iter(keymap.working(item)), "").replace("-", "−")
            if part in (self.smaller, self.larger):
                key = wheel.format(key=key) if key else translate("Fields", "wheel")
            part.setToolTip(words.format(key=key) if key else words.replace(" ({key})", ""))

    def _page(self, actions: Actions) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tools(actions))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self.view, 1)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(self.region)
        return page

    def _tools(self, actions: Actions) -> QVBoxLayout:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(12, 4, 8, 0)
            row.setSpacing(2)
        second.setContentsMargins(8, 0, 8, 4)
        first.addWidget(self.title, 1)
        for part in (self.zoom, self.smaller, self.larger, self.fit, self.actual):
            first.addWidget(part)
        for name in ("add_cell", "merge_cells", "delete_cells"):
            second.addWidget(_for(actions[name], words=name == "add_cell"))
        second.addWidget(_rule())
        for name in ("region_box", "region_free"):
            second.addWidget(_for(actions[name], words=name == "region_box"))
        second.addWidget(self.restore)
        second.addStretch(1)
        for part in (self.boxes, self.labels, self.needs, self.removed):
            second.addWidget(part)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the field most of the height."""
        super().resizeEvent(event)
        self.region.set_most(max(_LEAST_ROWS, self.height() // 5))

    def show_fields(self, any_field: bool) -> None:
        """Show the fields, or say that there are none."""
        self.pages.setCurrentIndex(1 if any_field else 0)


def _for(action: QAction, *, words: bool) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedSize(1, 20)
    rule.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return rule
