"""A frame that floats over the lower end of a column and holds a part for which the column has no room."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from leukview.gui import theme

__all__ = ["Floating"]


class Floating(QFrame):
    """Covers as much of its parent's lower end as its part needs; nothing else of the parent moves."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._over = parent
        grid = theme.tokens().grid
        theme.set_role(self, surface="notice")
        self.setAccessibleName(name)
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(grid, grid, grid // 2, grid)
        self.hide()

    def take(self, part: QWidget) -> None:
        """Hold a part from now on."""
        self._inner.addWidget(part)

    def place(self) -> None:
        """Cover the lower end of the parent, and lie above what is there."""
        parent, grid = self._over, theme.tokens().grid
        width = parent.width() - 2 * grid
        # The part's height may follow its width.
        self.resize(width, self.height())
        self._inner.activate()
        height = self.sizeHint().height()
        self.setGeometry(grid, parent.height() - height - grid, width, height)
        self.raise_()
