"""A real case of 140 cells is reviewed with fewer keys than cells, and no key is felt; ``review_bench.py`` prints the numbers."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scripted_review import ScriptedReview, truth_of
from watchdog_kit import Watchdog

from leukview.gui.app import make_window
from leukview.store.database import default_path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytestmark = [pytest.mark.timeout(900), pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)]


def test_a_real_case_is_reviewed_with_fewer_keys_than_cells_and_no_key_is_felt(
    shared_data: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared_data / "cases" / "Patient_04"
    truth = truth_of(folder, shared_data / "labels.csv")
    assert len(truth) == 140
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))
    watchdog, runs = Watchdog(), count()

    def review() -> None:
        monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / f"data {next(runs)}"))
        window = make_window("light")
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(window.isActiveWindow, timeout=60_000)
        scripted = ScriptedReview(window, truth, watchdog)
        scripted.open(folder)
        scripted.run()
        window.close()
        assert stored() == truth
        assert 0 < scripted.wrong < len(scripted.steps) < len(truth)

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def stored() -> dict[str, str]:
    """Return file → the person's label in the database, as another program would read it."""
    with contextlib.closing(sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT file, human_class FROM cells").fetchall())
