"""Reference cells: pictures with a label that somebody vouches for, in sets with a name. No patient is named in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy

__all__ = [
    "WHOSE",
    "Elsewhere",
    "NewReference",
    "ReferenceCell",
    "ReferenceSet",
    "Whose",
    "examples",
    "is_drawn",
    "plain_name",
    "report_order",
]

Whose = Literal["reader 1", "reader 2", "both readers", "reconciled", "file", "drawn"]
"""Whose word a label is: of a case's readers, of whoever made an imported file, or of the program that drew the cell."""

WHOSE: tuple[str, ...] = get_args(Whose)
_LONGEST = 80
_WORDS: Mapping[str, str] = {
    "reader 1": "one reader",
    "reader 2": "the second reader alone",
    "both readers": "both readers, blind to each other, agreed",
    "reconciled": "two readers, decided between them",
    "file": "as given in an imported file",
    "drawn": "synthetic: drawn so by LeukView",
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The case of another installation that an imported cell is of.

    Attributes
    ----------
    installation:
        What identifies the other installation; empty where the imported files do not say it.
    case:
        The number that the case has there. Here it counts another case, or none.
    """

    installation: str
    case: str


@dataclass(frozen=True, slots=True)
class NewReference:
    """A cell that may enter a set.

    Attributes
    ----------
    label:
        Its class id.
    whose, by, utc:
        Whose word the label is, who gave it and when (ISO 8601 in UTC); empty where nobody says.
    png:
        Its picture at true pixels, as PNG.
    picture:
        SHA-256 over the picture's size and pixels: the same picture has the same one, however it was packed.
    width, height:
        Of the picture, in pixels.
    pixel_um:
        Side of a pixel in µm, or None where nothing says so.
    case:
        Number of the case of this installation that it was taken from; empty for any other source.
    source_sha256, box:
        SHA-256 of the image file it comes from, and where it lies in it; None where it is the whole image.
    stain:
        Stain and microscope, in words.
    synthetic:
        Whether it was drawn by a program, from no patient, whoever labelled it.
    note:
        What a person wrote about it.
    elsewhere:
        The case that it was taken from, where that is another installation's.
    """

    label: str
    whose: Whose
    by: str
    utc: str
    png: bytes = field(repr=False)
    picture: str
    width: int
    height: int
    pixel_um: float | None = None
    case: str = ""
    source_sha256: str = ""
    box: Box | None = None
    stain: str = ""
    synthetic: bool = False
    note: str = ""
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class ReferenceCell:
    """A cell of a set. Its picture is read apart, by ``picture``; see :class:`NewReference` for what is not said here.

    Attributes
    ----------
    id, set_id:
        Its number, and its set's.
    by_laboratory:
        Whether ``pixel_um`` is what the laboratory says of all its images, since this one's file does not say it.
    """

    id: int
    set_id: int
    label: str
    whose: Whose
    by: str
    utc: str
    picture: str
    width: int
    height: int
    pixel_um: float | None = None
    case: str = ""
    source_sha256: str = ""
    box: Box | None = None
    stain: str = ""
    synthetic: bool = False
    note: str = ""
    by_laboratory: bool = False
    elsewhere: Elsewhere | None = None

    @property
    def whose_words(self) -> str:
        """Whose word its label is, in words, e.g. ``both readers, blind to each other, agreed: A and B, 2026-03-01``."""
        named = ", ".join(part for part in (self.by, self.utc[:10]) if part)
        words = f"{_WORDS[self.whose]}: {named}" if named else _WORDS[self.whose]
        return f"{words} (a synthetic cell)" if self.synthetic and self.whose != "drawn" else words

    @property
    def scale_words(self) -> str:
        """Its size in pixels and in µm, as far as it is known."""
        size = f"{self.width} × {self.height} px"
        if not self.pixel_um:
            return f"{size}, pixel size not known"
        return f"{size}, {self.pixel_um:.3f} µm a pixel" + (" by the laboratory" if self.by_laboratory else "")

    def sized(self, laboratory_um: float) -> ReferenceCell:
        """Return the cell with the laboratory's pixel size (µm, 0 for none) where its file did not say one.

        Only a cell of a case of this laboratory's gets it: of an imported file nobody knows the microscope, and a drawn cell was
        under none.
        """
        if self.pixel_um or not laboratory_um or not self.case or self.synthetic:
            return self
        return replace(self, pixel_um=laboratory_um, by_laboratory=True)


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """A named set.

    Attributes
    ----------
    id, name, note:
        Its number, its name, and what a person wrote about it.
    by, utc:
        Who made it, and when (ISO 8601 in UTC).
    counts:
        Cells by class id, in report order.
    drawn:
        How many of them are synthetic.
    """

    id: int
    name: str
    note: str
    by: str
    utc: str
    counts: Mapping[str, int] = field(default_factory=dict)
    drawn: int = 0

    @property
    def size(self) -> int:
        """How many cells it has."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """How much is in it, e.g. ``42 cells of 7 classes, 3 of them synthetic``."""
        cells = f"{self.size:,} cell{'s' * (self.size != 1)}"
        text = f"{cells} of {len(self.counts)} class{'es' * (len(self.counts) != 1)}" if self.size else "empty"
        if not self.drawn:
            return text
        return f"{text}, {'all' if self.drawn == self.size else f'{self.drawn:,} of them'} synthetic"


def is_drawn(whose: str) -> bool:
    """Return whether a label is the word of the program that drew the cell; of :data:`Whose` or of its words."""
    return whose == "drawn" or whose.startswith(_WORDS["drawn"])


def plain_name(text: str) -> str:
    """Return a set's name in one line without outer spaces.

    Raises
    ------
    InputProblem
        When it is empty, longer than 80 characters, or not printable.
    """
    name = " ".join(text.split())
    if not name:
        raise InputProblem("Name", "a set needs one", "Write what the set is for, but no patient's name")
    if len(name) > _LONGEST or not name.isprintable():
        raise InputProblem("Name", f"it may have up to {_LONGEST} plain characters", "Choose a shorter one")
    return name


def report_order(cells: Iterable[ReferenceCell]) -> list[ReferenceCell]:
    """Return cells by class in the report's order, those of one class in the order in which they came."""
    order = {name: place for place, name in enumerate(taxonomy().ids())}
    return sorted(cells, key=lambda cell: (order.get(cell.label, len(order)), cell.id))


def examples(
    cells: Sequence[ReferenceCell], label: str, most: int, besides: tuple[str, Box | None] = ("", None)
) -> list[ReferenceCell]:
    """Return the first cells of a class, real ones before synthetic ones.

    Parameters
    ----------
    cells:
        A set's.
    label:
        The class id.
    most:
        How many.
    besides:
        SHA-256 of the image, and box in it, of the cell that they are to stand beside: it is not its own reference.
    """
    file, box = besides
    found = [cell for cell in cells if cell.label == label and not _is_it(cell, file, box)]
    return sorted(found, key=lambda cell: (cell.synthetic, cell.id))[:most]


def _is_it(cell: ReferenceCell, file: str, box: Box | None) -> bool:
    if not file or cell.source_sha256 != file:
        return False
    return cell.box is None or box is None or cell.box.iou(box) > 0.5
