"""``leukview evaluate``: measure weights on labelled images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.data_help import CLASSES_HELP, DATA_HELP
from leukview.cli.evaluation_report import say_report

if TYPE_CHECKING:  # it imports torch
    from leukview.training.evaluate import DatasetReport
    from leukview.training.segmenter.train import HeldBack

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
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Also write metrics.json, confusions and calls.csv here; with --against comparison.json and .csv.",
        ),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OTHER",
            help="Compare with another model on the same images (McNemar, DeLong): an id, ENSEMBLE/MEMBER, or 'members' for an "
            "ensemble's own; may be given several times.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write every figure as one .html or .pdf, with its tables beside it."),
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

    sam = recipe_kind(model) == "sam"
    plain = not (sam or cross_validate or card or leave_out is not None)
    _refuse_mixtures(classes, against, plain=plain)
    if report is not None:
        say_report(model, data, split, report, against or [], classes, models, device, plain=plain and out is None)
        return
    if against:
        _compare(model, against, data, split, classes, models, out, device)
        return
    if sam:
        _prompts(model, data, models, card=card)
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
    for measured in reports:
        _say(measured)


def _refuse_mixtures(classes: Path | None, against: list[str] | None, *, plain: bool) -> None:
    if classes is not None and not plain:
        reason = "goes with a plain measurement only; the others read data whose classes have our names"
        raise typer.BadParameter(reason, param_hint="'--classes'")
    if against and not plain:
        raise typer.BadParameter("goes with a plain measurement only", param_hint="'--against'")


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


def _compare(
    model: str,
    against: list[str],
    data: Path,
    split: str,
    classes: Path | None,
    models: Path | None,
    out: Path | None,
    device: str,
) -> None:
    from leukview.cli.comparison_table import say_comparison
    from leukview.cli.progress import console_progress
    from leukview.services.compare import compare_models

    with console_progress() as progress:
        found = compare_models(
            model,
            against,
            data,
            split,
            classes=classes,
            models=models,
            out=out,
            device=device,
            progress=progress,
            say=typer.echo,
        )
    for item in found:
        say_comparison(item)
    if out is not None:
        typer.echo(f"\nWrote {out / 'comparison.json'} and {out / 'comparison.csv'}")


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
    _say_held_back(scores)
    if card:
        typer.echo(f"Wrote {write_segmenter_card(recipe, scores, models=models)}")


def _prompts(model: str, data: Path, models: Path | None, *, card: bool) -> None:
    from leukview.cli.progress import console_progress
    from leukview.services.model_cards import write_sam_card
    from leukview.services.train import measure_sam

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
