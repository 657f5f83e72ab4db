"""The manifest of a classifier: what its network sees and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from leukview.imaging.preparation import Preparation
from leukview.manifests import ModelManifest, list_of_kind, load_of_kind

__all__ = ["Manifest", "list_manifests", "load_manifest"]


class Sight(BaseModel):
    """What a network is shown of a cell: a view so many cell diameters wide, or a part of the image; and how it is prepared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cell_diameters: float | None = Field(default=None, gt=0, description="None: crop_fraction of the image")
    preparation: Preparation = Preparation()


class SecondNetwork(BaseModel):
    """A second network of the same backbone and classes in the same weight file, and how the two are brought together.

    The first sees the cell as its laboratory shows it, the second always at its own scale and in one stain. Their calibrated
    logarithms are averaged; of a cell out of domain the first looks again, at a view prepared as ``far`` says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sight: Sight
    far: Sight
    rotations: int = Field(ge=1, le=4, description="quarter turns of the second's view, and of the first's far view")
    share: float = Field(gt=0, lt=1, description="weight of the second network in domain")
    far_share: float = Field(gt=0, lt=1, description="its weight out of domain")
    temperature: float = Field(gt=0, description="of the second network alone")
    joint_temperature: float = Field(gt=0, description="of both together")


class Manifest(ModelManifest):
    """Facts about a classifier's weight file, which does not name its kind.

    ``field_diameters`` is the side of the network's view of a cell in a smear field, in red-cell diameters: it gives the same
    scale as ``crop_fraction`` gives on the single-cell images of the training data.
    """

    kind: Literal["classifier"] = Field(default="classifier", exclude=True)
    backbone: str
    classes: tuple[str, ...]
    input_size: int = Field(ge=32)
    crop_fraction: float = Field(gt=0, le=1)
    cell_diameters: float | None = Field(
        default=None, gt=0, description="view side in cell diameters; without it, crop_fraction of the image"
    )
    preparation: Preparation = Preparation()
    field_diameters: float = Field(gt=0)
    temperature: float = Field(gt=0, description="logits are divided by it; fitted on the validation part")
    rotations: int = Field(default=1, ge=1, le=4, description="quarter turns of each view whose logits are averaged")
    attributes: tuple[str, ...] = Field(
        default=(),
        description="ids of the attributes whose answers follow the classes in the outputs of the last network",
    )
    second: SecondNetwork | None = None
    typical: dict[str, dict[str, dict[str, float]]] = Field(
        default_factory=dict, description="class → attribute → answer → part of the class's training cells that have it"
    )
    adapted_from: str = Field(
        default="", description="id and SHA-256 of the weights that a laboratory adapted; else empty"
    )


def load_manifest(model_id: str, folder: Path | None = None) -> Manifest:
    """Return a classifier's manifest; ``EnvironmentFault`` when it is missing or damaged."""
    return load_of_kind(Manifest, model_id, folder)


def list_manifests(folder: Path | None = None) -> list[Manifest]:
    """Return the manifest of every classifier of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(Manifest, folder)
