"""What the tests of the cell column and of its parts share: cells, a session in memory, the column in a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.gui.widgets.cell_panel import CellPanel

PROBABILITIES = {
    "blast": 0.46,
    "promyelocyte": 0.31,
    "abnormal_promyelocyte": 0.12,
    "monocyte": 0.06,
    "lymphocyte": 0.03,
    "band_neutrophil": 0.015,
    "eosinophil": 0.005,
}
MORPHOLOGY = Morphology(8421, 3120, 121.3, 1, 0.914, (96.2, 60.0, 140.0), (180.0, 160.0, 200.0))


class Session:
    """A session in memory, with the calls that were made."""

    def __init__(self, cells: list[Cell]) -> None:
        self.case = Case(CaseInfo("Case", "/nowhere"), cells={cell.id: cell for cell in cells})
        self.notes: list[tuple[str, str]] = []
        self.fault: Exception | None = None

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        mask = np.zeros((40, 40), np.uint8)
        mask[5:35, 5:35] = 128
        mask[10:30, 10:30] = 255
        return None if cell_id == "bare" else mask

    def set_note(self, cell_id: str, text: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.notes.append((cell_id, text))
        self.case.cells[cell_id] = replace(self.case.cells[cell_id], note=text)


def cell(name: str, **changes: Any) -> Cell:
    call = Prediction(PROBABILITIES, 0.5, "leukview", "0" * 64)
    base = Cell(
        name,
        f"{name}.png",
        Box(10, 10, 40, 40),
        True,
        CellView(30.0, 30.0, 48.0),
        morphology=MORPHOLOGY,
        prediction=call,
    )
    return replace(base, **changes)


def three_cells() -> Session:
    """Return a session over two analysed cells, and one that is not analysed."""
    return Session([cell("a"), cell("b"), cell("bare", morphology=None, prediction=None, view=None)])


def shown_panel(session: Session, qtbot: QtBot) -> Iterator[CellPanel]:
    """Give the column in a shown window, above a line that can take the keyboard from it."""
    window = QWidget()
    qtbot.addWidget(window)
    panel = CellPanel(lambda: session)
    layout = QVBoxLayout(window)
    layout.addWidget(panel)
    layout.addWidget(QLineEdit())
    window.resize(400, 800)
    window.show()
    yield panel


def picture(grey: int = 200) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB888)
    image.fill(grey << 16 | grey << 8 | grey)
    return image


def row_middle(panel: CellPanel, row: int) -> QPoint:
    view = panel.details.probabilities.view
    return view.visualRect(view.model().index(row, 0)).center()
