"""Confirming the rest of a class in one step; what needs a person is never swept in without being said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from leukview.gui.translation import class_name, several, translate
from leukview.services.review import Rest, rest_of

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["confirm_rest", "rest_words"]


def rest_words(rest: Rest, class_id: str) -> tuple[str, str]:
    """Return the question and its details, of a rest of which some cells need a person."""
    count, needing = len(rest.ids), len(rest.needing)
    some = (
        translate("Confirming", "It needs you first: {reasons}. Look at them one by one, or confirm them unseen.")
        if count == needing == 1
        else translate(
            "Confirming", "All of them need you first: {reasons}. Look at them one by one, or confirm them unseen."
        )
        if count == needing
        else translate(
            "Confirming",
            "{needing:,} of them need you first: {reasons}. Look at them one by one, or confirm them unseen.",
        )
    )
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in rest.reasons.items())
    return (
        several(
            count,
            translate("Confirming", "{n:,} cell of {name} is not reviewed yet."),
            translate("Confirming", "{n:,} cells of {name} are not reviewed yet."),
            name=class_name(class_id),
        ),
        some.format(needing=needing, reasons=reasons),
    )


def confirm_rest(window: MainWindow, class_id: str = "") -> None:
    """Confirm the cells in sight of a class, by default the current cell's, that are not reviewed yet: one step to undo."""
    controller = window.controller
    class_id = class_id or controller.model.group_of(controller.selection.current or "") or ""
    if not class_id:
        return
    name = class_name(class_id)
    walk = controller.walk
    rest = rest_of((walk.cell(cell_id) for cell_id in walk.order()), class_id)
    if not rest.ids:
        controller.said.emit(
            translate("Confirming", "Every cell of {name} in sight is reviewed.").format(name=name), False
        )
        return
    chosen = _ask(window, rest, class_id) if rest.needing else list(rest.ids)
    if chosen:
        controller.confirm(chosen)


def _ask(window: MainWindow, rest: Rest, class_id: str) -> list[str]:
    """Ask whether to leave out what needs a person; return the ids to confirm, none where the answer is neither."""
    question, details = rest_words(rest, class_id)
    box = QMessageBox(window)
    box.setObjectName("confirm_rest")
    box.setWindowTitle(translate("Confirming", "Confirm the rest of this class"))
    box.setText(question)
    box.setInformativeText(details)
    everything = box.addButton(
        translate("Confirming", "Confirm all {n:,}").format(n=len(rest.ids)), QMessageBox.ButtonRole.DestructiveRole
    )
    everything.setToolTip(translate("Confirming", "Also those that need you; one step, and one undo takes it back"))
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    plain = None
    if rest.plain:
        words = (
            translate("Confirming", "Confirm the {n:,} that do not need you").format(n=len(rest.plain))
            if len(rest.plain) > 1
            else translate("Confirming", "Confirm the other one")
        )
        plain = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        plain.setToolTip(translate("Confirming", "The others stay in ‘Needs you’"))
        box.setDefaultButton(plain)
    box.exec()
    pressed = box.clickedButton()
    box.deleteLater()
    if pressed is everything:
        return list(rest.ids)
    return list(rest.plain) if plain is not None and pressed is plain else []
