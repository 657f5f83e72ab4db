"""Pages with nothing on them say why and what to do; the status line says what waits."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from gallery_kit import PATIENCE, opened
from pytestqt.qtbot import QtBot

from leukview.domain.case import Case, CaseInfo, ImageFile, Problem
from leukview.gui.nothing import why_no_cells, why_no_fields


def case(images: int = 0, problems: int = 0, kind: str = "cell") -> Case:
    made = Case(CaseInfo("Smear", "/smears/7"))
    for number in range(images):
        made.images[f"{number}.png"] = ImageFile(f"{number}.png", "0" * 64, 8, 8, kind)  # type: ignore[arg-type]
    for number in range(problems):
        made.add_problem(Problem(f"p{number}.png", "it is empty", ""))
    return made


@pytest.mark.parametrize(
    ("made", "analysing", "analysed", "says"),
    [
        (case(), True, False, "as they are analysed"),
        (case(), False, False, "‘Analyse again’ (Ctrl+R)"),
        (case(), False, True, "There is no image in /smears/7"),
        (case(problems=1), False, True, "The only file could not be read.\n\n‘1 file not read’"),
        (case(problems=3), False, True, "None of the 3 files could be read.\n\n‘3 files not read’"),
        (case(2), False, True, "No cell was found in the 2 images."),
        (case(1, kind="field"), False, True, "draws a cell there by hand"),
    ],
)
def test_a_gallery_without_cells_says_why(made: Case, analysing: bool, analysed: bool, says: str) -> None:
    assert says in why_no_cells(made, analysing=analysing, analysed=analysed)


def test_a_case_without_fields_says_why() -> None:
    assert "each show a single cell" in why_no_fields(case(2))
    assert "No image of it was read" in why_no_fields(case(0, 2))


def test_the_gallery_says_it_in_the_window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"")
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=PATIENCE)
    empty = window.gallery_panel._empty
    qtbot.waitUntil(lambda: "could not be read" in empty.text(), timeout=PATIENCE)
    assert empty.isVisible() and window.status.problems.isVisible()
    window.actions_["class_grid"].trigger()
    assert "No cell is chosen" in window.status.message_text()
    opened(qtbot, window, tmp_path / "smear", 3)
    assert not empty.isVisible()


def test_cases_that_wait_behind_the_open_one_are_said_and_lead_to_the_list(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = threading.Event()
    window = open_window(partial(PlainAnalysis, gate=gate, free=1))
    try:
        window.open_folder(write_images(tmp_path / "open", 4))
        qtbot.waitUntil(lambda: window.controller.analysis is not None, timeout=PATIENCE)
        window.worklist.receive([write_images(tmp_path / name, 2) for name in ("a", "b")])
        qtbot.waitUntil(lambda: window.status.queue.text() == "2 cases waiting", timeout=PATIENCE)
        assert window.status.queue.isVisible()
        window.status.queue.click()
        assert window.worklist.shown
    finally:
        gate.set()
    qtbot.waitUntil(
        lambda: window.controller.analysis is None and not window.worklist.background.busy, timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: not window.status.queue.isVisible(), timeout=PATIENCE)
