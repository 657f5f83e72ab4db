"""How many keys the review of a real case takes in the real window, and how much of the time is the program's.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/review_bench.py ../shared/data/cases/Patient_04

The true classes are those of the table of labels: a file ``labels.csv`` in the folder or one above it, with the columns ``path``,
relative to the table, and ``cls``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PACE_S = 120 / 200
"""Seconds a cell at which two hundred are reviewed in two minutes, the person's and the program's together."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A scripted review of a real case.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    labels = next(
        (place / "labels.csv" for place in (folder, *folder.parents) if (place / "labels.csv").is_file()), None
    )
    if labels is None:
        sys.exit(f"no labels.csv in {folder} or above it")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(LEUKVIEW_DATA=f"{home}/data", LEUKVIEW_CONFIG=f"{home}/config")
        review(folder, labels)


def review(folder: Path, labels: Path) -> None:
    """Review a case in a window of its own, and print what it took."""
    from PySide6.QtWidgets import QApplication
    from scripted_review import ScriptedReview, truth_of
    from watchdog_kit import Watchdog

    from leukview.gui.app import make_window

    app = QApplication([])
    sys.setswitchinterval(0.002)
    window = make_window("light")
    window.show()
    scripted = ScriptedReview(window, truth_of(folder, labels), Watchdog())
    opened = scripted.open(folder)
    scripted.run()
    cells, steps = len(scripted.truth), scripted.steps
    wall, longest = sum(step.wall for step in steps), sorted(step.longest for step in steps)
    lines = (
        f"{cells} cells, {scripted.wrong} of the AI's calls wrong; analysed in {opened.wall:.1f} s",
        f"keys: {len(steps)}, {len(steps) / cells:.2f} a cell",
        f"the program: {wall:.2f} s on the clock ({1000 * wall / len(steps):.0f} ms a key), "
        f"{sum(step.own for step in steps):.2f} s of them the window's own thread",
        f"its share of a review at {PACE_S:.1f} s a cell: {100 * wall / (PACE_S * cells):.1f} %",
        f"turns of the window's thread: median {1000 * statistics.median(longest):.0f} ms, slowest {1000 * longest[-1]:.0f} ms; "
        f"{1000 * opened.longest:.0f} ms while it opened and analysed the case",
        f"nearest to its limit: {scripted.watchdog.slowest}: {scripted.watchdog.turns[scripted.watchdog.slowest]}",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    window.close()
    app.processEvents()


if __name__ == "__main__":
    main()
