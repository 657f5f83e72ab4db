"""The result of a proficiency test as an A4 PDF: the figures, what they are and are not, and every miss with its picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Image, Paragraph, Spacer, Table, TableStyle

from leukview.domain.quiz import Miss, Outcome
from leukview.reporting.files import replaced
from leukview.reporting.pdf_page import a4_document, draw_foot
from leukview.reporting.pdf_style import (
    BODY,
    GRID,
    LABEL,
    NUMBER,
    TITLE,
    WIDTH,
    facts_table,
    notice,
    rule_lines,
    section,
)
from leukview.reporting.pdf_text import BOLD, clean, markup, register_fonts
from leukview.reporting.quiz_words import class_words, facts, kappa_words, limits, purpose

__all__ = ["write_quiz_pdf"]

_HEAD = 5 * GRID
_RIGHT = ParagraphStyle("quiz heads", parent=LABEL, alignment=NUMBER.alignment)
_MISSES = 60
_ROW = 6
_SIDE = WIDTH / _ROW - GRID


def write_quiz_pdf(outcome: Outcome, path: Path, picture: Callable[[str], bytes]) -> None:
    """Write the result.

    Parameters
    ----------
    outcome:
        The finished test with its score.
    path:
        The file.
    picture:
        Returns a picture as PNG, by its hash.

    Raises
    ------
    OSError
        When the file cannot be written.
    EnvironmentFault
        When LeukView's own fonts, or a picture, are missing.
    """
    register_fonts()
    attempt, result = outcome.attempt, outcome.score
    kind = "Training" if attempt.plan.mode == "training" else "Proficiency test"
    title = f"{kind}: {attempt.reader}"
    story: list[Flowable] = [Paragraph(markup(title, BOLD), TITLE), Spacer(0, GRID)]
    story.append(notice("plain", "What this is, and what it is not", [purpose(attempt), limits(attempt)]))
    figures = [
        ("Right", result.right.words + ", exact 95 % interval"),
        ("Right by group", result.by_group.words + ", where classes of one group count alike"),
        (
            "Cohen's kappa",
            f"{kappa_words(result.kappa)} by class; {kappa_words(result.group_kappa)} by group, unweighted",
        ),
    ]
    story += section("Result", facts_table(figures))
    story += [*section("Classes"), _classes(outcome)]
    pairs = [(pair, count) for pair, count in result.confusion.items() if pair[0] != pair[1]]
    if pairs:
        story += [CondPageBreak(16 * GRID), *section("What was taken for what"), _pairs(pairs)]
    story += _misses(outcome, picture)
    if outcome.earlier or outcome.program:
        story += section("Beside it", _others(outcome))
        for attempt_, _ in outcome.program:
            words = (attempt_.program or {}).get("warnings", ())
            story += [Paragraph(f"• {markup(str(line), limit=1500)}", BODY) for line in words]
    story += section("How it was taken", facts_table(facts(outcome)))
    made = f"LeukView {attempt.software} · test {attempt.id} · {attempt.ended[:16]} UTC"
    with replaced(path) as temporary:
        document = a4_document(
            temporary,
            _HEAD,
            lambda canvas, _: draw_foot(canvas, f"{made} · Page {canvas.getPageNumber()}"),
            title=clean(title),
            creator=f"LeukView {attempt.software}",
        )
        document.build(story)


def _table(head: list[str], rows: list[list[str]], widths: list[float], left: int = 1) -> Table:
    cells: list[list[Paragraph]] = [
        [Paragraph(markup(name), LABEL if place < left else _RIGHT) for place, name in enumerate(head)]
    ]
    cells += [
        [Paragraph(markup(text), BODY if place < left else NUMBER) for place, text in enumerate(row)] for row in rows
    ]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle(rule_lines()))
    return table


def _classes(outcome: Outcome) -> Table:
    rows = [[class_words(row.class_id), row.sensitivity.words, row.precision.words] for row in outcome.score.classes]
    head = ["Class", "Sensitivity: of its cells, named so", "Precision: of those named so, right"]
    return _table(head, rows, [WIDTH * 0.3, WIDTH * 0.35, WIDTH * 0.35])


def _pairs(pairs: list[tuple[tuple[str, str], int]]) -> Table:
    pairs.sort(key=lambda found: (-found[1], found[0]))
    rows = [[class_words(label), class_words(said), str(count)] for (label, said), count in pairs]
    return _table(["Reference", "Answer", "Cells"], rows, [WIDTH * 0.4, WIDTH * 0.4, WIDTH * 0.2], left=2)


def _others(outcome: Outcome) -> Table:
    rows = [
        [f"{other.utc[:10]}, {other.source}, {other.plan.mode}", result.right.words]
        for other, result in outcome.earlier
    ]
    rows += [[f"The program: {other.reader}, the same cells", result.right.words] for other, result in outcome.program]
    rows.append(["This one", outcome.score.right.words])
    return _table(["Attempt", "Right"], rows, [WIDTH * 0.6, WIDTH * 0.4])


def _misses(outcome: Outcome, picture: Callable[[str], bytes]) -> list[Flowable]:
    misses = outcome.score.misses
    if not misses:
        return []
    shown = misses[:_MISSES]
    title = f"Misses ({len(misses)})" if len(shown) == len(misses) else f"Misses ({len(shown)} of {len(misses)} shown)"
    tiles = [_tile(miss, picture) for miss in shown]
    rows = [tiles[start : start + _ROW] for start in range(0, len(tiles), _ROW)]
    rows[-1] += [""] * (_ROW - len(rows[-1]))  # type: ignore[list-item]  # an empty place
    parts: list[Flowable] = []
    for row in rows:
        table = Table([row], colWidths=[WIDTH / _ROW] * _ROW)
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
        parts.append(table)
    return [*section(title, parts[0]), *parts[1:]]


def _tile(miss: Miss, picture: Callable[[str], bytes]) -> list[Flowable]:
    image = Image(BytesIO(picture(miss.item.picture)))
    scale = _SIDE / max(image.imageWidth, image.imageHeight)
    image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    image.hAlign = "LEFT"
    drawn = " (synthetic)" if miss.item.synthetic else ""
    return [
        image,
        Paragraph(markup(f"{miss.place + 1}: {class_words(miss.item.label)}{drawn}"), LABEL),
        Paragraph(markup(f"answered: {class_words(miss.class_id)}"), LABEL),
    ]
