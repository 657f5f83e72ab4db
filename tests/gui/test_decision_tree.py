"""The section of the cell column that shows how a pipeline that decides in stages came to its call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cell_panel_kit import PROBABILITIES, cell
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from leukview.domain.prediction import Prediction, TreeNode
from leukview.gui import theme
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.decision_tree import DecisionTree

pytestmark = pytest.mark.usefixtures("dressed")

TREE = (
    TreeNode("benign", "Benign", "", 0.03, False),
    TreeNode("malignant", "Malignant", "", 0.97, True),
    TreeNode("myeloid", "Myeloid", "malignant", 0.91, True, missing=("CML",)),
    TreeNode("aml", "AML", "myeloid", 0.88, True),
    TreeNode("mds", "MDS", "myeloid", 0.03, False),
    TreeNode("lymphoid", "Lymphoid", "malignant", 0.06, False, missing=("CLL", "HCL")),
    TreeNode("apl", "APL", "aml", 0.83, False, aside=True),
    TreeNode("non_apl", "non-APL", "aml", 0.17, False, aside=True),
)
STAGED = Prediction(PROBABILITIES, 0.5, "yan2024", "0" * 64, tree=TREE)


@pytest.fixture
def shown(qtbot: QtBot) -> DecisionTree:
    widget = DecisionTree()
    qtbot.addWidget(widget)
    widget.resize(300, 400)
    widget.set_prediction(STAGED)
    widget.show()
    return widget


def test_the_path_stands_first_and_every_node_below(shown: DecisionTree) -> None:
    assert shown.path.text().replace("\u00a0", " ") == "Malignant 0.97 → Myeloid 0.91 → AML 0.88"
    assert shown.path.accessibleName() == "Decision path: Malignant 0.97 → Myeloid 0.91 → AML 0.88"
    assert shown.missing.text() == "CML: needs your data" and shown.missing.isVisible()
    assert [(row.depth, row.words) for row in shown.nodes.rows] == [
        (0, "Benign 0.03"),
        (0, "Malignant 0.97, on the path"),
        (1, "Myeloid 0.91, on the path"),
        (2, "AML 0.88, on the path"),
        (2, "MDS 0.03"),
        (2, "CML: needs your data"),
        (1, "Lymphoid 0.06"),
        (2, "CLL: needs your data"),
        (2, "HCL: needs your data"),
    ]
    assert "Malignant 0.97, on the path" in shown.nodes.accessibleDescription()


def test_what_lies_beside_the_tree_stands_apart(shown: DecisionTree) -> None:
    assert shown.beside_heading.isVisible() and shown.beside_heading.text() == "Beside the tree"
    assert [row.words for row in shown.beside.rows] == ["APL 0.83, the answer", "non-APL 0.17"]
    shown.set_prediction(replace(STAGED, tree=tuple(node for node in TREE if not node.aside)))
    assert shown.beside_heading.isHidden() and shown.beside.isHidden()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_only_the_taken_path_has_the_accent(shown: DecisionTree, name: str, qapp) -> None:  # type: ignore[no-untyped-def]
    theme.apply(qapp, name)
    picture = shown.nodes.grab().toImage()
    ratio = picture.devicePixelRatio()
    line = shown.nodes.height() / len(shown.nodes.rows)
    x = round((shown.nodes.name_width() + 12) * ratio)
    accent = theme.tokens().colour("accent")
    accented = []
    for number, row in enumerate(shown.nodes.rows):
        middle = round((number + 0.5) * line)
        column = {QColor(picture.pixel(x, round(y * ratio))).name() for y in range(middle - 3, middle + 4)}
        if accent.name() in column:
            accented.append(row.name)
    assert accented == ["Malignant", "Myeloid", "AML"]


def test_a_narrow_column_wraps_between_nodes(shown: DecisionTree) -> None:
    wide = shown.path.heightForWidth(600)
    assert shown.path.heightForWidth(200) > wide
    assert shown.path.minimumSizeHint().width() < 160 and shown.nodes.minimumSizeHint().width() <= 120


def test_a_call_made_at_once_takes_no_room(panel: CellPanel) -> None:
    column = panel.details.widget()
    panel.show_cell(cell("a"))
    assert panel.details.tree.isHidden()
    before = column.sizeHint().height()
    panel.show_cell(cell("a", prediction=STAGED))
    assert panel.details.tree.isVisible() and column.sizeHint().height() > before
    panel.show_cell(cell("bare", morphology=None, prediction=None, view=None))
    assert panel.details.tree.isHidden()
    panel.show_cell(cell("a"))
    assert column.sizeHint().height() == before
