"""Weights of one's own put into use: copied into the user's models folder under a free id, and taken out of use again."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import SHIPPED, model_in_use, use_model
from leukview.classifiers.manifest import Manifest
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.manifests import ModelManifest, kind_of, load_of_kind, verify, write_manifest
from leukview.resources import models_dir, user_models_dir
from leukview.services.training_runs import made_manifest, read_figures, read_plan

if TYPE_CHECKING:
    from leukview.pipelines.registry import PipelineSpec

__all__ = ["Installed", "go_back", "install_weights"]

_ENDS = (".json", ".safetensors", ".md")


@dataclass(frozen=True, slots=True)
class Installed:
    """Weights put into use: their id, the pipeline that calls by them, and what was in use before (empty: nothing)."""

    id: str
    pipeline: str
    before: str


def install_weights(out: Path) -> Installed:
    """Copy finished weights into the user's models folder and call cells by them from now on.

    A classifier's become the default pipeline's. Another kind's become those of the pipeline that runs such weights; weights of
    the user's that it ran before are put aside, for :func:`go_back`.

    Raises
    ------
    InputProblem
        When the training has made no weights, or no pipeline runs such.
    EnvironmentFault
        When they are damaged, or cannot be written.
    """
    manifest = made_manifest(out)
    if manifest is None:
        raise InputProblem(str(out), "this training has made no weights yet", "Let it come to its end")
    verify(manifest, out)
    if kind_of(manifest.id, out) == "classifier":
        before = model_in_use()
        new_id = _free_id(manifest.recipe, out.name)
        _copy(manifest, out, new_id)
        use_model(new_id)
        return Installed(new_id, SHIPPED, before)
    spec = _pipeline_for(manifest)
    # The preferred id that LeukView itself has no weights for: what is shipped always comes first under its own id.
    free = [name for name in spec.models if not (models_dir() / f"{name}.json").is_file()] if spec else []
    if spec is None or not free:
        raise InputProblem(manifest.id, "no pipeline runs weights of this kind", f"Analyse with --models {out}")
    before = _put_aside(free[0])
    _copy(manifest, out, free[0])
    return Installed(free[0], spec.id, before)


def _pipeline_for(manifest: Manifest) -> PipelineSpec | None:
    """Return the pipeline that runs weights of a manifest's kind: of several, the one that the recipe is named for."""
    from leukview.pipelines.registry import pipeline_specs

    able = [spec for spec in pipeline_specs() if spec.id != SHIPPED and spec.kind is type(manifest)]
    named = [spec for spec in able if manifest.recipe in spec.models or manifest.recipe.startswith(spec.id)]
    return next(iter(named or able), None)


def go_back(used: Installed) -> str:
    """Undo :func:`install_weights` and return the id of what is in use again; the new weights stay where they were made."""
    if used.pipeline == SHIPPED:
        # What was in use may have been deleted meanwhile: the shipped weights are always there.
        try:
            return use_model(used.before or SHIPPED).id
        except (InputProblem, EnvironmentFault):
            return use_model(SHIPPED).id
    folder = user_models_dir()
    for end in _ENDS:
        (folder / f"{used.id}{end}").unlink(missing_ok=True)
        aside = folder / "replaced" / f"{used.id}{end}"
        if used.before and aside.is_file():
            aside.replace(folder / f"{used.id}{end}")
    return used.before


def _free_id(recipe: str, run: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", f"{Path(recipe).stem}-{run}".lower()).strip("-")[:60]
    number, candidate = 1, slug
    while any((folder / f"{candidate}.json").exists() for folder in (models_dir(), user_models_dir())):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _copy(manifest: Manifest, out: Path, new_id: str) -> None:
    """Install weights under an id of their own, with the figures measured; the manifest last, as it makes them known."""
    folder = user_models_dir()
    metrics = {
        f"{row.dataset}/test": {name: round(figure.value, 4) for name, figure in row.values}
        for row in read_figures(out)
    }
    known: dict[str, object] = {"id": new_id, "weights": f"{new_id}.safetensors", "metrics": metrics}
    made: ModelManifest = manifest.model_copy(update=known)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{new_id}.safetensors.new"
        shutil.copyfile(out / manifest.weights, draft)
        draft.replace(folder / made.weights)
        (folder / f"{new_id}.md").write_text(_card(manifest, new_id, out), "utf-8")
        write_manifest(made, folder / f"{new_id}.json")
    except OSError as error:
        raise EnvironmentFault(f"{folder} cannot be written ({error.strerror or error}). Free some space.") from error
    verify(load_of_kind(type(manifest), new_id, folder), folder)


def _card(manifest: Manifest, new_id: str, out: Path) -> str:
    """Return a model card of what is known: where the weights come from, what they know, and what was measured."""
    plan, figures = read_plan(out), read_figures(out)
    lines = [
        f"# {manifest.title}: {new_id}",
        "",
        "Made on this computer. For Research Use Only. Not for use in diagnostic procedures.",
        "",
        f"- Weights: SHA-256 `{manifest.sha256}`; licence: {manifest.licence}",
        f"- Trained by the recipe {manifest.recipe} on {', '.join(manifest.data)}"
        + (f" ({plan.data})" if plan else ""),
        f"- Classes: {', '.join(manifest.classes)}",
        f"- Made with {manifest.software}",
        f"- The training lies in {out}; its split.csv says which image was in which part",
        "",
        "Measured on the training's own test part, with 95 % intervals; not on another laboratory's cells.",
        "",
        "| data set | cells | patients | figure | value |",
        "|---|---|---|---|---|",
        *(
            f"| {row.dataset} | {row.n} | {row.patients or '–'} | {name} | {figure} |"
            for row in figures
            for name, figure in row.values
        ),
    ]
    return "\n".join([*lines, "", "" if figures else "Not measured for these weights.", ""])


def _put_aside(model_id: str) -> str:
    """Move the user's weights of this id out of use; return the id where there were any."""
    folder = user_models_dir()
    if not (folder / f"{model_id}.json").is_file():
        return ""
    aside = folder / "replaced"
    try:
        aside.mkdir(exist_ok=True)
        for end in _ENDS:
            if (folder / f"{model_id}{end}").is_file():
                (folder / f"{model_id}{end}").replace(aside / f"{model_id}{end}")
    except OSError as error:
        raise EnvironmentFault(f"{folder} cannot be written ({error.strerror or error}).") from error
    return model_id
