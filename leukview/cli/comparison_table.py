"""Two models' comparison as a table on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:  # it imports torch
    from leukview.training.compare_models import ModelComparison

__all__ = ["say_comparison"]


def say_comparison(item: ModelComparison) -> None:
    """Print two models' table on one data set."""
    patients = f", {item.patients} patients" if item.patients else ""
    typer.echo(f"\n{item.first} against {item.second}, {item.dataset} ({item.split}): {item.n} images{patients}")
    right = item.right
    how = "exact" if right.exact else "chi-square"
    typer.echo(
        f"  accuracy {item.first_accuracy:.3f} and {item.second_accuracy:.3f}; right by one alone {right.only_first} and "
        f"{right.only_second}; McNemar ({how}) p {_p(right.p)}"
    )
    if item.by_patient is not None:
        typer.echo(f"  difference over resampled patients {item.by_patient.figure}, p {_p(item.by_patient.p)}")
    if item.classes:
        typer.echo(
            f"  {'class':22} {'n':>5}  {'AUROC':>5}  {'AUROC':>5}  {'difference':>10}  {'DeLong p':>8}  {'Holm':>7}"
        )
    for row in item.classes:
        test = row.test
        line = (
            f"  {row.class_id:22} {row.n:5}  {test.first.value:.3f}  {test.second.value:.3f}  "
            f"{test.difference.value:+10.3f}  {_p(test.p):>8}  {_p(row.p_holm):>7}"
        )
        if row.by_patient is not None and row.by_patient_holm is not None:
            line += f"  by patient {row.by_patient.figure}, Holm {_p(row.by_patient_holm)}"
        typer.echo(line)


def _p(value: float) -> str:
    return "–" if math.isnan(value) else "<0.001" if value < 0.001 else f"{value:.3f}"
