"""Which pipelines there are to choose from, with what weights, how missing ones are made, and their model cards; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leukview.classifiers.installed import find_installed, folder_of
from leukview.domain.case import PipelineStamp
from leukview.domain.decision_path import NEEDS_DATA
from leukview.domain.errors import EnvironmentFault, LeukViewError
from leukview.manifests import load_of_kind
from leukview.pipelines.registry import PipelineSpec, pipeline_specs, weights_of
from leukview.resources import user_models_dir

__all__ = [
    "PipelineChoice",
    "card_of_case",
    "card_of_choice",
    "explaining_pipelines",
    "installing",
    "model_card",
    "pipeline_choices",
]


@dataclass(frozen=True, slots=True)
class PipelineChoice:
    """A pipeline as it is offered.

    Attributes
    ----------
    id, title, about:
        As in :class:`leukview.pipelines.registry.PipelineSpec`.
    model_id, model:
        Id and title of the weights it would run with; empty where there are none that can be used.
    obstacle:
        Why it cannot be chosen; empty where it can.
    remedy:
        What to do about that: where it :data:`needs the user's data <leukview.domain.decision_path.NEEDS_DATA>`, the command
        that trains.
    """

    id: str
    title: str
    about: str
    model_id: str = ""
    model: str = ""
    obstacle: str = ""
    remedy: str = ""


def pipeline_choices() -> tuple[PipelineChoice, ...]:
    """Return every pipeline, the default first, also those whose weights are missing or damaged."""
    return tuple(_choice(spec) for spec in pipeline_specs())


def explaining_pipelines() -> tuple[PipelineChoice, ...]:
    """Return the pipelines that can say of any one cell what they see in it: those whose weights are here.

    One that only finds cells in fields and types them with the default pipeline's networks is left out: it would say the same.
    """
    return tuple(
        choice
        for choice, spec in zip(pipeline_choices(), pipeline_specs(), strict=True)
        if not (choice.obstacle or spec.detects)
    )


def _choice(spec: PipelineSpec) -> PipelineChoice:
    facts = (spec.id, spec.title, spec.about)
    try:
        model_id = weights_of(spec)
        if model_id:
            manifest = load_of_kind(spec.kind, model_id, folder_of(model_id))
            return PipelineChoice(*facts, model_id, manifest.title)
    except LeukViewError as error:
        return PipelineChoice(*facts, obstacle="its weights cannot be used", remedy=str(error))
    if not spec.recipe:
        return PipelineChoice(*facts, obstacle="its weights are missing", remedy="Reinstall LeukView.")
    return PipelineChoice(*facts, obstacle=NEEDS_DATA, remedy=spec.training)


def installing() -> str:
    """Return what is to be done with weights that a training made."""
    return f"Copy the .json, .safetensors and .md that a training writes from RUN into {user_models_dir()}."


def model_card(model_id: str, folder: Path) -> str:
    """Return a model's card, Markdown.

    Raises
    ------
    EnvironmentFault
        When the model came without one.
    """
    path = folder / f"{model_id}.md"
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFault(
            f"The model {model_id} has no model card that can be read ({path}). Training writes one beside the weights."
        ) from error


def card_of_case(stamp: PipelineStamp) -> tuple[str, str]:
    """Return id and card of the weights that analysed a case, where they are still on this computer.

    Raises
    ------
    EnvironmentFault
        When they are not, or came without a card.
    """
    spec = next((spec for spec in pipeline_specs() if spec.id == stamp.pipeline), None)
    found = find_installed(stamp.weights_sha256, spec.kind) if spec else None
    if found is None:
        raise EnvironmentFault(
            f"The weights that analysed this case, {stamp.title or stamp.pipeline} ({stamp.weights_sha256[:16]}…), are not on "
            "this computer any more."
        )
    return found[0], model_card(*found)


def card_of_choice(pipeline_id: str) -> tuple[str, str]:
    """Return id and card of the weights that a pipeline would run with.

    Raises
    ------
    EnvironmentFault
        When there are none, or they came without a card.
    """
    choice = next((item for item in pipeline_choices() if item.id == pipeline_id), None)
    if choice is None or not choice.model_id:
        why = f"{choice.obstacle}. {choice.remedy}" if choice else "there is no such pipeline."
        raise EnvironmentFault(f"The pipeline {pipeline_id} has no weights here: {why}")
    return choice.model_id, model_card(choice.model_id, folder_of(choice.model_id))
