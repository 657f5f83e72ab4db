from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.moves import moves_of
from leukview.domain.prediction import Prediction
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.widgets.differential_chart import DifferentialChart
from leukview.gui.widgets.differential_model import COLUMNS, column_widths, columns_shown
from leukview.gui.widgets.differential_panel import DifferentialPanel, count_words

KNOWN = tuple(item.id for item in taxonomy().classes if item.id not in {"neutrophil", "normal_wbc"})


def cells(human: dict[int, str] | None = None, **counts: int) -> list[Cell]:
    kinds = [name for name, n in counts.items() for _ in range(n)]
    return [
        Cell(
            f"c{n}",
            f"c{n}.png",
            Box(0, 0, 9, 9),
            prediction=Prediction({kind: 0.9, "artefact": 0.1} if kind != "artefact" else {kind: 1.0}, 0.5, "p", "0"),
            human_class=(human or {}).get(n),
        )
        for n, kind in enumerate(kinds)
    ]


def update(panel: DifferentialPanel, found: Iterable[Cell]) -> None:
    found = list(found)
    reviewed = sum(cell.human_class is not None for cell in found)
    panel.update_counts(count_cells(found, "ai", KNOWN), count_cells(found, "final", KNOWN), reviewed, len(found))


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> DifferentialPanel:
    result = DifferentialPanel()
    qtbot.addWidget(result)
    result.resize(336, 700)
    result.show()
    return result


def row(panel: DifferentialPanel, class_id: str) -> dict[str, str]:
    place = [line.class_id for line in panel.model.lines].index(class_id)
    return {
        name: str(panel.model.index(place, n).data())
        for n, name in enumerate(COLUMNS)
        if not panel.table.isColumnHidden(n)
    }


def test_ai_and_final_side_by_side_with_interval_range_and_flag(panel: DifferentialPanel) -> None:
    # 100 white cells; the reader makes five of the 20 blasts lymphocytes.
    human = dict.fromkeys(range(5), "lymphocyte")
    update(panel, cells(human, blast=20, lymphocyte=30, segmented_neutrophil=50))
    assert row(panel, "blast") == {
        "class": "Blast",
        "ai": "20.0",
        "final": "15.0",
        "n": "15",
        "interval": "9–24",
        "range": "",
    }
    assert row(panel, "segmented_neutrophil")["range"] == "45–79"
    lines = {line.class_id: line for line in panel.model.lines}
    assert lines["segmented_neutrophil"].final.flag == ""
    assert lines["lymphocyte"].final.n == 35 and lines["lymphocyte"].ai.n == 30
    assert panel.reviewed.text() == "reviewed 5 of 100"


def test_what_is_not_counted_is_summed_up_while_it_is_out_of_sight(panel: DifferentialPanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    found = cells(
        lymphocyte=50, blast=20, monocyte=10, eosinophil=10, basophil=5, myelocyte=5, erythroblast=4, smudge_cell=3
    )
    update(panel, found)
    QApplication.processEvents()
    assert not panel.below.isVisible(), "there is room"
    panel.resize(336, 240)
    QApplication.processEvents()
    assert panel.below.isVisible()
    assert panel.below.text() == "Not counted: 7 · NRBC 4.0 per 100 WBC ↓"
    assert "Smudge cell: 3" in panel.below.toolTip()
    qtbot.mouseClick(panel.below, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert not panel.below.isVisible()
    assert panel.rect().contains(panel.excluded.mapTo(panel, QPoint(0, panel.excluded.height() - 1)))
    update(panel, cells(lymphocyte=50))
    QApplication.processEvents()
    assert panel.below.text() == "Not counted: 0 ↓"


def test_intervals_match_the_published_anchors(panel: DifferentialPanel) -> None:
    panel.resize(520, 700)
    update(panel, cells(blast=20, lymphocyte=5, segmented_neutrophil=75))
    assert row(panel, "blast")["interval"] == "12.7–29.2"
    assert row(panel, "lymphocyte")["interval"] == "1.6–11.3"


def test_flags_mark_what_is_out_of_range(panel: DifferentialPanel) -> None:
    update(panel, cells(segmented_neutrophil=20, lymphocyte=80))
    flags = {line.class_id: line.final.flag for line in panel.model.lines}
    assert flags == {"segmented_neutrophil": "low", "lymphocyte": "high"}
    tip = panel.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "above it" in tip and "16–47" in tip


def test_rows_are_in_report_order_and_empty_classes_hidden_until_asked(panel: DifferentialPanel, qtbot: QtBot) -> None:
    update(panel, cells(blast=3, segmented_neutrophil=4, monocyte=2))
    assert [line.class_id for line in panel.model.lines] == ["segmented_neutrophil", "monocyte", "blast"]
    assert panel.all_button.isVisibleTo(panel)
    qtbot.mouseClick(panel.all_button, Qt.MouseButton.LeftButton)
    shown = [line.class_id for line in panel.model.lines]
    assert shown == [name for name in KNOWN if taxonomy()[name].counted]
    assert panel.table.height() == theme.tokens().row * (len(shown) + 1) + 1


def test_outside_the_count_with_nrbc_per_100_white_cells(panel: DifferentialPanel) -> None:
    found = cells({0: "smudge_cell"}, lymphocyte=51, erythroblast=4, platelet=7, artefact=2)
    update(panel, found)
    assert dict(panel.excluded.rows()) == {
        "erythroblast": "4 = 8.0 per 100 WBC",
        "smudge_cell": "1 (AI 0)",
        "platelet": "7",
        "artefact": "2",
    }
    assert [line.class_id for line in panel.model.lines] == ["lymphocyte"]
    assert row(panel, "lymphocyte")["final"] == "100.0"


def test_without_white_cells_there_is_no_percentage(panel: DifferentialPanel) -> None:
    update(panel, cells(platelet=3))
    assert dict(panel.excluded.rows()) == {"erythroblast": "0", "platelet": "3"}
    assert panel.model.lines == []
    assert not panel.chart.isVisibleTo(panel)


@pytest.mark.parametrize(
    ("n", "words", "role"),
    [
        (40, "n = 40 of 100: insufficient", "doubt"),
        (105, "n = 105 of 200: below advisory count", "muted"),
        (200, "n = 200 of 400: advisory count reached", "muted"),
        (400, "n = 400: reference-equivalent count", "muted"),
    ],
)
def test_the_count_says_how_far_it_goes(panel: DifferentialPanel, n: int, words: str, role: str) -> None:
    found = cells(lymphocyte=n)
    update(panel, found)
    assert panel.count.text() == words == count_words(count_cells(found))
    assert panel.count.property("role") == role


def test_an_empty_case_teaches(panel: DifferentialPanel) -> None:
    assert panel.empty.isVisibleTo(panel)
    assert panel.count.text() == "No cell counted yet"
    assert not panel.table.isVisibleTo(panel)
    update(panel, cells(lymphocyte=1))
    assert not panel.empty.isVisibleTo(panel)
    panel.update_counts(count_cells([]), count_cells([]), 0, 0)
    assert panel.empty.isVisibleTo(panel) and panel.model.lines == []


def test_a_row_that_is_clicked_names_its_class(panel: DifferentialPanel, qtbot: QtBot) -> None:
    update(panel, cells(blast=3, segmented_neutrophil=4, erythroblast=1))
    named: list[str] = []
    panel.classActivated.connect(named.append)
    at = panel.table.visualRect(panel.model.index(1, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    button = panel.excluded.findChild(QPushButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert named == ["blast", "erythroblast"]


def test_new_counts_change_the_rows_in_place(panel: DifferentialPanel) -> None:
    update(panel, cells(blast=3, segmented_neutrophil=4))
    resets: list[int] = []
    changed: list[int] = []
    panel.model.modelReset.connect(lambda: resets.append(1))
    panel.model.dataChanged.connect(lambda *_: changed.append(1))
    update(panel, cells(blast=5, segmented_neutrophil=4))
    assert (resets, changed) == ([], [1])
    assert row(panel, "blast")["n"] == "5"
    update(panel, cells(blast=5, segmented_neutrophil=4, monocyte=1))
    assert resets == [1]


def test_figures_are_right_aligned(panel: DifferentialPanel) -> None:
    update(panel, cells(blast=3))
    for column, name in enumerate(COLUMNS):
        side = Qt.AlignmentFlag(panel.model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole))
        assert bool(side & Qt.AlignmentFlag.AlignRight) == (name != "class")
        header: Any = panel.model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert bool(Qt.AlignmentFlag(header) & Qt.AlignmentFlag.AlignRight) == (name != "class")


@pytest.mark.parametrize("width", [290, 320, 400, 431, 432, 600])
def test_columns_fill_the_width_exactly(dressed: QApplication, width: int) -> None:
    widths = column_widths(width)
    assert sum(widths.values()) == width
    assert widths["class"] >= 64


@pytest.mark.parametrize("width", [320, 336, 400, 560])
def test_nothing_is_clipped_with_every_class(panel: DifferentialPanel, width: int) -> None:
    panel.resize(width, 500)
    update(panel, cells(None, **dict.fromkeys(KNOWN, 11)))
    QApplication.processEvents()
    column = panel._scroll.widget()
    assert column is not None and column.width() <= panel._scroll.viewport().width()
    assert sum(panel.table.columnWidth(n) for n in range(len(COLUMNS))) <= panel.table.viewport().width()
    for child in panel.excluded.findChildren(QWidget):
        assert child.mapTo(panel, QPoint(child.width(), 0)).x() <= width


def test_the_chart_puts_bar_whisker_and_range_on_one_axis(panel: DifferentialPanel) -> None:
    update(panel, cells(segmented_neutrophil=50, lymphocyte=50))
    chart = panel.chart
    assert chart.sizeHint().height() == 2 * 16 + 16
    assert chart.x_of(0) < chart.x_of(50) < chart.x_of(79) <= chart.width()
    assert chart.x_of(50) - chart.x_of(0) == pytest.approx(chart.x_of(100) - chart.x_of(50))
    QApplication.processEvents()
    image = chart.grab().toImage()
    middle = 8
    bar = image.pixelColor(int((chart.x_of(0) + chart.x_of(30)) / 2), middle - 2)
    assert bar.name().upper() == taxonomy()["segmented_neutrophil"].colour
    beyond = image.pixelColor(int(chart.x_of(75)), middle - 4)
    assert beyond == theme.tokens().colour("track")


def test_each_reader_has_a_column_once_there_is_one(panel: DifferentialPanel) -> None:
    found = [
        replace(cell, human_class="blast", second_class="monocyte" if n else None)
        for n, cell in enumerate(cells(lymphocyte=4))
    ]
    counts = {whose: count_cells(found, whose, KNOWN) for whose in ("ai", "human", "second", "final")}  # type: ignore[arg-type]
    ai, final, both = counts["ai"], counts["final"], {"first": counts["human"], "second": counts["second"]}
    panel.update_counts(ai, final, 1, 4, first=counts["human"])
    assert {"class", "ai", "first", "final", "n", "interval", "range"} == set(row(panel, "blast"))
    assert row(panel, "blast")["first"] == "100.0" and row(panel, "blast")["final"] == "25.0"
    panel.update_counts(ai, final, 1, 4, **both, moves=moves_of(found), target=100)  # type: ignore[arg-type]
    # Narrow: the range gives way to the second reader, and its arrow stands beside the share.
    assert "range" not in row(panel, "monocyte") and row(panel, "monocyte")["second"] == "100.0"
    assert row(panel, "lymphocyte")["first"] == "0.0"
    assert panel.count.text() == "n = 4 of 100: insufficient"
    assert panel.changed.isVisibleTo(panel) and panel.changes.moves == moves_of(found)
    assert "AI to final: 1 cell" in panel.changed.button.text()
    panel.resize(560, 700)
    QApplication.processEvents()
    assert set(row(panel, "monocyte")) == set(COLUMNS)
    panel.update_counts(ai, ai, 0, 4)
    assert not panel.changed.isVisibleTo(panel) and "first" not in row(panel, "lymphocyte")


@pytest.mark.parametrize("width", [290, 305, 306, 320, 400, 431, 432, 511, 512, 600])
def test_two_readers_fill_the_width_exactly(dressed: QApplication, width: int) -> None:
    widths = column_widths(width, columns_shown(width, first=True, second=True))
    assert sum(widths.values()) == width and widths["class"] >= 64


@pytest.mark.parametrize(
    ("n", "target", "words"),
    [
        (105, 100, "n = 105, target 100 reached: below advisory count"),
        (105, 400, "n = 105 of 400: below advisory count"),
        (250, 200, "n = 250, target 200 reached: advisory count reached"),
    ],
)
def test_the_target_is_the_laboratorys(n: int, target: int, words: str) -> None:
    assert count_words(count_cells(cells(lymphocyte=n)), target) == words


def test_the_chart_names_every_class_in_full_or_every_class_in_short(panel: DifferentialPanel) -> None:
    chart = panel.findChild(DifferentialChart)
    assert chart is not None
    update(panel, cells(blast=3, basophil=2))
    assert chart.names(chart.fontMetrics()) == ["Basophil", "Blast"]
    update(panel, cells(blast=3, basophil=2, segmented_neutrophil=9))
    assert chart.names(chart.fontMetrics()) == ["Seg", "Baso", "Blast"]
