"""From what a person gives as ``--data`` to labelled images that may be trained on or measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.training.intake.class_map import CLASSES_FILE, ClassMap, read_class_map, rename_classes
from leukview.training.intake.folders import read_folders
from leukview.training.intake.leaks import Look, lookalikes, refuse_leaks, refuse_same_content, see_all
from leukview.training.intake.split_file import SPLIT_FILE, read_assigned, with_assigned, write_split_file
from leukview.training.intake.splits import FRACTIONS, Fractions, give_splits
from leukview.training.intake.table import name_of, read_table, refuse_bad_paths
from leukview.training.intake.words import counted, first_few
from leukview.training.labelled import LabelledImage

__all__ = ["OwnData", "data_to_measure", "data_to_train", "read_data", "refuse_empty_parts"]

_TABLE = "labels.csv"


@dataclass(frozen=True)
class OwnData:
    """Labelled images and, in sentences for the user, what was done with them."""

    items: tuple[LabelledImage, ...]
    notes: tuple[str, ...] = ()

    @property
    def datasets(self) -> tuple[str, ...]:
        """The data sets' names, in order of appearance."""
        return tuple(dict.fromkeys(item.dataset for item in self.items))


def data_to_train(
    data: Path,
    out: Path,
    known: Collection[str],
    *,
    datasets: Sequence[str] = (),
    classes: Path | None = None,
    leave_out: Collection[str] = (),
    fractions: Fractions = FRACTIONS,
    seed: int = 0,
    progress: Progress | None = None,
) -> OwnData:
    """Read, rename, split and check the images that a network is to learn from, and write ``OUT/split.csv``.

    Parameters
    ----------
    data:
        A folder of class folders, a folder with ``labels.csv``, or a CSV.
    out:
        The training's folder. Images that an earlier run split there keep their part.
    known:
        The labels that may stand; see :func:`leukview.training.intake.class_map.answerable`.
    datasets:
        Of data that name data sets, only these.
    classes:
        The class map; ``classes.toml`` beside the data where none is given.
    leave_out:
        Labels that are passed over, unless the class map gives them another name.
    fractions, seed:
        How images without a part are split; see :func:`leukview.training.intake.splits.give_splits`.
    progress:
        Told of every image; may cancel.

    Raises
    ------
    InputProblem
        When the data cannot be read, name unknown classes, or a patient, a smear or a picture stands in two splits.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    items, notes = read_data(data, datasets, progress)
    items, renamed = _renamed(items, known, _class_map(data, classes, known), leave_out)
    seen, reasons = see_all(items, progress)
    both = [(item, look) for item, look in zip(items, seen, strict=True) if look is not None]
    if reasons:
        notes.append(f"{counted(len(reasons), 'image')} that cannot be read: passed over: {first_few(reasons, 3)}.")
    if not both:
        raise InputProblem(str(data), "none of its images can be read", "Use JPEG, PNG, BMP, TIFF or WebP")
    readable, looks = [item for item, _ in both], [look for _, look in both]
    split = _split(readable, looks, out / SPLIT_FILE, fractions, seed)
    write_split_file(split, looks, out / SPLIT_FILE)
    how = _split_words(readable, split, out / SPLIT_FILE)
    return OwnData(tuple(split), (*notes, *renamed, how, *lookalikes(split, looks)))


def data_to_measure(
    data: Path,
    split: str,
    known: Collection[str],
    *,
    classes: Path | None = None,
    leave_out: Collection[str] = (),
    trained: Collection[Path] = (),
    progress: Progress | None = None,
) -> OwnData:
    """Read the images of one split that a model is to be measured on.

    Images without a split count as this one, but for those that the model was trained on.

    Parameters
    ----------
    data, known, classes, leave_out, progress:
        As for :func:`data_to_train`.
    split:
        The part to measure on.
    trained:
        The ``split.csv`` of the models' trainings; those that are there are heeded.

    Raises
    ------
    InputProblem
        When the data cannot be read, have no image of the split, name unknown classes, or give images that the model was trained
        on to this split.
    Cancelled
        When cancelled.
    """
    items, notes = read_data(data, (), progress or NoProgress())
    part = [item for item in items if item.split in {"", split}]
    for file in (there := [file for file in trained if file.is_file()]):
        part, more = _not_trained_on(part, split, file)
        notes += more
    if not there and any(not item.split for item in part):
        notes.append(
            f"The data give no split: every image counts as '{split}'. A model's own training images flatter it; to measure on "
            f"those held back, give the {SPLIT_FILE} of its training as --data."
        )
    if not part:
        splits = ", ".join(sorted({f"'{item.split}'" for item in items if item.split}))
        found = f" (it has {splits})" if splits else ""
        raise InputProblem(str(data), f"it has no image of the split '{split}'{found}", "Choose another with --split")
    part, renamed = _renamed(part, known, _class_map(data, classes, known), leave_out)
    return OwnData(tuple(replace(item, split=split) for item in part), (*notes, *renamed))


def read_data(data: Path, datasets: Sequence[str], progress: Progress) -> tuple[list[LabelledImage], list[str]]:
    """Return the images as the data name them, and notes; those of some data sets where the data name any.

    Data that name no data set are called as their file or folder.

    Raises
    ------
    InputProblem
        When the data cannot be read, or hold none of these data sets.
    Cancelled
        When cancelled.
    """
    table = data / _TABLE if data.is_dir() else data
    if not data.exists():
        raise InputProblem(str(data), "there is no such data", "Give a folder for each class in one folder, or a CSV")
    if table.is_file():
        rows = read_table(table)
        sets = sorted({row.item.dataset for row in rows})
        if any(sets):
            rows = [row for row in rows if not datasets or row.item.dataset in datasets]
        if not rows:
            named = f" of {', '.join(datasets)} (it has {', '.join(filter(None, sets))})" if any(sets) else ""
            raise InputProblem(str(table), f"it has no image{named}", "Name its data sets in the recipe's [data]")
        refuse_bad_paths(table, rows)
        items, notes, name = [row.item for row in rows], [], name_of(table)
    else:
        found = read_folders(data, progress)
        items, notes, name = found.items, found.notes, data.resolve().name
    return [item if item.dataset else replace(item, dataset=name) for item in items], notes


def refuse_empty_parts(data: OwnData, train: str, val: str, batch: int) -> None:
    """Check that there are images to train on, a batch at least, and to choose the best epoch by.

    Raises
    ------
    InputProblem
        With the number of images of every part.
    """
    counts = Counter(item.split for item in data.items)
    if counts[train] >= batch and counts[val]:
        return
    have = ", ".join(f"'{name}' {count}" for name, count in sorted(counts.items()))
    sources = len({(item.dataset, item.patient or item.smear) for item in data.items})
    raise InputProblem(
        "The data",
        f"there are too few images: '{train}' needs {batch} (one batch), '{val}' one; there are {have}",
        f"Bring more images, of more than {counted(sources, 'patient or smear', 'patients or smears')} where these are known; "
        "or lower the recipe's batch",
    )


def _renamed(
    items: Sequence[LabelledImage], known: Collection[str], names: ClassMap, leave_out: Collection[str]
) -> tuple[list[LabelledImage], list[str]]:
    """Return the images under our names without those of the labels to leave out, and notes on what was left out."""
    dropped = Counter(item.cls for item in items if item.cls in leave_out and item.cls not in names.names)
    kept, notes = rename_classes([item for item in items if item.cls not in dropped], known, names)
    if not dropped:
        return kept, notes
    listed = ", ".join(f"'{name}' ({counted(count, 'image')})" for name, count in sorted(dropped.items()))
    return kept, [f"Left out, as the system knows no such cells: {listed}.", *notes]


def _class_map(data: Path, classes: Path | None, known: Collection[str]) -> ClassMap:
    beside = (data if data.is_dir() else data.parent) / CLASSES_FILE
    if classes is None and not beside.is_file():
        return ClassMap(beside)
    return read_class_map(classes or beside, known)


def _split(
    items: Sequence[LabelledImage], looks: Sequence[Look], file: Path, fractions: Fractions, seed: int
) -> list[LabelledImage]:
    """Return the images with their splits, checked for leaks."""
    before = with_assigned(items, [look.sha256 for look in looks], read_assigned(file))
    split = give_splits(before, looks, fractions, seed)
    try:
        refuse_leaks(split)
        refuse_same_content(split, looks)
    except InputProblem as problem:
        if not file.is_file():
            raise
        remedy = f"{problem.remedy}; or, where an earlier run made this split, delete {file} and train anew"
        raise InputProblem(problem.what, problem.reason, remedy) from None
    return split


def _split_words(given: Sequence[LabelledImage], split: Sequence[LabelledImage], file: Path) -> str:
    counts = Counter(item.split for item in split)
    usual = [name for name in ("train", "val", "test") if counts[name]]
    parts = ", ".join(f"{name} {counts[name]}" for name in (*usual, *sorted(set(counts) - set(usual))))
    made = [item for item in given if not item.split]
    if not made:
        return f"Split as the data say: {parts}."
    patients = {(item.dataset, item.patient) for item in made if item.patient}
    smears = {(item.dataset, item.smear) for item in made if item.smear and not item.patient}
    rest = sum(not item.patient and not item.smear for item in made)
    ways = [
        f"by {counted(len(patients), 'patient')}" if patients else "",
        f"by {counted(len(smears), 'smear')}" if smears else "",
        f"{counted(rest, 'image')} in blocks of file order, as neither patient nor smear is known" if rest else "",
    ]
    return f"Split {'; '.join(way for way in ways if way)}: {parts}. Kept in {file}."


def _not_trained_on(items: Sequence[LabelledImage], split: str, file: Path) -> tuple[list[LabelledImage], list[str]]:
    """Return the images of a split without those that a training used for another; refuse where the data claim those for it."""
    assigned = read_assigned(file)
    before = [assigned.split_of(item.path, sha256(item.path)) for item in items]
    claimed = [
        str(item.path)
        for item, was in zip(items, before, strict=True)
        if item.split == split and was not in {"", split}
    ]
    if claimed:
        raise InputProblem(
            f"{counted(len(claimed), 'image')} of '{split}'",
            f"the model was trained on them or chosen by them: {first_few(claimed, 3)}",
            f"Measure on the images that {file} gives to '{split}'",
        )
    kept = [item for item, was in zip(items, before, strict=True) if was in {"", split}]
    left = len(items) - len(kept)
    return kept, [f"{counted(left, 'image')} of the model's own training: left out."] if left else []
