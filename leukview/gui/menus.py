"""The context menus of the gallery and of the worklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from leukview.domain.case_status import CaseStatus
from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions, key_text
from leukview.gui.confirming import confirm_rest
from leukview.gui.controller import Controller
from leukview.services.combine import slides_of
from leukview.services.worklist import CaseRow

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.worklist import Worklist

__all__ = ["case_menu", "gallery_menu"]


def gallery_menu(parent: MainWindow, actions: Actions, controller: Controller, class_id: str = "") -> QMenu:
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
        for name in (
            "select_alike",
            "select_all",
            "",
            "compare",
            "class_grid",
            "confirm_rest",
            "",
            "cell_history",
            "add_reference",
        ):
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


def case_menu(worklist: Worklist, rows: Sequence[CaseRow]) -> QMenu:
    """Return the menu of the chosen cases of the worklist, at least one."""
    page = worklist.page
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    one = len(rows) == 1
    ids = [row.id for row in rows]
    _add(menu, "Open", "Return", lambda: worklist.open(ids[0]), one)
    waiting = all(row.status is CaseStatus.RECEIVED for row in rows)
    _add(menu, "Analyse" if waiting else "Analyse again", "Ctrl+R", worklist.changes.analyse)
    _add(menu, "Details…", "F2", worklist.changes.edit_details, one)
    _add(menu, "Show folder", "", worklist.changes.show_folder, one)
    _add(menu, "Combine slides…", "C", worklist.changes.combine, bool(slides_of(page.rows, ids)))
    menu.addSeparator()
    if all(row.removed for row in rows):
        _add(menu, "Put back on the list", "", lambda: worklist.changes.set_listed(ids, True))
    else:
        _add(menu, "Remove from the list", "Del", lambda: worklist.changes.set_listed(ids, False))
    return menu


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object], enabled: bool = True) -> None:
    action = menu.addAction(f"{text}\t{key_text(key)}" if key else text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _=False: act())


def _any_in_field(controller: Controller) -> bool:
    """Whether any chosen cell lies in a field: only there are boxes to merge or delete."""
    cells = controller.case.cells if controller.case else {}
    return any(not cells[cell_id].single for cell_id in controller.selection.ids if cell_id in cells)
