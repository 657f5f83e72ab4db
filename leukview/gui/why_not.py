"""Why an action cannot be done at the moment, in words: for what shows it greyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["why_not"]

_CASE = "No case is open"
_LIST = "Not while the list of cases is on show"
_WHY = {
    "undo": "There is nothing to undo",
    "redo": "There is nothing to do again",
    "cancel": "Nothing is being analysed",
    "second_reading": "A second reading was begun already, or there is no cell to read",
    "finish_second": "No second reader is reading",
    "first_reader": "No second reader is reading",
    "second_reader": "No second reading is under way, or that reader is at the window already",
    "next_disagreement": "Both readers must be done first",
    "agreement": "Both readers must be done first",
}
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
        return _CASE
    if session is not None and session.sight == "second" and action.toolTip().startswith("Not while"):
        return action.toolTip()
    if window.worklist.shown and name not in _WHY:
        return _LIST
    if name == "edit_mask":
        return window.cell_panel.tools.outline_button.accessibleDescription() or "Outlines cannot be edited here"
    return _WHY.get(name, "Not possible at the moment")
