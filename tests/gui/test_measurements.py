"""The cell column's table of what was measured on the cell."""

from __future__ import annotations

from cell_panel_kit import MORPHOLOGY, Session, picture

from leukview.domain.morphology import Morphology
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
    assert measurement_texts(MORPHOLOGY, 0.1) == {
        "nucleus": "84.2 µm²",
        "cytoplasm": "31.2 µm²",
        "diameter": "12.1 µm",
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


def test_sizes_are_in_micrometres_as_soon_as_the_file_has_said_how_large_a_pixel_is(
    panel: CellPanel, session: Session
) -> None:
    panel.show_cell(session.case.cells["a"])
    values = panel.details.measurements.values
    assert values["diameter"].text() == "121 px"
    assert "does not say" in values["diameter"].toolTip()
    panel.set_image("a", picture(), pixel_um=0.1)
    assert values["diameter"].text() == "12.1 µm"
    assert "121 px at 0.1 µm a pixel" in values["diameter"].toolTip()
    panel.show_cell(session.case.cells["b"])
    assert values["diameter"].text() == "121 px"
    panel.show_cell(session.case.cells["a"])
    assert values["diameter"].text() == "12.1 µm"
