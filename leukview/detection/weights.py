"""The detector's weight file and the manifest beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from safetensors.torch import load_file

from leukview.detection.base import KINDS
from leukview.detection.network import CentreNetwork
from leukview.manifests import ModelManifest, list_of_kind, load_of_kind, verify

__all__ = ["DETECTOR", "DetectorManifest", "list_detectors", "load_detector"]

DETECTOR = "detector"
"""Id of the detector, and the ``kind`` of its manifest."""


class DetectorManifest(ModelManifest):
    """Facts about one detector's weight file.

    Attributes
    ----------
    encoder, width:
        timm backbone and channels of the decoder.
    red:
        The red cells' diameter in the network's view, pixels.
    kinds:
        Names of what it finds, in the order of its outputs.
    thresholds:
        Least score at which an object of each kind counts, chosen on the validation part.
    """

    kind: Literal["detector"] = "detector"
    encoder: str
    width: int = Field(ge=8)
    red: float = Field(gt=0)
    kinds: tuple[str, ...] = KINDS
    thresholds: tuple[float, ...]


def list_detectors(folder: Path | None = None) -> list[DetectorManifest]:
    """Return the manifest of every detector of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(DetectorManifest, folder)


def load_detector(model_id: str = DETECTOR, folder: Path | None = None) -> tuple[DetectorManifest, CentreNetwork]:
    """Return the manifest and the network with its weights, after checking their hash; half precision is widened.

    Raises
    ------
    EnvironmentFault
        When a file is missing, damaged, or not the one the manifest describes.
    """
    manifest = load_of_kind(DetectorManifest, model_id, folder)
    network = CentreNetwork(manifest.encoder, manifest.width, manifest.red)
    network.load_state_dict(load_file(verify(manifest, folder)))
    return manifest, network.eval()
