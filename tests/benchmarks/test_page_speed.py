"""No turn of the window is felt on its other pages with thousands of cells, nor in what it says of readers and signing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from gallery_case import case_of, window_of
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog
from timing_kit import best_seconds
from watchdog_kit import Watchdog

from leukview.domain.signing import Contents, content_sha256, signing_state
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Sort, Tab
from leukview.gui.models.gallery_filter import CellFilter, Flag, Review
from leukview.gui.widgets.cheat_sheet import CheatSheet
from leukview.gui.widgets.keys_dialog import KeysDialog
from leukview.gui.widgets.train_dialog import TrainDialog
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_intake import new_reference
from leukview.services.second_reading import finish_second, start_second
from leukview.services.signing import amend, sign
from leukview.store.database import open_store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CELLS, REFERENCES = 10_000, 5_000

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))
    theme.apply(qapp, "light")
    made = window_of()
    yield made
    made.close()
    assert made.controller.tasks.shutdown(10_000)
    made.deleteLater()
    QApplication.processEvents()


def open_case(window: MainWindow, watchdog: Watchdog, folder: Path, cells: int = CELLS) -> None:
    controller = window.controller
    case_of(cells, folder)
    window.open_folder(folder)
    watchdog.step("open", lambda: None, lambda: controller.analysed and controller.model.shown == cells)
    watchdog.turns.clear()


def quiet(window: MainWindow) -> bool:
    tasks = window.controller.tasks
    return not window.controller.decisions.busy and not any(task.running for task in list(tasks._tasks.values()))


def test_sorts_filters_and_fields_of_ten_thousand_cells(window: MainWindow, tmp_path: Path) -> None:
    watchdog, controller, model = Watchdog(), window.controller, window.controller.model
    open_case(window, watchdog, tmp_path / "case")

    def step(name: str, act: Callable[[], object]) -> None:
        watchdog.step(name, act, lambda: quiet(window))

    def review() -> None:
        for sort in Sort:
            step(f"sort by {sort.value}", lambda sort=sort: model.set_sort(sort))
            step(f"against {sort.value}", lambda sort=sort: model.set_sort(sort, backwards=True))
        for chosen in (
            CellFilter(review=Review.NOT_REVIEWED, doubt=0.25),
            CellFilter(flags=frozenset({Flag.NOTE, Flag.OUTLINE, Flag.OUT_OF_DOMAIN})),
            CellFilter(classes=frozenset({"blast", "monocyte"}), review=Review.SECOND_LOOK),
        ):
            step(f"filter {chosen.words()}", lambda chosen=chosen: model.set_filter(chosen))
            assert {cell.id for cell in controller.cells if chosen.passes(cell)} == set(model.order())
            step("filter off", lambda: model.set_filter(CellFilter()))
        for tab in (Tab.NEEDS, Tab.NOT_COUNTED, Tab.ALL):
            step(f"tab {tab.value}", window.gallery_panel.tabs[tab].click)
        step("fields", lambda: window.actions_["fields"].setChecked(True))
        here = [cell.id for cell in controller.cells if cell.file == window.fields.file]
        listed = window.field_panel.list.item(0).text()
        assert f"{len(here):,} cells" in listed
        step("choose in the field", lambda: controller.selection.set(here[:2], here[0]))
        step("merge", window.actions_["merge_cells"].trigger)
        step("take it back", controller.undo)
        step("choose one", lambda: controller.selection.set(here[4:5], here[4]))
        step("delete", window.actions_["delete_cells"].trigger)
        step("bring it back", controller.undo)
        step("gallery", lambda: window.actions_["fields"].setChecked(False))
        ids = model.order()
        step("label a hundred and fifty", lambda: controller.relabel(ids[:150], "blast"))
        step("take that back", controller.undo)
        assert len(controller.cells) == CELLS

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def test_a_reference_set_of_five_thousand_cells_and_the_keys(window: MainWindow) -> None:
    watchdog, page = Watchdog(), window.references.page
    library, rng = ReferenceLibrary(open_store(None), "Ann"), np.random.default_rng(3)
    labels = taxonomy().ids()
    number = library.create("Many", "For teaching")
    pictures = rng.integers(0, 255, (REFERENCES, 24, 24, 3)).astype(np.uint8)
    made = [
        new_reference(picture, labels[place % len(labels)], "reader 1", "Ann", "2026-01-02T03:04:05+00:00")
        for place, picture in enumerate(pictures)
    ]
    library.add(number, made)

    def step(name: str, act: Callable[[], object]) -> None:
        watchdog.step(name, act, lambda: quiet(window))

    def of_class(row: int) -> None:
        page.classes.setCurrentItem(page.classes.topLevelItem(row))

    def review() -> None:
        step("open the page", lambda: window.references.show(number))
        assert page.model.rowCount() == REFERENCES
        bar = page.wall.verticalScrollBar()
        step("scroll", lambda: bar.setValue(bar.maximum() // 2))
        step("scroll to the end", lambda: bar.setValue(bar.maximum()))
        step("one class", lambda: of_class(3))
        step("every class", lambda: of_class(0))
        step("choose all", page.wall.selectAll)
        assert len(page.chosen()) == REFERENCES
        step("choose one", lambda: page.wall.setCurrentIndex(page.model.index(5)))
        step("narrower", lambda: window.resize(960, 600))
        step("wider", lambda: window.resize(1280, 800))
        step("take one out", page.remove.trigger)
        assert page.model.rowCount() == REFERENCES - 1
        step("put it back", page.undo.trigger)
        assert page.model.rowCount() == REFERENCES
        step("leave", window.references.leave)
        step("the keys", window.actions_["class_keys"].trigger)
        dialog = next(item for item in window.findChildren(KeysDialog) if item.isVisible())
        step("search the keys", lambda: dialog.text.setText("undo"))
        step("close the keys", dialog.reject)

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def test_the_key_sheet_and_the_training_open_well_within_a_turn(window: MainWindow) -> None:
    watchdog, tight = Watchdog(), 0.75

    def opened_first(kind: type[QDialog], name: str) -> None:
        watchdog.step(name, window.actions_[name].trigger)
        dialog = next(item for item in window.findChildren(kind) if item.isVisible())
        if isinstance(dialog, TrainDialog):
            watchdog.step("its other page", lambda: dialog.pages.setCurrentWidget(dialog.run))
        dialog.close()
        # The next one is a first opening, too.
        dialog.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    for _ in range(3):
        opened_first(CheatSheet, "cheat_sheet")
        opened_first(TrainDialog, "train")
    assert max(turn.share for turn in watchdog.turns.values()) < tight, str(watchdog)


def test_a_signed_case_that_is_amended_says_at_once_whether_it_is_as_signed(window: MainWindow, tmp_path: Path) -> None:
    watchdog, controller = Watchdog(), window.controller
    open_case(window, watchdog, tmp_path / "case")
    session = controller.session
    assert session is not None
    sign(session, "Ann", [], [])
    amend(session, "wrong cell", "Ann")
    controller.flush()
    ids = controller.model.order()

    def step(name: str, act: Callable[[], object], state: str) -> None:
        watchdog.step(name, act, lambda: quiet(window))
        assert signing_state(session.stored) == state
        words = window.signing_bar.words.whole_text()
        assert words.startswith("Signed by Ann" if state == "signed" else "Changed since signing"), name

    def review() -> None:
        step("label one", lambda: controller.relabel(ids[7:8], "platelet"), "changed since signing")
        step("take it back", controller.undo, "signed")
        step("label half", lambda: controller.relabel(ids[: CELLS // 2], "blast"), "changed since signing")
        step("take that back", controller.undo, "signed")

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)
    contents, case, turns = Contents(), replace(session.stored, cells=dict(session.stored.cells)), count()
    contents.sha256(case)

    def change() -> None:
        case.cells[ids[0]] = replace(case.cells[ids[0]], note=f"note {next(turns)}")
        contents.sha256(case)

    assert best_seconds(change, 5) < best_seconds(lambda: content_sha256(case), 5) / 2


def test_the_line_about_two_readers_counts_no_cell_anew(window: MainWindow, tmp_path: Path) -> None:
    watchdog, controller = Watchdog(), window.controller
    open_case(window, watchdog, tmp_path / "case")
    session, words = controller.session, window.reading_bar.words.whole_text
    assert session is not None
    ids = controller.model.order()
    session.relabel(ids[:3], "basophil")
    start_second(session, "Ann", "Ben")
    controller.flush()

    def step(name: str, act: Callable[[], object]) -> None:
        watchdog.step(name, act, lambda: quiet(window))

    def read() -> None:
        step("read one", lambda: controller.relabel(ids[:1], "monocyte"))
        assert f"1 of {CELLS:,} cells read" in words()
        step("take it back", controller.undo)
        assert f"0 of {CELLS:,} cells read" in words()

    def decide() -> None:
        step("decide one", lambda: controller.relabel(ids[:1], "blast"))
        assert "1 cell still" in words()
        step("undecide it", controller.undo)
        assert "2 cells still" in words()
        assert sum(cell.disagreement for cell in controller.cells) == 2
        controller.selection.set(ids[-1:], ids[-1])
        step("go to the next disagreement", window.second_reading.next_disagreement)
        assert controller.selection.current == ids[0]

    watchdog.watch(read)
    session.relabel(ids[:2], "monocyte")
    finish_second(session)
    controller.flush()
    watchdog.watch(decide)
    assert not watchdog.too_long, str(watchdog)
