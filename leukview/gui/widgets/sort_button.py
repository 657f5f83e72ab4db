"""The button that says in which order cells stand within their class, and its menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from leukview.gui.icons import icon
from leukview.gui.models.gallery_sort import SORT_NAMES, Sort
from leukview.gui.translation import lowered, several, translate

__all__ = ["SortButton"]


class SortButton(QToolButton):
    """Opens a menu of orders; checked while the order is another than the one in which the cells were found.

    Parameters
    ----------
    joined:
        Returns how many cells wait at their group's end since the last sort.

    Signals
    -------
    chosen:
        Emitted with the order and whether it is turned round; also for the order in force, which sorts again.
    """

    chosen = Signal(Sort, bool)

    def __init__(self, joined: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._joined = joined
        self._sort, self._backwards = Sort.FOUND, False
        self.setIcon(icon("sort", "muted"))
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.aboutToHide.connect(lambda: self.setChecked(self._other))
        self.clicked.connect(self._open)
        self.show_sort(Sort.FOUND)

    def show_sort(self, sort: Sort, *, backwards: bool = False) -> None:
        """Show which order is in force."""
        self._sort, self._backwards = sort, backwards
        name, ahead, behind = (translate("Gallery", text) for text in SORT_NAMES[sort])
        first = behind if backwards else ahead
        self.setChecked(self._other)
        self.setAccessibleName(translate("Gallery", "Sort: {name}, {first}").format(name=name, first=lowered(first)))
        self.setToolTip(
            translate("Gallery", "Sorted within each class: {name}, {first}. Click for other orders").format(
                name=lowered(name), first=lowered(first)
            )
        )

    @property
    def _other(self) -> bool:
        return self._sort is not Sort.FOUND or self._backwards

    def menu_actions(self) -> list[QAction]:
        """Return what the menu offers now."""
        self._fill()
        return [action for action in self._menu.actions() if not action.isSeparator()]

    def _open(self) -> None:
        self.setChecked(True)
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self) -> None:
        self._menu.clear()
        orders, ways = QActionGroup(self._menu), QActionGroup(self._menu)
        if joined := self._joined():
            again = self._menu.addAction(
                several(
                    joined,
                    translate("Gallery", "Sort again: {n:,} cell joined at the end"),
                    translate("Gallery", "Sort again: {n:,} cells joined at the end"),
                )
            )
            again.setToolTip(
                translate(
                    "Gallery",
                    "Cells that are new, or changed class, wait at their group's end: nothing moves by itself",
                )
            )
            again.triggered.connect(lambda: self.chosen.emit(self._sort, self._backwards))
            self._menu.addSeparator()
        for sort, names in SORT_NAMES.items():
            action = self._menu.addAction(translate("Gallery", names[0]))
            self._tick(action, orders, on=sort is self._sort)
            action.triggered.connect(lambda _=False, sort=sort: self.chosen.emit(sort, False))
        self._menu.addSeparator()
        for backwards, words in zip((False, True), SORT_NAMES[self._sort][1:], strict=True):
            action = self._menu.addAction(words)
            self._tick(action, ways, on=backwards is self._backwards)
            action.triggered.connect(lambda _=False, way=backwards: self.chosen.emit(self._sort, way))

    @staticmethod
    def _tick(action: QAction, group: QActionGroup, *, on: bool) -> None:
        action.setCheckable(True)
        action.setChecked(on)
        group.addAction(action)
