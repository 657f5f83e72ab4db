"""``leukview train``: make weights from a recipe and labelled images."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.data_help import CLASSES_HELP, DATA_HELP

if TYPE_CHECKING:  # it imports torch
    from leukview.manifests import ModelManifest
    from leukview.training.history import EpochRecord

__all__ = ["train"]


def train(
    recipe: Annotated[str, typer.Argument(help="A shipped recipe's name, or a recipe file (.toml).")],
    data: Annotated[
        Path,
        typer.Option(
            "--data",
            help=f"{DATA_HELP} For a segmenter or SAM: a folder of images and masks; for a "
            "detector: a folder with fields/boxes.csv.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for checkpoint, weights, manifest and history.")],
    classes: Annotated[Path | None, typer.Option("--classes", help=CLASSES_HELP)] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    start: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE",
            help="Let an ensemble's member, a stage, or a frozen network's 'backbone', start from timm's weights (.safetensors); "
            "may be given for each.",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that prepare images.")] = 1,
    ablation: Annotated[
        bool,
        typer.Option(
            "--ablation",
            help="Stages: then train and compare the backbone alone, with granularities, and the tree, at the same cost.",
        ),
    ] = False,
) -> None:
    """Train a network. Stopped halfway, the same command goes on from the last finished epoch.

    Images whose part (train, val, test) the data do not say are split by patient or smear where these are known; OUT/split.csv
    keeps the split. A patient, a smear or a picture in two parts is refused. See docs/TRAINING_DATA.md; docs/TRAINING.md says
    how to train on several GPUs, and how segmenters, SAMs and detectors stop early.
    """
    from leukview.cli.progress import console_progress
    from leukview.services.train import recipe_kind, train_model
    from leukview.services.train_finders import train_finder
    from leukview.services.training_watch import watched

    finder = recipe_kind(recipe) in {"segmenter", "sam", "detector"}
    if finder:
        _refuse_for_finders(start, classes, ablation=ablation)
    first = os.environ.get("RANK", "0") == "0"  # of processes that torchrun has started, one speaks
    with console_progress() as shown, watched(out, shown) if first else nullcontext(shown) as progress:
        if finder:
            made: ModelManifest = train_finder(
                recipe, data, out, device=device, workers=workers, progress=progress, say=typer.echo
            )
            histories: dict[str, list[EpochRecord]] = {}
        else:
            result = train_model(
                recipe,
                data,
                out,
                classes=classes,
                starts=_starts(start or []),
                device=device,
                workers=workers,
                ablation=ablation,
                progress=progress,
                say=typer.echo,
            )
            made, histories = result.manifest, result.histories
    if not first:
        return
    for name, history in histories.items():
        _say(name if len(histories) > 1 else "", history)
    typer.echo(f"Weights: {out / made.weights} (SHA-256 {made.sha256})")


def _refuse_for_finders(start: list[str] | None, classes: Path | None, *, ablation: bool) -> None:
    """Check that nothing is asked of a segmenter, SAM or detector that only names of cells have."""
    if start:
        raise typer.BadParameter(
            "only members of an ensemble, stages and frozen backbones start from a file", param_hint="'--start'"
        )
    if ablation:
        raise typer.BadParameter("only stages have parts to leave out", param_hint="'--ablation'")
    if classes is not None:
        raise typer.BadParameter("masks and boxes have no classes to map", param_hint="'--classes'")


def _starts(given: list[str]) -> dict[str, Path]:
    """Return member → file from ``MEMBER=FILE``."""
    starts = {}
    for text in given:
        member, sign, file = text.partition("=")
        if not (member and sign and file):
            raise typer.BadParameter(f"'{text}' is not MEMBER=FILE", param_hint="'--start'")
        starts[member] = Path(file)
    return starts


def _say(name: str, history: list[EpochRecord]) -> None:
    """Say how a network's training went."""
    head = f"{name}: " if name else ""
    typer.echo(f"{head}Trained {len(history)} epochs; best validation score {max(r.score for r in history):.4f}.")
    typer.echo(f"{head}Last epoch: " + ", ".join(f"{key} {value:.4f}" for key, value in history[-1].val.items()))
