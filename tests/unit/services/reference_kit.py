"""Libraries and cells for the tests of reference cells and of the quiz."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.case import ImageFile
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.domain.reference import NewReference
from leukview.imaging.scan import sha256
from leukview.services.analyse_types import AnalysedImage
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_intake import new_reference
from leukview.services.session import Session
from leukview.services.workspace import Workspace
from leukview.store.database import open_store

CLASSES = ("segmented_neutrophil", "lymphocyte", "monocyte", "blast")


def picture(number: int, size: int = 40) -> NDArray[np.uint8]:
    """Return a picture that no other number has."""
    return np.random.default_rng(number).integers(0, 255, (size, size + 2, 3)).astype(np.uint8)


def cell(number: int, label: str = "lymphocyte") -> NewReference:
    return new_reference(picture(number), label, "reader 1", "Ann", "2026-01-02T03:04:05+00:00")


def library(folder: Path, operator: str = "Ann") -> ReferenceLibrary:
    return ReferenceLibrary(open_store(folder / "leukview.sqlite3"), operator)


def filled(folder: Path, counts: Iterable[int] = (5, 4, 3, 2)) -> tuple[ReferenceLibrary, int]:
    """Return a library with a set that has so many cells of each of :data:`CLASSES`."""
    made = library(folder)
    number = made.create("Teaching")
    labels = [name for name, count in zip(CLASSES, counts, strict=False) for _ in range(count)]
    made.add(number, [cell(place, label) for place, label in enumerate(labels)])
    return made, number


def case(folder: Path, calls: Iterable[str], name: str = "Jane Doe 1970") -> tuple[Workspace, Session]:
    """Return a case of real files whose names tell the patient's: single cells, and a field of three cells."""
    images = folder / name
    images.mkdir(parents=True)
    workspace = Workspace(open_store(folder / "leukview.sqlite3"), "Ann")
    results = []
    for number, ai in enumerate(calls):
        path = images / f"JaneDoe_{number}.png"
        cv2.imwrite(str(path), picture(1000 + number))
        call = Prediction({ai: 0.9, "monocyte" if ai != "monocyte" else "blast": 0.1}, 0.2, "leukview", "ab" * 32)
        found = Cell(f"JaneDoe_{number}", path.name, Box(2, 2, 30, 30), prediction=call)
        results.append(AnalysedImage(ImageFile(path.name, sha256(path), 42, 40, "cell"), (found,), {}))
    field = images / "JaneDoe_field.png"
    cv2.imwrite(str(field), picture(5000, 300))
    cells = tuple(
        Cell(f"field-{number}", field.name, Box(60 * number + 20, 40, 40, 40), single=False, prediction=call)
        for number in range(3)
    )
    results.append(AnalysedImage(ImageFile(field.name, sha256(field), 302, 300, "field"), cells, {}))
    session = workspace.open_folder(images)
    session.record_all(results)
    session.edit_case("Jane Doe 1970", "Jane Doe", "A")
    return workspace, session
