"""Widgets that leave a page for good."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

__all__ = ["layout_of", "take_away"]


def layout_of(widget: QWidget) -> QLayout | None:
    """Return the layout in which a widget stands, however deep that is in its parent's; None where it stands in none."""
    parent = widget.parentWidget()
    whole = parent.layout() if parent is not None else None
    if whole is None:
        return None
    return next((each for each in (whole, *whole.findChildren(QLayout)) if each.indexOf(widget) >= 0), None)


def take_away(widget: QWidget) -> None:
    """Hide a widget, take it out of its layout and delete it once this turn of the event loop is over.

    Deleted where it stands, it would take its layout's item along. Python may know that item, does not hear that it is gone, and
    crashes once Qt has made something else in its place: docs/adr/0019-layout-items.md.
    """
    layout = layout_of(widget)
    if layout is not None:
        layout.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
