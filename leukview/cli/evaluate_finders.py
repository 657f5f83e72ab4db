"""``leukview evaluate`` for what finds cells (segmenter, SAM, detector), and with a source left out of training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:  # they import torch
    from leukview.training.evaluate import DatasetReport
    from leukview.training.segmenter.train import HeldBack

__all__ = ["needed", "say_cross_validation", "say_fields", "say_left_out", "say_measured", "say_prompts", "say_types"]


def needed(out: Path | None, option: str) -> Path:
    """Return the folder of ``--out``; ``typer.BadParameter`` where an option that trains came without."""
    if out is None:
        raise typer.BadParameter(f"{option} needs --out for its trainings", param_hint="'--out'")
    return out


def say_measured(report: DatasetReport) -> None:
    """Print a report's figures."""
    patients = f", {report.patients} patients" if report.patients else ""
    typer.echo(f"\n{report.dataset or 'data'} ({report.split}): {report.n} images{patients}")
    for name, figure in report.figures.items():
        typer.echo(f"  {name:12} {figure}")
    for row in report.classes:
        auroc = f"{row.auroc:.3f}" if row.auroc is not None else "–"
        typer.echo(
            f"  {row.class_id:22} n {row.n:4}  precision {row.precision:.3f}  recall {row.recall:.3f}  "
            f"F1 {row.f1:.3f}  AUROC {auroc}"
        )


def say_left_out(
    model: str, data: Path, source: str, out: Path, recipe: str | None, models: Path | None, device: str
) -> None:
    """Train without a source, measure on it, and say what came out."""
    from leukview.cli.progress import console_progress
    from leukview.services.measure import leave_source_out

    with console_progress() as progress:
        left = leave_source_out(
            model, data, source, out, recipe=recipe, models=models, device=device, progress=progress
        )
    typer.echo(f"\nWithout {source}; trained on {', '.join(left.trained_on)}")
    say_measured(left.report)
    for name, count in sorted(left.unknown.items()):
        typer.echo(f"  {name}: {count} images, a label that only {source} has; not in the figures but the AUROC")


def say_cross_validation(recipe: str, data: Path, out: Path, models: Path | None, *, card: bool) -> None:
    """Train a segmenter anew for each fold and source, and say how it did on what was held back."""
    from leukview.cli.progress import console_progress
    from leukview.services.measure_finders import measure_segmenter
    from leukview.services.model_cards import write_segmenter_card

    with console_progress() as progress:
        scores = measure_segmenter(recipe, data, out, progress=progress)
    _say_held_back(scores)
    if card:
        typer.echo(f"Wrote {write_segmenter_card(recipe, scores, models=models)}")


def say_prompts(model: str, data: Path, models: Path | None, *, card: bool) -> None:
    """Say how a SAM did by a person's prompts and by itself."""
    from leukview.cli.progress import console_progress
    from leukview.services.measure_finders import measure_sam
    from leukview.services.model_cards import write_sam_card

    with console_progress() as progress:
        scores, automatic = measure_sam(model, data, models=models, progress=progress)
    for score in scores:
        clicks = " ".join(f"{value:.3f}" for value in score.clicks)
        typer.echo(
            f"{score.source:16} {score.part:8} n {score.images:4}  box {score.box:.3f} (p10 {score.box_p10:.3f}), and a click "
            f"{score.boxed_click:.3f}  clicks {clicks}  {score.look_ms:.0f} + {score.answer_ms:.0f} ms"
        )
    _say_held_back(automatic)
    if card:
        typer.echo(f"Wrote {write_sam_card(model, scores, automatic, models=models)}")


def _say_held_back(scores: Sequence[HeldBack]) -> None:
    for score in scores:
        typer.echo(
            f"{score.run:24} {score.source:16} n {score.images:4}  cell Dice {score.cell:.3f} (p10 {score.cell_p10:.3f})  "
            f"nucleus {score.nucleus:.3f} (p10 {score.nucleus_p10:.3f})  {score.median_ms:.0f} ms"
        )


def say_fields(model: str, data: Path, models: Path | None, out: Path | None, *, card: bool) -> None:
    """Say how a detector did on fields, beside the classical method."""
    from leukview.cli.progress import console_progress
    from leukview.services.measure_finders import measure_detector
    from leukview.services.model_cards import write_detector_card

    with console_progress() as progress:
        figures = measure_detector(model, data, models=models, out=out, progress=progress)
    for box in figures.boxes:
        ap50, ap = (f"{value:.3f}" if value is not None else "–" for value in (box.ap50, box.ap))
        typer.echo(
            f"{box.by:10} {box.source:8} {box.part:5} {box.kind:10} n {box.objects:4}  AP50 {ap50}  AP50:95 {ap}  "
            f"recall {box.recall:.3f} precision {box.precision:.3f} (IoU 0.3: {box.recall30:.3f}, {box.precision30:.3f})  "
            f"{box.median_ms:.0f} ms"
        )
    for centre in figures.centres:
        typer.echo(
            f"{centre.by:10} {centre.source:8} {centre.part:5} blasts {centre.found} of {centre.centres} "
            f"({centre.recall:.3f}), {centre.boxes} cells in all  {centre.median_ms:.0f} ms"
        )
    if card:
        typer.echo(f"Wrote {write_detector_card(model, figures, models=models)}")


def say_types(pipeline: str, data: Path, split: str, models: Path | None, out: Path | None, device: str) -> None:
    """Say how a pipeline finds and types the cells of fields."""
    from leukview.cli.progress import console_progress
    from leukview.services.evaluate_fields import evaluate_fields

    with console_progress() as progress:
        scores = evaluate_fields(pipeline, data, split, models=models, out=out, device=device, progress=progress)
    for score in scores:
        ap50, ap = (f"{value:.3f}" if value is not None else "–" for value in (score.ap50, score.ap))
        low, high = (f"{value:.3f}" for value in score.interval) if score.interval else ("–", "–")
        typer.echo(f"{score.class_id:22} n {score.n:4}  AP50 {ap50} ({low}–{high})  AP50:95 {ap}")
    if out is not None:
        typer.echo(f"Wrote types.json, curves.csv and the curves' figures to {out}")
