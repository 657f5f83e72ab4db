"""Choose which weights call, outline and find cells from now on; the shipped ones are always there to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.classifiers.installed import SHIPPED, Installed
from leukview.gui import theme
from leukview.gui.training_words import figure_name
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import fit, label
from leukview.manifests import ModelManifest
from leukview.services.installed_finders import KnownFinder

__all__ = ["CLASSIFIER", "WeightsDialog"]

CLASSIFIER = "classifier"
_HEADINGS = {
    CLASSIFIER: QT_TRANSLATE_NOOP("Weights", "Calls cells"),
    "segmenter": QT_TRANSLATE_NOOP("Weights", "Outlines cells"),
    "sam": QT_TRANSLATE_NOOP("Weights", "Outlines a cell where you correct it"),
    "detector": QT_TRANSLATE_NOOP("Weights", "Finds the cells of fields, for the pipeline zhou2021"),
}
"""Kind of weights → what they do."""
_FIGURES = 4
"""Rows of figures that are shown; the model card has all."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Weights as they are listed."""

    kind: str
    manifest: ModelManifest
    folder: Path
    own: bool
    used: bool


class WeightsDialog(QDialog):
    """A list of weights by what they do, and what is known of those that are marked.

    Parameters
    ----------
    installed:
        All classifiers.
    in_use:
        Id of the one in use; it may be missing from the list.
    problem:
        Why it is not known which are in use; else empty.
    finders:
        All that find or outline cells.

    Signals
    -------
    cardWanted:
        Emitted with the id and the folder of the marked weights.
    """

    cardWanted = Signal(str, Path)

    def __init__(
        self,
        installed: Sequence[Installed],
        in_use: str,
        problem: str = "",
        finders: Sequence[KnownFinder] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Weights", "Choose weights"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(520, 400)
        self._rows = [
            *(_Row(CLASSIFIER, one.manifest, one.folder, one.own, one.manifest.id == in_use) for one in installed),
            *(_Row(one.kind, one.manifest, one.folder, one.own, one.used) for one in finders),
        ]
        self.list = QListWidget()
        self.list.setSpacing(4)
        self.list.setAccessibleName(translate("Weights", "Weights"))
        self.words = label("", "muted", wrap=True, selectable=True)
        lost = not any(row.used for row in self._rows if row.kind == CLASSIFIER)
        if not problem and lost:
            problem = translate(
                "Weights",
                "The weights in use, {in_use}, are not on this computer any more. Choose others to go on.",
            ).format(in_use=in_use)
        self.problem = label(problem, "urgent", wrap=True)
        self.problem.setVisible(bool(problem))
        self._fill(bool(finders))
        self.choose(SHIPPED if lost else in_use)
        self.card = QPushButton(translate("Weights", "Model card…"))
        self.card.setToolTip(
            translate("Weights", "What the marked weights were trained on, what they reach, and where they fail")
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(translate("Weights", "Use"))
        theme.set_role(self.buttons.button(QDialogButtonBox.StandardButton.Ok), role="primary")
        self._compose()
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.card.clicked.connect(self._show_card)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()

    def _fill(self, headed: bool) -> None:
        """List the weights, under headings where there are several kinds."""
        kind = ""
        for number, row in enumerate(self._rows):
            if headed and row.kind != kind:
                kind = row.kind
                heading = QListWidgetItem(translate("Weights", _HEADINGS[kind]))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setForeground(theme.tokens().colour("muted"))
                self.list.addItem(heading)
            used = translate("Weights", " — in use") if row.used else ""
            item = QListWidgetItem(("    " if headed else "") + row.manifest.title + used)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setToolTip(row.manifest.id)
            self.list.addItem(item)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Weights", "Choose weights"), "title"))
        layout.addWidget(self.problem)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.card)
        row.addWidget(self.buttons, 1)
        layout.addLayout(row)
        fit(self, 640, 560)

    def _marked(self) -> _Row | None:
        item = self.list.currentItem()
        number = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return self._rows[number] if number is not None else None

    def chosen(self) -> str:
        """Return the id of the marked weights; empty where there are none."""
        row = self._marked()
        return row.manifest.id if row is not None else ""

    def kind(self) -> str:
        """Return the kind of the marked weights: a finder's, or :data:`CLASSIFIER`."""
        row = self._marked()
        return row.kind if row is not None else CLASSIFIER

    def changes(self) -> bool:
        """Return whether the marked weights are others than those in use."""
        row = self._marked()
        return row is not None and not row.used

    def choose(self, model_id: str, kind: str = CLASSIFIER) -> None:
        """Mark these weights."""
        for place in range(self.list.count()):
            number = self.list.item(place).data(Qt.ItemDataRole.UserRole)
            row = self._rows[number] if number is not None else None
            if row is not None and (row.manifest.id, row.kind) == (model_id, kind):
                self.list.setCurrentRow(place)

    def _show_card(self) -> None:
        row = self._marked()
        if row is not None:
            self.cardWanted.emit(row.manifest.id, row.folder)

    def _look(self) -> None:
        """Say what the marked weights are."""
        row = self._marked()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(row is not None)
        self.card.setEnabled(row is not None)
        if row is None:
            return
        manifest = row.manifest
        lines = [
            f"{manifest.id}, SHA-256 {manifest.sha256[:16]}…",
            translate("Weights", "From: {data}.").format(data=", ".join(manifest.data)),
            *(_adapted(row) if row.kind == CLASSIFIER else _measured(manifest)),
        ]
        if not row.own:
            lines.append(translate("Weights", "As LeukView comes."))
        self.words.setText("\n".join(lines))


def _adapted(row: _Row) -> list[str]:
    """Return what adapting a classifier has changed."""
    figures = row.manifest.metrics.get("site/cross-validated", {}), row.manifest.metrics.get("site/before", {})
    if not row.own or not all("accuracy" in part for part in figures):
        return []
    after, before = (part["accuracy"] for part in figures)
    words = translate(
        "Weights", "On the labelled cells, cross-validated: {before:.3f} before, {after:.3f} after adapting."
    )
    return [words.format(before=before, after=after)]


def _measured(manifest: ModelManifest) -> list[str]:
    """Return the figures of weights that find or outline cells, a line a part."""
    if not manifest.metrics:
        return [translate("Weights", "Not measured: ‘leukview evaluate’ measures them on a test part.")]
    lines = [
        f"{part}: " + ", ".join(f"{figure_name(name)} {value:.3f}" for name, value in figures.items())
        for part, figures in manifest.metrics.items()
    ]
    more = len(lines) - _FIGURES
    if more > 0:
        lines[_FIGURES:] = [translate("Weights", "{n} more are in the model card.").format(n=more)]
    return lines
