"""Choose which pipeline calls cells from now on; those without weights are listed with how their weights are made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.decision_path import NEEDS_DATA
from leukview.gui import fault_texts, theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label
from leukview.services.pipelines import PipelineChoice, installing

__all__ = ["PipelineDialog"]


class PipelineDialog(QDialog):
    """A list of pipelines, what is known of the one that is marked, and below it those that need the user's data.

    Parameters
    ----------
    choices:
        Every pipeline.
    in_use:
        Id of the one that is in use; it may be one that cannot be chosen any more.
    case_open:
        Whether to offer that the open case be analysed again.

    Signals
    -------
    cardWanted:
        Emitted with a pipeline's id.
    """

    cardWanted = Signal(str)

    def __init__(
        self, choices: Sequence[PipelineChoice], in_use: str, case_open: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Pipelines", "Choose a pipeline"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(560, 420)
        self._known = {item.id: item for item in choices}
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Pipelines", "Pipelines"))
        for item in choices:
            self._add(item, in_use)
        self.words = label("", "muted", wrap=True, selectable=True)
        self.needs = [self._need(item) for item in choices if item.obstacle]
        if any(item.obstacle == NEEDS_DATA for item in choices):
            self.needs.append(label(fault_texts.fault(installing()), "small", wrap=True, selectable=True))
        self.card = QPushButton(translate("Pipelines", "Model card…"))
        self.card.setToolTip(
            translate(
                "Pipelines", "What the marked pipeline's weights were trained on, what they reach, and where they fail"
            )
        )
        self.again = QCheckBox(translate("Pipelines", "Analyse the open case again with it; your labels stay"))
        self.again.setVisible(case_open)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(translate("Pipelines", "Use"))
        theme.set_role(self.buttons.button(QDialogButtonBox.StandardButton.Ok), role="primary")
        self._compose()
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.card.clicked.connect(lambda: self.cardWanted.emit(self.chosen()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()

    def _add(self, item: PipelineChoice, in_use: str) -> None:
        state = translate("Pipelines", item.obstacle) or (translate("Pipelines", "in use") if item.id == in_use else "")
        row = QListWidgetItem(f"{item.title}{f' — {state}' if state else ''}")
        row.setData(Qt.ItemDataRole.UserRole, item.id)
        about = translate("Pipelines", item.about)
        row.setToolTip(f"{about}\n{fault_texts.fault(item.remedy)}" if item.obstacle else about)
        row.setSizeHint(QSize(0, 4 * theme.tokens().grid))
        if item.obstacle:
            row.setForeground(theme.tokens().colour("faint"))
            row.setFlags(row.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
        self.list.addItem(row)
        if not item.obstacle and (item.id == in_use or self.list.currentItem() is None):
            self.list.setCurrentItem(row)

    def _need(self, item: PipelineChoice) -> QLabel:
        """Say how a pipeline that cannot be chosen gets its weights; the command can be copied."""
        words = f"{item.title}, {translate('Pipelines', item.obstacle)}: {fault_texts.fault(item.remedy)}"
        return label(words, "small", wrap=True, selectable=True)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Pipelines", "Choose a pipeline"), "title"))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words)
        for need in self.needs:
            layout.addWidget(need)
        layout.addWidget(self.again)
        row = QHBoxLayout()
        row.addWidget(self.card)
        row.addWidget(self.buttons, 1)
        layout.addLayout(row)

    def chosen(self) -> str:
        """Return the id of the marked pipeline; empty where none can be chosen."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, pipeline_id: str) -> None:
        """Mark this pipeline, if it can be chosen."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == pipeline_id and item.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentItem(item)

    def _look(self) -> None:
        """Say what the marked pipeline is and with which weights it would run."""
        item = self._known.get(self.chosen())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(item is not None)
        self.card.setEnabled(item is not None)
        if item is not None:
            self.words.setText(
                translate("Pipelines", "{about}\nWeights: {model} ({model_id}).").format(
                    about=translate("Pipelines", item.about), model=item.model, model_id=item.model_id
                )
            )
