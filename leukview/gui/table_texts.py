"""The texts of tables, which are translated where they are shown: lupdate, which looks for literals, does not find them there."""

from __future__ import annotations

from collections.abc import Iterator

from leukview.gui import actions, domain_words, training_words

__all__ = ["texts"]


def texts() -> Iterator[tuple[str, str]]:
    """Yield the context and the English text of each."""
    yield "Numbers", ","
    for text in actions.texts():
        yield "Actions", text
    yield from domain_words.texts()
    yield from training_words.texts()
