"""An evaluation as an A4 PDF with embedded fonts; the same content as the HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from leukview.domain.evaluation import DatasetEvaluation, Evaluation, Figure, Paired
from leukview.reporting.evaluation_facts import facts_of
from leukview.reporting.evaluation_figures import Panel, dataset_panels, training_panels
from leukview.reporting.evaluation_words import (
    CAPTIONS,
    MEASURES,
    class_name,
    heading,
    interval,
    mcnemar_words,
    p_words,
    value_words,
)
from leukview.reporting.files import replaced
from leukview.reporting.pdf_page import a4_document, draw_foot
from leukview.reporting.pdf_style import (
    BODY,
    GRID,
    LABEL,
    NUMBER,
    SECTION,
    TITLE,
    WIDTH,
    facts_table,
    notice,
    rule_lines,
    section,
)
from leukview.reporting.pdf_text import BOLD, clean, markup, register_fonts
from leukview.reporting.scene import SceneFlowable

__all__ = ["write_evaluation_pdf"]

_HEAD = 5 * GRID
_CELL = ParagraphStyle("cell", parent=NUMBER, fontSize=7, leading=8.6)
_NAME = ParagraphStyle("name", parent=BODY, fontSize=7.5, leading=9)
_HEADS = ParagraphStyle("heads", parent=LABEL, fontSize=6.5, leading=8, alignment=_CELL.alignment)
_PART = ParagraphStyle("part", parent=TITLE, fontSize=13, leading=16)


def write_evaluation_pdf(evaluation: Evaluation, path: Path) -> None:
    """Write the report.

    Raises
    ------
    OSError
        When the file cannot be written.
    EnvironmentFault
        When LeukView's own fonts are missing.
    """
    register_fonts()
    title = f"Evaluation of {evaluation.model.title}"
    if evaluation.against:
        title += f" against {evaluation.against.title}"
    story: list[Flowable] = [Paragraph(markup(title, BOLD), TITLE), Spacer(0, GRID)]
    if evaluation.warnings:
        story.append(notice("doubt", "Read this first", list(evaluation.warnings)))
    story += _overview(evaluation)
    for pair in evaluation.paired:
        story += _paired(pair)
    for number, item in enumerate(evaluation.datasets):
        # The first follows the overview: a page with one table on it would be waste.
        story += [
            PageBreak() if number else CondPageBreak(20 * GRID),
            Spacer(0, 2 * GRID),
            Paragraph(markup(heading(item), BOLD), _PART),
            Spacer(0, GRID / 2),
        ]
        story += [Paragraph(f"• {markup(note, limit=1500)}", BODY) for note in item.notes]
        story += _classes(item)
        for panel in dataset_panels(evaluation, number):
            story += _panel(panel)
    for panel in training_panels(evaluation):
        story += _panel(panel)
    story += section("How this was made", facts_table(facts_of(evaluation)))
    with replaced(path) as temporary:
        document = a4_document(
            temporary,
            _HEAD,
            lambda canvas, _: _footer(canvas, evaluation),
            title=clean(title),
            creator=evaluation.software,
        )
        document.build(story)


def _footer(canvas: Canvas, evaluation: Evaluation) -> None:
    draw_foot(canvas, f"{evaluation.software} · {evaluation.created_utc} · Page {canvas.getPageNumber()}")


def _number(figure: Figure | None) -> Paragraph:
    if figure is None:
        return Paragraph("–", _CELL)
    return Paragraph(f'{value_words(figure)}<br/><font size="6" color="#59636E">{interval(figure)}</font>', _CELL)


def _plain(text: str) -> Paragraph:
    return Paragraph(markup(text), _CELL)


def _small(figure: Figure | None) -> Paragraph:
    return Paragraph("–" if figure is None else f'<font size="6">{interval(figure)}</font>', _CELL)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], first: float, counts: int) -> Table:
    """Return a table of a name, ``counts`` narrow columns, and figures that share the rest."""
    narrow = 4 * GRID
    wide = (WIDTH - first - counts * narrow) / max(1, len(head) - 1 - counts)
    widths = [first, *[narrow] * counts, *[wide] * (len(head) - 1 - counts)]
    top = [Paragraph(markup(name), LABEL if not i else _HEADS) for i, name in enumerate(head)]
    table = Table([top, *map(list, rows)], colWidths=widths, repeatRows=1)
    # Room for numbers: nine columns share a page.
    small = [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 1)]
    table.setStyle(TableStyle([*rule_lines(), *small, ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]))
    return table


def _overview(evaluation: Evaluation) -> list[Flowable]:
    both = [(evaluation.model.id, item) for item in evaluation.datasets]
    if evaluation.against:
        order = [item.dataset for item in evaluation.datasets]
        both += [(evaluation.against.id, item) for item in evaluation.others]
        both.sort(key=lambda pair: order.index(pair[1].dataset))
    keys = [key for key in MEASURES if any(key in item.measures for _, item in both)]
    head = ["Data set (split)", "Images", "Patients", *(MEASURES[key] for key in keys)]
    rows = [
        [
            Paragraph(f"{markup(f'{item.dataset} ({item.split})')}<br/>{markup(name)}", _NAME),
            _plain(f"{item.n}"),
            _plain(f"{item.patients or '–'}"),
            *(_number(item.measures.get(key)) for key in keys),
        ]
        for name, item in both
    ]
    return section("Results by data set, each with its 95 % bootstrap interval", _table(head, rows, 11 * GRID, 2))


def _classes(item: DatasetEvaluation) -> list[Flowable]:
    if not item.classes:
        return []
    known = ["Patients"] if item.patients else []
    head = ["Class", "n", *known, "Called", "Precision", "Recall", "Specificity", "F1", "AUROC", "AP"]
    rows = []
    for row in item.classes:
        counts = [row.n, *([row.patients or "–"] if known else []), row.called]
        figures = (row.precision, row.recall, row.specificity, row.f1, row.auroc, row.ap)
        name = Paragraph(markup(class_name(row.class_id)), _NAME)
        rows.append([name, *(_plain(f"{count}") for count in counts), *map(_number, figures)])
    said = Paragraph(markup(CAPTIONS["classes"], limit=1500), LABEL)
    return [*section("By class", said), _table(head, rows, 12 * GRID, 2 + len(known))]


def _panel(panel: Panel) -> list[Flowable]:
    """Return a figure, its words on one page with what comes first of it."""
    title: list[Flowable] = [
        Spacer(0, 1.5 * GRID),
        Paragraph(markup(panel.title, BOLD), SECTION),
        Spacer(0, GRID / 4),
        Paragraph(markup(panel.caption, limit=1500), LABEL),
        Spacer(0, GRID / 2),
    ]
    drawn = [SceneFlowable(scene) for scene in panel.scenes]
    # A heat map's key stays with the first row below it.
    first = 2 if panel.key.startswith("gradcam") else 1
    return [KeepTogether([*title, *drawn[:first]]), *drawn[first:]]


def _paired(pair: Paired) -> list[Flowable]:
    patient = ["By patient", "p by patient, Holm"] if any(row.by_patient for row in pair.classes) else []
    head = ["", pair.first, pair.second, "Difference", "p", "p after Holm", *patient]
    figures = [_number(f) for f in (pair.first_accuracy, pair.second_accuracy, pair.difference)]
    over = [_small(pair.difference), _plain(p_words(pair.difference_p))] if patient else []
    rows = [[Paragraph("Accuracy", _NAME), *figures, _plain(p_words(pair.p)), _plain("–"), *over]]
    for row in pair.classes:
        name = Paragraph(markup(f"AUROC, {class_name(row.class_id)}, n {row.n}"), _NAME)
        figures = [_number(f) for f in (row.first, row.second, row.difference)]
        over = [_small(row.by_patient), _plain(p_words(row.by_patient_p_holm))] if patient else []
        rows.append([name, *figures, _plain(p_words(row.p)), _plain(p_words(row.p_holm)), *over])
    said = [
        Paragraph(markup(pair.sentence, limit=1500), BODY),
        Paragraph(markup(mcnemar_words(pair), limit=1500), BODY),
        Spacer(0, GRID / 2),
    ]
    title = f"{pair.first} against {pair.second}: {heading(pair)}"
    return [
        *section(title, *said),
        _table(head, rows, 15 * GRID, 0),
        Paragraph(markup(CAPTIONS["paired"], limit=1500), LABEL),
    ]
