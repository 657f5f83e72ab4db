"""``leukview models``: list the installed models and check their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leukview.classifiers.ensemble_manifest import EnsembleManifest
    from leukview.classifiers.staged_manifest import StagedManifest
    from leukview.manifests import ModelManifest

__all__ = ["models"]


def models(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of models; the shipped ones and your own by default.")
    ] = None,
    use: Annotated[
        str,
        typer.Option(
            "--use",
            metavar="ID",
            help="Call, outline or find cells by these weights from now on. To go back to the shipped ones: 'leukview', "
            "'segmenter', 'sam' or 'detector'.",
        ),
    ] = "",
) -> None:
    """List every model, whose weight file is verified against its manifest's SHA-256, and every pipeline with its weights."""
    if use:
        _use(use)
        return
    from leukview.services.model_files import check_models

    broken = 0
    used = _ids_in_use()
    for manifest, fault in check_models(folder):
        in_use = folder is None and manifest.id in used
        typer.echo(f"{manifest.id}: {manifest.title}{' (in use)' if in_use else ''}")
        for line in _described(manifest):
            typer.echo(f"  {line}")
        typer.echo(f"  data {', '.join(manifest.data)}; licence: {manifest.licence}")
        typer.echo(f"  SHA-256 {manifest.sha256}: {'verified' if fault is None else fault}")
        broken += fault is not None
    _say_pipelines(folder)
    if folder is None:
        broken += _missing_in_use()
    if broken:
        raise typer.Exit(1)


def _described(manifest: ModelManifest) -> list[str]:
    """Return lines that say what a model is: its network, its size and what it knows."""
    from leukview.classifiers.ensemble_manifest import EnsembleManifest
    from leukview.classifiers.frozen_manifest import FrozenManifest
    from leukview.classifiers.manifest import Manifest
    from leukview.classifiers.staged_manifest import StagedManifest
    from leukview.detection.weights import DetectorManifest
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest

    match manifest:
        case EnsembleManifest() | StagedManifest():
            return _members(manifest) if isinstance(manifest, EnsembleManifest) else _stages(manifest)
        case Manifest():
            lines = [f"{manifest.backbone}, {manifest.input_size} px, {_classes(manifest.classes)}"]
            if isinstance(manifest, FrozenManifest):
                lines += [f"backbone frozen; {manifest.classes[1]} from a probability of {manifest.threshold:g} on"]
            return [*lines, f"adapted from {manifest.adapted_from}"] if manifest.adapted_from else lines
        case SamManifest():
            return [f"Segment Anything, {manifest.shape.image} px, masks from clicks and boxes"]
        case SegmenterManifest():
            return [f"{manifest.encoder} U-Net, {manifest.input_size} px, nucleus and cytoplasm"]
        case DetectorManifest():
            return [f"{manifest.encoder}, red cells at {manifest.red:g} px, finds {', '.join(manifest.kinds)}"]
        case _:
            return []


def _members(manifest: EnsembleManifest) -> list[str]:
    """Return a line a member, and the classes."""
    members = [f"{one.name}: {one.backbone}, {one.input_size} px, weight {one.weight:.2f}" for one in manifest.members]
    return [*members, _classes(manifest.classes)]


def _stages(manifest: StagedManifest) -> list[str]:
    """Return a line a stage and a head, the classes, and what no weights can tell."""
    tree = manifest.tree.tree()
    told = {each.id: (each.title, each.children) for each in tree.stages}
    told |= {each.id: (each.title, tuple(each.answers.values())) for each in tree.heads}
    lines = []
    for row in (*manifest.stages, *manifest.heads):
        title, answers = told[row.id]
        names = " | ".join(tree.names.get(answer, answer) for answer in answers)
        lines.append(f"{row.id}: {title}: {names}; {row.backbone}, {row.form.kind}, {row.input_size} px")
    missing = [tree.names[child] for children in tree.unknown.values() for child in children]
    return [*lines, _classes(manifest.classes), *([f"needs your data: {', '.join(missing)}"] if missing else [])]


def _classes(classes: Sequence[str]) -> str:
    return f"{len(classes)} classes: {', '.join(classes)}"


def _say_pipelines(folder: Path | None) -> None:
    """Say which pipelines can run, and what those that cannot need."""
    from leukview.pipelines.registry import pipeline_specs, weights_of

    typer.echo("\nPipelines (leukview analyze --pipeline ID):")
    for spec in pipeline_specs():
        weights = weights_of(spec, folder)
        state = f"weights {weights}" if weights else "no weights here"
        if not weights and spec.recipe:
            state = f"needs your data: {spec.training}"
        typer.echo(f"{spec.id}: {spec.title}; {state}")


def _ids_in_use() -> set[str]:
    """Return the ids of what calls, outlines and finds cells; of those that were chosen and are gone, nothing."""
    from leukview.classifiers.installed import model_in_use
    from leukview.services.installed_finders import known_finders

    return {model_in_use(), *(item.manifest.id for item in known_finders() if item.used)}


def _use(model_id: str) -> None:
    from leukview.classifiers.installed import folder_of, is_installed, use_model
    from leukview.finders import FINDERS
    from leukview.manifests import kind_of
    from leukview.services.installed_finders import choose_finder

    found = kind_of(model_id, folder_of(model_id)) if is_installed(model_id) else ""
    if (kind := next((name for name in FINDERS if name == found), None)) is not None:
        chosen = choose_finder(kind, model_id)
        does = {"detector": "finds cells", "sam": "outlines the cells you correct"}.get(kind, "outlines cells")
        typer.echo(f"LeukView {does} by {chosen.id} from now on: {chosen.title}, SHA-256 {chosen.sha256}")
        typer.echo(f"To go back to the shipped ones: leukview models --use {kind}")
        return
    manifest = use_model(model_id)
    typer.echo(f"LeukView calls cells by {manifest.id} from now on: {manifest.title}, SHA-256 {manifest.sha256}")
    typer.echo("Calls made before keep the hash of the weights that made them; 'Analyse again' makes them anew.")


def _missing_in_use() -> int:
    """Say so where weights in use are not installed at all; return how many are not."""
    from leukview.classifiers.installed import checked_in_use
    from leukview.domain.errors import EnvironmentFault
    from leukview.services.installed_finders import lost_finders

    lost = lost_finders()
    try:
        checked_in_use()
    except EnvironmentFault as fault:
        lost.append(str(fault))
    for words in lost:
        typer.echo(words, err=True)
    return len(lost)
