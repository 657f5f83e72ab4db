"""``leukview models``: list the installed models and check their files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["models"]


def models(
    folder: Annotated[Path | None, typer.Option(help="Folder of models; the shipped ones by default.")] = None,
) -> None:
    """List every model with its classes, and verify each weight file against its manifest's SHA-256."""
    from leukview.classifiers.manifest import Manifest
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.services.train import check_models

    broken = 0
    for manifest, fault in check_models(folder):
        typer.echo(f"{manifest.id}: {manifest.title}")
        if isinstance(manifest, Manifest):
            classes = f"{len(manifest.classes)} classes: {', '.join(manifest.classes)}"
            typer.echo(f"  {manifest.backbone}, {manifest.input_size} px, {classes}")
        elif isinstance(manifest, SamManifest):
            typer.echo(f"  Segment Anything, {manifest.shape.image} px, masks from clicks and boxes")
        elif isinstance(manifest, SegmenterManifest):
            typer.echo(f"  {manifest.encoder} U-Net, {manifest.input_size} px, nucleus and cytoplasm")
        typer.echo(f"  data {', '.join(manifest.data)}; licence: {manifest.licence}")
        typer.echo(f"  SHA-256 {manifest.sha256}: {'verified' if fault is None else fault}")
        broken += fault is not None
    if broken:
        raise typer.Exit(1)
