"""The manifest beside each weight file: what every kind of model says of itself, and how it is read, listed and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.imaging.scan import sha256
from leukview.resources import models_dir

__all__ = [
    "COPY_AGAIN",
    "REINSTALL",
    "ModelManifest",
    "kind_of",
    "list_of_kind",
    "load_of_kind",
    "verify",
    "write_manifest",
]

REINSTALL = "Reinstall LeukView."
COPY_AGAIN = "Copy the model's files there again from where it was made."
"""What is said to do about damaged weights: those that LeukView came with, and others."""
_UNNAMED = "classifier"
"""The kind of a manifest that names none."""
_NO_MANIFESTS = frozenset(
    {
        *("progress.json", "activity.json", "outcome.json", "training.json", "history.json"),
        *("metrics.json", "comparison.json", "held_back.json"),
    }
)
"""What else trainings and measurements write into a folder that may be given as a models folder."""


class ModelManifest(BaseModel):
    """Facts about one weight file of any kind; JSON in ``models/<id>.json``.

    A kind of model narrows ``kind`` to its own name, with that name as default, and adds what its network needs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    id: str
    title: str
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


Kind = TypeVar("Kind", bound=ModelManifest)


def kind_of(model_id: str, folder: Path | None = None) -> str:
    """Return the kind of a model; ``EnvironmentFault`` when its manifest is missing or no JSON."""
    return _kind_in(_content(_path(model_id, folder)))


def load_of_kind(kind: type[Kind], model_id: str, folder: Path | None = None) -> Kind:
    """Return the manifest of a model, which must be of this kind.

    Raises
    ------
    EnvironmentFault
        When it is missing, damaged, or another kind's.
    """
    path = _path(model_id, folder)
    content = _content(path)
    own, found = _name(kind), _kind_in(content)
    if found != own:
        raise EnvironmentFault(f"The manifest {path} describes {_article(found)} {found}, not {_article(own)} {own}.")
    return _checked(kind, path, content)


def list_of_kind(kind: type[Kind], folder: Path | None = None) -> list[Kind]:
    """Return the manifest of every model of this kind in a models folder, by id; other kinds are passed over.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged, whichever kind it was: a model that cannot be listed is not kept quiet.
    """
    found = sorted((folder or models_dir()).glob("*.json"))
    contents = {path: _content(path) for path in found if path.name not in _NO_MANIFESTS}
    return [_checked(kind, path, content) for path, content in contents.items() if _kind_in(content) == _name(kind)]


def verify(manifest: ModelManifest, folder: Path | None = None) -> Path:
    """Return the weight file's path after comparing its hash with the manifest's.

    Raises
    ------
    EnvironmentFault
        When the file is missing or is not the one the manifest describes: such weights are never loaded.
    """
    path = (folder or models_dir()) / manifest.weights
    if not path.is_file():
        raise EnvironmentFault(
            f"The weights {path} are missing. Reinstall LeukView."
            if _shipped(folder)
            else f"The weights {path} are missing. Copy the model's files there again from where it was made."
        )
    try:
        found = sha256(path)
    except InputProblem as problem:
        raise EnvironmentFault(f"The weights {path} cannot be read: {problem.reason}.") from None
    if found != manifest.sha256:
        raise EnvironmentFault(
            f"The weights {path} are not the ones their manifest describes (SHA-256 {found[:12]}… instead of "
            f"{manifest.sha256[:12]}"
            + (
                "…). They are not used. Reinstall LeukView."
                if _shipped(folder)
                else "…). They are not used. Copy the model's files there again from where it was made."
            )
        )
    return path


def write_manifest(manifest: ModelManifest, path: Path) -> None:
    """Write a manifest as JSON."""
    path.write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")


def _shipped(folder: Path | None) -> bool:
    return folder is None or folder == models_dir()


def _path(model_id: str, folder: Path | None) -> Path:
    return (folder or models_dir()) / f"{model_id}.json"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def _name(kind: type[ModelManifest]) -> str:
    return str(kind.model_fields["kind"].default)


def _kind_in(content: object) -> str:
    return str(content.get("kind", _UNNAMED)) if isinstance(content, dict) else _UNNAMED


def _content(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise EnvironmentFault(
            f"The model {path.stem} is not installed ({path} is missing). Reinstall LeukView."
        ) from None
    except OSError as error:
        raise EnvironmentFault(f"The manifest {path} cannot be opened ({error.strerror}).") from error
    except ValueError as error:
        raise _damaged(path, error) from error


def _checked(kind: type[Kind], path: Path, content: object) -> Kind:
    try:
        return kind.model_validate(content)
    except ValueError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: ValueError) -> EnvironmentFault:
    return EnvironmentFault(f"The manifest {path} is damaged: {error}. Reinstall LeukView.")
