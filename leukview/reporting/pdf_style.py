"""How the PDF looks: one font in three sizes, greys, amber for doubt, red for urgent alone, an 8-point grid."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from leukview.reporting.pdf_text import BOLD, REGULAR, markup, paragraph

__all__ = [
    "BODY",
    "BODY_BOLD",
    "FAINT",
    "GREY",
    "GRID",
    "INK",
    "LABEL",
    "MARGIN",
    "NUMBER",
    "NUMBER_BOLD",
    "NUMBER_FAINT",
    "RULE",
    "SECTION",
    "SHADE",
    "TEXT_FAINT",
    "TITLE",
    "WIDTH",
    "facts_table",
    "notice",
    "rule_lines",
    "section",
]

GRID = 8.0
"""Points; every distance is a multiple of it or of its half."""
MARGIN = 5 * GRID
WIDTH = A4[0] - 2 * MARGIN

INK = HexColor("#1F2328")
GREY = HexColor("#59636E")
FAINT = HexColor("#8C959F")
RULE = HexColor("#D8DEE4")
SHADE = HexColor("#EEF1F4")
_AMBER, _AMBER_BACK = HexColor("#9A6700"), HexColor("#FFF8E5")
_RED, _RED_BACK = HexColor("#B42318"), HexColor("#FEF0EE")

_SMALL, _TEXT, _LARGE = 7.0, 8.5, 16.0


def _style(name: str, size: float = _TEXT, colour: Color = INK, font: str = REGULAR, **more: object) -> ParagraphStyle:
    leading = 1.4 * size if size < _LARGE else 1.25 * size
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=colour, splitLongWords=1, **more
    )


BODY = _style("body")
BODY_BOLD = _style("body bold", font=BOLD)
TEXT_FAINT = _style("faint", colour=FAINT)
LABEL = _style("label", _SMALL, GREY)
TITLE = _style("title", _LARGE, font=BOLD)
SECTION = _style("section", 10.5, font=BOLD)
NUMBER = _style("number", alignment=TA_RIGHT)
NUMBER_BOLD = _style("number bold", font=BOLD, alignment=TA_RIGHT)
NUMBER_FAINT = _style("number faint", colour=FAINT, alignment=TA_RIGHT)

_NOTICES = {"urgent": (_RED, _RED_BACK), "doubt": (_AMBER, _AMBER_BACK), "plain": (GREY, SHADE)}


def notice(kind: str, title: str, lines: list[str]) -> Flowable:
    """Return a box that cannot be overlooked.

    Parameters
    ----------
    kind:
        ``urgent`` (red, for urgent rules alone), ``doubt`` (amber) or ``plain`` (grey).
    title, lines:
        Plain text.
    """
    colour, back = _NOTICES[kind]
    heading = ParagraphStyle("notice", parent=BODY_BOLD, textColor=colour)
    parts: list[Flowable] = [Paragraph(markup(title, BOLD), heading)]
    for line in lines:
        parts += [Spacer(0, GRID / 4), Paragraph(markup(line, limit=1500), BODY)]
    box = Table([[parts]], colWidths=[WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), back),
                ("LINEBEFORE", (0, 0), (0, -1), 3, colour, 0),
                ("LEFTPADDING", (0, 0), (-1, -1), 1.5 * GRID),
                ("RIGHTPADDING", (0, 0), (-1, -1), GRID),
                ("TOPPADDING", (0, 0), (-1, -1), 0.75 * GRID),
                ("BOTTOMPADDING", (0, 0), (-1, -1), GRID),
            ]
        )
    )
    return KeepTogether([box, Spacer(0, GRID)])


def section(title: str, *first: Flowable) -> list[Flowable]:
    """Return a section's heading, kept on one page with what comes first under it (no ``KeepTogether`` itself)."""
    parts: list[Flowable] = [Spacer(0, GRID), Paragraph(markup(title, BOLD), SECTION), Spacer(0, GRID / 2)]
    return [KeepTogether([*parts, *first])]


def rule_lines() -> list[tuple[object, ...]]:
    """Return the table style that all tables share: hairlines between rows, no boxes, middle alignment."""
    return [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), GRID / 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), GRID / 2),
        ("LINEBELOW", (0, 0), (-1, 0), 0.75, GREY),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
    ]


def facts_table(pairs: list[tuple[str, str]], limit: int = 1500) -> Table:
    """Return a two-column list of labelled facts, each cut after ``limit`` characters."""
    label = 13 * GRID
    table = Table(
        [[Paragraph(markup(name), LABEL), paragraph(value, BODY, WIDTH - label, limit)] for name, value in pairs],
        colWidths=[label, WIDTH - label],
    )
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table
