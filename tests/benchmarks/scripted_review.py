"""A case whose true classes are known, reviewed by keys in the real window: wrong calls are relabelled, the rest confirmed.

The way a practised reader takes: first what needs a person, where each decision leads on to the next such cell; then the wrong
calls that the gallery shows among the rest; then the rest of each class by one key.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from watchdog_kit import Took, Watchdog

from leukview.domain.taxonomy import taxonomy
from leukview.gui.main_window import MainWindow
from leukview.gui.shortcuts import label_key

__all__ = ["ScriptedReview", "truth_of"]


def truth_of(folder: Path, labels: Path) -> dict[str, str]:
    """Return file → true class id of a folder's images, from a table with the columns ``path``, relative to it, and ``cls``."""
    with labels.open(encoding="utf-8", newline="") as stream:
        rows = [(labels.parent / row["path"], row["cls"]) for row in csv.DictReader(stream)]
    return {path.relative_to(folder).as_posix(): name for path, name in rows if path.is_relative_to(folder)}


@dataclass
class ScriptedReview:
    """A review with the keyboard alone.

    Parameters
    ----------
    window:
        A shown window with no case open.
    truth:
        File → true class id; every image shows one cell.
    watchdog:
        Measures each key.

    Attributes
    ----------
    steps:
        What each key took.
    wrong:
        How many calls of the AI were relabelled.
    """

    window: MainWindow
    truth: Mapping[str, str]
    watchdog: Watchdog
    steps: list[Took] = field(default_factory=list)
    wrong: int = 0

    def open(self, folder: Path) -> Took:
        """Open a case that was never opened before, and wait until all of it is analysed."""
        controller, window = self.window.controller, self.window
        took = self.watchdog.step("open and analyse", lambda: window.open_folder(folder), lambda: controller.analysed)
        assert {cell.file for cell in controller.cells} == set(self.truth) and len(controller.cells) == len(self.truth)
        return took

    def run(self) -> None:
        """Review the whole case."""
        walk, selection = self.window.controller.model, self.window.controller.selection
        needing = sum(cell.needs_review for cell in self.window.controller.cells)
        if needing and not walk.cell(selection.current or walk.order()[0]).needs_review:
            self._press("J")
        for _ in range(needing):
            self._decide(selection.current or "")
        while wrong := [cell_id for cell_id in self._left() if self._true(cell_id) != walk.cell(cell_id).final_class]:
            self._go_to(wrong[0])
            self._decide(wrong[0])
        while left := self._left():
            self._go_to_class(walk.cell(left[0]).final_class)
            self._press("Ctrl+Shift+Space")

    def _true(self, cell_id: str) -> str:
        return self.truth[self.window.controller.model.cell(cell_id).file]

    def _left(self) -> list[str]:
        """Return what is not reviewed, in the order in which it is shown."""
        walk = self.window.controller.model
        return [cell_id for cell_id in walk.order() if walk.cell(cell_id).person_class is None]

    def _decide(self, cell_id: str) -> None:
        """Say what the current cell is."""
        cell, true = self.window.controller.model.cell(cell_id), self._true(cell_id)
        assert cell.person_class is None and self.window.controller.selection.ids == [cell_id]
        if true == cell.final_class:
            self._press("Space")
        else:
            self.wrong += 1
            assert label_key(true), f"{taxonomy()[true].name} has no key"
            self._press(label_key(true))
        assert self.window.controller.model.cell(cell_id).person_class == true

    def _go_to_class(self, class_id: str) -> None:
        """Go to a class, one class at a time."""
        walk, selection = self.window.controller.model, self.window.controller.selection
        while (here := walk.group_of(selection.current or "")) != class_id:
            ahead = here is None or taxonomy()[class_id].order > taxonomy()[here].order
            self._press("Ctrl+Down" if ahead else "Ctrl+Up")

    def _go_to(self, cell_id: str) -> None:
        """Go to a cell: to its class, then its row, then along it."""
        self._go_to_class(self.window.controller.model.cell(cell_id).final_class)
        selection, grid = self.window.controller.selection, self.window.gallery.grid
        while selection.current != cell_id:
            here, there = grid.rect(selection.current or ""), grid.rect(cell_id)
            assert here is not None and there is not None
            if here[1] != there[1]:
                self._press("Down" if there[1] > here[1] else "Up")
            else:
                self._press("Right" if there[0] > here[0] else "Left")

    def _press(self, keys: str) -> None:
        """Press a key and wait until the window has stored, shown and painted what it does."""
        chord = QKeySequence(keys)[0]
        before = self._state()
        took = self.watchdog.step(
            f"key {len(self.steps) + 1}, {keys}",
            lambda: QTest.keyClick(self.window.gallery, chord.key(), chord.keyboardModifiers()),
            lambda: not self.window.controller.decisions.busy,
        )
        assert self._state() != before, f"{keys} did nothing"
        self.steps.append(took)

    def _state(self) -> tuple[object, int]:
        controller = self.window.controller
        return controller.selection.current, controller.counts.reviewed
