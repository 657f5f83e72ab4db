"""What a test draws and how it is scored, whatever the set and the answers."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import NO_ANSWER, Answer, Item, Plan, allocate, draw, score
from leukview.domain.reference import ReferenceCell
from leukview.domain.taxonomy import taxonomy

CLASSES = taxonomy().ids()
COUNTS = st.dictionaries(st.sampled_from(CLASSES), st.integers(1, 30), min_size=1, max_size=8)
BALANCE = st.sampled_from(["as in the set", "equal"])


def cells(counts: dict[str, int]) -> list[ReferenceCell]:
    labels = [name for name, count in counts.items() for _ in range(count)]
    return [
        ReferenceCell(number, 1, label, "reader 1", "A", "", f"{number:064x}", 10, 10)
        for number, label in enumerate(labels)
    ]


@given(COUNTS, BALANCE, st.integers(0, 9), st.data())
def test_a_test_has_as_many_cells_as_asked_for_and_never_more_than_there_are(
    counts: dict[str, int], balance: str, seed: int, data: st.DataObject
) -> None:
    total = sum(counts.values())
    n = data.draw(st.integers(1, total))
    got = allocate(counts, n, balance, seed)  # type: ignore[arg-type]
    assert sum(got.values()) == n and all(0 <= got[name] <= counts[name] for name in counts)
    if balance == "equal":
        # Nobody has two more than another who still has cells.
        for name in counts:
            assert all(got[name] <= got[other] + 1 or got[other] == counts[other] for other in counts)
    else:
        assert all(abs(got[name] - n * counts[name] / total) < 1 for name in counts)


@given(COUNTS, BALANCE, st.integers(0, 99), st.randoms(), st.data())
def test_the_same_seed_draws_the_same_test_whatever_the_sets_order(
    counts: dict[str, int], balance: str, seed: int, random: object, data: st.DataObject
) -> None:
    given_, n = cells(counts), data.draw(st.integers(1, sum(counts.values())))
    plan = Plan(n, seed, balance)  # type: ignore[arg-type]
    first = draw(given_, plan)
    random.shuffle(given_)  # type: ignore[attr-defined]
    assert draw(given_, plan) == first
    pictures = [item.picture for item in first]
    assert len(set(pictures)) == n and set(pictures) <= {cell.picture for cell in given_}
    labels = {cell.picture: cell.label for cell in given_}
    assert all(item.label == labels[item.picture] for item in first)


def test_another_seed_draws_another_test_and_classes_are_mixed() -> None:
    given_ = cells({"lymphocyte": 20, "monocyte": 20, "blast": 20})
    one, other = draw(given_, Plan(30, 1)), draw(given_, Plan(30, 2))
    assert [item.picture for item in one] != [item.picture for item in other]
    labels = [item.label for item in one]
    assert Counter(labels) == {"lymphocyte": 10, "monocyte": 10, "blast": 10}
    assert sum(a != b for a, b in itertools.pairwise(labels)) > 8


@pytest.mark.parametrize("n", [0, -1, 4])
def test_more_cells_than_there_are_is_refused(n: int) -> None:
    with pytest.raises(InputProblem, match="the set has 3"):
        allocate({"blast": 3}, n, "equal")


FINE = [name for name in CLASSES if name not in taxonomy().coarse]
PAIRS = st.lists(st.tuples(st.sampled_from(FINE[:8]), st.sampled_from((*FINE[:8], NO_ANSWER))), min_size=1, max_size=40)


@given(PAIRS)
def test_a_score_counts_every_cell_once(pairs: list[tuple[str, str]]) -> None:
    items = [Item(f"{number:064x}", label) for number, (label, _) in enumerate(pairs)]
    answers = [Answer(number, said, 2.0) for number, (_, said) in enumerate(pairs)]
    result = score(items, answers)
    right = sum(label == said for label, said in pairs)
    assert (result.right.hits, result.right.total) == (right, len(pairs))
    assert result.right.hits <= result.by_group.hits <= result.by_group.total
    assert sum(result.confusion.values()) == len(pairs)
    assert len(result.misses) == len(pairs) - right
    assert sum(row.sensitivity.total for row in result.classes) == len(pairs)
    assert sum(row.precision.total for row in result.classes) == len(pairs) - result.unanswered
    assert sum(row.sensitivity.hits for row in result.classes) == right
    for row in result.classes:
        low, high = row.sensitivity.interval
        value = row.sensitivity.value
        assert value is None or low <= value <= high
    order = [row.class_id for row in result.classes]
    assert order == taxonomy().sorted(order)
    assert result.seconds == 2.0 * len(pairs) and result.median_s == 2.0


def test_the_last_answer_stands_and_changes_and_sittings_are_counted() -> None:
    items = [Item("a", "blast"), Item("b", "monocyte"), Item("c", "lymphocyte")]
    answers = [
        Answer(0, "monocyte", 3.0),
        Answer(0, "blast", 1.0),
        Answer(1, "monocyte", 2.0, 2),
        Answer(1, "monocyte", 1, 3),
    ]
    result = score(items, answers)
    assert (result.right.hits, result.unanswered, result.changed, result.sittings) == (2, 1, 1, 3)
    assert result.seconds == 7.0 and result.median_s == 3.5
    assert [(miss.place, miss.class_id) for miss in result.misses] == [(2, NO_ANSWER)]


def test_known_intervals_and_groups() -> None:
    items = [Item(str(number), "segmented_neutrophil") for number in range(100)]
    said = ["segmented_neutrophil"] * 95 + ["band_neutrophil"] * 3 + ["blast"] * 2
    result = score(items, [Answer(number, name, 1.0) for number, name in enumerate(said)])
    assert result.right.words == "95 of 100 = 95.0 % (88.7–98.4)"
    assert result.by_group.hits == 98
    rows = {row.class_id: row for row in result.classes}
    assert rows["blast"].sensitivity.words == "–" and rows["blast"].precision.hits == 0


def test_an_answer_within_a_coarse_reference_is_right() -> None:
    items = [Item("a", "neutrophil"), Item("b", "neutrophil"), Item("c", "segmented_neutrophil")]
    said = ("band_neutrophil", "monocyte", "neutrophil")
    result = score(items, [Answer(place, name, 1.0) for place, name in enumerate(said)])
    assert result.right.hits == 1 and [miss.place for miss in result.misses] == [1, 2]
    assert result.confusion["neutrophil", "neutrophil"] == 1 and result.by_group.hits == 2


def test_a_class_of_another_version_is_counted_as_itself() -> None:
    items = [Item("a", "class_of_tomorrow"), Item("b", "class_of_tomorrow"), Item("c", "blast")]
    said = ("class_of_tomorrow", "blast", "class_of_tomorrow")
    result = score(items, [Answer(place, name, 1.0) for place, name in enumerate(said)])
    assert result.right.hits == result.by_group.hits == 1
    assert sum(result.confusion.values()) == 3 and [row.class_id for row in result.classes] == ["blast"]
