"""What every training writes into its model's manifest alike: where the weights come from and how to make them again."""

from __future__ import annotations

from typing import TypedDict

import torch

from leukview import __version__
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.ensemble_recipe import EnsembleRecipe
from leukview.training.recipe import Recipe
from leukview.training.segmenter.recipe import MaskRecipe
from leukview.training.staged_recipe import StagedRecipe

__all__ = ["Facts", "facts_of"]


class Facts(TypedDict):
    """Fields of ``ModelManifest`` that follow from the recipe and the weight file."""

    id: str
    title: str
    weights: str
    sha256: str
    licence: str
    data: tuple[str, ...]
    recipe: str
    commands: tuple[str, ...]
    software: str


def facts_of(
    recipe: Recipe | EnsembleRecipe | StagedRecipe | MaskRecipe | DetectorRecipe,
    digest: str,
    data: tuple[str, ...],
    *commands: str,
) -> Facts:
    """Return the facts of weights that this recipe made.

    Parameters
    ----------
    recipe:
        The recipe.
    digest:
        SHA-256 of the weight file; empty for weights that are not written.
    data:
        Names of the data sets trained on.
    commands:
        What remakes the model's figures, after the training itself.
    """
    return Facts(
        id=recipe.name,
        title=recipe.title,
        weights=f"{recipe.name}.safetensors",
        sha256=digest,
        licence=recipe.licence,
        data=data,
        recipe=recipe.name,
        commands=(f"leukview train {recipe.name} --data DATA --out RUN", *commands),
        software=f"LeukView {__version__}, torch {torch.__version__}",
    )
