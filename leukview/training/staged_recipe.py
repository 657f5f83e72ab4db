"""The recipe of a staged classifier: its tree, where labelled cells stand in it, and how each stage is trained."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leukview.classifiers.staged_manifest import LabelRule, StageForm
from leukview.classifiers.tree import Stage, Tree
from leukview.classifiers.tree_file import read_tree
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.training.recipe import AugmentConfig, DataConfig, NetworkConfig, OptimiserConfig, Recipe

__all__ = ["HeadConfig", "StageConfig", "StagedRecipe", "head_tree"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageConfig(_Strict):
    """A stage that is trained, by its id in the tree, and what differs from the recipe's common parts; as those without."""

    id: str
    form: StageForm | None = None
    network: NetworkConfig | None = None
    augment: AugmentConfig | None = None
    optimiser: OptimiserConfig | None = None
    epochs: int | None = Field(default=None, ge=1)
    draws: int | None = Field(default=None, ge=2, description="images drawn an epoch; as many as there are without")
    balance: float | None = Field(default=None, ge=0, le=1)
    balance_by: Literal["source", "patient"] = Field(
        default="source",
        description="source: the higher the balance, the more alike data sets and answers are drawn; patient: answers "
        "equally often, and the patients of one the more alike",
    )


class HeadConfig(StageConfig):
    """A head that is trained, the node whose cells it is asked of (the tree's own without), and whose cells teach it."""

    node: str | None = None
    labels: tuple[LabelRule, ...] = Field(min_length=2)


class StagedRecipe(_Strict):
    """Everything that decides the training of stages, but the images.

    ``classes`` overrides the tree's classes where the training's cells allow another name; ``labels`` are tried in order.

    ``coupling``: ``fixed``, a stage is trained while those above stand still, which :mod:`leukview.training.tree_loss` shows to
    be as if it were alone; ``joint``, those above go on learning with it, each from its own cells and from the finer stage's.
    """

    kind: Literal["staged"]
    name: str
    title: str
    about: str
    licence: str = "not stated"
    seed: int
    tree: str
    classes: dict[str, str] = Field(default_factory=dict)
    labels: tuple[LabelRule, ...] = ()
    coupling: Literal["fixed", "joint"] = "fixed"
    form: StageForm
    network: NetworkConfig
    data: DataConfig
    augment: AugmentConfig
    optimiser: OptimiserConfig
    stages: tuple[StageConfig, ...] = Field(min_length=1)
    heads: tuple[HeadConfig, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [each.id for each in (*self.stages, *self.heads)]
        if len(set(names)) < len(names):
            raise ValueError("a stage or head is named twice")
        if strangers := [name for name in self.classes.values() if name not in taxonomy()]:
            raise ValueError(f"the taxonomy has no class {strangers[0]}")
        if self.data.attributes:
            raise ValueError("stages learn no attributes")
        if self.data.every != 1:
            raise ValueError("stages are trained on every image: shorten a training by 'draws' and 'epochs'")
        return self

    def whole_tree(self) -> Tree:
        """Return the tree with this recipe's classes, and its heads where the recipe asks them.

        Raises
        ------
        InputProblem
            When there is no such tree, or a stage, head, node or label of the recipe is not its own.
        """
        tree = read_tree(self.tree)
        asked = {head.id: head.node for head in self.heads if head.node}
        _refuse(self.name, "node", {*self.classes, *asked.values(), *(rule.node for rule in self.labels)}, tree.names)
        _refuse(self.name, "stage", {stage.id for stage in self.stages}, {stage.id for stage in tree.stages})
        _refuse(self.name, "head", {head.id for head in self.heads}, {head.id for head in tree.heads})
        for own in self.heads:
            answers = next(head.answers for head in tree.heads if head.id == own.id)
            _refuse(self.name, "answer", {rule.node for rule in own.labels}, answers)
        moved = tuple(replace(head, node=asked.get(head.id, head.node)) for head in tree.heads)
        return replace(tree, classes={**tree.classes, **self.classes}, heads=moved)

    def recipe_of(self, config: StageConfig, children: tuple[str, ...]) -> Recipe:
        """Return what trains one network; its classes are nodes. Seeds differ from network to network."""
        number = [each.id for each in (*self.stages, *self.heads)].index(config.id)
        optimiser = config.optimiser or self.optimiser
        if config.epochs is not None:
            optimiser = optimiser.model_copy(update={"epochs": config.epochs})
        balance = self.data.balance if config.balance is None else config.balance
        return Recipe(
            name=f"{self.name}-{config.id}",
            title=f"{self.title}: {config.id}",
            about=self.about,
            licence=self.licence,
            seed=self.seed + number,
            classes=children,
            network=config.network or self.network,
            data=self.data.model_copy(update={"balance": balance}),
            augment=config.augment or self.augment,
            optimiser=optimiser,
        )

    def with_starts(self, starts: Mapping[str, Path]) -> Self:
        """Return this recipe with files of weights that stages or heads start from, by id.

        Raises
        ------
        InputProblem
            When there is no such stage or head.
        """
        known = [each.id for each in (*self.stages, *self.heads)]
        _refuse(self.name, "stage or head", set(starts), known)

        def started(rows: tuple[StageConfig, ...]) -> tuple[StageConfig, ...]:
            return tuple(
                row.model_copy(
                    update={"network": (row.network or self.network).model_copy(update={"start": str(starts[row.id])})}
                )
                if row.id in starts
                else row
                for row in rows
            )

        return self.model_copy(update={"stages": started(self.stages), "heads": started(self.heads)})


def head_tree(tree: Tree, head_id: str) -> Tree:
    """Return a head as a tree of one decision, so that it is trained and measured as a stage is."""
    head = next(each for each in tree.heads if each.id == head_id)
    root = f"asked of {head.node}"
    names = {root: tree.names[head.node], **head.answers}
    stage = Stage(head.id, head.title, root, tuple(head.answers))
    return Tree(tree.id, head.title, tree.source, root, names, dict.fromkeys(head.answers, root), (stage,), {})


def _refuse(recipe: str, what: str, named: Collection[str], known: Collection[str]) -> None:
    for name in sorted(named):
        if name not in known:
            reason = f"the tree has no such {what} as {name}"
            raise InputProblem(f"The recipe {recipe}", reason, f"Choose one of: {', '.join(known)}")
