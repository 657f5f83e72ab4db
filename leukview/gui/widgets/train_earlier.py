"""The trainings of before, to look at or go on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from leukview.gui.training_words import STATES
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.services.training_runs import RunPlan, RunState

__all__ = ["EarlierTrainings"]


class EarlierTrainings(QComboBox):
    """A list that is gone where there are none; ``wanted`` carries the folder of one that was chosen."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("Training", "Earlier trainings"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.activated.connect(self._chosen)

    def list_runs(self, runs: list[tuple[Path, RunPlan, RunState]]) -> None:
        """Offer these."""
        self.clear()
        self.addItem(translate("Training", "Earlier trainings"))
        for out, plan, state in runs:
            self.addItem(f"{out.name}: {plan.title}, {translate('Training', STATES[state])}", out)
        self.setVisible(bool(runs))

    def _chosen(self, row: int) -> None:
        if row > 0:
            self.wanted.emit(self.itemData(row))
            self.setCurrentIndex(0)
