"""The PDF's gallery: the cells a person should look at, each beside its heat map."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from leukview.domain.attributes import in_words
from leukview.domain.cell import Cell
from leukview.domain.decision_path import aside_words, missing_words, path_words
from leukview.domain.prediction import DOUBTFUL_AT
from leukview.domain.taxonomy import taxonomy
from leukview.reporting.model import Report
from leukview.reporting.pdf_style import BODY, BODY_BOLD, FAINT, GREY, GRID, INK, RULE, SHADE, WIDTH, section
from leukview.reporting.pdf_text import BOLD, REGULAR, fit, markup
from leukview.reporting.pictures import HEAT_LEGEND, cell_picture, heat_of, heat_ramp, overlay

__all__ = ["GALLERY_SIZE", "flagged_groups", "gallery_section"]

GALLERY_SIZE = 24
"""Cells shown at most; the window shows all."""

_RESERVED = 4
_ACROSS = 4
_PICTURE = 58.0
_PIXELS = 176
_LINE = 9.5
_SIZE = 7.0
_WORD_LINES = 2
_PATH_LINES = 4

Image = NDArray[np.uint8]


def _blast_like(cell: Cell) -> bool:
    return cell.status == "unreviewed" and taxonomy()[cell.final_class].blast_like


def _doubtful(cell: Cell) -> bool:
    return cell.status == "unreviewed" and not cell.out_of_domain and cell.doubt >= DOUBTFUL_AT


def _out_of_domain(cell: Cell) -> bool:
    return cell.status == "unreviewed" and cell.out_of_domain


def _relabelled(cell: Cell) -> bool:
    return cell.status == "relabelled"


def _confirmed_blast(cell: Cell) -> bool:
    return cell.status == "confirmed" and taxonomy()[cell.final_class].blast_like


_GROUPS: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
    ("Called blast-like, not reviewed", _blast_like),
    ("Doubtful, not reviewed", _doubtful),
    ("Unlike the training images, not reviewed", _out_of_domain),
    ("Relabelled by a person", _relabelled),
    ("Blast-like, confirmed by a person", _confirmed_blast),
)


def flagged_groups(
    cells: tuple[Cell, ...], size: int = GALLERY_SIZE, urgent: frozenset[str] = frozenset()
) -> list[tuple[str, list[Cell], int]]:
    """Return (title, cells shown, cells in the group) for every group with a cell; a cell is in its first group only.

    Every group keeps a few places, so that thirty blasts never hide the one relabelled cell; what is left goes to the
    groups in order of urgency. Within a group the ``urgent`` classes, which an alert rests on, come first; then the most
    probable blasts, else the most doubtful cells.
    """
    taken: set[str] = set()
    groups: list[tuple[str, list[Cell]]] = []
    for title, belongs in _GROUPS:
        members = [cell for cell in cells if cell.id not in taken and belongs(cell)]
        taken.update(cell.id for cell in members)
        if members:
            groups.append((title, sorted(members, key=lambda cell: (cell.final_class not in urgent, *_rank(cell)))))
    places = [min(_RESERVED, len(members)) for _, members in groups]
    left = max(0, size - sum(places))
    for index, (_, members) in enumerate(groups):
        extra = min(left, len(members) - places[index])
        places[index] += extra
        left -= extra
    return [
        (title, members[:count], len(members)) for (title, members), count in zip(groups, places, strict=True) if count
    ]


def _rank(cell: Cell) -> tuple[float, str]:
    blast = taxonomy()[cell.final_class].blast_like and cell.prediction is not None
    return (-cell.prediction.probability if blast and cell.prediction else -cell.doubt, cell.id)


def gallery_section(report: Report) -> list[Flowable]:
    """Return the gallery, or nothing where no cell is flagged."""
    # The cells that an alert rests on must be seen, be there ever so many other blasts.
    urgent = frozenset(name for result in report.suggestion.alerts for name in result.rule.numerator)
    groups = flagged_groups(report.cells, urgent=urgent)
    if not groups:
        return []
    flagged = sum(total for _, _, total in groups)
    shown = sum(len(cells) for _, cells, _ in groups)
    amount = f"All {flagged}" if shown == flagged else f"{shown} of {flagged}"
    legend = f" {HEAT_LEGEND}" if report.heatmap is not None else ""
    about = f"{amount} flagged or relabelled cell{'' if flagged == 1 else 's'}.{legend}"
    parts: list[Flowable] = section("Cells to look at", Paragraph(markup(about, limit=600), BODY))
    if report.heatmap is not None:
        parts += [Spacer(0, GRID / 2), _Ramp()]
    images: dict[str, Image] = {}
    for title, cells, total in groups:
        count = f"{total}" if len(cells) == total else f"{len(cells)} of {total}"
        heading = Paragraph(f"{markup(title, BOLD)} ({count})", BODY_BOLD)
        cards = [_Card(report, cell, images) for cell in cells]
        rows = [cards[start : start + _ACROSS] for start in range(0, len(cards), _ACROSS)]
        parts.append(KeepTogether([Spacer(0, GRID), heading, Spacer(0, GRID / 2), _card_row(rows[0])]))
        parts += [_card_row(row) for row in rows[1:]]
    return parts


def _card_row(cards: list[_Card]) -> Table:
    padded: list[object] = [*cards, *[""] * (_ACROSS - len(cards))]
    table = Table([padded], colWidths=[WIDTH / _ACROSS] * _ACROSS)
    table.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), GRID),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


class _Ramp(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The heat map's colours from none to strongest."""

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH, GRID

    def draw(self) -> None:
        ramp = np.repeat(heat_ramp()[None], 4, axis=0)
        self.canv.setFont(REGULAR, _SIZE)
        self.canv.setFillColor(GREY)
        self.canv.drawString(0, 1.5, "no evidence")
        self.canv.drawImage(ImageReader(PilImage.fromarray(ramp)), 48, 0, 12 * GRID, GRID)
        self.canv.drawString(48 + 13 * GRID, 1.5, "the cell's strongest")


class _Card(Flowable):  # type: ignore[misc]
    """One cell: its picture, its heat map, what the AI says and, apart from that, what a person says."""

    def __init__(self, report: Report, cell: Cell, images: dict[str, Image]) -> None:
        super().__init__()
        self._cell = cell
        self._picture = cell_picture(report, cell, _PIXELS, images)
        heat = heat_of(report, cell) if self._picture is not None else None
        self._heat = overlay(self._picture, heat) if self._picture is not None and heat is not None else None
        self._text = _texts(cell)

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH / _ACROSS, _PICTURE + GRID / 2 + _LINE * len(self._text)

    def draw(self) -> None:
        _, height = self.wrap()
        bottom = height - _PICTURE
        self._paint(self._picture, 0, bottom, "image not found")
        self._paint(self._heat, _PICTURE + 2, bottom, "no heat map")
        for index, (text, font, colour) in enumerate(self._text):
            self.canv.setFillColor(colour)
            x, y = 0.0, bottom - GRID / 4 - _LINE * (index + 1) + 2
            for name, part in fit(text, font, _SIZE, 2 * _PICTURE + 2):
                self.canv.setFont(name, _SIZE)
                self.canv.drawString(x, y, part)
                x += self.canv.stringWidth(part, name, _SIZE)

    def _paint(self, picture: Image | None, x: float, y: float, missing: str) -> None:
        if picture is None:
            self.canv.setFillColor(SHADE)
            self.canv.rect(x, y, _PICTURE, _PICTURE, stroke=0, fill=1)
            self.canv.setFillColor(FAINT)
            self.canv.setFont(REGULAR, 6.5)
            self.canv.drawCentredString(x + _PICTURE / 2, y + _PICTURE / 2 - 2, missing)
            return
        # JPEG inside the PDF: a tenth of the size, at a quality that shows no difference in print.
        stream = BytesIO()
        PilImage.fromarray(picture).save(stream, "JPEG", quality=90, subsampling=0)
        stream.seek(0)
        self.canv.drawImage(ImageReader(stream), x, y, _PICTURE, _PICTURE)
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.4)
        self.canv.rect(x, y, _PICTURE, _PICTURE, stroke=1, fill=0)


def _texts(cell: Cell) -> list[tuple[str, str, Color]]:
    """Return a card's lines: id, the AI's call, the person's label, and why the cell is here."""
    call = cell.prediction
    ai = "AI: not analysed"
    if call:
        ai = f"AI: {taxonomy()[call.cls].short} {call.probability:.2f}"
        if call.second_probability >= 0.005:
            ai += f" · {taxonomy()[call.second_cls].short} {call.second_probability:.2f}"
    reader = _reader(cell)
    # Out of domain the figure only orders cells; the reason says more.
    flags = "unlike training images" if cell.out_of_domain else f"doubt {cell.doubt:.2f}"
    if cell.set_aside:
        flags = f"{cell.set_aside.words} · {flags}"
    if call and call.against:
        flags += f" · against it: {', '.join(call.against)}"
    return [
        (cell.id, BOLD, INK),
        (ai, REGULAR, INK),
        (reader, BOLD if cell.person_class else REGULAR, INK if cell.person_class else GREY),
        (flags, REGULAR, GREY),
        *((line, REGULAR, INK) for line in _path(cell)),
        *((line, REGULAR, GREY) for line in _words(cell)),
    ]


def _reader(cell: Cell) -> str:
    """Return what persons call a cell; where two read it, both and what was decided."""
    names = [taxonomy()[name].short if name else "–" for name in (cell.human_class, cell.second_class)]
    if cell.second_class is None:
        return f"Reader: {taxonomy()[cell.human_class].name}" if cell.human_class else "Reader: not reviewed"
    decided = "not decided" if cell.disagreement else f"final {taxonomy()[cell.final_class].short}"
    return f"Readers: {names[0]} / {names[1]} · {decided}"


def _path(cell: Cell) -> list[str]:
    """Return how a pipeline that decides in stages came to its call, and what a head beside its tree adds."""
    tree = cell.prediction.tree if cell.prediction else ()
    lines = _wrapped(path_words(tree).split(" → "), " → ", _PATH_LINES) if tree else []
    for words in filter(None, (*aside_words(tree), missing_words(tree))):
        lines += _wrapped(words.split(" "), " ", _WORD_LINES)
    return lines


def _words(cell: Cell) -> list[str]:
    """Return what the network saw in the cell, each with its probability, in as many lines as a card has room for."""
    seen = in_words(cell.prediction.attributes) if cell.prediction else ()
    return _wrapped([f"{phrase} {probability:.2f}" for phrase, probability in seen], " · ", _WORD_LINES)


def _wrapped(phrases: list[str], between: str, most: int) -> list[str]:
    """Return phrases in as few lines as a card's width allows, at most so many; a phrase is never broken."""
    lines: list[str] = []
    for phrase in phrases:
        longer = f"{lines[-1]}{between}{phrase}" if lines else phrase
        if lines and stringWidth(longer, REGULAR, _SIZE) <= 2 * _PICTURE + 2:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(phrase)
    return lines
