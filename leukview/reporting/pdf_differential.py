"""The PDF's differential: the table, a bar with its interval on every row, and what is not counted."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor, white
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from leukview.domain.differential import Differential, DifferentialRow
from leukview.domain.smear import set_aside_words
from leukview.domain.taxonomy import taxonomy
from leukview.reporting.model import Report
from leukview.reporting.pdf_style import (
    BODY,
    BODY_BOLD,
    FAINT,
    GREY,
    GRID,
    INK,
    LABEL,
    NUMBER,
    NUMBER_BOLD,
    NUMBER_FAINT,
    RULE,
    SHADE,
    TEXT_FAINT,
    WIDTH,
    rule_lines,
)
from leukview.reporting.pdf_text import BOLD, REGULAR, markup

__all__ = ["adequacy_sentence", "differential_section"]

_ROW = 2 * GRID
_COLUMNS = (GRID, 124.0, 28.0, 56.0, 62.0, 52.0, 42.0, 54.0)
_CHART = WIDTH - sum(_COLUMNS)
_FLAGS = {"high": "high ▲", "low": "low ▼", "": ""}


def differential_section(report: Report) -> list[Flowable]:
    """Return the differential table with its chart, then the not-counted table beside the count's adequacy."""
    beside = Table(
        [[_not_counted(report), _spaced(_notes(report))]],
        colWidths=[WIDTH * 0.45, WIDTH * 0.55],
    )
    beside.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("LEFTPADDING", (1, 0), (1, -1), 2 * GRID),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return [_table(report), Spacer(0, GRID), beside]


def _spaced(texts: list[str]) -> list[Flowable]:
    return [part for text in texts for part in (Paragraph(markup(text, limit=600), BODY), Spacer(0, GRID / 2))]


def adequacy_sentence(total: int, adequacy: str) -> str:
    """Return in plain words how far a count of ``total`` white cells goes (CLSI H20)."""
    cells = f"{total} white cell{'' if total == 1 else 's'} counted"
    if total == 0:
        return "No white cell was counted: there are no percentages to report."
    return {
        "insufficient": f"{cells}: insufficient. Under 100 cells percentages are indicative only; read the intervals.",
        "below advisory count": f"{cells}: fewer than the advised 200. Small differences are within the intervals.",
        "advisory": f"{cells}: the advised 200 are reached; a reference count takes 400.",
        "reference-equivalent": f"{cells}: a reference-equivalent count (400 or more).",
    }[adequacy]


def _notes(report: Report) -> list[str]:
    notes = [adequacy_sentence(report.final.total, report.final.adequacy)]
    if report.target is not None:
        whose = "the laboratory's" if report.info.target is None else "set for this case"
        reached = "reached" if report.final.total >= report.target else "not reached"
        notes.append(f"Target ({whose}): {report.target} white cells, {reached}.")
    nrbc = report.final.nrbc_per_100_wbc
    if nrbc is not None:
        notes.append(f"Erythroblasts (NRBC): {nrbc:.1f} per 100 white cells.")
    if aside := set_aside_words(report.cells):
        notes.append(aside)
    notes.append(
        "Reported: the reader's label where there is one, else the AI's. Intervals: exact binomial (Clopper–Pearson), "
        "95 %; they cover the chance of sampling, not mistaken calls. Percentages are rounded so that they sum to 100. "
        f"Reference ranges: {report.final.ranges}."
    )
    return notes


def _table(report: Report) -> Table:
    """Return the table; one row a counted class, a total, and the chart's axis at the foot."""
    ai = {row.class_id: row for row in report.ai.rows}
    top = _scale_top(report.final)
    head = [
        "",
        "Class",
        "n",
        "Reported %",
        "95 % interval",
        "Reference",
        "Flag",
        "AI alone %",
        "Share with interval, %",
    ]
    rows: list[list[object]] = [[_heading(text, index) if text else "" for index, text in enumerate(head)]]
    style = rule_lines()
    for index, row in enumerate(report.final.counted_rows, start=1):
        rows.append(_row(row, ai.get(row.class_id), report, top))
        swatch = HexColor(taxonomy()[row.class_id].colour)
        style.append(("LINEBEFORE", (0, index), (0, index), 3, swatch if row.n else RULE, 0))
    rows.append(_total_row(report, top))
    style += [
        ("LINEBELOW", (0, -2), (-1, -2), 0.75, GREY),
        ("LINEBELOW", (0, -1), (-1, -1), 0, white),
        ("LEFTPADDING", (-1, 0), (-1, -1), GRID),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (-1, 1), (-1, -1), 0),
        ("BOTTOMPADDING", (-1, 1), (-1, -1), 0),
    ]
    table = Table(rows, colWidths=[*_COLUMNS, _CHART], rowHeights=[_ROW, *[_ROW] * (len(rows) - 1)], repeatRows=1)
    table.setStyle(TableStyle(style))
    return table


def _heading(text: str, column: int) -> Paragraph:
    style = LABEL if column in {1, 8} else LABEL.clone("label right", alignment=2)
    return Paragraph(markup(text), style)


def _row(row: DifferentialRow, ai: DifferentialRow | None, report: Report, top: float) -> list[object]:
    seen = row.n > 0 or bool(row.flag)
    name, number = (BODY, NUMBER) if seen else (TEXT_FAINT, NUMBER_FAINT)
    reference = "" if row.reference_low is None else f"{row.reference_low:g}–{row.reference_high:g}"
    percent, interval = "–", "–"
    if report.final.total:
        percent, interval = f"{row.percent:.1f}", f"{row.ci_low:.1f}–{row.ci_high:.1f}"
    ai_percent = f"{ai.percent:.1f}" if ai and ai.percent is not None and report.ai.total else "–"
    ai_style = NUMBER if ai and ai.n else NUMBER_FAINT
    return [
        "",
        Paragraph(markup(taxonomy()[row.class_id].name), name),
        Paragraph(str(row.n), number),
        Paragraph(percent, NUMBER_BOLD if seen else number),
        Paragraph(interval, number),
        Paragraph(reference, NUMBER_FAINT),
        Paragraph(markup(_FLAGS[row.flag], BOLD), NUMBER_BOLD),
        Paragraph(ai_percent, ai_style),
        _bar(row, top, counted=report.final.total > 0),
    ]


def _total_row(report: Report, top: float) -> list[object]:
    counted = report.final.total > 0
    return [
        "",
        Paragraph("White cells counted", BODY_BOLD),
        Paragraph(str(report.final.total), NUMBER_BOLD),
        Paragraph("100.0" if counted else "–", NUMBER_BOLD),
        "",
        "",
        "",
        Paragraph("100.0" if report.ai.total else "–", NUMBER),
        _axis(top),
    ]


def _scale_top(differential: Differential) -> float:
    """Return the chart's right end in per cent: the next ten above every interval and range; nothing is cut off."""
    ends = [row.ci_high or 0.0 for row in differential.counted_rows if row.n]
    ends += [row.reference_high or 0.0 for row in differential.counted_rows]
    return min(100.0, 10.0 * (int(max(ends, default=10.0) // 10) + 1))


def _x(percent: float, top: float) -> float:
    return float((_CHART - 2 * GRID) * min(percent, top) / top)


def _bar(row: DifferentialRow, top: float, counted: bool) -> Drawing:
    """Return a row's bar over its reference range, with the interval as a whisker."""
    drawing = Drawing(_CHART - GRID, _ROW)
    if row.reference_low is not None and row.reference_high is not None:
        left, right = _x(row.reference_low, top), _x(row.reference_high, top)
        drawing.add(Rect(left, 1.5, right - left, _ROW - 3, fillColor=SHADE, strokeColor=None))
    drawing.add(Line(0, 0, 0, _ROW, strokeColor=FAINT, strokeWidth=0.5))
    if not counted or row.percent is None or row.ci_low is None or row.ci_high is None:
        return drawing
    middle = _ROW / 2
    if row.n:
        colour = HexColor(taxonomy()[row.class_id].colour)
        drawing.add(Rect(0, middle - 3, _x(row.percent, top), 6, fillColor=colour, strokeColor=None))
    low, high = _x(row.ci_low, top), _x(row.ci_high, top)
    whisker = INK if row.n else FAINT
    drawing.add(Line(low, middle, high, middle, strokeColor=whisker, strokeWidth=0.7))
    for x in (low, high):
        drawing.add(Line(x, middle - 2, x, middle + 2, strokeColor=whisker, strokeWidth=0.7))
    return drawing


def _axis(top: float) -> Drawing:
    """Return the chart's axis: a tick every ten or twenty per cent."""
    drawing = Drawing(_CHART - GRID, _ROW)
    drawing.add(Line(0, _ROW, _x(top, top), _ROW, strokeColor=FAINT, strokeWidth=0.5))
    step = 10 if top <= 50 else 20
    for percent in range(0, int(top) + 1, step):
        x = _x(percent, top)
        drawing.add(Line(x, _ROW, x, _ROW - 2, strokeColor=FAINT, strokeWidth=0.5))
        anchor = "start" if percent == 0 else "middle"
        drawing.add(
            String(x, _ROW - 9.5, str(percent), fontName=REGULAR, fontSize=6.5, fillColor=GREY, textAnchor=anchor)
        )
    return drawing


def _not_counted(report: Report) -> Table:
    """Return the classes outside the white-cell count, with the AI's numbers beside."""
    ai = {row.class_id: row.n for row in report.ai.rows}
    rows: list[list[object]] = [
        [_heading(text, column) for text, column in (("Not counted", 1), ("n", 2), ("AI alone n", 2))]
    ]
    for row in report.final.excluded_rows:
        seen = row.n > 0
        rows.append(
            [
                Paragraph(markup(taxonomy()[row.class_id].name), BODY if seen else TEXT_FAINT),
                Paragraph(str(row.n), NUMBER if seen else NUMBER_FAINT),
                Paragraph(str(ai.get(row.class_id, 0)), NUMBER if ai.get(row.class_id) else NUMBER_FAINT),
            ]
        )
    if len(rows) == 1:
        rows.append([Paragraph("None", TEXT_FAINT), Paragraph("0", NUMBER_FAINT), Paragraph("0", NUMBER_FAINT)])
    table = Table(rows, colWidths=[WIDTH * 0.45 - 104, 40, 64], hAlign="LEFT")
    table.setStyle(TableStyle(rule_lines()))
    return table
