"""The window's quiz: where a test begins, the page on which it is sat, and its result. What takes time is done in workers."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from leukview.domain.quiz import Answer, Attempt, Miss, Outcome, Plan
from leukview.domain.reference import ReferenceCell, examples
from leukview.gui import quiz_words
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.gui.quiz_guard import QuizGuard
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.quiz_page import QuizPage
from leukview.gui.widgets.quiz_result import QuizResultPage
from leukview.gui.widgets.quiz_start import QuizStartDialog, Source, Taken
from leukview.services.quiz import Sheet

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.reference import References
    from leukview.services.quiz import Quizzes

__all__ = ["QuizDesk"]


class QuizDesk(QObject):
    """Opens the dialog and the two pages of the quiz."""

    def __init__(self, window: MainWindow, references: References) -> None:
        super().__init__(window)
        self._window, self._references = window, references
        self.page, self.result = QuizPage(), QuizResultPage()
        self.guard = QuizGuard(window, self, references)
        for page in (self.page, self.result):
            window.pages.addWidget(page)
        self.page.left.connect(self._pause)
        self.page.pictureWanted.connect(lambda name: self._load(name, self.page))
        self.page.answered.connect(self._store)
        self.page.finishWanted.connect(self._finish)
        self.result.left.connect(references.leave)
        self.result.pictureWanted.connect(lambda name: self._load(name, self.result))
        self.result.compareWanted.connect(self._compare)
        self.result.exportWanted.connect(self._export)
        self.result.programWanted.connect(self._sit_program)
        window.actions_["quiz"].triggered.connect(lambda _=False: self.start())
        # Before the strip along the foot shows them.
        window.actions_.keysChanged.connect(self.page.renew_keys)

    def quizzes(self, reader: str = "") -> Quizzes:
        """Return the tests of the database, for a person. Called in workers."""
        from leukview.services.quiz import Quizzes

        workspace = self._window.controller.work_space()
        kept = self._window.preferences
        return Quizzes(workspace.store, reader or kept.operator or workspace.operator, kept.pixel_um)

    # -- beginning ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask which test: one that goes on, a new one, or a result to look at."""
        if self._window.pages.currentWidget() is self.page:
            return

        def work(progress: TaskProgress) -> tuple[list[Source], list[Taken], str]:
            from leukview.domain.quiz import score
            from leukview.services.quiz_case import signed_cases, source_words

            quizzes, workspace = self.quizzes(), self._window.controller.work_space()
            sources = [Source("set", item.id, item.name, item.size) for item in self._references.library().sets()]
            sources += [
                Source("case", int(case.id), f"{sentence(source_words(case.id))}: {case.name}", case.reviewed)
                for case in signed_cases(workspace)
            ]
            covered = quizzes.covered()
            open_ = {attempt.id: count for attempt, count in quizzes.unfinished(anyone=True)}
            taken = []
            for attempt in reversed(quizzes.attempts()):
                count = open_.get(attempt.id, len(attempt.items))
                if attempt.end == "abandoned":
                    words = translate("Quiz", "given up")
                elif not attempt.end:
                    words = translate("Quiz", "{n} of {total} answered").format(n=count, total=len(attempt.items))
                elif attempt.id in covered:
                    words = translate("Quiz", "covered: a second reading")
                else:
                    words = quiz_words.rate(score(attempt.items, quizzes.outcome_answers(attempt.id)).right)
                taken.append(Taken(attempt, count, words))
            return [source for source in sources if source.cells], taken, quizzes.reader

        self._references.ask("quiz", work, lambda found: self._open(*found))

    def _open(self, sources: list[Source], taken: list[Taken], reader: str) -> None:
        chosen = self._references.page.set_id or self._window.preferences.reference_set
        dialog = QuizStartDialog(sources, taken, reader, secrets.randbelow(100_000), chosen, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begun.connect(self.begin)
        dialog.resumed.connect(self.resume)
        dialog.shown.connect(lambda attempt: self.show_result(attempt.id))
        dialog.abandoned.connect(self._abandon)
        dialog.open()

    def begin(self, source: Source, plan: Plan, reader: str) -> None:
        """Draw a test and show its first cell."""

        def work(progress: TaskProgress) -> Sheet:
            from leukview.services.quiz_case import cells_of_signed, source_words

            quizzes = self.quizzes(reader)
            if source.kind == "set":
                return quizzes.sheet(quizzes.begin(source.id, plan))
            self.guard.refuse_open(source_words(str(source.id)))
            cells = cells_of_signed(self._window.controller.work_space(), str(source.id), progress)
            return quizzes.sheet(quizzes.begin_with(cells, source_words(str(source.id)), plan))

        self._references.ask("quiz", work, self._show_sheet)

    def resume(self, attempt: Attempt) -> None:
        """Go on with a test."""

        def work(progress: TaskProgress) -> Sheet:
            self.guard.refuse_open(attempt.source)
            return self.quizzes(attempt.reader).sheet(attempt.id)

        self._references.ask("quiz", work, self._show_sheet)

    def _abandon(self, attempt: Attempt) -> None:
        def done(_: object) -> None:
            words = translate("Quiz", "Test {id} given up; it stays listed.").format(id=attempt.id)
            self._window.controller.said.emit(words, False)
            self.guard.look()

        self._references.ask("quiz", lambda progress: self.quizzes(attempt.reader).abandon(attempt.id), done)

    # -- sitting ------------------------------------------------------------------------------------------------------

    def _show_sheet(self, sheet: Sheet) -> None:
        self.guard.begun(sheet)
        self._enter(self.page)
        self.page.begin(sheet)
        self._window.strip.set_keys(self.page.keys)

    def _enter(self, page: QWidget) -> None:
        # What was said of a test that was paused before is not of this one.
        self._window.status.clear_message()
        self._window.pages_.leave()
        self._window.pages.setCurrentWidget(page)

    def _pause(self) -> None:
        sheet = self.page.sheet
        self._references.leave()
        if sheet is not None:
            answered = len(self.page.given)
            words = translate("Quiz", "Test paused, {n} of {total} answered: Ctrl+J goes on.")
            words = words.format(n=answered, total=len(sheet.cells))
            self._window.controller.said.emit(words, False)

    def _store(self, answer: Answer) -> None:
        sheet = self.page.sheet
        assert sheet is not None

        def done(label: str) -> None:
            if self.page.sheet is sheet:
                self.page.stored(answer, label)

        def failed(fault: Fault) -> None:
            self.page.not_stored()
            self._window.controller.faulted.emit(fault)

        self._window.controller.tasks.start(
            f"quiz answer {sheet.id} {answer.place}",
            lambda progress: self.quizzes().answer(sheet.id, answer),
            finished=done,
            failed=failed,
        )

    def _finish(self) -> None:
        sheet = self.page.sheet
        assert sheet is not None

        def work(progress: TaskProgress) -> tuple[Outcome, list[Attempt]] | None:
            quizzes = self.quizzes()
            quizzes.finish(sheet.id)
            if sheet.id in quizzes.covered():
                return None
            return quizzes.outcome(sheet.id), self.guard.standing()

        def failed(fault: Fault) -> None:
            self.page.not_stored()
            self._window.controller.faulted.emit(fault)

        def done(found: tuple[Outcome, list[Attempt]] | None) -> None:
            self.guard.look()
            if found is not None:
                self._show_found(*found)
                return
            self._references.leave()
            words = translate(
                "Quiz", "Test finished. It has cells of a case that a second reader reads: its result comes after that."
            )
            self._window.controller.said.emit(words, False)

        self._window.controller.tasks.start("quiz finish", work, finished=done, failed=failed)

    def forget(self) -> None:
        """Leave no key on show, nor one that is about to come: it may be the word of a reader who is hidden now."""
        for name in ("quiz", "miss"):
            self._window.controller.tasks.cancel(f"reference {name}")
        if self._window.pages.currentWidget() is self.page:
            self._pause()
        elif self._window.pages.currentWidget() is self.result:
            self._references.leave()
        self.page.forget()
        self.result.forget()

    # -- the result ---------------------------------------------------------------------------------------------------

    def show_result(self, attempt_id: int) -> None:
        """Show the result of a finished test."""

        def work(progress: TaskProgress) -> tuple[Outcome, list[Attempt]]:
            return self.quizzes().outcome(attempt_id), self.guard.standing()

        self._references.ask("quiz", work, lambda found: self._show_found(*found))

    def _show_found(self, outcome: Outcome, tests: list[Attempt]) -> None:
        """Show a result, unless it holds cells of a test that goes on."""
        from leukview.services.quiz_guard import covers

        hidden = [test for test in tests if covers([test], outcome.attempt.items)]
        if hidden:
            if self._window.pages.currentWidget() is self.page:
                self._references.leave()
            self.guard.ask(hidden, lambda: self.show_result(outcome.attempt.id))
        else:
            self._show_outcome(outcome)

    def _show_outcome(self, outcome: Outcome) -> None:
        self._enter(self.result)
        self.result.say_program("")
        self.result.show_outcome(outcome)

    def _compare(self, miss: object) -> None:
        """Show a miss large beside reference cells of the class it is and of the class it was taken for."""
        outcome = self.result.outcome
        if not isinstance(miss, Miss) or outcome is None:
            return
        set_id = outcome.attempt.set_id

        def work(progress: TaskProgress) -> tuple[QImage, list[ReferenceCell]]:
            library = self._references.library()
            cells = library.cells(set_id) if set_id else []
            others = [cell for cell in cells if cell.picture != miss.item.picture]
            found = [cell for name in (miss.item.label, miss.class_id) for cell in examples(others, name, 20)]
            return qimage_from_rgb(library.pixels(miss.item.picture)), found

        def done(found: tuple[QImage, list[ReferenceCell]]) -> None:
            if not found[1]:
                words = translate("Quiz", "The set of this test has no other cell of these classes to compare with.")
                self._window.controller.said.emit(words, False)
                return
            title = translate("Quiz", "Cell {number} of the test").format(number=miss.place + 1)
            viewer = self._references.view(found[1], 0, title)
            viewer.set_own(found[0], miss.item.pixel_um)

        self._references.ask("miss", work, done)

    def _export(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, translate("Quiz", "Write the result into…"), "")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Write the result on show into a folder."""
        outcome = self.result.outcome
        if outcome is None:
            return

        def work(progress: TaskProgress) -> list[Path]:
            from leukview.services.quiz_export import export_outcome

            return export_outcome(outcome, self._references.library(), folder)

        def done(files: list[Path]) -> None:
            words = translate("Quiz", "Result written to {folder}").format(folder=files[0].parent)
            self._window.controller.said.emit(words, False)

        self._references.ask("quiz export", work, done)

    def _sit_program(self) -> None:
        outcome = self.result.outcome
        if outcome is None:
            return
        pipeline, attempt = self._window.preferences.pipeline, outcome.attempt
        self.result.say_program(translate("Quiz", "The program answers…"))

        def work(progress: TaskProgress) -> Outcome:
            from leukview.services.quiz_program import sit_program

            quizzes = self.quizzes()
            sit_program(quizzes, self._references.library(), attempt, pipeline, progress)
            return quizzes.outcome(attempt.id)

        def done(found: Outcome) -> None:
            if self.result.outcome is outcome:
                self.result.show_outcome(found)
                self.result.tabs.button(3).click()

        def tell(number: int, total: int, _: str) -> None:
            words = translate("Quiz", "The program answers {number} of {total}")
            self.result.say_program(words.format(number=number, total=total))

        self._window.controller.tasks.start(
            "quiz program",
            work,
            finished=done,
            progress=tell,
            failed=self._window.controller.faulted.emit,
            ended=lambda _: self.result.say_program(""),
        )

    def _load(self, name: str, page: QuizPage | QuizResultPage) -> None:
        self._window.controller.tasks.start(
            f"quiz picture {name}",
            lambda progress: qimage_from_rgb(self._references.library().pixels(name)),
            finished=lambda image: page.set_picture(name, image),
            failed=self._window.controller.faulted.emit,
        )
