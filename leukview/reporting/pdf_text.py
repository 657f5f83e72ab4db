"""Text for the PDF: embedded fonts, a fallback font where one lacks a character, escaping, right-to-left names."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from leukview.reporting.bidi import has_rtl, shape_arabic, visual_order
from leukview.resources import resource

__all__ = ["BOLD", "REGULAR", "clean", "fit", "markup", "paragraph", "register_fonts", "width_of"]

REGULAR = "LeukView-Regular"
BOLD = "LeukView-Bold"
_HANGUL = "HYSMyeongJo-Medium"
_MISSING = "\u25a1"

_FILES = {
    REGULAR: "Inter-Regular.ttf",
    BOLD: "Inter-SemiBold.ttf",
    "LeukView-Wide": "DejaVuSansCondensed.ttf",
    "LeukView-CJK": "DroidSansFallbackFull.ttf",
}


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the shipped fonts known to reportlab (once). Only the glyphs a report uses are embedded in it.

    Raises
    ------
    EnvironmentFault
        When LeukView's own font files are missing.
    """
    for name in (REGULAR, BOLD, "LeukView-Wide"):
        _font(name)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@lru_cache(maxsize=8)
def _font(name: str) -> frozenset[int]:
    """Register one font and return the code points it draws; the large CJK file is read only where a name needs it."""
    font = TTFont(name, str(resource("fonts", _FILES[name])))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=1)
def _hangul() -> str:
    """Register the standard Korean font, which the PDF viewer brings along: no shipped font has Hangul."""
    pdfmetrics.registerFont(UnicodeCIDFont(_HANGUL))
    return _HANGUL


@lru_cache(maxsize=4096)
def _font_for(char: str, preferred: str) -> str | None:
    """Return the font that draws a character, or None where none does."""
    code = ord(char)
    for name in (preferred, "LeukView-Wide"):
        if code in _font(name):
            return name
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return _hangul()
    # The CJK file is large: it is opened only for what lies in its blocks.
    return "LeukView-CJK" if code >= 0x2E80 and code in _font("LeukView-CJK") else None


def clean(text: str, limit: int = 400) -> str:
    """Return text fit for one line: no control or direction characters, single spaces, at most ``limit`` characters."""
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} else char for char in text)
    joined = " ".join(unicodedata.normalize("NFC", kept).split())
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"


def _drawn(text: str) -> str:
    """Return text as it is drawn, left to right, without invisible format characters."""
    shaped = shape_arabic(text) if has_rtl(text) else text
    return "".join(char for char in visual_order(shaped) if unicodedata.category(char) != "Cf")


def _runs(text: str, font: str) -> list[tuple[str, str]]:
    """Split drawn text into (font, text) runs; a character that no font has becomes a box."""
    fonts = [_font_for(char, font) for char in text]
    chars = [char if name else _MISSING for char, name in zip(text, fonts, strict=True)]
    named = [name or "LeukView-Wide" for name in fonts]
    return [
        (name, "".join(char for _, char in group))
        for name, group in groupby(zip(named, chars, strict=True), key=lambda item: item[0])
    ]


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of a line of cleaned text in points."""
    return float(sum(pdfmetrics.stringWidth(part, name, size) for name, part in _runs(_drawn(text), font)))


def markup(text: str, font: str = REGULAR, limit: int = 400) -> str:
    """Return a reader's text as safe reportlab markup: nothing in it is taken for a tag."""
    parts = []
    for name, part in _runs(_drawn(clean(text, limit)), font):
        body = escape(part)
        parts.append(body if name == font else f'<font name="{name}">{body}</font>')
    return "".join(parts)


def paragraph(text: str, style: ParagraphStyle, width: float | None = None, limit: int = 400) -> Paragraph:
    """Return a paragraph of plain text.

    Parameters
    ----------
    text:
        The text, taken literally.
    style:
        How it looks.
    width:
        Width in points that the paragraph will have. With it, right-to-left text breaks into lines before each line is
        turned round, as it must; without it such a text has to fit one line.
    limit:
        Longest text in characters.
    """
    font = style.fontName
    if width is None or not has_rtl(text):
        return Paragraph(markup(text, font, limit), style)
    # Presentation forms are wider and narrower than their letters: lines are measured a little short.
    lines = simpleSplit(clean(text, limit), "LeukView-Wide", style.fontSize, 0.95 * width)
    return Paragraph("<br/>".join(markup(line, font, limit) for line in lines), style)


def fit(text: str, font: str, size: float, width: float) -> list[tuple[str, str]]:
    """Return (font, text) runs of one line at most ``width`` points wide, cut with an ellipsis where it must be."""
    line = clean(text)
    if width_of(line, font, size) > width:
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            if width_of(line[:middle].rstrip() + "…", font, size) <= width:
                low = middle
            else:
                high = middle - 1
        line = line[:low].rstrip() + "…"
    return _runs(_drawn(line), font)
