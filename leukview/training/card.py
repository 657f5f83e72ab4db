"""The model card: what a model is, how it was made, and what it measured at home and away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leukview.classifiers.ensemble_manifest import EnsembleManifest
from leukview.classifiers.manifest import Manifest
from leukview.classifiers.staged_manifest import StagedManifest
from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resources_dir
from leukview.training.attribute_scores import AttributeScore
from leukview.training.bystanders import BystanderReport
from leukview.training.compare_models import ModelComparison
from leukview.training.ensemble_card import comparisons_table, members_table
from leukview.training.ensemble_recipe import EnsembleRecipe
from leukview.training.evaluate import DatasetReport
from leukview.training.leave_out import LeftOutRow
from leukview.training.recipe import Recipe
from leukview.training.staged_card import ablation_table, bystanders_table, heads_table, stages_table
from leukview.training.staged_measure import PartReport
from leukview.training.staged_recipe import StagedRecipe

__all__ = ["Measured", "write_card"]

_NAMES = {
    "accuracy": "Accuracy",
    "five_types": "Among five types",
    "macro_f1": "Macro-F1",
    "eight_groups": "By eight groups",
    "ece": "Calibration error",
    "blast_auroc": "Blast AUROC",
}
_NONE = "Not measured for these weights."


@dataclass(frozen=True)
class Measured:
    """What a card shows.

    Attributes
    ----------
    home:
        Reports on unseen images of the sources the model was trained on.
    away:
        Reports on sources it has never seen.
    left_out:
        What :func:`leukview.training.leave_out.leave_out` found; may be empty.
    attributes:
        Scores of the attributes; may be empty.
    novelty:
        Part of the cells flagged out of domain, and AUROC of the score against the first home set, by data set.
    comparisons:
        An ensemble and its members in pairs, on the home sets; may be empty.
    parts:
        Of staged weights: each stage alone, and each head; may be empty.
    ablation:
        Of staged weights: rows of the ablation's table; may be empty.
    bystanders:
        Of staged weights: what parts say of cells that cannot show their answer; may be empty.
    """

    home: Sequence[DatasetReport]
    away: Sequence[DatasetReport]
    left_out: Sequence[LeftOutRow] = ()
    attributes: Sequence[AttributeScore] = ()
    novelty: Mapping[str, tuple[float, float | None]] = field(default_factory=dict)
    comparisons: Sequence[ModelComparison] = ()
    parts: Sequence[PartReport] = ()
    ablation: Sequence[Mapping[str, str]] = ()
    bystanders: Sequence[BystanderReport] = ()


def write_card(
    manifest: Manifest, recipe: Recipe | EnsembleRecipe | StagedRecipe, measured: Measured, path: Path
) -> None:
    """Write a model card in Markdown.

    The prose is the recipe's ``resources/recipes/<name>.card.md``; every number comes from the reports, so that the card cannot
    drift from what was measured.

    Parameters
    ----------
    manifest, recipe:
        The model and how it was made.
    measured:
        The figures.
    path:
        The card.

    Raises
    ------
    InputProblem
        When the recipe has no prose.
    """
    home, away = measured.home, measured.away
    prose = resources_dir() / "recipes" / f"{recipe.name}.card.md"
    if not prose.is_file():
        reason = "no text for a card comes with it, and one recipe's would be wrong of another's weights"
        raise InputProblem(f"The recipe {recipe.name}", reason, "Measure with 'leukview evaluate' without --card")
    text = prose.read_text("utf-8")
    parts = {
        "facts": _facts(manifest, recipe),
        "home": _table(home),
        "away": _table(away),
        "left_out": _left_out(measured.left_out),
        "attributes": _attributes(measured.attributes),
        "novelty": _novelty(measured.novelty),
        "members": members_table(manifest),
        "comparisons": comparisons_table(measured.comparisons) or _NONE,
        "stages": stages_table(manifest, measured.parts) or _NONE,
        "heads": heads_table(measured.parts) or _NONE,
        "bystanders": bystanders_table(measured.bystanders) or _NONE,
        "ablation": ablation_table(measured.ablation) or _NONE,
        "classes": "\n\n".join(_per_class(report) for report in home if report.classes),
        "confusions": "\n".join(_confusions(report) for report in [*home, *away] if report.classes),
        "recipe": f"```json\n{recipe.model_dump_json(indent=1)}\n```",
        "commands": "```\n" + "\n".join(manifest.commands) + "\n```",
    }
    for name, value in parts.items():
        text = text.replace("{{" + name + "}}", value)
    path.write_text(text, "utf-8")


def _facts(manifest: Manifest, recipe: Recipe | EnsembleRecipe | StagedRecipe) -> str:
    names = ", ".join(taxonomy()[name].name.lower() for name in manifest.classes)
    networks = f"Network: {manifest.backbone}, input {manifest.input_size}×{manifest.input_size}"
    if isinstance(manifest, EnsembleManifest):
        each = (
            f"{item.name} ({item.backbone}, input {item.input_size}×{item.input_size})" for item in manifest.members
        )
        networks = f"Networks: {', '.join(each)}"
    if isinstance(manifest, StagedManifest):
        rows = (
            f"{item.id} ({item.backbone}, {item.form.kind}, input {item.input_size}×{item.input_size})"
            for item in (*manifest.stages, *manifest.heads)
        )
        networks = f"Stages and heads: {', '.join(rows)}"
    return "\n".join(
        (
            f"- Weights: `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
            f"- {networks}, {len(manifest.classes)} classes: {names}",
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


def _left_out(rows: Sequence[LeftOutRow]) -> str:
    """Return one row a source that neither the segmenter nor the classifier of its row had seen."""
    if not rows:
        return _NONE
    keys = [key for key in _NAMES if any(key in row.figures for row in rows)]
    lines = [
        "| left out | classifier trained on | images | "
        + " | ".join(_NAMES[key] for key in keys)
        + " | labels it cannot know |",
        "|---|---|---|" + "---|" * (len(keys) + 1),
    ]
    for row in rows:
        figures = [str(row.figures[key]) if key in row.figures else "–" for key in keys]
        unknown = (
            ", ".join(f"{taxonomy()[name].name.lower()} ×{n}" for name, n in sorted(row.unknown.items())) or "none"
        )
        lines.append(
            f"| {row.source} | {', '.join(row.trained_on)} | {row.images} | {' | '.join(figures)} | {unknown} |"
        )
    return "\n".join(lines)


def _attributes(scores: Sequence[AttributeScore]) -> str:
    """Return one row an attribute."""
    if not scores:
        return _NONE
    names = {item.id: item.name for item in attributes()}
    lines = ["| attribute | images | macro-F1 | accuracy |", "|---|---|---|---|"]
    lines += [f"| {names[score.id]} | {score.n} | {score.macro_f1} | {score.accuracy} |" for score in scores]
    return "\n".join(lines)


def _novelty(parts: Mapping[str, tuple[float, float | None]]) -> str:
    """Return one row a data set: how much of it is flagged, and how well the score tells it from the first home set."""
    if not parts:
        return _NONE
    lines = ["| data set (split) | flagged | AUROC of the score |", "|---|---|---|"]
    lines += [
        f"| {name} | {100 * flagged:.1f} % | {'–' if auroc is None else f'{auroc:.3f}'} |"
        for name, (flagged, auroc) in parts.items()
    ]
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
