"""The tour of the window on the sample case: it says what is where, and asks to try each thing once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from leukview.gui.preferences import save_preferences
from leukview.gui.shortcuts import key_text, label_key
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.tour_card import TourCard, TourRing, beside

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["STEPS", "Step", "Tour"]

_LOOK_MS = 150
"""How often the tour looks whether what it asked for was done, and where things are now."""


@dataclass(frozen=True, slots=True)
class Step:
    """One card.

    Attributes
    ----------
    title, words:
        What it says; ``{name}`` stands for an action's key as it is now, ``{label.ID}`` for a class's.
    place:
        Name of the part of the window that it talks about; empty rings nothing.
    task:
        What to try, with keys as in ``words``; empty where there is only something to read.
    mark:
        What is compared to see that it was tried: the tour goes on when it is another than when the step began.
    """

    title: str
    words: str
    place: str
    task: str = ""
    mark: Callable[[MainWindow], object] | None = None


def _current(window: MainWindow) -> object:
    return window.controller.selection.current


def _heat_map(window: MainWindow) -> object:
    return window.cell_panel.tools.heatmap_button.isChecked()


def _decisions(window: MainWindow) -> int:
    session = window.controller.session
    return session.undo_size if session is not None else 0


STEPS = (
    Step(
        QT_TRANSLATE_NOOP("Tour", "A case, cell by cell"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "This is a drawn smear: nothing you do here matters to anyone. Every cell that was found is a tile, "
            "grouped by class in "
            "the order of a report. A dot (●) means that a cell needs you: doubtful, blast-like, or unlike what "
            "the network knows.",
        ),
        "gallery_panel",
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "Go where you are needed"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "You need not look at every cell in turn. One key goes to the next one that needs you, blast-like cells first.",
        ),
        "gallery_panel",
        QT_TRANSLATE_NOOP("Tour", "Try it: press {next_doubtful}."),
        _current,
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "Why the program says so"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "The cell with its outline, the probabilities, what the network saw in words, and what speaks against the call. "
            "{heat_map} shows what it looked at, {contours} hides the outlines.",
        ),
        "cell_panel",
        QT_TRANSLATE_NOOP("Tour", "Try it: press {heat_map}."),
        _heat_map,
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "Decide with one key"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "{confirm} agrees and goes on. Every class has a key, listed along the bottom: {label.segmented_neutrophil} is a "
            "segmented neutrophil, {label.lymphocyte} a lymphocyte. Your label and the network's are kept apart.",
        ),
        "strip",
        QT_TRANSLATE_NOOP("Tour", "Try it: press {confirm}, or a class key."),
        _decisions,
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "Nothing is final"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Each decision is stored before you see it, and each can be taken back, also tomorrow. {redo} brings it again.",
        ),
        "top",
        QT_TRANSLATE_NOOP("Tour", "Try it: press {undo}."),
        _decisions,
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "The differential follows you"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Count, per cent with its 95 % interval, and the reference range, from the AI's calls and yours, as "
            "you decide. Below "
            "it: rules, each with what it counted and its limit. None of them is a diagnosis.",
        ),
        "right",
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "Sign and export"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Sign lists what is still missing and leads there. Export writes the PDF report and the tables. "
            "What is changed after signing becomes an amendment with a reason.",
        ),
        "top",
    ),
    Step(
        QT_TRANSLATE_NOOP("Tour", "That is all you need"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "{help} opens the guide at what you are looking at, {cheat_sheet} lists every key. "
            "To begin, drop a folder of your own images on this window.",
        ),
        "",
    ),
)


class Tour(QObject):
    """The tour over one window.

    Parameters
    ----------
    window:
        What it shows; it keeps the tour.
    folder:
        The sample case's.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._folder = folder
        self._window = window
        self.card: TourCard | None = None
        self._ring: TourRing | None = None
        self.at = -1
        self._began: object = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)

    @property
    def running(self) -> bool:
        """Whether the tour waits for its case or shows a step."""
        return self._look.isActive()

    def start(self) -> None:
        """Begin; the sample case is opened where it is not on show, and waited for."""
        if self.running:
            # Left for another case meanwhile, and its card is out of sight: it goes on where it was.
            if not self._there() and self._window.controller.tasks.get("open") is None:
                self._window.controller.open_sample(self._folder)
            return
        self.at = -1
        if not self._there():
            self._window.controller.open_sample(self._folder)
        self._look.start()

    def stop(self) -> None:
        """End, and remember that it was seen."""
        self._look.stop()
        for part in (self._ring, self.card):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._ring = self.card = None
        if not self._window.preferences.toured:
            self._window.preferences.toured = True
            save_preferences(self._window.preferences)
        self._window.presenter.show_case()

    def look(self) -> None:
        """Begin once the case is there; go on where what was asked for was done; keep the card beside its place."""
        window = self._window
        there = self._there() and bool(window.controller.cells)
        if self.card is None:
            if there and window.controller.analysis is None:
                self._make()
                self._go(0)
            elif window.controller.session is None and not window.controller.opens:
                self._look.stop()  # the sample case could not be opened, which the window has said
            return
        visible = there and not window.actions_["fields"].isChecked()
        self.card.setVisible(visible)
        if self._ring is not None:
            self._ring.setVisible(visible)
        step = STEPS[self.at]
        if visible and step.mark is not None and step.mark(window) != self._began:
            self._go(self.at + 1)
        elif visible:
            self._put()

    def _there(self) -> bool:
        """Whether the sample case is on show: the tour asks for decisions, which have no place in anybody else's case."""
        window = self._window
        on_show = window.pages.currentWidget() is window.columns and window.controller.session is not None
        return on_show and window.controller.folder == self._folder

    @property
    def _whole(self) -> QWidget:
        return cast(QWidget, self._window.centralWidget())

    def _make(self) -> None:
        whole = self._whole
        self._ring, self.card = TourRing(whole), TourCard(whole)
        self.card.nextWanted.connect(lambda: self._go(self.at + 1))
        self.card.backWanted.connect(lambda: self._go(self.at - 1))
        self.card.endWanted.connect(self.stop)
        whole.installEventFilter(self)

    def _go(self, at: int) -> None:
        if self.card is None or self._ring is None:
            return
        if not 0 <= at < len(STEPS):
            self.stop()
            return
        self.at = at
        step = STEPS[at]
        self._began = step.mark(self._window) if step.mark else None
        self.card.show_step(
            at + 1, len(STEPS), translate("Tour", step.title), self._with_keys(step.words), self._with_keys(step.task)
        )
        self._put()
        self._ring.show()
        self._ring.raise_()
        self.card.show()
        self.card.raise_()

    def _put(self) -> None:
        """Ring the step's place and put the card beside it."""
        if self.card is None or self._ring is None:
            return
        whole = self._whole
        self._ring.setGeometry(whole.rect())
        place = STEPS[self.at].place
        hole = QRect()
        if place:
            part: QWidget = getattr(self._window, place)
            hole = QRect(part.mapTo(whole, QPoint(0, 0)), part.size())
        self._ring.set_hole(hole)
        self.card.move(beside(hole, self.card.rect(), whole.rect()))

    def _with_keys(self, words: str) -> str:
        words, actions = translate("Tour", words), self._window.actions_
        keys = {name: next(iter(actions.keymap.keys(name)), "") for name in actions.names()}
        for name, key in keys.items():
            words = words.replace(f"{{{name}}}", key_text(key) or f"“{actions[name].text().rstrip('…')}”")
        for class_id in actions.labels:
            words = words.replace(f"{{label.{class_id}}}", label_key(class_id) or translate("Tour", "its key"))
        return words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size at once."""
        if event.type() == QEvent.Type.Resize and self.card is not None and self.card.isVisible():
            self._put()
        return False
