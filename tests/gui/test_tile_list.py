"""The list of tiles: where tiles lie, where keys lead, what clicks and bands choose, and that a scroll draws what is in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from timing_kit import best_seconds

from leukview.gui.widgets.tile_list import Index, TileList

WIDE, HIGH, COLUMNS, COUNT = 40, 50, 5, 103
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Drawn(QStyledItemDelegate):
    """Keeps which rows were drawn."""

    rows: list[int]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.rows.append(index.row())


@pytest.fixture
def tiles(dressed: QApplication, qtbot: QtBot) -> Iterator[TileList]:
    view = TileList(WIDE, HIGH)
    qtbot.addWidget(view)
    view.setModel(QStringListModel([str(number) for number in range(COUNT)], view))
    drawn = Drawn(view)
    drawn.rows = []
    view.setItemDelegate(drawn)
    view.setFrameShape(TileList.Shape.NoFrame)
    view.setSelectionMode(TileList.SelectionMode.ExtendedSelection)
    view.resize(COLUMNS * WIDE + 10 + view.verticalScrollBar().sizeHint().width(), 4 * HIGH)
    view.show()
    qtbot.waitUntil(lambda: bool(drawn.rows))
    yield view


def chosen(view: TileList) -> list[int]:
    return sorted(index.row() for index in view.selectionModel().selectedIndexes())


def middle(view: TileList, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def test_every_tile_is_found_where_it_lies(tiles: TileList) -> None:
    for row in range(0, COUNT, 7):
        tiles.scrollTo(tiles.model().index(row, 0))
        place = tiles.visualRect(tiles.model().index(row, 0))
        assert tiles.viewport().rect().contains(place), row
        assert {tiles.indexAt(point).row() for point in (place.topLeft(), place.bottomRight())} == {row}
    tiles.scrollToBottom()
    last = tiles.visualRect(tiles.model().index(COUNT - 1, 0))
    assert last.bottom() + 1 == tiles.viewport().height()
    assert not tiles.indexAt(QPoint(last.right() + 5, last.top() + 5)).isValid(), "the last row is not full"
    assert not tiles.indexAt(QPoint(COLUMNS * WIDE + 1, 5)).isValid()


def test_keys_lead_along_rows_and_from_row_to_row(tiles: TileList) -> None:
    tiles.setFocus()
    tiles.setCurrentIndex(tiles.model().index(7, 0))
    keys = Qt.Key
    for key, row in (
        (keys.Key_Right, 8),
        (keys.Key_Down, 13),
        (keys.Key_Left, 12),
        (keys.Key_Up, 7),
        (keys.Key_Up, 2),
        (keys.Key_Up, 2),
        (keys.Key_Home, 0),
        (keys.Key_Left, 0),
        (keys.Key_PageDown, 4 * COLUMNS),
        (keys.Key_End, COUNT - 1),
        (keys.Key_Right, COUNT - 1),
        (keys.Key_Down, COUNT - 1),
        (keys.Key_PageUp, COUNT - 1 - 4 * COLUMNS),
    ):
        QTest.keyClick(tiles, key)
        assert (tiles.currentIndex().row(), chosen(tiles)) == (row, [row]), key
        assert tiles.viewport().rect().contains(tiles.visualRect(tiles.currentIndex()))
    tiles.setCurrentIndex(tiles.model().index(COUNT - 4, 0))
    QTest.keyClick(tiles, keys.Key_Down)
    assert tiles.currentIndex().row() == COUNT - 1, "below is nothing: to the last one"


def test_shift_chooses_all_between_in_order_and_control_one_more(tiles: TileList) -> None:
    port, left = tiles.viewport(), Qt.MouseButton.LeftButton
    QTest.mouseClick(port, left, pos=middle(tiles, 3))
    QTest.mouseClick(port, left, SHIFT, middle(tiles, 11))
    assert chosen(tiles) == list(range(3, 12))
    QTest.mouseClick(port, left, SHIFT, middle(tiles, 1))
    assert chosen(tiles) == [1, 2, 3]
    QTest.mouseClick(port, left, CONTROL, middle(tiles, 8))
    assert chosen(tiles) == [1, 2, 3, 8]
    QTest.mouseClick(port, left, CONTROL, middle(tiles, 2))
    assert chosen(tiles) == [1, 3, 8]
    QTest.mouseClick(port, left, pos=middle(tiles, 6))
    QTest.keyClick(tiles, Qt.Key.Key_Down, SHIFT)
    assert chosen(tiles) == list(range(6, 12))
    QTest.keyClick(tiles, Qt.Key.Key_A, CONTROL)
    assert chosen(tiles) == list(range(COUNT))
    QTest.mouseClick(port, left, pos=QPoint(COLUMNS * WIDE + 4, 8))
    assert chosen(tiles) == [], "a click beside the tiles takes the choice away"


def test_a_band_chooses_what_it_touches(tiles: TileList) -> None:
    port, left = tiles.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=QPoint(COLUMNS * WIDE + 4, HIGH + 10))
    QTest.mouseMove(port, QPoint(COLUMNS * WIDE - 4, HIGH + 20))
    QTest.mouseMove(port, QPoint(3 * WIDE + 5, 3 * HIGH - 5))
    QTest.mouseRelease(port, left, pos=QPoint(3 * WIDE + 5, 3 * HIGH - 5))
    assert chosen(tiles) == [8, 9, 13, 14]


def test_a_scroll_draws_what_is_in_sight_and_nothing_else(tiles: TileList, qtbot: QtBot) -> None:
    drawn = tiles.itemDelegate()
    assert isinstance(drawn, Drawn)
    tiles.verticalScrollBar().setValue(0)
    for value, rows in ((8 * HIGH, range(40, 60)), (8 * HIGH + 10, range(40, 65))):
        drawn.rows.clear()
        tiles.verticalScrollBar().setValue(value)
        qtbot.waitUntil(lambda: bool(drawn.rows))
        assert sorted(set(drawn.rows)) == list(rows)


def test_what_was_at_the_top_stays_there_in_another_width(tiles: TileList) -> None:
    tiles.verticalScrollBar().setValue(6 * HIGH)
    assert tiles.indexAt(QPoint(5, 5)).row() == 6 * COLUMNS
    tiles.resize(tiles.width() + 5 * WIDE, tiles.height())
    QApplication.processEvents()
    assert tiles.indexAt(QPoint(5, 5)).row() == 6 * COLUMNS
    assert tiles.verticalScrollBar().maximum() == 11 * HIGH - tiles.viewport().height()


def test_fewer_tiles_need_less_room_and_none_none(tiles: TileList) -> None:
    model = tiles.model()
    assert isinstance(model, QStringListModel)
    tiles.scrollToBottom()
    model.setStringList(["one"])
    QApplication.processEvents()
    assert tiles.verticalScrollBar().maximum() == 0 and tiles.indexAt(QPoint(5, 5)).row() == 0
    model.setStringList([])
    QApplication.processEvents()
    QTest.keyClick(tiles, Qt.Key.Key_Down)
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, SHIFT, QPoint(45, 5))
    assert chosen(tiles) == [] and not tiles.currentIndex().isValid()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.integers(0, COUNT - 1), st.lists(st.sampled_from(["Left", "Right", "Up", "Down", "Home", "End"]), max_size=8))
def test_keys_with_shift_choose_from_where_they_began_to_where_they_lead(
    tiles: TileList, start: int, keys: list[str]
) -> None:
    tiles.scrollTo(tiles.model().index(start, 0))
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=middle(tiles, start))
    for key in keys:
        QTest.keyClick(tiles, getattr(Qt.Key, f"Key_{key}"), SHIFT)
    row = tiles.currentIndex().row()
    assert chosen(tiles) == list(range(min(start, row), max(start, row) + 1))


def test_fifty_thousand_tiles_are_chosen_and_sized_for_little_more_than_two_hundred(tiles: TileList) -> None:
    model, size = tiles.model(), tiles.size()
    assert isinstance(model, QStringListModel)

    def seconds(count: int) -> float:
        model.setStringList(["tile"] * count)

        def act() -> None:
            tiles.selectAll()
            tiles.setCurrentIndex(model.index(count // 2, 0))
            tiles.resize(size.width() + 2 * WIDE, size.height())
            QApplication.processEvents()
            tiles.resize(size)
            QApplication.processEvents()

        act()
        return best_seconds(act, 5)

    # Qt's own list needs 25 times as much, and in Python's models far more.
    assert seconds(50_000) < 12 * seconds(200)
