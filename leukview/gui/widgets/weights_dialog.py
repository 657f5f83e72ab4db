"""Choose which weights call cells from now on; the shipped ones are always there to go back to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from leukview.classifiers.installed import SHIPPED, Installed
from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label

__all__ = ["WeightsDialog"]


class WeightsDialog(QDialog):
    """A list of weights and what is known of the one that is marked.

    Parameters
    ----------
    installed:
        All of them.
    in_use:
        Id of those in use; it may be missing from the list.
    problem:
        Why it is not known which are in use; else empty.
    """

    def __init__(
        self, installed: Sequence[Installed], in_use: str, problem: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Weights", "Choose weights"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(520, 400)
        self._known = {item.manifest.id: item for item in installed}
        self.list = QListWidget()
        self.list.setSpacing(4)
        self.list.setAccessibleName(translate("Weights", "Weights"))
        self.words = label("", "muted", wrap=True, selectable=True)
        if not problem and in_use not in self._known:
            problem = translate(
                "Weights",
                "The weights in use, {in_use}, are not on this computer any more. Choose others to go on.",
            ).format(in_use=in_use)
        self.problem = label(problem, "urgent", wrap=True)
        self.problem.setVisible(bool(problem))
        for item in installed:
            used = translate("Weights", " — in use") if item.manifest.id == in_use else ""
            row = QListWidgetItem(item.manifest.title + used)
            row.setData(Qt.ItemDataRole.UserRole, item.manifest.id)
            self.list.addItem(row)
            if item.manifest.id == (in_use if in_use in self._known else SHIPPED):
                self.list.setCurrentItem(row)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(translate("Weights", "Use"))
        theme.set_role(self.buttons.button(QDialogButtonBox.StandardButton.Ok), role="primary")
        self._compose()
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()

    def _compose(self) -> None:
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Weights", "Choose weights"), "title"))
        layout.addWidget(self.problem)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words)
        layout.addWidget(self.buttons)

    def chosen(self) -> str:
        """Return the id of the marked weights; empty where there are none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, model_id: str) -> None:
        """Mark these weights."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == model_id:
                self.list.setCurrentRow(row)

    def _look(self) -> None:
        """Say what the marked weights are."""
        item = self._known.get(self.chosen())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(item is not None)
        if item is None:
            return
        manifest = item.manifest
        figures = manifest.metrics.get("site/cross-validated", {}), manifest.metrics.get("site/before", {})
        lines = [
            f"{manifest.id}, SHA-256 {manifest.sha256[:16]}…",
            translate("Weights", "From: {data}.").format(data=", ".join(manifest.data)),
        ]
        if item.own and all("accuracy" in part for part in figures):
            after, before = (part["accuracy"] for part in figures)
            words = translate(
                "Weights",
                "On the labelled cells, cross-validated: {before:.3f} before, {after:.3f} after adapting.",
            )
            lines.append(words.format(before=before, after=after))
        elif not item.own:
            lines.append(translate("Weights", "As LeukView comes."))
        self.words.setText("\n".join(lines))
