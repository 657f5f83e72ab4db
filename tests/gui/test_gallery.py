"""The gallery: 10,000 cells open, scroll and are chosen in the time of a blink; nothing moves by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import make_cell
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from timing_kit import best_seconds, own_seconds, seconds_of

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.models.gallery import GalleryModel, Group, Sort, Tab
from leukview.gui.models.grid import Grid
from leukview.gui.models.selection import Selection
from leukview.gui.widgets.gallery import Gallery
from leukview.gui.widgets.gallery_drag import mime_of
from leukview.gui.widgets.gallery_panel import GalleryPanel
from leukview.gui.widgets.gallery_thumbnails import Thumbnails

BLINK = 75
"""Units of work, some 0.6 s: generous, since other work shares the machine."""


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[GalleryPanel]:
    thumbnails = Thumbnails()
    thumbnails.set_folder(tmp_path)
    widget = GalleryPanel(GalleryModel(), Selection(), thumbnails, Actions(dressed))
    qtbot.addWidget(widget)
    widget.resize(680, 720)
    widget.show()
    yield widget
    thumbnails.shutdown()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("thumbnail")]


def centre(gallery: Gallery, cell_id: str) -> QPoint:
    rect = gallery.grid.rect(cell_id)
    assert rect is not None
    return QPoint(rect[0] + rect[2] // 2, rect[1] + rect[3] // 2 - gallery.verticalScrollBar().value())


def drop(gallery: Gallery, cell_ids: list[str], at: QPoint) -> None:
    data: QMimeData = mime_of(cell_ids)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    gallery.dragMoveEvent(QDragMoveEvent(at, Qt.DropAction.MoveAction, data, left, none))
    gallery.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, left, none))


def test_ten_thousand_cells_open_scroll_and_are_chosen_at_once(
    panel: GalleryPanel, many_cells: Mapping[str, Cell], qtbot: QtBot
) -> None:
    # Of the thread's own time: another program that takes the processor for a moment is no fault of the gallery.
    blink = seconds_of(BLINK)
    assert best_seconds(lambda: (panel.model.reset(many_cells), QApplication.processEvents())) < blink
    gallery, bar = panel.gallery, panel.gallery.verticalScrollBar()
    assert bar.maximum() > 50_000
    frames = []
    for value in range(0, bar.maximum(), bar.maximum() // 40):
        bar.setValue(value)
        frames.append(own_seconds(gallery.viewport().repaint))
    assert sorted(frames)[-4] < blink / 3, "nine frames of ten"
    order = panel.model.order()
    assert own_seconds(lambda: (gallery.selection.set(order), gallery.viewport().repaint())) < 2 * blink
    assert len(gallery.selection) == 10_000


def test_only_what_is_seen_is_asked_for(
    panel: GalleryPanel, many_cells: Mapping[str, Cell], monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.model.reset(many_cells)
    gallery = panel.gallery
    asked: list[str] = []
    monkeypatch.setattr(gallery.thumbnails, "want", lambda cells, side, span: asked.extend(cell.id for cell in cells))
    gallery.verticalScrollBar().setValue(20_000)
    assert 0 < len(set(asked)) < 300


def test_relabelling_hundreds_moves_them_at_once(panel: GalleryPanel, many_cells: Mapping[str, Cell]) -> None:
    cells = dict(many_cells)
    panel.model.reset(cells)
    ids = [cell_id for cell_id, cell in cells.items() if cell.final_class == "platelet"]
    for cell_id in ids:
        cells[cell_id] = replace(cells[cell_id], human_class="blast")
    before = panel.model.totals["blast"]
    assert own_seconds(lambda: panel.model.update(ids)) < seconds_of(2 * BLINK)
    assert panel.model.totals["blast"] == before + len(ids)
    assert panel.model.totals["platelet"] == 0
    assert "platelet" not in [group.class_id for group in panel.model.groups]


def small(*classes: str) -> dict[str, Cell]:
    cells = [make_cell(number, name) for number, name in enumerate(classes)]
    return {cell.id: cell for cell in cells}


def test_groups_stand_in_report_order_and_counts_follow() -> None:
    model = GalleryModel()
    cells = small("blast", "platelet", "lymphocyte", "segmented_neutrophil", "blast")
    cells["c00002"] = make_cell(2, "lymphocyte", 0.6)
    model.reset(cells)
    assert [group.class_id for group in model.groups] == ["segmented_neutrophil", "lymphocyte", "blast", "platelet"]
    assert model.counts == {Tab.NEEDS: 3, Tab.ALL: 5, Tab.NOT_COUNTED: 1}
    model.set_tab(Tab.NEEDS)
    assert model.order() == ["c00002", "c00000", "c00004"]
    model.set_tab(Tab.NOT_COUNTED)
    assert model.order() == ["c00001"]


def test_a_relabelled_cell_joins_at_the_end_and_undo_puts_it_back() -> None:
    model = GalleryModel()
    cells = small("lymphocyte", "lymphocyte", "monocyte", "lymphocyte", "monocyte")
    model.reset(cells)
    cells["c00001"] = replace(cells["c00001"], human_class="monocyte")
    model.update(["c00001"])
    assert model.order() == ["c00000", "c00003", "c00002", "c00004", "c00001"]
    cells["c00001"] = replace(cells["c00001"], human_class=None)
    model.update(["c00001"])
    assert model.order() == ["c00000", "c00001", "c00003", "c00002", "c00004"]


def test_sort_by_doubt_and_filter_by_words() -> None:
    model = GalleryModel()
    cells = {c.id: c for c in (make_cell(n, "monocyte", p) for n, p in enumerate((0.9, 0.55, 0.7)))}
    model.reset(cells)
    model.set_sort(Sort.DOUBT)
    assert model.order() == ["c00001", "c00002", "c00000"]
    cells["c00009"] = make_cell(9, "monocyte", 0.51)
    model.update(["c00009"])
    assert model.order()[-1] == "c00009", "a new cell waits at the end until the user sorts again"
    model.set_sort(Sort.DOUBT)
    assert model.order()[0] == "c00009"
    model.set_text("  MONO 0002 ")
    assert model.order() == ["c00002"]
    model.set_text("basophil")
    assert model.order() == []


def test_a_cell_that_is_gone_after_a_second_analysis_leaves_the_gallery() -> None:
    model = GalleryModel()
    cells = small("monocyte", "blast")
    model.reset(cells)
    del cells["c00001"]
    model.update(["c00001"])
    assert model.order() == ["c00000"] and model.counts[Tab.ALL] == 1 and model.counts[Tab.NEEDS] == 0


def test_after_a_cell_comes_the_next_that_needs_a_person() -> None:
    model = GalleryModel()
    cells = {c.id: c for c in (make_cell(n, "monocyte", p) for n, p in enumerate((0.6, 0.95, 0.6, 0.95)))}
    model.reset(cells)
    assert model.next_for_review(model.following(["c00000"])) == "c00002"
    assert model.next_for_review(model.following(["c00002"])) == "c00000", "it wraps round"
    for cell_id in ("c00000", "c00002"):
        cells[cell_id] = replace(cells[cell_id], human_class="monocyte")
    model.update(["c00000", "c00002"])
    assert model.next_for_review(model.following(["c00002"])) == "c00003", "then those not reviewed yet"


@given(
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    width=st.integers(120, 900),
    closed=st.sets(st.integers(0, 5)),
)
def test_every_tile_is_found_where_it_is_drawn(sizes: list[int], width: int, closed: set[int]) -> None:
    names = taxonomy().ids()
    groups = [Group(names[g], [(float(n), f"{g}-{n}") for n in range(size)]) for g, size in enumerate(sizes)]
    grid = Grid()
    grid.build(groups, {names[number] for number in closed}, width)
    drawn = dict(grid.tiles(0, grid.height))
    visible = {cell_id for g, group in enumerate(groups) if g not in closed for cell_id in group.ids}
    assert set(drawn) == visible
    for cell_id, (x, y, w, h) in drawn.items():
        assert grid.cell_at(x, y) == grid.cell_at(x + w - 1, y + h - 1) == cell_id
        assert grid.cell_at(x + w, y) != cell_id
        assert grid.rect(cell_id) == (x, y, w, h)
        assert cell_id in grid.ids_in(x, y, x + 1, y + 1)
        below = grid.above_or_below(cell_id, 1)
        assert below is not None and drawn[below][1] >= y


def test_clicks_choose_one_several_and_ranges(panel: GalleryPanel, qtbot: QtBot) -> None:
    panel.model.reset(small(*["monocyte"] * 9))
    gallery, view = panel.gallery, panel.gallery.viewport()

    def click(cell_id: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, modifier, centre(gallery, cell_id))

    click("c00002")
    assert gallery.selection.ids == ["c00002"]
    click("c00005", Qt.KeyboardModifier.ShiftModifier)
    assert gallery.selection.ids == ["c00002", "c00003", "c00004", "c00005"] and gallery.selection.current == "c00005"
    click("c00003", Qt.KeyboardModifier.ControlModifier)
    assert gallery.selection.ids == ["c00002", "c00004", "c00005"]
    click("c00004")
    assert gallery.selection.ids == ["c00004"], "a click on one of several chooses it alone"


def test_a_wheel_with_ctrl_and_a_touch_pad_s_small_steps_change_the_size_alike(panel: GalleryPanel) -> None:
    panel.model.reset(small(*["monocyte"] * 9))
    gallery = panel.gallery
    gallery.set_tile(gallery.sizes[0])

    def turn(steps: int) -> int:
        at, none = QPointF(50, 50), Qt.MouseButton.NoButton
        keys, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, gallery.mapToGlobal(at), QPoint(), QPoint(0, steps), none, keys, phase, False)
        QApplication.sendEvent(gallery.viewport(), event)
        return gallery.sizes.index(gallery.grid.tile)

    assert turn(120) == 1
    assert [turn(40) for _ in range(6)] == [1, 1, 2, 2, 2, 3]
    assert turn(-120) == 2


def test_a_rubber_band_chooses_what_it_touches(panel: GalleryPanel) -> None:
    panel.model.reset(small(*["monocyte"] * 6, *["blast"] * 3))
    gallery, view = panel.gallery, panel.gallery.viewport()
    rect = gallery.grid.rect("c00005")
    assert rect is not None
    start = QPoint(rect[0] + rect[2] + gallery.grid.gap // 2, rect[1] + 20)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start - QPoint(10, 4))
    QTest.mouseMove(view, centre(gallery, "c00003"))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=centre(gallery, "c00003"))
    assert sorted(gallery.selection.ids) == ["c00003", "c00004", "c00005"]


def test_arrow_keys_walk_through_groups(panel: GalleryPanel) -> None:
    panel.model.reset(small(*["monocyte"] * 10, *["blast"] * 3))
    gallery = panel.gallery
    columns = gallery.grid.columns
    gallery.selection.set(["c00000"])
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.selection.current == "c00001"
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    assert gallery.selection.current == f"c{min(1 + columns, 9):05d}"
    QTest.keyClick(gallery, Qt.Key.Key_End)
    assert gallery.selection.current == "c00012"
    QTest.keyClick(gallery, Qt.Key.Key_Home)
    QTest.keyClick(gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert gallery.selection.ids == ["c00000", "c00001", "c00002"]


def test_a_drag_carries_all_chosen_cells_and_a_drop_names_the_group(panel: GalleryPanel, qtbot: QtBot) -> None:
    panel.model.reset(small("monocyte", "monocyte", "monocyte", "blast"))
    gallery, view = panel.gallery, panel.gallery.viewport()
    carried: list[list[str]] = []
    gallery._drag = lambda widget, ids, picture: carried.append(list(ids))
    gallery.selection.set(["c00000", "c00002"])
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=centre(gallery, "c00000"))
    QTest.mouseMove(view, centre(gallery, "c00000") + QPoint(30, 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=centre(gallery, "c00000") + QPoint(30, 30))
    assert carried == [["c00000", "c00002"]]
    assert gallery.selection.ids == ["c00000", "c00002"]
    section = gallery.grid.section_of("blast")
    assert section is not None
    with qtbot.waitSignal(gallery.relabelRequested) as asked:
        drop(gallery, carried[0], QPoint(100, section.top + 8))
    assert asked.args == [["c00000", "c00002"], "blast"]


def test_files_dropped_on_the_gallery_relabel_nothing(panel: GalleryPanel, qtbot: QtBot) -> None:
    panel.model.reset(small("monocyte", "blast"))
    data = QMimeData()
    data.setText("c00000")
    point, left = QPointF(100, 8), Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(panel.gallery.relabelRequested):
        panel.gallery.dropEvent(QDropEvent(point, Qt.DropAction.MoveAction, data, left, Qt.KeyboardModifier.NoModifier))


def test_nothing_moves_under_the_pointer_while_cells_stream_in(panel: GalleryPanel) -> None:
    cells = small(*["monocyte"] * 60, *["blast"] * 60)
    panel.model.reset(cells)
    gallery = panel.gallery
    gallery.verticalScrollBar().setValue(300)
    target = next(cell_id for cell_id, rect in gallery.grid.tiles(500, 900) if rect[1] > 500)
    QTest.mouseMove(gallery.viewport(), centre(gallery, target))
    before = centre(gallery, target)
    new = {cell.id: cell for cell in (make_cell(number, "segmented_neutrophil") for number in range(500, 540))}
    cells.update(new)
    panel.model.update(new)
    assert centre(gallery, target) == before
    assert gallery.cell_at(before) == target


def test_a_header_collapses_its_group_and_stays_in_sight(panel: GalleryPanel) -> None:
    panel.model.reset(small(*["monocyte"] * 90, "blast"))
    gallery = panel.gallery
    gallery.verticalScrollBar().setValue(250)
    header = gallery.header_at(QPoint(40, 10))
    assert header is not None and header.class_id == "monocyte", "the header is held at the top"
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert panel.model.collapsed == {"monocyte"}
    assert gallery.grid.rect("c00000") is None
    gallery.ensure_visible("c00000")
    assert panel.model.collapsed == set() and gallery.grid.rect("c00000") is not None


def test_thumbnails_show_the_cell_and_a_missing_file_says_so(panel: GalleryPanel, qtbot: QtBot, tmp_path: Path) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[..., 2] = 200
    cv2.imwrite(str(tmp_path / "c00000.png"), picture)
    cells = small("monocyte", "monocyte")
    panel.model.reset(cells)
    thumbnails, side = panel.gallery.thumbnails, panel.gallery._pixels()
    qtbot.waitUntil(lambda: all(thumbnails.pixmap(cell, side) is not None for cell in cells.values()))
    good, bad = (thumbnails.pixmap(cell, side) for cell in cells.values())
    assert good is not None and good.toImage().pixelColor(side // 2, side // 2).red() == 200
    assert bad is not None and bad.isNull()


def test_an_empty_gallery_says_why(panel: GalleryPanel) -> None:
    assert "as they are analysed" in panel._empty.text()
    panel.model.reset(small("monocyte"))
    assert not panel._empty.isVisible()
    panel.model.set_tab(Tab.NEEDS)
    assert "No cell needs you" in panel._empty.text()
    panel.model.set_text("nothing like it")
    assert "matches the filter" in panel._empty.text()
