from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.icons import ICONS, draw_icon, icon
from leukview.gui.pixmaps import class_colour

BACKGROUNDS = ("window", "panel", "raised", "hover", "pressed")


@pytest.mark.parametrize("name", list(theme.THEMES))
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("words", ["text", "muted"])
def test_words_are_readable_on_every_background(name: theme.ThemeName, background: str, words: str) -> None:
    look = theme.THEMES[name]
    assert theme.contrast(getattr(look, words), getattr(look, background)) >= (7 if look.strong else 4.5)


@pytest.mark.parametrize("name", list(theme.THEMES))
@pytest.mark.parametrize(
    ("words", "background"),
    [
        ("on_accent", "accent"),
        ("on_urgent", "urgent"),
        ("on_surround", "surround"),
        ("text", "accent_soft"),
        ("muted", "accent_soft"),
        ("text", "doubt_soft"),
        ("muted", "doubt_soft"),
        ("muted", "track"),
        ("accent", "panel"),
        ("accent", "raised"),
        ("doubt_text", "panel"),
        ("doubt_text", "doubt_soft"),
        ("urgent_text", "panel"),
    ],
)
def test_coloured_words_are_readable(name: theme.ThemeName, words: str, background: str) -> None:
    look = theme.THEMES[name]
    assert theme.contrast(getattr(look, words), getattr(look, background)) >= (7 if look.strong else 4.5)


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_controls_and_marks_stand_out(name: theme.ThemeName) -> None:
    look = theme.THEMES[name]
    for background in ("window", "panel", "raised"):
        for mark in ("accent", "doubt", "line_strong", "urgent_text"):
            assert theme.contrast(getattr(look, mark), getattr(look, background)) >= 3, (mark, background)


def test_the_cells_surround_is_the_same_neutral_light_grey_in_every_theme() -> None:
    (surround,) = {look.surround for look in theme.THEMES.values()}
    colour = QColor(surround)
    assert colour.red() == colour.green() == colour.blue() > 200


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_red_is_for_urgent_alone(name: theme.ThemeName) -> None:
    look = theme.THEMES[name]
    for token in ("accent", "doubt", "doubt_text", "text", "muted", "line_strong"):
        colour = QColor(getattr(look, token))
        red = colour.hslSaturationF() > 0.4 and (colour.hslHue() < 20 or colour.hslHue() > 340)
        assert not red, token
    assert QColor(look.urgent).hslHue() < 20 or QColor(look.urgent).hslHue() > 340


def test_contrast_matches_the_known_extremes() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#123456", "#123456") == pytest.approx(1.0)


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_apply_dresses_the_application_and_says_so(qapp: QApplication, name: theme.ThemeName) -> None:
    said: list[str] = []
    notifier = theme.notifier()
    notifier.changed.connect(said.append)
    try:
        theme.apply(qapp, name)
    finally:
        notifier.changed.disconnect(said.append)
    look = theme.THEMES[name]
    assert said == [name]
    assert theme.current() == name
    assert theme.tokens() is look
    assert qapp.palette().color(QPalette.ColorRole.WindowText) == QColor(look.text)
    assert look.accent in qapp.styleSheet()
    assert qapp.font().pixelSize() == look.body


def test_an_unknown_theme_is_refused_and_changes_nothing(dressed: QApplication) -> None:
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(dressed, "sepia")
    assert theme.current() == "light"


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_the_style_sheet_has_no_token_left_and_three_font_sizes(name: theme.ThemeName) -> None:
    look = theme.THEMES[name]
    sheet = theme.style_sheet(look)
    assert "$" not in sheet
    assert {int(size) for size in re.findall(r"font-size: (\d+)px", sheet)} == {look.small, look.body, look.title}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= {
        value for value in map(str, (getattr(look, field) for field in look.__dataclass_fields__)) if value[0] == "#"
    }


def test_figures_are_tabular_in_both_weights(dressed: QApplication) -> None:
    for strong in (False, True):
        font = theme.font(13, strong)
        assert QFontInfo(font).family() == "Inter"
        widths = {QFontMetrics(font).horizontalAdvance(digit * 8) for digit in "0123456789"}
        assert len(widths) == 1


def test_the_strong_weight_is_really_another(dressed: QApplication) -> None:
    text = "Promyelocyte"
    normal, strong = (QFontMetrics(theme.font(18, weight)).horizontalAdvance(text) for weight in (False, True))
    assert strong > normal


def test_a_role_restyles_a_label_at_once(dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Title")
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.sizeHint().height()
    theme.set_role(label, role="title")
    assert label.sizeHint().height() > before


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_every_class_bar_is_visible_on_a_panel(qapp: QApplication, name: theme.ThemeName) -> None:
    theme.apply(qapp, name)
    for item in taxonomy().classes:
        assert theme.contrast(class_colour(item.id), theme.tokens().panel) >= 1.9, item.id


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_draws_inside_its_square(qapp: QApplication, name: str) -> None:
    canvas = QImage(36, 36, QImage.Format.Format_ARGB32)
    canvas.fill(0)
    painter = QPainter(canvas)
    draw_icon(painter, name, QRectF(2, 2, 32, 32), QColor("#000000"))
    painter.end()
    inked = [(x, y) for x in range(36) for y in range(36) if canvas.pixelColor(x, y).alpha() > 0]
    assert len(inked) > 20
    assert all(1 <= x <= 34 and 1 <= y <= 34 for x, y in inked)


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    stop = icon("stop")
    theme.apply(qapp, "light")
    assert stop.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8) == QColor(theme.THEMES["light"].text)
    theme.apply(qapp, "dark")
    assert stop.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8) == QColor(theme.THEMES["dark"].text)


def test_an_unknown_icon_is_a_bug_not_a_blank(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no such icon")
