"""The user guide at what one looks at: F1 in the window and in its dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from leukview.domain.errors import EnvironmentFault
from leukview.gui.shortcuts import LIST, QUIZ, REFERENCE, RESULT, Keymap, key_text, spelt
from leukview.gui.tasks import fault_of
from leukview.gui.translation import current, translate
from leukview.gui.widgets.help_window import HelpWindow
from leukview.resources import guide_dir
from leukview.services.guide import guide_chapters

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["DIALOG_CHAPTERS", "Help"]

DIALOG_CHAPTERS = {
    "AdaptDialog": "models",
    "AgreementDialog": "second-reader",
    "AmendDialog": "sign",
    "CaseDetails": "start",
    "CheatSheet": "settings",
    "CombinedDialog": "start",
    "CommandPalette": "settings",
    "ExportDialog": "sign",
    "KeysDialog": "settings",
    "LaboratoryDialog": "settings",
    "ModelCardDialog": "models",
    "PipelineDialog": "models",
    "ProblemsDialog": "trouble",
    "QuizStartDialog": "reference",
    "ReferenceViewer": "reference",
    "SecondReaderDialog": "second-reader",
    "SignDialog": "sign",
    "TrainDialog": "models",
    "TrainingSetDialog": "models",
    "WatchDialog": "start",
    "WeightsDialog": "models",
    "_Form": "reference",
}
"""Class of a dialog → the chapter that F1 opens in it; ``decide`` for all others."""


class Help(QObject):
    """The guide of one window: opened at the chapter of what is on show, and closed with the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.guide: HelpWindow | None = None
        window.installEventFilter(self)

    def here(self) -> str:
        """Return the id of the chapter about what is on show."""
        window = self._window
        shown = window.pages.currentWidget()
        if shown in (window.references.page, window.references.quiz.page, window.references.quiz.result):
            return "reference"
        if shown is not window.columns:
            return "start"
        if window.actions_["fields"].isChecked():
            return "fields"
        focus = window.focusWidget()
        if focus is not None and _within(focus, window.right):
            return "numbers"
        if focus is not None and _within(focus, window.cell_panel):
            return "look"
        return "decide"

    def show(self, chapter: str = "") -> None:
        """Show a chapter, by default the one about what is on show."""
        actions = self._window.actions_
        try:
            chapters = guide_chapters(current())
        except EnvironmentFault as error:
            self._window.notice.show_fault(fault_of(error))
            return
        keys = _shown_keys(actions.keymap)
        if self.guide is None or self.guide.keys != keys:
            self.close()
            self.guide = HelpWindow(chapters, guide_dir(), keys)
        self.guide.show_chapter(chapter or self.here())
        self.guide.show()
        self.guide.raise_()
        self.guide.activateWindow()

    def close(self) -> None:
        """Close the guide, if it is open."""
        if self.guide is not None:
            self.guide.close()
            self.guide.deleteLater()
            self.guide = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give each dialog of the window its F1, and close the guide with the window."""
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QDialog) and child.findChild(QShortcut, "help") is None:
                shortcut = QShortcut(QKeySequence("F1"), child)
                shortcut.setObjectName("help")
                chapter = DIALOG_CHAPTERS.get(type(child).__name__, "decide")
                shortcut.activated.connect(lambda: self.show(chapter))
        return False


_ABOUT = {"start": (LIST,), "reference": (REFERENCE, QUIZ, RESULT)}
"""Chapter → the places that it is about: a key that works there alone is meant in it, and in no other chapter."""


def _shown_keys(keymap: Keymap) -> dict[str, dict[str, str]]:
    """Return for each chapter with keys of its own, and under an empty id for all others, what its keys are now.

    Each shipped key as the guide has it, in either language → the reader's own as the window shows it.
    """
    everywhere = _renamed(keymap, [item for item in keymap.items() if not keymap.alone_in(item, (LIST,))])
    shown = {"": everywhere}
    for chapter, places in _ABOUT.items():
        own = [item for item in keymap.items(fixed=True) if keymap.alone_in(item, places)]
        meant = {form for item in own for form in _forms(keymap.shipped(item))}
        shown[chapter] = {form: key for form, key in everywhere.items() if form not in meant} | _renamed(keymap, own)
    return shown


def _renamed(keymap: Keymap, items: list[str]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for item in items:
        shipped, now = keymap.shipped(item), next(iter(keymap.keys(item)), "")
        if not shipped:
            continue
        shown = key_text(now) or translate("Keys", "no key")
        forms = _forms(shipped) if shipped != now else {shipped, spelt(shipped)}
        keys |= {form: shown for form in forms if form != shown}
    return keys


def _forms(shipped: str) -> set[str]:
    return {shipped, spelt(shipped), shipped.replace("Del", "Delete")}


def _within(part: QWidget, whole: QWidget) -> bool:
    return part is whole or whole.isAncestorOf(part)
