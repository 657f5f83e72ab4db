"""Proficiency tests: begun, answered, taken up again, ended and scored. Whoever sits one sees no key before the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import (
    NO_ANSWER,
    Answer,
    Attempt,
    Item,
    Outcome,
    Plan,
    Score,
    counted_as,
    draw,
    group_of,
    score,
)
from leukview.domain.reference import NewReference, ReferenceCell
from leukview.domain.reference_cover import Cover
from leukview.domain.taxonomy import taxonomy
from leukview.services.agreement import kappa
from leukview.store import quiz, reference
from leukview.store.database import Store
from leukview.store.reference_cover import read_cover

__all__ = ["Look", "Quizzes", "Sheet", "scored"]


@dataclass(frozen=True, slots=True)
class Look:
    """A cell as it is shown in a test: its picture and scale, and nothing that tells what it is."""

    picture: str
    pixel_um: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A test as whoever sits it may see it.

    Attributes
    ----------
    id, source, plan:
        Its number, where its cells are from, and how it is made.
    cells:
        In the order in which they are shown.
    given:
        Place → the answer that stands.
    sitting:
        Which sitting this is, from 1.
    """

    id: int
    source: str
    plan: Plan
    cells: tuple[Look, ...]
    given: dict[int, str]
    sitting: int

    @property
    def first_open(self) -> int:
        """The first cell without an answer; the number of cells where all have one."""
        return next((place for place in range(len(self.cells)) if place not in self.given), len(self.cells))


class Quizzes:
    """The tests of one database. Every method may be called from any thread.

    While a second reader reads a case, no test is drawn from its cells, and the key to a test that has some stays closed.

    Each raises ``EnvironmentFault`` when the database cannot be read or written.

    Parameters
    ----------
    store:
        The open database.
    reader:
        Who sits tests here.
    laboratory_um:
        Side of a pixel in µm where a cell's file does not say it; see :meth:`leukview.domain.reference.ReferenceCell.sized`.
    """

    def __init__(self, store: Store, reader: str, laboratory_um: float = 0.0) -> None:
        self._store = store
        self.reader = reader
        self._laboratory_um = laboratory_um

    # -- sitting a test -----------------------------------------------------------------------------------------------

    def begin(self, set_id: int, plan: Plan) -> int:
        """Draw a test from a reference set and return its number.

        Raises
        ------
        InputProblem
            When there is no such set, it has fewer cells, or fewer than two classes.
        """
        with self._store.writing() as connection:
            found = next((item for item in reference.read_sets(connection) if item.id == set_id), None)
            if found is None:
                raise InputProblem("Reference set", "it is not there any more", "Choose another")
            cells = reference.read_cells(connection, set_id, read_cover(connection))
            items = self._drawn(cells, found.name, plan)
            return quiz.add_attempt(connection, self.reader, found.name, set_id, plan, items)

    def begin_with(self, cells: Sequence[NewReference], source: str, plan: Plan) -> int:
        """Draw a test from cells that are in no set, such as those of a signed case; their pictures are kept.

        Raises
        ------
        InputProblem
            When there are fewer cells than asked for, or fewer than two classes.
        """
        with self._store.reading() as connection:
            cover = read_cover(connection)
        once = {cell.picture: cell for cell in cells if not cover.hides(cell)}
        loose = [
            ReferenceCell(
                number,
                0,
                cell.label,
                cell.whose,
                cell.by,
                cell.utc,
                cell.picture,
                cell.width,
                cell.height,
                cell.pixel_um,
                cell.case,
                source_sha256=cell.source_sha256,
                synthetic=cell.synthetic,
            )
            for number, cell in enumerate(once.values())
        ]
        items = self._drawn(loose, source, plan)
        with self._store.writing() as connection:
            reference.add_pictures(connection, [once[item.picture] for item in items])
            return quiz.add_attempt(connection, self.reader, source, None, plan, items)

    def sheet(self, attempt_id: int) -> Sheet:
        """Return a test that goes on, in a new sitting where it was begun before.

        Raises
        ------
        InputProblem
            When there is none of this number, it has ended, or it shows a key after each cell that is closed.
        """
        with self._store.reading() as connection:
            attempt, answers = _open(connection, attempt_id)
            if attempt.plan.mode == "training":
                _refuse_covered(connection, attempt)
        given = {answer.place: answer.class_id for answer in answers}
        sitting = 1 + max((answer.sitting for answer in answers), default=0)
        cells = tuple(Look(item.picture, item.pixel_um) for item in attempt.items)
        return Sheet(attempt.id, attempt.source, attempt.plan, cells, given, sitting)

    def answer(self, attempt_id: int, answer: Answer) -> str:
        """Store an answer; return the reference class where the test is for training, else the empty string.

        Raises
        ------
        InputProblem
            When the test has ended, has no such cell, or the class is none; or in training, when the cell was answered before
            and its key is known by then, or a second reader reads its case.
        """
        if answer.class_id != NO_ANSWER:
            taxonomy()[answer.class_id]
        with self._store.writing() as connection:
            attempt, had = _open(connection, attempt_id)
            if not 0 <= answer.place < len(attempt.items):
                raise InputProblem(
                    f"Cell {answer.place + 1}", f"the test has {len(attempt.items)}", "Go on with the next"
                )
            training = attempt.plan.mode == "training"
            if training:
                _refuse_covered(connection, attempt)
            if training and any(each.place == answer.place for each in had):
                raise InputProblem(f"Cell {answer.place + 1}", "its answer was shown already", "Go on with the next")
            quiz.add_answer(connection, attempt_id, answer)
        return attempt.items[answer.place].label if training else ""

    def finish(self, attempt_id: int) -> None:
        """End a test: every cell has its answer, and none can be given any more.

        Raises
        ------
        InputProblem
            When it has ended, or cells have no answer yet.
        """
        with self._store.writing() as connection:
            attempt, answers = _open(connection, attempt_id)
            missing = len(attempt.items) - len({answer.place for answer in answers})
            if missing:
                raise InputProblem(
                    "This test", f"{missing} cells have no answer yet", "Answer them, or give the test up"
                )
            quiz.add_end(connection, attempt_id, "finished")

    def abandon(self, attempt_id: int) -> None:
        """Give a test up. It stays listed as given up, without a score: results cannot be picked.

        Raises
        ------
        InputProblem
            When it has ended.
        """
        with self._store.writing() as connection:
            _open(connection, attempt_id)
            quiz.add_end(connection, attempt_id, "abandoned")

    # -- looking at tests ---------------------------------------------------------------------------------------------

    def attempts(self) -> list[Attempt]:
        """Return every test of a person, oldest first; of every person, as a laboratory's lead wants to see them."""
        with self._store.reading() as connection:
            return [attempt for attempt in quiz.read_attempts(connection) if attempt.program is None]

    def unfinished(self, *, anyone: bool = False) -> list[tuple[Attempt, int]]:
        """Return this reader's tests that go on, or anyone's, the newest first, with how many cells have an answer."""
        with self._store.reading() as connection:
            return [
                (attempt, len({answer.place for answer in quiz.read_answers(connection, attempt.id)}))
                for attempt in reversed(quiz.read_attempts(connection))
                if not attempt.end and attempt.program is None and (anyone or _same(attempt.reader, self.reader))
            ]

    def covered(self) -> frozenset[int]:
        """Return the numbers of the tests that have cells of a case that a second reader reads: their keys are closed."""
        with self._store.reading() as connection:
            cover = read_cover(connection)
            tests = quiz.read_attempts(connection) if cover else []
        return frozenset(attempt.id for attempt in tests if _covered(cover, attempt))

    def outcome_answers(self, attempt_id: int) -> list[Answer]:
        """Return the answers of a test in the order in which they were given."""
        with self._store.reading() as connection:
            return quiz.read_answers(connection, attempt_id)

    def outcome(self, attempt_id: int) -> Outcome:
        """Return the result of a finished test. The first call takes a second or two to load statsmodels.

        Raises
        ------
        InputProblem
            When there is no such test, or it has not been finished: nobody looks at the key before. Or a second reader reads a
            case that it has cells of.
        """
        with self._store.reading() as connection:
            attempt = _get(connection, attempt_id)
            if attempt.end != "finished":
                raise InputProblem("This test", "it was not finished, and its key stays closed", "Finish it first")
            _refuse_covered(connection, attempt)
            cover = read_cover(connection)
            others = [
                other
                for other in quiz.read_attempts(connection)
                if other.end == "finished" and other.id != attempt.id and not _covered(cover, other)
            ]
            result = scored(attempt.items, quiz.read_answers(connection, attempt_id))
            earlier = [
                (other, score(other.items, quiz.read_answers(connection, other.id)))
                for other in others
                if other.program is None and other.id < attempt.id and _same(other.reader, attempt.reader)
            ]
            program = [
                (other, scored(other.items, quiz.read_answers(connection, other.id)))
                for other in others
                if other.program is not None and other.items_sha256 == attempt.items_sha256
            ]
            answers = tuple(quiz.read_answers(connection, attempt_id))
        return Outcome(attempt, result, answers, tuple(earlier), tuple(program))

    def add_program(self, attempt: Attempt, program: dict[str, object], answers: Sequence[Answer]) -> int:
        """Store the program's own attempt at a person's test, finished; return its number."""
        with self._store.writing() as connection:
            plan = replace(attempt.plan, limit_s=0)
            number = quiz.add_attempt(
                connection,
                str(program["title"]),
                attempt.source,
                attempt.set_id,
                plan,
                attempt.items,
                dict(program),
            )
            for answer in answers:
                quiz.add_answer(connection, number, answer)
            quiz.add_end(connection, number, "finished")
        return number

    def _drawn(self, cells: Iterable[ReferenceCell], name: str, plan: Plan) -> list[Item]:
        known = [cell.sized(self._laboratory_um) for cell in cells if cell.label in taxonomy()]
        if len({cell.label for cell in known}) < 2:
            raise InputProblem(name, "a test needs cells of two classes at least", "Add cells of other classes")
        return draw(known, plan)


def scored(items: Sequence[Item], answers: Sequence[Answer]) -> Score:
    """Return a score with Cohen's kappa by class and by group; a cell without an answer counts as a class of its own."""
    result = score(items, answers)
    last = {answer.place: answer.class_id for answer in answers}
    pairs = [(item.label, counted_as(item.label, last.get(place, NO_ANSWER))) for place, item in enumerate(items)]
    groups = [(group_of(label), group_of(said) if said else NO_ANSWER) for label, said in pairs]
    return replace(result, kappa=kappa(pairs), group_kappa=kappa(groups))


def _get(connection: Connection, attempt_id: int) -> Attempt:
    found = quiz.read_attempts(connection, attempt_id)
    if not found:
        raise InputProblem(f"Test {attempt_id}", "there is none of this number", "Choose another")
    return found[0]


def _open(connection: Connection, attempt_id: int) -> tuple[Attempt, list[Answer]]:
    """Return a person's test that goes on, with its answers; ``InputProblem`` where it has ended."""
    attempt = _get(connection, attempt_id)
    if attempt.end or attempt.program is not None:
        raise InputProblem("This test", "it has ended", "Begin another")
    return attempt, quiz.read_answers(connection, attempt_id)


def _covered(cover: Cover, attempt: Attempt) -> bool:
    return bool(cover) and any(cover.hides(item) for item in attempt.items)


def _refuse_covered(connection: Connection, attempt: Attempt) -> None:
    if _covered(read_cover(connection), attempt):
        reason = "a second reader reads a case that it has cells of, and its key is the first reader's word"
        raise InputProblem("This test", reason, "Come back to it when that reading is finished")


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()
