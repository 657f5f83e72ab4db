"""``report.pdf``: an A4 report for a person to read, sign by hand and file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from leukview.reporting.files import replaced
from leukview.reporting.model import RESEARCH_USE_ONLY, Report, library_versions
from leukview.reporting.notes import notes_section
from leukview.reporting.pdf_differential import differential_section
from leukview.reporting.pdf_gallery import gallery_section
from leukview.reporting.pdf_page import a4_document, draw_foot
from leukview.reporting.pdf_rules import rules_section
from leukview.reporting.pdf_style import (
    BODY,
    GREY,
    GRID,
    LABEL,
    MARGIN,
    TITLE,
    WIDTH,
    facts_table,
    notice,
    rule_lines,
    section,
)
from leukview.reporting.pdf_text import REGULAR, clean, fit, paragraph, register_fonts

__all__ = ["SYNTHETIC", "write_pdf"]

SYNTHETIC = "Synthetic sample: drawn by a program, from no patient."
_HEAD = 6 * GRID
_SHOWN_PROBLEMS = 12
_MANY_OUT_OF_DOMAIN = 0.1
_ENOUGH_OUT_OF_DOMAIN = 3


def write_pdf(report: Report, path: Path) -> None:
    """Write the report as an A4 PDF with embedded fonts.

    A cell whose image cannot be read any more is shown as missing; the report comes out all the same.

    Raises
    ------
    OSError
        When the file cannot be written.
    EnvironmentFault
        When LeukView's own fonts are missing.
    """
    register_fonts()
    story: list[Flowable] = [
        *_masthead(report),
        *_notices(report),
        *differential_section(report),
        *rules_section(report),
        *gallery_section(report),
        *notes_section(report),
        *_problems(report),
        *_provenance(report),
    ]
    with replaced(path) as temporary:
        document = a4_document(
            temporary,
            _HEAD,
            title=f"LeukView report: {clean(report.info.name)}",
            author=clean(report.operator),
            keywords=clean(" ".join((report.info.patient, report.info.slide))),
            creator=report.software,
        )
        document.build(story, canvasmaker=_canvas_for(report))


def _canvas_for(report: Report) -> Callable[..., Canvas]:
    """Return a canvas class that writes header and footer once the number of pages is known."""

    class NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._finished: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._finished.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._finished, start=1):
                self.__dict__.update(state)
                _frame(self, report, number, len(self._finished))
                super().showPage()
            super().save()

    return NumberedCanvas


def _frame(canvas: Canvas, report: Report, page: int, pages: int) -> None:
    """Draw what every page carries: whose report it is, what it may be used for, and which page of how many."""
    right = A4[0] - MARGIN
    top = A4[1] - 4 * GRID
    canvas.setFillColor(GREY)
    if page > 1:
        names = (report.info.patient, report.info.slide, report.info.name)
        _line(canvas, " · ".join(name for name in names if name), MARGIN, top, 0.6 * WIDTH)
    mark = {
        "not signed": "Unsigned draft",
        "signed": report.signing_words.split(" (amended", 1)[0],
        "changed since signing": "Changed since signing, unsigned draft",
    }[report.signing]
    if report.info.synthetic:
        mark = f"SYNTHETIC SAMPLE, NO PATIENT · {mark}"
    canvas.setFont(REGULAR, 7)
    canvas.drawRightString(right, top, mark)
    draw_foot(canvas, f"{report.software} · {report.created_utc} · Page {page} of {pages}")


def _line(canvas: Canvas, text: str, x: float, y: float, width: float) -> None:
    for name, part in fit(text, REGULAR, 7, width):
        canvas.setFont(name, 7)
        canvas.drawString(x, y, part)
        x += canvas.stringWidth(part, name, 7)


def _masthead(report: Report) -> list[Flowable]:
    """Return the title and whose smear this is, who read it and how far."""
    review = report.review
    state = f"{review.reviewed} of {review.total} cells reviewed by a person"
    kinds = {image.kind for image in report.images}
    what = {frozenset({"cell"}): "single-cell image", frozenset({"field"}): "smear field"}.get(
        frozenset(kinds), "image"
    )
    pairs = [
        ("Patient", report.info.patient),
        ("Slide", report.info.slide),
        ("Case", report.info.name),
        ("Laboratory", report.laboratory),
        ("Operator", report.operator),
        ("Report made (UTC)", report.created_utc.replace("T", " ").rstrip("Z")),
        ("Analysed", f"{_amount(review.total, 'cell')} in {_amount(len(report.images), what)}"),
        ("Review", state),
        ("AI", f"{report.stamp.title} on {report.stamp.device}" if report.stamp else ""),
        ("Readers", _readers(report)),
        ("Signature", report.signing_words),
        ("Agreement", report.agreement.words if report.agreement else "no second reader"),
    ]
    third = WIDTH / 3
    cells = [
        [Paragraph(label, LABEL), paragraph(value or "not given", BODY, third - 2 * GRID, limit=200)]
        for label, value in pairs
    ]
    table = Table([cells[start : start + 3] for start in range(0, len(cells), 3)], colWidths=[third] * 3)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), GRID),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LINEABOVE", (0, 0), (-1, 0), 0.75, GREY),
                ("LINEBELOW", (0, -1), (-1, -1), 0.75, GREY),
            ]
        )
    )
    return [Paragraph("White-cell differential", TITLE), Spacer(0, GRID), table, Spacer(0, GRID)]


def _readers(report: Report) -> str:
    """Return who read, the second reader with whether the AI's calls were in sight."""
    names = []
    for number, reading in sorted(report.readings.items()):
        calls = "" if number == 1 else ", blind to the first" + ("" if reading.ai_shown else " and to the AI")
        names.append(f"{number}: {reading.name}{calls}{'' if reading.finished else ' (not finished)'}")
    # Who writes the report need not be who read: nobody is named who was not declared.
    return "; ".join(names) or ("one, not named" if report.review.reviewed else "nobody yet")


def _amount(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _notices(report: Report) -> list[Flowable]:
    """Return the boxes above the table, the urgent first."""
    boxes = [
        notice(
            "urgent",
            f"URGENT: {result.rule.title}",
            [result.rule.statement, f"Inputs: {result.inputs}.", f"What must confirm it: {result.rule.confirm}"],
        )
        for result in report.suggestion.alerts
    ]
    boxes += [
        notice(
            "doubt",
            f"Urgent by the AI's count alone: {result.rule.title}",
            ["The reader's labels take the count below the threshold. A second reader should see these cells."],
        )
        for result in report.dropped_alerts
    ]
    if report.info.synthetic:
        boxes.append(
            notice("plain", SYNTHETIC, ["Everything in this report shows the program at work and nothing else."])
        )
    if report.partial:
        boxes.append(
            notice(
                "doubt", "The analysis was stopped before every image was read.", ["All counts are of the part read."]
            )
        )
    boxes += [notice("plain", "Please note", list(report.notes))] if report.notes else []
    return [*boxes, *_domain_notice(report)]


def _domain_notice(report: Report) -> list[Flowable]:
    """Return the box on cells unlike the training images, in stronger words where it is the smear as a whole."""
    domain = report.domain
    if domain.differs:
        what, then = domain.notice.split(". ", 1)
        return [notice("doubt", f"{what}.", [then])]
    if domain.far < max(_ENOUGH_OUT_OF_DOMAIN, _MANY_OUT_OF_DOMAIN * domain.analysed):
        return []
    share = f"{100 * domain.far / domain.analysed:.0f} %"
    return [
        notice(
            "doubt",
            f"{domain.far} of {domain.analysed} cells ({share}) look unlike the images the AI was trained on.",
            [
                "Another stain, scanner, magnification or cell type does this. The AI's calls on this smear are "
                "less reliable than its published accuracy: trust the reader's labels, not the AI's share."
            ],
        )
    ]


def _problems(report: Report) -> list[Flowable]:
    """Return the files that could not be read: how many, and the first of them."""
    problems = report.problems
    if not problems:
        return []
    count = f"{_amount(len(problems), 'file')} could not be read"
    more = len(problems) - _SHOWN_PROBLEMS
    shown = [(item.file, f"{item.reason}. {item.remedy}".strip()) for item in problems[:_SHOWN_PROBLEMS]]
    rows: list[list[object]] = [[Paragraph(text, LABEL) for text in ("File", "Why, and what to do")]]
    half = WIDTH * 0.4
    rows += [
        [paragraph(file, BODY, half - GRID, limit=160), paragraph(reason, BODY, WIDTH - half, limit=300)]
        for file, reason in shown
    ]
    table = Table(rows, colWidths=[half, WIDTH - half], repeatRows=1)
    table.setStyle(TableStyle([*rule_lines(), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    parts = section(count, Paragraph("None of them is in any count.", BODY))
    parts += [Spacer(0, GRID / 2), table]
    if more > 0:
        parts.append(Paragraph(f"And {more} more: problems.csv lists them all.", BODY))
    return parts


def _provenance(report: Report) -> list[Flowable]:
    """Return what made this report, so that anyone can make it again."""
    stamp = report.stamp
    versions = ", ".join(f"{name} {version}" for name, version in library_versions().items())
    seconds = report.timings.get("total")
    facts = [
        ("Software", report.software if stamp is None else f"{report.software}; analysed with {stamp.software}"),
        ("Pipeline", f"{stamp.pipeline} ({stamp.title})" if stamp else "none: nothing was analysed"),
        ("Weights, SHA-256", stamp.weights_sha256 if stamp else "–"),
        ("Outlines by", (stamp.segmenter if stamp else "") or "–"),
        ("Thresholds", ", ".join(f"{name} {value:g}" for name, value in stamp.thresholds) if stamp else "–"),
        ("Device", (stamp.device if stamp else "–") + (f", {seconds:.1f} s" if seconds else "")),
        ("Operator", report.operator or "not given"),
        ("Time (UTC)", report.created_utc),
        ("Images", f"{len(report.images)} read, {len(report.problems)} not read"),
        ("Digest of the images", f"{report.images_digest} (SHA-256 over each image's SHA-256 and name)"),
        ("Libraries", versions),
        ("Use", RESEARCH_USE_ONLY),
    ]
    table = facts_table(facts)
    return section("Provenance", table)
