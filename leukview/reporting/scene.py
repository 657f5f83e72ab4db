"""A chart as a list of marks, drawn into an HTML page or a PDF alike: one layout, so that the two never differ.

Lengths are points, y grows downwards. A colour is a name of :data:`COLOURS`, which follows the page's light or dark theme, or
``#rrggbb``, which does not.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from leukview.reporting.pdf_text import BOLD, REGULAR, fit

__all__ = ["COLOURS", "FONT_STACK", "Scene", "SceneFlowable", "contrast", "ink_on", "mixed", "to_svg"]

COLOURS = {
    # name: on a light page, on a dark one
    "ink": ("#1F2328", "#E6EAEE"),
    "grey": ("#59636E", "#A5AEB8"),
    "faint": ("#8C959F", "#6E7781"),
    "rule": ("#D8DEE4", "#3A424B"),
    "paper": ("#FFFFFF", "#15181C"),
    "first": ("#0B5CAD", "#6CB2F5"),
    "second": ("#B35000", "#F5A55A"),
}
"""The colours of charts; ``first`` and ``second`` are a blue and an orange that no common colour blindness confuses."""

FONT_STACK = "Inter, 'Segoe UI', system-ui, -apple-system, Roboto, 'Noto Sans', Arial, sans-serif"

Anchor = Literal["start", "middle", "end"]
Points = tuple[tuple[float, float], ...]
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str
    line: str
    thick: float


@dataclass(frozen=True, slots=True)
class _Line:
    points: Points
    colour: str
    thick: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class _Text:
    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Anchor
    bold: bool
    turn: float


@dataclass(frozen=True, eq=False, slots=True)
class _Picture:
    x: float
    y: float
    side: float
    pixels: Image


Mark = _Rect | _Line | _Dot | _Text | _Picture


@dataclass(eq=False)
class Scene:
    """A chart: its size in points, what a person who does not see it is told, and its marks in drawing order."""

    width: float
    height: float
    title: str
    marks: list[Mark] = field(default_factory=list)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str = "", line: str = "", thick: float = 0.5
    ) -> None:
        """Add a rectangle; an empty colour is none."""
        self.marks.append(_Rect(x, y, width, height, fill, line, thick))

    def line(self, points: Points, colour: str = "ink", thick: float = 0.5, dash: tuple[float, ...] = ()) -> None:
        """Add a line through points."""
        self.marks.append(_Line(points, colour, thick, dash))

    def dot(self, x: float, y: float, radius: float, fill: str = "ink") -> None:
        """Add a filled circle."""
        self.marks.append(_Dot(x, y, radius, fill))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 7,
        colour: str = "ink",
        anchor: Anchor = "start",
        *,
        bold: bool = False,
        turn: float = 0,
        width: float = 0,
    ) -> None:
        """Add one line of text on its baseline, turned ``turn`` degrees to the left; cut to ``width`` where one is given."""
        shown = _cut(text, BOLD if bold else REGULAR, size, width) if width else text
        self.marks.append(_Text(x, y, shown, size, colour, anchor, bold, turn))

    def picture(self, x: float, y: float, side: float, pixels: Image) -> None:
        """Add a square S×S×3 uint8 RGB picture."""
        self.marks.append(_Picture(x, y, side, pixels))


def _cut(text: str, font: str, size: float, width: float) -> str:
    return "".join(part for _, part in fit(text, font, size, width))


def mixed(low: str, high: str, share: float) -> str:
    """Return the colour a share, 0–1, of the way from one ``#rrggbb`` to another."""
    a, b = (np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) for text in (low, high))
    return "#{:02X}{:02X}{:02X}".format(*np.rint(a + share * (b - a)).astype(int).tolist())


def contrast(first: str, second: str) -> float:
    """Return the contrast of two ``#rrggbb``, 1–21 (WCAG 2.2, 1.4.3: text needs 4.5)."""
    low, high = sorted(_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def ink_on(fill: str) -> str:
    """Return black or white, whichever is read better on a fill of ``#rrggbb``."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, fill))


def to_svg(scene: Scene, *, alone: bool = False) -> str:
    """Return a scene as SVG: an element for an HTML page, whose theme it follows, or alone: a file in the light colours."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width:g} {scene.height:g}" role="img"'
    if alone:
        head += f' width="{scene.width:g}pt" height="{scene.height:g}pt"'
    head += f' font-family="{FONT_STACK}" aria-label="{escape(scene.title)}"><title>{escape(scene.title)}</title>'
    return head + "".join(_svg(mark, alone) for mark in scene.marks) + "</svg>"


def _paint(colour: str, alone: bool) -> str:
    if not colour or colour.startswith("#"):
        return colour or "none"
    return COLOURS[colour][0] if alone else f"var(--{colour})"


def _svg(mark: Mark, alone: bool) -> str:
    match mark:
        case _Rect():
            edge = f' stroke="{_paint(mark.line, alone)}" stroke-width="{mark.thick:g}"' if mark.line else ""
            place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.width:.2f}" height="{mark.height:.2f}"'
            return f'<rect {place} fill="{_paint(mark.fill, alone)}"{edge}/>'
        case _Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
            dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in mark.dash)}"' if mark.dash else ""
            look = f'stroke="{_paint(mark.colour, alone)}" stroke-width="{mark.thick:g}" stroke-linejoin="round"{dash}'
            return f'<polyline points="{points}" fill="none" {look}/>'
        case _Dot():
            fill = _paint(mark.fill, alone)
            return f'<circle cx="{mark.x:.2f}" cy="{mark.y:.2f}" r="{mark.radius:g}" fill="{fill}"/>'
        case _Picture():
            place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.side:g}" height="{mark.side:g}"'
            return f'<image {place} href="data:image/jpeg;base64,{b64encode(_jpeg(mark.pixels)).decode()}"/>'
        case _Text():
            turn = f' transform="rotate({-mark.turn:g} {mark.x:.2f} {mark.y:.2f})"' if mark.turn else ""
            look = f'font-size="{mark.size:g}" fill="{_paint(mark.colour, alone)}"'
            if mark.anchor != "start":
                look += f' text-anchor="{mark.anchor}"'
            if mark.bold:
                look += ' font-weight="600"'
            return f'<text x="{mark.x:.2f}" y="{mark.y:.2f}" {look}{turn}>{escape(mark.text)}</text>'


def _jpeg(pixels: Image) -> bytes:
    # A tenth of a PNG's size, at a quality that shows no difference.
    stream = BytesIO()
    PilImage.fromarray(pixels).save(stream, "JPEG", quality=90, subsampling=0)
    return stream.getvalue()


class SceneFlowable(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A scene in a PDF, in the light colours."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene

    @cached_property
    def _pictures(self) -> dict[int, ImageReader]:
        return {
            i: ImageReader(BytesIO(_jpeg(mark.pixels)))
            for i, mark in enumerate(self.scene.marks)
            if isinstance(mark, _Picture)
        }

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return the scene's width and height."""
        return self.scene.width, self.scene.height

    def draw(self) -> None:
        """Draw the scene on the canvas."""
        for i, mark in enumerate(self.scene.marks):
            self.canv.saveState()
            if isinstance(mark, _Picture):
                self.canv.drawImage(
                    self._pictures[i], mark.x, self.scene.height - mark.y - mark.side, mark.side, mark.side
                )
            else:
                _on_canvas(self.canv, mark, self.scene.height)
            self.canv.restoreState()


def _on_canvas(canvas: Canvas, mark: Mark, height: float) -> None:
    match mark:
        case _Rect():
            if mark.fill:
                canvas.setFillColor(HexColor(_paint(mark.fill, True)))
            if mark.line:
                canvas.setStrokeColor(HexColor(_paint(mark.line, True)))
                canvas.setLineWidth(mark.thick)
            place = (mark.x, height - mark.y - mark.height, mark.width, mark.height)
            canvas.rect(*place, stroke=int(bool(mark.line)), fill=int(bool(mark.fill)))
        case _Line():
            canvas.setStrokeColor(HexColor(_paint(mark.colour, True)))
            canvas.setLineWidth(mark.thick)
            canvas.setLineJoin(1)
            canvas.setDash(*([list(mark.dash)] if mark.dash else [[]]))
            path = canvas.beginPath()
            for number, (x, y) in enumerate(mark.points):
                (path.lineTo if number else path.moveTo)(x, height - y)
            canvas.drawPath(path, stroke=1, fill=0)
        case _Dot():
            canvas.setFillColor(HexColor(_paint(mark.fill, True)))
            canvas.circle(mark.x, height - mark.y, mark.radius, stroke=0, fill=1)
        case _Text():
            _write(canvas, mark, height)


def _write(canvas: Canvas, mark: _Text, height: float) -> None:
    # A width that no line reaches: only the fonts' runs are wanted, nothing is to be cut.
    runs = fit(mark.text, BOLD if mark.bold else REGULAR, mark.size, 1e6)
    width = sum(canvas.stringWidth(part, name, mark.size) for name, part in runs)
    canvas.setFillColor(HexColor(_paint(mark.colour, True)))
    canvas.translate(mark.x, height - mark.y)
    canvas.rotate(mark.turn)
    x = {"start": 0.0, "middle": -width / 2, "end": -width}[mark.anchor]
    for name, part in runs:
        canvas.setFont(name, mark.size)
        canvas.drawString(x, 0, part)
        x += canvas.stringWidth(part, name, mark.size)
