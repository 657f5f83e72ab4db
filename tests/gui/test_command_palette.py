"""The command palette: finds whatever can be done, says why something cannot, does it, and remembers what was used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenWindow, make_cell, write_images
from gallery_kit import PATIENCE, opened, press, stored
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from timing_kit import best_seconds, seconds_of

from leukview.domain.taxonomy import taxonomy
from leukview.gui.main_window import MainWindow
from leukview.gui.models.palette import Kind, Offer, PaletteModel, rank
from leukview.gui.preferences import load_preferences, save_preferences
from leukview.gui.why_not import why_not
from leukview.gui.widgets.command_palette import CommandPalette

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def offer(name: str, kind: Kind = Kind.ACTION, *, why_not: str = "", also: str = "") -> Offer:
    return Offer(name.lower(), kind, name, lambda: None, why_not=why_not, also=also)


def titles(query: str, offers: list[Offer], used: list[str] | None = None) -> list[str]:
    return [found.title for found, _ in rank(query, offers, used or [])]


def test_what_was_used_last_stands_first_and_breaks_ties() -> None:
    offers = [offer("Next cell"), offer("Next class"), offer("Confirm")]
    assert titles("", offers, ["confirm", "next class"]) == ["Confirm", "Next class", "Next cell"]
    assert titles("next", offers, ["next class"])[0] == "Next class"
    assert titles("next cell", offers, ["next class"])[0] == "Next cell", "a better match still wins"


def test_a_name_goes_before_what_stands_beside_it_and_what_can_be_done_before_what_cannot() -> None:
    offers = [offer("Export", also="Write the report"), offer("Report problems"), offer("Repeat", why_not="No")]
    assert titles("report", offers) == ["Report problems", "Export"]
    assert titles("rep", offers)[0] == "Report problems" and "Repeat" in titles("rep", offers)


def test_cells_are_found_by_a_part_of_their_name_and_the_very_one_comes_first() -> None:
    cells = [offer(name, Kind.CELL) for name in ("60-0042-2", "60-0042", "60-0043")]
    model = PaletteModel(lambda typed: [cell for cell in cells if typed and typed in cell.title])
    model.set_offers([offer("Confirm")])
    assert model.rowCount() == 1
    model.search("60-0042")
    assert [found.title for row in range(2) if (found := model.offer(row))] == ["60-0042", "60-0042-2"]


def open_palette(window: MainWindow) -> CommandPalette:
    press(window.centralWidget(), Qt.Key.Key_P, CONTROL_SHIFT)
    palette = window.findChild(CommandPalette)
    assert palette is not None and palette.isVisible()
    return palette


def do(qtbot: QtBot, palette: CommandPalette, typed: str) -> None:
    palette.field.setText(typed)
    with qtbot.waitSignal(palette.chosen):
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.qWait(0)


def test_every_action_and_class_is_offered_with_its_key_and_its_menu(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    palette = open_palette(window)
    offers = {found.id: found for row in range(palette.model.rowCount()) if (found := palette.model.offer(row))}
    for name in window.actions_.names():
        if name != "palette":
            assert offers[name].title == window.actions_[name].text().rstrip("…")
            assert bool(offers[name].why_not) != window.actions_[name].isEnabled(), name
    assert offers["label.blast"].key == "X" and offers["label.blast"].where == "cell c00000"
    assert offers["weights"].where == "More ▸ Model" and offers["confirm"].where == "Right click on a cell"
    assert offers["undo"].why_not == "There is nothing to undo"
    assert offers["export"].key == "Ctrl+E" and offers["export"].where == "Top bar"
    palette.reject()


def test_a_class_is_given_a_page_opened_and_a_cell_found_without_the_mouse(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    window.controller.selection.set(["c00003"])
    do(qtbot, open_palette(window), "myelocyte")
    assert stored()["c00003"] == "myelocyte"
    do(qtbot, open_palette(window), "grid lymph")
    assert window.pages.currentWidget() is window.pages_.grid and window.pages_.grid.model.class_id == "lymphocyte"
    do(qtbot, open_palette(window), "c00004")
    assert window.controller.selection.current == "c00004" and window.pages.currentWidget() is window.columns
    assert window.preferences.palette_used == ["cell.c00004", "page.grid.lymphocyte", "label.myelocyte"]
    save_preferences(window.preferences)
    assert load_preferences()[0].palette_used[0] == "cell.c00004"
    palette = open_palette(window)
    first = palette.model.offer(0)
    assert first is not None and first.id == "page.grid.lymphocyte", "what was used last; a cell only where it is typed"
    palette.reject()


def test_what_the_list_of_cases_can_do_is_offered_where_it_can(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 3)
    palette = open_palette(window)
    palette.field.setText("cases by patient")
    found = palette.offer()
    assert found is not None and found.why_not == "Only while the list of cases is on show" and found.key == "G"
    palette.reject()
    window.worklist.show()
    qtbot.waitUntil(lambda: bool(window.worklist.page.rows), timeout=PATIENCE)
    do(qtbot, open_palette(window), "cases by patient")
    assert window.worklist.page.view.grouped


def test_arrows_go_round_and_what_cannot_be_done_says_why_and_stays(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    palette = open_palette(window)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    palette.field.setText("redo")
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible() and "nothing to do again" in palette.foot.text()
    palette.field.setText("qqqq")
    assert palette.model.rowCount() == 0 and "Nothing is called so" in palette.foot.text()
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_letters_typed_here_label_nothing(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    palette = open_palette(window)
    QTest.keyClicks(palette.field, "blast")
    assert palette.field.text() == "blast" and set(stored().values()) == {None}
    palette.reject()


def test_a_case_is_opened_from_anywhere(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, open_window(), tmp_path / "Smear 7", 3)
    opened(qtbot, window, tmp_path / "Smear 8", 4)
    palette = open_palette(window)
    qtbot.waitUntil(lambda: _has(palette, "Open Smear 7"), timeout=PATIENCE)
    with qtbot.waitSignal(window.controller.opened, timeout=PATIENCE):
        do(qtbot, palette, "smear 7")
    assert window.controller.folder.name == "Smear 7"


def _has(palette: CommandPalette, title: str) -> bool:
    return any((found := palette.model.offer(row)) and found.title == title for row in range(palette.model.rowCount()))


def test_before_a_case_is_open_it_says_so(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    palette = open_palette(window)
    palette.field.setText("confirm")
    found = palette.offer()
    assert found is not None and found.why_not == "No case is open"
    palette.field.setText("basophil")
    found = palette.offer()
    assert found is not None and found.why_not == "No case is open"
    palette.reject()


@pytest.mark.parametrize(
    ("show", "name", "why"),
    [
        (lambda window: window.actions_["worklist"].trigger(), "export", "Not while the list of cases is on show"),
        (lambda window: None, "cancel", "Nothing is being analysed"),
        (lambda window: None, "agreement", "Both readers must be done first"),
        (lambda window: None, "confirm", ""),
    ],
)
def test_the_reason_is_the_one_that_holds(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, show: Callable[[MainWindow], None], name: str, why: str
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    show(window)
    assert why_not(window, name) == why


def test_ten_thousand_cells_and_two_thousand_cases_are_searched_between_two_keys(dressed: object) -> None:
    cells = {cell.id: cell for cell in (make_cell(number, "lymphocyte") for number in range(10_000))}
    offers = [offer(f"Label as {item.name}", Kind.CLASS) for item in taxonomy().classes]
    offers += [offer(f"Open Smear {number} of patient {number % 300}", Kind.CASE) for number in range(2000)]
    model = PaletteModel(lambda typed: [offer(name, Kind.CELL) for name in cells if typed and typed in name][:30])
    model.set_offers(offers)
    model.search("sm")
    times = []
    for typed in ("s", "sme", "smear 17", "c0999", "lympho"):
        times.append(best_seconds(lambda typed=typed: model.search(typed)))
        assert model.rowCount()
    assert max(times) < seconds_of(25), "not felt even on a machine that is shared"


def test_a_case_that_is_opened_before_its_list_was_read_needs_no_list(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = write_images(tmp_path / "smear", 3)
    window = open_window()
    palette = open_palette(window)
    window.open_folder(folder)
    palette.reject()
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=PATIENCE)
    assert window.controller.tasks.get("palette") is None
