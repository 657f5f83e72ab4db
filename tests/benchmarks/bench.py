"""How fast the program is from images to report, what it needs in memory, and where the time goes.

    make bench                                   synthetic cells and fields
    make bench BENCH="--cells 1000 --folder X"   another size; also a folder of your own

Every measurement starts the real program in a process of its own, so that loading and writing are part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from leukview.services.sample import write_sample

STAGES = ("scan", "load", "read", "locate", "classify")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of ``leukview analyze``.

    ``wall`` and ``stages`` are in seconds, ``peak`` in MiB. Reading and locating run in threads beside the classification, so
    the stages may add up to more than the time they took together.
    """

    name: str
    images: int
    cells: int
    wall: float
    peak: float
    stages: dict[str, float]

    @property
    def cells_per_second(self) -> float:
        """From the start of the program to its end."""
        return self.cells / self.wall

    @property
    def steady_cells_per_second(self) -> float:
        """Of the analysis alone, once the network is loaded."""
        return self.cells / max(1e-9, self.stages["total"] - self.stages.get("load", 0.0))


def measure(name: str, folder: Path, out: Path, *options: str) -> Measurement:
    """Run ``leukview analyze`` on a folder and measure it.

    Raises
    ------
    RuntimeError
        When the run fails.
    """
    command = [sys.executable, "-m", "leukview", "analyze", str(folder), "-o", str(out), "--device", "cpu", *options]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = psutil.Popen(command, stdout=log, stderr=log, env={**os.environ, "LEUKVIEW_DATA": str(out)})
        peak = 0
        while process.poll() is None:
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.02)
        if process.wait() not in (0, 3):
            log.seek(0)
            raise RuntimeError(log.read().decode("utf-8", "replace"))
    wall = time.perf_counter() - started
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    with (out / "cells.csv").open(encoding="utf-8") as stream:
        cells = sum(1 for _ in stream) - 1
    return Measurement(name, len(summary["images"]), cells, wall, peak / 2**20, summary["timings"])


def table(results: list[Measurement]) -> str:
    """Return the measurements as a table."""
    head = ["", "images", "cells", "wall s", "cells/s", "steady cells/s", "peak MiB", *(f"{name} s" for name in STAGES)]
    head.append("start+write s")
    rows = [head]
    for item in results:
        rest = item.wall - item.stages["total"]
        rows.append(
            [
                item.name,
                str(item.images),
                str(item.cells),
                f"{item.wall:.1f}",
                f"{item.cells_per_second:.1f}",
                f"{item.steady_cells_per_second:.1f}",
                f"{item.peak:.0f}",
                *(f"{item.stages.get(name, 0.0):.1f}" for name in STAGES),
                f"{rest:.1f}",
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Cells per second, memory, and where the time goes.")
    parser.add_argument("--cells", type=int, default=240, help="synthetic single-cell images")
    parser.add_argument("--fields", type=int, default=6, help="synthetic fields")
    parser.add_argument("--folder", type=Path, help="also measure this folder of images")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_sample(work / "cells", cells=arguments.cells, fields=0, seed=11)
        write_sample(work / "fields", cells=0, fields=arguments.fields, seed=11)
        jobs: list[tuple[str, Path, tuple[str, ...]]] = [
            ("cells, tables", work / "cells", ("--format", "csv")),
            ("cells, all outputs", work / "cells", ("--masks", "--heatmaps")),
            ("fields, tables", work / "fields", ("--format", "csv")),
        ]
        if arguments.folder:
            jobs.append((f"{arguments.folder.name}, tables", arguments.folder, ("--format", "csv")))
        results = [
            measure(title, folder, work / f"out{number}", *options)
            for number, (title, folder, options) in enumerate(jobs)
        ]
    count, free = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    version = subprocess.run(
        [sys.executable, "-m", "leukview", "--version"], capture_output=True, text=True, check=True
    )
    sys.stdout.write(f"{version.stdout.strip()}, {count} cores, {free:.0f} GiB memory\n\n{table(results)}\n")


if __name__ == "__main__":
    main()
