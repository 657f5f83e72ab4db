"""The gallery's context menus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.controller import Controller

__all__ = ["gallery_menu"]


def gallery_menu(parent: QWidget, actions: Actions, controller: Controller, class_id: str = "") -> QMenu:
    """Return the menu of the chosen cells or, with a class id, of that class's group."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if not class_id:
        for name in ("confirm", "count", "clear", "note"):
            menu.addAction(actions[name])
        if _any_in_field(controller):
            menu.addActions([actions["merge_cells"], actions["delete_cells"]])
        labels = menu.addMenu("Label as")
        labels.addActions(list(actions.labels.values()))
        menu.addSeparator()
        menu.addAction(actions["select_all"])
        return menu
    model = controller.model
    group = next((group for group in model.groups if group.class_id == class_id), None)
    if group is not None:
        ids = group.ids
        choose = menu.addAction(f"Select all {len(ids):,} of {taxonomy()[class_id].name}")
        choose.triggered.connect(lambda: model.expand(class_id))
        choose.triggered.connect(lambda: controller.selection.set(ids))
    fold = menu.addAction("Expand" if class_id in model.collapsed else "Collapse")
    fold.triggered.connect(lambda: model.toggle(class_id))
    return menu


def _any_in_field(controller: Controller) -> bool:
    """Whether any chosen cell lies in a field: only there are boxes to merge or delete."""
    cells = controller.case.cells if controller.case else {}
    return any(not cells[cell_id].single for cell_id in controller.selection.ids if cell_id in cells)
