"""``leukview smears``: choose the smear rule's thresholds on training smears, and measure the rule on others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leukview.training.smear_choice import SmearTable

__all__ = ["smears"]

_SOURCE = (
    "A folder that 'analyze --case-per-folder' or 'evaluate --out' wrote, or its calls.csv; may be given several times."
)


def smears(
    truth: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Table (.csv) with diagnosis and any of case, smear, patient; labels.csv will do.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", file_okay=False, help="Folder for the rule and the tables.")],
    train: Annotated[
        list[Path] | None, typer.Option(metavar="CALLS", exists=True, help=f"Smears to choose thresholds on. {_SOURCE}")
    ] = None,
    test: Annotated[
        list[Path] | None, typer.Option(metavar="CALLS", exists=True, help=f"Smears to measure on. {_SOURCE}")
    ] = None,
    rule: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The rule to begin with or measure (.toml); the shipped one by default.",
        ),
    ] = None,
    own_thresholds: Annotated[
        bool, typer.Option("--own-thresholds", help="A threshold for each class, not one for all as the paper has it.")
    ] = False,
    means: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD=GROUP", help="What a diagnosis in the table means, e.g. M3=apl; may be repeated."),
    ] = None,
) -> None:
    """Choose the smear rule's thresholds by a multiclass ROC over training smears, and measure the rule on others.

    OUT/rule.toml is what 'leukview analyze --rule' takes. An answer names what most cells of a smear are called; it is no
    diagnosis.
    """
    from leukview.services.smear_rules import smear_rule_work

    done = smear_rule_work(
        truth,
        out,
        train=train or [],
        test=test or [],
        rule=rule,
        own=own_thresholds,
        means=_meanings(means or []),
        say=typer.echo,
    )
    if done.choice is not None:
        for sentence in (*(item.words for item in done.choice.modules), *done.choice.notes):
            typer.echo(sentence)
    for table in done.tables:
        _say_table(table)
    typer.echo(f"\nWrote {', '.join(str(path) for path in done.written)}")
    typer.echo("For Research Use Only. Not for use in diagnostic procedures.")


def _meanings(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        word, equals, group = pair.rpartition("=")
        if not equals or not word.strip():
            raise typer.BadParameter(f"'{pair}' is not WORD=GROUP", param_hint="'--means'")
        found[word.strip()] = group.strip()
    return found


def _say_table(table: SmearTable) -> None:
    width = max(map(len, (*table.truths, "truth"))) + 2
    typer.echo(f"\nSmears, {table.name}: truth in rows, answers in columns")
    typer.echo("truth".ljust(width) + "".join(name.rjust(max(len(name), 5) + 2) for name in table.answers))
    for truth in table.truths:
        cells = (str(table.counts.get((truth, name), 0)).rjust(max(len(name), 5) + 2) for name in table.answers)
        typer.echo(truth.ljust(width) + "".join(cells))
    for score in table.scores():
        if score.value is not None:
            low, high = (100 * bound for bound in score.interval)
            what = f"{score.measure} {score.group}".strip()
            typer.echo(f"{what}: {score.hits} of {score.total} = {100 * score.value:.1f} % ({low:.1f}–{high:.1f})")
