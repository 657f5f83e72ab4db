"""What is wrong with the layout of a window as it stands: text cut off, parts that overlap or stick out, parts without room.

Measured from geometry and font metrics, so that it holds whatever the fonts are; nothing is compared with a stored picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QToolButton,
    QWidget,
)

from leukview.gui.widgets.taking_away import layout_of

__all__ = ["contents", "empty_share", "faults", "picture", "pixels", "who"]

_SLACK = 1
"""Pixels that rounding may take."""


def who(widget: QWidget) -> str:
    """Return how a widget is called in a fault."""
    text = getattr(widget, "text", lambda: "")()
    name = widget.accessibleName() or (text if isinstance(text, str) else "") or widget.toolTip()
    return f"{type(widget).__name__} {name[:48]!r}".replace("\n", " ")


def contents(top: QWidget) -> Iterator[QWidget]:
    """Yield every visible widget within ``top``, no window of its own among them."""
    for widget in top.findChildren(QWidget):
        if widget.isVisibleTo(top) and widget.window() is top and not widget.visibleRegion().isEmpty():
            yield widget


def faults(top: QWidget) -> list[str]:
    """Return everything wrong with the layout within ``top``."""
    found: list[str] = []
    least = top.minimumSizeHint()
    if least.width() > top.width() or least.height() > top.height():
        found.append(f"needs {least.width()} × {least.height()} px and has {top.width()} × {top.height()}")
    found += _overlaps(top)
    for widget in contents(top):
        found += [f"{who(widget)}: {what}" for what in (*_sticks_out(widget), *_cut_off(widget), *_overlaps(widget))]
    return found


def _scrolls(widget: QWidget) -> bool:
    """Whether a widget lies in something that can be scrolled to it."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)


def _sticks_out(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or _scrolls(widget):
        area = parent.parentWidget() if parent is not None else None
        if isinstance(area, QScrollArea) and area.widget() is widget:
            fixed = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if fixed and widget.width() > area.viewport().width() + _SLACK:
                yield f"{widget.width() - area.viewport().width()} px wider than what shows of it, and it cannot be scrolled"
        return
    over = widget.geometry().united(parent.rect())
    more = max(over.width() - parent.width(), over.height() - parent.height())
    if more > _SLACK:
        yield f"sticks {more} px out of its {type(parent).__name__}"


def _cut_off(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel():
            yield from _label_cut_off(widget)
        case QComboBox():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            room = widget.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
            )
            chosen = widget.currentText()
            if widget.fontMetrics().horizontalAdvance(chosen) > room.width() and chosen not in widget.toolTip():
                yield f"its text {chosen!r} is cut off"
        case QAbstractButton():
            yield from _button_cut_off(widget)
        case QLineEdit():
            # Where text goes: within frame and padding, beside the icons.
            icons = sum(button.width() for button in widget.findChildren(QToolButton) if button.isVisibleTo(widget))
            room = widget.width() - 16 - icons
            hint = widget.placeholderText()
            if not widget.text() and widget.fontMetrics().horizontalAdvance(hint) > room and not widget.toolTip():
                yield f"its hint {hint!r} is cut off and no tooltip says it"
        case QHeaderView():
            yield from _header_cut_off(widget)
        case QTableView():
            yield from _table_cut_off(widget)


def _label_cut_off(label: QLabel) -> Iterator[str]:
    text = label.text().replace("&", "") if label.buddy() is not None else label.text()
    if not text.strip() or label.textFormat() == Qt.TextFormat.RichText:
        return
    room, metrics = label.contentsRect(), label.fontMetrics()
    if "…" in text and text.endswith("…") and label.toolTip():
        return
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + _SLACK:
            yield f"needs {needed} px of height and has {label.height()}"
        words = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
        if words > room.width() + _SLACK:
            yield f"a word of {words} px does not fit in {room.width()}"
        return
    needed = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    if needed > room.width() + _SLACK:
        yield f"needs {needed} px and has {room.width()}"
    lines = metrics.height() + metrics.lineSpacing() * text.count("\n")
    if room.height() + 2 * _SLACK < lines:
        yield f"needs {lines} px of height and has {room.height()}"


def _button_cut_off(button: QAbstractButton) -> Iterator[str]:
    text = button.text().replace("&", "")
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        # Without an icon it shows its text all the same, elided where there is no room.
        if button.icon().isNull() and text and button.sizeHint().width() > button.width() + _SLACK:
            yield f"needs {button.sizeHint().width()} px and has {button.width()}"
        return
    if not text or (text.endswith("…") and button.toolTip() and button.sizeHint().width() <= button.width() + 1):
        return
    metrics = button.fontMetrics()
    needed = metrics.horizontalAdvance(text) + (button.iconSize().width() if not button.icon().isNull() else 0)
    if isinstance(button, QCheckBox | QRadioButton):
        needed = button.sizeHint().width()
    if needed > button.width() + _SLACK:
        yield f"needs {needed} px and has {button.width()}"
    if metrics.height() > button.height() + _SLACK:
        yield f"needs {metrics.height()} px of height and has {button.height()}"
    if isinstance(button, QPushButton | QToolButton) and button.height() + _SLACK < button.minimumSizeHint().height():
        yield f"is {button.height()} px high, less than its {button.minimumSizeHint().height()}"


def _header_cut_off(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.orientation() != Qt.Orientation.Horizontal:
        return
    metrics = header.fontMetrics()
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if header.isSectionHidden(section) or not text:
            continue
        if metrics.horizontalAdvance(text) > header.sectionSize(section) + _SLACK:
            yield f"heading {text!r} needs {metrics.horizontalAdvance(text)} px and has {header.sectionSize(section)}"


def _table_cut_off(table: QTableView) -> Iterator[str]:
    wide = sum(table.columnWidth(column) for column in range(table.model().columnCount()))
    off = table.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if off and wide > table.viewport().width() + _SLACK:
        yield f"its columns are {wide - table.viewport().width()} px wider than it"
    model = table.model()
    for row in range(min(model.rowCount(), 60)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text = str(index.data() or "")
            if not text or table.isColumnHidden(column) or table.columnSpan(row, column) > 1:
                continue
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            if table.fontMetrics().horizontalAdvance(text) > table.columnWidth(column) and not tip:
                yield f"{text!r} is cut off at {table.columnWidth(column)} px and no tooltip says it"


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Say which parts that a layout placed lie over each other; what floats over a page on purpose is in no layout."""
    layout = parent.layout()
    if layout is None:
        return
    parts = [
        part
        for part in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if part.isVisibleTo(parent) and not part.isWindow() and layout_of(part) is not None
    ]
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > _SLACK and shared.height() > _SLACK:
                yield f"{who(one)} and {who(other)} overlap by {shared.width()} × {shared.height()} px"


def picture(widget: QWidget, scale: int = 1) -> QImage:
    """Return what a widget looks like, at ``scale`` pixels for each of its own."""
    size = QSize(widget.width() * scale, widget.height() * scale)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return image


def pixels(image: QImage, area: QRect | None = None) -> NDArray[np.uint8]:
    """Return an image's pixels, H×W×3, or those of an area of it (in pixels of the image)."""
    part = image.copy(area) if area is not None else image
    part = part.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), part.bytesPerLine())
    return rows[:, : part.width() * 4].reshape(part.height(), part.width(), 4)[..., 2::-1].copy()


def empty_share(image: QImage, block: int = 16) -> float:
    """Return the largest upright rectangle in which nothing is drawn, as a share of the picture."""
    shown = pixels(image)
    high, wide = (size // block for size in shown.shape[:2])
    blocks = shown[: high * block, : wide * block].reshape(high, block, wide, block, 3)
    plain = (blocks.max(axis=(1, 3)) == blocks.min(axis=(1, 3))).all(axis=-1)
    heights, best = np.zeros(wide, int), 0
    for row in plain:
        heights = np.where(row, heights + 1, 0)
        best = max(best, _largest(heights))
    return best / (high * wide)


def _largest(heights: NDArray[np.int_]) -> int:
    """Return the area of the largest upright rectangle under a row of heights."""
    best = 0
    for height in set(heights.tolist()) - {0}:
        run = longest = 0
        for enough in (heights >= height).tolist():
            run = run + 1 if enough else 0
            longest = max(longest, run)
        best = max(best, int(height) * longest)
    return best
