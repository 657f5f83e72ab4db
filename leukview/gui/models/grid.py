"""Where the gallery's headers and tiles lie, without Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from leukview.gui.models.gallery import Group

__all__ = ["Grid", "Section"]

_SPREAD = 12
"""Pixels at most that a gap grows by."""


@dataclass(frozen=True, slots=True)
class Section:
    """One group in content pixels: header from ``top`` to ``body``, tiles from ``body`` to ``bottom``."""

    class_id: str
    ids: tuple[str, ...]
    top: int
    body: int
    bottom: int
    collapsed: bool


class Grid:
    """Sections of square tiles below each other.

    Parameters
    ----------
    tile, gap, header, margin, caption:
        Sizes in device-independent pixels; ``caption`` is the height of a line of words under each tile.
    """

    def __init__(self, tile: int = 72, gap: int = 8, header: int = 32, margin: int = 16, caption: int = 0) -> None:
        self.tile, self.gap, self.header, self.margin, self.caption = tile, gap, header, margin, caption
        self.columns = 1
        self.step_x = tile + gap
        self.height = 0
        self.sections: list[Section] = []
        self._tops: list[int] = []
        self._places: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {}
        self._lines: list[tuple[int, int]] = []
        self._first_line: dict[int, int] = {}

    @property
    def step_y(self) -> int:
        """Pixels from one row of tiles to the next."""
        return self.tile + self.gap + self.caption

    def build(self, groups: Sequence[Group], collapsed: Collection[str], width: int) -> None:
        """Lay the groups out for a viewport of this width."""
        step = self.tile + self.gap
        room = width - 2 * self.margin
        self.columns = max(1, (room + self.gap) // step)
        slack = room - self.columns * step + self.gap
        # The rest of a row goes between its tiles, so that the last one ends under the header's numbers.
        self.step_x = step + (min(_SPREAD, slack // (self.columns - 1)) if self.columns > 1 else 0)
        self.sections, self._lines, self._first_line = [], [], {}
        top = 0
        for number, group in enumerate(groups):
            ids = group.ids
            closed = group.class_id in collapsed
            rows = 0 if closed else -(-len(ids) // self.columns)
            body = top + self.header
            bottom = body + (self.gap // 2 + rows * self.step_y + self.gap // 2 if rows else 0)
            self.sections.append(Section(group.class_id, ids, top, body, bottom, closed))
            if not closed:
                self._first_line[number] = len(self._lines)
                self._lines.extend((number, row) for row in range(rows))
            top = bottom
        self._tops = [section.top for section in self.sections]
        self.height = top + (self.margin if self.sections else 0)

    def rect(self, cell_id: str) -> tuple[int, int, int, int] | None:
        """Return a cell's (x, y, width, height); None where it is not laid out."""
        where = self._where(cell_id)
        return None if where is None else self._tile(self.sections[where[0]], where[1])

    def class_of(self, cell_id: str) -> str | None:
        """Return the class of the section that a cell is laid out in; None where it is not."""
        where = self._where(cell_id)
        return None if where is None else self.sections[where[0]].class_id

    def section_at(self, y: int) -> Section | None:
        """Return the section at this height, header or tiles."""
        place = bisect_right(self._tops, y) - 1
        if place < 0 or y >= self.sections[place].bottom:
            return None
        return self.sections[place]

    def section_of(self, class_id: str) -> Section | None:
        """Return a class's section."""
        return next((section for section in self.sections if section.class_id == class_id), None)

    def cell_at(self, x: int, y: int) -> str | None:
        """Return the cell whose tile holds this point."""
        section = self.section_at(y)
        if section is None or y < section.body or section.collapsed:
            return None
        step = self.step_y
        column, within_x = divmod(x - self.margin, self.step_x)
        row, within_y = divmod(y - section.body - self.gap // 2, step)
        place = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and within_x < self.tile and within_y < self.tile
        return section.ids[place] if inside and place < len(section.ids) else None

    def tiles(self, y0: int, y1: int) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
        """Yield the cells, with their rectangles, whose rows meet the heights ``y0`` to ``y1``."""
        step = self.step_y
        for section in self.between(y0, y1):
            if section.collapsed:
                continue
            start = section.body + self.gap // 2
            first = max(0, (y0 - start) // step) * self.columns
            last = max(0, (y1 - start) // step + 1) * self.columns
            for place in range(first, min(last, len(section.ids))):
                yield section.ids[place], self._tile(section, place)

    def between(self, y0: int, y1: int) -> list[Section]:
        """Return the sections that meet the heights ``y0`` to ``y1``."""
        first = max(0, bisect_right(self._tops, y0) - 1)
        return self.sections[first : bisect_right(self._tops, y1)]

    def ids_in(self, x0: int, y0: int, x1: int, y1: int) -> list[str]:
        """Return the cells whose tiles meet a rectangle, in display order."""
        return [
            cell_id for cell_id, (x, y, w, h) in self.tiles(y0, y1) if x < x1 and x + w > x0 and y < y1 and y + h > y0
        ]

    def above_or_below(self, cell_id: str, rows: int) -> str | None:
        """Return the cell ``rows`` rows further down (up where negative), in the same column or the row's last."""
        where = self._where(cell_id)
        if where is None:
            return None
        number, place = where
        line = self._first_line[number] + place // self.columns + rows
        section, row = self._lines[max(0, min(line, len(self._lines) - 1))]
        ids = self.sections[section].ids
        return ids[min(row * self.columns + place % self.columns, len(ids) - 1)]

    def _where(self, cell_id: str) -> tuple[int, int] | None:
        """Return the number of a cell's section and its place there; None where it is not laid out."""
        for number, section in enumerate(self.sections):
            place = None if section.collapsed else self._places_in(section).get(cell_id)
            if place is not None:
                return number, place
        return None

    def _places_in(self, section: Section) -> dict[str, int]:
        # Kept for as long as the section has the same cells: of thousands, one label moves few.
        ids, places = self._places.get(section.class_id, ((), {}))
        if ids is not section.ids:
            places = {cell_id: place for place, cell_id in enumerate(section.ids)}
            self._places[section.class_id] = section.ids, places
        return places

    def _tile(self, section: Section, place: int) -> tuple[int, int, int, int]:
        step = self.step_y
        row, column = divmod(place, self.columns)
        return (
            self.margin + column * self.step_x,
            section.body + self.gap // 2 + row * step,
            self.tile,
            self.tile,
        )
