"""The texts of tables, which are translated where they are shown: lupdate, which looks for literals, does not find them there."""

from __future__ import annotations

from collections.abc import Iterator

from leukview.domain.decision_path import NEEDS_DATA
from leukview.gui import actions, domain_words, training_words

__all__ = ["texts"]

_OBSTACLES = (NEEDS_DATA, "its weights cannot be used", "its weights are missing")
"""Why a pipeline cannot be chosen: leukview.services.pipelines."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield the context and the English text of each."""
    from leukview.pipelines.registry import pipeline_specs
    from leukview.services.combine import TABLE_WORDS

    yield from (("Combined", text) for text in TABLE_WORDS)
    yield from (("Pipelines", spec.about) for spec in pipeline_specs())
    yield from (("Pipelines", text) for text in _OBSTACLES)
    yield "Numbers", ","
    for text in actions.texts():
        yield "Actions", text
    yield from domain_words.texts()
    yield from training_words.texts()
