"""What is drawn over pictures takes its colours from the theme and stays visible on whatever a picture shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import make_cell
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.cell import Cell, Removal
from leukview.domain.prediction import SetAside
from leukview.gui import class_colours, theme
from leukview.gui.class_colours import box_colour, use_palette
from leukview.gui.widgets import field_paint, gallery_paint, overlay_paint
from leukview.gui.widgets.picture_mark import paint_mark
from leukview.imaging.adjustment import Adjustment

GUI = Path(theme.__file__).parent
SIDE = 120
STAINS = {
    "black": "#000000",
    "white": "#FFFFFF",
    "grey": "#8C8C8C",
    "nucleus": "#5E2A84",
    "smear": "#F5E2D8",
    "erythrocyte": "#D69A94",
    "eosinophil": "#E0703C",
    "methylene blue": "#2E6FB0",
    "light accent": "#0B6A86",
    "dark accent": "#5BB8D4",
    "amber": "#F0B03F",
}
RECT = QRectF(30, 30, 60, 60)
PIXEL_RECT = QRect(30, 30, 60, 60)
SQUARE = QPolygonF([QPointF(30, 30), QPointF(90, 30), QPointF(90, 90), QPointF(30, 90)])
CELL = make_cell(1, "eosinophil", 0.9)
Draw = Callable[[QPainter, QColor], object]


@pytest.fixture(params=list(theme.THEMES))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[theme.Tokens]:
    theme.apply(qapp, request.param)
    yield theme.tokens()
    theme.apply(qapp, "light")


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(RECT)
    return path


def _box(cell: Cell, *, current: bool = False) -> Draw:
    def draw(painter: QPainter, _: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        field_paint.paint_boxes(
            painter,
            [cell],
            lambda _: RECT,
            {cell.id: ("" if cell.removed else box_colour(cell.final_class), False)},
            chosen=(),
            current=cell.id if current else "",
            labels=False,
        )

    return draw


def _tile(cell: Cell, *, confidence: bool = False) -> Draw:
    def draw(painter: QPainter, ground: QColor) -> None:
        picture = QPixmap(SIDE, SIDE)
        picture.fill(ground)
        gallery_paint.paint_tile(
            painter,
            PIXEL_RECT,
            cell,
            picture,
            selected=False,
            current=False,
            hovered=False,
            confidence=confidence,
        )

    return draw


OVERLAYS: dict[str, Draw] = {
    "box": _box(CELL),
    "box of a band": _box(make_cell(1, "band_neutrophil", 0.9)),
    "box of a removed cell": _box(replace(CELL, removed=Removal("deleted"))),
    "frame of a box": _box(CELL, current=True),
    "region": lambda painter, _: field_paint.paint_region(painter, SQUARE),
    "stroke": lambda painter, _: field_paint.paint_rubber(painter, SQUARE),
    "scale bar": lambda painter, _: field_paint.paint_scale_bar(painter, QRectF(0, 0, SIDE, SIDE), 0.1),
    "adjusted": lambda painter, _: paint_mark(painter, QRectF(0, 0, SIDE, SIDE), Adjustment(0.2, 0.0, 1.0, None)),
    "nucleus": lambda painter, _: overlay_paint.paint_contour(painter, _circle(), "nucleus"),
    "cytoplasm": lambda painter, _: overlay_paint.paint_contour(painter, _circle(), "cytoplasm"),
    "tick": lambda painter, _: overlay_paint.paint_tick(painter, QPointF(60, 60), 7),
    "doubt": lambda painter, _: overlay_paint.paint_doubt(painter, QPointF(60, 60)),
    "set aside": _tile(
        replace(CELL, prediction=replace(CELL.prediction, set_aside=SetAside("uncountable", ("torn",))))
    ),
    "confidence": _tile(CELL, confidence=True),
    "note": _tile(replace(CELL, note="To be shown")),
    "rubber band": lambda painter, _: gallery_paint.paint_band(painter, PIXEL_RECT),
}


def drawn(draw: Draw, ground: str) -> set[str]:
    """Return the colours of a picture of one colour once something is drawn over it."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QColor(ground))
    painter.end()
    values = np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, SIDE) & 0xFFFFFF
    return {f"#{value:06X}" for value in np.unique(values)}


@pytest.mark.parametrize("name", list(OVERLAYS))
def test_it_stands_out_from_every_picture(look: theme.Tokens, qtbot: QtBot, name: str) -> None:
    faint = {
        stain: round(best, 2)
        for stain, ground in STAINS.items()
        if (best := max(theme.contrast(colour, ground) for colour in drawn(OVERLAYS[name], ground))) < 3
    }
    assert not faint


def test_the_light_and_the_dark_of_a_line_leave_no_grey_out(look: theme.Tokens) -> None:
    for dark in (look.ink, look.mark):
        for part in range(256):
            ground = QColor(part, part, part)
            assert max(theme.contrast(look.plate, ground), theme.contrast(dark, ground)) >= 3, (dark, part)


def test_words_and_amber_are_read_on_their_plate(look: theme.Tokens) -> None:
    assert theme.contrast(look.ink, look.plate) >= 7
    assert theme.contrast(look.mark_doubt, look.plate) >= 3


@pytest.mark.parametrize("palette", list(class_colours.PALETTES))
def test_amber_and_the_tick_are_told_apart_by_more_than_colour(look: theme.Tokens, palette: str) -> None:
    use_palette(palette)
    try:
        grey = [
            {QColor(colour).lightness() for colour in drawn(OVERLAYS[name], STAINS["smear"])}
            for name in ("tick", "doubt")
        ]
        assert grey[0] != grey[1]
    finally:
        use_palette("standard")


def test_no_widget_has_a_colour_of_its_own() -> None:
    literal = re.compile(r"QColor\(\s*(?:['\"]|\d)|['\"]#[0-9A-Fa-f]{3,8}['\"]|GlobalColor\.(?!transparent)\w+")
    found = [
        f"{path.relative_to(GUI)}:{number}: {line.strip()}"
        for path in sorted(GUI.rglob("*.py"))
        if path.name != "tokens.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if literal.search(line)
    ]
    assert not found
