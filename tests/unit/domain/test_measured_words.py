from __future__ import annotations

import pytest

from leukview.domain.measured_words import measured_words
from leukview.domain.morphology import Morphology


@pytest.mark.parametrize(
    ("nucleus", "cytoplasm", "lobes", "circularity", "words"),
    [
        (900, 300, 1, 0.95, ("round nucleus", "scant cytoplasm")),
        (900, 450, 1, 0.90, ("round nucleus", "scant cytoplasm")),
        (900, 900, 1, 0.80, ("oval or indented nucleus", "moderate cytoplasm")),
        (500, 1000, 1, 0.40, ("bent or irregular nucleus", "ample cytoplasm")),
        (500, 1000, 3, 0.40, ("nucleus of 3 lobes", "ample cytoplasm")),
        (500, 0, 1, 0.95, ("round nucleus", "no cytoplasm outlined")),
        (0, 800, 0, 0.0, ()),
    ],
)
def test_an_outline_in_words(
    nucleus: int, cytoplasm: int, lobes: int, circularity: float, words: tuple[str, ...]
) -> None:
    assert measured_words(Morphology(nucleus, cytoplasm, 40.0, lobes, circularity)) == words


def test_without_an_outline_nothing_is_said() -> None:
    assert measured_words(None) == ()
