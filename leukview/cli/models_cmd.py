"""``leukview models``: list the installed models and check their files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["models"]


def models(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of models; the shipped ones and your own by default.")
    ] = None,
    use: Annotated[
        str, typer.Option("--use", metavar="ID", help="Call cells by these weights from now on; 'leukview' to go back.")
    ] = "",
) -> None:
    """List every model with its classes, and verify each weight file against its manifest's SHA-256."""
    if use:
        _use(use)
        return
    from leukview.classifiers.installed import model_in_use
    from leukview.classifiers.manifest import Manifest
    from leukview.detection.weights import DetectorManifest
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.services.train import check_models

    broken = 0
    for manifest, fault in check_models(folder):
        in_use = folder is None and manifest.id == model_in_use()
        typer.echo(f"{manifest.id}: {manifest.title}{' (in use)' if in_use else ''}")
        if isinstance(manifest, Manifest):
            classes = f"{len(manifest.classes)} classes: {', '.join(manifest.classes)}"
            typer.echo(f"  {manifest.backbone}, {manifest.input_size} px, {classes}")
            if manifest.adapted_from:
                typer.echo(f"  adapted from {manifest.adapted_from}")
        elif isinstance(manifest, SamManifest):
            typer.echo(f"  Segment Anything, {manifest.shape.image} px, masks from clicks and boxes")
        elif isinstance(manifest, SegmenterManifest):
            typer.echo(f"  {manifest.encoder} U-Net, {manifest.input_size} px, nucleus and cytoplasm")
        elif isinstance(manifest, DetectorManifest):
            typer.echo(f"  {manifest.encoder}, red cells at {manifest.red:g} px, finds {', '.join(manifest.kinds)}")
        typer.echo(f"  data {', '.join(manifest.data)}; licence: {manifest.licence}")
        typer.echo(f"  SHA-256 {manifest.sha256}: {'verified' if fault is None else fault}")
        broken += fault is not None
    if folder is None:
        broken += _missing_in_use()
    if broken:
        raise typer.Exit(1)


def _use(model_id: str) -> None:
    from leukview.classifiers.installed import use_model

    manifest = use_model(model_id)
    typer.echo(f"LeukView calls cells by {manifest.id} from now on: {manifest.title}, SHA-256 {manifest.sha256}")
    typer.echo("Calls made before keep the hash of the weights that made them; 'Analyse again' makes them anew.")


def _missing_in_use() -> bool:
    """Say so where the weights in use are not installed at all."""
    from leukview.classifiers.installed import checked_in_use
    from leukview.domain.errors import EnvironmentFault

    try:
        checked_in_use()
    except EnvironmentFault as fault:
        typer.echo(str(fault), err=True)
        return True
    return False
