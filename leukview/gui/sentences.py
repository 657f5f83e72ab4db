"""Sentences of the domain and the services in the language of the window.

What is audited, signed and reported is written in English where it arises. Where the window shows such a sentence in another
language, it is known again by its pattern; one that is not known stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter

from leukview.domain.taxonomy import taxonomy
from leukview.gui import learning_texts
from leukview.gui.domain_words import rule_text, word
from leukview.gui.reference_sentences import REFERENCE_PATTERNS
from leukview.gui.translation import QT_TRANSLATE_NOOP, SOURCE, class_name, current, number, translate

__all__ = ["PATTERNS", "known", "sentence"]

PATTERNS = (
    *REFERENCE_PATTERNS,
    QT_TRANSLATE_NOOP("Sentences", "This field"),
    QT_TRANSLATE_NOOP("Sentences", "Region of {file}"),
    # What stands before a signature: leukview.domain.gate
    QT_TRANSLATE_NOOP("Sentences", "There is no cell in this case."),
    QT_TRANSLATE_NOOP("Sentences", "The analysis has not read every image yet."),
    QT_TRANSLATE_NOOP("Sentences", "1 file could not be read and is in no count."),
    QT_TRANSLATE_NOOP("Sentences", "{n} files could not be read and are in no count."),
    QT_TRANSLATE_NOOP("Sentences", "Urgent alert not acknowledged: {rule}."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Urgent by the AI's count alone: {rule}. The readers' labels take it below the threshold.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The second reading by {name} is not finished."),
    QT_TRANSLATE_NOOP("Sentences", "This laboratory asks for a second reader, and none has read."),
    QT_TRANSLATE_NOOP("Sentences", "The readers disagree on 1 cell: decide."),
    QT_TRANSLATE_NOOP("Sentences", "The readers disagree on {n} cells: decide."),
    QT_TRANSLATE_NOOP("Sentences", "1 cell is labelled by one of the two readers only."),
    QT_TRANSLATE_NOOP("Sentences", "{n} cells are labelled by one of the two readers only."),
    QT_TRANSLATE_NOOP("Sentences", "1 blast-like cell is not reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "{n} blast-like cells are not reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "1 doubtful, contradicted or out-of-domain cell is not reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "{n} doubtful, contradicted or out-of-domain cells are not reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "1 other cell is counted by the AI's call alone, which nobody reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "{n} other cells are counted by the AI's call alone, which nobody reviewed."),
    QT_TRANSLATE_NOOP("Sentences", "The count is short: {n} of {target} white cells."),
    QT_TRANSLATE_NOOP("Sentences", "No patient is filled in."),
    QT_TRANSLATE_NOOP("Sentences", "No slide is filled in."),
    QT_TRANSLATE_NOOP("Sentences", "No patient and no slide is filled in."),
    QT_TRANSLATE_NOOP("Sentences", "1 outline was begun and is not used."),
    QT_TRANSLATE_NOOP("Sentences", "{n} outlines were begun and are not used."),
    QT_TRANSLATE_NOOP("Sentences", "This case is synthetic: drawn by a program, from no patient."),
    # What a reader should know before opening a case: leukview.services.worklist
    QT_TRANSLATE_NOOP("Sentences", "Urgent: {rule}"),
    QT_TRANSLATE_NOOP("Sentences", "changed since it was signed"),
    QT_TRANSLATE_NOOP("Sentences", "1 needs you"),
    QT_TRANSLATE_NOOP("Sentences", "{n} need you"),
    QT_TRANSLATE_NOOP("Sentences", "1 file not read"),
    QT_TRANSLATE_NOOP("Sentences", "{n} files not read"),
    QT_TRANSLATE_NOOP("Sentences", "synthetic"),
    # Why to look at a cell: leukview.domain.guide, leukview.domain.cell
    QT_TRANSLATE_NOOP("Sentences", "Blast-like: look first"),
    QT_TRANSLATE_NOOP("Sentences", "Readers disagree: {class} or {class_b}"),
    QT_TRANSLATE_NOOP("Sentences", "Contradicts its call: {seen}"),
    QT_TRANSLATE_NOOP("Sentences", "an earlier stage finds {class} more probable than {class_b}"),
    QT_TRANSLATE_NOOP("Sentences", "Doubtful: {class} or {class_b}"),
    QT_TRANSLATE_NOOP("Sentences", "Not analysed: name it"),
    QT_TRANSLATE_NOOP("Sentences", "Unlike the cells the network learnt from"),
    # What a step of the history does: leukview.domain.commands and their kin
    QT_TRANSLATE_NOOP("Sentences", "Confirm {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Count {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Label {cells} as {class}"),
    QT_TRANSLATE_NOOP("Sentences", "Relabel {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Clear the label of {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Note on {cell}"),
    QT_TRANSLATE_NOOP("Sentences", "Outline {cell}"),
    QT_TRANSLATE_NOOP("Sentences", "Segmenter's outline of {cell}"),
    QT_TRANSLATE_NOOP("Sentences", "Edit the case's details"),
    QT_TRANSLATE_NOOP("Sentences", "Set the target to {target} white cells"),
    QT_TRANSLATE_NOOP("Sentences", "Set the target to the laboratory's"),
    QT_TRANSLATE_NOOP("Sentences", "Add {cell}"),
    QT_TRANSLATE_NOOP("Sentences", "Merge {cells} into {cell}"),
    QT_TRANSLATE_NOOP("Sentences", "Bring back {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Delete {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "No second reading"),
    QT_TRANSLATE_NOOP("Sentences", "Start the second reading by {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Finish the second reading by {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Clear the decision on {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Decide on {cells}: {class}"),
    QT_TRANSLATE_NOOP("Sentences", "Decide on {cells}"),
    QT_TRANSLATE_NOOP("Sentences", "Create case {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Acknowledge {rule}"),
    QT_TRANSLATE_NOOP("Sentences", "Found again in {path}"),
    QT_TRANSLATE_NOOP("Sentences", "Analyse with {pipeline}"),
    QT_TRANSLATE_NOOP("Sentences", "1 step"),
    QT_TRANSLATE_NOOP("Sentences", "{n} steps"),
    QT_TRANSLATE_NOOP("Sentences", "{n} cells"),
    # Who signed, and how two readers agree: leukview.domain.signing, leukview.domain.agreement
    QT_TRANSLATE_NOOP("Sentences", "Signed by {name} on {when} UTC, version {version} (amended: {reason})"),
    QT_TRANSLATE_NOOP("Sentences", "Signed by {name} on {when} UTC, version {version}"),
    QT_TRANSLATE_NOOP("Sentences", "No cell was labelled by both readers."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "{n} of {drawn} cells labelled alike ({percent} %); Cohen's kappa is not defined where one class alone was given.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "{n} of {drawn} cells labelled alike ({percent} %); Cohen's kappa {kappa} (95 % interval {low} to {high}).",
    ),
    *learning_texts.PATTERNS,
)
"""Every sentence that is known, with what varies in it; of two that fit, the first. ``{n}`` is a count, ``{cells}`` a cell's id
or how many cells, ``{class}`` and ``{class_b}`` a class's name or id, ``{rule}`` a rule's title, ``{seen}`` what is seen in a
cell; anything else stays as it is."""


def sentence(text: str) -> str:
    """Return a sentence in the language in force; as it is where that is English or the sentence is not known."""
    return known("Sentences", PATTERNS, text)


def known(context: str, templates: tuple[str, ...], text: str) -> str:
    """Return a text that one of some templates fits, the first of them, in the language in force; else as it is.

    Parameters
    ----------
    context:
        That of the templates.
    templates:
        English texts with what varies in them, as in :data:`PATTERNS`.
    text:
        Written in English below the window.
    """
    if current() == SOURCE:
        return text
    for pattern, template in _patterns(templates):
        if found := pattern.fullmatch(text):
            values = {name: _value(name, value) for name, value in found.groupdict().items()}
            return translate(context, template).format(**values)
    return text


@cache
def _patterns(templates: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_expression(template), re.DOTALL), template) for template in templates)


def _expression(template: str) -> str:
    parts = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P<{name}>{r'[0-9,]+' if name in ('n', 'drawn') else '.+?'})")
    return "".join(parts)


def _value(name: str, value: str) -> str:
    """Return what stands at a name, as the language in force has it."""
    shown = _SHOWN.get(name)
    return shown(value) if shown is not None else value


def _count(value: str) -> str:
    return number(int(value.replace(",", "")))


def _cells(value: str) -> str:
    return sentence(value) if re.fullmatch(r"[0-9,]+ cells?", value) else value


def _class(value: str) -> str:
    said = value.lower()
    found = next((item.id for item in taxonomy().classes if said in {item.id, item.name.lower()}), None)
    return class_name(found) if found else value


def _classes(value: str) -> str:
    return ", ".join(map(_class, value.split(", ")))


def _seen(value: str) -> str:
    said = sentence(value)
    return said if said != value else word(value)


_SHOWN: Mapping[str, Callable[[str], str]] = {
    "n": _count,
    "drawn": _count,
    "cells": _cells,
    "class": _class,
    "class_b": _class,
    "other_class": _class,
    "class_ids": _classes,
    "seen": _seen,
    "rule": rule_text,
    "contents": sentence,
}
