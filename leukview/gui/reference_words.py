"""What is said of reference cells that enter a set, and whose word their labels are, in the language of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leukview.domain.reference import ReferenceCell
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate

__all__ = ["added", "chosen", "hidden", "origin", "whose"]

_WHOSE = (
    QT_TRANSLATE_NOOP("ReferenceWords", "one reader"),
    QT_TRANSLATE_NOOP("ReferenceWords", "the second reader alone"),
    QT_TRANSLATE_NOOP("ReferenceWords", "both readers, blind to each other, agreed"),
    QT_TRANSLATE_NOOP("ReferenceWords", "two readers, decided between them"),
    QT_TRANSLATE_NOOP("ReferenceWords", "as given in an imported file"),
    QT_TRANSLATE_NOOP("ReferenceWords", "synthetic: drawn so by LeukView"),
)
_SYNTHETIC = QT_TRANSLATE_NOOP("ReferenceWords", " (a synthetic cell)")


def whose(words: str) -> str:
    """Return whose word a label is; see :attr:`leukview.domain.reference.ReferenceCell.whose_words`, which tests keep as well."""
    rest = words.removesuffix(_SYNTHETIC)
    tail = translate("ReferenceWords", _SYNTHETIC) if rest != words else ""
    for said in _WHOSE:
        if rest == said or rest.startswith(f"{said}: "):
            return f"{translate('ReferenceWords', said)}{rest[len(said) :]}{tail}"
    return words


def origin(cell: ReferenceCell) -> str:
    """Return which case a cell is of, here or in another installation; empty where it is of none."""
    other = cell.elsewhere
    if other is None:
        return translate("ReferenceWords", "from case {case}").format(case=cell.case) if cell.case else ""
    if not other.installation:
        return translate(
            "ReferenceWords", "imported: case {case} of an installation that its files do not name"
        ).format(case=other.case)
    return translate("ReferenceWords", "imported: case {case} of another installation ({name})").format(
        case=other.case, name=other.installation
    )


def hidden(cases: int) -> str:
    """Return what is not shown of so many cases that a second reader reads, in any set or none; empty of none."""
    return (
        several(
            cases,
            translate(
                "ReferenceWords", "Reference cells of {n:,} case are hidden until its second reading is finished."
            ),
            translate(
                "ReferenceWords", "Reference cells of {n:,} cases are hidden until their second readings are finished."
            ),
        )
        if cases
        else ""
    )


def chosen(good: int, unconfirmed: int, others: int, problems: Sequence[Any] = ()) -> str:
    """Return how many of the chosen cells may enter a set, and why the others may not."""
    parts = []
    if good:
        parts.append(
            several(
                good,
                translate("ReferenceWords", "{n:,} cell with a person's label"),
                translate("ReferenceWords", "{n:,} cells with a person's label"),
            )
        )
    if unconfirmed:
        parts.append(
            translate("ReferenceWords", "{n:,} only called by the AI: confirm or relabel first (Space)").format(
                n=unconfirmed
            )
        )
    if others and problems:
        parts.append(translate("ReferenceWords", "left out: {reason}").format(reason=sentence(problems[0].reason)))
    elif others:
        parts.append(translate("ReferenceWords", "{n:,} unidentified or disputed").format(n=others))
    if not parts:
        return translate("ReferenceWords", "Choose cells first.")
    text = "; ".join(parts)
    return text if good else translate("ReferenceWords", "Nothing to add: {text}").format(text=text)


def added(cells: int, doubles: int, left: int, reason: str, name: str) -> str:
    """Return what became of cells that were to enter the set ``name``; ``reason`` is why the first of those left out was."""
    text = several(
        cells,
        translate("ReferenceWords", "{n:,} cell added to {name}"),
        translate("ReferenceWords", "{n:,} cells added to {name}"),
        name=name,
    )
    if doubles:
        text = translate("ReferenceWords", "{text}; {n:,} there already").format(text=text, n=doubles)
    if left:
        text = translate("ReferenceWords", "{text}; {n:,} left out: {reason}").format(
            text=text, n=left, reason=sentence(reason)
        )
    return text
