"""Sentences of the reference cells' library and of tests drawn from it: patterns as in :mod:`leukview.gui.sentences`."""

from __future__ import annotations

from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["REFERENCE_PATTERNS"]

REFERENCE_PATTERNS = (
    # What was changed in the library: leukview.services.reference
    QT_TRANSLATE_NOOP("Sentences", "Make the set {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Rename {name} to {new_name}"),
    QT_TRANSLATE_NOOP("Sentences", "Delete the set {name} ({contents})"),
    QT_TRANSLATE_NOOP("Sentences", "Delete the set {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Add {cells} to {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Remove {cells} from {name}"),
    QT_TRANSLATE_NOOP("Sentences", "Note on a cell of {name}"),
    # What is in a set, and how large a cell is: leukview.domain.reference
    QT_TRANSLATE_NOOP("Sentences", "empty"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of 1 class, all synthetic"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of {n} classes, all synthetic"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of 1 class, {drawn} of them synthetic"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of {n} classes, {drawn} of them synthetic"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of 1 class"),
    QT_TRANSLATE_NOOP("Sentences", "{cells} of {n} classes"),
    QT_TRANSLATE_NOOP("Sentences", "1 cell"),
    QT_TRANSLATE_NOOP("Sentences", "{size} px, {um} µm a pixel"),
    QT_TRANSLATE_NOOP("Sentences", "{size} px, pixel size not known"),
    QT_TRANSLATE_NOOP("Sentences", "Drawn by LeukView, from no patient: to try things out, not to learn from"),
    # Why a cell stays out: leukview.services.reference, reference_intake, reference_files
    QT_TRANSLATE_NOOP("Sentences", "the same picture is in the set as {class}, and now comes as {other_class}"),
    QT_TRANSLATE_NOOP("Sentences", "a second reader reads its case"),
    QT_TRANSLATE_NOOP("Sentences", "two readers disagree on it"),
    QT_TRANSLATE_NOOP("Sentences", "a person called it unidentified"),
    QT_TRANSLATE_NOOP("Sentences", "the image is not there any more"),
    QT_TRANSLATE_NOOP("Sentences", "the image is another than the one that was labelled"),
    QT_TRANSLATE_NOOP("Sentences", "there is no such image"),
    QT_TRANSLATE_NOOP("Sentences", "it is another picture than the one its table tells of"),
    # How far it is
    QT_TRANSLATE_NOOP("Sentences", "copying cells"),
    QT_TRANSLATE_NOOP("Sentences", "reading cells"),
    QT_TRANSLATE_NOOP("Sentences", "writing cells"),
    # Where a test's cells are from, and what must be read beside a program's score: leukview.services.quiz_case, quiz_program
    QT_TRANSLATE_NOOP("Sentences", "Signed case {number}"),
    QT_TRANSLATE_NOOP("Sentences", "{n} cells are of classes that these weights do not know: {class_ids}."),
    QT_TRANSLATE_NOOP(
        "Sentences", "{n} of the cells are synthetic: what it makes of them says nothing of patients' cells."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "{n} of the cells are from images that it was trained on: its score on them is too good."
    ),
    QT_TRANSLATE_NOOP("Sentences", "None of the cells is from an image of its training, compared by content."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "It was trained on data that its card does not name. Whether these cells were among them cannot be told.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "It was trained on {data}. Whether these cells were among them cannot be told."),
    QT_TRANSLATE_NOOP(
        "Sentences", "It was adapted to a laboratory's own cells: where these were among them, its score is too good."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Its weights' card was not found: whether it was trained on these cells cannot be told."
    ),
)
"""Of two that fit, the first. ``{drawn}`` is a count as well, ``{contents}`` a sentence, ``{class_ids}`` class ids."""
