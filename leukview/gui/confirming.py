"""Confirming the rest of a class in one step; what needs a person is never swept in without being said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from leukview.domain.taxonomy import taxonomy
from leukview.services.review import Rest, rest_of

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["confirm_rest", "rest_words"]


def rest_words(rest: Rest, class_id: str) -> tuple[str, str]:
    """Return the question and its details, of a rest of which some cells need a person."""
    count, needing = len(rest.ids), len(rest.needing)
    some = (
        "It needs" if count == needing == 1 else "All of them need" if count == needing else f"{needing:,} of them need"
    )
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in rest.reasons.items())
    return (
        f"{count:,} cell{'s' if count != 1 else ''} of {taxonomy()[class_id].name} "
        f"{'are' if count != 1 else 'is'} not reviewed yet.",
        f"{some} you first: {reasons}. Look at them one by one, or confirm them unseen.",
    )


def confirm_rest(window: MainWindow, class_id: str = "") -> None:
    """Confirm the cells in sight of a class, by default the current cell's, that are not reviewed yet: one step to undo."""
    controller = window.controller
    class_id = class_id or controller.model.group_of(controller.selection.current or "") or ""
    if not class_id:
        return
    name = taxonomy()[class_id].name
    walk = controller.walk
    rest = rest_of((walk.cell(cell_id) for cell_id in walk.order()), class_id)
    if not rest.ids:
        controller.said.emit(f"Every cell of {name} in sight is reviewed.", False)
        return
    chosen = _ask(window, rest, class_id) if rest.needing else list(rest.ids)
    if chosen:
        controller.confirm(chosen)


def _ask(window: MainWindow, rest: Rest, class_id: str) -> list[str]:
    """Ask whether to leave out what needs a person; return the ids to confirm, none where the answer is neither."""
    question, details = rest_words(rest, class_id)
    box = QMessageBox(window)
    box.setObjectName("confirm_rest")
    box.setWindowTitle("Confirm the rest of this class")
    box.setText(question)
    box.setInformativeText(details)
    everything = box.addButton(f"Confirm all {len(rest.ids):,}", QMessageBox.ButtonRole.DestructiveRole)
    everything.setToolTip("Also those that need you; one step, and one undo takes it back")
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    plain = None
    if rest.plain:
        words = (
            f"Confirm the {len(rest.plain):,} that do not need you" if len(rest.plain) > 1 else "Confirm the other one"
        )
        plain = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        plain.setToolTip("The others stay in ‘Needs you’")
        box.setDefaultButton(plain)
    box.exec()
    pressed = box.clickedButton()
    box.deleteLater()
    if pressed is everything:
        return list(rest.ids)
    return list(rest.plain) if plain is not None and pressed is plain else []
