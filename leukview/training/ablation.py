"""What each way of seeing a cell buys at home and away: short trainings that add one step after the other.

Run with ``python -m leukview.training.ablation DATA START OUT``: ``START`` is a folder with the ``best.safetensors`` of a
finished round of the default recipe (without the steps measured here), ``OUT`` keeps the trainings and ``ablation.csv``.

Choices are made on these figures, so they come from the first halves of the away sets only (in the order of file names); the
second halves stay for the model card.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.preparation import Preparation
from leukview.training.appearance import AppearanceConfig
from leukview.training.datasets import LabelledImage, read_labels
from leukview.training.evaluate import FIVE_TYPES, accuracy_among, call_images
from leukview.training.finalise import draft_classifier
from leukview.training.frames import masks_for
from leukview.training.loops import train
from leukview.training.recipe import Recipe, load_recipe

__all__ = ["STEPS", "Step", "ablate", "first_half", "recipes_of"]

AWAY = ("masks-dataset1", "masks-dataset2", "pbc-lavender")


@dataclass(frozen=True)
class Step:
    """A step: its name and what it changes in the recipe's parts (network, data, augment).

    ``alone`` makes the changes to the plain recipe instead of adding them to the steps before.
    """

    name: str
    changes: Mapping[str, Mapping[str, object]]
    alone: bool = False


_HIDDEN, _WHITE, _DENSITY = Preparation(background="masked"), Preparation(stain="white"), Preparation(stain="density")
_LOOKS, _STRONG = AppearanceConfig(), AppearanceConfig(density=0.4, mix=0.35, saturation=0.7, grey=0.2)
STEPS = (
    Step("plain", {}),
    Step("+ scale by the cell's diameter", {"network": {"cell_diameters": 1.8}}),
    Step(
        "+ hidden background, closer view",
        {"network": {"cell_diameters": 1.4, "preparation": _HIDDEN}, "augment": {"mask_grow": 0.04, "unmask": 0.1}},
    ),
    Step("+ white balance", {"network": {"preparation": Preparation(background="masked", stain="white")}}),
    Step("+ appearance augmentation", {"augment": {"appearance": _LOOKS}}),
    Step(
        "scale, white balance, appearance; background kept",
        {"network": {"cell_diameters": 1.8, "preparation": _WHITE}, "augment": {"appearance": _LOOKS}},
        alone=True,
    ),
    Step(
        "scale (1.5), white balance, strong appearance; background kept",
        {"network": {"cell_diameters": 1.5, "preparation": _WHITE}, "augment": {"appearance": _STRONG}},
        alone=True,
    ),
    Step(
        "scale, nuclear density, appearance; background kept",
        {"network": {"cell_diameters": 1.8, "preparation": _DENSITY}, "augment": {"appearance": _LOOKS}},
        alone=True,
    ),
)


def first_half(items: Sequence[LabelledImage], dataset: str) -> list[LabelledImage]:
    """Return the first half of a set's images in the order of their names."""
    own = sorted((item for item in items if item.dataset == dataset), key=lambda item: item.path.as_posix())
    return own[: len(own) // 2]


def recipes_of(base: Recipe) -> list[tuple[Step, Recipe]]:
    """Return every step with its recipe: the changes of all steps before it and its own, or its own alone."""
    result = []
    recipe = base
    for step in STEPS:
        before = base if step.alone else recipe
        parts = {part: getattr(before, part).model_copy(update=dict(change)) for part, change in step.changes.items()}
        recipe = before.model_copy(update=parts)
        result.append((step, recipe))
    return result


def ablate(
    base: Recipe, data: Path, start: Path, out: Path, *, masks: Path | None = None, progress: Progress | None = None
) -> list[dict[str, object]]:
    """Train and measure every step, each from the same weights.

    Returns one row a step: accuracy on the validation parts (home) and on the away sets' first halves, free to answer any
    class and, for the away sets, among five types.
    """
    progress = progress or NoProgress()
    cache = masks or out / "masks.npz"
    items = read_labels(data)
    rows = []
    for number, (step, recipe) in enumerate(recipes_of(base)):
        folder = out / f"step-{number}"
        train(recipe, data, folder, start=start, progress=progress, masks=cache)
        rows.append({"step": step.name, **_measured(recipe, items, folder, cache, progress)})
        sys.stdout.write(f"{rows[-1]}\n")
        sys.stdout.flush()
    with (out / "ablation.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def _measured(
    recipe: Recipe, items: Sequence[LabelledImage], folder: Path, masks: Path, progress: Progress
) -> dict[str, object]:
    """Return the accuracies of one training's best weights."""
    home = [item for item in items if item.dataset in ("pbc", "deepapl") and item.split == "val"]
    away = [item for dataset in AWAY for item in first_half(items, dataset)]
    found = masks_for(recipe, [*home, *away], masks, "cpu", progress)
    classifier = draft_classifier(recipe, folder)
    calls = call_images(classifier, [*home, *away], progress, found)
    figures: dict[str, object] = {}
    for dataset in ("pbc", "deepapl", *AWAY):
        rows = [i for i, item in enumerate(calls.items) if item.dataset == dataset]
        for name, among in (("", calls.classes), (", five types", FIVE_TYPES)):
            if among is calls.classes or dataset in AWAY[:2]:
                right = accuracy_among([calls.items[i] for i in rows], calls.logits[rows], calls.classes, among)
                figures[dataset + name] = round(float(right.mean()), 3)
    return figures


def main(data: str, start: str, out: str, masks: str = "") -> None:
    """Compare the steps at a fifth of the images and three epochs each."""
    recipe = load_recipe("leukview").rounds()[0]
    quick = recipe.model_copy(
        update={
            "name": "ablation",
            "data": recipe.data.model_copy(update={"every": 5}),
            "optimiser": recipe.optimiser.model_copy(update={"epochs": 3, "lr": 8e-4, "ema": 0.98}),
        }
    )
    ablate(quick, Path(data), Path(start), Path(out), masks=Path(masks) if masks else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
