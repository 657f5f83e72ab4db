"""A small case with drawn images, for every test of the outputs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case, CaseInfo, ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction, TreeNode

CLASSES = (
    "segmented_neutrophil",
    "band_neutrophil",
    "lymphocyte",
    "monocyte",
    "eosinophil",
    "basophil",
    "promyelocyte",
    "blast",
    "erythroblast",
    "smudge_cell",
)
WEIGHTS = "5e" * 32

MakeCell = Callable[..., Cell]


def draw_cell(seed: int, side: int = 64) -> NDArray[np.uint8]:
    """Draw a purple nucleus on a pale ground."""
    rng = np.random.default_rng(seed)
    image = np.full((side, side, 3), (235, 215, 200), np.uint8)
    y, x = np.mgrid[:side, :side]
    image[(x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 4) ** 2] = (90, 50, 130)
    return np.asarray(np.clip(image + rng.integers(-6, 7, image.shape), 0, 255), dtype=np.uint8)


def predict(cls: str, probability: float = 0.9, out_of_domain: float = 0.3) -> Prediction:
    """Return a call whose second class is the next in the list."""
    second = CLASSES[(CLASSES.index(cls) + 1) % len(CLASSES)]
    rest = (1 - probability) / 2
    probabilities = {name: rest / (len(CLASSES) - 2) for name in CLASSES}
    probabilities |= {cls: probability, second: rest}
    return Prediction(probabilities, out_of_domain, "leukview", WEIGHTS)


@pytest.fixture
def classes() -> tuple[str, ...]:
    return CLASSES


@pytest.fixture
def make_cell() -> MakeCell:
    def make(
        cell_id: str = "c1",
        cls: str = "lymphocyte",
        probability: float = 0.9,
        out_of_domain: float = 0.3,
        **more: Any,
    ) -> Cell:
        values: dict[str, Any] = {
            "file": f"{cell_id}.png",
            "box": Box(16, 14, 32, 36),
            "view": CellView(32.0, 32.0, 44.8),
            "morphology": Morphology(400, 200, 27.6, 1, 0.9),
            "prediction": predict(cls, probability, out_of_domain),
        }
        return Cell(cell_id, **{**values, **more})

    return make


@pytest.fixture
def case(tmp_path: Path, make_cell: MakeCell) -> Case:
    """Twelve cells: neutrophils, lymphocytes, blasts, a promyelocyte, an erythroblast, a smudge; one bad file."""
    folder = tmp_path / "smear"
    folder.mkdir()
    built = Case(CaseInfo("Case 7", str(folder), patient="P-07", slide="S1"))
    built.stamp = PipelineStamp(
        "leukview", "LeukView default", WEIGHTS, "cpu", "LeukView 0.1.0", (("out_of_domain", 0.99), ("doubt", 0.5))
    )
    built.timings = {"load": 1.5, "total": 3.25}
    calls = [*["segmented_neutrophil"] * 4, *["lymphocyte"] * 2, *["blast"] * 3, "promyelocyte", "erythroblast"]
    calls.append("smudge_cell")
    for number, cls in enumerate(calls):
        pixels = draw_cell(number)
        path = folder / f"cell_{number:02d}.png"
        Image.fromarray(pixels).save(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        cell = make_cell(
            f"cell_{number:02d}",
            cls,
            0.4 if number == 5 else 0.9,
            0.999 if number == 4 else 0.3,
            human_class={0: "segmented_neutrophil", 1: "monocyte"}.get(number),
        )
        built.add_image(ImageFile(path.name, digest, 64, 64, "cell"), [cell])
    built.add_problem(Problem("sub/bad.jpg", "the file is empty (0 bytes)", "Export it again"))
    return built


TREE = (
    TreeNode("benign", "Benign", "", 0.0375, False),
    TreeNode("malignant", "Malignant", "", 0.9625, True),
    TreeNode("myeloid", "Myeloid", "malignant", 0.9125, True, missing=("CML", "CMML")),
    TreeNode("lymphoid", "Lymphoid", "malignant", 0.05, False, missing=("CLL",)),
    TreeNode("aml", "AML", "myeloid", 0.8825, True),
    TreeNode("mds", "MDS", "myeloid", 0.03, False),
    TreeNode("apl", "APL", "aml", 0.8333, False, aside=True),
    TreeNode("non_apl", "non-APL", "aml", 0.1667, False, aside=True),
)


@pytest.fixture
def staged_case(case: Case) -> Case:
    """The same twelve cells, all but the last called by a pipeline that decides in stages."""
    for cell in list(case.cells.values())[:-1]:
        assert cell.prediction
        case.cells[cell.id] = cell.with_prediction(replace(cell.prediction, tree=TREE))
    return case


@pytest.fixture
def foreign_case(case: Case) -> Case:
    """The same twelve cells, eleven of them out of domain."""
    for number, cell in enumerate(list(case.cells.values())):
        assert cell.prediction
        case.cells[cell.id] = cell.with_prediction(replace(cell.prediction, out_of_domain=0.995 if number else 0.3))
    return case


@pytest.fixture
def heat() -> Callable[[Cell], NDArray[np.float32]]:
    def make(cell: Cell) -> NDArray[np.float32]:
        y, x = np.mgrid[:32, :32]
        return np.asarray(np.exp(-((x - 16.0) ** 2 + (y - 16.0) ** 2) / 60), dtype=np.float32)

    return make


@pytest.fixture
def masks() -> Callable[[str], NDArray[np.uint8]]:
    def make(cell_id: str) -> NDArray[np.uint8]:
        mask = np.full((36, 32), 128, np.uint8)
        mask[8:28, 8:24] = 255
        return mask

    return make
