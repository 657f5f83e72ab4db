"""Weights of one's own that find or outline cells put into use, and taken out of use again. Read without torch."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pydantic import ConfigDict

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.finders import FINDERS, Finder, finder_in_use, use_finder
from leukview.manifests import ModelManifest, kind_of, verify, write_manifest
from leukview.resources import models_dir, user_models_dir
from leukview.services.installed_weights import Installed

__all__ = ["go_back_finder", "install_finder", "is_finder", "made_in_use"]


class _Manifest(ModelManifest):
    """What every kind's manifest says, with whatever its own kind adds."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str = "classifier"


def is_finder(model_id: str, out: Path) -> bool:
    """Whether weights of a folder find or outline cells, and name none."""
    return kind_of(model_id, out) in FINDERS


def made_in_use(model_id: str, out: Path) -> Installed | None:
    """Return how the weights of a training are in use, or None where they are not: known by their hash."""
    try:
        made = _read(model_id, out)
        kind = _kind(made)
        used, folder = finder_in_use(kind)
        return Installed(used, kind, kind) if _read(used, folder or models_dir()).sha256 == made.sha256 else None
    except (InputProblem, EnvironmentFault):
        return None


def install_finder(model_id: str, out: Path) -> Installed:
    """Copy weights that a training made into the user's models folder, and find or outline cells by them from now on.

    Raises
    ------
    InputProblem
        When they find and outline nothing.
    EnvironmentFault
        When they are damaged, or cannot be written.
    """
    made = _read(model_id, out)
    kind = _kind(made)
    verify(made, out)
    before = finder_in_use(kind)[0]
    new_id, folder = _free_id(made.recipe, out.name), user_models_dir()
    installed = made.model_copy(update={"id": new_id, "weights": f"{new_id}.safetensors"})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{new_id}.safetensors.new"
        shutil.copyfile(out / made.weights, draft)
        draft.replace(folder / installed.weights)
        (folder / f"{new_id}.md").write_text(_card(made, new_id, out), "utf-8")
        # Last, as it makes them known.
        write_manifest(installed, folder / f"{new_id}.json")
    except OSError as error:
        raise EnvironmentFault(f"{folder} cannot be written ({error.strerror or error}). Free some space.") from error
    verify(_read(new_id, folder), folder)
    use_finder(kind, new_id)
    return Installed(new_id, kind, before)


def go_back_finder(used: Installed) -> str:
    """Undo :func:`install_finder` and return the id of what is in use again; the copied weights stay for cases they analysed."""
    kind = next(name for name in FINDERS if name == used.pipeline)
    there = used.before != used.id and (user_models_dir() / f"{used.before}.json").is_file()
    use_finder(kind, used.before if there else kind)
    return finder_in_use(kind)[0]


def _read(model_id: str, folder: Path) -> _Manifest:
    path = folder / f"{model_id}.json"
    try:
        return _Manifest.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EnvironmentFault(f"The manifest {path} cannot be read ({error}).") from error


def _kind(manifest: ModelManifest) -> Finder:
    for name in FINDERS:
        if manifest.kind == name:
            return name
    raise InputProblem(manifest.id, "these weights neither find nor outline cells", "Use them as a classifier's")


def _free_id(recipe: str, run: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", f"{Path(recipe).stem}-{run}".lower()).strip("-")[:60]
    number, found = 1, slug
    while any((folder / f"{found}.json").exists() for folder in (models_dir(), user_models_dir())):
        number += 1
        found = f"{slug}-{number}"
    return found


def _card(made: ModelManifest, new_id: str, out: Path) -> str:
    return "\n".join(
        [
            f"# {made.title}: {new_id}",
            "",
            "Made on this computer. For Research Use Only. Not for use in diagnostic procedures.",
            "",
            f"- A {made.kind}; weights: SHA-256 `{made.sha256}`; licence: {made.licence}",
            f"- Trained by the recipe {made.recipe} on {', '.join(made.data)}",
            f"- Made with {made.software}",
            f"- The training lies in {out}. Not measured here: 'leukview evaluate' measures it on a test part.",
            "",
        ]
    )
