"""The manifest beside each weight file: what it is, what it was made from, and how to check it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leukview.domain.errors import EnvironmentFault
from leukview.resources import models_dir

__all__ = ["Manifest", "file_sha256", "list_manifests", "load_manifest", "verify"]


class Manifest(BaseModel):
    """Facts about one weight file; JSON in ``models/<id>.json``.

    ``field_diameters`` is the side of the network's view of a cell in a smear field, in red-cell diameters: it gives the same
    scale as ``crop_fraction`` gives on the single-cell images of the training data.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    backbone: str
    classes: tuple[str, ...]
    input_size: int = Field(ge=32)
    crop_fraction: float = Field(gt=0, le=1)
    cell_diameters: float | None = Field(
        default=None, gt=0, description="view side in cell diameters; without it, crop_fraction of the image"
    )
    field_diameters: float = Field(gt=0)
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    temperature: float = Field(gt=0, description="logits are divided by it; fitted on the validation part")
    rotations: int = Field(default=1, ge=1, le=4, description="quarter turns of each view whose logits are averaged")
    weights: str
    sha256: str
    licence: str
    data: tuple[str, ...]
    recipe: str
    commands: tuple[str, ...]
    software: str
    metrics: dict[str, dict[str, float]] = Field(default_factory=dict)
    adapted_from: str = Field(
        default="", description="id and SHA-256 of the weights that a laboratory adapted; else empty"
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load_manifest(model_id: str, folder: Path | None = None) -> Manifest:
    """Return the manifest of a weight file.

    Raises
    ------
    EnvironmentFault
        When it is missing or damaged.
    """
    path = (folder or models_dir()) / f"{model_id}.json"
    try:
        return Manifest.model_validate(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise EnvironmentFault(
            f"The model {model_id} is not installed ({path} is missing). Reinstall LeukView."
        ) from None
    except (json.JSONDecodeError, ValidationError) as error:
        raise EnvironmentFault(f"The manifest {path} is damaged: {error}. Reinstall LeukView.") from error


def list_manifests(folder: Path | None = None) -> list[Manifest]:
    """Return the manifest of every classifier of a models folder, by id; other kinds of model say their ``kind``."""
    root = folder or models_dir()
    return [load_manifest(path.stem, root) for path in sorted(root.glob("*.json")) if not _is_other_kind(path)]


def _is_other_kind(path: Path) -> bool:
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError:
        return False  # loading it says what is wrong
    return isinstance(content, dict) and content.get("kind", "classifier") != "classifier"


def verify(manifest: Manifest, folder: Path | None = None) -> Path:
    """Return the weight file's path after comparing its hash with the manifest's.

    Raises
    ------
    EnvironmentFault
        When the file is missing or is not the one the manifest describes: such weights are never loaded.
    """
    path = (folder or models_dir()) / manifest.weights
    if not path.is_file():
        raise EnvironmentFault(f"The weights {path} are missing. Reinstall LeukView.")
    found = file_sha256(path)
    if found != manifest.sha256:
        raise EnvironmentFault(
            f"The weights {path} are not the ones its manifest describes (SHA-256 {found[:12]}… instead of "
            f"{manifest.sha256[:12]}…). They are not used. Reinstall LeukView."
        )
    return path
