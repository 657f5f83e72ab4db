"""Keeps the key covered while a test goes on: asks whether to go on or give the test up before anything shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import Attempt
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import several, translate

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.quiz import QuizDesk
    from leukview.gui.reference import References
    from leukview.services.quiz import Sheet
    from leukview.services.session import Session

__all__ = ["QuizGuard"]


class QuizGuard(QObject):
    """Stands before the page of reference cells, the results of earlier tests, and a case whose labels are a test's key."""

    def __init__(self, window: MainWindow, desk: QuizDesk, references: References) -> None:
        super().__init__(window)
        self._window, self._desk, self._references = window, desk, references
        self._sat: frozenset[int] = frozenset()
        window.controller.may_open = self._refuse

    def standing(self) -> list[Attempt]:
        """Return the tests whose key stays covered in this window. Called in workers."""
        from leukview.services.quiz_guard import standing

        return standing(self._desk.quizzes(), self._sat)

    def _refuse(self, session: Session) -> None:
        """Raise where a case may not be opened. Called in workers."""
        from leukview.services.quiz_guard import refuse_case

        refuse_case(self.standing(), session.case_id)

    def refuse_open(self, source: str) -> None:
        """Raise where a test's cells are from the open case.

        Raises
        ------
        InputProblem
            When they are.
        """
        from leukview.services.quiz_case import source_words

        session = self._window.controller.session
        if session is not None and source == source_words(session.case_id):
            raise InputProblem(
                source, "it is open in this window, and its labels are the key", "Open another case first"
            )

    def begun(self, sheet: Sheet) -> None:
        """Cover the key to a test that is sat now."""
        self._sat |= {sheet.id}
        if sheet.plan.mode == "test":
            self._references.page.show_sets([], 0)
            self._references.page.show_cells([])
        self.look()

    def look(self) -> None:
        """Cover or show what stands beside the cell under review: a test was begun or has ended."""
        self._references.changed.emit()

    def unless_sat(self, then: Callable[[], None]) -> None:
        """Do something that would show keys, at once where no test was sat in this window, else after having looked."""
        if not self._sat:
            then()
            return
        self._references.ask(
            "guard",
            lambda progress: self.standing(),
            lambda tests: self.ask(tests, then) if tests else then(),
        )

    def ask(self, tests: Sequence[Attempt], then: Callable[[], None]) -> None:
        """Ask whether to go on with a test, or to give it up and do what was wanted."""
        box = QMessageBox(self._window)
        box.setObjectName("quiz_guard")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(translate("QuizGuard", "The key is covered"))
        many = len(tests)
        box.setText(
            several(
                many,
                translate("QuizGuard", "A test is not finished, so its key stays covered."),
                translate("QuizGuard", "{n:,} tests are not finished, so their keys stay covered."),
            )
        )
        names = "\n".join(
            translate("QuizGuard", "Test {id}, {reader}: {source}").format(
                id=test.id, reader=test.reader, source=test.source
            )
            for test in tests
        )
        rules = translate(
            "QuizGuard",
            "Until it ends, reference cells and results that hold its cells are not shown. "
            "Given up, it stays listed without a result.",
        )
        box.setInformativeText(f"{names}\n\n{rules}")
        on = box.addButton(translate("QuizGuard", "Go on with the test"), QMessageBox.ButtonRole.AcceptRole)
        on.setToolTip(translate("QuizGuard", "Take the newest one up where it was left"))
        given_up = box.addButton(
            several(many, translate("QuizGuard", "Give it up"), translate("QuizGuard", "Give all {n:,} up")),
            QMessageBox.ButtonRole.DestructiveRole,
        )
        given_up.setToolTip(translate("QuizGuard", "End without a result, then show what was wanted"))
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(on)
        box.setEscapeButton(cancel)

        def answered() -> None:
            if box.clickedButton() is on:
                self._go_on(tests[0])
            elif box.clickedButton() is given_up:
                self._give_up(tests, then)

        box.finished.connect(lambda _: answered())
        box.open()

    def _go_on(self, test: Attempt) -> None:
        page = self._desk.page
        if self._window.pages.currentWidget() is page and page.sheet is not None and page.sheet.id == test.id:
            page.setFocus()
        else:
            self._desk.resume(test)

    def _give_up(self, tests: Sequence[Attempt], then: Callable[[], None]) -> None:
        def work(progress: TaskProgress) -> None:
            for test in tests:
                self._desk.quizzes(test.reader).abandon(test.id)

        def done(_: object) -> None:
            page = self._desk.page
            if self._window.pages.currentWidget() is page:
                page.pause()
                self._references.leave()
            self.look()
            then()

        self._references.ask("give-up", work, done)
