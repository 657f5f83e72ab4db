"""Tests that people sit: blind until the end, durable answer by answer, immutable afterwards, compared with earlier ones."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from pypdf import PdfReader
from reference_kit import case, filled

from leukview.domain.box import Box, CellView
from leukview.domain.case import PipelineStamp
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.quiz import NO_ANSWER, Answer, Item, Plan
from leukview.domain.signing import Signature, content_sha256
from leukview.pipelines.base import LocatedCell
from leukview.services.quiz import Quizzes
from leukview.services.quiz_case import cells_of_signed, source_words
from leukview.services.quiz_export import export_outcome
from leukview.services.quiz_program import knowledge_words, sit_program
from leukview.services.reference import ReferenceLibrary
from leukview.services.signing import amend
from leukview.store.database import open_store
from leukview.store.quiz import read_attempts
from leukview.store.signatures import add_signature


def made(folder: Path, reader: str = "Bob") -> tuple[Quizzes, int]:
    _, set_id = filled(folder)
    return Quizzes(open_store(folder / "leukview.sqlite3"), reader), set_id


def key(quizzes: Quizzes, attempt: int) -> list[str]:
    with quizzes._store.reading() as connection:
        return [item.label for item in read_attempts(connection, attempt)[0].items]


def sit(quizzes: Quizzes, set_id: int, wrong: int = 0, seed: int = 3) -> int:
    number = quizzes.begin(set_id, Plan(8, seed))
    for place, label in enumerate(key(quizzes, number)):
        said = label if place >= wrong else ("blast" if label != "blast" else "monocyte")
        quizzes.answer(number, Answer(place, said, 1.5))
    quizzes.finish(number)
    return number


def test_the_sheet_tells_nothing_of_the_key(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    sheet = quizzes.sheet(quizzes.begin(set_id, Plan(10, 1)))
    text = repr(sheet.cells) + repr(sheet.given)
    assert len(sheet.cells) == 10
    assert not any(name in text for name in ("blast", "monocyte", "lymphocyte", "neutrophil", "Ann"))


def test_there_is_no_key_before_the_end_and_no_answer_after_it(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    number = quizzes.begin(set_id, Plan(4, 1))
    assert quizzes.answer(number, Answer(0, "blast", 1.0)) == ""
    with pytest.raises(InputProblem, match="key stays closed"):
        quizzes.outcome(number)
    with pytest.raises(InputProblem, match="3 cells have no answer"):
        quizzes.finish(number)
    for place in range(1, 4):
        quizzes.answer(number, Answer(place, NO_ANSWER, 1.0))
    quizzes.finish(number)
    assert quizzes.outcome(number).score.unanswered == 3
    for act in (
        lambda: quizzes.answer(number, Answer(0, "blast", 1.0)),
        lambda: quizzes.finish(number),
        lambda: quizzes.abandon(number),
        lambda: quizzes.sheet(number),
    ):
        with pytest.raises(InputProblem, match="has ended"):
            act()


def test_a_test_that_two_windows_end_at_once_is_ended_by_one_and_the_other_is_told(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    numbers = [quizzes.begin(set_id, Plan(2, seed)) for seed in range(12)]
    for number in numbers:
        quizzes.answer(number, Answer(0, "blast", 1.0))
        quizzes.answer(number, Answer(1, "blast", 1.0))
    other = Quizzes(open_store(tmp_path / "leukview.sqlite3"), "Bob")
    together = Barrier(2)

    def end(act: Callable[[int], None]) -> list[type[BaseException]]:
        raised: list[type[BaseException]] = []
        for number in numbers:
            together.wait(30)
            try:
                act(number)
            except Exception as error:
                raised.append(type(error))
        return raised

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(end, quizzes.finish), pool.submit(end, other.abandon)
        raised = first.result(60) + second.result(60)
    assert raised == [InputProblem] * len(numbers)
    assert all(attempt.end for attempt in quizzes.attempts())


def test_a_test_goes_on_after_the_program_was_closed(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    number = quizzes.begin(set_id, Plan(6, 1))
    assert quizzes.sheet(number).sitting == 1
    quizzes.answer(number, Answer(0, "blast", 1.0))
    quizzes.answer(number, Answer(1, "monocyte", 1.0))
    again = Quizzes(open_store(tmp_path / "leukview.sqlite3"), " bob ")
    assert [(attempt.id, done) for attempt, done in again.unfinished()] == [(number, 2)]
    assert not Quizzes(open_store(tmp_path / "leukview.sqlite3"), "Eve").unfinished()
    sheet = again.sheet(number)
    assert (sheet.first_open, sheet.sitting, sheet.given) == (2, 2, {0: "blast", 1: "monocyte"})
    again.abandon(number)
    assert not again.unfinished() and [attempt.end for attempt in again.attempts()] == ["abandoned"]
    with pytest.raises(InputProblem):
        again.outcome(number)


def test_in_training_the_answer_is_told_and_stands(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    number = quizzes.begin(set_id, Plan(4, 1, mode="training"))
    assert quizzes.answer(number, Answer(0, "platelet", 1.0)) == key(quizzes, number)[0]
    with pytest.raises(InputProblem, match="shown already"):
        quizzes.answer(number, Answer(0, "blast", 1.0))


def test_mistakes_are_refused(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    number = quizzes.begin(set_id, Plan(4, 1))
    with pytest.raises(InputProblem, match="the test has 4"):
        quizzes.answer(number, Answer(4, "blast", 1.0))
    with pytest.raises(InputProblem, match="no cell class"):
        quizzes.answer(number, Answer(0, "nonsense", 1.0))
    with pytest.raises(InputProblem, match="the set has 14"):
        quizzes.begin(set_id, Plan(15, 1))
    with pytest.raises(InputProblem, match="not there"):
        quizzes.begin(99, Plan(4, 1))


def test_a_result_stands_beside_the_same_persons_earlier_ones(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    first = sit(quizzes, set_id, wrong=4)
    sit(Quizzes(quizzes._store, "Eve"), set_id)
    last = sit(quizzes, set_id, wrong=1, seed=4)
    outcome = quizzes.outcome(last)
    assert [attempt.id for attempt, _ in outcome.earlier] == [first]
    assert [result.right.hits for _, result in outcome.earlier] == [4]
    assert outcome.score.right.words.startswith("7 of 8 = 87.5 %")
    assert outcome.score.kappa is not None and 0 < outcome.score.kappa[0] < 1
    assert len(outcome.score.misses) == 1


def test_the_kappa_is_statsmodels_and_perfect_answers_have_one_of_one(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    result = quizzes.outcome(sit(quizzes, set_id)).score
    assert result.kappa is not None and result.kappa[0] == pytest.approx(1)
    assert result.group_kappa is not None and not result.misses


def test_the_programs_attempt_is_at_the_very_same_cells(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    number = sit(quizzes, set_id)
    attempt = quizzes.outcome(number).attempt
    facts = {"id": "leukview", "title": "LeukView default", "weights_sha256": "ab", "warnings": ["w"]}
    quizzes.add_program(attempt, facts, [Answer(place, "blast", 0.0) for place in range(8)])
    ((program, result),) = quizzes.outcome(number).program
    assert program.program == facts and program.items == attempt.items and result.right.hits < 8
    assert [item.id for item in quizzes.attempts()] == [number]
    other = sit(quizzes, set_id, seed=9)
    assert quizzes.outcome(other).program == () and len(quizzes.outcome(other).earlier) == 1


def test_what_was_stored_cannot_be_changed(tmp_path: Path) -> None:
    quizzes, set_id = made(tmp_path)
    sit(quizzes, set_id)
    with closing(sqlite3.connect(tmp_path / "leukview.sqlite3")) as connection:
        for sql in (
            "UPDATE quiz_answers SET class_id = 'blast'",
            "DELETE FROM quiz_answers",
            "UPDATE quiz_attempts SET items = '[]'",
            "DELETE FROM quiz_ends",
            "INSERT OR REPLACE INTO quiz_ends VALUES (1, 'abandoned', '')",
            "INSERT INTO quiz_answers (attempt_id, place, class_id, seconds, sitting, utc) VALUES (1, 0, 'x', 1, 1, '')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(sql)


def test_a_test_outlives_its_set(tmp_path: Path) -> None:
    library, set_id = filled(tmp_path)
    quizzes = Quizzes(open_store(tmp_path / "leukview.sqlite3"), "Bob")
    number = sit(quizzes, set_id, wrong=2)
    library.delete(set_id)
    outcome = quizzes.outcome(number)
    assert len(outcome.score.misses) == 2
    assert all(library.pixels(miss.item.picture).shape == (40, 42, 3) for miss in outcome.score.misses)


# -- what is written, and the program -------------------------------------------------------------------------------------


def test_the_result_is_written_with_what_it_is_and_is_not(tmp_path: Path) -> None:
    library, set_id = filled(tmp_path)
    quizzes = Quizzes(open_store(tmp_path / "leukview.sqlite3"), "=Bob & <Sons>")
    sit(quizzes, set_id)
    outcome = quizzes.outcome(sit(quizzes, set_id, wrong=3, seed=5))
    files = export_outcome(outcome, library, tmp_path / "out")
    assert [path.name for path in files] == [
        "result.pdf",
        "answers.csv",
        "classes.csv",
        "confusions.csv",
        "summary.csv",
    ]
    with files[1].open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["right"] for row in rows] == ["no"] * 3 + ["yes"] * 5
    assert [row["reference"] for row in rows] == key(quizzes, outcome.attempt.id)
    text = "".join(page.extract_text() for page in PdfReader(files[0]).pages)
    words = " ".join(text.split())
    assert "no certificate of competence" in words and "5 of 8 = 62.5 %" in words and "Misses (3)" in words
    assert "For Research Use Only" in words and "=Bob & <Sons>" in words and "Ann" not in words.split("Cells from")[0]
    assert "'=Bob" in files[4].read_text("utf-8-sig")


class OneClass:
    """A pipeline that calls everything a blast."""

    classes = ("blast", "monocyte")
    stamp = PipelineStamp("leukview", "LeukView default", "ab" * 32, "cpu", "0")

    def locate(self, image: object, kind: str, progress: object) -> list[LocatedCell]:
        pixels = np.zeros((8, 8, 3), np.uint8)
        return [LocatedCell(Box(0, 0, 8, 8), None, None, CellView(4, 4, 8), pixels)]

    def classify(self, pixels: list[object]) -> list[Prediction]:
        return [Prediction({"blast": 0.9, "monocyte": 0.1}, 0.1, "leukview", "ab" * 32) for _ in pixels]


def test_the_program_sits_the_same_test_and_says_what_it_may_know(tmp_path: Path) -> None:
    library, set_id = filled(tmp_path)
    quizzes = Quizzes(open_store(tmp_path / "leukview.sqlite3"), "Bob")
    number = sit(quizzes, set_id)
    attempt = quizzes.outcome(number).attempt
    sit_program(quizzes, library, attempt, "leukview", load=lambda _: OneClass())  # type: ignore[arg-type,return-value]
    ((program, result),) = quizzes.outcome(number).program
    assert result.right.hits == sum(item.label == "blast" for item in attempt.items) > 0
    assert program.program is not None and "do not know" in program.program["warnings"][0]


def test_whether_the_program_knows_the_cells_is_said_as_far_as_it_can_be_told(tmp_path: Path) -> None:
    items = (Item("a", "blast", source_sha256="11" * 32), Item("b", "blast", source_sha256="22" * 32, synthetic=True))
    facts = {"sha256": "ab" * 32, "data": ["pbc"], "adapted_from": "leukview"}
    (tmp_path / "own.json").write_text(json.dumps(facts))
    words = knowledge_words(items, "ab" * 32, ("blast",), (tmp_path,))
    assert "1 of the cells are synthetic" in words[0]
    assert "pbc" in words[1] and "cannot be told" in words[1] and "adapted" in words[2]
    head = "path,cls,split,dataset,patient,smear,diagnosis,sha256\n"
    (tmp_path / "split.csv").write_text(head + f"x.png,blast,train,,,,,{'11' * 32}\n")
    assert (
        "1 of the cells are from images that it was trained on"
        in knowledge_words(items, "ab" * 32, ("blast",), (tmp_path,))[1]
    )
    (tmp_path / "split.csv").write_text(head + f"x.png,blast,train,,,,,{'33' * 32}\n")
    # Of what it was adapted to no list tells.
    words = knowledge_words(items, "ab" * 32, ("blast",), (tmp_path,))
    assert "None of the cells" in words[1] and "before it was adapted" in words[1] and "too good" in words[2]
    (tmp_path / "own.json").write_text(json.dumps({"sha256": "ab" * 32, "data": ["pbc"]}))
    words = knowledge_words(items, "ab" * 32, ("blast",), (tmp_path,))
    assert words[1:] == ["None of the cells is from an image of its training, compared by content."]
    assert "not found" in knowledge_words(items, "cd" * 32, ("blast",), (tmp_path,))[1]


def test_a_signed_cases_consensus_is_a_test_and_an_unsigned_one_is_not(tmp_path: Path) -> None:
    workspace, session = case(tmp_path, ["blast", "lymphocyte", "blast", "monocyte"])
    session.confirm(list(session.case.cells))
    with pytest.raises(InputProblem, match="none of this number"):
        cells_of_signed(workspace, session.case_id)
    content = content_sha256(session.stored)
    signature = Signature(1, "Ann", "2026-01-01", session.revision, content, (), {}, "", "0", "")
    with workspace.store.writing() as connection:
        add_signature(connection, int(session.case_id), signature)
    session.close()
    cells = cells_of_signed(workspace, session.case_id)
    assert len(cells) == 7
    quizzes = Quizzes(workspace.store, "Bob")
    number = quizzes.begin_with(cells, source_words(session.case_id), Plan(5, 1))
    sheet = quizzes.sheet(number)
    library = ReferenceLibrary(workspace.store, "Bob")
    assert len(sheet.cells) == 5 and all(library.png(look.picture) for look in sheet.cells)
    assert not library.sets() and "Doe" not in sheet.source
    session = workspace.open_case(session.case_id)
    amend(session, "One more look", "Ann")
    session.relabel(list(session.case.cells)[:1], "monocyte")
    session.close()
    with pytest.raises(InputProblem, match="changed since"):
        cells_of_signed(workspace, session.case_id)
