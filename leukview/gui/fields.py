"""The page of fields at work: field and gallery choose the same cell, boxes are added, deleted and merged, regions counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.region import Region, count_field, count_region
from leukview.gui.actions import Actions
from leukview.gui.box_edits import BoxEdits
from leukview.gui.controller import Controller
from leukview.gui.drawn_calls import BoxCaller, DrawnCalls, own_caller
from leukview.gui.field_pictures import FieldPictures
from leukview.gui.translation import translate
from leukview.gui.widgets.field_panel import FieldPanel

__all__ = ["Fields"]

_TOOLS = {"add_cell": "cell", "region_box": "rectangle", "region_free": "freehand"}


class Fields(QObject):
    """Keeps the page of fields and the rest of the window at the same cell.

    Attributes
    ----------
    file:
        The field on show; empty for none.
    make_caller:
        Makes who calls drawn cells, in a worker, when the first one is drawn.

    Signals
    -------
    wanted:
        The page is to be shown: a tool of it was taken in hand.
    """

    wanted = Signal()

    def __init__(self, controller: Controller, panel: FieldPanel, actions: Actions) -> None:
        super().__init__(panel)
        self._controller, self._panel, self._actions = controller, panel, actions
        self._active = False
        self._deleted = self._last = ""
        self._region: Region | None = None
        self.make_caller: Callable[[], BoxCaller] = own_caller
        self._edits = BoxEdits(controller, DrawnCalls(controller, self._caller))
        self.file = ""
        self._pictures = FieldPictures(controller, panel.list)
        self._connect()

    def _connect(self) -> None:
        controller, panel, view, actions = self._controller, self._panel, self._panel.view, self._actions
        controller.loaded.connect(self._forget)
        controller.closing.connect(self._forget)
        # Whoever comes takes a tool in hand anew: it may not be theirs to use.
        controller.sightChanged.connect(lambda: panel.view.set_tool("move"))
        controller.cellsChanged.connect(self._cells_changed)
        controller.selection.subscribe(self._selection_changed)
        panel.list.fieldChosen.connect(lambda file: self._show_field(file, None))
        panel.region.cleared.connect(self.clear_region)
        for button, name in ((panel.boxes, "show_boxes"), (panel.labels, "show_labels")):
            button.toggled.connect(lambda on, name=name: self._show(name, on))
        panel.needs.toggled.connect(lambda on: self._filter("only_needs", on))
        panel.removed.toggled.connect(lambda on: self._filter("with_removed", on))
        panel.restore.clicked.connect(self.restore)
        panel.smaller.clicked.connect(lambda: view.zoom_by(1 / 1.5))
        panel.larger.clicked.connect(lambda: view.zoom_by(1.5))
        panel.fit.clicked.connect(view.fit)
        panel.actual.clicked.connect(view.actual_size)
        view.zoomChanged.connect(lambda scale: panel.zoom.setText(f"{100 * scale * view.devicePixelRatioF():.0f} %"))
        view.chosen.connect(self._choose)
        view.boxDrawn.connect(self.add)
        view.regionDrawn.connect(self.set_region)
        view.toolChanged.connect(self._tool_changed)
        panel.tiles.opened.connect(self._show_count)
        for name, tool in _TOOLS.items():
            actions[name].triggered.connect(lambda on, tool=tool: self._take(tool if on else "move"))
        actions["merge_cells"].triggered.connect(lambda _=False: self._edits.merge())
        actions["delete_cells"].triggered.connect(lambda _=False: self._edits.delete())

    def _caller(self) -> BoxCaller:
        # Looked up when the first call is asked for: until then another may be put in its place.
        return self.make_caller()

    # -- the page -----------------------------------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Show the page, at the chosen cell, or leave it."""
        self._active = active
        if not active:
            self._panel.view.set_tool("move")
            return
        self._cells_changed()
        cell = self._current()
        if cell is not None and not cell.single:
            self._show_field(cell.file, cell.final_box)
        elif not self.file:
            files = self.files()
            if files:
                self._show_field(files[0], None)

    def files(self) -> list[str]:
        """Return the files of the open case's fields, in the case's order."""
        case = self._controller.case
        return [image.file for image in list(case.images.values()) if image.kind == "field"] if case else []

    def _forget(self) -> None:
        self.file, self._region, self._deleted, self._last = "", None, "", ""
        self._pictures.forget()
        self._panel.view.set_tool("move")
        self._panel.view.region = []
        self._panel.tiles.forget()
        self._panel.view.begin("")
        self._panel.list.set_fields({})
        self._panel.region.show_count(None, region=False)

    def forget_images(self) -> None:
        """Read every field anew: its file may have changed."""
        self._panel.tiles.forget()
        if self.file:
            file, self.file = self.file, ""
            self._show_field(file, None)

    def _current(self) -> Cell | None:
        case = self._controller.case
        return case.cells.get(self._controller.selection.current or "") if case else None

    def _show_field(self, file: str, home: Box | None) -> None:
        panel = self._panel
        if file != self.file:
            if self._region is not None and self._region.file != file:
                self.clear_region()
            self.file, self._deleted = file, ""
            panel.view.begin(translate("Fields", "Reading the field…"), home)
            panel.tiles.show(self._controller.folder / file)
            panel.list.choose(file)
            self._show_boxes()
        elif home is not None:
            panel.view.go_to(home)

    def _cells_changed(self) -> None:
        """Show the fields, their counts and boxes as they are now; a page that is not on show waits until it is."""
        if not self._active:
            return
        files = self.files()
        self._panel.show_fields(bool(files))
        counts = self._controller.model.per_file()
        self._panel.list.set_fields({file: counts.get(file, (0, 0)) for file in files})
        self._panel.list.setVisible(len(files) > 1)
        self._pictures.read(files)
        shown = self.file
        if files and self.file not in files:
            cell = self._current()
            if cell is not None and cell.file in files:
                self._show_field(cell.file, cell.final_box)
            else:
                self._show_field(files[0], None)
        self._panel.list.choose(self.file)
        if self.file == shown:
            # Another field has shown its own.
            self._show_boxes()

    def _show_boxes(self) -> None:
        case, view = self._controller.case, self._panel.view
        if case is None:
            return
        known = (*list(case.cells.values()), *list(case.removed.values()))
        view.boxes.set_cells(cell for cell in known if cell.file == self.file)
        deleted = case.removed.get(self._deleted)
        if deleted is None:
            self._deleted = ""
        self._panel.restore.setVisible(deleted is not None)
        self._mark_chosen()
        self._show_count()

    def _mark_chosen(self) -> None:
        selection = self._controller.selection
        current = self._deleted or selection.current or ""
        self._panel.view.set_chosen([] if self._deleted else selection.ids, current)

    def _show(self, name: str, on: bool) -> None:
        setattr(self._panel.view, name, on)
        self._panel.view.update()

    def _filter(self, name: str, on: bool) -> None:
        boxes = self._panel.view.boxes
        setattr(boxes, name, on)
        boxes.refresh()
        if not on and name == "with_removed":
            self._deleted = ""
            self._show_boxes()
        self._panel.view.update()

    # -- choosing -----------------------------------------------------------------------------------------------------

    def _selection_changed(self) -> None:
        if not self._active:
            return
        self._deleted = ""
        self._panel.restore.hide()
        self._mark_chosen()
        cell, last, case = self._current(), self._last, self._controller.case
        if cell is None or case is None:
            return
        self._last = cell.id
        # A cell that is gone leaves the choice to another, which nobody asked to see.
        if not cell.single and (not last or last in case.cells):
            self._show_field(cell.file, cell.final_box)

    def _choose(self, cell_id: str, add: bool) -> None:
        case, selection, model = self._controller.case, self._controller.selection, self._controller.model
        if case is None:
            return
        if cell_id in case.removed:
            self._deleted = cell_id
            self._panel.restore.setVisible(True)
            self._mark_chosen()
            return
        self._deleted = ""
        group = model.group_of(cell_id)
        if group is not None:
            model.expand(group)
        if add:
            selection.toggle(cell_id)
        else:
            selection.set([cell_id], cell_id)
        self._mark_chosen()

    # -- boxes --------------------------------------------------------------------------------------------------------

    def _take(self, tool: str) -> None:
        if tool != "move":
            self.wanted.emit()
        may = bool(self.files()) and (tool != "cell" or self._edits.may_add())
        self._panel.view.set_tool(tool if may else "move")  # type: ignore[arg-type]
        self._tool_changed(self._panel.view.tool)
        self._panel.view.setFocus()

    def _tool_changed(self, tool: str) -> None:
        for name, own in _TOOLS.items():
            self._actions[name].setChecked(own == tool)
        # While boxes are drawn, a label stays at the cell it is given to.
        self._controller.staying = tool == "cell"

    def add(self, box: Box) -> None:
        """Add a cell with this box to the field on show."""
        self._edits.add(self.file, box)

    def restore(self) -> None:
        """Bring the deleted cell that was clicked back."""
        if self._deleted:
            self._edits.restore(self._deleted)

    # -- regions ------------------------------------------------------------------------------------------------------

    @property
    def region(self) -> Region | None:
        """The region that is counted, or None."""
        return self._region

    def set_region(self, points: list[tuple[float, float]]) -> None:
        """Count what lies in a polygon, corners (x, y) in source pixels."""
        self._region = Region(self.file, tuple(points))
        self._panel.view.region = points
        self._panel.view.set_tool("move")
        self._show_count()

    def clear_region(self) -> None:
        """Take the region away."""
        self._region = None
        self._panel.view.region = []
        self._panel.view.update()
        self._show_count()

    def _show_count(self) -> None:
        session = self._controller.session
        if session is None or not self.file:
            return
        cells = self._controller.cells
        if self._region is not None:
            count = count_region(cells, self._region, self._panel.tiles.pixel_um, session.ranges)
        else:
            here = [cell for cell in cells if cell.file == self.file]
            count = count_field(here, session.ranges)
        files = self.files()
        place = ""
        if len(files) > 1 and self.file in files:
            place = translate("Fields", "Field {place} of {n} · ").format(
                place=files.index(self.file) + 1, n=len(files)
            )
        self._panel.title.set_whole_text(place + self.file)
        self._panel.region.show_count(count, region=self._region is not None)
