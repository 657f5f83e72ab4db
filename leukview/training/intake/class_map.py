"""What other people call the classes, brought to the names that a recipe or the taxonomy knows."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.training.intake.words import counted, first_few
from leukview.training.labelled import LabelledImage

__all__ = [
    "CLASSES_FILE",
    "ClassMap",
    "answerable",
    "read_class_map",
    "rename_classes",
    "unknown_names",
    "write_class_map",
]

CLASSES_FILE = "classes.toml"
"""Found by itself beside the data."""
_LEFT_OUT = frozenset({"", "ignore"})


@dataclass(frozen=True)
class ClassMap:
    """Their name → our name, or the empty string for a class that is left out; and the file that says so."""

    file: Path
    names: Mapping[str, str] = field(default_factory=dict)


def answerable(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the labels that a network with these classes can learn from or be measured on.

    These are the classes themselves, which need not be cell types, and every coarse label of the taxonomy that may mean one of
    them.
    """
    known = taxonomy()
    wanted = set(classes)
    return (*classes, *(name for name in known.coarse if name not in wanted and wanted & set(known.members(name))))


def read_class_map(file: Path, known: Collection[str]) -> ClassMap:
    """Read a class map: a TOML file with ``"their name" = "our_class_id"`` below ``[classes]``.

    An empty name or ``"ignore"`` leaves a class out.

    Raises
    ------
    InputProblem
        When there is no such file, it is not valid, or it maps to a name that is not in ``known``.
    """
    if not file.is_file():
        raise InputProblem(str(file), "there is no such class map", "Give a TOML file, see docs/TRAINING_DATA.md")
    try:
        table = tomllib.loads(file.read_text("utf-8-sig")).get("classes")
    except ValueError as error:  # not text, or not TOML
        raise InputProblem(str(file), f"this class map is not valid TOML ({error})", "Correct that line") from None
    if not isinstance(table, dict) or not all(isinstance(name, str) for name in table.values()):
        example = '"their name" = "lymphocyte"'
        raise InputProblem(str(file), "this class map has no table [classes] of names", f"Write lines like {example}")
    names = {theirs: "" if ours.strip().lower() in _LEFT_OUT else ours.strip() for theirs, ours in table.items()}
    wrong = sorted({ours for ours in names.values() if ours and ours not in known})
    if wrong:
        listed = first_few([f"'{name}'{_closest(name, known)}" for name in wrong], 10)
        raise InputProblem(
            str(file), f"it maps to names that are no class here: {listed}", f"The classes are: {', '.join(known)}"
        )
    return ClassMap(file, names)


def rename_classes(
    items: Sequence[LabelledImage], known: Collection[str], classes: ClassMap
) -> tuple[list[LabelledImage], list[str]]:
    """Return the images under our class names, without those the map leaves out, and notes on what was left out.

    Beside what the map says, a name counts as ours where only capitals, spaces and hyphens differ ("Band neutrophil"). Images
    without a label are left out. ``classes.file`` need not exist: it is then where the user is told to write a map.

    Raises
    ------
    InputProblem
        Naming every unknown class name with the closest ones, and how to map it; or when nothing is left.
    """
    counts = Counter(item.cls for item in items)
    said = {_plain(theirs): ours for theirs, ours in classes.names.items()}
    own = {_plain(name): name for name in known}
    ours = {name: classes.names.get(name, said.get(_plain(name), own.get(_plain(name)))) for name in counts}
    ours[""] = ""
    unknown = sorted(name for name in counts if ours[name] is None)
    if unknown:
        raise _unknown(unknown, counts, known, classes.file)
    kept = [replace(item, cls=name) for item in items if (name := ours[item.cls])]
    left_out = [name for name in counts if name and not ours[name]]
    notes = [f"Left out by the class map: '{name}' ({counted(counts[name], 'image')})." for name in sorted(left_out)]
    if counts[""]:
        notes.append(f"{counted(counts[''], 'image')} without a class: left out.")
    used = {_plain(name) for name in counts}
    idle = [name for name in classes.names if _plain(name) not in used]
    if idle:
        notes.append(f"{classes.file} names classes that the data do not have: {first_few(idle)}.")
    if not kept:
        raise InputProblem(str(classes.file), "no image is left, as every class is left out", "Map at least one class")
    return kept, notes


def unknown_names(
    items: Sequence[LabelledImage], known: Collection[str], classes: ClassMap
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return the images' class names that neither the map nor we know: how many images have each, and our closest names."""
    counts = Counter(item.cls for item in items if item.cls)
    heard = {_plain(name) for name in (*classes.names, *known)}
    return {name: (count, _near(name, known)) for name, count in sorted(counts.items()) if _plain(name) not in heard}


def write_class_map(names: Mapping[str, str], file: Path) -> None:
    """Write a class map, whole or not at all; an empty name leaves a class out."""
    # A JSON string is a TOML string.
    lines = [f"{json.dumps(theirs, ensure_ascii=False)} = {json.dumps(ours)}" for theirs, ours in names.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.write_text("\n".join(("[classes]", *lines, "")), "utf-8")
    draft.replace(file)


def _plain(name: str) -> str:
    """Return a name without what people write differently: capitals, spaces, hyphens."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _closest(name: str, known: Collection[str]) -> str:
    """Return " (closest: …)" with up to three classes like this one."""
    ids = _near(name, known)
    return f" (closest: {', '.join(ids)})" if ids else ""


def _near(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Return up to three classes whose id, name or short name is like this one."""
    spelt = {_plain(item): item for item in known}
    for item in known:
        if item in taxonomy():
            spelt.setdefault(_plain(taxonomy()[item].short), item)
            spelt.setdefault(_plain(taxonomy()[item].name), item)
    near = difflib.get_close_matches(_plain(name), spelt, n=5, cutoff=0.5)
    return tuple(dict.fromkeys(spelt[item] for item in near))[:3]


def _unknown(unknown: Sequence[str], counts: Counter[str], known: Collection[str], file: Path) -> InputProblem:
    named = "; ".join(f"'{name}', {counted(counts[name], 'image')}{_closest(name, known)}" for name in unknown)
    lines = " ".join(f'"{name}" = "…"' for name in unknown[:2])
    return InputProblem(
        ", ".join(f"'{name}'" for name in unknown[:3]) + (" …" if len(unknown) > 3 else ""),
        f"the classes do not include {'this name' if len(unknown) == 1 else 'these names'}: {named}",
        f"Write a class map, {file} or any file given with --classes: below a line [classes], a line for each name, "
        f'{lines}, with one of the classes in place of …, or "ignore" to leave it out. '
        f"The classes are: {', '.join(known)}",
    )
