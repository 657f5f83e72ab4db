"""The parts of a model card that only staged weights have: each stage alone, the heads by patient, and the ablation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leukview.classifiers.manifest import Manifest
from leukview.classifiers.staged_manifest import StagedManifest
from leukview.domain.evaluation import Figure
from leukview.domain.taxonomy import taxonomy
from leukview.training.bystanders import BystanderReport
from leukview.training.staged_measure import PartReport

__all__ = ["ablation_table", "bystanders_table", "heads_table", "stages_table"]

_FEW = 10
"""Fewer cells of a class on either side say nothing; all cells together stand in any case."""


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
    names = ("auroc", "f1", "precision", "recall", "specificity")
    lines = [
        "| head | data set (split) | of | n | threshold | AUROC | F1 | precision | recall | specificity |",
        "|---|---|---|---|---|---|---|---|---|---|",
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


def bystanders_table(reports: Sequence[BystanderReport]) -> str:
    """Return what parts say of cells that can show neither answer, in Markdown; the empty string for none."""
    lines = [
        "| part | first answer | asked of | suggested by | cells: first, second | patients | mean probability | AUROC |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for report in reports:
        rows = [row for row in report.rows if not row.cls or min(row.counts) >= _FEW]
        for row in rows:
            of = taxonomy()[row.cls].name.lower() if row.cls in taxonomy() else row.cls or "all"
            known = f"{row.patients[0]}, {row.patients[1]}" if any(row.patients) else "–"
            means = ", ".join(f"{value:.3f}" for value in row.means)
            cells = f"{row.counts[0]}, {row.counts[1]}"
            told = (report.part, report.answers[0], of, report.by, cells, known, means, _figure(row.auroc))
            lines.append(f"| {' | '.join(told)} |")
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
