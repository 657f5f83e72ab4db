"""How the window looked when a case was left, so that it opens the same: plain data, ready for the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from leukview.gui.models.gallery import Sort, Tab

__all__ = ["ViewState"]


@dataclass(slots=True)
class ViewState:
    """What is remembered of a case's view.

    Attributes
    ----------
    current, selected:
        The cell that is looked at, and the chosen ones.
    tab, sort, backwards, filter, cells, collapsed:
        What the gallery shows; ``filter`` is the text, ``cells`` a :class:`leukview.gui.models.gallery_filter.CellFilter`.
    scroll:
        The gallery's scroll position in pixels.
    tile:
        Side of a tile in pixels; 0 for the preferred size.
    panel:
        The cell panel's own state.
    columns:
        Widths of the window's columns in pixels.
    fields:
        Whether the fields are on show, not the gallery.
    drafts:
        What was drawn on cells and is neither used nor cancelled; see :class:`leukview.gui.outline_drafts.Drafts`.
    sight:
        Whose eyes the case was shown to; see :data:`leukview.domain.readers.Sight`.
    """

    current: str = ""
    selected: list[str] = field(default_factory=list)
    tab: str = Tab.ALL.value
    sort: str = Sort.FOUND.value
    backwards: bool = False
    filter: str = ""
    cells: dict[str, Any] = field(default_factory=dict)
    collapsed: list[str] = field(default_factory=list)
    scroll: int = 0
    tile: int = 0
    panel: dict[str, Any] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    drafts: dict[str, Any] = field(default_factory=dict)
    fields: bool = False
    sight: str = "whole"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ViewState:
        """Read plain data; whatever is missing or of another type keeps its default."""
        result = cls()
        for item in fields(cls):
            value = data.get(item.name)
            if type(value) is type(getattr(result, item.name)):
                setattr(result, item.name, value)
        if result.tab not in list(Tab):
            result.tab = Tab.ALL.value
        if result.sort not in list(Sort):
            result.sort = Sort.FOUND.value
        return result

    def seen_by(self, sight: str) -> ViewState:
        """Return it as these eyes may find it: what the first reader chose and searched for tells a second one what that was."""
        if sight != "second" or self.sight == "second":
            return self
        new = ViewState()
        own = {
            name: getattr(new, name)
            for name in ("current", "selected", "tab", "filter", "cells", "collapsed", "scroll")
        }
        return replace(self, **own)
