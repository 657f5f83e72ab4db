"""What a recipe of a detector, a segmenter or a SAM makes of masks and boxes, before anything is trained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from leukview.domain.progress import Progress
from leukview.services.training_recipes import DataLook

__all__ = ["look_at_finder_data"]

_ALL = "No patience in the recipe: nothing is validated, every epoch is run and the last one is kept."


def look_at_finder_data(recipe: str, data: Path, progress: Progress) -> DataLook:
    """Return the images by source and part, as the training would use them; nothing is written.

    Raises
    ------
    InputProblem
        When the recipe is not valid, the data lack one of its sources, or there is nothing to validate on.
    Cancelled
        When cancelled.
    """
    from leukview.training.recipe import recipe_kind

    progress.report(0, 0, "reading masks and boxes")
    progress.check_cancelled()
    rows, patience = (_fields if recipe_kind(recipe) == "detector" else _masks)(recipe, data)
    counts: dict[str, Counter[str]] = {}
    for source, part in rows:
        counts.setdefault(source, Counter())[part] += 1
    return DataLook(counts, () if patience else (_ALL,), ready=True, rows="Source")


def _fields(recipe: str, data: Path) -> tuple[Iterable[tuple[str, str]], int | None]:
    from leukview.training.detector.fields import list_fields, validation_fields
    from leukview.training.detector.recipe import read_detector_recipe

    loaded = read_detector_recipe(recipe)
    rows = list_fields(data, loaded.sources, loaded.blocks)
    validation_fields(rows, loaded.name, loaded.patience)
    return [(row.source, row.part) for row in rows], loaded.patience


def _masks(recipe: str, data: Path) -> tuple[Iterable[tuple[str, str]], int | None]:
    from leukview.training.recipe import recipe_kind
    from leukview.training.segmenter.data import find_masked, validation_of
    from leukview.training.segmenter.recipe import MaskRecipe, read_sam_recipe, read_segmenter_recipe
    from leukview.training.segmenter.sam_train import shares_of

    loaded: MaskRecipe
    if recipe_kind(recipe) == "sam":
        loaded = sam = read_sam_recipe(recipe)
        seen, held = shares_of(sam, data)
    else:
        loaded = read_segmenter_recipe(recipe)
        items = find_masked(data, loaded.sources)
        seen = [item for item in items if item.split != "test"]
        held = [item for item in items if item.split == "test"]
    taught, chosen = validation_of(seen, loaded)
    named = (("train", taught), ("val", chosen), ("test", held))
    return [(item.source, part) for part, own in named for item in own], loaded.patience
