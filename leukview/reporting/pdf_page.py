"""The pages that all PDFs share: A4, one frame, and a foot that says what the report may be used for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from leukview.reporting.model import RESEARCH_USE_ONLY
from leukview.reporting.pdf_style import GREY, GRID, INK, MARGIN, RULE, WIDTH
from leukview.reporting.pdf_text import BOLD, REGULAR

__all__ = ["a4_document", "draw_foot"]

_FOOT = 7 * GRID


def _nothing(canvas: Canvas, document: BaseDocTemplate) -> None:
    """Draw nothing beside the story."""


def a4_document(
    path: Path, head: float, on_page: Callable[[Canvas, BaseDocTemplate], None] = _nothing, **facts: str
) -> BaseDocTemplate:
    """Return a document to build a story in.

    Parameters
    ----------
    path:
        The file.
    head:
        Points above the story.
    on_page:
        Draws beside the story, on each page before it.
    facts:
        What the file says of itself: title, creator, and so on.
    """
    # A frame without padding: text and tables share one left edge.
    frame = Frame(MARGIN, _FOOT, WIDTH, A4[1] - head - _FOOT, 0, 0, 0, 0)
    more: dict[str, Any] = {"subject": RESEARCH_USE_ONLY, "lang": "en-GB", **facts}
    template = PageTemplate("page", [frame], onPage=on_page)
    return BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[template], **more)


def draw_foot(canvas: Canvas, made: str) -> None:
    """Draw a page's foot: what the report may be used for and, on the right, by what and when it was made, and the page."""
    right, foot = A4[0] - MARGIN, 4 * GRID
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, foot + 1.5 * GRID, right, foot + 1.5 * GRID)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 7)
    canvas.drawString(MARGIN, foot, RESEARCH_USE_ONLY)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 7)
    canvas.drawRightString(right, foot, made)
