"""``leukview evaluate``: measure weights on labelled images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from leukview.cli.bystanders import say_bystanders
from leukview.cli.data_help import CLASSES_HELP, DATA_HELP
from leukview.cli.evaluate_finders import (
    needed,
    say_cross_validation,
    say_fields,
    say_left_out,
    say_measured,
    say_prompts,
    say_types,
)
from leukview.cli.evaluation_report import say_report

__all__ = ["evaluate"]

_Found = TypeVar("_Found")


def evaluate(
    model: Annotated[
        str, typer.Argument(help="Id of an installed model, e.g. leukview; or of a pipeline of fields, zhou2021.")
    ],
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
    bystanders: Annotated[
        bool,
        typer.Option(
            "--bystanders",
            help="A stage or head, NAME/PART: ask it of the cells that cannot show its answer. Where it answers all the same, it "
            "has learnt the slide or the laboratory.",
        ),
    ] = False,
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
    from leukview.services.evaluate_fields import takes_fields
    from leukview.services.model_cards import write_model_card
    from leukview.services.train import recipe_kind

    if takes_fields(model):
        if card or cross_validate or report is not None or against or classes is not None or leave_out is not None:
            raise typer.BadParameter("goes with --data, --split, --models, --out and --device only", param_hint=model)
        say_types(model, data, split, models, out, device)
        return
    kind = recipe_kind(model)
    plain = not (kind in {"sam", "detector"} or cross_validate or card or leave_out is not None)
    _refuse_mixtures(classes, against, plain=plain, bystanders=bystanders, report=report)
    asked = _Asked(data, split, classes, models, out, device)
    if report is not None:
        say_report(model, data, split, report, against or [], classes, models, device, plain=plain and out is None)
    elif against:
        _compare(model, against, asked)
    elif kind == "sam":
        say_prompts(model, data, models, card=card)
    elif kind == "detector":
        say_fields(model, data, models, out, card=card)
    elif cross_validate:
        say_cross_validation(model, data, needed(out, "--cross-validate"), models if card else None, card=card)
    elif leave_out is not None:
        say_left_out(model, data, leave_out, needed(out, "--leave-out"), recipe, models, device)
    elif card:
        with console_progress() as progress:
            written = write_model_card(model, data, left_out=left_out, models=models, device=device, progress=progress)
        typer.echo(f"Wrote {written}")
    else:
        _measure(model, asked, bystanders=bystanders)


@dataclass(frozen=True)
class _Asked:
    """What models are to be measured on, by what, and where it is written."""

    data: Path
    split: str
    classes: Path | None
    models: Path | None
    out: Path | None
    device: str

    def of(self, measure: Callable[..., list[_Found]], *named: object) -> list[_Found]:
        """Return what a measurement of the named models finds, with a bar while it runs."""
        from leukview.cli.progress import console_progress

        with console_progress() as progress:
            return measure(
                *named,
                self.data,
                self.split,
                classes=self.classes,
                models=self.models,
                out=self.out,
                device=self.device,
                progress=progress,
                say=typer.echo,
            )


def _measure(model: str, asked: _Asked, *, bystanders: bool) -> None:
    if bystanders:
        say_bystanders(model, asked.data, asked.split, asked.models, asked.out, asked.device)
        return
    from leukview.services.measure import evaluate_model

    for measured in asked.of(evaluate_model, model):
        say_measured(measured)


def _refuse_mixtures(
    classes: Path | None, against: list[str] | None, *, plain: bool, bystanders: bool, report: Path | None
) -> None:
    if bystanders and (not plain or against or classes is not None or report is not None):
        raise typer.BadParameter(
            "goes with --data, --split, --models, --out and --device only", param_hint="'--bystanders'"
        )
    if classes is not None and not plain:
        reason = "goes with a plain measurement only; the others read data whose classes have our names"
        raise typer.BadParameter(reason, param_hint="'--classes'")
    if against and not plain:
        raise typer.BadParameter("goes with a plain measurement only", param_hint="'--against'")


def _compare(model: str, against: list[str], asked: _Asked) -> None:
    from leukview.cli.comparison_table import say_comparison
    from leukview.services.compare import compare_models

    for item in asked.of(compare_models, model, against):
        say_comparison(item)
    if asked.out is not None:
        typer.echo(f"\nWrote {asked.out / 'comparison.json'} and {asked.out / 'comparison.csv'}")
