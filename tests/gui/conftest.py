"""Every GUI test draws offscreen and keeps its database and settings in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from leukview.domain.cell import Box, Cell, CellView, Prediction
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme

SHARED = Path(__file__).parents[3] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let through the one warning that the offscreen platform itself gives when a window asks for a size."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the user's own data and settings out of the tests, and the tests out of them."""
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))
    yield


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """Return the application in the light theme."""
    theme.apply(qapp, "light")
    return qapp


def make_cell(number: int, class_id: str, probability: float = 0.95, *, file: str = "", **changes: object) -> Cell:
    """Return a cell as an analysis leaves it, called ``class_id`` with this probability."""
    other = "monocyte" if class_id != "monocyte" else "lymphocyte"
    call = Prediction({class_id: probability, other: 1 - probability}, 0.5, "leukview", "0" * 64)
    name = f"c{number:05d}"
    cell = Cell(name, file or f"{name}.png", Box(8, 8, 48, 48), view=CellView(32, 32, 64), prediction=call)
    return cell if not changes else Cell(**{**cell.__dict__, **changes})  # type: ignore[arg-type]


@pytest.fixture
def many_cells() -> Mapping[str, Cell]:
    """Return 10,000 cells of every class, one in ten of them doubtful."""
    rng = np.random.default_rng(7)
    ids = taxonomy().ids()
    drawn = rng.integers(0, len(ids), 10_000)
    cells = [make_cell(n, ids[int(kind)], 0.55 if n % 10 == 0 else 0.97) for n, kind in enumerate(drawn)]
    return {cell.id: cell for cell in cells}
