"""The class ids, their names, order, keys and whether they count, read once from ``resources/taxonomy.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from leukview.domain.errors import InputProblem
from leukview.resources import resource

__all__ = ["CellClass", "Taxonomy", "taxonomy"]


@dataclass(frozen=True, slots=True)
class CellClass:
    """One class of the differential.

    Attributes
    ----------
    id:
        The snake_case id used in files, e.g. ``segmented_neutrophil``.
    name, short:
        The full name and a name for narrow columns.
    group:
        The coarser group it belongs to (``neutrophil``, ``lymphocyte``, …, ``not_counted``).
    counted:
        Whether it is in the white-cell denominator. NRBC, smudge, platelets, artefact and unidentified never are.
    order:
        Its position on the differential, from 0.
    key:
        Its default one-key shortcut, or the empty string.
    colour:
        ``#RRGGBB`` for thin bars and charts.
    loinc:
        The methodless percentage code, or the empty string.
    blast_like:
        Whether a reader wants to see it first.
    """

    id: str
    name: str
    short: str
    group: str
    counted: bool
    order: int
    key: str
    colour: str
    loinc: str
    blast_like: bool


class Taxonomy:
    """All classes in report order, with look-up by id."""

    def __init__(self, classes: Iterable[CellClass], coarse: Mapping[str, tuple[str, ...]]) -> None:
        self.classes: tuple[CellClass, ...] = tuple(classes)
        self._by_id = {item.id: item for item in self.classes}
        self.coarse: Mapping[str, tuple[str, ...]] = MappingProxyType(dict(coarse))

    def __getitem__(self, class_id: str) -> CellClass:
        """Return the class of this id.

        Raises
        ------
        InputProblem
            When there is no such class.
        """
        try:
            return self._by_id[class_id]
        except KeyError:
            raise InputProblem(
                class_id, "LeukView knows no cell class of this id", "See docs/GLOSSARY.md for the class ids"
            ) from None

    def __contains__(self, class_id: object) -> bool:
        return class_id in self._by_id

    def ids(self) -> tuple[str, ...]:
        """Return every class id in report order."""
        return tuple(item.id for item in self.classes)

    def sorted(self, class_ids: Iterable[str]) -> list[str]:
        """Return these ids in report order."""
        return sorted(class_ids, key=lambda item: self[item].order)

    def members(self, label: str) -> tuple[str, ...]:
        """Return the classes a label may stand for: several for a coarse label, else the class itself."""
        return self.coarse.get(label, (self[label].id,))


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """Return the shipped taxonomy (read once)."""
    table = tomllib.loads(resource("taxonomy.toml").read_text("utf-8"))
    classes = [
        CellClass(order=order, blast_like=bool(row.pop("blast_like", False)), **row)
        for order, row in enumerate(table["class"])
    ]
    return Taxonomy(classes, {name: tuple(ids) for name, ids in table["coarse"].items()})
