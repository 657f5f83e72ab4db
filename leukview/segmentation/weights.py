"""The learned segmenter's network and the manifest beside its weight file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import segmentation_models_pytorch as smp
import torch
from pydantic import Field
from safetensors.torch import load_file
from torch import nn

from leukview.manifests import ModelManifest, list_of_kind, load_of_kind, verify

__all__ = ["SEGMENTER", "SegmenterManifest", "build_segmenter", "list_segmenters", "load_segmenter"]

SEGMENTER = "segmenter"
"""Id of the shipped segmenter, and the ``kind`` of its manifest."""


class SegmenterManifest(ModelManifest):
    """Facts about one segmenter's weight file.

    ``filling`` is the cell's diameter as a part of the view's side at which the network works best.
    """

    kind: Literal["segmenter"] = "segmenter"
    encoder: str
    decoder: tuple[int, ...]
    input_size: int = Field(ge=32)
    filling: float = Field(gt=0, lt=1)


def build_segmenter(encoder: str, decoder: tuple[int, ...]) -> nn.Module:
    """Return an untrained U-Net over a timm encoder: N×3×S×S → N×3×S×S logits of background, cytoplasm, nucleus.

    U-Net: Ronneberger et al., MICCAI 2015. S must be a multiple of 32.
    """
    network = smp.Unet(f"tu-{encoder}", encoder_weights=None, classes=3, decoder_channels=decoder)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return]


def list_segmenters(folder: Path | None = None) -> list[SegmenterManifest]:
    """Return the manifest of every segmenter of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(SegmenterManifest, folder)


def load_segmenter(model_id: str = SEGMENTER, folder: Path | None = None) -> tuple[SegmenterManifest, nn.Module]:
    """Return the manifest and the network with its weights, after checking their hash.

    Raises
    ------
    EnvironmentFault
        When a file is missing, damaged, or not the one the manifest describes.
    """
    manifest = load_of_kind(SegmenterManifest, model_id, folder)
    network = build_segmenter(manifest.encoder, manifest.decoder)
    network.load_state_dict(load_file(verify(manifest, folder)))
    return manifest, network
