"""The window on folders of its own, shown as long as a measurement lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gallery_case import window_of
from PySide6.QtWidgets import QApplication

from leukview.gui import theme
from leukview.gui.main_window import MainWindow

__all__ = ["shown_window"]


@contextmanager
def shown_window(app: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """Show the window, and close it when it is done with; what it worked on has ended by then."""
    monkeypatch.setenv("LEUKVIEW_DATA", str(folder / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(folder / "config"))
    theme.apply(app, "light")
    window = window_of()
    yield window
    window.close()
    assert window.controller.tasks.shutdown(10_000)
    window.deleteLater()
    QApplication.processEvents()
