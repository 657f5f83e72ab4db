"""Reference cells of the called class and of the second one beside the cell under review: which they are, and their pictures."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QImage

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.reference import ReferenceCell, examples
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.gui.shortcuts import in_force
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.floating import Floating
from leukview.gui.widgets.reference_strip import MOST, Beside, ReferenceStrip

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.reference import References

__all__ = ["ReferenceBeside", "compared_classes"]

_SETTLE_MS = 40
"""Quiet time before pictures are read: whoever walks on does not wait for them."""
_KEPT = 64
_LEAST_HEIGHT = 560
"""Pixels of the cell's column below which reference cells lie over its end, when they are asked for."""
_NO_SET = QT_TRANSLATE_NOOP("Reference", "No reference set is chosen to stand here.")
_EMPTY = QT_TRANSLATE_NOOP("Reference", "The chosen reference set is empty or deleted.")
_COVERED = QT_TRANSLATE_NOOP("Reference", "Covered until your test on these cells is finished or given up.")
_READ = QT_TRANSLATE_NOOP(
    "Reference", "The chosen reference set is empty, or its cells are hidden while a second reader reads their case."
)
_NO_CALL = QT_TRANSLATE_NOOP("Reference", "No class to compare with yet.")


def compared_classes(cell: Cell) -> list[str]:
    """Return the class that a cell is called and the pipeline's second one; a person's label comes before both."""
    found = [cell.person_class] if cell.person_class else []
    if cell.prediction is not None:
        found += [cell.prediction.cls, cell.prediction.second_cls]
    return list(dict.fromkeys(name for name in found if name))[:2]


class ReferenceBeside(QObject):
    """Puts the strip into the cell's column, and fills it for each cell in a worker."""

    def __init__(self, window: MainWindow, references: References) -> None:
        super().__init__(window)
        self._window, self._references = window, references
        self._panel = window.cell_panel
        self.strip = ReferenceStrip()
        self._floating = Floating(self._panel, translate("Reference", "Reference cells"))
        self._low = self._open = False
        self._into_column()
        self._set_id, self._name, self._why = -1, "", ""
        self._cells: list[ReferenceCell] = []
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._load)
        action = window.actions_["reference_strip"]
        action.triggered.connect(self._switch)
        self.strip.hideWanted.connect(self._hide)
        self.strip.enlargeWanted.connect(self.enlarge)
        window.actions_["reference_large"].triggered.connect(lambda _=False: self.enlarge())
        self._panel.cellShown.connect(self.refresh)
        self._panel.installEventFilter(self)
        window.controller.cellsChanged.connect(self.refresh)
        references.changed.connect(self._read)
        window.controller.opened.connect(self._read)
        window.controller.closing.connect(self._settle.stop)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the column is too low."""
        if watched is self._panel and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what stands beside the cell on show."""
        self._place()
        cell = self._panel.cell()
        if self._missing:
            # Out of sight, and nothing of another set or of a key that is covered now is left in it.
            self.strip.say(self._missing)
        if cell is None or self.strip.isHidden():
            return
        names = compared_classes(cell)
        if not names:
            self.strip.say(translate("Reference", _NO_CALL))
            return
        groups = [(name, examples(self._usable(), name, MOST, self._besides(cell))) for name in names]
        self.strip.show_groups([self._group(name, cells) for name, cells in groups], self._name)
        self._place()
        if any(found.picture not in self._pictures for _, cells in groups for found in cells):
            self._settle.start()

    def _group(self, name: str, cells: list[ReferenceCell]) -> Beside:
        return Beside(name, tuple(cells), tuple(self._pictures.get(cell.picture, QImage()) for cell in cells))

    def _besides(self, cell: Cell) -> tuple[str, Box | None]:
        case = self._window.controller.case
        image = case.images.get(cell.file) if case is not None else None
        return (image.sha256 if image else "", None if cell.single else cell.final_box)

    def _usable(self) -> list[ReferenceCell]:
        """Return the set's cells; while a second reader is blind none of this case: it has the first reader's word."""
        session = self._window.controller.session
        if session is None or session.sight == "whole":
            return self._cells
        # The library leaves them out; these may have been read before the second reading began.
        return [cell for cell in self._cells if cell.case != session.case_id]

    @property
    def _missing(self) -> str:
        """Why there is nothing to stand here, in words; empty where there is something."""
        if self._cells:
            return ""
        if self._why:
            return translate("Reference", self._why)
        known = self._set_id == self._window.preferences.reference_set and self._set_id > 0
        return translate("Reference", _EMPTY if known else _NO_SET)

    def _place(self) -> None:
        """Give the strip its room: none where it has nothing to show; over the column's end where that is too low for it."""
        low = self._panel.height() < _LEAST_HEIGHT
        if low != self._low:
            self._low, self._open = low, False
            if low:
                self._floating.take(self.strip)
            else:
                self._into_column()
        preferences = self._window.preferences
        self._window.actions_["reference_strip"].setChecked(preferences.reference_strip)
        wanted = preferences.reference_strip and self._panel.cell() is not None and not self._missing
        self.strip.setVisible(wanted and (self._open or not low))
        self._floating.setVisible(wanted and low and self._open)
        if self._floating.isVisible():
            self._floating.place()

    def _into_column(self) -> None:
        layout = self._panel.layout()
        assert layout is not None
        layout.insertWidget(layout.indexOf(self._panel.details), self.strip)  # type: ignore[attr-defined]  # a QVBoxLayout

    def _switch(self, shown: bool) -> None:
        """Show or hide the strip; where the column is too low for it, lay it over the column or take it away again."""
        preferences = self._window.preferences
        if self._low:
            self._open = not self._open or not preferences.reference_strip
            shown = True
        preferences.reference_strip = shown
        self.refresh()
        if shown and self._panel.cell() is not None and self._missing:
            sets = translate("Reference", "{why} Ctrl+B shows the sets.").format(why=self._missing)
            self._window.controller.said.emit(in_force(sets), False)

    def _hide(self) -> None:
        self._window.preferences.reference_strip = self._open = False
        self.refresh()

    # -- what is read -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read the chosen set's cells anew."""
        wanted = self._window.preferences.reference_set
        if not wanted:
            self.forget()
            return

        def work(progress: TaskProgress) -> tuple[int, str, list[ReferenceCell], str]:
            from leukview.services.quiz_guard import covers

            library = self._references.library()
            name = next((item.name for item in library.sets() if item.id == wanted), "")
            cells = library.cells(wanted) if name else []
            if covers(self._references.quiz.guard.standing(), cells):
                return wanted, name, [], _COVERED
            return wanted, name, cells, _READ if name and not cells and library.covered_cases() else ""

        self._references.ask("beside", work, lambda found: self._take(*found))

    def forget(self) -> None:
        """Show nothing until it is read anew."""
        self._take(0, "", [], "")

    def _take(self, set_id: int, name: str, cells: list[ReferenceCell], why: str) -> None:
        self._set_id, self._name, self._cells, self._why = set_id, name, cells, why
        self.refresh()

    def _load(self) -> None:
        groups = self.strip.groups
        missing = [cell.picture for group in groups for cell in group.cells if cell.picture not in self._pictures]

        def work(progress: TaskProgress) -> list[tuple[str, QImage]]:
            library = self._references.library()
            return [(name, qimage_from_rgb(library.pixels(name))) for name in missing]

        def done(found: list[tuple[str, QImage]]) -> None:
            self._pictures.update(found)
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
            self.strip.show_groups([self._group(g.class_id, list(g.cells)) for g in self.strip.groups], self._name)

        if missing:
            self._references.ask("beside pictures", work, done)

    # -- large --------------------------------------------------------------------------------------------------------

    def enlarge(self, number: int = 0) -> None:
        """Show a reference cell large beside the cell under review, by default the first one."""
        cell, controller = self._panel.cell(), self._window.controller
        if cell is None:
            return
        file = self._besides(cell)
        cells = [found for name in compared_classes(cell) for found in examples(self._usable(), name, 1000, file)]
        if self._why:
            controller.said.emit(translate("Reference", self._why), False)
            return
        if not cells:
            controller.said.emit(
                translate("Reference", "There is no reference cell of these classes: Ctrl+B shows the sets."), False
            )
            return
        place = next((place for place, found in enumerate(cells) if found.id == number), 0)
        viewer = self._references.view(cells, place, translate("Reference", "This cell: {id}").format(id=cell.id))
        folder = controller.folder

        def done(found: tuple[QImage, float | None]) -> None:
            viewer.set_own(*found)

        laboratory_um = self._window.preferences.pixel_um
        self._references.ask("own", lambda progress: _own_picture(folder, cell, laboratory_um), done)
        viewer.finished.connect(lambda _: controller.tasks.cancel("reference own"))


def _own_picture(folder: Path, cell: Cell, laboratory_um: float) -> tuple[QImage, float | None]:
    """Return the cell's picture, itself in the middle, with the side of its pixels in µm. Called in a worker.

    The size is the file's own, else the laboratory's, as in the cell's view.
    """
    from leukview.imaging.cell_crop import cut_crop
    from leukview.imaging.pixel_size import pixel_size_um
    from leukview.imaging.readers import read_rgb
    from leukview.services.sample import synthetic_pixel_um

    path = folder if folder.is_file() else folder / cell.file
    image = read_rgb(path)
    height, width = image.shape[:2]
    pixel = pixel_size_um(path) or synthetic_pixel_um(folder, width, height) or laboratory_um or None
    if not cell.single:
        box = cell.final_box
        image = cut_crop(image, box, round(2.2 * max(box.width, box.height)))
    return qimage_from_rgb(image), pixel
