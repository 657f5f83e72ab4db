"""Adapted weights as files: a weight file with the original network in it, a manifest, and a card that says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file

from leukview import __version__
from leukview.classifiers.adapted import AdaptedClassifier, WideClassifier
from leukview.classifiers.classifier import Classifier
from leukview.classifiers.manifest import Manifest
from leukview.domain.errors import EnvironmentFault
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.domain.progress import Progress
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.scan import sha256 as file_sha256
from leukview.manifests import verify
from leukview.training.adapt import FOLDS, Adaptation, SiteCells, call_adapted, see_cells
from leukview.training.datasets import LabelledImage, allowed_matrix, read_labels
from leukview.training.metrics import Figure, bootstrap, expected_calibration_error

__all__ = [
    "ClassChange",
    "HomeChange",
    "SiteFacts",
    "SiteReport",
    "measure_forgetting",
    "report_on",
    "sample_of",
    "write_site_model",
]

_WHAT = (
    "The original network, unchanged, with a last layer for this laboratory and a switch: a cell whose stain, light and scale "
    "are the laboratory's is called by that layer, any other as before. Cells like the labelled ones are no longer flagged for "
    "their look. A class that was not labelled keeps its original odds against those that were; under a stain far from the "
    "training's these say little, so that such a cell may be called as a labelled class and not be flagged: label some cells of "
    "every type that you see."
)


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A labelled class: its cells, and how many of them were called rightly before and after."""

    class_id: str
    n: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HomeChange:
    """Accuracy on ``n`` images of the model's own sources, which it should not forget, and the share flagged (0–1)."""

    n: int
    before: Figure
    after: Figure
    flagged_before: float
    flagged_after: float


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Before and after, each labelled cell called by a layer that was fitted without it (cross-validation).

    ``flagged`` are shares of the cells flagged as out of domain, 0–1.
    """

    before: Figure
    after: Figure
    ece_before: Figure
    ece_after: Figure
    flagged_before: float
    flagged_after: float
    classes: tuple[ClassChange, ...]
    home: HomeChange | None = None

    def with_home(self, home: HomeChange) -> SiteReport:
        """Return the report with what was measured at home."""
        return replace(self, home=home)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the card says beside the figures: id, site, source of the labels, seed, command, warnings, seconds taken."""

    id: str
    site: str
    source: str
    seed: int
    command: str
    warnings: tuple[str, ...]
    seconds: float


def report_on(fitted: Adaptation, cells: SiteCells, base: Classifier) -> SiteReport:
    """Return the figures of the labelled cells."""
    (right, sure), (right_now, sure_now) = (
        _called(values, cells, base.manifest.classes) for values in (fitted.before, fitted.held_out)
    )
    labels = np.array(cells.labels)
    changes = [
        ClassChange(
            name, int((labels == name).sum()), int(right[labels == name].sum()), int(right_now[labels == name].sum())
        )
        for name in taxonomy().sorted(set(cells.labels))
    ]
    _, novelty = call_adapted(base, cells)
    return SiteReport(
        _share(right),
        _share(right_now),
        bootstrap(lambda s: expected_calibration_error(sure[s], right[s]), len(right)),
        bootstrap(lambda s: expected_calibration_error(sure_now[s], right_now[s]), len(right)),
        float((novelty > OUT_OF_DOMAIN_AT).mean()),
        float((fitted.nearness > OUT_OF_DOMAIN_AT).mean()),
        tuple(changes),
    )


def _called(
    probabilities: NDArray[np.float64], cells: SiteCells, classes: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return whether each cell is called rightly, and its confidence."""
    allowed = allowed_matrix(cells.labels, classes)
    return allowed[np.arange(len(cells)), probabilities.argmax(axis=1)], probabilities.max(axis=1)


def _share(right: NDArray[np.bool_]) -> Figure:
    return bootstrap(lambda sample: float(right[sample].mean()), len(right))


def measure_forgetting(
    wide: WideClassifier, adapted: AdaptedClassifier, data: Path, progress: Progress | None = None
) -> HomeChange:
    """Measure the model's own sources' test images before and after, fifty a class at most.

    Raises
    ------
    InputProblem
        When the data file is not usable.
    """
    items = [item for item in read_labels(data, wide.manifest.data) if item.split == "test"]
    cells = see_cells(wide, sample_of(items), progress)
    shares, flags = [], []
    for classifier in (wide, adapted):
        probabilities, novelty = call_adapted(classifier, cells)
        shares.append(_share(_called(probabilities, cells, wide.manifest.classes)[0]))
        flags.append(float((novelty > OUT_OF_DOMAIN_AT).mean()))
    return HomeChange(len(cells), shares[0], shares[1], flags[0], flags[1])


def sample_of(items: Sequence[LabelledImage], each: int = 50) -> list[LabelledImage]:
    """Return at most ``each`` images a class, drawn by a fixed seed."""
    rng = np.random.default_rng(0)
    chosen: list[LabelledImage] = []
    for name in sorted({item.cls for item in items}):
        members = [item for item in items if item.cls == name]
        chosen += [members[i] for i in sorted(rng.choice(len(members), min(each, len(members)), replace=False))]
    return chosen


# -- files ------------------------------------------------------------------------------------------------------------


def write_site_model(
    base: Classifier, base_folder: Path, adapted: AdaptedClassifier, report: SiteReport, facts: SiteFacts, out: Path
) -> Manifest:
    """Write ``<id>.safetensors``, ``<id>.md`` and, last, ``<id>.json``: weights without a manifest are not installed.

    Raises
    ------
    EnvironmentFault
        When the folder cannot be written.
    """
    tensors = load_file(verify(base.manifest, base_folder)) | adapted.site_tensors()
    weights, draft = out / f"{facts.id}.safetensors", out / f".{facts.id}.new"
    try:
        out.mkdir(parents=True, exist_ok=True)
        save_file(tensors, draft)
        manifest = _manifest(base.manifest, report, facts, file_sha256(draft))
        draft.replace(weights)
        (out / f"{facts.id}.md").write_text(_card(manifest, report, facts), "utf-8")
        draft.write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")
        draft.replace(out / f"{facts.id}.json")
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise EnvironmentFault(f"The adapted weights {weights} cannot be written ({error.strerror}).") from error
    return manifest


def _manifest(base: Manifest, report: SiteReport, facts: SiteFacts, sha256: str) -> Manifest:
    metrics = {
        "site/before": {"accuracy": round(report.before.value, 4), "ece": round(report.ece_before.value, 4)},
        "site/cross-validated": {"accuracy": round(report.after.value, 4), "ece": round(report.ece_after.value, 4)},
    }
    if report.home is not None:
        metrics["home/before"] = {"accuracy": round(report.home.before.value, 4)}
        metrics["home/after"] = {"accuracy": round(report.home.after.value, 4)}
    return base.model_copy(
        update={
            "id": facts.id,
            "title": f"{base.title}, adapted to {facts.site}",
            "weights": f"{facts.id}.safetensors",
            "sha256": sha256,
            "data": (*base.data, f"{sum(row.n for row in report.classes)} cells of {facts.site}"),
            "commands": (facts.command,) if facts.command else (),
            "software": f"LeukView {__version__}, torch {torch.__version__}",
            "metrics": metrics,
            "adapted_from": f"{base.id} {base.sha256}",
        }
    )


def _card(manifest: Manifest, report: SiteReport, facts: SiteFacts) -> str:
    """Return the card in Markdown."""
    rows = [f"| {taxonomy()[row.class_id].name} | {row.n} | {row.before} | {row.after} |" for row in report.classes]
    lines = [
        f"# {manifest.title}",
        "",
        "For Research Use Only. Not for use in diagnostic procedures.",
        "",
        f"- Weights `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
        f"- Adapted from {manifest.adapted_from.replace(' ', ', SHA-256 `')}`",
        f"- Made {datetime.now(UTC).isoformat(timespec='seconds')} with {manifest.software}, seed {facts.seed}, "
        f"in {facts.seconds:.0f} s",
        f"- Labels: {facts.source}; given by people, none by a model",
        f"- Licence: {manifest.licence}; the labelled cells are the laboratory's own",
        "",
        "## What it is",
        "",
        _WHAT,
        "",
        "## Before and after",
        "",
        f"Measured by {FOLDS}-fold cross-validation within the labelled cells: each was called by a layer that had not seen it. "
        "It is not a test on other slides or days; the intervals (95 %, bootstrap) are over cells, not patients.",
        "",
        "| | before | after |",
        "|---|---|---|",
        f"| Accuracy | {report.before} | {report.after} |",
        f"| Calibration error | {report.ece_before} | {report.ece_after} |",
        f"| Flagged as out of domain | {report.flagged_before:.3f} | {report.flagged_after:.3f} |",
        *_home_rows(report.home),
        "",
        "| class | labelled | right before | right after |",
        "|---|---|---|---|",
        *rows,
        "",
        *(f"- {warning}" for warning in facts.warnings),
        "",
        "## How to go back",
        "",
        "`leukview models --use leukview`, or More → Model → Choose weights… Calls made meanwhile keep this file's SHA-256.",
    ]
    if facts.command:
        lines += ["", "## How to make it again", "", f"```\n{facts.command}\n```"]
    return "\n".join(lines) + "\n"


def _home_rows(home: HomeChange | None) -> list[str]:
    if home is None:
        return ["| Accuracy on the model's own sources | not measured here | not measured here |"]
    return [
        f"| Accuracy on {home.n} images of the model's own sources | {home.before} | {home.after} |",
        f"| … flagged as out of domain | {home.flagged_before:.3f} | {home.flagged_after:.3f} |",
    ]
