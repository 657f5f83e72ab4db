"""The context menus of the gallery and of the worklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from leukview.domain.case_status import CaseStatus
from leukview.gui.actions import Actions, key_text
from leukview.gui.confirming import confirm_rest
from leukview.gui.controller import Controller
from leukview.gui.translation import class_name, translate
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
        labels = menu.addMenu(translate("Menus", "Label as"))
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
        choose = menu.addAction(
            translate("Menus", "Select all {n:,} of {name}").format(n=len(ids), name=class_name(class_id))
        )
        choose.triggered.connect(lambda: model.expand(class_id))
        choose.triggered.connect(lambda: controller.selection.set(ids))
        name = class_name(class_id)
        menu.addAction(translate("Menus", "Confirm the rest of {name}…").format(name=name)).triggered.connect(
            lambda: confirm_rest(parent, class_id)
        )
        menu.addAction(translate("Menus", "Grid of {name}").format(name=name)).triggered.connect(
            lambda: parent.pages_.show_class(class_id)
        )
        menu.addSeparator()
    fold = menu.addAction(
        translate("Menus", "Expand") if class_id in model.collapsed else translate("Menus", "Collapse")
    )
    fold.triggered.connect(lambda: model.toggle(class_id))
    return menu


def case_menu(worklist: Worklist, rows: Sequence[CaseRow]) -> QMenu:
    """Return the menu of the chosen cases of the worklist, at least one."""
    page = worklist.page
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    one = len(rows) == 1
    ids = [row.id for row in rows]
    key = worklist.key
    _add(menu, translate("Menus", "Open"), key("open"), lambda: worklist.open(ids[0]), one)
    waiting = all(row.status is CaseStatus.RECEIVED for row in rows)
    _add(
        menu,
        translate("Menus", "Analyse") if waiting else translate("Menus", "Analyse again"),
        key("analyse"),
        worklist.changes.analyse,
    )
    _add(menu, translate("Menus", "Details…"), key("details"), worklist.changes.edit_details, one)
    _add(menu, translate("Menus", "Show folder"), "", worklist.changes.show_folder, one)
    _add(
        menu,
        translate("Menus", "Combine slides…"),
        key("combine"),
        worklist.changes.combine,
        bool(slides_of(page.rows, ids)),
    )
    menu.addSeparator()
    if all(row.removed for row in rows):
        _add(menu, translate("Menus", "Put back on the list"), "", lambda: worklist.changes.set_listed(ids, True))
    else:
        _add(
            menu,
            translate("Menus", "Remove from the list"),
            key("remove"),
            lambda: worklist.changes.set_listed(ids, False),
        )
    return menu


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object], enabled: bool = True) -> None:
    action = menu.addAction(f"{text}\t{key_text(key)}" if key else text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _=False: act())


def _any_in_field(controller: Controller) -> bool:
    """Whether any chosen cell lies in a field: only there are boxes to merge or delete."""
    cells = controller.case.cells if controller.case else {}
    return any(not cells[cell_id].single for cell_id in controller.selection.ids if cell_id in cells)
