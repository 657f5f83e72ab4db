"""One labelled single-cell image, as every training and measurement takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["LabelledImage"]


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """An image file with its label and where it comes from; what is not known is empty.

    Attributes
    ----------
    path:
        The image's file.
    cls:
        Its class; a class id of the taxonomy or, for a recipe with labels of its own, one of those.
    split:
        The part it belongs to: ``train``, ``val``, ``test`` or what the data file calls it.
    dataset, patient, smear, diagnosis:
        As the data file says. Two data sets' patients are never the same person, nor two patients' smears the same glass.
    attributes:
        Its row of ``attributes.csv``: attribute id → answer.
    """

    path: Path
    cls: str
    split: str
    dataset: str = ""
    patient: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    smear: str = ""
    diagnosis: str = ""
