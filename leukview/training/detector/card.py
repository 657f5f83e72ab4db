"""The detector's card: average precision of each kind, curves, and the classical method on the same fields."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from leukview.detection.average_precision import Curve
from leukview.detection.base import KINDS
from leukview.detection.weights import DetectorManifest
from leukview.resources import resource
from leukview.training.detector.measure import BoxScore, CentreScore, Measured
from leukview.training.detector.recipe import DetectorRecipe

__all__ = ["write_curves", "write_detector_card"]

_RECALLS = (0.5, 0.8, 0.9, 0.95, 0.98)


def write_detector_card(
    manifest: DetectorManifest,
    recipe: DetectorRecipe,
    boxes: Sequence[BoxScore],
    centres: Sequence[CentreScore],
    looks: Mapping[tuple[str, str], Measured],
    path: Path,
) -> None:
    """Write the card in Markdown; its prose is ``resources/recipes/<name>.card.md``, every number comes from the scores."""
    text = resource("recipes", f"{recipe.name}.card.md").read_text("utf-8")
    thresholds = ", ".join(f"{kind} {value:g}" for kind, value in zip(manifest.kinds, manifest.thresholds, strict=True))
    facts = (
        f"- Weights: `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
        f"- Network: centres and sides over {manifest.encoder}, red cells brought to {manifest.red:g} pixels",
        f"- Thresholds, chosen on validation: {thresholds}",
        f"- Made with {manifest.software}, seed {recipe.seed}",
        f"- Licence: {manifest.licence}",
    )
    parts = {
        "facts": "\n".join(facts),
        "boxes": _boxes(boxes),
        "centres": _centres(centres),
        "curves": _curves({(*place, k): c for place, look in looks.items() for k, c in enumerate(look.curves())}),
        "commands": "```\n" + "\n".join(manifest.commands) + "\n```",
        "recipe": f"```json\n{recipe.model_dump_json(indent=1)}\n```",
    }
    for name, value in parts.items():
        text = text.replace("{{" + name + "}}", value)
    path.write_text(text, "utf-8")


def write_curves(looks: Mapping[tuple[str, str], Measured], path: Path) -> None:
    """Write every point of every curve as CSV: source, part, kind, threshold, precision, recall."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("source", "part", "kind", "threshold", "precision", "recall"))
        for (source, part), look in looks.items():
            for kind, own in zip(KINDS, look.curves(), strict=True):
                points = zip(own.scores, own.precision, own.recall, strict=True)
                rows.writerows((source, part, kind, *(f"{value:.4f}" for value in point)) for point in points)


def _boxes(scores: Sequence[BoxScore]) -> str:
    lines = [
        "| by | fields | n | of | objects | AP50 | AP50:95 | recall, precision | at IoU 0.3 | ms a field |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {score.by} | {score.source} ({score.part}) | {score.fields} | {score.kind} | {score.objects} "
        f"| {_or_dash(score.ap50)} | {_or_dash(score.ap)} | {score.recall:.3f}, {score.precision:.3f} "
        f"| {score.recall30:.3f}, {score.precision30:.3f} | {score.median_ms:.0f} |"
        for score in scores
    ]
    return "\n".join(lines)


def _centres(scores: Sequence[CentreScore]) -> str:
    if not scores:
        return "Not measured for these weights."
    lines = [
        "| by | fields | n | blasts | found | recall | all boxes | ms a field |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {score.by} | {score.source} ({score.part}) | {score.fields} | {score.centres} | {score.found} | {score.recall:.3f} "
        f"| {score.boxes} | {score.median_ms:.0f} |"
        for score in scores
    ]
    return "\n".join(lines)


def _curves(curves: Mapping[tuple[str, str, int], Curve]) -> str:
    """Return precision at given recalls, one row a curve; a dash where that recall is not reached."""
    lines = [
        "| fields | of | " + " | ".join(f"recall {level:g}" for level in _RECALLS) + " |",
        "|---|---|" + "---|" * len(_RECALLS),
    ]
    for (source, part, kind), own in curves.items():
        cells = [_or_dash(_precision_at(own, level)) for level in _RECALLS]
        lines.append(f"| {source} ({part}) | {KINDS[kind]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _precision_at(own: Curve, recall: float) -> float | None:
    reached = own.precision[own.recall >= recall]
    return float(np.max(reached)) if len(reached) else None


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
