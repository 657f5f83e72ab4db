"""Train and finish by any classifier's recipe, of one network or of several, that vote or that decide in stages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leukview.classifiers.frozen_manifest import label_names
from leukview.classifiers.manifest import Manifest
from leukview.domain.progress import Progress
from leukview.segmentation.base import Segmenter
from leukview.training.datasets import LabelledImage, labelled
from leukview.training.ensemble import finalise_ensemble, train_members
from leukview.training.ensemble_recipe import EnsembleRecipe
from leukview.training.finalise import finalise
from leukview.training.frozen import finalise_frozen
from leukview.training.frozen_recipe import FrozenRecipe, frozen_items, refuse_one_class
from leukview.training.history import EpochRecord
from leukview.training.intake.class_map import answerable
from leukview.training.live import LiveStatus
from leukview.training.loops import train
from leukview.training.recipe import Recipe
from leukview.training.stage_labels import recipe_labels
from leukview.training.stage_plan import placed_items, plan_of
from leukview.training.staged import train_stages
from leukview.training.staged_finalise import finalise_stages
from leukview.training.staged_recipe import StagedRecipe

__all__ = ["AnyRecipe", "data_labels", "finalise_any", "train_any"]

AnyRecipe = Recipe | EnsembleRecipe | StagedRecipe


def data_labels(recipe: AnyRecipe) -> tuple[str, ...]:
    """Return the labels that a recipe's data may bear: its classes, what stands for them, and nodes of a tree."""
    if isinstance(recipe, StagedRecipe):
        return recipe_labels(recipe)
    more = label_names(recipe.gathers) if isinstance(recipe, FrozenRecipe) else ()
    return tuple(dict.fromkeys((*answerable(recipe.classes), *more)))


def train_any(
    recipe: AnyRecipe,
    data: Path | Sequence[LabelledImage],
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    segmenter: Segmenter | None = None,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> dict[str, list[EpochRecord]]:
    """Train what a recipe says and return the epochs by network, one network's under its recipe's name.

    Parameters and errors are those of :func:`leukview.training.loops.train`.
    """
    if isinstance(recipe, EnsembleRecipe):
        return train_members(
            recipe, data, out, device=device, workers=workers, segmenter=segmenter, progress=progress, live=live
        )
    if isinstance(recipe, StagedRecipe):
        plan = plan_of(recipe, placed_items(recipe, data))
        return train_stages(
            plan, out, device=device, workers=workers, segmenter=segmenter, progress=progress, live=live
        )
    if isinstance(recipe, FrozenRecipe):
        data = frozen_items(recipe, labelled(data, recipe.data.datasets, recipe.data.leave_out))
        refuse_one_class(recipe, data)
    history = train(
        recipe, data, out, device=device, workers=workers, segmenter=segmenter, progress=progress, live=live
    )
    return {recipe.name: history}


def finalise_any(
    recipe: AnyRecipe,
    data: Path | Sequence[LabelledImage],
    run: Path,
    out: Path,
    progress: Progress | None = None,
    segmenter: Segmenter | None = None,
) -> Manifest:
    """Write weights and manifest from a training folder.

    See :func:`leukview.training.finalise.finalise`, :func:`leukview.training.ensemble.finalise_ensemble` and
    :func:`leukview.training.frozen.finalise_frozen` and :func:`leukview.training.staged_finalise.finalise_stages`.
    """
    if isinstance(recipe, EnsembleRecipe):
        return finalise_ensemble(recipe, data, run, out, progress, segmenter)
    if isinstance(recipe, StagedRecipe):
        return finalise_stages(plan_of(recipe, placed_items(recipe, data)), run, out, progress, segmenter)
    if isinstance(recipe, FrozenRecipe):
        items = frozen_items(recipe, labelled(data, recipe.data.datasets, recipe.data.leave_out))
        return finalise_frozen(recipe, items, run, out, progress, segmenter)
    return finalise(recipe, data, run, out, progress, segmenter)
