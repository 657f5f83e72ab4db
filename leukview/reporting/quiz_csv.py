"""The result of a proficiency test as tables."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from leukview.domain.quiz import Answer, Outcome, Rate, counted_as
from leukview.reporting.csv_export import safe
from leukview.reporting.files import replaced
from leukview.reporting.model import RESEARCH_USE_ONLY
from leukview.reporting.quiz_words import facts, kappa_words, limits, purpose

__all__ = ["write_quiz_tables"]

_ANSWERS = (
    "cell",
    "reference",
    "answer",
    "right",
    "seconds",
    "answers_given",
    "whose_reference",
    "synthetic",
    "picture_sha256",
)
_CLASSES = ("class", "cells", "sensitivity", "sens_low", "sens_high", "named", "precision", "prec_low", "prec_high")


def write_quiz_tables(outcome: Outcome, folder: Path) -> list[Path]:
    """Write ``answers.csv`` (a row a cell), ``classes.csv``, ``confusions.csv`` and ``summary.csv``; return the files.

    Raises
    ------
    OSError
        When they cannot be written.
    """
    result = outcome.score
    summary = [
        ("Right", result.right.words),
        ("Right by group", result.by_group.words),
        ("Cohen's kappa", kappa_words(result.kappa)),
        ("Cohen's kappa by group", kappa_words(result.group_kappa)),
        *facts(outcome),
        ("What it is", purpose(outcome.attempt)),
        ("What it is not", limits(outcome.attempt)),
        ("Use", RESEARCH_USE_ONLY),
    ]
    classes = [
        (row.class_id, row.sensitivity.total, *_rate(row.sensitivity), row.precision.total, *_rate(row.precision))
        for row in result.classes
    ]
    pairs = sorted(result.confusion.items(), key=lambda found: (-found[1], found[0]))
    tables: list[tuple[str, Sequence[str], Iterable[Sequence[object]]]] = [
        ("answers.csv", _ANSWERS, _rows(outcome)),
        ("classes.csv", _CLASSES, classes),
        ("confusions.csv", ("reference", "answer", "cells"), [(*pair, count) for pair, count in pairs]),
        ("summary.csv", ("what", "value"), [(name, safe(words)) for name, words in summary]),
    ]
    written = []
    for name, head, rows in tables:
        with (
            replaced(folder / name) as draft,
            draft.open("w", encoding="utf-8-sig", newline="") as stream,
        ):
            writer = csv.writer(stream)
            writer.writerow(head)
            writer.writerows(rows)
        written.append(folder / name)
    return written


def _rows(outcome: Outcome) -> Iterable[Sequence[object]]:
    by_place: dict[int, list[Answer]] = defaultdict(list)
    for answer in outcome.answers:
        by_place[answer.place].append(answer)
    for place, item in enumerate(outcome.attempt.items):
        given = by_place[place]
        said = given[-1].class_id if given else ""
        spent = sum(answer.seconds for answer in given)
        right = "yes" if counted_as(item.label, said) == item.label else "no"
        drawn = "yes" if item.synthetic else "no"
        yield (place + 1, item.label, said, right, f"{spent:.2f}", len(given), safe(item.whose), drawn, item.picture)


def _rate(rate: Rate) -> tuple[str, str, str]:
    if rate.value is None:
        return "", "", ""
    low, high = rate.interval
    return f"{rate.value:.4f}", f"{low:.4f}", f"{high:.4f}"
