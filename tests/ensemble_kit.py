"""A tiny ensemble for tests: two networks that see a cell at two sizes, made from nothing in no time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import torch
from cells_kit import CellDrawer
from weights_kit import BACKBONE, FACTS, noise_novelty, write_weights

from leukview.classifiers.backbones import build
from leukview.classifiers.ensemble import member_prefix
from leukview.classifiers.ensemble_manifest import EnsembleManifest, Member
from leukview.classifiers.novelty import Novelty

CLASSES = ("eosinophil", "lymphocyte")

RECIPE = f"""
kind = "ensemble"
name = "toy"
title = "Toy"
about = "A test."
seed = 1
classes = ["eosinophil", "lymphocyte", "myeloblast"]
[vote]
weights = "learnt"
[[members]]
name = "image"
[members.network]
backbone = "{BACKBONE}"
input_size = 32
crop_fraction = 0.8
imagenet = false
[[members]]
name = "cell"
[members.network]
backbone = "{BACKBONE}"
input_size = 48
crop_fraction = 0.6
cell_diameters = 1.5
preparation = {{ background = "masked" }}
imagenet = false
[data]
cache_side = 64
fractions = [0.5, 0.25, 0.25]
leave_out = ["basophil"]
[augment]
scale = 0.0
stain = 0.0
[optimiser]
method = "adam"
epochs = 3
patience = 2
plateau = {{ factor = 0.5, patience = 0 }}
batch = 4
lr = 5e-4
ema = 0.0
weight_decay = 0.0
"""


def write_cells(folder: Path, count: int = 12) -> Path:
    """Draw class folders: two types, and two cells of one that the toy system does not know."""
    drawer = CellDrawer()
    for kind, number in ((CLASSES[0], count), (CLASSES[1], count), ("basophil", 2)):
        drawer.draw(folder / kind, kind, number, stem=kind)
    return folder


def member(name: str, weight: float, **more: object) -> Member:
    facts = {
        "backbone": BACKBONE,
        "input_size": 32,
        "crop_fraction": 0.8,
        "field_diameters": 4.0,
        "temperature": 1.0,
        **more,
    }
    half = (0.5, 0.5, 0.5)
    return Member(name=name, mean=half, std=half, weight=weight, **facts)


def manifest(*members: Member, **more: object) -> EnsembleManifest:
    first = members[0].model_dump(exclude={"name", "weight", "temperature"})
    return EnsembleManifest.model_validate({**first, **FACTS, "classes": CLASSES, "members": members, **more})


def networks(count: int) -> list[torch.nn.Module]:
    torch.manual_seed(3)
    return [build(BACKBONE, len(CLASSES)) for _ in range(count)]


def any_novelty(network: torch.nn.Module) -> Novelty:
    """A distance of the right widths, fitted to noise."""
    look = 2 * network.feature_info[2]["num_chs"]
    return noise_novelty(look + network.num_features, look)


def install(folder: Path, name: str = "toy", recipe: str = "toy") -> EnsembleManifest:
    """Write an untrained ensemble as it would be shipped."""
    members = (member("image", 0.3), member("cell", 0.7, input_size=48, cell_diameters=1.5))
    made = networks(2)
    named = {member_prefix(each.name): network for each, network in zip(members, made, strict=True)}
    return write_weights(folder, name, named, any_novelty(made[0]), partial(manifest, *members, recipe=recipe))
