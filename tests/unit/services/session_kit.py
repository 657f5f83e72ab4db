"""Analysed images and workspaces for the tests of the session."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case, ImageFile, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction, TreeNode
from leukview.imaging.masks import pack
from leukview.services.analyse_types import AnalysedImage
from leukview.services.session import Session
from leukview.services.workspace import Workspace
from leukview.store.cases import load_case
from leukview.store.database import Store, open_store

WEIGHTS = "ab" * 32
STAMP = PipelineStamp("leukview", "LeukView default", WEIGHTS, "cpu", "0.1.0", (("doubtful_at", 0.5),))


def call(ai: str, probability: float = 0.9, weights: str = WEIGHTS) -> Prediction:
    other = "monocyte" if ai != "monocyte" else "lymphocyte"
    seen = {"granularity": {"no": 0.1, "yes": 0.9}}
    tree = (
        TreeNode("whole", "Whole", "", probability, True, missing=("Part A", "Part B")),
        TreeNode("rest", "Rest", "", 1 - probability, False),
        TreeNode("gene", "Gene", "whole", 0.75, False, aside=True),
    )
    probabilities = {ai: probability, other: 1 - probability}
    return Prediction(probabilities, 0.25, "leukview", weights, seen, ("round nucleus",), tree)


def single(number: int, ai: str = "lymphocyte", *, mask: bool = True, weights: str = WEIGHTS) -> AnalysedImage:
    """Return an analysed single-cell image ``<number>.png``."""
    cell = Cell(
        f"c{number}",
        f"{number}.png",
        Box(4, 6, 40, 30),
        view=CellView(24.0, 21.0, 66.5),
        morphology=Morphology(500, 300, 31.9, 1, 0.91, (120.5, 80.0, 160.25), None),
        prediction=call(ai, weights=weights),
    )
    masks = {cell.id: mask_of(number)} if mask else {}
    return AnalysedImage(ImageFile(cell.file, f"{number:064x}", 50, 48, "cell"), (cell,), masks)


def corner(session: Session, cell_id: str) -> int:
    """Return the first value of a cell's stored mask."""
    mask = session.mask(cell_id)
    assert mask is not None
    return int(mask[0, 0])


def mask_of(number: int) -> NDArray[np.uint8]:
    mask = np.zeros((30, 40), np.uint8)
    mask[2:28, 2:38] = 128
    mask[5 : 6 + number % 20, 5:20] = 255
    return mask


def outlined(value: int, box: Box | None = None) -> HumanMask:
    """Return a person's outline: a nucleus but for its first pixel, which has this value."""
    box = box or Box(2, 3, 12, 10)
    mask = np.full((box.height, box.width), 255, np.uint8)
    mask[0, 0] = value
    return HumanMask(box, pack("c", mask), Morphology(box.width * box.height, 0, 1.5, 1, 0.75, (1.0, 2.0, 3.0)))


def field(places: Iterable[tuple[int, str]], file: str = "field.png") -> AnalysedImage:
    """Return an analysed field with a cell of a class at each place; cells of different places do not overlap."""
    cells = tuple(
        Cell(f"field-{number:03d}", file, Box(20 * place, 0, 18, 18), single=False, prediction=call(ai))
        for number, (place, ai) in enumerate(places, start=1)
    )
    masks = {cell.id: np.full((18, 18), 1 + cell.box.x // 20, np.uint8) for cell in cells}
    return AnalysedImage(ImageFile(file, "cd" * 32, 400, 20, "field"), cells, masks)


def new_session(folder: Path, images: Iterable[AnalysedImage] = ()) -> tuple[Workspace, Session]:
    """Return a workspace in ``folder`` and the session of its folder ``images``."""
    (folder / "images").mkdir(exist_ok=True)
    workspace = Workspace(open_store(folder / "leukview.sqlite3"), "reader")
    session = workspace.open_folder(folder / "images")
    session.record_all(list(images))
    return workspace, session


def stored(store: Store, session: Session) -> Case:
    """Return the case as the database has it."""
    with store.reading() as connection:
        return load_case(connection, int(session.case_id)).case


def assert_stored(store: Store, session: Session) -> None:
    """Check that the database and memory hold the same case, in the same order."""
    on_disk = stored(store, session)
    assert on_disk == session.case
    assert list(on_disk.cells) == list(session.case.cells)
    assert list(on_disk.images) == list(session.case.images)
    assert list(on_disk.problems) == list(session.case.problems)
