"""A tiny ensemble for tests: two networks that see a cell at two sizes, made from nothing in no time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from leukview.classifiers.backbones import build
from leukview.classifiers.ensemble import member_prefix
from leukview.classifiers.ensemble_manifest import EnsembleManifest, Member
from leukview.classifiers.novelty import Novelty, fit_novelty
from leukview.imaging.scan import sha256
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.manifests import write_manifest

BACKBONE = "mobilenetv2_035"
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
    rng = np.random.default_rng(2)
    smear = new_smear(rng)
    for kind, number in ((CLASSES[0], count), (CLASSES[1], count), ("basophil", 2)):
        (folder / kind).mkdir(parents=True)
        for place in range(number):
            drawn = render_crop(kind, rng, smear, height=96, width=96).image
            Image.fromarray(drawn).save(folder / kind / f"{kind}{place}.png")
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
    return Member(name=name, mean=half, std=half, weight=weight, **facts)  # type: ignore[arg-type]


def manifest(*members: Member, **more: object) -> EnsembleManifest:
    first = members[0].model_dump(exclude={"name", "weight", "temperature"})
    facts = {"id": "toy", "title": "Toy", "weights": "toy.safetensors", "sha256": "", "licence": "", "data": ("d",)}
    rest = {"recipe": "toy", "commands": (), "software": "", "classes": CLASSES, "temperature": 1.0, "members": members}
    return EnsembleManifest.model_validate({**first, **facts, **rest, **more})


def networks(count: int) -> list[torch.nn.Module]:
    torch.manual_seed(3)
    return [build(BACKBONE, len(CLASSES)) for _ in range(count)]


def any_novelty(network: torch.nn.Module) -> Novelty:
    """A distance of the right widths, fitted to noise."""
    look = 2 * network.feature_info[2]["num_chs"]  # type: ignore[index, operator]
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(40, look + network.num_features)).astype(np.float32)  # type: ignore[operator]
    return fit_novelty(noise, np.arange(40) % 2, noise, look, directions=4)


def install(folder: Path, name: str = "toy", recipe: str = "toy") -> EnsembleManifest:
    """Write an untrained ensemble as it would be shipped."""
    members = (member("image", 0.3), member("cell", 0.7, input_size=48, cell_diameters=1.5))
    made = networks(2)
    tensors = {
        f"novelty.{key}": torch.from_numpy(value.copy()) for key, value in any_novelty(made[0]).tensors().items()
    }
    for each, network in zip(members, made, strict=True):
        tensors |= {member_prefix(each.name) + key: value for key, value in network.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{name}.safetensors"
    save_file({key: value.contiguous() for key, value in tensors.items()}, weights)
    found = manifest(*members, id=name, weights=weights.name, sha256=sha256(weights), recipe=recipe)
    write_manifest(found, folder / f"{name}.json")
    return found
