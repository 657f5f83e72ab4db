"""Thresholds of the smear rule from a user's own smears, and how right the rule is on others."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import SmearRule, load_smear_rule
from leukview.domain.smear_rule_file import rule_text
from leukview.reporting.csv_export import safe
from leukview.reporting.files import replaced

if TYPE_CHECKING:
    from leukview.domain.smear_rule import SmearAnswer
    from leukview.reporting.smear_roc import SmearCurve
    from leukview.training.smear_choice import Choice, ModuleChoice, SmearTable
    from leukview.training.smear_counts import SmearCounts, Truth

__all__ = ["SmearWork", "smear_rule_work"]


@dataclass(frozen=True, eq=False)
class SmearWork:
    """What :func:`smear_rule_work` did: the rule, how its thresholds were chosen, and the tables of the smears measured."""

    rule: SmearRule
    choice: Choice | None
    tables: tuple[SmearTable, ...]
    written: tuple[Path, ...]


def smear_rule_work(
    truth: Path,
    out: Path,
    *,
    train: Sequence[Path] = (),
    test: Sequence[Path] = (),
    rule: Path | None = None,
    own: bool = False,
    means: Mapping[str, str] | None = None,
    rounds: int = 1000,
    say: Callable[[str], None] = lambda _: None,
) -> SmearWork:
    """Choose thresholds on training smears, measure the rule on others, and write both into ``out``.

    With training smears: ``rule.toml``, ``thresholds.csv`` and ``roc-module-N.svg``. With smears to measure on: ``smears.csv``,
    ``confusion.csv`` and ``scores.csv``.

    Parameters
    ----------
    truth:
        Table with ``diagnosis`` and any of ``case``, ``smear``, ``patient``.
    out:
        Folder to write into.
    train, test:
        Output folders of ``analyze --case-per-folder`` or ``evaluate --out``, or ``calls.csv`` files.
    rule:
        The rule to begin with, or to measure; the shipped one by default.
    own:
        A threshold for each group rather than for each module.
    means:
        The table's words for a diagnosis → groups of the rule.
    rounds:
        Resamples of the bootstrap.
    say:
        Called with each sentence the user should read.

    Raises
    ------
    InputProblem
        When nothing is to be done, files cannot be read, or a patient stands on both sides.
    """
    from leukview.training.smear_choice import answers_of, choose_rule, smear_tables
    from leukview.training.smear_counts import read_truth, refuse_shared_patients

    if not train and not test:
        raise InputProblem(
            "smears", "there are neither training smears nor smears to measure on", "Give --train or --test"
        )
    loaded, known = load_smear_rule(rule), read_truth(truth, means)
    chosen_on, measured_on = _read(train, known, say), _read(test, known, say)
    refuse_shared_patients(chosen_on, measured_on)
    choice, written = None, []
    if train:
        choice = choose_rule(loaded, chosen_on, own=own, origin=", ".join(map(str, train)), rounds=rounds)
        loaded = choice.rule
        written += _write_choice(choice, out)
    answers = answers_of(loaded, measured_on)
    tables = smear_tables(answers)
    if test:
        written.append(_csv(out / "smears.csv", *_smear_rows(answers)))
        written.append(_csv(out / "confusion.csv", ("table", "truth", "answer", "smears"), _confusion_rows(tables)))
        head = ("table", "group", "measure", "smears", "of", "value", "ci_low", "ci_high")
        written.append(_csv(out / "scores.csv", head, _score_rows(tables)))
    return SmearWork(loaded, choice, tuple(tables), tuple(written))


def _read(sources: Sequence[Path], truth: Mapping[str, Truth], say: Callable[[str], None]) -> list[SmearCounts]:
    from leukview.training.intake.words import counted, first_few
    from leukview.training.smear_counts import read_smears

    smears: dict[str, SmearCounts] = {}
    for source in sources:
        found, unknown = read_smears(source, truth)
        if unknown:
            say(
                f"{source}: {counted(len(unknown), 'smear')} without a diagnosis in the table: left out: {first_few(unknown)}."
            )
        for smear in found:
            if smear.name in smears:
                raise InputProblem(
                    str(source), f"{smear.name} is in another of the folders too", "Give each smear once"
                )
            smears[smear.name] = smear
    if sources and not smears:
        raise InputProblem(
            str(sources[0]), "the table gives none of its smears a diagnosis", "Use the same names in both"
        )
    return list(smears.values())


def _write_choice(choice: Choice, out: Path) -> list[Path]:
    from leukview.reporting.scene import to_svg
    from leukview.reporting.smear_roc import smear_roc_chart

    path = out / "rule.toml"
    with replaced(path) as temporary:
        temporary.write_text(rule_text(choice.rule), "utf-8")
    head = ("module", "class", "threshold", "sensitivity", "specificity", "youden")
    written = [path, _csv(out / "thresholds.csv", head, (row for item in choice.modules for row in _sweep(item)))]
    for item in choice.modules:
        figure = out / f"roc-module-{item.number}.svg"
        with replaced(figure) as temporary:
            temporary.write_text(to_svg(smear_roc_chart(_curves(item)), alone=True), "utf-8")
        written.append(figure)
    return written


def _curves(item: ModuleChoice) -> list[SmearCurve]:
    from leukview.reporting.smear_roc import SmearCurve

    shared = item.shared
    named = dict(shared.curves) if item.own else {"mean of the classes": shared.macro, **shared.curves}
    return [
        SmearCurve(
            name,
            tuple(shared.thresholds.tolist()),
            tuple(curve.sensitivity.tolist()),
            tuple(curve.specificity.tolist()),
            curve.auroc,
            item.own[name].threshold if name in item.own else shared.threshold,
        )
        for name, curve in named.items()
    ]


def _sweep(item: ModuleChoice) -> Iterable[tuple[object, ...]]:
    for name, curve in {**item.shared.curves, "macro": item.shared.macro}.items():
        rows = zip(item.shared.thresholds, curve.sensitivity, curve.specificity, curve.youden, strict=True)
        for threshold, *values in rows:
            yield (item.number, name, f"{threshold:g}", *(f"{value:.4f}" for value in values))


def _smear_rows(answers: Sequence[tuple[SmearCounts, SmearAnswer]]) -> tuple[list[str], list[list[object]]]:
    groups = [share.group.id for share in answers[0][1].shares] if answers else []
    head = ["smear", "patient", "truth", "cells", "answer", "module_1", "state", "reason"]
    head += [f"{name}_{what}" for name in groups for what in ("percent", "ci_low", "ci_high")]
    rows: list[list[object]] = []
    for smear, answer in answers:
        row: list[object] = [smear.name, smear.patient, smear.truth, answer.shares[0].total]
        row += [answer.id, answer.module_one, answer.state, answer.reason]
        for share in answer.shares:
            found = share.judged
            row += [f"{value:.2f}" if share.total else "" for value in (found.percent, found.ci_low, found.ci_high)]
        rows.append(row)
    return head, rows


def _confusion_rows(tables: Sequence[SmearTable]) -> Iterable[tuple[object, ...]]:
    for table in tables:
        for truth in table.truths:
            for answer in table.answers:
                yield table.name, truth, answer, table.counts.get((truth, answer), 0)


def _score_rows(tables: Sequence[SmearTable]) -> Iterable[tuple[object, ...]]:
    for table in tables:
        for score in table.scores():
            value = "" if score.value is None else f"{score.value:.4f}"
            yield (
                table.name,
                score.group,
                score.measure,
                score.hits,
                score.total,
                value,
                *(f"{x:.4f}" for x in score.interval),
            )


def _csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows([safe(item) if isinstance(item, str) else item for item in row] for row in rows)
    return path
