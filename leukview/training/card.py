"""The model card: what a model is, how it was made, and what it measured at home and away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leukview.classifiers.manifest import Manifest
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resource
from leukview.training.evaluate import DatasetReport
from leukview.training.recipe import Recipe

__all__ = ["write_card"]

_NAMES = {"accuracy": "Accuracy", "macro_f1": "Macro-F1", "ece": "Calibration error", "blast_auroc": "Blast AUROC"}


def write_card(
    manifest: Manifest, recipe: Recipe, home: Sequence[DatasetReport], away: Sequence[DatasetReport], path: Path
) -> None:
    """Write a model card in Markdown.

    The prose is the recipe's ``resources/recipes/<name>.card.md``; every number comes from the reports, so that the card cannot
    drift from what was measured.

    Parameters
    ----------
    manifest, recipe:
        The model and how it was made.
    home:
        Reports on unseen images of the sources it was trained on.
    away:
        Reports on sources it has never seen.
    path:
        The card.
    """
    text = resource("recipes", f"{recipe.name}.card.md").read_text("utf-8")
    parts = {
        "facts": _facts(manifest, recipe),
        "home": _table(home),
        "away": _table(away),
        "classes": "\n\n".join(_per_class(report) for report in home if report.classes),
        "confusions": "\n".join(_confusions(report) for report in [*home, *away] if report.classes),
        "recipe": f"```json\n{recipe.model_dump_json(indent=1)}\n```",
        "commands": "```\n" + "\n".join(manifest.commands) + "\n```",
    }
    for name, value in parts.items():
        text = text.replace("{{" + name + "}}", value)
    path.write_text(text, "utf-8")


def _facts(manifest: Manifest, recipe: Recipe) -> str:
    names = ", ".join(taxonomy()[name].name.lower() for name in manifest.classes)
    return "\n".join(
        (
            f"- Weights: `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
            f"- Network: {manifest.backbone}, input {manifest.input_size}×{manifest.input_size}, "
            f"{len(manifest.classes)} classes: {names}",
            f"- Made with {manifest.software}, seed {recipe.seed}; temperature {manifest.temperature:.3f} fitted on validation",
            f"- Licence: {manifest.licence}",
        )
    )


def _table(reports: Sequence[DatasetReport]) -> str:
    """Return one row a data set: images, patients and each figure with its 95 % interval."""
    keys = [key for key in _NAMES if any(key in report.figures for report in reports)]
    lines = [
        "| data set (split) | images | patients | " + " | ".join(_NAMES[key] for key in keys) + " |",
        "|---|---|---|" + "---|" * len(keys),
    ]
    for report in reports:
        figures = [str(report.figures[key]) if key in report.figures else "–" for key in keys]
        lines.append(
            f"| {report.dataset} ({report.split}) | {report.n} | {report.patients or '–'} | "
            + " | ".join(figures)
            + " |"
        )
    return "\n".join(lines)


def _per_class(report: DatasetReport) -> str:
    lines = [
        f"**{report.dataset}, {report.split} split**\n",
        "| class | n | precision | recall | F1 | AUROC, one vs rest |",
        "|---|---|---|---|---|---|",
    ]
    for row in sorted(report.classes, key=lambda item: taxonomy()[item.class_id].order):
        auroc = f"{row.auroc:.3f}" if row.auroc is not None else "–"
        lines.append(
            f"| {taxonomy()[row.class_id].name} | {row.n} | {row.precision:.3f} | {row.recall:.3f} | {row.f1:.3f} | {auroc} |"
        )
    return "\n".join(lines)


def _confusions(report: DatasetReport) -> str:
    """Return the five most frequent confusions in words."""
    pairs = [
        (int(n), truth, called)
        for truth, row in enumerate(report.confusion)
        for called, n in enumerate(row)
        if truth != called and n
    ]
    worst = sorted(pairs, reverse=True)[:5]
    words = "; ".join(
        f"{taxonomy()[report.class_ids[truth]].name.lower()} called {taxonomy()[report.class_ids[called]].name.lower()} ×{n}"
        for n, truth, called in worst
    )
    return f"- {report.dataset} ({report.split}): {words or 'none'}"
