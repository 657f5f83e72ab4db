"""The watched folders: what is watched, how each is, another one, and no longer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import fault_texts, theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.path_drop import dropped_paths

if TYPE_CHECKING:
    from leukview.gui.watching import Watching

__all__ = ["WatchDialog"]

_WORDS = QT_TRANSLATE_NOOP(
    "Watch",
    "Each new subfolder with images in a watched folder becomes a case, and is analysed, once it has stopped growing. Images "
    "that lie in the watched folder itself are left alone. Nothing in these folders is ever changed, and nothing leaves this "
    "computer.",
)


class WatchDialog(QDialog):
    """Shows a :class:`leukview.gui.watching.Watching`, and changes it."""

    def __init__(self, watching: Watching, start: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watching = watching
        self._start = start
        self.setWindowTitle(translate("Watch", "Watched folders"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(560)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Watch", "Watched folders"))
        self.list.setMinimumHeight(120)
        self.list.setSpacing(4)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemSelectionChanged.connect(self._show_buttons)
        self.state = label("", "small", wrap=True)
        self.add = QPushButton(translate("Watch", "Watch another folder…"))
        self.add.setToolTip(
            translate("Watch", "Choose the folder to which your analyser exports: one subfolder a smear")
        )
        self.add.clicked.connect(self._add)
        self.stop = QPushButton(translate("Watch", "Stop watching"))
        self.stop.setToolTip(
            translate("Watch", "Watch the chosen folder no longer; the cases that came from it stay listed")
        )
        self.stop.clicked.connect(self._remove)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.add)
        row.addWidget(self.stop)
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(label(translate("Watch", "Watched folders"), "title"))
        layout.addWidget(label(translate("Watch", _WORDS), "muted", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.state)
        layout.addLayout(row)
        self.setAcceptDrops(True)
        watching.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List what is watched now."""
        chosen = self._chosen()
        self.list.clear()
        for folder in self._watching.folders:
            item = QListWidgetItem(folder)
            problem = self._watching.problems.get(folder, "")
            item.setToolTip(fault_texts.whole(problem) or translate("Watch", "Watched"))
            if problem:
                item.setForeground(theme.tokens().colour("doubt_text"))
            self.list.addItem(item)
            item.setSelected(folder == chosen)
        if not self.list.selectedItems() and self.list.count():
            self.list.item(0).setSelected(True)
        problems = [words for words in self._watching.problems.values() if words]
        growing = self._watching.growing
        if problems:
            again = translate("Watch", "{problem}. It is looked at again until it can be.")
            words = "\n".join(again.format(problem=fault_texts.whole(problem)) for problem in problems)
        elif growing:
            names = ", ".join(growing[:4]) + (" …" if len(growing) > 4 else "")
            words = translate("Watch", "Still arriving: {names}").format(names=names)
        elif self._watching.folders:
            words = translate("Watch", "All of them can be reached.")
        else:
            words = translate("Watch", "No folder is watched.")
        self.state.setText(words)
        theme.set_role(self.state, role="doubt" if problems else "small")
        self._show_buttons()

    def _chosen(self) -> str:
        items = self.list.selectedItems()
        return items[0].text() if items else ""

    def _show_buttons(self) -> None:
        self.stop.setEnabled(bool(self._chosen()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders from the desktop."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Watch the dropped folders, and the folders of dropped files."""
        event.acceptProposedAction()
        for folder in dict.fromkeys(path if path.is_dir() else path.parent for path in dropped_paths(event.mimeData())):
            self._watching.add(folder)

    def _add(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Watch", "Watch a folder"), self._start)
        if chosen:
            self._watching.add(Path(chosen))

    def _remove(self) -> None:
        if self._chosen():
            self._watching.remove(self._chosen())
