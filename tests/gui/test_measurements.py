"""The cell column's table of what was measured on the cell."""

from __future__ import annotations

from cell_panel_kit import MORPHOLOGY, Session

from leukview.domain.cell import Morphology
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.measurements import measurement_texts


def test_measurements_in_words() -> None:
    assert measurement_texts(MORPHOLOGY) == {
        "nucleus": "8,421 px²",
        "cytoplasm": "3,120 px²",
        "diameter": "121 px",
        "nc": "2.7 : 1",
        "lobes": "1",
        "circularity": "0.91",
    }
    assert set(measurement_texts(None).values()) == {"—"}
    naked = Morphology(500, 0, 25.0, 0, 0.8)
    assert measurement_texts(naked)["nc"] == "—"
    assert measurement_texts(naked)["lobes"] == "—"


def test_measurements_and_mean_colours_reach_the_table(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.details.measurements.values["nc"].text() == "2.7 : 1"
    colour = panel.details.measurements.swatches["nucleus"].colour()
    assert colour is not None and (colour.red(), colour.green(), colour.blue()) == (96, 60, 140)
    panel.show_cell(session.case.cells["bare"])
    assert panel.details.measurements.values["nc"].text() == "—"
    assert panel.details.measurements.swatches["nucleus"].colour() is None
