"""The parts of a model card that only an ensemble has: its members, and how they compare."""

from __future__ import annotations

from collections.abc import Sequence

from leukview.classifiers.ensemble_manifest import EnsembleManifest, Member
from leukview.classifiers.manifest import Manifest
from leukview.domain.taxonomy import taxonomy
from leukview.training.compare_models import ModelComparison

__all__ = ["comparisons_table", "members_table"]

_LEVEL = 0.05


def members_table(manifest: Manifest) -> str:
    """Return one row a member, in Markdown; the empty string for a model that is no ensemble."""
    if not isinstance(manifest, EnsembleManifest):
        return ""
    lines = ["| member | network | sees | weight in the vote | temperature |", "|---|---|---|---|---|"]
    lines += [
        f"| {item.name} | {item.backbone}, {item.input_size}×{item.input_size} | {_seen(item)} | {item.weight:.3f} | "
        f"{item.temperature:.3f} |"
        for item in manifest.members
    ]
    return "\n".join(lines)


def _seen(member: Member) -> str:
    place = f"the central {member.crop_fraction:g} of the image"
    if member.cell_diameters is not None:
        place = f"the cell, {member.cell_diameters:g} of its diameters wide"
    stain = {"as_is": "stain as it is", "white": "white balanced", "density": "one stain density"}
    background = ", background hidden" if member.preparation.background == "masked" else ""
    return f"{place}, {stain[member.preparation.stain]}{background}"


def comparisons_table(comparisons: Sequence[ModelComparison]) -> str:
    """Return one row a pair and data set, in Markdown; the empty string for none."""
    if not comparisons:
        return ""
    lines = [
        "| data set | first | second | accuracy of each | right by one alone | McNemar p | AUROCs that differ (DeLong, Holm) |",
        "|---|---|---|---|---|---|---|",
    ]
    for item in comparisons:
        lines.append(
            f"| {item.dataset} ({item.split}), {item.n} | {item.first} | {item.second} | {item.first_accuracy:.3f}, "
            f"{item.second_accuracy:.3f} | {item.right.only_first}, {item.right.only_second} | {_p(item.right.p)} | "
            f"{_different(item)} |"
        )
    return "\n".join(lines)


def _different(item: ModelComparison) -> str:
    """Return the classes whose AUROCs differ at the 5 % level after correction, each with both."""
    found = [row for row in item.classes if row.p_holm < _LEVEL]
    words = (
        f"{taxonomy()[row.class_id].name.lower()} {row.test.first.value:.3f}, {row.test.second.value:.3f}"
        for row in found
    )
    return "; ".join(words) or "none"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
