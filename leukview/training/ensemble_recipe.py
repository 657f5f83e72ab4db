"""The recipe of an ensemble: several networks that learn the same classes from the same images, and how they vote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leukview.classifiers.soft_vote import checked_weights
from leukview.domain.errors import InputProblem
from leukview.training.frozen_recipe import FrozenRecipe, start_backbone
from leukview.training.recipe import (
    AugmentConfig,
    DataConfig,
    NetworkConfig,
    OptimiserConfig,
    Recipe,
    load_recipe,
    read_recipe,
    recipe_kind,
)
from leukview.training.staged_recipe import StagedRecipe

__all__ = ["EnsembleRecipe", "MemberConfig", "VoteConfig", "load_any_recipe", "with_starts"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MemberConfig(_Strict):
    """One network: its name in files and figures, and what it is and sees."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    network: NetworkConfig


class VoteConfig(_Strict):
    """How the members' probabilities are weighed (soft voting).

    ``weights`` are fixed, one a member, or ``learnt``: those of the least loss on the validation part.
    """

    weights: tuple[float, ...] | Literal["learnt"]
    calibrated: bool = Field(
        default=True, description="each member's temperature is fitted before it votes; else plain softmax votes"
    )


class EnsembleRecipe(_Strict):
    """Everything that decides an ensemble's training, but the images. The members share all but their networks and seeds."""

    kind: Literal["ensemble"]
    name: str
    title: str
    about: str
    licence: str = "not stated"
    seed: int
    classes: tuple[str, ...]
    members: tuple[MemberConfig, ...] = Field(min_length=2)
    vote: VoteConfig
    data: DataConfig
    augment: AugmentConfig
    optimiser: OptimiserConfig

    @model_validator(mode="after")
    def _consistent(self) -> EnsembleRecipe:
        names = [member.name for member in self.members]
        if len(set(names)) < len(names):
            raise ValueError("two members have one name")
        looks = [member.network.cell_diameters is None for member in self.members]
        if any(looks) and not looks[0]:
            raise ValueError("a member that sees a part of the image, not the cell's own square, must come first")
        if self.data.attributes:
            raise ValueError("the members of an ensemble learn no attributes")
        if isinstance(self.vote.weights, tuple):
            try:
                checked_weights(self.vote.weights, len(names))
            except InputProblem as problem:
                raise ValueError(str(problem)) from None
        return self

    def member_recipes(self) -> dict[str, Recipe]:
        """Return each member's own recipe by its name, in order; seeds differ, so that members err apart."""
        return {
            member.name: Recipe(
                name=f"{self.name}-{member.name}",
                title=f"{self.title}: {member.name}",
                about=self.about,
                licence=self.licence,
                seed=self.seed + number,
                classes=self.classes,
                network=member.network,
                data=self.data,
                augment=self.augment,
                optimiser=self.optimiser,
            )
            for number, member in enumerate(self.members)
        }


def with_starts(
    recipe: Recipe | EnsembleRecipe | StagedRecipe, starts: Mapping[str, Path]
) -> Recipe | EnsembleRecipe | StagedRecipe:
    """Return a recipe whose members, stages or heads start from these files of weights, by name.

    A frozen network's is ``backbone``.

    Raises
    ------
    InputProblem
        When it is no ensemble's, or there is no such member.
    """
    if isinstance(recipe, FrozenRecipe):
        return start_backbone(recipe, starts)
    if isinstance(recipe, Recipe):
        reason = "it makes one network, which has no members to name"
        raise InputProblem(recipe.name, reason, "Give the file in the recipe: start below [network]")
    if isinstance(recipe, StagedRecipe):
        return recipe.with_starts(starts)
    known = [member.name for member in recipe.members]
    for name in starts:
        if name not in known:
            raise InputProblem(name, f"{recipe.name} has no such member", f"Choose one of: {', '.join(known)}")
    members = tuple(
        member.model_copy(update={"network": member.network.model_copy(update={"start": str(starts[member.name])})})
        if member.name in starts
        else member
        for member in recipe.members
    )
    return recipe.model_copy(update={"members": members})


def load_any_recipe(name_or_path: str) -> Recipe | EnsembleRecipe | StagedRecipe:
    """Return the recipe of any classifier; see :func:`leukview.training.recipe.read_recipe`."""
    kind = recipe_kind(name_or_path)
    if kind == "staged":
        return read_recipe(name_or_path, StagedRecipe)
    if kind == "ensemble":
        return read_recipe(name_or_path, EnsembleRecipe)
    if kind == "frozen":
        return read_recipe(name_or_path, FrozenRecipe)
    return load_recipe(name_or_path)
