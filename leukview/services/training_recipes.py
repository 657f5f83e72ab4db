"""The recipes that people may train by, and what a recipe makes of their data before anything is trained."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.resources import resources_dir

__all__ = [
    "DataLook",
    "RecipeFacts",
    "UnknownClass",
    "list_recipes",
    "look_at_data",
    "read_recipe_facts",
    "write_names",
]

_NOT_OFFERED = frozenset({"leave_out"})
"""Recipes that serve LeukView's own figures."""
_MASKS = "Images with a drawn mask beside each (NAME_mask.png: 255 nucleus, 128 cytoplasm), in the recipe's folders"
_FINDERS = {
    "segmenter": _MASKS,
    "sam": _MASKS,
    "detector": "Fields with boxes (fields/boxes.csv), in the recipe's folders",
}
"""Kinds that find and outline cells, and what they learn from. Their recipes name folders of the data: each has its own."""
_OWN_CHECK = frozenset({"classifier", "ensemble", "frozen", "staged"})


@dataclass(frozen=True, slots=True)
class RecipeFacts:
    """What a person chooses a recipe by.

    ``name`` is what ``leukview train`` takes: a shipped recipe's name, or a file. ``needs`` are sentences.
    """

    name: str
    title: str
    about: str
    kind: str
    classes: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownClass:
    """A class name of the data that neither the recipe nor a class map knows, and the recipe's closest classes."""

    name: str
    images: int
    closest: tuple[str, ...]


@dataclass(frozen=True)
class DataLook:
    """What a training would make of the data.

    Attributes
    ----------
    counts:
        Class, or of a finder of cells source, → part → images. Empty while classes are unknown.
    notes:
        Sentences for the user.
    unknown:
        Class names that must be mapped first.
    classes:
        What they may be mapped to.
    ready:
        Whether a training can begin.
    rows:
        What ``counts`` are by.
    """

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unknown: tuple[UnknownClass, ...] = ()
    classes: tuple[str, ...] = ()
    ready: bool = False
    rows: str = "Class"


def list_recipes() -> list[RecipeFacts]:
    """Return the shipped recipes that name cells, the default first."""
    paths = sorted((resources_dir() / "recipes").glob("*.toml"), key=lambda path: (path.stem != "leukview", path.stem))
    facts = [_facts(path.stem, _table(path)) for path in paths if path.stem not in _NOT_OFFERED]
    return [item for item in facts if item.kind not in _FINDERS]


def read_recipe_facts(file: Path) -> RecipeFacts:
    """Return what a recipe file says of itself.

    Raises
    ------
    InputProblem
        When it is no recipe.
    """
    return _facts(str(file), _table(file))


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputProblem(str(path), f"the recipe cannot be read ({error.strerror})", "Choose another") from None
    except ValueError as error:
        raise InputProblem(str(path), f"this recipe is not valid: {error}", "Correct that line") from None
    if not isinstance(table.get("name"), str):
        raise InputProblem(str(path), "this is no recipe: it has no name", "Choose a recipe file (.toml)")
    return table


def _facts(name: str, table: Mapping[str, Any]) -> RecipeFacts:
    classes = _classes(table)
    return RecipeFacts(
        name,
        str(table.get("title", table["name"])),
        str(table.get("about", "")),
        str(table.get("kind", "classifier")),
        classes,
        tuple(_needs(table, classes)),
    )


def _classes(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the classes that a recipe learns; of one that decides in stages, the labels that its stages take."""
    labels = table.get("labels")
    if isinstance(labels, list):
        return tuple(dict.fromkeys(str(name) for row in labels for name in row.get("cls", ())))
    return tuple(str(name) for name in table.get("classes", ()))


def _needs(table: Mapping[str, Any], classes: tuple[str, ...]) -> list[str]:
    """Return what a recipe asks of data and machine."""
    if table.get("kind") in _FINDERS:
        return [f"{_FINDERS[table['kind']]}: {', '.join(str(name) for name in table.get('sources', ()))}."]
    members = table.get("members") or ([{"network": table["network"]}] if "network" in table else [])
    networks = [member.get("network", {}) for member in members]
    needs = [f"Labelled single-cell images of two or more of its {len(classes)} labels."] if classes else []
    starts = sorted({str(net["start"]) for net in networks if net.get("start")})
    bare = any(not net.get("imagenet", True) and not net.get("start") for net in networks)
    if bare and table.get("kind") == "frozen":
        needs.append("It needs ImageNet's weights in a file, which only the command line takes (--start).")
    elif bare:
        needs.append("It starts from nothing: thousands of images of each class.")
    elif networks:
        whose = f"the weights {', '.join(starts)}" if starts else "ImageNet's weights"
        needs.append(f"It starts from {whose}: from about a hundred images of each class on.")
    if any(int(net.get("input_size", 0)) >= 300 for net in networks):
        needs.append("Large images: hours on a graphics card, weeks without one.")
    elif networks:
        needs.append("Hours without a graphics card, minutes with one.")
    return needs


def write_names(names: Mapping[str, str], file: Path) -> None:
    """Write a class map: their name → one of the recipe's classes, or nothing for a class that is left out."""
    from leukview.training.intake.class_map import write_class_map

    write_class_map(names, file)


def look_at_data(
    recipe: str, data: Path, out: Path, *, classes: Path | None = None, progress: Progress | None = None
) -> DataLook:
    """Read the data as the training would, and return what it would make of them; nothing is written.

    Parameters are those of :func:`leukview.services.train.train_model`.

    Raises
    ------
    InputProblem
        When recipe or data are not usable, a patient, a smear or a picture stands in two parts, or there are too few images.
    Cancelled
        When cancelled.
    """
    from leukview.training.ensemble_recipe import EnsembleRecipe, load_any_recipe
    from leukview.training.frozen_recipe import FrozenRecipe, frozen_items, refuse_one_class
    from leukview.training.intake.class_map import CLASSES_FILE, ClassMap, read_class_map, unknown_names
    from leukview.training.intake.prepare import data_to_train, read_data, refuse_empty_parts
    from leukview.training.intake.split_file import SPLIT_FILE
    from leukview.training.make import data_labels
    from leukview.training.recipe import recipe_kind
    from leukview.training.staged_recipe import StagedRecipe

    progress = progress or NoProgress()
    if recipe_kind(recipe) in _FINDERS:
        from leukview.services.finder_data import look_at_finder_data

        return look_at_finder_data(recipe, data, progress)
    if recipe_kind(recipe) not in _OWN_CHECK:
        return DataLook(notes=("What this recipe makes of the data is said when the training begins.",), ready=True)
    loaded = load_any_recipe(recipe)
    given, known = loaded.data, data_labels(loaded)
    items, notes = read_data(data, given.datasets, progress)
    beside = (data if data.is_dir() else data.parent) / CLASSES_FILE
    file = classes or (beside if beside.is_file() else None)
    names = read_class_map(file, known) if file else ClassMap(beside)
    unknown = unknown_names([item for item in items if item.cls not in given.leave_out], known, names)
    if unknown:
        found = tuple(UnknownClass(name, count, near) for name, (count, near) in unknown.items())
        return DataLook(notes=tuple(notes), unknown=found, classes=known)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        if (out / SPLIT_FILE).is_file():  # a training that goes on keeps its parts
            shutil.copy2(out / SPLIT_FILE, draft / SPLIT_FILE)
        own = data_to_train(
            data,
            draft,
            known,
            datasets=given.datasets,
            classes=classes,
            leave_out=given.leave_out,
            fractions=given.fractions,
            seed=loaded.seed,
            progress=progress,
        )
        said = [note.replace(str(draft / SPLIT_FILE), str(out / SPLIT_FILE)) for note in own.notes]
    refuse_empty_parts(own, given.train_split, given.val_split, loaded.optimiser.batch * given.every)
    missing: tuple[str, ...] = ()
    if isinstance(loaded, EnsembleRecipe):
        from leukview.training.ensemble import with_shown_classes

        _, missing = with_shown_classes(loaded, own.items)
    elif isinstance(loaded, StagedRecipe):
        from leukview.training.stage_plan import plan_of

        said += plan_of(loaded, own.items).notes
    elif isinstance(loaded, FrozenRecipe):
        refuse_one_class(loaded, frozen_items(loaded, own.items))
    else:
        shown = {item.cls for item in own.items if item.split == given.train_split}
        missing = tuple(name for name in loaded.classes if name not in shown)
    if missing:
        said.append(f"No training image shows {', '.join(missing)}: the new weights cannot know it.")
    counts: dict[str, Counter[str]] = {}
    for item in own.items:
        counts.setdefault(item.cls, Counter())[item.split] += 1
    order = {name: place for place, name in enumerate(known)}
    return DataLook({name: counts[name] for name in sorted(counts, key=lambda n: order[n])}, tuple(said), ready=True)
