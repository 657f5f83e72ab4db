"""What tiny weight files of several networks have in common: a distance fitted to noise, facts, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from safetensors.torch import save_file

from leukview.classifiers.novelty import Novelty, fit_novelty
from leukview.imaging.scan import sha256
from leukview.manifests import ModelManifest, write_manifest

__all__ = ["BACKBONE", "FACTS", "noise_novelty", "write_weights"]

BACKBONE = "mobilenetv2_035"

FACTS: Mapping[str, object] = {
    "id": "toy",
    "title": "Toy",
    "weights": "toy.safetensors",
    "sha256": "",
    "licence": "",
    "data": ("d",),
    "recipe": "toy",
    "commands": (),
    "software": "",
    "temperature": 1.0,
}

Made = TypeVar("Made", bound=ModelManifest)


def noise_novelty(width: int, look: int) -> Novelty:
    """Return a distance over so many features, the first ``look`` of which tell the image's look."""
    noise = np.random.default_rng(0).normal(size=(40, width)).astype(np.float32)
    return fit_novelty(noise, np.arange(40) % 2, noise, look, directions=4)


def write_weights(
    folder: Path, name: str, networks: Mapping[str, torch.nn.Module], distance: Novelty, make: Callable[..., Made]
) -> Made:
    """Write networks, each under its prefix, and a manifest that ``make`` makes of id, file and hash."""
    tensors = {f"novelty.{key}": torch.from_numpy(value.copy()) for key, value in distance.tensors().items()}
    for prefix, network in networks.items():
        tensors |= {prefix + key: value.contiguous() for key, value in network.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{name}.safetensors"
    save_file(tensors, weights)
    found = make(id=name, weights=weights.name, sha256=sha256(weights))
    write_manifest(found, folder / f"{name}.json")
    return found
