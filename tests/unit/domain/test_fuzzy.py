"""Finding by a few letters: what matches, in which order, and that nothing typed can upset it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.fuzzy import match

NAMES = [
    "Next cell",
    "Next that needs you",
    "Next class",
    "Confirm the rest of this class",
    "Confirm",
    "Contours",
    "Label as Segmented neutrophil",
    "Label as Lymphocyte",
    "Label as Variant lymphocyte",
    "Label as Myelocyte",
    "Label as Metamyelocyte",
    "Label as Promyelocyte",
]


def best(query: str) -> list[str]:
    found = [(hit.points, name) for name in NAMES if (hit := match(query, name)) is not None]
    return [name for _, name in sorted(found, key=lambda item: -item[0])]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("conf", "Confirm"),
        ("confirm", "Confirm"),
        ("rest", "Confirm the rest of this class"),
        ("ntny", "Next that needs you"),
        ("myelo", "Label as Myelocyte"),
        ("label meta", "Label as Metamyelocyte"),
        ("segneu", "Label as Segmented neutrophil"),
        ("lymph", "Label as Lymphocyte"),
        ("lymph var", "Label as Variant lymphocyte"),
        ("lymphocite", "Label as Lymphocyte"),
        ("promielocyte", "Label as Promyelocyte"),
        ("CLASS next", "Next class"),
    ],
)
def test_what_was_meant_comes_first(query: str, first: str) -> None:
    assert best(query)[0] == first


def test_a_word_that_is_not_there_matches_nothing() -> None:
    assert best("confirm blast") == []
    assert best("xyz") == []
    assert match("ct", "Contours") is None, "letters from the middle of words say nothing"


def test_the_letters_that_matched_are_told() -> None:
    hit = match("ntny", "Next that needs you")
    assert hit is not None and hit.places == (0, 5, 10, 16)
    hit = match("cell next", "Next cell")
    assert hit is not None and hit.places == (0, 1, 2, 3, 5, 6, 7, 8)


def test_an_empty_query_matches_everything() -> None:
    hit = match("  ", "Confirm")
    assert hit is not None and hit.points == 0 and hit.places == ()


@given(st.text(max_size=20), st.text(max_size=40))
def test_nothing_typed_upsets_it(query: str, text: str) -> None:
    hit = match(query, text)
    if hit is not None:
        assert all(0 <= place < len(text) for place in hit.places)
        assert list(hit.places) == sorted(set(hit.places))


@given(st.text(min_size=1, max_size=30))
def test_a_name_is_found_by_itself(name: str) -> None:
    assert match(name, name) is not None
