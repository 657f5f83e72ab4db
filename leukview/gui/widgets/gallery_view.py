"""The gallery's looks: groups and thumbnails, painted only where they are seen, so that 10,000 cells scroll as ten do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from leukview.gui import theme
from leukview.gui.announcing import announce
from leukview.gui.models.gallery import GalleryModel
from leukview.gui.models.grid import Grid, Section
from leukview.gui.models.selection import Selection
from leukview.gui.models.spoken import cell_words, chosen_words
from leukview.gui.translation import translate
from leukview.gui.widgets import gallery_paint as paint
from leukview.gui.widgets.gallery_thumbnails import Thumbnails

__all__ = ["TILES", "GalleryView"]

TILES = (56, 72, 96, 128, 160)
"""Tile sizes in pixels that Ctrl+wheel steps through."""
_SPOKEN_MS = 100
"""Quiet time before a screen reader is told what is chosen."""


class GalleryView(QAbstractScrollArea):
    """Shows the cells of a :class:`GalleryModel`, with the chosen ones framed.

    Parameters
    ----------
    model, selection:
        What is shown and what is chosen; both are listened to.
    thumbnails:
        Where the pictures come from.
    """

    viewChanged = Signal()

    def __init__(
        self, model: GalleryModel, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model, self.selection, self.thumbnails = model, selection, thumbnails
        self.grid = Grid()
        self.sizes: tuple[int, ...] = TILES
        self.span: float | None = None
        self.show_confidence = False
        self.shares: dict[str, str] = {}
        self._hovered: str | None = None
        self._target: str | None = None
        self._band: QRect | None = None
        self._spoken = QTimer(self, singleShot=True, interval=_SPOKEN_MS)
        self._spoken.timeout.connect(lambda: announce(self, self.accessibleDescription()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(translate("Gallery", "Cells by class"))
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.subscribe(self.refresh)
        selection.subscribe(self._selection_changed)
        thumbnails.ready.connect(self.viewport().update)

    # -- showing ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return a size for eight tiles a row."""
        return QSize(2 * self.grid.margin + 8 * (self.grid.tile + self.grid.gap) + 16, 480)

    def minimumSizeHint(self) -> QSize:
        """Return a size for three tiles a row."""
        return QSize(2 * self.grid.margin + 3 * (self.grid.tile + self.grid.gap) + 16, 160)

    def set_tile(self, side: int) -> None:
        """Show tiles of this many pixels, keeping what is at the top at the top."""
        side = min(self.sizes, key=lambda size: abs(size - side))
        if side != self.grid.tile:
            self.grid.tile = side
            self.refresh()
            self.viewChanged.emit()

    def set_shares(self, shares: dict[str, str]) -> None:
        """Set the percentage shown beside each class."""
        if shares != self.shares:
            self.shares = shares
            self.viewport().update()

    def set_show_confidence(self, shown: bool) -> None:
        """Show or hide the confidence in each tile's corner."""
        self.show_confidence = shown
        self.viewport().update()

    def refresh(self) -> None:
        """Lay out anew. Whatever is under the pointer, or else at the top, stays where it is."""
        anchors = self._anchors()
        self.grid.build(self.model.groups, self.model.collapsed, self.viewport().width())
        self._update_scroll_bar()
        if anchors:
            bar = self.verticalScrollBar()
            for cell_id, class_id, offset in anchors:
                rect = self.grid.rect(cell_id)
                if rect is not None and self.model.group_of(cell_id) == class_id:
                    bar.setValue(rect[1] - offset)
                    break
        self._fetch()
        self._say_current()
        self.viewport().update()

    def ensure_visible(self, cell_id: str) -> None:
        """Scroll just so far that a cell is seen whole, expanding its group."""
        class_id = self.model.group_of(cell_id)
        if class_id is not None:
            self.model.expand(class_id)
        rect = self.grid.rect(cell_id)
        if rect is None:
            return
        bar = self.verticalScrollBar()
        top = rect[1] - self.grid.header - self.grid.gap
        bottom = rect[1] + rect[3] + self.grid.gap - self.viewport().height()
        if bar.value() > top:
            bar.setValue(top)
        elif bar.value() < bottom:
            bar.setValue(bottom)

    def show_group(self, class_id: str) -> None:
        """Scroll to a class's group."""
        self.model.expand(class_id)
        section = self.grid.section_of(class_id)
        if section is not None:
            self.verticalScrollBar().setValue(section.top)

    def _anchors(self) -> list[tuple[str, str, int]]:
        """Return (cell, its class, offset from the view's top) of what should stay put, the best first."""
        bar = self.verticalScrollBar().value()
        found = [
            (cell_id, rect[1] - bar)
            for cell_id, rect in self.grid.tiles(bar, bar + self.viewport().height())
            if rect[1] + rect[3] > bar
        ]
        pointer = [pair for pair in found if pair[0] == self._hovered]
        if not pointer and bar == 0:
            return []
        # The groups that the grid was built with, not the model's newer ones: a cell that left its group is no anchor.
        return [(cell_id, self.grid.class_of(cell_id) or "", offset) for cell_id, offset in pointer + found]

    def _update_scroll_bar(self) -> None:
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setRange(0, max(0, self.grid.height - height))

    def _scrolled(self) -> None:
        self._fetch()
        self.viewport().update()
        self.viewChanged.emit()

    def _fetch(self) -> None:
        """Ask for the pictures of what is seen, then of one screen further on."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = [cell_id for cell_id, _ in self.grid.tiles(top, top + height)]
        ahead = [cell_id for cell_id, _ in self.grid.tiles(top + height, top + 2 * height)]
        self.thumbnails.want(
            [self.model.cell(cell_id) for cell_id in dict.fromkeys(seen + ahead)], self._pixels(), self.span
        )

    def _pixels(self) -> int:
        return round(self.grid.tile * self.devicePixelRatioF())

    def _selection_changed(self) -> None:
        self.viewport().update()
        self._say_current()

    def _say_current(self) -> None:
        current = self.selection.current
        words = cell_words(self.model.cell(current)) if current is not None and current in self.model else ""
        # Of many chosen cells their number alone, however many there are.
        self.say("; ".join(filter(None, [chosen_words(len(self.selection)), words])))

    def say(self, words: str) -> None:
        """Have a screen reader say what is looked at; the tiles are painted, and it knows none of them.

        It is told a moment later, of the last of several: a label leads on to the next cell, and a band passes hundreds.
        """
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self._spoken.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the headers and tiles that are seen; the top group's header stays in sight."""
        t = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), t.colour("panel"))
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        if self._target is not None and (section := self.grid.section_of(self._target)) is not None:
            soft = t.colour("accent_soft")
            painter.fillRect(0, section.top - top, self.viewport().width(), section.bottom - section.top, soft)
        side, focused = self._pixels(), self.hasFocus()
        for cell_id, (x, y, w, h) in self.grid.tiles(top, top + height):
            cell = self.model.cell(cell_id)
            paint.paint_tile(
                painter,
                QRect(x, y - top, w, h),
                cell,
                self.thumbnails.pixmap(cell, side, self.span),
                selected=cell_id in self.selection,
                # Framed more strongly while the keys go here.
                current=cell_id == self.selection.current and focused,
                hovered=cell_id == self._hovered,
                confidence=self.show_confidence,
            )
            if self.grid.caption:
                paint.paint_caption(painter, QRect(x, y - top + h + 3, w, self.grid.caption), *self.caption(cell_id))
        for section in self.grid.between(top, top + height) if self.grid.header else ():
            self._paint_header(
                painter, section, max(section.top - top, min(0, section.bottom - top - self.grid.header))
            )
        if self._band is not None:
            paint.paint_band(painter, self._band.translated(0, -top))
        painter.end()

    def caption(self, cell_id: str) -> tuple[str, bool]:
        """Return what stands under a cell's tile where the grid leaves room for it, and whether it is a doubt."""
        return "", False

    def _paint_header(self, painter: QPainter, section: Section, y: int) -> None:
        total = self.model.totals[section.class_id]
        shown = len(section.ids)
        paint.paint_header(
            painter,
            QRect(0, y, self.viewport().width(), self.grid.header),
            section.class_id,
            str(shown)
            if shown == total
            else translate("Gallery", "{shown} of {total}").format(shown=shown, total=total),
            share=self.shares.get(section.class_id, ""),
            collapsed=section.collapsed,
            target=section.class_id == self._target,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def header_at(self, point: QPoint) -> Section | None:
        """Return the section whose header (also the one held at the top) is at a point of the viewport."""
        top = self.verticalScrollBar().value()
        section = self.grid.section_at(point.y() + top)
        if section is None:
            return None
        y = max(section.top - top, min(0, section.bottom - top - self.grid.header))
        return section if y <= point.y() < y + self.grid.header else None

    def cell_at(self, point: QPoint) -> str | None:
        """Return the cell at a point of the viewport; none under a header."""
        if self.header_at(point) is not None:
            return None
        return self.grid.cell_at(point.x(), point.y() + self.verticalScrollBar().value())
