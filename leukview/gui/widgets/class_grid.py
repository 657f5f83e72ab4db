"""One class at a time over the whole window, at one scale, the odd ones first and marked with what is odd."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from leukview.gui.icons import icon
from leukview.gui.key_tips import follow_action
from leukview.gui.models.selection import Selection
from leukview.gui.models.wall import WallModel
from leukview.gui.translation import class_name, translate
from leukview.gui.widgets.basics import tool_button
from leukview.gui.widgets.gallery import Gallery
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.page import Page

__all__ = ["WALL_TILES", "ClassGrid", "Wall"]

WALL_TILES = (96, 128, 160, 192, 224)
"""Tile sizes in pixels."""
_CAPTION = 18


class Wall(Gallery):
    """The gallery of one class: no headers, the same number of source pixels in every tile, and words under the odd ones."""

    def __init__(self, model: WallModel, selection: Selection, thumbnails: Thumbnails) -> None:
        super().__init__(model, selection, thumbnails)
        self.wall = model
        self.sizes = WALL_TILES
        self.grid.header, self.grid.caption = 0, _CAPTION
        self.grid.tile = WALL_TILES[1]
        self.setAccessibleName(translate("ClassGrid", "All cells of one class, the odd ones first"))

    def caption(self, cell_id: str) -> tuple[str, bool]:
        """Return the class a cell was given meanwhile, else what is odd about it."""
        return self.wall.caption(cell_id)

    def refresh(self) -> None:
        """Lay out anew, at the class's scale."""
        self.span = getattr(self.model, "span", None)
        super().refresh()

    def _tip(self, cell_id: str) -> str:
        why = self.wall.oddness[cell_id].why
        return super()._tip(cell_id) + (translate("ClassGrid", "\nUnlike its class: ") + "; ".join(why) if why else "")

    def _start_drag(self, cell_id: str) -> None:
        """Drag nowhere: there is one class here, and keys give another."""


class ClassGrid(Page):
    """The wall with its head: class, counts, the classes before and after, sizes, and confirming what is left."""

    def __init__(
        self,
        selection: Selection,
        thumbnails: Thumbnails,
        confirm_rest: QAction,
        previous_class: QAction,
        next_class: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = WallModel()
        self.wall = Wall(self.model, selection, thumbnails)
        self.rest = QPushButton(translate("ClassGrid", "Confirm the rest"))
        self.rest.setFocusPolicy(self.back.focusPolicy())
        self.rest.setIcon(icon("check"))
        self.rest.clicked.connect(confirm_rest.trigger)
        follow_action(self.rest, confirm_rest)
        self.previous = tool_button("previous", translate("ClassGrid", "Previous class"), "")
        follow_action(self.previous, previous_class)
        self.previous.clicked.connect(previous_class.trigger)
        self.next = tool_button("next", translate("ClassGrid", "Next class"), "")
        follow_action(self.next, next_class)
        self.next.clicked.connect(next_class.trigger)
        self.smaller = tool_button(
            "minus", translate("ClassGrid", "Smaller tiles"), translate("ClassGrid", "Smaller tiles (Ctrl+wheel)")
        )
        self.larger = tool_button(
            "plus", translate("ClassGrid", "Larger tiles"), translate("ClassGrid", "Larger tiles (Ctrl+wheel)")
        )
        self.smaller.clicked.connect(lambda: self._resize_tiles(-1))
        self.larger.clicked.connect(lambda: self._resize_tiles(1))
        for part in (self.previous, self.next, self.smaller, self.larger, self.rest):
            self.head.addWidget(part)
        self.column.addWidget(self.wall, 1)
        self.model.subscribe(self._describe)
        self.wall.viewChanged.connect(self._describe_sizes)
        self._describe_sizes()

    def _resize_tiles(self, step: int) -> None:
        place = WALL_TILES.index(self.wall.grid.tile) + step
        self.wall.set_tile(WALL_TILES[max(0, min(place, len(WALL_TILES) - 1))])
        self.wall.setFocus()

    def _describe_sizes(self) -> None:
        self.smaller.setEnabled(self.wall.grid.tile > WALL_TILES[0])
        self.larger.setEnabled(self.wall.grid.tile < WALL_TILES[-1])

    def _describe(self) -> None:
        if self.model.class_id:
            self.title.setText(class_name(self.model.class_id))
            self.state.set_whole_text(self.model.words())
