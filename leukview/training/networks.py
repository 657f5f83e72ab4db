"""The network that a recipe trains, as it is before its first step."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from leukview.classifiers.backbones import build, load_imagenet, load_start
from leukview.classifiers.frozen import FrozenNet, TwoClasses
from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.recipe import Recipe

__all__ = ["network_of", "outputs_of", "started_network"]


def outputs_of(recipe: Recipe) -> int:
    """Return how many outputs a recipe's network has: its classes, then every answer of every attribute where it learns them."""
    answers = sum(len(item.options) for item in attributes()) if recipe.data.attributes else 0
    return len(recipe.classes) + answers


def network_of(recipe: Recipe, *, training: bool = False) -> nn.Module:
    """Return a recipe's network, drawn anew; its dropout only where it is for ``training``."""
    net = recipe.network
    if isinstance(recipe, FrozenRecipe):
        head = recipe.head
        frozen = FrozenNet(
            net.backbone, net.input_size, reading=head.reading, hidden=head.hidden, threshold=head.threshold
        )
        return TwoClasses(frozen).to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
    return build(net.backbone, outputs_of(recipe), net.drop_rate if training else 0.0)


def started_network(recipe: Recipe) -> nn.Module:
    """Return a recipe's network with the weights that it starts from.

    Raises
    ------
    InputProblem
        When the recipe names a file that does not fit, or would freeze a network that has learnt nothing.
    EnvironmentFault
        When no package holds the ImageNet weights it asks for.
    """
    network = network_of(recipe, training=True)
    part: nn.Module = network.network.backbone if isinstance(network, TwoClasses) else network
    if recipe.network.start:
        load_start(part, Path(recipe.network.start))
    elif isinstance(recipe, FrozenRecipe) and not recipe.network.imagenet:
        raise InputProblem(
            f"The recipe {recipe.name}",
            f"its {recipe.network.backbone} never learns, and no package holds weights of ImageNet for it",
            "Give timm's file: --start backbone=FILE.safetensors",
        )
    elif recipe.network.imagenet:
        load_imagenet(part, recipe.network.backbone)
    return network
