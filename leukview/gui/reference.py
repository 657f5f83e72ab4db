"""The window's reference cells: the page of sets, cells added from a case, and the library that both work on, in workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from leukview.domain.reference import ReferenceCell, ReferenceSet
from leukview.gui import reference_words
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.gui.quiz import QuizDesk
from leukview.gui.reference_beside import ReferenceBeside
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import key_text
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import several, translate
from leukview.gui.widgets.reference_dialogs import (
    AddReferenceDialog,
    CellNoteDialog,
    ImportReferenceDialog,
    NameSetDialog,
)
from leukview.gui.widgets.reference_page import ReferencePage
from leukview.gui.widgets.reference_viewer import ReferenceViewer

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.reference import ReferenceLibrary

__all__ = ["References"]

_THUMBNAIL = 224
"""Longer side, in pixels, at which pictures of the wall are kept."""


class References(QObject):
    """Shows the page and does what is asked for on it and from a case.

    Signals
    -------
    changed:
        The library, or which set stands beside cells, is another now.
    """

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.controller.tasks
        self._writing = Lock()
        self._number = 0
        add = window.actions_["add_reference"].shortcut
        self.page = page = ReferencePage(key_text(add().toString()), window.actions_["quiz"])
        window.actions_.keysChanged.connect(lambda: page.use_add_key(key_text(add().toString())))
        window.pages.addWidget(page)
        page.left.connect(self.leave)
        page.setChosen.connect(self._choose)
        page.enlargeWanted.connect(self._enlarge)
        page.model.wanted.connect(self._load_pictures)
        page.removeWanted.connect(self._remove)
        page.noteWanted.connect(self._note)
        page.newWanted.connect(self._new)
        page.editWanted.connect(self._edit)
        page.deleteWanted.connect(self._delete)
        page.importWanted.connect(self._import)
        page.exportWanted.connect(self._export)
        page.starterWanted.connect(self._starter)
        page.undoWanted.connect(lambda: self._travel("undo"))
        page.redoWanted.connect(lambda: self._travel("redo"))
        page.beside.connect(self._set_beside)
        self.beside = ReferenceBeside(window, self)
        self.quiz = QuizDesk(window, self)
        for signal in (window.controller.opened, window.controller.sightChanged):
            # Other eyes: what was read for the ones before is not shown until it is read anew.
            signal.connect(lambda: page.show_cells([]))
        window.actions_["reference"].triggered.connect(lambda _=False: self.toggle())
        window.actions_["add_reference"].triggered.connect(lambda _=False: self.add_chosen())

    # -- the library --------------------------------------------------------------------------------------------------

    def library(self) -> ReferenceLibrary:
        """Return the library. Called in workers: the first use may migrate a database."""
        from leukview.services.reference import ReferenceLibrary

        workspace = self._window.controller.work_space()
        kept = self._window.preferences
        return ReferenceLibrary(workspace.store, kept.operator or workspace.operator, kept.pixel_um)

    def ask(self, name: str, work: Callable[[TaskProgress], object], done: Callable[[Any], None]) -> None:
        """Run something in a worker and hand its result over; how far it is, and what goes wrong, is shown."""
        controller = self._window.controller

        told = False

        def tell(number: int, total: int, words: str) -> None:
            nonlocal told
            if total and words:
                told = True
                what = sentence(words)
                text = translate("Reference", "{what}: {number:,} of {total:,}").format(
                    what=what[:1].upper() + what[1:], number=number, total=total
                )
                controller.said.emit(text, False)

        def finished(result: object) -> None:
            if told:
                self._window.status.clear_message()
            done(result)

        self._tasks.start(f"reference {name}", work, finished=finished, progress=tell, failed=controller.faulted.emit)

    def _store(self, work: Callable[[TaskProgress], object], done: Callable[[Any], None]) -> None:
        """Change the library in a worker, after every change asked for before. No later one takes its place."""

        def alone(progress: TaskProgress) -> object:
            with self._writing:
                return work(progress)

        self._number += 1
        self.ask(f"change {self._number}", alone, done)

    def _change(self, work: Callable[[ReferenceLibrary], object], said: str = "") -> None:
        """Change the library, then show it; ``said`` is told, or what the work returns where it is a text."""

        def done(result: object) -> None:
            text = result if isinstance(result, str) and result else said
            if text:
                self._window.controller.said.emit(text, False)
            self.refresh()
            self.changed.emit()

        self._store(lambda progress: work(self.library()), done)

    # -- the page -----------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> bool:
        """Whether the page is on show."""
        return self._window.pages.currentWidget() is self.page

    def toggle(self) -> None:
        """Show the page, or go back."""
        if self.shown:
            self.leave()
        else:
            self.show()

    def show(self, set_id: int = 0) -> None:
        """Show the page, with a set where one is named; a test that is not finished stands before it."""
        self.quiz.guard.unless_sat(lambda: self._enter(set_id))

    def _enter(self, set_id: int) -> None:
        self._window.pages_.leave()
        self._window.pages.setCurrentWidget(self.page)
        self.page.wall.setFocus()
        self.refresh(set_id or self.page.set_id or self._window.preferences.reference_set)

    def leave(self) -> None:
        """Go back to the open case, or to where one begins."""
        self._window.worklist.leave()

    def refresh(self, chosen: int = 0) -> None:
        """Read the sets and the cells of the one on show anew."""
        wanted, shown = chosen or self.page.set_id, self.page.cells

        def work(progress: TaskProgress) -> Any:
            if tests := self.quiz.guard.standing():
                return tests
            library = self.library()
            sets = library.sets()
            known = [item.id for item in sets]
            set_id = wanted if wanted in known else (known[0] if known else 0)
            cells = library.cells(set_id) if set_id else []
            return sets, set_id, _the_same(cells, shown), library.history()

        def done(found: Any) -> None:
            if isinstance(found, tuple):
                self._show(*found)
            elif self.shown:
                self.leave()
                self.quiz.guard.ask(found, lambda: self.show(wanted))

        self.ask("page", work, done)

    def _show(
        self, sets: list[ReferenceSet], set_id: int, cells: list[ReferenceCell], history: tuple[str, str]
    ) -> None:
        session = self._window.controller.session
        if session is not None and session.sight == "second":
            # None of this case: it has the first reader's word.
            cells = [cell for cell in cells if cell.case != session.case_id]
        self.page.show_sets(sets, set_id)
        self.page.show_cells(cells)
        self.page.set_history(*history)
        if self.shown and not cells:
            (self.page.starter if not sets else self.page.starter_import).setFocus()
        self.page.beside_box.setChecked(bool(set_id) and set_id == self._window.preferences.reference_set)

    def use_pixel_size(self) -> None:
        """Show cells by the laboratory's pixel size, which is another now."""
        self.changed.emit()
        if self.shown:
            self.refresh()

    def _choose(self, set_id: int) -> None:
        self.refresh(set_id)

    def _set_beside(self, wanted: bool) -> None:
        preferences = self._window.preferences
        preferences.reference_set = self.page.set_id if wanted else 0
        preferences.reference_strip = preferences.reference_strip or wanted
        self.changed.emit()

    def _load_pictures(self, names: list[str]) -> None:
        model = self.page.model

        def work(progress: TaskProgress) -> None:
            library = self.library()
            for name in names:
                progress.check_cancelled()
                progress.partial((name, small(qimage_from_rgb(library.pixels(name)))))

        self._tasks.start(
            f"reference pictures {names[0]}",
            work,
            partial=lambda found: model.set_picture(*found),
            failed=self._window.controller.faulted.emit,
        )

    def _enlarge(self) -> None:
        cells = self.page.shown()
        current = self.page.wall.currentIndex()
        if cells:
            self.view(cells, max(0, current.row()))

    def view(self, cells: Sequence[ReferenceCell], place: int, title: str = "") -> ReferenceViewer:
        """Show a reference cell large; with a title, beside a cell that is given later."""
        viewer = ReferenceViewer(cells, place, title, self._window)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def load(cell: ReferenceCell) -> None:
            self.ask(
                "large",
                lambda progress: qimage_from_rgb(self.library().pixels(cell.picture)),
                lambda image: viewer.set_reference(cell.picture, image),
            )

        viewer.pictureWanted.connect(load)
        viewer.finished.connect(lambda _: self._tasks.cancel("reference large"))
        viewer.open()
        viewer.start()
        return viewer

    # -- changes ------------------------------------------------------------------------------------------------------

    def _travel(self, way: str) -> None:
        def work(library: ReferenceLibrary) -> str:
            text = library.undo() if way == "undo" else library.redo()
            done = translate("Reference", "Undone") if way == "undo" else translate("Reference", "Done again")
            return f"{done}: {sentence(text)}" if text else ""

        self._change(work)

    def _remove(self) -> None:
        set_id, ids = self.page.set_id, [cell.id for cell in self.page.chosen()]
        if ids:
            words = several(
                len(ids),
                translate("Reference", "{n:,} cell removed; Ctrl+Z brings them back"),
                translate("Reference", "{n:,} cells removed; Ctrl+Z brings them back"),
            )
            self._change(lambda library: library.remove(set_id, ids), words)

    def _note(self) -> None:
        cells, set_id = self.page.chosen(), self.page.set_id
        if len(cells) != 1:
            return
        dialog = CellNoteDialog(cells[0].note, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            text = dialog.note.text()
            self._change(lambda library: library.note_cell(set_id, cells[0].id, text))

    def _new(self) -> None:
        dialog = NameSetDialog(translate("Reference", "New reference set"), parent=self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            name, note = dialog.values()
            self._store(
                lambda progress: self.library().create(name, note),
                self._made,
            )

    def _made(self, set_id: int) -> None:
        self.refresh(set_id)
        self.changed.emit()

    def _edit(self) -> None:
        item = self.page.current()
        if item is None:
            return
        dialog = NameSetDialog(translate("Reference", "Reference set"), item.name, item.note, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            name, note = dialog.values()

            def work(library: ReferenceLibrary) -> None:
                library.rename(item.id, name)
                library.set_note(item.id, note)

            self._change(work)

    def _delete(self) -> None:
        item = self.page.current()
        if item is not None:
            said = translate("Reference", "{name} deleted; Ctrl+Z brings it back").format(name=item.name)
            self._change(lambda library: library.delete(item.id), said)

    def _starter(self) -> None:
        def work(progress: TaskProgress) -> int:
            from leukview.services.reference_files import STARTER, starter_cells

            library, taken = self.library(), starter_cells(progress)
            number = library.create(STARTER, "Drawn by LeukView, from no patient: to try things out, not to learn from")
            library.add(number, taken.cells)
            return number

        self._store(work, self._made)

    # -- files --------------------------------------------------------------------------------------------------------

    def _import(self) -> None:
        dialog = ImportReferenceDialog(self.page._sets, self.page.set_id, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            self.import_files(*dialog.values())

    def import_files(self, folder: Path, name: str, given: Any) -> None:
        """Put the labelled files of a folder into a set, made where it is not there."""

        def work(progress: TaskProgress) -> tuple[int, str]:
            from leukview.services.reference_files import read_reference_files

            taken = read_reference_files(folder, given, progress)
            library = self.library()
            number = found_or_made(library, name)
            added = library.add(number, taken.cells)
            left = [*taken.problems, *added.problems]
            return number, reference_words.added(
                added.cells, added.doubles, len(left), left[0].reason if left else "", name
            )

        self._store(work, lambda found: self._added(*found))

    def _export(self) -> None:
        item = self.page.current()
        chosen = QFileDialog.getExistingDirectory(
            self._window, translate("Reference", "Write the set into a new folder in…"), ""
        )
        if item is not None and chosen:
            self.export_to(item, Path(chosen) / "".join(c if c.isalnum() or c in " -_" else "_" for c in item.name))

    def export_to(self, item: ReferenceSet, out: Path) -> None:
        """Write a set into a new folder."""

        def work(progress: TaskProgress) -> Path:
            from leukview.services.reference_files import export_set

            return export_set(self.library(), item, out, progress)

        def done(path: Path) -> None:
            words = translate("Reference", "{contents} written to {path}")
            said = words.format(contents=sentence(item.words), path=path)
            self._window.controller.said.emit(said, False)

        self.ask("export", work, done)

    # -- from a case --------------------------------------------------------------------------------------------------

    def add_chosen(self) -> None:
        """Ask into which set the chosen cells go, and copy those that a person vouches for."""
        from leukview.services.reference_intake import vouched_for

        controller = self._window.controller
        session = controller.session
        if session is None:
            return
        ids = [cell_id for cell_id in session.case.cells if cell_id in controller.selection]
        good, unconfirmed, problems = vouched_for(session.case, ids)
        words = reference_words.chosen(len(good), len(unconfirmed), len(problems))
        if not good or session.sight != "whole":
            second = translate("Reference", "While a second reader reads, no cell can become a reference.")
            controller.said.emit(second if session.sight != "whole" else words, False)
            return
        self.ask("sets", lambda progress: self.library().sets(), lambda sets: self._ask_where(sets, ids, words))

    def _ask_where(self, sets: list[ReferenceSet], ids: list[str], words: str) -> None:
        kept = self._window.preferences
        dialog = AddReferenceDialog(sets, kept.reference_last, words, kept.reference_stain, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.add_to(ids, *dialog.values()))
        dialog.open()

    def add_to(self, ids: list[str], name: str, stain: str) -> None:
        """Copy cells of the open case into a set, made where it is not there."""
        session = self._window.controller.session
        if session is None:
            return
        self._window.preferences.reference_stain = stain

        def work(progress: TaskProgress) -> tuple[int, str]:
            from leukview.services.reference_intake import take_cells

            taken = take_cells(session, ids, stain, progress)
            if not taken.cells:
                return 0, reference_words.chosen(0, len(taken.unconfirmed), len(taken.problems), taken.problems)
            library = self.library()
            number = found_or_made(library, name)
            added = library.add(number, taken.cells)
            left = [*taken.problems, *added.problems]
            return number, reference_words.added(
                added.cells, added.doubles, len(left), left[0].reason if left else "", name
            )

        self._store(work, lambda found: self._added(*found))

    def _added(self, number: int, words: str) -> None:
        if number:
            self._window.preferences.reference_last = number
        self._window.controller.said.emit(words, False)
        if self.shown:
            self.refresh(number)
        self.changed.emit()


def _the_same(cells: list[ReferenceCell], shown: Sequence[ReferenceCell]) -> list[ReferenceCell]:
    """Return cells as the very ones that are shown where they are equal: what shows them need not compare thousands itself."""
    known = {cell.id: cell for cell in shown}
    return [old if (old := known.get(cell.id)) == cell and old is not None else cell for cell in cells]


def small(image: QImage) -> QImage:
    """Return a picture no larger than a wall's tile needs."""
    if max(image.width(), image.height()) <= _THUMBNAIL:
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(_THUMBNAIL, _THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, smooth)


def found_or_made(library: ReferenceLibrary, name: str) -> int:
    """Return the number of the set of this name, made where it is not there."""
    for item in library.sets():
        if item.name.casefold() == " ".join(name.split()).casefold():
            return item.id
    return library.create(name)
