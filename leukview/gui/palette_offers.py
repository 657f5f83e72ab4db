"""What the command palette can do in a window: its actions, classes, pages, cases and cells."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui.menus import gallery_menu
from leukview.gui.models.gallery import Tab
from leukview.gui.models.palette import Kind, Offer
from leukview.gui.models.worklist import status_words, when
from leukview.gui.shortcuts import key_text, label_id, label_key
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, class_short, english_name, several, translate
from leukview.gui.why_not import why_not
from leukview.services.worklist import CaseRow

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["action_offers", "case_offers", "cell_offers", "class_offers", "list_offers", "menu_paths", "page_offers"]

LEAST_CELL, MOST_CELLS = 2, 30
"""Letters to type before cells are searched, and how many are offered: a longer word finds the one that is meant."""
_HIDDEN = frozenset({"palette"})
_TABS = {
    Tab.NEEDS: QT_TRANSLATE_NOOP("Palette", "Needs you"),
    Tab.ALL: QT_TRANSLATE_NOOP("Palette", "All cells"),
    Tab.NOT_COUNTED: QT_TRANSLATE_NOOP("Palette", "Not counted"),
}


def menu_paths(window: MainWindow) -> dict[QAction, str]:
    """Return where each action is found with the mouse: in the bar at the top, in its menu, or in a cell's."""
    paths: dict[QAction, str] = {}
    cell_menu = gallery_menu(window, window.actions_, window.controller)
    _walk(cell_menu, translate("Palette", "Right click on a cell"), paths)
    cell_menu.deleteLater()
    for button in window.top.findChildren(QToolButton):
        if button.menu() is not None:
            _walk(button.menu(), button.toolTip(), paths)
    for button in window.top.findChildren(QToolButton):
        if button.defaultAction() is not None:
            paths[button.defaultAction()] = translate("Palette", "Top bar")
    return paths


def _walk(menu: QMenu, path: str, paths: dict[QAction, str]) -> None:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            _walk(below, f"{path} ▸ {action.text()}", paths)
        elif not action.isSeparator():
            paths[action] = path


def action_offers(window: MainWindow) -> list[Offer]:
    """Return every action with its key and menu, those that cannot be done now with the reason."""
    actions, paths = window.actions_, menu_paths(window)
    offers = []
    for name in actions.names():
        action = actions[name]
        if name in _HIDDEN:
            continue
        key = next(iter(actions.keymap.keys(name)), "")
        offers.append(
            Offer(
                name,
                Kind.ACTION,
                action.text().rstrip("…"),
                action.trigger,
                paths.get(action, ""),
                key_text(key),
                why_not(window, name),
                action.toolTip(),
                checked=action.isChecked() if action.isCheckable() else None,
            )
        )
    return offers


def class_offers(window: MainWindow) -> list[Offer]:
    """Return, for each class, that the chosen cells get it."""
    chosen, current = len(window.controller.selection), window.controller.selection.current
    where = (
        translate("Palette", "{chosen:,} chosen cells").format(chosen=chosen)
        if chosen > 1
        else translate("Palette", "cell {current}").format(current=current)
        if current
        else ""
    )
    return [
        Offer(
            label_id(item.id),
            Kind.CLASS,
            translate("Palette", "Label as {name}").format(name=class_name(item.id)),
            window.actions_.labels[item.id].trigger,
            where,
            label_key(item.id),
            why_not(window, item.id) or ("" if current else translate("Palette", "No cell is chosen")),
            f"{class_short(item.id)} {english_name(item.id)}".strip(),
            item.id,
        )
        for item in taxonomy().classes
    ]


def page_offers(window: MainWindow) -> list[Offer]:
    """Return the gallery's tabs, and the grid of each class that has cells."""
    if window.controller.session is None:
        return []
    totals = window.controller.model.totals
    tabs = [
        Offer(
            f"page.{tab}",
            Kind.PAGE,
            translate("Palette", "Gallery: {words}").format(words=translate("Palette", words)),
            partial(_show_tab, window, tab),
            translate("Palette", "Page"),
        )
        for tab, words in _TABS.items()
    ]
    grids = [
        Offer(
            f"page.grid.{item.id}",
            Kind.PAGE,
            translate("Palette", "Grid of {name}").format(name=class_name(item.id)),
            partial(_show_grid, window, item.id),
            several(
                totals[item.id], translate("Palette", "Page · {n:,} cell"), translate("Palette", "Page · {n:,} cells")
            ),
            class_id=item.id,
        )
        for item in taxonomy().classes
        if totals[item.id]
    ]
    return tabs + grids


def _show_tab(window: MainWindow, tab: Tab) -> None:
    _to_review(window)
    window.actions_["fields"].setChecked(False)
    window.gallery_panel.tabs[tab].click()
    window.gallery.setFocus()


def _show_grid(window: MainWindow, class_id: str) -> None:
    _to_review(window)
    window.pages_.show_class(class_id)


def _to_review(window: MainWindow) -> None:
    window.pages_.leave()
    if window.pages.currentWidget() is not window.columns:
        window.worklist.leave()


def list_offers(window: MainWindow) -> list[Offer]:
    """Return what the list of cases can do with its chosen cases, while it is on show."""
    shown = window.worklist.shown
    return [
        Offer(
            f"list.{key.label}",
            Kind.ACTION,
            translate("Palette", "Cases: {label}").format(label=key.label),
            key.action.trigger,
            translate("Palette", "List of cases"),
            key.cap,
            "" if shown else translate("Palette", "Only while the list of cases is on show"),
        )
        for key in window.worklist.page.keys
    ]


def case_offers(window: MainWindow, rows: Iterable[CaseRow]) -> list[Offer]:
    """Return the cases of the worklist, the one opened last first."""
    return [
        Offer(
            f"case.{row.id}",
            Kind.CASE,
            translate("Palette", "Open {name}").format(name=row.name),
            partial(window.worklist.open, row.id),
            " · ".join(
                filter(
                    None, (translate("Palette", "Case"), row.patient, row.slide, status_words(row), when(row.recent))
                )
            ),
            also=row.folder,
        )
        for row in sorted((row for row in rows if not row.removed), key=lambda row: row.recent, reverse=True)
    ]


def cell_offers(window: MainWindow, typed: str) -> list[Offer]:
    """Return the open case's cells whose name contains what was typed, a few at most: the very one, then in the case's order."""
    case = window.controller.case
    low = typed.strip().lower()
    if case is None or len(low) < LEAST_CELL:
        return []

    # A worker may be adding cells.
    names = [cell_id for cell_id in list(case.cells) if low in cell_id.lower()]
    cells = [case.cells[name] for name in sorted(names, key=lambda name: len(name) != len(low))[:MOST_CELLS]]
    return [
        Offer(
            f"cell.{cell.id}",
            Kind.CELL,
            cell.id,
            partial(_show_cell, window, cell.id),
            _cell_words(cell),
            class_id=cell.final_class,
        )
        for cell in cells
    ]


def _show_cell(window: MainWindow, cell_id: str) -> None:
    _to_review(window)
    window.choice.show([cell_id])


def _cell_words(cell: Cell) -> str:
    called = class_name(cell.ai_class) if cell.ai_class else ""
    given = class_name(cell.person_class) if cell.person_class else ""
    return " · ".join(
        filter(
            None,
            (
                translate("Palette", "Cell"),
                translate("Palette", "AI: {called}").format(called=called) * bool(called),
                translate("Palette", "reader: {given}").format(given=given) * bool(given),
            ),
        )
    )
