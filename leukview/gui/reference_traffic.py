"""Cells that enter reference sets, from files and from the open case, and sets that are written to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from leukview.domain.reference import ReferenceSet
from leukview.gui import reference_words
from leukview.gui.sentences import sentence
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.reference_dialogs import AddReferenceDialog, ImportReferenceDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.reference import References
    from leukview.services.reference import ReferenceLibrary

__all__ = ["ReferenceTraffic"]


class ReferenceTraffic(QObject):
    """Asks what goes where, and copies it in a worker."""

    def __init__(self, window: MainWindow, references: References) -> None:
        super().__init__(references)
        self._window, self._references = window, references
        self._page = page = references.page
        page.importWanted.connect(self._import)
        page.exportWanted.connect(self._export)
        window.actions_["add_reference"].triggered.connect(lambda _=False: self.add_chosen())

    # -- files --------------------------------------------------------------------------------------------------------

    def _import(self) -> None:
        dialog = ImportReferenceDialog(self._page._sets, self._page.set_id, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            self.import_files(*dialog.values())

    def import_files(self, folder: Path, name: str, given: Any) -> None:
        """Put the labelled files of a folder into a set, made where it is not there."""

        def work(progress: TaskProgress) -> tuple[int, str]:
            from leukview.services.reference_files import read_reference_files

            taken = read_reference_files(folder, given, progress)
            library = self._references.library()
            number = found_or_made(library, name)
            added = library.add(number, taken.cells)
            left = [*taken.problems, *added.problems]
            return number, reference_words.added(
                added.cells, added.doubles, len(left), left[0].reason if left else "", name
            )

        self._references.store(work, lambda found: self._added(*found))

    def _export(self) -> None:
        item = self._page.current()
        chosen = QFileDialog.getExistingDirectory(
            self._window, translate("Reference", "Write the set into a new folder in…"), ""
        )
        if item is not None and chosen:
            self.export_to(item, Path(chosen) / "".join(c if c.isalnum() or c in " -_" else "_" for c in item.name))

    def export_to(self, item: ReferenceSet, out: Path) -> None:
        """Write a set into a new folder."""

        def work(progress: TaskProgress) -> tuple[str, Path, int]:
            from leukview.services.reference_files import export_set

            library = self._references.library()
            now = next((each for each in library.sets() if each.id == item.id), item)
            return now.words, export_set(library, item, out, progress), library.covered_cases()

        def done(found: tuple[str, Path, int]) -> None:
            contents, path, covered = found
            words = translate("Reference", "{contents} written to {path}")
            said = words.format(contents=sentence(contents), path=path)
            self._window.controller.said.emit(f"{said}. {reference_words.hidden(covered)}" if covered else said, False)

        self._references.ask("export", work, done)

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
        library = self._references.library
        self._references.ask("sets", lambda progress: library().sets(), lambda sets: self._ask_where(sets, ids, words))

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
            library = self._references.library()
            number = found_or_made(library, name)
            added = library.add(number, taken.cells)
            left = [*taken.problems, *added.problems]
            return number, reference_words.added(
                added.cells, added.doubles, len(left), left[0].reason if left else "", name
            )

        self._references.store(work, lambda found: self._added(*found))

    def _added(self, number: int, words: str) -> None:
        if number:
            self._window.preferences.reference_last = number
        self._window.controller.said.emit(words, False)
        if self._references.shown:
            self._references.refresh(number)
        self._references.changed.emit()


def found_or_made(library: ReferenceLibrary, name: str) -> int:
    """Return the number of the set of this name, made where it is not there."""
    for item in library.sets():
        if item.name.casefold() == " ".join(name.split()).casefold():
            return item.id
    return library.create(name)
