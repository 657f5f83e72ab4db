"""Themes, class colours and sizes: chosen in the menu, in force at once or said when, kept, and told apart by everyone."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import OpenWindow, make_cell
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QMenu
from skimage.color import deltaE_ciede2000, rgb2lab

from leukview.domain.taxonomy import taxonomy
from leukview.gui import appearance, class_colours, theme
from leukview.gui.preferences import SIZES, Preferences, load_preferences, save_preferences
from leukview.gui.widgets.field_paint import paint_boxes

SIGHT = {
    "usual": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB."""


def lab(colour: QColor, sight: str) -> NDArray[np.float64]:
    rgb = np.asarray([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    shown = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    return np.asarray(rgb2lab(shown.reshape(1, 1, 3))[0, 0], np.float64)


@pytest.mark.parametrize("name", list(theme.THEMES))
@pytest.mark.parametrize("sight", list(SIGHT))
def test_lines_of_cells_stay_apart_for_every_kind_of_colour_vision(
    dressed: QApplication, name: str, sight: str
) -> None:
    theme.apply(dressed, name)
    class_colours.use_palette("safe")
    by_line = {item.group: item.id for item in taxonomy().classes if item.group not in {"other", "not_counted"}}
    bars = [class_colours.class_colour(class_id) for class_id in (*by_line.values(), "artefact")]
    boxes = [QColor(class_colours.box_colour(class_id)) for class_id in (*by_line.values(), "artefact")]
    for colours in (bars, boxes):
        least = min(deltaE_ciede2000(lab(a, sight), lab(b, sight)) for a, b in itertools.combinations(colours, 2))
        assert least >= 8, f"{least:.1f}: too alike"


def test_each_class_has_a_mark_of_its_own_and_a_colour_in_either_tone() -> None:
    marks = [class_colours.class_mark(item.id) for item in taxonomy().classes]
    assert len(set(marks)) == len(marks) and {len(mark) for mark in marks} == {2}


def test_a_box_says_its_class_by_letters_where_colours_are_the_safe_ones(dressed: QApplication) -> None:
    def drawn() -> QImage:
        image = QImage(120, 120, QImage.Format.Format_RGB32)
        image.fill(QColor("#E0C8D8"))
        painter = QPainter(image)
        cell = make_cell(1, "lymphocyte")
        looks = {cell.id: (class_colours.box_colour("lymphocyte"), False)}
        paint_boxes(painter, [cell], lambda _: QRectF(40, 40, 18, 18), looks, chosen=[], current="", labels=False)
        painter.end()
        return image.copy(36, 62, 40, 16)

    below = drawn()
    blank = QImage(below.size(), below.format())
    blank.fill(QColor("#E0C8D8"))
    assert below == blank
    class_colours.use_palette("safe")
    assert drawn() != blank


def test_an_unknown_palette_is_refused() -> None:
    with pytest.raises(ValueError, match="rainbow"):
        class_colours.use_palette("rainbow")


@pytest.mark.parametrize("choice", appearance.CHOICES)
def test_a_theme_is_in_force_at_once_and_kept(
    open_window: OpenWindow, choice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appearance, "_system_is_dark", lambda: True)
    window = open_window()
    window.actions_[f"theme_{choice}"].trigger()
    wanted = "dark" if choice == "system" else choice
    assert theme.current() == wanted
    colour = QApplication.palette().color(QPalette.ColorRole.WindowText)
    assert colour == QColor(theme.THEMES[wanted].text)
    assert window.actions_[f"theme_{choice}"].isChecked()
    assert load_preferences()[0].theme == choice
    corner = window.top.grab().toImage().pixelColor(2, 2)
    assert corner == QColor(theme.THEMES[wanted].panel), "the window itself wears it"


def test_the_window_follows_the_system_only_where_it_is_told_to(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr(appearance, "_system_is_dark", lambda: True)
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert theme.current() == "light"
    window.actions_["theme_system"].trigger()
    assert theme.current() == "dark"
    monkeypatch.setattr(appearance, "_system_is_dark", lambda: False)
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert theme.current() == "light"


def test_the_key_changes_tone_and_keeps_the_contrast(open_window: OpenWindow) -> None:
    window = open_window()
    window.actions_["theme_contrast-light"].trigger()
    window.actions_["theme"].trigger()
    assert theme.current() == "contrast-dark" and window.actions_["theme_contrast-dark"].isChecked()
    window.actions_["theme"].trigger()
    assert theme.current() == "contrast-light"


def test_class_colours_change_at_once_and_are_kept(open_window: OpenWindow) -> None:
    window = open_window()
    before = class_colours.class_colour("blast")
    window.actions_["colours_safe"].trigger()
    assert class_colours.class_colour("blast") != before
    assert class_colours.class_colour("blast") == class_colours.class_colour("monoblast"), "one colour a line"
    assert load_preferences()[0].palette == "safe"
    window.actions_["colours_standard"].trigger()
    assert class_colours.class_colour("blast") == before


def test_a_size_is_said_to_hold_after_a_start_which_is_offered(open_window: OpenWindow) -> None:
    window = open_window()
    window.actions_["size_150"].trigger()
    assert load_preferences()[0].size == 150
    assert "150 %" in window.notice.text.text() and "starts the next time" in window.notice.text.text()
    window.notice.act.click()
    assert not window.isVisible() and window.appearance.restart_wanted


def test_a_window_that_stays_open_does_not_start_again(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr("leukview.gui.main_window.may_close", lambda _: False)
    window.appearance.restart()
    assert window.isVisible() and not window.appearance.restart_wanted
    monkeypatch.undo()


def test_the_program_is_drawn_at_its_size_and_leaves_none_to_what_it_starts() -> None:
    preferences = Preferences(size=175)
    assert save_preferences(preferences)
    code = (
        "import os\nfrom leukview.gui.app import _application\nfrom leukview.gui.preferences import load_preferences\n"
        "app = _application(load_preferences()[0])\nprint(app.devicePixelRatio(), 'QT_SCALE_FACTOR' in os.environ)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["1.75", "False"]


def test_a_size_that_the_environment_asks_for_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "3")
    assert not appearance.use_size(Preferences(size=200))
    assert os.environ["QT_SCALE_FACTOR"] == "3"


def test_the_menu_lists_every_choice_once(open_window: OpenWindow) -> None:
    window = open_window()
    menu = next(menu for menu in window.top.findChildren(QMenu) if menu.title() == "Appearance")
    listed = [action.text() for action in menu.actions() if action.text()]
    assert (
        len(listed)
        == len(set(listed))
        == len(appearance.CHOICES) + len(class_colours.PALETTES) + len(SIZES) + len(["Language"])
    )
    assert sum(action.isChecked() for action in menu.actions()) == 3
