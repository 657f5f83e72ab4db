"""The learned segmenter's network and the manifest beside its weight file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import segmentation_models_pytorch as smp
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors.torch import load_file
from torch import nn

from leukview.domain.errors import EnvironmentFault
from leukview.imaging.scan import sha256
from leukview.resources import models_dir

__all__ = [
    "SEGMENTER",
    "SegmenterManifest",
    "build_segmenter",
    "list_segmenters",
    "load_segmenter",
    "verify_segmenter",
]

SEGMENTER = "segmenter"
"""Id of the shipped segmenter, and the ``kind`` of its manifest."""


class SegmenterManifest(BaseModel):
    """Facts about one segmenter's weight file; JSON in ``models/<id>.json``.

    ``filling`` is the cell's diameter as a part of the view's side at which the network works best.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["segmenter"] = "segmenter"
    id: str
    title: str
    encoder: str
    decoder: tuple[int, ...]
    input_size: int = Field(ge=32)
    filling: float = Field(gt=0, lt=1)
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    weights: str
    sha256: str
    licence: str
    data: tuple[str, ...]
    recipe: str
    commands: tuple[str, ...]
    software: str
    metrics: dict[str, dict[str, float]] = Field(default_factory=dict)


def build_segmenter(encoder: str, decoder: tuple[int, ...]) -> nn.Module:
    """Return an untrained U-Net over a timm encoder: N×3×S×S → N×3×S×S logits of background, cytoplasm, nucleus.

    U-Net: Ronneberger et al., MICCAI 2015. S must be a multiple of 32.
    """
    network = smp.Unet(f"tu-{encoder}", encoder_weights=None, classes=3, decoder_channels=decoder)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return]


def list_segmenters(folder: Path | None = None) -> list[SegmenterManifest]:
    """Return the manifest of every segmenter of a models folder, by id."""
    root = folder or models_dir()
    found = []
    for path in sorted(root.glob("*.json")):
        try:
            found.append(SegmenterManifest.model_validate(json.loads(path.read_text("utf-8"))))
        except ValueError:  # another kind of model
            continue
    return found


def verify_segmenter(manifest: SegmenterManifest, folder: Path | None = None) -> Path:
    """Return the weight file's path after comparing its hash with the manifest's.

    Raises
    ------
    EnvironmentFault
        When the file is missing or is not the one the manifest describes: such weights are never loaded.
    """
    path = (folder or models_dir()) / manifest.weights
    if not path.is_file():
        raise EnvironmentFault(f"The weights {path} are missing. Reinstall LeukView.")
    if sha256(path) != manifest.sha256:
        raise EnvironmentFault(
            f"The weights {path} are not the ones their manifest describes. They are not used. Reinstall LeukView."
        )
    return path


def load_segmenter(model_id: str = SEGMENTER, folder: Path | None = None) -> tuple[SegmenterManifest, nn.Module]:
    """Return the manifest and the network with its weights, after checking their hash.

    Raises
    ------
    EnvironmentFault
        When a file is missing, damaged, or not the one the manifest describes.
    """
    root = folder or models_dir()
    path = root / f"{model_id}.json"
    try:
        manifest = SegmenterManifest.model_validate(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise EnvironmentFault(f"The segmenter {path} is missing. Reinstall LeukView.") from None
    except (json.JSONDecodeError, ValidationError) as error:
        raise EnvironmentFault(f"The manifest {path} is damaged: {error}. Reinstall LeukView.") from error
    network = build_segmenter(manifest.encoder, manifest.decoder)
    network.load_state_dict(load_file(verify_segmenter(manifest, root)))
    return manifest, network
