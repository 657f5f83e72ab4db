"""What the binding of Qt to Python does, which the program relies on or keeps clear of."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from conftest import OpenWindow
from layout_kit import faults
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsObject,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leukview.gui.widgets.taking_away import layout_of, take_away
from leukview.gui.widgets.training_curves import TrainingCurves

ROOT = Path(__file__).parents[2]
ROOTS = {"Controller", "MainWindow", "Notifier", "Tasks"}
"""What Qt does not own: it lives as long as the program."""


def test_calls_into_qt_leave_none_its_references() -> None:
    # PySide6 6.12.0 on Python 3.11 took one away with every call, and the window died after some ten thousand.
    font = QFont()
    before = sys.getrefcount(None)
    for _ in range(2000):
        font.setPixelSize(13)
    assert sys.getrefcount(None) > before - 1000


def alive(kind: type) -> list[Any]:
    """Return what Python has of this kind, and takes to be there."""
    kinds = {each for each in map(type, gc.get_objects()) if issubclass(each, kind)}
    return [item for item in gc.get_objects() if type(item) in kinds and shiboken6.isValid(item)]


class Since:
    """What came to be of a kind after this, whatever tests before have left."""

    def __init__(self, kind: type) -> None:
        self._kind, self._before = kind, alive(kind)

    def made(self) -> list[Any]:
        """Return it."""
        known = set(map(id, self._before))
        return [item for item in alive(self._kind) if id(item) not in known]


@dataclass
class Row:
    """Labels in a row that was filled before it got its place, so that PySide asked for its items; and these items."""

    labels: list[QLabel]
    since: Since

    def items(self) -> list[QLayoutItem]:
        return [item for item in self.since.made() if not isinstance(item, QLayout)]


@pytest.fixture
def row(dressed: QApplication, qtbot: QtBot) -> Iterator[Row]:
    made = Row([QLabel(words) for words in ("One", "Two", "Three")], Since(QLayoutItem))
    box = QWidget()
    qtbot.addWidget(box)
    whole, part = QVBoxLayout(box), QHBoxLayout()
    for each in made.labels:
        part.addWidget(each)
    whole.addLayout(part)
    yield made
    for item in made.items():
        shiboken6.invalidate(item)


def delete_now(widget: QWidget) -> None:
    """Have Qt delete a widget, as it does when its turn comes; no check sees it."""
    shiboken6.delete(widget)


def test_python_does_not_hear_that_a_layouts_item_is_gone(row: Row) -> None:
    """Where this fails, PySide has mended it, and docs/adr/0019-layout-items.md is of the past."""
    assert len(row.items()) == 3
    delete_now(row.labels[0])
    assert len(row.items()) == 3


def test_what_is_taken_away_leaves_no_item_behind(row: Row) -> None:
    middle = row.labels[1]
    layout = layout_of(middle)
    assert isinstance(layout, QHBoxLayout) and layout.indexOf(middle) == 1
    take_away(middle)
    assert middle.isHidden() and layout_of(middle) is None
    assert layout.count() == 2 and len(row.items()) == 2
    delete_now(middle)
    assert len(row.items()) == 2


def test_what_stands_in_no_layout_is_taken_away_as_well(dressed: QApplication, qtbot: QtBot) -> None:
    alone, parent = QWidget(), QWidget()
    qtbot.addWidget(parent)
    child = QWidget(parent)
    for widget in (alone, child):
        assert layout_of(widget) is None
        take_away(widget)
        assert widget.isHidden()


def test_no_code_asks_a_layout_for_an_item() -> None:
    found = []
    for path in (*ROOT.glob("leukview/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("packaging/**/*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        found += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names & {"itemAt", "itemAtPosition"})]
    assert not found, "ask for the widget (indexOf, findChildren) instead: " + ", ".join(found)


def test_python_alone_owns_nothing_of_a_window_but_its_roots(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Python's collector runs in whatever thread it comes up in, and a QObject must not be deleted in another than its own."""
    since = Since(QObject)
    window = open_window()
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    faults(window)
    # PySide itself sees to it that a widget is deleted in the window's thread; what is drawn in a scene dies with it.
    objects = [item for item in since.made() if not isinstance(item, QWidget | QGraphicsObject)]
    assert {type(item).__name__ for item in objects if shiboken6.ownedByPython(item)} <= ROOTS
