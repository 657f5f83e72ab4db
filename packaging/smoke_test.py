"""Start the packaged application as a user would, away from the sources: version, analysis of the sample, the window.

python packaging/smoke_test.py dist/leukview
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image


def start(program: Path, work: Path, *arguments: object) -> str:
    """Run the application and return what it wrote; it finds no Python, no sources and no display."""
    system = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG")
    environment = {name: os.environ[name] for name in system if name in os.environ}
    environment |= {"LEUKVIEW_DATA": str(work / "data"), "LEUKVIEW_CONFIG": str(work / "config")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "CI": "true"}
    started = time.monotonic()
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    shown = f"{program.name} {' '.join(map(str, arguments))}"
    sys.stdout.write(f"{shown}: exit code {done.returncode}, {time.monotonic() - started:.1f} s\n")
    if done.returncode:
        raise SystemExit(f"{shown} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def check_analysis(out: Path) -> None:
    """Check that every image of the sample became a row, and that the report is a PDF."""
    with (out / "cells.csv").open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    with (out / "differential.csv").open(encoding="utf-8", newline="") as stream:
        counted = sum(int(row["n"]) for row in csv.DictReader(stream))
    if not cells or counted != len(cells):
        raise SystemExit(f"{len(cells)} cells, but {counted} in the differential")
    if not (out / "report.pdf").read_bytes().startswith(b"%PDF"):
        raise SystemExit("report.pdf is no PDF")


def check_picture(path: Path) -> None:
    """Check that the picture of the window shows cells: an empty window has a handful of colours."""
    with Image.open(path) as image:
        colours = image.convert("RGB").getcolors(maxcolors=2**24)
    if colours is None or len(colours) < 1000:
        raise SystemExit(f"the window in {path} shows nothing")


def check_guide(folder: Path) -> None:
    """Check that every chapter of the guide, in each language, has the pictures that it shows."""
    chapters = sorted(folder.rglob("*.md"))
    wanted = [
        path.parent / name
        for path in chapters
        for name in re.findall(r"!\[[^]]*\]\(([^)]*)\)", path.read_text("utf-8"))
    ]
    missing = [path.name for path in wanted if not path.is_file()]
    if not wanted or missing:
        raise SystemExit(f"the guide in {folder} has no picture {', '.join(missing)}")


def main(folder: Path) -> None:
    """Try everything in a temporary folder."""
    program = folder / ("leukview.exe" if sys.platform == "win32" else "leukview")
    sample = folder / "_internal" / "resources" / "sample"
    check_guide(folder / "_internal" / "docs" / "guide")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        if "LeukView" not in start(program, work, "--version"):
            raise SystemExit("--version does not answer")
        start(program, work, "models")
        start(program, work, "analyze", sample, "-o", work / "out", "--masks")
        check_analysis(work / "out")
        picture = work / "window.png"
        start(program, work, "review", sample, "--screenshot", picture, "--size", "1280x800")
        check_picture(picture)
    sys.stdout.write("The packaged application works.\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
