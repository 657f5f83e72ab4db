from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader

ReadTable = Callable[[Path], list[dict[str, str]]]

IMAGES = 400

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")


@pytest.fixture
def many(sample_folder: Path, tmp_path: Path) -> Path:
    """A folder that takes a while."""
    folder = tmp_path / "in" / "case 1"
    folder.mkdir(parents=True)
    source = min((path for path in sample_folder.rglob("*.[jp][pn]g") if ".truth" not in path.parts), key=_size)
    for number in range(IMAGES):
        shutil.copy(source, folder / f"{number:04d}{source.suffix}")
    return folder


def _size(path: Path) -> int:
    return path.stat().st_size


@contextmanager
def started(environment: dict[str, str], *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``leukview`` and never leave it behind."""
    command = [sys.executable, "-m", "leukview", *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_cells(process: subprocess.Popen[str]) -> None:
    """Return once the program says that it has analysed the first images."""
    assert process.stderr is not None
    for line in process.stderr:
        if "analysing" in line:
            return
    pytest.fail("the program ended before it analysed anything")


def test_ctrl_c_leaves_a_valid_partial_result(
    many: Path, tmp_path: Path, clean_environment: dict[str, str], table: ReadTable
) -> None:
    out = tmp_path / "out"
    with started(clean_environment, "analyze", many, "-o", out, "--masks", "--device", "cpu") as process:
        wait_for_cells(process)
        process.send_signal(signal.SIGINT)
        shown, errors = process.communicate(timeout=120)
        assert process.returncode == 130, errors
    assert "Stopped" in errors
    assert "Traceback" not in errors
    cells = table(out / "cells.csv")
    assert 0 < len(cells) < IMAGES
    assert sum(int(row["n"]) for row in table(out / "differential.csv")) == len(cells)
    assert len(list((out / "masks").glob("*.png"))) == sum(bool(row["nucleus_area_px"]) for row in cells)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["partial"] is True
    assert "stopped before every image was read" in _text(out / "report.pdf")
    assert not list(out.rglob("*.tmp"))
    assert "Results are in" in shown


def test_ctrl_c_among_cases_lists_those_that_were_begun(
    many: Path, tmp_path: Path, clean_environment: dict[str, str], table: ReadTable
) -> None:
    shutil.copytree(many, many.parent / "case 2")
    out = tmp_path / "out"
    arguments = ("analyze", many.parent, "-o", out, "--case-per-folder", "--format", "csv")
    with started(clean_environment, *arguments) as process:
        wait_for_cells(process)
        process.send_signal(signal.SIGINT)
        shown, errors = process.communicate(timeout=120)
        assert process.returncode == 130, errors
    (row,) = table(out / "cases.csv")
    assert row["case"] == "case 1"
    assert int(row["cells"]) == len(table(out / "case 1" / "cells.csv")) < IMAGES
    assert "Not begun: case 2" in shown
    assert not (out / "case 2").exists()


def _text(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
