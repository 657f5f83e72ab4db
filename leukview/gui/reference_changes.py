"""What is changed on the page of reference cells: sets and their cells, each change undone and done again from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.gui.sentences import sentence
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import several, translate
from leukview.gui.widgets.reference_dialogs import CellNoteDialog, NameSetDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.reference import References
    from leukview.services.reference import ReferenceLibrary

__all__ = ["ReferenceChanges"]


class ReferenceChanges(QObject):
    """Does what is wanted on the page with sets and their cells."""

    def __init__(self, window: MainWindow, references: References) -> None:
        super().__init__(references)
        self._window, self._references = window, references
        self._page = page = references.page
        page.removeWanted.connect(self._remove)
        page.noteWanted.connect(self._note)
        page.newWanted.connect(self._new)
        page.editWanted.connect(self._edit)
        page.deleteWanted.connect(self._delete)
        page.starterWanted.connect(self._starter)
        page.undoWanted.connect(lambda: self._travel("undo"))
        page.redoWanted.connect(lambda: self._travel("redo"))

    def _travel(self, way: str) -> None:
        def work(library: ReferenceLibrary) -> str:
            text = library.undo() if way == "undo" else library.redo()
            done = translate("Reference", "Undone") if way == "undo" else translate("Reference", "Done again")
            return f"{done}: {sentence(text)}" if text else ""

        self._references.change(work)

    def _remove(self) -> None:
        set_id, ids = self._page.set_id, [cell.id for cell in self._page.chosen()]
        if ids:
            words = several(
                len(ids),
                translate("Reference", "{n:,} cell removed; Ctrl+Z brings them back"),
                translate("Reference", "{n:,} cells removed; Ctrl+Z brings them back"),
            )
            self._references.change(lambda library: library.remove(set_id, ids), words)

    def _note(self) -> None:
        cells, set_id = self._page.chosen(), self._page.set_id
        if len(cells) != 1:
            return
        dialog = CellNoteDialog(cells[0].note, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            text = dialog.note.text()
            self._references.change(lambda library: library.note_cell(set_id, cells[0].id, text))

    def _new(self) -> None:
        dialog = NameSetDialog(translate("Reference", "New reference set"), parent=self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            name, note = dialog.values()
            self._references.store(
                lambda progress: self._references.library().create(name, note),
                self._references.made,
            )

    def _edit(self) -> None:
        item = self._page.current()
        if item is None:
            return
        dialog = NameSetDialog(translate("Reference", "Reference set"), item.name, item.note, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            name, note = dialog.values()

            def work(library: ReferenceLibrary) -> None:
                library.rename(item.id, name)
                library.set_note(item.id, note)

            self._references.change(work)

    def _delete(self) -> None:
        item = self._page.current()
        if item is not None:
            said = translate("Reference", "{name} deleted; Ctrl+Z brings it back").format(name=item.name)
            self._references.change(lambda library: library.delete(item.id), said)

    def _starter(self) -> None:
        def work(progress: TaskProgress) -> int:
            from leukview.services.reference_files import STARTER, starter_cells

            library, taken = self._references.library(), starter_cells(progress)
            number = library.create(STARTER, "Drawn by LeukView, from no patient: to try things out, not to learn from")
            library.add(number, taken.cells)
            return number

        self._references.store(work, self._references.made)
