"""The CSV tables: UTF-8 without a byte-order mark, RFC 4180, safe to open in a spreadsheet.

Column names and order are a contract that other programs rely on; provenance is therefore not in these files but in
``summary.json``, which is always written beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leukview.domain.attributes import attributes, in_words
from leukview.domain.cell import Cell
from leukview.domain.decision_path import aside_words, ends, missing_words, path_words
from leukview.domain.prediction import TreeNode
from leukview.domain.readers import final_by
from leukview.domain.smear_rule import NO_DIAGNOSIS, GroupShare, SmearAnswer
from leukview.reporting.edited import ORIGINS, merged_from
from leukview.reporting.files import replaced
from leukview.reporting.model import Report

__all__ = [
    "CASES_HEADER",
    "CELLS_HEADER",
    "DIFFERENTIAL_HEADER",
    "PROBLEMS_HEADER",
    "SMEAR_HEADER",
    "CaseRow",
    "safe",
    "write_cases",
    "write_cells",
    "write_decision_tree",
    "write_differential",
    "write_morphology",
    "write_probabilities",
    "write_problems",
    "write_smear_shares",
]

CELLS_HEADER = (
    "cell_id",
    "file",
    "x",
    "y",
    "width",
    "height",
    "nucleus_area_px",
    "cytoplasm_area_px",
    "nc_ratio",
    "ai_class",
    "ai_probability",
    "ai_second_class",
    "ai_second_probability",
    "doubt",
    "out_of_domain",
    "human_class",
    "final_class",
    "counted",
    "status",
    "set_aside",
    "set_aside_because",
    "found_by",
    "merged_from",
    "reader_2_class",
    "decided_class",
    "decided_by",
    "decided_utc",
    "final_by",
    "note",
    "reader_2_note",
)
MORPHOLOGY_HEADER = (
    "cell_id",
    "in_words",
    "speaks_against_call",
    *(name for item in attributes() for name in (item.id, f"{item.id}_probability")),
)
DECISION_TREE_HEADER = ("cell_id", "decision_path", "beside_the_tree", "needs_your_data")
DIFFERENTIAL_HEADER = ("class", "n", "percent", "ci_low", "ci_high", "reference_low", "reference_high", "flag")
PROBLEMS_HEADER = ("file", "reason", "remedy")
CASES_HEADER = (
    "case",
    "cells",
    "counted",
    "suggestion",
    "suggestion_probability",
    "rule",
    "alerts",
    "smear_answer",
    "smear_state",
    "smear_reason",
    "smear_inputs",
    "smear_threshold_from",
    "smear_statement",
)
SMEAR_HEADER = (
    "case",
    "smear_answer",
    "group",
    "hits",
    "total",
    "percent",
    "ci_low",
    "ci_high",
    "threshold",
    "state",
    "known_to_weights",
)

# What a spreadsheet takes for the start of a formula, its full-width forms included (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: an apostrophe goes before a dangerous first character."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _decimal(value: float | None, decimals: int = 4) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write a table; texts are made safe, whole numbers and texts that LeukView formatted from numbers are not touched.

    A file name that is not valid Unicode (possible on Linux) is written with backslash escapes: the table stays UTF-8.
    """
    with (
        replaced(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="") as handle,
    ):
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow([safe(name) for name in header])
        for row in rows:
            writer.writerow([safe(item) if isinstance(item, str) else item for item in row])


def write_cells(report: Report, path: Path) -> None:
    """Write ``cells.csv``, one row a cell: areas in square source pixels, probabilities and scores in 0–1.

    Box and areas are those of the person's outline where there is one. Cells that a person deleted or merged into others have
    no row; ``summary.json`` lists them.
    """
    parts = merged_from(report.removed)
    _write(path, CELLS_HEADER, (_cell_row(cell, parts.get(cell.id, ())) for cell in report.cells))


def _cell_row(cell: Cell, parts: Sequence[str]) -> tuple[str | int, ...]:
    shape, call, box = cell.final_morphology, cell.prediction, cell.final_box
    areas: tuple[str | int, ...] = ("", "", "")
    if shape:
        areas = (shape.nucleus_area_px, shape.cytoplasm_area_px, _decimal(shape.nc_ratio))
    calls: tuple[str, ...] = ("", "", "", "")
    if call:
        calls = (call.cls, _decimal(call.probability), call.second_cls, _decimal(call.second_probability))
    return (
        cell.id,
        cell.file,
        box.x,
        box.y,
        box.width,
        box.height,
        *areas,
        *calls,
        _decimal(cell.doubt),
        _decimal(call.out_of_domain if call else None),
        cell.human_class or "",
        cell.final_class,
        "true" if cell.counted else "false",
        cell.status,
        *_aside(cell),
        ORIGINS[cell.origin],
        "; ".join(parts),
        *_readers(cell),
        cell.note,
        cell.second_note,
    )


def _aside(cell: Cell) -> tuple[str, str]:
    """Return what the pipeline sets the cell aside as, and why; ``counted`` says whether a person overruled that."""
    aside = cell.prediction.set_aside if cell.prediction else None
    return (aside.kind, "; ".join(aside.reasons)) if aside else ("", "")


def _readers(cell: Cell) -> tuple[str, ...]:
    """Return the second reader's class, what was decided, by whom and when, and who stands for the final class."""
    agreed = cell.agreed
    decision = (agreed.class_id, agreed.by, agreed.utc) if agreed else ("", "", "")
    return (cell.second_class or "", *decision, final_by(cell))


def write_probabilities(report: Report, path: Path) -> None:
    """Write ``probabilities.csv``: cell id and one column a class id, blank where a call does not have the class."""
    header = ("cell_id", *report.known_classes)
    _write(
        path,
        header,
        (
            (
                cell.id,
                *(
                    _decimal(cell.prediction.probabilities.get(name) if cell.prediction else None)
                    for name in report.known_classes
                ),
            )
            for cell in report.cells
        ),
    )


def write_morphology(report: Report, path: Path) -> None:
    """Write ``morphology.csv``: what the network saw in each cell, every attribute's best answer with its probability in 0–1.

    Blank where the weights know no attributes.
    """
    _write(path, MORPHOLOGY_HEADER, (_morphology_row(cell) for cell in report.cells))


def _morphology_row(cell: Cell) -> tuple[str, ...]:
    seen = cell.prediction.attributes if cell.prediction else {}
    answers: list[str] = []
    for item in attributes():
        best = max(seen[item.id].items(), key=lambda pair: pair[1]) if item.id in seen else None
        answers += (best[0], _decimal(best[1])) if best else ("", "")
    words = "; ".join(phrase for phrase, _ in in_words(seen))
    against = "; ".join(cell.prediction.against) if cell.prediction else ""
    return (cell.id, words, against, *answers)


def write_decision_tree(report: Report, path: Path) -> None:
    """Write ``decision_tree.csv``: the path of each call that was made in stages, and how probable each end of the tree is.

    After the path in words come what a head beside the tree says and what below the path needs the user's own data, then a
    column for each node at which a call may end (0–1, a row sums to 1), then one for each answer beside the tree, given its
    node. Blank where the pipeline decides at once.
    """
    trees = {cell.id: cell.prediction.tree if cell.prediction else () for cell in report.cells}
    last = dict.fromkeys(name for tree in trees.values() for name in ends(tree))
    beside = dict.fromkeys(node.id for tree in trees.values() for node in tree if node.aside)

    def row(cell_id: str, tree: tuple[TreeNode, ...]) -> tuple[str, ...]:
        here = ends(tree) | {node.id: node.probability for node in tree if node.aside}
        values = (_decimal(here.get(name)) for name in (*last, *beside))
        return (cell_id, path_words(tree), "; ".join(aside_words(tree)), missing_words(tree), *values)

    _write(path, (*DECISION_TREE_HEADER, *last, *beside), (row(*item) for item in trees.items()))


def write_differential(report: Report, path: Path) -> None:
    """Write ``differential.csv``: the final differential, in per cent of counted white cells.

    Rows outside the count, and all rows where nothing was counted, have no percentage and no interval.
    """
    counted = report.final.total > 0
    _write(
        path,
        DIFFERENTIAL_HEADER,
        (
            (
                row.class_id,
                row.n,
                _decimal(row.percent if counted else None, 1),
                _decimal(row.ci_low if counted else None, 2),
                _decimal(row.ci_high if counted else None, 2),
                _decimal(row.reference_low, 1),
                _decimal(row.reference_high, 1),
                row.flag,
            )
            for row in report.final.rows
        ),
    )


def write_problems(report: Report, path: Path) -> None:
    """Write ``problems.csv``: what could not be read, why, and what to do."""
    _write(path, PROBLEMS_HEADER, ((item.file, item.reason, item.remedy) for item in report.problems))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in ``cases.csv``.

    ``alerts`` are the suggestion ids of the raised urgent rules, separated by semicolons; ``smear`` is the smear rule's answer.
    """

    case: str
    cells: int
    counted: int
    suggestion: str
    suggestion_probability: float
    rule: str
    alerts: str
    smear: SmearAnswer | None = None

    @property
    def smear_columns(self) -> tuple[str, ...]:
        """The smear rule's columns: answer, state, why unknown, inputs, where the thresholds came from, what an answer is not."""
        smear = self.smear
        if smear is None:
            return ("",) * 6
        inputs = "; ".join(f"{share.group.id}: {share.inputs}" for share in smear.shares)
        return (smear.id, smear.state, smear.reason, inputs, smear.threshold_from, NO_DIAGNOSIS)

    @classmethod
    def of(cls, report: Report) -> CaseRow:
        """Return the row of a report."""
        suggestion = report.suggestion
        return cls(
            report.info.name,
            len(report.cells),
            report.final.total,
            suggestion.id,
            suggestion.probability,
            suggestion.rule,
            ";".join(result.rule.suggestion for result in suggestion.alerts),
            suggestion.smear,
        )


def write_cases(cases: Iterable[CaseRow | Report], path: Path) -> None:
    """Write ``cases.csv``: one row a case."""
    rows = (item if isinstance(item, CaseRow) else CaseRow.of(item) for item in cases)
    _write(
        path,
        CASES_HEADER,
        (
            (
                row.case,
                row.cells,
                row.counted,
                row.suggestion,
                _decimal(row.suggestion_probability),
                row.rule,
                row.alerts,
                *row.smear_columns,
            )
            for row in rows
        ),
    )


def write_smear_shares(cases: Iterable[CaseRow], path: Path) -> None:
    """Write ``smear_rule.csv``: one row a case and group of the smear rule, shares and exact intervals in per cent."""
    _write(
        path,
        SMEAR_HEADER,
        (
            (
                row.case,
                row.smear.id,
                share.group.id,
                share.hits,
                share.total,
                *(_decimal(value if share.total else None, 2) for value in _share(share)),
                f"{share.threshold:g}",
                share.state,
                "true" if share.known else "false",
            )
            for row in cases
            if row.smear is not None
            for share in row.smear.shares
        ),
    )


def _share(share: GroupShare) -> tuple[float, float, float]:
    return share.judged.percent, share.judged.ci_low, share.judged.ci_high
