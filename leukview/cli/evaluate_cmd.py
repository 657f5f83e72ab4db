"""``leukview evaluate``: measure weights on labelled images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.data_help import CLASSES_HELP, DATA_HELP

if TYPE_CHECKING:  # it imports torch
    from leukview.training.evaluate import DatasetReport

__all__ = ["evaluate"]


def evaluate(
    model: Annotated[str, typer.Argument(help="Id of an installed model, e.g. leukview.")],
    data: Annotated[Path, typer.Option("--data", help=DATA_HELP)],
    split: Annotated[
        str, typer.Option(help="The part to measure on; images whose part the data do not say count as it.")
    ] = "test",
    classes: Annotated[Path | None, typer.Option("--classes", help=CLASSES_HELP)] = None,
    models: Annotated[
        Path | None, typer.Option(help="Folder of the model's files; the shipped ones by default.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Also write metrics.json, confusions and calls.csv here.")
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="Measure at home and away and write the model's card.")] = False,
    left_out: Annotated[
        Path | None, typer.Option("--left-out", help="With --card: the folder that --leave-out wrote its figures to.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate", help="A segmenter: train anew for each fold and each left-out source (with --out)."
        ),
    ] = False,
    leave_out: Annotated[
        str | None,
        typer.Option(
            "--leave-out",
            metavar="SOURCE",
            help="Measure on a data set the model has not seen; what had seen it is trained anew (with --out).",
        ),
    ] = None,
    recipe: Annotated[
        str | None,
        typer.Option(help="With --leave-out: train by this recipe, e.g. a shorter one, not the model's own."),
    ] = None,
) -> None:
    """Measure a model: per data set, with 95 % bootstrap intervals (whole patients resampled where they are known)."""
    from leukview.cli.progress import console_progress
    from leukview.services.model_cards import write_model_card
    from leukview.services.train import evaluate_model, recipe_kind

    kind = recipe_kind(model)
    if classes is not None and (kind in {"sam", "detector"} or cross_validate or card or leave_out is not None):
        reason = "goes with a plain measurement only; the others read data whose classes have our names"
        raise typer.BadParameter(reason, param_hint="'--classes'")
    if kind == "sam":
        _prompts(model, data, models, card=card)
        return
    if kind == "detector":
        _fields(model, data, models, out, card=card)
        return
    if cross_validate:
        if out is None:
            raise typer.BadParameter("--cross-validate needs --out for its trainings", param_hint="'--out'")
        _cross_validate(model, data, out, models if card else None, card=card)
        return
    if leave_out is not None:
        if out is None:
            raise typer.BadParameter("--leave-out needs --out for its trainings", param_hint="'--out'")
        _leave_out(model, data, leave_out, out, recipe, models, device)
        return
    if card:
        with console_progress() as progress:
            written = write_model_card(model, data, left_out=left_out, models=models, device=device, progress=progress)
        typer.echo(f"Wrote {written}")
        return
    with console_progress() as progress:
        reports = evaluate_model(
            model,
            data,
            split,
            classes=classes,
            models=models,
            out=out,
            device=device,
            progress=progress,
            say=typer.echo,
        )
    for report in reports:
        _say(report)


def _say(report: DatasetReport) -> None:
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


def _leave_out(
    model: str, data: Path, source: str, out: Path, recipe: str | None, models: Path | None, device: str
) -> None:
    from leukview.cli.progress import console_progress
    from leukview.services.train import leave_source_out

    with console_progress() as progress:
        left = leave_source_out(
            model, data, source, out, recipe=recipe, models=models, device=device, progress=progress
        )
    typer.echo(f"\nWithout {source}; trained on {', '.join(left.trained_on)}")
    _say(left.report)
    for name, count in sorted(left.unknown.items()):
        typer.echo(f"  {name}: {count} images, a label that only {source} has; not in the figures but the AUROC")


def _cross_validate(recipe: str, data: Path, out: Path, models: Path | None, *, card: bool) -> None:
    from leukview.cli.progress import console_progress
    from leukview.services.model_cards import write_segmenter_card
    from leukview.services.train import measure_segmenter

    with console_progress() as progress:
        scores = measure_segmenter(recipe, data, out, progress=progress)
    for score in scores:
        typer.echo(
            f"{score.run:24} {score.source:16} n {score.images:4}  cell Dice {score.cell:.3f} (p10 {score.cell_p10:.3f})  "
            f"nucleus {score.nucleus:.3f} (p10 {score.nucleus_p10:.3f})  {score.median_ms:.0f} ms"
        )
    if card:
        typer.echo(f"Wrote {write_segmenter_card(recipe, scores, models=models)}")


def _prompts(model: str, data: Path, models: Path | None, *, card: bool) -> None:
    from leukview.cli.progress import console_progress
    from leukview.services.model_cards import write_sam_card
    from leukview.services.train import measure_sam

    with console_progress() as progress:
        scores = measure_sam(model, data, models=models, progress=progress)
    for score in scores:
        clicks = " ".join(f"{value:.3f}" for value in score.clicks)
        typer.echo(
            f"{score.source:16} {score.part:8} n {score.images:4}  box {score.box:.3f} (p10 {score.box_p10:.3f}), and a click "
            f"{score.boxed_click:.3f}  clicks {clicks}  {score.look_ms:.0f} + {score.answer_ms:.0f} ms"
        )
    if card:
        typer.echo(f"Wrote {write_sam_card(model, scores, models=models)}")


def _fields(model: str, data: Path, models: Path | None, out: Path | None, *, card: bool) -> None:
    from leukview.cli.progress import console_progress
    from leukview.services.model_cards import write_detector_card
    from leukview.services.train import measure_detector

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
