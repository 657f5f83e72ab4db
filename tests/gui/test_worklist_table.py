"""The table of cases by itself: what is urgent stays whole and red, also where its row is the chosen one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.case_status import CaseStatus
from leukview.gui import theme
from leukview.gui.widgets.worklist_table import WorklistTable
from leukview.services.worklist import COLUMNS, CaseRow, View, arrange

URGENT = "Promyelocytes in blood: APL must be excluded"
_DAY = "2026-01-01T10:00:00+00:00"
FLAGS = COLUMNS.index("flags")


def row(number: int, alerts: tuple[str, ...] = ()) -> CaseRow:
    return CaseRow(
        id=str(number),
        name=f"Smear {number}, peripheral blood",
        folder=f"/smears/{number}",
        patient="4711",
        slide="1",
        synthetic=False,
        received=_DAY,
        opened="",
        recent=_DAY,
        status=CaseStatus.RECEIVED,
        cells=24,
        alerts=alerts,
    )


@pytest.fixture
def table(dressed: QApplication, qtbot: QtBot) -> WorklistTable:
    result = WorklistTable()
    qtbot.addWidget(result)
    result.show_lines(arrange([row(1, (URGENT,)), row(2)], View()))
    result.resize(1280, 400)
    result.show()
    return result


def test_an_urgent_sentence_is_shown_whole_at_1280(table: WorklistTable) -> None:
    words = table.fontMetrics().horizontalAdvance(f"Urgent: {URGENT}")
    assert table.columnWidth(FLAGS) > words + 10
    assert table.columnWidth(COLUMNS.index("name")) >= 168
    assert table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("name", ["light", "dark", "contrast-light", "contrast-dark"])
def test_what_is_urgent_is_red_in_a_chosen_row(table: WorklistTable, dressed: QApplication, name: str) -> None:
    theme.apply(dressed, name)
    look = theme.tokens()
    table.choose(["1"])
    assert theme.contrast(look.urgent_text, look.accent_soft) >= 4.5
    image = table.viewport().grab(table.visualRect(table.cases.index(table.cases.row_of("1"), FLAGS))).toImage()
    wanted = look.colour("urgent_text")
    near = 0
    for x in range(image.width()):
        for y in range(image.height()):
            seen = image.pixelColor(x, y)
            parts = (seen.red() - wanted.red(), seen.green() - wanted.green(), seen.blue() - wanted.blue())
            near += max(map(abs, parts)) < 24
    assert near > 30, "the words themselves are red"


def test_columns_that_say_nothing_leave_their_room_to_what_does(table: WorklistTable) -> None:
    places = [COLUMNS.index("patient"), COLUMNS.index("slide")]
    table.resize(960, 300)
    table.show()
    full = [table.columnWidth(place) for place in (*places, FLAGS)]
    other = WorklistTable()
    other.resize(960, 300)
    nameless = [replace(row(number), patient="", slide="") for number in (1, 2)]
    other.show_lines(arrange(nameless, View()))
    other.show()
    bare = [other.columnWidth(place) for place in (*places, FLAGS)]
    assert bare[0] < full[0] and bare[1] < full[1] and bare[2] > full[2]
    other.show_lines(arrange([*nameless, row(3)], View()))
    assert [other.columnWidth(place) for place in (*places, FLAGS)] == full
    # Whatever is searched for then, no column moves to and fro.
    other.show_lines(arrange(nameless, View()))
    assert [other.columnWidth(place) for place in (*places, FLAGS)] == full
    other.deleteLater()
