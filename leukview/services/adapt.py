"""Fit the default weights to a laboratory: from its people's labels to weights of its own, measured, in the user's folder."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import SHIPPED, folder_of
from leukview.classifiers.manifest import Manifest, load_manifest
from leukview.domain.case import Problem
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.resources import models_dir, user_models_dir
from leukview.services.site_cells import LabelledCell, SiteLabels

if TYPE_CHECKING:  # both import torch
    from leukview.classifiers.adapted import WideClassifier
    from leukview.training.adapt import SiteCells
    from leukview.training.site_model import SiteReport

__all__ = ["AdaptedModel", "adapt_model", "site_id", "usable_labels"]

_OVERLAP = 0.5
"""Intersection over union from which a cell found again is the one that was labelled."""


@dataclass(frozen=True)
class AdaptedModel:
    """What came of an adaptation.

    Attributes
    ----------
    manifest, folder:
        The weights' manifest, and where they, it and the card lie.
    report:
        The before/after figures, as on the card.
    warnings:
        Classes that were left as they are, and why.
    problems:
        Images that could not be used.
    """

    manifest: Manifest
    folder: Path
    report: SiteReport
    warnings: list[str]
    problems: list[Problem]


def site_id(name: str) -> str:
    """Return the id of a site's next weights: ``leukview-site-<name>``, with a number once there are some.

    Raises
    ------
    InputProblem
        When the name has no letter or digit.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    if not slug:
        raise InputProblem(repr(name), "this is no name for weights", "Use letters and digits, e.g. --site ward7")
    wanted = f"leukview-site-{slug}"
    number, candidate = 1, wanted
    while any((folder / f"{candidate}{end}").exists() for folder in _folders() for end in (".json", ".safetensors")):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _folders() -> tuple[Path, Path]:
    return models_dir(), user_models_dir()


def usable_labels(labels: SiteLabels, model: str = SHIPPED) -> tuple[list[LabelledCell], list[str]]:
    """Return the cells to learn from, and a warning for each class that is left as the model knows it.

    Raises
    ------
    InputProblem
        When fewer than two classes have five cells each.
    """
    from leukview.training.adapt import refuse_too_few

    known = set(load_manifest(model, folder_of(model)).classes)
    foreign = {name: n for name, n in labels.counts().items() if not known & set(taxonomy().members(name))}
    warnings = [f"{name}: {n} labelled, but the model has no such class: not used" for name, n in foreign.items()]
    cells = [cell for cell in labels.cells if cell.label not in foreign]
    warnings += refuse_too_few([cell.label for cell in cells], labels.source)
    few = {warning.partition(":")[0] for warning in warnings}
    return [cell for cell in cells if cell.label not in few], warnings


def adapt_model(
    labels: SiteLabels,
    site: str,
    *,
    model: str = SHIPPED,
    home: Path | None = None,
    seed: int = 0,
    command: str = "",
    progress: Progress | None = None,
) -> AdaptedModel:
    """Adapt a model and write weights, manifest and card into the user's models folder. It is not put into use.

    Parameters
    ----------
    labels:
        The cells that people have labelled.
    site:
        The laboratory's name, for the weights' id.
    model:
        The weights to adapt; not adapted ones.
    home:
        Labelled images of the model's own sources, to measure what it forgets; not measured without.
    seed:
        Of the cross-validation's folds.
    command:
        How to run it again, for the card.
    progress:
        Told of every step; may cancel, and then nothing is written.

    Raises
    ------
    InputProblem
        When there are too few labelled cells, or the model is adapted already.
    EnvironmentFault
        When the model is missing or damaged, or the folder cannot be written.
    Cancelled
        When cancelled.
    """
    from leukview.classifiers.adapted import WideClassifier
    from leukview.classifiers.classifier import Classifier, pick_device
    from leukview.training.adapt import adapt
    from leukview.training.site_model import SiteFacts, measure_forgetting, report_on, write_site_model

    progress = progress or NoProgress()
    started = time.perf_counter()
    wanted = site_id(site)
    chosen, warnings = usable_labels(labels, model)
    progress.report(0, 0, "loading the model")
    base = Classifier.load(model, pick_device("cpu"), folder_of(model))
    if base.manifest.adapted_from:
        raise InputProblem(model, "these weights are adapted already", f"Adapt the original ones: --model {SHIPPED}")
    wide = WideClassifier(base)
    problems = list(labels.problems)
    cells = _see(wide, chosen, problems, progress)
    refused = usable_labels(SiteLabels(labels.source, [LabelledCell(Path(), label) for label in cells.labels]), model)[
        1
    ]
    cells = _without(cells, {warning.partition(":")[0] for warning in refused})
    fitted = adapt(base, cells, seed=seed, progress=progress)
    report = report_on(fitted, cells, base)
    if home is not None:
        report = report.with_home(measure_forgetting(wide, fitted.classifier, home, progress))
    progress.check_cancelled()
    facts = SiteFacts(wanted, site, labels.source, seed, command, (*warnings, *refused), time.perf_counter() - started)
    folder = user_models_dir()
    manifest = write_site_model(base, folder_of(model), fitted.classifier, report, facts, folder)
    return AdaptedModel(manifest, folder, report, list(facts.warnings), problems)


def _without(cells: SiteCells, classes: set[str]) -> SiteCells:
    import numpy as np

    return cells.part(np.flatnonzero([label not in classes for label in cells.labels]))


def _see(
    wide: WideClassifier, chosen: Sequence[LabelledCell], problems: list[Problem], progress: Progress
) -> SiteCells:
    """Look at every labelled cell as an analysis would; one that cannot be found is noted and left out."""
    from leukview.imaging.readers import read_rgb
    from leukview.pipelines.leukview import LeukViewPipeline
    from leukview.segmentation.learned import LearnedSegmenter
    from leukview.training.adapt import see_views

    pipeline = LeukViewPipeline(wide, LearnedSegmenter.load(wide.device))
    labels, views = [], []
    done = 0
    for path, group in groupby(sorted(chosen, key=lambda cell: str(cell.image)), key=lambda cell: cell.image):
        members = list(group)
        progress.check_cancelled()
        progress.report(done, len(chosen), "reading labelled cells")
        done += len(members)
        try:
            located = pipeline.locate(read_rgb(path), members[0].kind, progress)
        except InputProblem as problem:
            problems.append(Problem(str(path), problem.reason, problem.remedy))
            continue
        for member in members:
            same = [item for item in located if member.box is None or item.box.iou(member.box) >= _OVERLAP]
            if not same:
                problems.append(Problem(str(path), f"a labelled {member.label} was not found again in it"))
                continue
            box = member.box
            best = same[0] if box is None else max(same, key=lambda item: item.box.iou(box))
            labels.append(member.label)
            views.append(best.pixels)
    return see_views(wide, labels, views, progress)
