"""What a person without a mouse, with weak sight or with a screen reader needs of every page and dialog of the window."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
import pytest
from layout_kit import contents, picture, pixels, who
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QTextEdit,
    QToolButton,
    QWidget,
)
from screens_kit import VIEWS, Stage, dress, pump, stage

from leukview.gui import theme
from leukview.gui.main_window import MainWindow

SIZE = (1280, 800)
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QSlider,
    QPlainTextEdit,
    QTextEdit,
    QAbstractItemView,
)
TAB = Qt.FocusPolicy.TabFocus
SHARES = np.arange(256) / 255
LINEAR = np.where(SHARES <= 0.04045, SHARES / 12.92, ((SHARES + 0.055) / 1.055) ** 2.4)
MANY = (
    *("empty", "review", "heat-map", "fields", "worklist", "alert", "alert-worklist", "notice", "edit-mask"),
    *("sign", "export", "train", "class-keys"),
)
"""Views with every kind of part and role among them."""
KEY = re.compile(r"\((?:Ctrl|Shift|Alt|F\d|[A-Z0-9+−\-]|Space|Enter|Esc|Del|PgUp|PgDown)[^)]*\)")
"""A key in a tooltip, e.g. ``(Ctrl+2)``."""


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> None:
    """The windows keep their workers from test to test; where they are closed it is asked whether any is left."""


@pytest.fixture(scope="module")
def on(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("screens")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEUKVIEW_DATA", str(folder / "data"))
        patch.setenv("LEUKVIEW_CONFIG", str(folder / "config"))
        with stage(folder) as made:
            yield made


def controls(top: QWidget) -> list[QWidget]:
    """Return what can be used within ``top``: buttons, fields, lists, and whatever takes the keyboard."""
    found = []
    for widget in contents(top):
        inner = isinstance(widget.parentWidget(), QLineEdit | QAbstractSpinBox | QComboBox | QKeySequenceEdit)
        used = isinstance(widget, CONTROLS) or bool(widget.focusPolicy() & TAB)
        if used and widget.isEnabled() and not inner and not isinstance(widget, QLabel | QHeaderView):
            found.append(widget)
    return found


def spoken(widget: QWidget) -> str:
    """Return the name that a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


@pytest.mark.parametrize("name", list(VIEWS))
def test_every_control_has_a_name_and_can_be_reached_without_a_mouse(on: Stage, name: str) -> None:
    found: list[str] = []

    def use(top: QWidget) -> None:
        for widget in controls(top):
            if not spoken(widget):
                found.append(f"{who(widget)} in {who(widget.parentWidget())}: has no name")
            # Tab comes by one of a group; arrow keys go on to the others.
            reached = bool(widget.focusPolicy() & TAB) or any(other.focusPolicy() & TAB for other in _group(widget))
            # Shown only to be read, with a key of its own, or a header of what is reached.
            quiet = isinstance(widget, QAbstractItemView) and not widget.model().rowCount()
            shows = isinstance(widget, QAbstractItemView) and widget.selectionMode() == widget.SelectionMode.NoSelection
            if not (reached or quiet or shows or KEY.search(widget.toolTip()) or widget.objectName().startswith("qt_")):
                found.append(
                    f"{who(widget)} in {who(widget.parentWidget())}: neither Tab nor a key of its own reaches it"
                )

    VIEWS[name].visit(on, use, SIZE)
    assert not found, "\n".join(found)


def walked(top: QWidget, steps: int) -> list[QWidget]:
    """Press Tab and return what has the keyboard after each."""
    met = []
    for _ in range(steps):
        QTest.keyClick(QApplication.focusWidget() or top, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None:
            break
        met.append(now)
    return met


@pytest.mark.parametrize("name", list(VIEWS))
def test_tab_goes_through_everything_as_it_is_read_and_comes_back(on: Stage, name: str) -> None:
    found: list[str] = []

    def use(top: QWidget) -> None:
        top.activateWindow()
        pump()
        wanted = [widget for widget in controls(top) if widget.focusPolicy() & TAB]
        if not wanted:
            return
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        met = walked(top, 2 * len(wanted) + 4)
        for widget in wanted:
            if widget not in met and not _shares_focus(widget, met):
                found.append(f"{who(widget)}: Tab does not come by")
        for before, after in itertools.pairwise(met):
            # Of one control alone there is nowhere else to go; Escape leaves the dialog.
            if before is after and len(wanted) > 1:
                found.append(f"{who(before)}: Tab does not leave it")
        lap = met[: next((n for n in range(1, len(met)) if met[n] is met[0]), len(met))]
        found.extend(_backwards(top, lap))

    VIEWS[name].visit(on, use, SIZE)
    assert not found, "\n".join(dict.fromkeys(found))


def _shares_focus(widget: QWidget, met: list[QWidget]) -> bool:
    """Whether a widget hands the keyboard to another one, or is one of a group of which Tab comes by another."""
    return widget.focusProxy() in met or any(other in met for other in _group(widget))


def _group(widget: QWidget) -> list[QAbstractButton]:
    """Return the buttons of which only one can be chosen, this one among them."""
    if not isinstance(widget, QAbstractButton):
        return []
    if (group := widget.group()) is not None:
        return group.buttons()
    parent = widget.parentWidget()
    siblings = parent.findChildren(QAbstractButton) if widget.autoExclusive() and parent is not None else []
    return [item for item in siblings if item.autoExclusive()]


def _backwards(top: QWidget, lap: list[QWidget]) -> list[str]:
    """Return where the keyboard goes up, or left in one row, within one panel; not its way back to where the panel begins."""
    found = []
    places = {item: QRect(item.mapTo(top, QPoint(0, 0)), item.size()) for item in lap}
    for before, after in itertools.pairwise(lap):
        panel, one, two = _panel(before, top), places[before], places[after]
        first = min(places[item].center().y() for item in lap if _panel(item, top) is panel)
        if _panel(after, top) is not panel or two.top() <= first:
            continue
        row = min(one.bottom(), two.bottom()) - max(one.top(), two.top()) >= min(one.height(), two.height()) / 2
        if row and two.right() < one.left():
            found.append(f"from {who(before)} to the left to {who(after)}")
        elif not row and two.bottom() <= one.top() and two.left() < one.right():
            found.append(f"from {who(before)} up to {who(after)}")
    return found


def _panel(widget: QWidget, top: QWidget) -> QWidget:
    """Return the panel, column, bar or part that scrolls in which a widget stands."""
    at = widget
    while at is not top and at.parentWidget() is not None:
        at = at.parentWidget()
        if isinstance(at, QScrollArea) or at.property("surface") in {"panel", "bar", "urgent_bar", "case_bar"}:
            return at
    return top


def test_the_keyboard_is_seen_where_it_is(on: Stage) -> None:
    found: dict[str, str] = {}
    checked: set[tuple[object, ...]] = set()

    def use(top: QWidget) -> None:
        top.activateWindow()
        pump()
        for widget in controls(top):
            kind = (type(widget).__name__, widget.property("role"), theme.current())
            if kind in checked or not widget.focusPolicy() & TAB:
                continue
            checked.add(kind)
            for other in (top, widget):
                other.clearFocus()
            if (now := QApplication.focusWidget()) is not None:
                now.clearFocus()
            without = picture(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            with_focus = picture(widget)
            if (seen := _ring(without, with_focus)) < 12:
                found[f"{theme.current()}: {who(widget)}"] = f"{seen} pixels tell that the keyboard is here"

    dress("light")
    for name in VIEWS:
        VIEWS[name].visit(on, use, SIZE)
    assert len(checked) > 20
    dress("dark")
    for name in ("empty", "review", "fields", "compare", "worklist", "sign", "export", "pipelines"):
        VIEWS[name].visit(on, use, SIZE)
    dress("light")
    assert not found, "\n".join(f"{what}: {why}" for what, why in found.items())


def _ring(without: QImage, with_focus: QImage) -> int:
    """Return how many pixels have changed with a contrast of 3:1 or more."""
    one, two = (_luminance(pixels(image)) for image in (without, with_focus))
    high, low = np.maximum(one, two), np.minimum(one, two)
    return int(((high + 0.05) / (low + 0.05) >= 3).sum())


def _luminance(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    red, green, blue = (LINEAR[rgb[..., part]] for part in range(3))
    return np.asarray(0.2126 * red + 0.7152 * green + 0.0722 * blue, np.float64)


@pytest.mark.parametrize("look", list(theme.THEMES))
def test_words_icons_and_outlines_stand_out(on: Stage, look: str) -> None:
    """Words 4.5:1, in a theme of high contrast 7:1; icons, and the outlines of fields, 3:1 (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11).

    Measured on the picture, twice as large, where the middle of a stroke has its full colour.
    """
    dress(look)
    found: dict[str, None] = {}

    def use(top: QWidget, name: str) -> None:
        drawn = pixels(picture(top, 2))
        for widget in contents(top):
            if not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox) or not widget.isEnabled():
                continue
            seen = widget.visibleRegion().boundingRect().translated(widget.mapTo(top, QPoint(0, 0)))
            if seen.height() < widget.fontMetrics().ascent() or seen.width() < 8:
                continue
            part = drawn[seen.top() * 2 : (seen.bottom() + 1) * 2, seen.left() * 2 : (seen.right() + 1) * 2]
            ratio, least = _stands_out(widget, _luminance(part))
            if ratio < least:
                found[f"{name}: {who(widget)}: {ratio:.1f}:1, not {least}:1"] = None

    # What the dialogs are made of is on show in these, too.
    for name in MANY if theme.tokens().strong else VIEWS:
        VIEWS[name].visit(on, lambda top, name=name: use(top, name), (960, 600))
    dress("light")
    assert not found, "\n".join(found)


def _stands_out(widget: QWidget, light: NDArray[np.float64]) -> tuple[float, float]:
    """Return the contrast of a widget's words, icon or outline with what is behind it, and what it must be."""
    behind = float(np.median(light))
    if isinstance(widget, QLabel | QAbstractButton):
        if not _words(widget):
            return (_most(light, behind), 2.9) if not getattr(widget, "icon", QIcon)().isNull() else (21.0, 0.0)
        return _most(light, behind), 7.0 if theme.tokens().strong else 4.5
    panel = float(_luminance(_pixel(QColor(theme.tokens().panel)))[0, 0])
    return _most(np.concatenate([light[:6].ravel(), light[-6:].ravel()]), panel), 3.0


def _most(light: NDArray[np.float64], behind: float) -> float:
    """Return the contrast that a stroke reaches where it is strongest: in a dozen pixels, not in one."""
    kept = np.sort(light.ravel())
    return float(max((kept[-12:].mean() + 0.05) / (behind + 0.05), (behind + 0.05) / (kept[:12].mean() + 0.05)))


def _words(widget: QLabel | QAbstractButton) -> bool:
    only_icon = isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(widget.text().strip()) and not only_icon


def _pixel(colour: QColor) -> NDArray[np.uint8]:
    return np.asarray([[[colour.red(), colour.green(), colour.blue()]]], np.uint8)


def test_rows_and_tiles_can_be_read_aloud(on: Stage) -> None:
    said: dict[str, list[str]] = {}

    def gallery(top: QWidget) -> None:
        assert isinstance(top, MainWindow)
        reader = QAccessible.queryAccessibleInterface(top.gallery)
        assert reader is not None
        said["tiles"] = []
        for cell in top.controller.cells:
            top.controller.selection.set([cell.id])
            said["tiles"].append(reader.text(QAccessible.Text.Description))
        table = top.differential.table.model()
        said["counts"] = [
            str(table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(table.rowCount())
        ]

    def cases(top: QWidget) -> None:
        assert isinstance(top, MainWindow)
        model = top.worklist.page.table.model()
        said["cases"] = [
            str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
        ]

    VIEWS["review"].visit(on, gallery, SIZE)
    VIEWS["worklist"].visit(on, cases, SIZE)
    first = on.cells.controller.cells[0]
    tile = next(text for text in said["tiles"] if first.id in text)
    assert "Segmented neutrophil" in tile and "0.97" in tile and "confirmed" in tile
    doubtful = next(cell for cell in on.cells.controller.cells if cell.needs_review)
    tile = next(text for text in said["tiles"] if doubtful.id in text)
    assert "not reviewed" in tile and "needs you" in tile
    lymphocytes = next(text for text in said["counts"] if text.startswith("Lymphocyte"))
    assert "13 of 48" in lymphocytes and "27.1 %" in lymphocytes and "95 % interval" in lymphocytes
    assert any("Smear 7" in text for text in said["cases"])


def test_a_button_that_has_the_keyboard_is_pressed_and_no_cell_confirmed(on: Stage) -> None:
    window = on.cells
    VIEWS["review"].visit(on, lambda _: None, SIZE)
    window.activateWindow()
    pump()
    before = {cell.id: cell.person_class for cell in window.controller.cells}
    fields = window.actions_["fields"]
    button = next(item for item in window.top.findChildren(QToolButton) if item.defaultAction() is fields)
    for _ in range(2):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is button
        was, current = fields.isChecked(), window.controller.selection.current
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert fields.isChecked() != was and window.controller.selection.current == current
    assert {cell.id: cell.person_class for cell in window.controller.cells} == before
    window.gallery.setFocus()
    unread = next(cell.id for cell in window.controller.cells if cell.person_class is None)
    window.controller.selection.set([unread])
    QTest.keyClick(window.gallery, Qt.Key.Key_Space)
    assert window.controller.model.cell(unread).person_class is not None, "elsewhere Space confirms"
    window.actions_["undo"].trigger()
