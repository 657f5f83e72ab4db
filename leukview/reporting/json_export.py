"""``summary.json``: the case's result and its full provenance, for programs."""

from __future__ import annotations

import json
import platform
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from leukview import __version__
from leukview.domain.agreement import Agreement
from leukview.domain.decision_path import answer, asides
from leukview.domain.decision_path import path as path_of
from leukview.domain.differential import Differential
from leukview.domain.prediction import TreeNode
from leukview.domain.rules import RuleResult, Suggestion
from leukview.domain.smear_rule import NO_DIAGNOSIS, GroupShare, SmearAnswer
from leukview.reporting.edited import edited_counts, removed_cells
from leukview.reporting.files import replaced
from leukview.reporting.model import RESEARCH_USE_ONLY, Report, library_versions
from leukview.reporting.notes import cell_notes

__all__ = ["FORMAT", "differential_json", "summary", "write_summary"]

FORMAT = "leukview-summary/1"
"""Name and major version of the layout; the number goes up when a field changes its meaning or goes away."""


def summary(report: Report) -> dict[str, Any]:
    """Return the summary as plain lists, dictionaries, numbers and texts; shares in per cent."""
    stamp = report.stamp
    return {
        "format": FORMAT,
        "research_use_only": RESEARCH_USE_ONLY,
        "case": {
            "name": report.info.name,
            "patient": report.info.patient,
            "slide": report.info.slide,
            "synthetic": report.info.synthetic,
            "created": report.info.created,
        },
        "synthetic": report.info.synthetic,
        "partial": report.partial,
        "operator": report.operator,
        "laboratory": report.laboratory,
        "created_utc": report.created_utc,
        "pipeline": stamp.pipeline if stamp else None,
        "pipeline_title": stamp.title if stamp else None,
        "weights_sha256": stamp.weights_sha256 if stamp else None,
        "analysed_with": stamp.software if stamp else None,
        "device": stamp.device if stamp else None,
        "segmenter": stamp.segmenter or None if stamp else None,
        "thresholds": dict(stamp.thresholds) if stamp else {},
        "versions": {"leukview": __version__, **library_versions(), "system": platform.platform()},
        "timings": {name: round(seconds, 3) for name, seconds in report.timings.items()},
        "counts": _counts(report),
        "smear_differs_from_training": report.domain.differs,
        "notices": [*([report.domain.notice] if report.domain.differs else []), *report.notes],
        "classes": list(report.known_classes),
        "decision_tree": _decision_tree(report),
        "differential": {
            "ai": differential_json(report.ai),
            "final": differential_json(report.final),
            "reader_1": differential_json(report.first),
            "reader_2": differential_json(report.second) if report.second else None,
        },
        "adequacy": report.final.adequacy,
        "target": _target(report),
        "nrbc_per_100_wbc": _rounded(report.final.nrbc_per_100_wbc),
        "suggestion": _suggestion(report.suggestion),
        "ai_suggestion": {"id": report.ai_suggestion.id, "rule": report.ai_suggestion.rule},
        "alerts": [_rule(result) for result in report.suggestion.alerts],
        "alerts_of_ai_not_upheld": [result.rule.id for result in report.dropped_alerts],
        "rules": [_rule(result) for result in report.suggestion.results],
        "blast_thresholds": [_rule(result) for result in report.suggestion.thresholds],
        "smear_rule": _smear(report.suggestion.smear),
        "removed_cells": removed_cells(report.removed),
        "cell_notes": cell_notes(report.cells),
        "images_sha256": report.images_digest,
        "images": [
            {"file": item.file, "sha256": item.sha256, "width": item.width, "height": item.height, "kind": item.kind}
            for item in report.images
        ],
        "problems": [{"file": item.file, "reason": item.reason, "remedy": item.remedy} for item in report.problems],
        "readers": [{"reader": number, **asdict(reading)} for number, reading in sorted(report.readings.items())],
        "agreement": _agreement(report.agreement),
        "changed_from_ai": [{"from": move.source, "to": move.target, "n": move.n} for move in report.moves],
        "signing": {
            "state": report.signing,
            "text": report.signing_words,
            "signatures": [asdict(signature) for signature in report.signatures],
        },
    }


def _target(report: Report) -> dict[str, Any] | None:
    """Return how many white cells were to be counted, who said so, and whether they were."""
    if report.target is None:
        return None
    source = "laboratory" if report.info.target is None else "case"
    return {"white_cells": report.target, "set_for": source, "reached": report.final.total >= report.target}


def _agreement(found: Agreement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "first": found.first,
        "second": found.second,
        "labelled_by_both": found.both,
        "labelled_alike": found.same,
        "labelled_by_first_only": found.only_first,
        "labelled_by_second_only": found.only_second,
        "percent": _rounded(found.percent),
        "cohens_kappa": _rounded(found.kappa),
        "kappa_low": _rounded(found.low),
        "kappa_high": _rounded(found.high),
        "text": found.words,
        "disagreements": [
            {"first": first, "second": second, "n": n, "decided": decided}
            for first, second, n, decided in found.differing
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _counts(report: Report) -> dict[str, int]:
    review = report.review
    return {
        "images": len(report.images),
        "problems": len(report.problems),
        "cells": review.total,
        "counted": report.final.total,
        "not_counted": report.final.excluded,
        "reviewed": review.reviewed,
        "confirmed": review.confirmed,
        "relabelled": review.relabelled,
        "outlined": review.outlined,
        "needs_review": review.needs_review,
        "out_of_domain": review.out_of_domain,
        "uncountable": review.uncountable,
        "crushed": review.crushed,
        **edited_counts(report.cells, report.removed),
    }


def _decision_tree(report: Report) -> list[dict[str, Any]]:
    """Return every node of the pipeline's tree with how many cells' calls went through it; empty where it has none.

    Of a node beside the tree, these are the cells of which its head gives this answer, where the call reached the head.
    """
    nodes: dict[str, TreeNode] = {}
    cells: Counter[str] = Counter()
    for cell in report.cells:
        tree = cell.prediction.tree if cell.prediction else ()
        nodes |= {node.id: node for node in tree}
        cells.update(node.id for node in path_of(tree))
        cells.update(answer(head).id for head in asides(tree))
    return [
        {
            "id": node.id,
            "name": node.name,
            "parent": node.parent or None,
            "beside_the_tree": node.aside,
            "cells": cells[node.id],
            "needs_your_data": list(node.missing),
        }
        for node in nodes.values()
    ]


def differential_json(differential: Differential) -> dict[str, Any]:
    """Return a differential as plain values: shares and bounds in per cent, None where nothing was counted."""
    counted = differential.total > 0
    return {
        "total": differential.total,
        "not_counted": differential.excluded,
        "reference_ranges": differential.ranges,
        "rows": [
            {
                "class": row.class_id,
                "n": row.n,
                "percent": row.percent if counted else None,
                "ci_low": _rounded(row.ci_low) if counted else None,
                "ci_high": _rounded(row.ci_high) if counted else None,
                "reference_low": row.reference_low,
                "reference_high": row.reference_high,
                "flag": row.flag,
            }
            for row in differential.rows
        ],
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    rule = result.rule
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "suggestion": rule.suggestion,
        "state": result.state,
        "why_not": result.why_not,
        "raised": result.raised,
        "informative": rule.informative,
        "standard": rule.standard,
        "probability": _rounded(result.probability),
        "inputs": {
            "classes": list(rule.numerator),
            "denominator": rule.denominator,
            "quantity": rule.quantity,
            "head": rule.head,
            "hits": result.hits,
            "total": result.total,
            "percent": _rounded(result.percent),
            "ci_low": _rounded(result.ci_low),
            "ci_high": _rounded(result.ci_high),
            "comparison": rule.comparison,
            "threshold": rule.threshold if result.judged else None,
            "below": rule.below,
            "text": result.inputs,
        },
        "statement": rule.statement,
        "source": rule.source,
        "confirm": rule.confirm,
        "caution": rule.caution,
    }


def _smear(answer: SmearAnswer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "answer": answer.id,
        "module_1": answer.module_one,
        "state": answer.state,
        "reason": answer.reason,
        "text": answer.words,
        "is_a_diagnosis": False,
        "statement": NO_DIAGNOSIS,
        "shares": [_share(share) for share in answer.shares],
        "source": answer.source,
        "threshold_from": answer.threshold_from,
    }


def _share(share: GroupShare) -> dict[str, Any]:
    return {
        "group": share.group.id,
        "classes": list(share.group.classes),
        "among": share.among,
        "hits": share.hits,
        "total": share.total,
        "percent": _rounded(share.judged.percent),
        "ci_low": _rounded(share.judged.ci_low),
        "ci_high": _rounded(share.judged.ci_high),
        "threshold": share.threshold,
        "state": share.state,
        "known_to_weights": share.known,
        "text": share.inputs,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    leading = next((result for result in suggestion.results if result.rule.id == suggestion.rule), None)
    return {
        "id": suggestion.id,
        "text": suggestion.text,
        "probability": _rounded(suggestion.probability),
        "rule": suggestion.rule,
        "is_a_diagnosis": False,
        "details": _rule(leading) if leading else None,
    }


def write_summary(report: Report, path: Path) -> None:
    """Write ``summary.json``: UTF-8, indented, no value that JSON does not know."""
    text = json.dumps(summary(report), ensure_ascii=False, indent=2, allow_nan=False)
    with replaced(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8", errors="backslashreplace", newline="\n")
