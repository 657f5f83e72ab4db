"""The gallery's context menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.confirming import confirm_rest
from leukview.gui.controller import Controller

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["gallery_menu"]


def gallery_menu(parent: MainWindow, actions: Actions, controller: Controller, class_id: str = "") -> QMenu:
    """Return the menu of the chosen cells or, with a class id, of that class's group."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if not class_id:
        for name in ("confirm", "count", "clear", "note"):
            menu.addAction(actions[name])
        labels = menu.addMenu("Label as")
        labels.addActions(list(actions.labels.values()))
        menu.addSeparator()
        for name in ("select_alike", "select_all", "", "compare", "class_grid", "confirm_rest"):
            menu.addAction(actions[name]) if name else menu.addSeparator()
        return menu
    model = controller.model
    group = next((group for group in model.groups if group.class_id == class_id), None)
    if group is not None:
        ids = group.ids
        choose = menu.addAction(f"Select all {len(ids):,} of {taxonomy()[class_id].name}")
        choose.triggered.connect(lambda: model.expand(class_id))
        choose.triggered.connect(lambda: controller.selection.set(ids))
        name = taxonomy()[class_id].name
        menu.addAction(f"Confirm the rest of {name}…").triggered.connect(lambda: confirm_rest(parent, class_id))
        menu.addAction(f"Grid of {name}").triggered.connect(lambda: parent.pages_.show_class(class_id))
        menu.addSeparator()
    fold = menu.addAction("Expand" if class_id in model.collapsed else "Collapse")
    fold.triggered.connect(lambda: model.toggle(class_id))
    return menu
