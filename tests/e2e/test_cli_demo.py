from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader

from leukview import __version__

Cli = Callable[..., subprocess.CompletedProcess[str]]
ReadTable = Callable[[Path], list[dict[str, str]]]


def test_the_demo_goes_from_images_to_report_and_says_how_to_open_the_window(
    cli: Cli, tmp_path: Path, table: ReadTable
) -> None:
    done = cli("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "demo-output"
    cells = table(out / "cells.csv")
    assert len(cells) > 20
    assert sum(int(row["n"]) for row in table(out / "differential.csv")) == len(cells)
    text = " ".join(page.extract_text() for page in PdfReader(out / "report.pdf").pages)
    assert "synthetic" in text.lower()
    for name in ("report.pdf", "cells.csv", "differential.csv"):
        assert str(Path("demo-output") / name) in done.stdout
    assert "leukview review" in done.stdout


def test_without_a_display_the_window_is_refused_with_a_way_out(cli: Cli) -> None:
    for arguments in ((), ("review",)):
        done = cli(*arguments)
        assert done.returncode == 1
        assert "There is no display here" in done.stderr
        assert "leukview review FOLDER" in done.stderr


def test_the_installed_command_answers(cli: Cli) -> None:
    done = cli("--version")
    assert done.returncode == 0
    assert done.stdout.strip() == f"LeukView {__version__}"


def test_the_window_is_drawn_to_a_file(cli: Cli, sample_folder: Path, tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "window.png"
    done = cli("review", sample_folder, "--screenshot", picture, "--size", "1280x800", "--theme", "dark")
    assert done.returncode == 0, done.stderr
    with Image.open(picture) as image:
        assert image.size == (1280, 800)
        colours = image.convert("RGB").getcolors(maxcolors=1_000_000)
    assert colours is not None
    assert len(colours) > 1000  # cells with their stain, not an empty window


def test_a_fault_of_ours_is_told_apart_and_logged(cli: Cli, sample_folder: Path, tmp_path: Path) -> None:
    hook = tmp_path / "sitecustomize.py"
    hook.write_text(
        "import leukview.services.batch as batch\n"
        "def broken(*arguments, **options):\n    raise RuntimeError('broken on purpose')\n"
        "batch.analyse_case = broken\n"
    )
    logs = tmp_path / "data"
    more = {"PYTHONPATH": str(tmp_path), "LEUKVIEW_DATA": str(logs)}
    done = cli("analyze", sample_folder, "-o", tmp_path / "out", env=more)
    assert done.returncode == 1
    assert "This is a fault in LeukView" in done.stderr
    assert "Traceback" not in done.stderr
    (log,) = logs.rglob("*.log")
    assert "broken on purpose" in log.read_text("utf-8")
    assert str(log) in done.stderr
