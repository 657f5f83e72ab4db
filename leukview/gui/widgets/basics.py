"""Small parts that every panel is made of: labels that elide, flat buttons, folding sections, a column that scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.translation import translate

__all__ = ["ElidedLabel", "Fold", "Hairline", "Pages", "ScrollColumn", "fit", "label", "tool_button"]


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return a label with a role of the style sheet."""
    result = QLabel(text)
    if role:
        theme.set_role(result, role=role)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if selectable:
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        result.setCursor(Qt.CursorShape.IBeamCursor)
    return result


def tool_button(icon_name: str, name: str, tip: str, *, text: bool = False, checkable: bool = False) -> QToolButton:
    """Return a flat button.

    Parameters
    ----------
    icon_name:
        A key of :data:`leukview.gui.icons.ICONS`.
    name:
        Its accessible name, shown too where ``text`` is true.
    tip:
        What it does, and its key.
    """
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(16, 16))
    button.setText(name)
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    button.setToolButtonStyle(style)
    button.setCheckable(checkable)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size in pixels, or as much of it as the window has that it belongs to."""
    owner = dialog.parentWidget()
    if owner is not None:
        width, height = min(width, owner.window().width() - _EDGE), min(height, owner.window().height() - _EDGE)
    dialog.resize(width, height)


_EDGE = 32


class Hairline(QFrame):
    """A one-pixel horizontal line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme's line colour."""
        QPainter(self).fillRect(self.rect(), theme.tokens().colour("line"))


class Pages(QStackedWidget):
    """Pages of which one is shown and asks for room; the others ask for none."""

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return the shown page's."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the shown page's."""
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else super().minimumSizeHint()


class ElidedLabel(QLabel):
    """A label that shortens its text to the room it has; the whole text is its tooltip and can be read aloud."""

    def __init__(self, role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._whole = ""
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            theme.set_role(self, role=role)

    def whole_text(self) -> str:
        """Return the text before shortening."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Show a text, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Shorten again where the font changed."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._elide()

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, self._mode, max(0, self.width()))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Fold(QWidget):
    """A heading that folds what is under it away.

    Parameters
    ----------
    title:
        The heading.
    content:
        What is under it, or what makes that when it is first opened.
    opened:
        Whether it begins open.

    Signals
    -------
    toggled:
        Emitted with whether it is open now.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget | Callable[[], QWidget], *, opened: bool = False) -> None:
        super().__init__()
        self.content = content if isinstance(content, QWidget) else None
        self._make = None if isinstance(content, QWidget) else content
        self.button = QToolButton()
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setIconSize(QSize(16, 16))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setStyleSheet("QToolButton:checked { background: transparent; border-color: transparent; }")
        self.button.toggled.connect(self._show)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().grid // 2)
        layout.addLayout(row)
        if self.content is not None:
            layout.addWidget(self.content)
        self.set_title(title)
        self.button.setChecked(opened)
        self._show(opened)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.button.setText(title)
        self.button.setAccessibleName(title)

    def _show(self, opened: bool) -> None:
        self.button.setIcon(icon("expanded" if opened else "collapsed", "muted"))
        self.button.setToolTip(translate("Basics", "Hide") if opened else translate("Basics", "Show"))
        if opened and self.content is None and self._make is not None:
            self.content = self._make()
            self.layout().addWidget(self.content)  # type: ignore[union-attr]
        if self.content is not None:
            self.content.setVisible(opened)
        self.toggled.emit(opened)


class ScrollColumn(QScrollArea):
    """A column that asks for the height of its content and scrolls, upright only, where it gets less.

    Parameters
    ----------
    content:
        What scrolls.
    least:
        The height below which it is not squeezed, in pixels, where the content is that high.
    """

    def __init__(self, content: QWidget, least: int = 96) -> None:
        super().__init__()
        self._content = content
        self._least = least
        self._most = 1 << 16
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("surface", "clear")
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def set_least(self, pixels: int) -> None:
        """Let it be squeezed to this height."""
        if pixels != self._least:
            self._least = pixels
            self.updateGeometry()

    def set_most(self, pixels: int) -> None:
        """Ask for no more height than this, however much there is to scroll."""
        if pixels != self._most:
            self._most = pixels
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the content has changed."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when lines wrap differently."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the content's own size, taking into account how its lines wrap at this width."""
        content = self._content
        hint = content.sizeHint()
        layout = content.layout()
        height = hint.height()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(self.viewport().width())
        return QSize(hint.width(), min(height, self._most))

    def minimumSizeHint(self) -> QSize:
        """Return a small size: the content scrolls."""
        return QSize(self._content.minimumSizeHint().width(), min(self._least, self.sizeHint().height()))
