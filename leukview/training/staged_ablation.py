"""What each part of yan2024 buys (its Table 2): the backbone alone, a granularity network on it, and the tree of them.

All three answer the ends of the same tree, learn from the same images and are measured on the same test part. The budget is the
same too: as many passes of an image through a network, forward and back. A granularity network passes each image four times and a
tree has several networks, so a flat one is shown more images.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_fscore_support

from leukview.classifiers.staged import StagedClassifier
from leukview.classifiers.staged_manifest import StageForm
from leukview.classifiers.tree import Stage, Tree
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.segmentation.base import Segmenter
from leukview.training.datasets import LabelledImage, allowed_matrix
from leukview.training.evaluate import Calls, call_images
from leukview.training.metrics import Figure, bootstrap
from leukview.training.parallel import current_team, first_before_others
from leukview.training.stage_labels import measurable, nodes_of
from leukview.training.stage_plan import Plan, plan_of
from leukview.training.staged import train_stages
from leukview.training.staged_finalise import finalise_stages, masks_of
from leukview.training.staged_recipe import StageConfig, StagedRecipe

__all__ = ["ablate_stages", "ablation_plans", "passes_of", "read_ablation", "write_ablation"]

_FLAT = "flat"


def ablation_plans(recipe: StagedRecipe, items: Sequence[LabelledImage]) -> dict[str, Plan]:
    """Return the three trainings by their names in the table.

    Only images whose label means one end of the tree take part; the heads do not.

    Raises
    ------
    InputProblem
        When the recipe's stages cannot be trained, or it has but one: there is nothing to compare.
    """
    whole = plan_of(recipe.model_copy(update={"heads": ()}), items)
    if len(whole.stages) < 2:
        raise InputProblem(recipe.name, "only one stage can be trained on these images, so that it is flat as it is")
    tree = whole.tree
    ends = [replace(item, cls=end) for item in items if (end := _end(item, tree, recipe))]
    base = recipe.model_copy(update={"labels": (), "heads": (), "name": f"{recipe.name}-ablation"})
    staged = plan_of(base, ends, tree)
    passes = passes_of(staged)
    return {
        "backbone": _flat_plan(base, ends, tree, StageForm(kind="plain"), passes),
        "+ PMG": _flat_plan(base, ends, tree, recipe.form, passes),
        "+ tree": staged,
    }


def _end(item: LabelledImage, tree: Tree, recipe: StagedRecipe) -> str:
    """Return the one end that a label means, or nothing."""
    ends = set()
    for node in nodes_of(item, tree, recipe.labels):
        above = set(tree.ends).intersection(tree.lineage(node))
        ends |= above or set(tree.ends_below(node))
    only = ends.pop() if len(ends) == 1 else ""
    # A node that was cut off is an end of nothing here.
    return only if only in tree.ends else ""


def passes_of(plan: Plan) -> int:
    """Return how often a training passes an image through a network, forward and back."""
    total = 0
    for task in plan.tasks:
        draws = task.config.draws or len(task.rows(plan.recipe.data.train_split))
        total += _updates(task.form) * draws * task.recipe.optimiser.epochs
    return total


def _updates(form: StageForm) -> int:
    return 4 if form.kind == "pmg" else 1


def _flat_plan(recipe: StagedRecipe, items: Sequence[LabelledImage], tree: Tree, form: StageForm, passes: int) -> Plan:
    """Return the training of one network that tells all ends apart, with as many passes."""
    stage = Stage(_FLAT, "All ends at once", tree.root, tree.ends)
    flat = replace(
        tree,
        stages=(stage,),
        parents=dict.fromkeys(tree.ends, tree.root),
        names={node: tree.names[node] for node in (tree.root, *tree.ends)},
        unknown={},
        heads=(),
    )
    epochs = max(stage.epochs or recipe.optimiser.epochs for stage in recipe.stages)
    draws = max(2, round(passes / _updates(form) / epochs))
    only = StageConfig(id=_FLAT, form=form, epochs=epochs, draws=draws)
    return plan_of(recipe.model_copy(update={"stages": (only,), "coupling": "fixed"}), items, flat)


def ablate_stages(
    recipe: StagedRecipe,
    items: Sequence[LabelledImage],
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    segmenter: Segmenter | None = None,
    progress: Progress | None = None,
) -> list[dict[str, str]]:
    """Train and measure all three, below ``out``, where each goes on from its last epoch; return the table's rows.

    Of processes that train together the first alone measures; the others return no rows.

    Raises
    ------
    InputProblem
        When the images cannot train the stages, or none of them is in the test part.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    rows = []
    for number, (name, plan) in enumerate(ablation_plans(recipe, items).items()):
        folder = out / f"step-{number}"
        train_stages(plan, folder, device=device, workers=workers, segmenter=segmenter, progress=progress)
        with first_before_others():
            if current_team().first:
                rows.append({"network": name, **_measured(plan, folder, device, segmenter, progress)})
    return rows


def _measured(plan: Plan, folder: Path, device: str, segmenter: Segmenter | None, progress: Progress) -> dict[str, str]:
    """Finish a trained plan and return its columns of the table."""
    finalise_stages(plan, folder, folder, progress, segmenter)
    classifier = StagedClassifier.load(plan.recipe.name, device, folder)
    test = [item for task in plan.tasks[:1] for item in task.items if item.split == "test"]
    asked, _ = measurable(classifier.manifest, test)
    if not asked:
        raise InputProblem("The data", "no image of the part 'test' has a label that means one end of the tree")
    masks = masks_of(plan, folder, progress, segmenter)
    figures = _figures(call_images(classifier, asked, progress, masks))
    return {"images": str(len(asked)), "passes": str(passes_of(plan)), **figures}


def _figures(calls: Calls) -> dict[str, str]:
    """Return top-1 accuracy and the classes' mean precision, recall and F1, with intervals over resampled patients."""
    truth = allowed_matrix([item.cls for item in calls.items], calls.classes).argmax(axis=1)
    called = calls.probabilities.argmax(axis=1)
    groups = [item.patient for item in calls.items]

    def mean_of(column: int, sample: NDArray[np.int64]) -> float:
        present = sorted(set(truth[sample].tolist()))
        scores = precision_recall_fscore_support(truth[sample], called[sample], labels=present, zero_division=0)
        return float(np.mean(scores[column]))

    figures: dict[str, Figure] = {
        "top-1 accuracy": bootstrap(lambda s: float((truth[s] == called[s]).mean()), len(truth), groups)
    }
    for column, name in enumerate(("mean precision", "mean recall", "mean F1")):
        figures[name] = bootstrap(partial(mean_of, column), len(truth), groups, rounds=300)
    return {name: str(figure) for name, figure in figures.items()}


def write_ablation(rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write the table as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read_ablation(path: Path) -> list[dict[str, str]]:
    """Return the table's rows; none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
