"""Stored cases with images that exist, for tests of training sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.imaging.scan import sha256
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.services.analyse_types import AnalysedImage
from leukview.services.session import Session
from leukview.services.workspace import Workspace

WEIGHTS = "cd" * 32


def drawn(folder: Path, kinds: list[str], seed: int) -> Path:
    """Draw single-cell images ``00.png`` …, each of one type."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    smear = new_smear(rng)
    for number, kind in enumerate(kinds):
        Image.fromarray(render_crop(kind, rng, smear, height=96, width=96).image).save(folder / f"{number:02d}.png")
    return folder


def case_of(workspace: Workspace, folder: Path, patient: str = "", ai: str = "monocyte") -> Session:
    """Store a folder's case as if a pipeline had called every image the same."""
    session = workspace.open_folder(folder)
    images = []
    for path in sorted(folder.glob("*.png")):
        width, height = Image.open(path).size
        call = Prediction({ai: 0.9, "basophil": 0.1}, 0.2, "leukview", WEIGHTS)
        cell = Cell(f"c{path.stem}", path.name, Box(4, 4, 60, 60), view=CellView(48, 48, 60), prediction=call)
        images.append(AnalysedImage(ImageFile(path.name, sha256(path), width, height, "cell"), (cell,), {}))
    session.record_all(images)
    if patient:
        session.edit_case(folder.name, patient, "")
    return session


def labelled(workspace: Workspace, folder: Path, kinds: list[str], seed: int, patient: str = "") -> Session:
    """Store a case of drawn cells, each of which a person gave its type."""
    session = case_of(workspace, drawn(folder, kinds, seed), patient)
    for number, kind in enumerate(kinds):
        session.relabel([f"c{number:02d}"], kind)
    return session
