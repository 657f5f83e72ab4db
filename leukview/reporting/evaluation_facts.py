"""What made an evaluation, so that anyone can make it again."""

from __future__ import annotations

from leukview.domain.evaluation import Evaluation, ModelFacts
from leukview.reporting.evaluation_words import heading
from leukview.reporting.model import RESEARCH_USE_ONLY

__all__ = ["facts_of"]


def facts_of(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return labelled facts, in the order shown."""
    facts = [("Command", evaluation.command), *_model("Model", evaluation.model)]
    if evaluation.against:
        facts += _model("Compared with", evaluation.against)
    facts += [
        ("Data", evaluation.data),
        ("Measured on", "; ".join(heading(item) for item in evaluation.datasets)),
        *(("Data, notes", note) for note in evaluation.notes),
        (
            "Intervals",
            f"95 %, percentile bootstrap, {evaluation.rounds} resamples, seed {evaluation.seed}; whole patients where these are "
            "known",
        ),
        ("Software", evaluation.software),
        ("Libraries", ", ".join(f"{name} {version}" for name, version in evaluation.libraries.items())),
        ("Time", evaluation.created_utc),
        ("Use", RESEARCH_USE_ONLY),
    ]
    return facts


def _model(label: str, model: ModelFacts) -> list[tuple[str, str]]:
    return [
        (label, f"{model.title} ({model.id}), {len(model.classes)} classes"),
        ("Weights, SHA-256", model.sha256),
        ("Trained on", ", ".join(model.trained_on) or "not said"),
        ("Made with", model.software),
        ("Licence", model.licence),
    ]
