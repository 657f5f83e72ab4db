"""The parts of a model card that only staged weights have: each stage alone, the heads by patient, and the ablation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leukview.classifiers.manifest import Manifest
from leukview.classifiers.staged_manifest import StagedManifest
from leukview.domain.evaluation import Figure
from leukview.training.staged_measure import PartReport

__all__ = ["ablation_table", "heads_table", "stages_table"]


def stages_table(manifest: Manifest, parts: Sequence[PartReport]) -> str:
    """Return one row a stage and data set, in Markdown, then what needs data; the empty string for a model without stages."""
    if not isinstance(manifest, StagedManifest):
        return ""
    tree = manifest.tree.tree()
    lines = ["| stage | tells | data set (split) | images | accuracy | macro-F1 |", "|---|---|---|---|---|---|"]
    for stage in tree.stages:
        told = " \\| ".join(tree.names[child] for child in stage.children)
        for each in parts:
            if each.part == stage.id:
                own = each.report
                figures = " | ".join(_figure(own.figures.get(name)) for name in ("accuracy", "macro_f1"))
                lines.append(f"| {stage.id} | {told} | {own.dataset} ({own.split}) | {own.n} | {figures} |")
    cut = [
        f"below {tree.names[node]}: {', '.join(tree.names[child] for child in missing)}"
        for node, missing in tree.unknown.items()
    ]
    return "\n".join([*lines, *(["", f"Needs your data, {'; '.join(cut)}."] if cut else [])])


def heads_table(parts: Sequence[PartReport]) -> str:
    """Return two rows a head and data set, cells and patients, in Markdown; the empty string for none."""
    names = ("auroc", "f1", "precision", "recall")
    lines = [
        "| head | data set (split) | of | n | threshold | AUROC | F1 | precision | recall |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for each in parts:
        said = each.genotype
        if said is None:
            continue
        of = (
            ("cells", each.report.n, said.threshold, said.cells),
            ("patients", len(said.rows), said.patient_threshold, said.patients),
        )
        for what, count, threshold, figures in of:
            row = " | ".join(_figure(figures.get(name)) for name in names)
            lines.append(
                f"| {said.head} | {said.dataset} ({said.split}) | {what} | {count} | {threshold:.3f} | {row} |"
            )
    return "\n".join(lines) if len(lines) > 2 else ""


def ablation_table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the ablation's rows in Markdown; the empty string for none."""
    if not rows:
        return ""
    head = list(rows[0])
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row.values())} |" for row in rows)])


def _figure(figure: Figure | None) -> str:
    return "–" if figure is None else str(figure)
