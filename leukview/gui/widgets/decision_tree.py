"""How a pipeline that decides in stages came to its call: the path in words, every node with its bar, what lies beside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.decision_path import NEEDS_DATA, answer, asides, missing, path, path_words, walk
from leukview.domain.prediction import Prediction, TreeNode
from leukview.gui import theme
from leukview.gui.domain_words import node_name, word
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import Hairline, label

__all__ = ["DecisionTree", "TreeRow"]

_INDENT = 12
_VALUE_WIDTH = 32
_TIP = QT_TRANSLATE_NOOP(
    "DecisionTree",
    "Each stage answers given the one above it; a figure is the product of the answers from the top down to its node.\n"
    "Double-click a class above to label this cell: the tree is the pipeline's alone.",
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
            return f"{self.name}: {word(NEEDS_DATA)}"
        return f"{self.name} {self.value:.2f}{f', {self.mark}' if self.mark else ''}"


def _named(tree: tuple[TreeNode, ...]) -> tuple[TreeNode, ...]:
    """Return a tree with its names as the window calls them."""
    return tuple(replace(node, name=node_name(node.name), missing=tuple(map(node_name, node.missing))) for node in tree)


def _rows_of_tree(tree: tuple[TreeNode, ...]) -> list[TreeRow]:
    """Return every node, each followed by what is below it, then by what is missing there."""
    on_path, taken = {node.id for node in path(tree)}, translate("DecisionTree", "on the path")
    rows: list[TreeRow] = []
    lost: list[tuple[int, TreeNode]] = []

    def close(depth: int) -> None:
        while lost and lost[-1][0] >= depth:
            at, node = lost.pop()
            rows.extend(TreeRow(at + 1, name, None) for name in node.missing)

    for depth, node in walk(tree):
        close(depth)
        rows.append(TreeRow(depth, node.name, node.probability, taken if node.id in on_path else ""))
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
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, word(NEEDS_DATA))
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
        self.nodes = _Rows(translate("DecisionTree", "Decision tree"))
        self.nodes.setToolTip(translate("DecisionTree", _TIP))
        self.beside_heading = label(translate("DecisionTree", "Beside the tree"), "muted")
        self.beside_heading.setToolTip(
            translate("DecisionTree", "What a head of its own says of a cell of this kind; it changes no call")
        )
        self.beside = _Rows(translate("DecisionTree", "Beside the tree"))
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid // 2)
        layout.addWidget(label(translate("DecisionTree", "Decision path"), "heading"))
        for part in (self.path, self.missing, self.nodes, self.beside_heading, self.beside):
            layout.addWidget(part)
        layout.addSpacing(grid // 2)
        layout.addWidget(Hairline())
        self.set_prediction(None)

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Show how a call was made; nothing at all where it was made at once."""
        tree = _named(prediction.tree) if prediction else ()
        self.setVisible(bool(tree))
        if not tree:
            return
        # Nothing breaks between a name and its figure, nor before an arrow.
        self.path.setText(path_words(tree).replace(" ", "\u00a0").replace("→\u00a0", "→ "))
        self.path.setAccessibleName(translate("DecisionTree", "Decision path: {path}").format(path=path_words(tree)))
        names = missing(tree)
        self.missing.setText(f"{', '.join(names)}: {word(NEEDS_DATA)}" if names else "")
        self.missing.setVisible(bool(self.missing.text()))
        self.nodes.set_rows(_rows_of_tree(tree))
        heads = asides(tree)
        self.beside_heading.setVisible(bool(heads))
        self.beside.setVisible(bool(heads))
        self.beside.set_rows([row for head in heads for row in _rows_of_head(head)])
        self.beside.setToolTip("\n".join(map(_aside_words, heads)))


def _rows_of_head(head: tuple[TreeNode, ...]) -> list[TreeRow]:
    """Return the answers that a head chooses from, the one it gives set off."""
    given, mark = answer(head), translate("DecisionTree", "the answer")
    return [TreeRow(0, node.name, node.probability, mark if node is given else "") for node in head]


def _aside_words(head: tuple[TreeNode, ...]) -> str:
    """Return what a head answers; see :func:`leukview.domain.decision_path.aside_words`."""
    given = answer(head)
    return translate("DecisionTree", "{name} {probability:.2f} among {names}").format(
        name=given.name, probability=given.probability, names=" | ".join(node.name for node in head)
    )
