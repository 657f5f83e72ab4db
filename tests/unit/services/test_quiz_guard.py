"""What stays covered while a test goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import Answer, Plan
from leukview.services.quiz import Quizzes
from leukview.services.quiz_case import source_words
from leukview.services.quiz_guard import covers, refuse_case, standing
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_files import starter_cells
from leukview.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "leukview.sqlite3")
    yield store
    store.close()


def library_of(store: Store) -> tuple[ReferenceLibrary, int]:
    library = ReferenceLibrary(store, "Bob")
    number = library.create("Teaching")
    library.add(number, starter_cells().cells[:30])
    return library, number


def test_a_readers_own_tests_stand_until_they_end(store: Store) -> None:
    _, number = library_of(store)
    bob, eve = Quizzes(store, "Bob"), Quizzes(store, "Eve")
    first, second = bob.begin(number, Plan(3, 1)), bob.begin(number, Plan(3, 2))
    bob.begin(number, Plan(3, 3, mode="training"))
    assert [test.id for test in standing(bob)] == [second, first]
    assert [test.id for test in standing(Quizzes(store, " bob "))] == [second, first]
    assert standing(eve) == []
    # Whoever sits at this window sat it, whatever name was typed.
    assert [test.id for test in standing(eve, {first})] == [first]
    for place in range(3):
        bob.answer(first, Answer(place, "lymphocyte", 1.0))
    bob.finish(first)
    assert [test.id for test in standing(bob)] == [second] and standing(eve, {first}) == []
    bob.abandon(second)
    assert standing(bob) == []


def test_a_picture_is_covered_in_whichever_set_it_is(store: Store) -> None:
    library, number = library_of(store)
    bob = Quizzes(store, "Bob")
    bob.begin(number, Plan(5, 1))
    asked = {item.picture for test in standing(bob) for item in test.items}
    copy, other = library.create("Copy"), library.create("Other")
    library.add(copy, [cell for cell in starter_cells().cells if cell.picture in asked][:1])
    library.add(other, starter_cells().cells[30:])
    assert covers(standing(bob), library.cells(number)) and covers(standing(bob), library.cells(copy))
    assert not covers(standing(bob), library.cells(other)) and not covers([], library.cells(number))


def test_a_case_whose_labels_are_the_key_cannot_be_opened(store: Store) -> None:
    bob = Quizzes(store, "Bob")
    bob.begin_with(starter_cells().cells, source_words("7"), Plan(4, 1))
    with pytest.raises(InputProblem, match="not finished"):
        refuse_case(standing(bob), "7")
    refuse_case(standing(bob), "70")
    bob.abandon(standing(bob)[0].id)
    refuse_case(standing(bob), "7")
