"""Weights of one's own that find or outline cells put into use, and taken out of use again. Read without torch."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.finders import FINDERS, Finder, finder_in_use, use_finder
from leukview.manifests import ModelManifest, kind_of, verify, write_manifest
from leukview.resources import models_dir, user_models_dir
from leukview.services.installed_weights import Installed

__all__ = [
    "KnownFinder",
    "choose_finder",
    "go_back_finder",
    "install_finder",
    "is_finder",
    "known_finders",
    "lost_finders",
    "made_in_use",
]


class _Manifest(ModelManifest):
    """What every kind's manifest says, with whatever its own kind adds."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str = "classifier"


@dataclass(frozen=True, slots=True)
class KnownFinder:
    """Weights that find or outline cells: what they do, their manifest and folder, whose they are, whether they are in use."""

    kind: Finder
    manifest: ModelManifest
    folder: Path
    own: bool
    used: bool


def known_finders() -> list[KnownFinder]:
    """Return all weights that find or outline cells, by kind, the shipped ones first.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    found = []
    for kind in FINDERS:
        try:
            used, place = finder_in_use(kind)
        except EnvironmentFault:
            used, place = "", None  # lost_finders() says so
        for folder, own in ((models_dir(), False), (user_models_dir(), True)):
            for manifest in _of_kind(kind, folder):
                here = manifest.id == used and own is (place is not None)
                found.append(KnownFinder(kind, manifest, folder, own, here))
    return found


def lost_finders() -> list[str]:
    """Return why weights that were chosen are not in use, in words that say how to go back."""
    lost = []
    for kind in FINDERS:
        try:
            finder_in_use(kind)
        except EnvironmentFault as fault:
            lost.append(str(fault))
    return lost


def choose_finder(kind: Finder, model_id: str) -> ModelManifest:
    """Find or outline by these weights from now on, the shipped ones or the user's own, after checking them.

    Raises
    ------
    InputProblem
        When there are none of this kind and id.
    EnvironmentFault
        When they are damaged, or the choice cannot be written.
    """
    folder = models_dir() if model_id == kind else user_models_dir()
    there = Path(model_id).name == model_id and (folder / f"{model_id}.json").is_file()
    if not there or kind_of(model_id, folder) != kind:
        raise InputProblem(model_id, "there are no such weights on this computer", "Choose another")
    manifest = _read(model_id, folder)
    if model_id != kind:
        verify(manifest, folder)
    # The shipped ones are gone back to also where they are damaged: loading them says that, and which they are.
    use_finder(kind, model_id)
    return manifest


def _of_kind(kind: Finder, folder: Path) -> list[_Manifest]:
    """Return the manifests of a kind in a folder, by id; what other kinds are, others say."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise EnvironmentFault(f"The manifest {path} cannot be read ({error}).") from error
        if isinstance(content, dict) and content.get("kind") == kind:
            found.append(_read(path.stem, folder))
    return found


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
