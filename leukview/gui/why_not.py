"""Why an action cannot be done at the moment, in words: for what shows it greyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leukview.gui.translation import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["HIDDEN_WHILE_READING", "why_not"]

_CASE = QT_TRANSLATE_NOOP("WhyNot", "No case is open")
_LIST = QT_TRANSLATE_NOOP("WhyNot", "Not while the list of cases is on show")
_NOT_NOW = QT_TRANSLATE_NOOP("WhyNot", "Not possible at the moment")
_WHY = {
    "undo": QT_TRANSLATE_NOOP("WhyNot", "There is nothing to undo"),
    "redo": QT_TRANSLATE_NOOP("WhyNot", "There is nothing to do again"),
    "cancel": QT_TRANSLATE_NOOP("WhyNot", "Nothing is being analysed"),
    "second_reading": QT_TRANSLATE_NOOP("WhyNot", "A second reading was begun already, or there is no cell to read"),
    "finish_second": QT_TRANSLATE_NOOP("WhyNot", "No second reader is reading"),
    "first_reader": QT_TRANSLATE_NOOP("WhyNot", "No second reader is reading"),
    "second_reader": QT_TRANSLATE_NOOP(
        "WhyNot", "No second reading is under way, or that reader is at the window already"
    ),
    "next_disagreement": QT_TRANSLATE_NOOP("WhyNot", "Both readers must be done first"),
    "agreement": QT_TRANSLATE_NOOP("WhyNot", "Both readers must be done first"),
}
HIDDEN_WHILE_READING = "hiddenWhileReading"
"""Property of an action that a second reader may not do; its tooltip says why."""
_NO_CASE_NEEDED = frozenset({"cancel"})


def why_not(window: MainWindow, name: str) -> str:
    """Return why an action cannot be done now; empty where it can.

    Parameters
    ----------
    window:
        Whose actions.
    name:
        The action's name, or a class id for the class's own.
    """
    actions = window.actions_
    action = actions.labels[name] if name in actions.labels else actions[name]
    if action.isEnabled():
        return ""
    session = window.controller.session
    if session is None and name not in _NO_CASE_NEEDED:
        return translate("WhyNot", _CASE)
    if session is not None and session.sight == "second" and action.property(HIDDEN_WHILE_READING):
        return action.toolTip()
    if not actions.case_open and name not in _NO_CASE_NEEDED:
        return translate("WhyNot", _LIST if window.worklist.shown else _NOT_NOW)
    if name == "edit_mask":
        return window.cell_panel.tools.outline_button.accessibleDescription() or translate(
            "WhyNot", "Outlines cannot be edited here"
        )
    return translate("WhyNot", _WHY.get(name, "")) or translate("WhyNot", _NOT_NOW)
