"""The recipe of a frozen network that tells two classes apart (hassan2024)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leukview.classifiers.frozen_manifest import label_names
from leukview.domain.errors import InputProblem
from leukview.training.labelled import LabelledImage
from leukview.training.recipe import Recipe

__all__ = ["FrozenRecipe", "HeadConfig", "frozen_items", "gathered", "refuse_one_class", "start_backbone"]


class HeadConfig(BaseModel):
    """The dense layers over the frozen maps; see :class:`leukview.classifiers.frozen.FrozenNet`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reading: Literal["flatten", "mean"] = "flatten"
    hidden: int = Field(default=128, ge=1)
    threshold: float = Field(default=0.5, gt=0, lt=1, description="probability from which a cell is the second class")
    views: int = Field(
        default=0,
        ge=0,
        description="the backbone reads so many random views of each training image, once, and the epochs show them in turn; "
        "0: a new view in every epoch, read anew, for features that do not fit in memory",
    )
    calibrated: bool = Field(default=False, description="a temperature is fitted on validation; else the plain sigmoid")


class FrozenRecipe(Recipe):
    """Everything that decides the training of a frozen network, but the images.

    ``gathers`` maps each of the two classes to the labels of the data that stand for it.
    """

    kind: Literal["frozen"]
    head: HeadConfig = HeadConfig()
    gathers: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> FrozenRecipe:
        if len(self.classes) != 2:
            raise ValueError("a network of one output tells two classes apart, no more and no fewer")
        if self.stages or self.second or self.data.attributes:
            raise ValueError("a frozen network has neither stages nor a second network nor attributes")
        if strange := set(self.gathers) - set(self.classes):
            raise ValueError(f"labels are gathered under {', '.join(sorted(strange))}, which is no class of the recipe")
        several = [name for name, count in Counter(sum(self.gathers.values(), ())).items() if count > 1]
        if several:
            raise ValueError(f"{', '.join(several)} is gathered twice")
        return self


def gathered(items: Sequence[LabelledImage], names: Mapping[str, str]) -> list[LabelledImage]:
    """Return the images under the class that their label is gathered into (label → class); other labels stay."""
    return [replace(item, cls=names.get(item.cls, item.cls)) for item in items]


def frozen_items(recipe: FrozenRecipe, items: Sequence[LabelledImage]) -> list[LabelledImage]:
    """Return the images that the recipe's network learns from, under its two classes."""
    return gathered(items, label_names(recipe.gathers))


def refuse_one_class(recipe: FrozenRecipe, items: Sequence[LabelledImage]) -> None:
    """Check that both the training and the validation part show both classes.

    Raises
    ------
    InputProblem
        When one does not: such weights would call everything the other.
    """
    for split in (recipe.data.train_split, recipe.data.val_split):
        shown = {item.cls for item in items if item.split == split}
        missing = [name for name in recipe.classes if name not in shown]
        if missing:
            raise InputProblem(
                "The data", f"the part '{split}' shows no {' and no '.join(missing)}", "Bring images of both classes"
            )


def start_backbone(recipe: FrozenRecipe, starts: Mapping[str, Path]) -> FrozenRecipe:
    """Return a recipe whose backbone starts from the file given as ``backbone``.

    Raises
    ------
    InputProblem
        When another part is named.
    """
    for name in starts:
        if name != "backbone":
            raise InputProblem(name, f"{recipe.name} has no such part", "Give --start backbone=FILE")
    network = recipe.network.model_copy(update={"start": str(starts["backbone"])})
    return recipe.model_copy(update={"network": network})
