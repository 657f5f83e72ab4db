"""How a pipeline that decides in stages came to its call: the path in words, every node with its bar, what lies beside."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.decision_path import NEEDS_DATA, answer, aside_words, asides, missing_words, path, path_words, walk
from leukview.domain.prediction import Prediction, TreeNode
from leukview.gui import theme
from leukview.gui.widgets.basics import Hairline, label

__all__ = ["DecisionTree", "TreeRow"]

_INDENT = 12
_VALUE_WIDTH = 32
_TAKEN = "on the path"
_TIP = (
    "Each stage answers given the one above it; a figure is the product of the answers from the top down to its node.\n"
    "Double-click a class above to label this cell: the tree is the pipeline's alone."
)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One line: a node, its depth (0 at the top) and why it is set off, if it is; or, without a value, what has no weights."""

    depth: int
    name: str
    value: float | None
    mark: str = ""

    @property
    def words(self) -> str:
        """The line as it is read aloud."""
        if self.value is None:
            return f"{self.name}: {NEEDS_DATA}"
        return f"{self.name} {self.value:.2f}{f', {self.mark}' if self.mark else ''}"


def _rows_of_tree(tree: tuple[TreeNode, ...]) -> list[TreeRow]:
    """Return every node, each followed by what is below it, then by what is missing there."""
    on_path = {node.id for node in path(tree)}
    rows: list[TreeRow] = []
    lost: list[tuple[int, TreeNode]] = []

    def close(depth: int) -> None:
        while lost and lost[-1][0] >= depth:
            at, node = lost.pop()
            rows.extend(TreeRow(at + 1, name, None) for name in node.missing)

    for depth, node in walk(tree):
        close(depth)
        rows.append(TreeRow(depth, node.name, node.probability, _TAKEN if node.id in on_path else ""))
        lost.append((depth, node))
    close(0)
    return rows


class _Rows(QWidget):
    """The lines, painted: indented name, thin bar, figure."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows: list[TreeRow] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: list[TreeRow]) -> None:
        """Show these lines."""
        if rows != self.rows:
            self.rows = rows
            self.setAccessibleDescription("; ".join(row.words for row in rows))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(160, self._line() * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which every figure still shows."""
        return QSize(120, self.sizeHint().height())

    @staticmethod
    def _line() -> int:
        return theme.tokens().row - 4

    def name_width(self) -> int:
        """Return how wide the names are: as the longest, as long as the bars keep a third of the room."""
        metrics = QFontMetrics(theme.font(theme.tokens().body, strong=True))
        longest = max((_INDENT * row.depth + metrics.horizontalAdvance(row.name) for row in self.rows), default=0)
        return min(longest + 2, max(96, 2 * (self.width() - _VALUE_WIDTH) // 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every line."""
        painter = QPainter(self)
        names = self.name_width()
        for number, row in enumerate(self.rows):
            self._paint_row(painter, QRect(0, number * self._line(), self.width(), self._line()), row, names)
        painter.end()

    def _paint_row(self, painter: QPainter, where: QRect, row: TreeRow, names: int) -> None:
        look = theme.tokens()
        left = _INDENT * row.depth
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(look.body, strong=bool(row.mark)))
        painter.setPen(look.colour("text" if row.mark else "muted"))
        name = QRect(left, where.top(), names - left, where.height())
        text = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, text)
        rest = where.adjusted(names + look.grid, 0, 0, 0)
        if row.value is None:
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, NEEDS_DATA)
            return
        painter.drawText(where, middle | Qt.AlignmentFlag.AlignRight, f"{row.value:.2f}")
        track = QRectF(rest.left(), where.center().y() - 1, rest.width() - _VALUE_WIDTH - look.grid, 4)
        painter.fillRect(track, look.colour("track"))
        track.setWidth(track.width() * min(1.0, max(0.0, row.value)))
        painter.fillRect(track, look.colour("accent" if row.mark else "line_strong"))


class DecisionTree(QWidget):
    """The section of a call that was made in stages; hidden, with its line, for any other."""

    def __init__(self) -> None:
        super().__init__()
        self.path = label("", wrap=True)
        self.missing = label("", "muted", wrap=True)
        self.nodes = _Rows("Decision tree")
        self.nodes.setToolTip(_TIP)
        self.beside_heading = label("Beside the tree", "muted")
        self.beside_heading.setToolTip("What a head of its own says of a cell of this kind; it changes no call")
        self.beside = _Rows("Beside the tree")
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid // 2)
        layout.addWidget(label("Decision path", "heading"))
        for part in (self.path, self.missing, self.nodes, self.beside_heading, self.beside):
            layout.addWidget(part)
        layout.addSpacing(grid // 2)
        layout.addWidget(Hairline())
        self.set_prediction(None)

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Show how a call was made; nothing at all where it was made at once."""
        tree = prediction.tree if prediction else ()
        self.setVisible(bool(tree))
        if not tree:
            return
        # Nothing breaks between a name and its figure, nor before an arrow.
        self.path.setText(path_words(tree).replace(" ", "\u00a0").replace("→\u00a0", "→ "))
        self.path.setAccessibleName(f"Decision path: {path_words(tree)}")
        self.missing.setText(missing_words(tree))
        self.missing.setVisible(bool(self.missing.text()))
        self.nodes.set_rows(_rows_of_tree(tree))
        heads = asides(tree)
        self.beside_heading.setVisible(bool(heads))
        self.beside.setVisible(bool(heads))
        self.beside.set_rows([row for head in heads for row in _rows_of_head(head)])
        self.beside.setToolTip("\n".join(aside_words(tree)))


def _rows_of_head(head: tuple[TreeNode, ...]) -> list[TreeRow]:
    """Return the answers that a head chooses from, the one it gives set off."""
    given = answer(head)
    return [TreeRow(0, node.name, node.probability, "the answer" if node is given else "") for node in head]
