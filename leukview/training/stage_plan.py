"""What a staged training trains: a tree cut to what the images show, and for each decision its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from leukview.classifiers.stage_networks import StageNet, build_stage_net
from leukview.classifiers.staged_manifest import StageForm
from leukview.classifiers.tree import Tree
from leukview.domain.errors import InputProblem
from leukview.training.datasets import LabelledImage, labelled
from leukview.training.recipe import Recipe
from leukview.training.stage_labels import place, shown_children
from leukview.training.staged_recipe import HeadConfig, StageConfig, StagedRecipe, head_tree
from leukview.training.tree_loss import path_to, stage_targets

__all__ = ["Plan", "Task", "network_of", "placed_items", "plan_of"]


@dataclass(frozen=True, eq=False)
class Task:
    """One network's training.

    Attributes
    ----------
    config, form, recipe:
        What it is and how it is trained; the recipe's classes are its answers.
    tree:
        The tree its stage is of; a head's own.
    path:
        The stages whose networks learn with it, coarse to fine, itself last.
    items, targets:
        The images that teach or test one of the path's stages, and for each stage of the path N×C bool.
    """

    config: StageConfig
    form: StageForm
    recipe: Recipe
    tree: Tree
    path: tuple[str, ...]
    items: tuple[LabelledImage, ...]
    targets: Mapping[str, torch.Tensor]

    def rows(self, split: str) -> list[int]:
        """Return the images of a part."""
        return [row for row, item in enumerate(self.items) if item.split == split]


@dataclass(frozen=True, eq=False)
class Plan:
    """A training: the tree cut to what the images show, the stages' tasks, then the heads'; and what the user should know."""

    recipe: StagedRecipe
    tree: Tree
    tasks: tuple[Task, ...]
    notes: tuple[str, ...]

    @property
    def stages(self) -> tuple[Task, ...]:
        """The stages' tasks, in the order of the tree."""
        return tuple(task for task in self.tasks if not isinstance(task.config, HeadConfig))

    @property
    def heads(self) -> tuple[Task, ...]:
        """The heads' tasks."""
        return tuple(task for task in self.tasks if isinstance(task.config, HeadConfig))


def plan_of(recipe: StagedRecipe, items: Sequence[LabelledImage], tree: Tree | None = None) -> Plan:
    """Return what is trained on labelled images, whose splits are known.

    A child that no training image shows is cut from its stage, and a stage with fewer than two is cut with all below it; so is a
    head that lacks an answer. ``tree`` stands in for the recipe's own.

    Raises
    ------
    InputProblem
        When the first stage itself cannot be trained, or nothing tests a stage on the validation part.
    """
    whole = tree or recipe.whole_tree()
    placed = place(items, whole, recipe.labels)
    configs = {config.id: config for config in recipe.stages}
    shown = shown_children(placed, whole, recipe.data.train_split)
    tree = whole.cut({name: children for name, children in shown.items() if name in configs})
    targets = stage_targets(tree, placed.nodes)
    tasks = []
    for stage in tree.stages:
        path = path_to(tree, stage.id) if recipe.coupling == "joint" else (stage.id,)
        tasks.append(_task(recipe, configs[stage.id], tree, path, placed.items, targets))
    notes = [f"{placed.passed} images stand nowhere in the tree: left out."] if placed.passed else []
    for node, missing in tree.unknown.items():
        names = ", ".join(tree.names[child] for child in missing)
        notes.append(
            f"Below {tree.names[node]}, these weights will not tell: {names} (no training images, or no network)."
        )
    for head in recipe.heads:
        own = head_tree(whole, head.id)
        beside = place(items, own, head.labels)
        answers = shown_children(beside, own, recipe.data.train_split)[head.id]
        if len(answers) < len(own.stages[0].children):
            notes.append(f"The head {head.id} is not trained: no image shows each of its answers.")
            continue
        tasks.append(_task(recipe, head, own, (head.id,), beside.items, stage_targets(own, beside.nodes)))
    for task in tasks:
        _refuse_untested(task, recipe.data.val_split)
    return Plan(recipe, tree, tuple(tasks), tuple(notes))


def _task(
    recipe: StagedRecipe,
    config: StageConfig,
    tree: Tree,
    path: tuple[str, ...],
    items: Sequence[LabelledImage],
    targets: Mapping[str, torch.Tensor],
) -> Task:
    children = {stage.id: stage.children for stage in tree.stages}[config.id]
    # A child's cells are among its parent's.
    inside = np.flatnonzero(targets[path[0]].any(dim=1).numpy()).tolist()
    own = {name: targets[name][inside] for name in path}
    return Task(
        config,
        config.form or recipe.form,
        recipe.recipe_of(config, children),
        tree,
        path,
        tuple(items[row] for row in inside),
        own,
    )


def _refuse_untested(task: Task, split: str) -> None:
    own = task.targets[task.config.id][task.rows(split)]
    tested = own[own.sum(dim=1) == 1].any(dim=0).tolist()
    if sum(tested) < 2:
        # Chosen by one answer alone, the best epoch would be that which always gives it.
        raise InputProblem(
            f"Stage {task.config.id}",
            f"the part '{split}' tests {sum(tested)} of its answers ({', '.join(task.recipe.classes)}), and must test two",
            "Bring images of more patients, leave their split empty so that it is made anew, or take the stage out of the recipe",
        )


def network_of(task: Task) -> StageNet:
    """Return a task's untrained network."""
    net = task.recipe.network
    return build_stage_net(task.form, net.backbone, len(task.recipe.classes), net.drop_rate)


def placed_items(recipe: StagedRecipe, data: Path | Sequence[LabelledImage]) -> list[LabelledImage]:
    """Return the images of a recipe's data sets without the labels it leaves out."""
    return labelled(data, recipe.data.datasets, recipe.data.leave_out)
