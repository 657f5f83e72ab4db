from __future__ import annotations

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.rules import blast_thresholds
from leukview.gui.widgets.rule_words import chance_words, state_words
from leukview.gui.widgets.threshold_table import LIMITS, ThresholdTable


def table(qtbot: QtBot, blasts: int, others: int) -> ThresholdTable:
    kinds = ["blast"] * blasts + ["lymphocyte"] * others
    cells = [Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), human_class=kind) for n, kind in enumerate(kinds)]
    widget = ThresholdTable(blast_thresholds(count_cells(cells)))
    qtbot.addWidget(widget)
    return widget


def cell(widget: ThresholdTable, row: int, column: int) -> list[str]:
    grid = widget.findChild(QGridLayout)
    assert grid is not None
    places = ((part, grid.indexOf(part)) for part in widget.findChildren(QWidget))
    at = {grid.getItemPosition(index)[:2]: part for part, index in places if index >= 0}  # type: ignore[index]
    return [found.text().replace("\u00a0", " ") for found in at[2 * row, column].findChildren(QLabel)]


def test_where_the_standards_differ_each_column_answers_for_itself(dressed: QApplication, qtbot: QtBot) -> None:
    shown = table(qtbot, 70, 930)
    assert cell(shown, 1, 0) == ["2–4 % in blood: range listed for MDS-IB1", "Not met"]
    assert cell(shown, 2, 0) == ["5–19 % in blood: range listed for MDS-IB2", "Met"]
    assert cell(shown, 1, 1) == ["2–9 % in blood: range listed for MDS-EB", "Met"]
    assert cell(shown, 2, 1) == ["10–19 % in blood: range listed for MDS/AML", "Not met"]
    assert cell(shown, 3, 0)[1] == cell(shown, 3, 1)[1] == "Not met"


def test_the_count_stands_once_and_the_limits_below(dressed: QApplication, qtbot: QtBot) -> None:
    shown = table(qtbot, 21, 79)
    texts = [found.text().replace("\u00a0", " ") for found in shown.findChildren(QLabel)]
    assert sum("21 of 100 white cells = 21.0 %" in text for text in texts) == 1
    assert LIMITS in texts and "Cannot tell at this count" in texts


def test_a_range_is_told_in_words_of_its_own(dressed: QApplication, qtbot: QtBot) -> None:
    cells = [Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), human_class="blast") for n in range(3)]
    results = {result.rule.id: result for result in blast_thresholds(count_cells(cells))}
    assert state_words(results["icc_2"]) == "Not met: none of the interval is within the range."
    assert "within the range: under 1 %" in chance_words(results["icc_2"])
    assert state_words(results["who_20"]) == "Met: the whole interval is past the threshold."
