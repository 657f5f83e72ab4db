"""Heat maps by another pipeline than the case's own, in the cell column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cell_panel_kit import Session, picture
from conftest import OpenWindow, PlainAnalysis, write_images
from pytestqt.qtbot import QtBot

from leukview.domain.box import CellView as SeenSquare
from leukview.domain.prediction import Prediction
from leukview.gui.widgets.cell_panel import CellPanel

OTHER = Prediction({"blast": 0.7, "monocyte": 0.3}, 0.5, "park2024", "1" * 64)
MAP = np.full((16, 16), 0.5, np.float32)
MAKERS = [("leukview", "LeukView default"), ("park2024", "park2024, EfficientNet ensemble")]


@pytest.fixture
def asked(panel: CellPanel, session: Session) -> list[tuple[str, str, str]]:
    """What the column asks another pipeline for, with the heat map of cell a on show."""
    wishes: list[tuple[str, str, str]] = []
    panel.otherMapWanted.connect(lambda *wish: wishes.append(wish))
    panel.show_cell(session.case.cells["a"])
    panel.set_image("a", picture())
    panel.heat.set_makers(MAKERS)
    panel.tools.heatmap_button.setChecked(True)
    return wishes


def choose(panel: CellPanel, maker: str) -> None:
    row = panel.heat.makers.findData(maker)
    panel.heat.makers.setCurrentIndex(row)
    panel.heat.makers.activated.emit(row)


def answer(panel: CellPanel, cell_id: str, asked: str = "", class_id: str = "blast") -> None:
    seen = SeenSquare(30, 30, 20)
    panel.heatmaps.set_other_map(cell_id, "park2024", asked, call=OTHER, class_id=class_id, seen=seen, values=MAP)


def test_the_other_pipelines_are_offered_beside_the_case_s_own(panel: CellPanel, asked: list[object]) -> None:
    makers = panel.heat.makers
    assert [makers.itemText(row) for row in range(makers.count())] == ["LeukView default", "park2024"]
    assert panel.heat.maker() == ""


def test_its_map_lies_where_it_looked_and_its_classes_can_be_chosen(
    panel: CellPanel, asked: list[tuple[str, str, str]]
) -> None:
    own = panel.view.heat_rect()
    choose(panel, "park2024")
    assert asked == [("a", "park2024", "")] and not panel.view.has_heatmap()
    assert "Asking park2024" in panel.heat.words.whole_text()
    answer(panel, "a")
    assert panel.view.has_heatmap() and panel.view.heat_rect() != own
    assert panel.heat.chosen() == "blast" and panel.heat.classes.count() == 2
    words = panel.heat.words.whole_text()
    assert words.startswith("park2024 says blast 0.70") and "the case's call stays" in words
    # The case's own call is what stands above, whatever the other one says.
    assert "0.70" not in panel.ai.text()
    row = panel.heat.classes.findData("monocyte")
    panel.heat.classes.setCurrentIndex(row)
    panel.heat.classes.activated.emit(row)
    assert asked[-1] == ("a", "park2024", "monocyte")
    answer(panel, "a", "monocyte", "monocyte")
    assert panel.heat.chosen() == "monocyte" and panel.view.has_heatmap()
    choose(panel, "")
    assert panel.view.heat_rect() == own and panel.heat.classes.count() == 7


def test_the_next_cell_is_asked_too_and_a_late_answer_is_only_remembered(
    panel: CellPanel, session: Session, asked: list[tuple[str, str, str]]
) -> None:
    choose(panel, "park2024")
    panel.show_cell(session.case.cells["b"])
    assert asked[-1] == ("b", "park2024", "")
    answer(panel, "a")
    assert not panel.view.has_heatmap()
    answer(panel, "b")
    assert panel.view.has_heatmap()
    count = len(asked)
    panel.show_cell(session.case.cells["a"])
    assert panel.view.has_heatmap() and len(asked) == count


def test_who_sees_no_calls_is_offered_none(panel: CellPanel, session: Session, asked: list[object]) -> None:
    choose(panel, "park2024")
    before = len(asked)
    panel.show_cell(session.case.cells["bare"])
    assert panel.heat.makers.count() == 1 and not panel.heat.makers.isEnabled()
    assert len(asked) == before and not panel.view.has_heatmap()


def test_in_the_window_the_installed_ones_are_found_and_asked(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(PlainAnalysis)
    window.open_folder(write_images(tmp_path / "Smear", 3))
    panel = window.cell_panel
    qtbot.waitUntil(lambda: window.controller.analysed and panel.view.has_image(), timeout=60_000)
    panel.tools.heatmap_button.setChecked(True)
    qtbot.waitUntil(lambda: panel.heat.makers.count() > 1)
    before = dict(window.controller.case.cells)  # type: ignore[union-attr]
    choose(panel, "hassan2024")
    qtbot.waitUntil(lambda: "says blast 0.70" in panel.heat.words.whole_text())
    assert panel.view.has_heatmap()
    assert dict(window.controller.case.cells) == before  # type: ignore[union-attr]
