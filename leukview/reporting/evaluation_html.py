"""An evaluation as one HTML file that needs nothing else: no network, no script; light or dark as the screen, printable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from leukview.domain.evaluation import ClassRow, DatasetEvaluation, Evaluation, Figure, Paired
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
from leukview.reporting.model import RESEARCH_USE_ONLY
from leukview.reporting.scene import COLOURS, FONT_STACK, to_svg

__all__ = ["html_of", "write_evaluation_html"]


def write_evaluation_html(evaluation: Evaluation, path: Path) -> None:
    """Write the report; ``OSError`` when the file cannot be written."""
    with replaced(path) as temporary:
        temporary.write_text(html_of(evaluation), "utf-8")


def html_of(evaluation: Evaluation) -> str:
    """Return the report as an HTML document."""
    title = f"Evaluation of {evaluation.model.title}"
    if evaluation.against:
        title += f" against {evaluation.against.title}"
    body = [
        f"<header><p class=use>{RESEARCH_USE_ONLY}</p><h1>{escape(title)}</h1>",
        f"<p class=quiet>{escape(evaluation.software)} · {escape(evaluation.created_utc)}</p></header>",
        _warnings(evaluation.warnings),
        _overview(evaluation),
        *(_paired(pair) for pair in evaluation.paired),
        *(_dataset(evaluation, number) for number in range(len(evaluation.datasets))),
        *(_panel(panel) for panel in training_panels(evaluation)),
        _facts(evaluation),
    ]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><style>{_style()}</style></head>'
        f"<body><main>{''.join(body)}</main></body></html>"
    )


def _style() -> str:
    """Return the sheet; prints are light whatever the screen is."""
    light, dark = ("".join(f"--{name}:{pair[i]};" for name, pair in COLOURS.items()) for i in (0, 1))
    return (
        f":root{{{light}--warn:#9A6700;--warnback:#FFF8E5}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}--warn:#F0C36A;--warnback:#2E2817}}}}"
        f"body{{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 {FONT_STACK}}}"
        "main{max-width:960px;margin:0 auto;padding:24px}"
        "h1{font-size:26px;line-height:1.25;margin:8px 0}h2{font-size:19px;margin:40px 0 8px;border-top:1px solid var(--rule);"
        "padding-top:16px}h3{font-size:15px;margin:24px 0 4px}"
        ".use{font-weight:600;margin:0}.quiet,figcaption,caption{color:var(--grey);font-size:13px}"
        "caption{text-align:left;padding-bottom:4px}p{max-width:75ch;margin:8px 0}li{max-width:75ch}"
        "figure{margin:16px 0}figcaption{max-width:90ch;margin-bottom:8px}svg{display:block;width:100%;height:auto}"
        ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}"
        "th{font-weight:600;text-align:right;border-bottom:1px solid var(--grey);padding:4px 6px;vertical-align:bottom}"
        "td{text-align:right;border-bottom:1px solid var(--rule);padding:4px 6px;vertical-align:top;white-space:nowrap}"
        "th:first-child,td:first-child,.facts td{text-align:left;white-space:normal}"
        "td small{display:block;color:var(--grey);font-size:11px}"
        ".facts td:first-child{color:var(--grey);width:11em}.facts td{overflow-wrap:anywhere}"
        ".warn{border-left:4px solid var(--warn);background:var(--warnback);padding:8px 16px;margin:16px 0}"
        "@media print{@page{margin:15mm}main{max-width:none;padding:0}body{font-size:10pt}figure,tr,.warn{break-inside:avoid}"
        "h2,h3,figcaption{break-after:avoid}.wide{overflow:visible}"
        "table{font-size:7.5pt}td small{font-size:6.5pt}th,td{padding:2px 3px}}"
    )


def _warnings(warnings: Sequence[str]) -> str:
    if not warnings:
        return ""
    return f"<div class=warn role=note>{''.join(f'<p>{escape(text)}</p>' for text in warnings)}</div>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Return a table; its cells are HTML already."""
    top = "".join(f"<th scope=col>{escape(name)}</th>" for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<div class=wide><table>{said}<thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>"


def _figure(figure: Figure | None) -> str:
    return "–" if figure is None else f"{value_words(figure)}<small>{interval(figure)}</small>"


def _overview(evaluation: Evaluation) -> str:
    """Return a row a data set and model."""
    both = [(evaluation.model.id, item) for item in evaluation.datasets]
    if evaluation.against:
        both += [(evaluation.against.id, item) for item in evaluation.others]
        both.sort(key=lambda pair: [item.dataset for item in evaluation.datasets].index(pair[1].dataset))
    keys = [key for key in MEASURES if any(key in item.measures for _, item in both)]
    rows = [
        [
            f"{escape(item.dataset)} ({escape(item.split)})<small>{escape(name)}</small>",
            f"{item.n}",
            f"{item.patients or '–'}",
            *(_figure(item.measures.get(key)) for key in keys),
        ]
        for name, item in both
    ]
    head = ["Data set (split)", "Images", "Patients", *(MEASURES[key] for key in keys)]
    return "<h2>Results by data set</h2>" + _table(head, rows, "Each with its 95 % bootstrap interval.")


def _panel(panel: Panel) -> str:
    drawn = "".join(to_svg(scene) for scene in panel.scenes)
    return f"<h3>{escape(panel.title)}</h3><figure><figcaption>{escape(panel.caption)}</figcaption>{drawn}</figure>"


def _dataset(evaluation: Evaluation, number: int) -> str:
    item = evaluation.datasets[number]
    notes = "".join(f"<li>{escape(text)}</li>" for text in item.notes)
    panels = "".join(_panel(panel) for panel in dataset_panels(evaluation, number))
    return f"<h2>{escape(heading(item))}</h2><ul>{notes}</ul>{_classes(item)}{panels}"


_COLUMNS: tuple[tuple[str, Callable[[ClassRow], Figure | None]], ...] = (
    ("Precision", lambda row: row.precision),
    ("Recall", lambda row: row.recall),
    ("Specificity", lambda row: row.specificity),
    ("F1", lambda row: row.f1),
    ("AUROC", lambda row: row.auroc),
    ("AP", lambda row: row.ap),
)


def _classes(item: DatasetEvaluation) -> str:
    if not item.classes:
        return ""
    known = ["Patients"] if item.patients else []
    rows = [
        [
            escape(class_name(row.class_id)),
            f"{row.n}",
            *([f"{row.patients or '–'}"] if known else []),
            f"{row.called}",
            *(_figure(of(row)) for _, of in _COLUMNS),
        ]
        for row in item.classes
    ]
    head = ["Class", "n", *known, "Called", *(name for name, _ in _COLUMNS)]
    return f"<h3>By class</h3>{_table(head, rows, CAPTIONS['classes'])}"


def _paired(pair: Paired) -> str:
    said = f"<h2>{escape(pair.first)} against {escape(pair.second)}: {escape(heading(pair))}</h2>"
    said += f"<p>{escape(pair.sentence)}</p><p>{escape(mcnemar_words(pair))}</p>"
    head = ["", pair.first, pair.second, "Difference", "p", "p after Holm"]
    patient = ["By patient", "p by patient, after Holm"] if any(row.by_patient for row in pair.classes) else []
    rows = [
        [
            "Accuracy",
            _figure(pair.first_accuracy),
            _figure(pair.second_accuracy),
            _figure(pair.difference),
            p_words(pair.p),
            "–",
            *([_only(pair.difference), p_words(pair.difference_p)] if patient else []),
        ]
    ]
    for row in pair.classes:
        over = [_only(row.by_patient), p_words(row.by_patient_p_holm)] if patient else []
        name = f"AUROC, {escape(class_name(row.class_id))}<small>n {row.n}</small>"
        areas = (_figure(row.first), _figure(row.second), _figure(row.difference))
        rows.append([name, *areas, p_words(row.p), p_words(row.p_holm), *over])
    return said + _table([*head, *patient], rows, CAPTIONS["paired"])


def _only(figure: Figure | None) -> str:
    return "–" if figure is None else interval(figure)


def _facts(evaluation: Evaluation) -> str:
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in facts_of(evaluation))
    return f"<h2>How this was made</h2><table class=facts>{rows}</table><p class=use>{RESEARCH_USE_ONLY}</p>"
