"""Which weights are installed, in which folder, and which of them the default pipeline uses.

Shipped weights lie beside the program, a laboratory's own in the user's data folder. The choice is a small file beside the
latter, so that the window, the command line and a heat map all follow the same one. Weights that were chosen and cannot be
loaded are a fault that says how to go back: calls by other weights than the chosen would pass for theirs.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leukview.classifiers.manifest import Manifest, list_manifests, load_manifest
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.manifests import COPY_AGAIN, REINSTALL, ModelManifest, kind_of, load_of_kind, verify
from leukview.resources import models_dir, user_models_dir

__all__ = [
    "SHIPPED",
    "Installed",
    "checked_in_use",
    "find_installed",
    "folder_of",
    "installed_models",
    "is_installed",
    "model_in_use",
    "use_model",
]

SHIPPED = "leukview"
"""Id of the weights that LeukView comes with and goes back to."""

_CHOICE = "in-use.txt"
_BACK = "To go back to the shipped weights: 'leukview models --use leukview', or More → Model → Choose weights…"


@dataclass(frozen=True, slots=True)
class Installed:
    """Weights of a classifier: their manifest, their folder, and whether the laboratory made them."""

    manifest: Manifest
    folder: Path
    own: bool


def installed_models() -> list[Installed]:
    """Return every classifier, the shipped ones first.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    found = [Installed(manifest, models_dir(), False) for manifest in list_manifests()]
    mine = user_models_dir()
    if mine.is_dir():
        found += [Installed(manifest, mine, True) for manifest in list_manifests(mine)]
    return found


def folder_of(model_id: str) -> Path:
    """Return the folder of a model: the shipped ones first, so that no file of the user's can pass for one of them."""
    if (models_dir() / f"{model_id}.json").is_file():
        return models_dir()
    return user_models_dir()


def find_installed(sha256: str, kind: type[ModelManifest] = Manifest) -> tuple[str, Path] | None:
    """Return id and folder of the weights of this kind with this hash, or None: what explains a call is what made it."""
    for folder in (models_dir(), user_models_dir()):
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            try:
                manifest = load_of_kind(kind, path.stem, folder)
            except EnvironmentFault:
                continue  # of another kind, or damaged: not the one that is looked for
            if manifest.sha256 == sha256:
                return manifest.id, folder
    return None


def model_in_use() -> str:
    """Return the id of the weights that the default pipeline uses; they may be missing or damaged.

    Raises
    ------
    EnvironmentFault
        When the choice cannot be read.
    """
    path = user_models_dir() / _CHOICE
    try:
        chosen = path.read_text("utf-8").strip()
    except FileNotFoundError:
        return SHIPPED
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFault(f"The choice of weights {path} cannot be read ({error}). {_BACK}.") from error
    if not _is_id(chosen):
        raise EnvironmentFault(f"The choice of weights {path} is damaged. {_BACK}.")
    return chosen


def checked_in_use() -> tuple[str, Path]:
    """Return id and folder of the weights in use, whose manifest and hash were checked.

    Raises
    ------
    EnvironmentFault
        When they are missing or damaged; it says how to go back to the shipped ones.
    """
    model_id = model_in_use()
    folder = folder_of(model_id)
    if model_id == SHIPPED:
        return model_id, folder  # loading checks it, and there is nothing to go back to
    try:
        verify(load_manifest(model_id, folder), folder)
    except EnvironmentFault as fault:
        why = str(fault).removesuffix(f" {REINSTALL}").removesuffix(f" {COPY_AGAIN}")
        raise EnvironmentFault(
            f"The weights in use, {model_id}, cannot be used. {why} Nothing was analysed. {_BACK}."
        ) from fault
    return model_id, folder


def is_installed(model_id: str, folder: Path | None = None) -> bool:
    """Tell whether a models folder, or either of the shipped and the user's, has a manifest of this id; it may be damaged."""
    folders = (models_dir(), user_models_dir()) if folder is None else (folder,)
    return any((place / f"{model_id}.json").is_file() for place in folders)


def use_model(model_id: str) -> Manifest:
    """Make the default pipeline use these weights from now on, after checking them.

    Raises
    ------
    InputProblem
        When there are no such weights.
    EnvironmentFault
        When they are damaged, or the choice cannot be written.
    """
    if not _is_id(model_id) or not (folder_of(model_id) / f"{model_id}.json").is_file():
        known = ", ".join(item.manifest.id for item in installed_models())
        raise InputProblem(model_id, "there are no such weights on this computer", f"Choose one of: {known}")
    folder = folder_of(model_id)
    if (kind := kind_of(model_id, folder)) != "classifier":
        raise InputProblem(
            model_id,
            f"the default pipeline calls cells by a classifier, and this is of the kind '{kind}'",
            "A pipeline of its own uses it, see 'leukview models'",
        )
    manifest = load_manifest(model_id, folder)
    if model_id == SHIPPED:
        _forget_choice()
    else:
        verify(manifest, folder)
        _write_choice(model_id)
    return manifest


def _is_id(text: str) -> bool:
    return bool(text) and all(letter.isalnum() or letter in "-_." for letter in text) and not text.startswith(".")


def _forget_choice() -> None:
    path = user_models_dir() / _CHOICE
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(f"The choice of weights {path} cannot be removed ({error.strerror}).") from error


def _write_choice(model_id: str) -> None:
    path = user_models_dir() / _CHOICE
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
            draft.write(model_id + "\n")
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(path)
    except OSError as error:
        raise EnvironmentFault(f"The choice of weights {path} cannot be written ({error.strerror}).") from error
