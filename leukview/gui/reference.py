"""The window's reference cells: the page of sets, and the library that it and its helpers work on, in workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from leukview.domain.reference import ReferenceCell, ReferenceSet
from leukview.gui import reference_words
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.gui.quiz import QuizDesk
from leukview.gui.reference_beside import ReferenceBeside
from leukview.gui.reference_changes import ReferenceChanges
from leukview.gui.reference_traffic import ReferenceTraffic
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import key_text
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
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
        page.beside.connect(self._set_beside)
        self.beside = ReferenceBeside(window, self)
        self.quiz = QuizDesk(window, self)
        self.changes = ReferenceChanges(window, self)
        self.traffic = ReferenceTraffic(window, self)
        window.controller.opened.connect(self._read_anew)
        window.controller.sightChanged.connect(self._other_eyes)
        window.actions_["reference"].triggered.connect(lambda _=False: self.toggle())

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

    def store(self, work: Callable[[TaskProgress], object], done: Callable[[Any], None]) -> None:
        """Change the library in a worker, after every change asked for before. No later one takes its place."""

        def alone(progress: TaskProgress) -> object:
            with self._writing:
                return work(progress)

        self._number += 1
        self.ask(f"change {self._number}", alone, done)

    def change(self, work: Callable[[ReferenceLibrary], object], said: str = "") -> None:
        """Change the library, then show it; ``said`` is told, or what the work returns where it is a text."""

        def done(result: object) -> None:
            text = result if isinstance(result, str) and result else said
            if text:
                self._window.controller.said.emit(text, False)
            self.refresh()
            self.changed.emit()

        self.store(lambda progress: work(self.library()), done)

    def made(self, set_id: int) -> None:
        """Show a set that is new."""
        self.refresh(set_id)
        self.changed.emit()

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
            return sets, set_id, _the_same(cells, shown), library.history(), library.covered_cases()

        def done(found: Any) -> None:
            if isinstance(found, tuple):
                self._show(*found)
            elif self.shown:
                self.leave()
                self.quiz.guard.ask(found, lambda: self.show(wanted))

        self.ask("page", work, done)

    def _show(
        self,
        sets: list[ReferenceSet],
        set_id: int,
        cells: list[ReferenceCell],
        history: tuple[str, str],
        covered: int,
    ) -> None:
        self.page.show_sets(sets, set_id)
        self.page.show_cells(cells)
        self.page.set_history(*history)
        self.page.say_hidden(reference_words.hidden(covered))
        if self.shown and not cells:
            (self.page.starter if not sets else self.page.starter_import).setFocus()
        self.page.beside_box.setChecked(bool(set_id) and set_id == self._window.preferences.reference_set)

    def _read_anew(self) -> None:
        """Show nothing that was read before, and what there is for who is at the window now."""
        # What is being read was asked for before, and may hold what is covered now.
        self._tasks.cancel("reference page")
        self.page.forget()
        if self.shown:
            self.refresh()

    def _other_eyes(self) -> None:
        """Leave nothing of a second reading's case on show: one began or ended, or its other reader is at the window."""
        for viewer in self._window.findChildren(ReferenceViewer):
            viewer.close()
        self.quiz.forget()
        self._read_anew()
        self.beside.forget()
        self.changed.emit()

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
        if self._tasks.closed or not self.shown:
            # A wall asks a moment after it was drawn, and may be gone by then; one that comes back asks again.
            model.release(names)
            return

        def work(progress: TaskProgress) -> None:
            library = self.library()
            for name in names:
                progress.check_cancelled()
                progress.partial((name, small(qimage_from_rgb(library.pixels(name)))))

        self._tasks.start(
            f"reference pictures {names[0]}",
            work,
            partial=lambda found: model.set_picture(*found),
            ended=lambda _: model.release(names),
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
