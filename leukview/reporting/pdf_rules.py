"""The PDF's sections on what the rules suggest: the leading rule in full, every rule's answer, and two standards side by side."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from leukview.domain.rules import RuleResult
from leukview.domain.smear_rule import NO_DIAGNOSIS, SmearAnswer
from leukview.reporting.model import Report
from leukview.reporting.pdf_style import (
    BODY,
    BODY_BOLD,
    GRID,
    LABEL,
    WIDTH,
    facts_table,
    rule_lines,
    section,
)
from leukview.reporting.pdf_text import BOLD, markup

__all__ = ["rules_section"]

_STATES = {"met": "met", "not met": "not met", "cannot tell": "cannot tell at this count"}


def rules_section(report: Report) -> list[Flowable]:
    """Return what the rules suggest, with inputs, source and what must confirm it, then every rule's answer."""
    suggestion = report.suggestion
    leading = next((result for result in suggestion.results if result.rule.id == suggestion.rule), None)
    title = leading.rule.title if leading else suggestion.text
    parts: list[Flowable] = [Paragraph(markup(title, BOLD), BODY_BOLD), Spacer(0, GRID / 2)]
    if leading:
        parts.append(facts_table(_leading_facts(suggestion.text, leading)))
    undecided = sum(result.state == "cannot tell" and not result.rule.informative for result in suggestion.results)
    if undecided and not leading:
        rules = f"{undecided} rule{'' if undecided == 1 else 's'}"
        parts.append(Paragraph(f"{rules} cannot tell at this count: more cells, or the film, must decide.", BODY))
    parts.append(Paragraph("A rule suggests, from a count; it is not a diagnosis, and the reader decides.", BODY))
    rows: list[list[object]] = [[Paragraph(text, LABEL) for text in ("Rule", "Answer", "Inputs")]]
    for result in suggestion.results:
        strong = BODY_BOLD if result.raised else BODY
        rows.append(
            [
                Paragraph(markup(result.rule.title, strong.fontName), strong),
                Paragraph(_answer(result), strong),
                [Paragraph(markup(result.inputs), BODY), *_small(_why_not(result)), *_small(result.rule.caution)],
            ]
        )
    if suggestion.smear is not None:
        rows.append(_smear_row(suggestion.smear))
    table = Table(rows, colWidths=[WIDTH * 0.3, WIDTH * 0.22, WIDTH * 0.48], repeatRows=1)
    table.setStyle(TableStyle([*rule_lines(), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    parts = [*section("What the rules suggest", *parts), Spacer(0, GRID), table]
    return [*parts, *_side_by_side(suggestion.thresholds)]


def _why_not(result: RuleResult) -> str:
    return f"Cannot tell: {result.why_not}." if result.why_not else ""


def _smear_row(answer: SmearAnswer) -> list[object]:
    shares = "; ".join(f"{share.group.called}: {share.inputs}" for share in answer.shares if share.hits)
    return [
        Paragraph(markup("What most cells are called (smear rule)"), BODY),
        Paragraph(markup(f"{answer.called}: {_STATES[answer.state]}; only informs"), BODY),
        [
            Paragraph(markup(answer.words), BODY),
            *_small(f"{NO_DIAGNOSIS} {shares}"),
            *_small(f"Thresholds: {answer.threshold_from}"),
        ],
    ]


def _answer(result: RuleResult) -> str:
    answer = _STATES[result.state]
    if result.rule.informative:
        return f"{answer}; only informs"
    return f"{answer}, raised" if result.raised else answer


def _small(text: str) -> list[Flowable]:
    return [Paragraph(markup(text), LABEL)] if text else []


def _leading_facts(text: str, result: RuleResult) -> list[tuple[str, str]]:
    return [
        ("Why", text),
        ("Inputs", f"{result.inputs}."),
        (
            "Probability",
            f"{result.probability:.2f} that the true {result.rule.quantity} is past the threshold, given this count. It covers "
            "the chance of sampling alone, not mistaken calls.",
        ),
        ("Source", result.rule.source),
        ("What must confirm it", result.rule.confirm),
    ]


def _side_by_side(results: tuple[RuleResult, ...]) -> list[Flowable]:
    """Return the blast thresholds of several standards, a column each; nothing where no white cell was counted."""
    standards = list(dict.fromkeys(result.rule.standard for result in results))
    if not results or results[0].total == 0:
        return []
    columns = [[result for result in results if result.rule.standard == standard] for standard in standards]
    rows: list[list[object]] = [[Paragraph(markup(standard), LABEL) for standard in standards]]
    rows += [[_threshold(result) for result in row] for row in zip(*columns, strict=True)]
    table = Table(rows, colWidths=[WIDTH / len(standards)] * len(standards))
    table.setStyle(TableStyle([*rule_lines(), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    # The thresholds differ from row to row; what was counted is the same in all.
    inputs = results[0].inputs.rsplit(", threshold", 1)[0]
    lead = (
        f"Blasts and blast equivalents: {inputs}. The ranges are those for peripheral blood, and they only inform: "
        "a share alone establishes no entity."
    )
    return [
        Spacer(0, 1.5 * GRID),
        KeepTogether(
            [
                Paragraph("Blast thresholds of two classifications", BODY_BOLD),
                Spacer(0, GRID / 4),
                Paragraph(markup(lead), BODY),
                Spacer(0, GRID / 2),
                table,
            ]
        ),
        Spacer(0, GRID),
    ]


def _threshold(result: RuleResult) -> list[Flowable]:
    # Only the answer stands out: a name in bold beside "met" would read as a diagnosis.
    strong = BODY_BOLD if result.state == "met" else BODY
    return [
        Paragraph(markup(result.rule.title), BODY),
        Paragraph(f"This count: {_STATES[result.state]}", strong),
        *_small(f"{result.rule.statement} {result.rule.caution}"),
    ]
