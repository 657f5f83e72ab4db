"""How long the gallery takes with 10,000 cells, and what it needs in memory.

QT_QPA_PLATFORM=offscreen python tests/benchmarks/gallery_bench.py --cells 10000
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil
from gallery_case import Steps, case_of, opened, window_of
from PySide6.QtWidgets import QApplication

from leukview.gui import theme
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery_filter import CellFilter, Review
from leukview.gui.models.gallery_sort import Sort


def say(name: str, steps: Steps) -> None:
    """Print a line: the longest turn of the window's thread, all of them, and the time on the clock."""
    sys.stdout.write(
        f"{name:<28}{1000 * steps.longest:8.1f} ms longest{1000 * sum(steps.seconds):9.1f} ms in all{steps.wall:8.2f} s\n"
    )


def timed(window: MainWindow, act: Callable[[], object]) -> Steps:
    """Do something and let the window come to rest."""
    steps = Steps()
    steps.do(act)
    controller = window.controller
    steps.until(lambda: not controller.decisions.busy and controller.tasks.get("class grid") is None)
    return steps


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The gallery's times and memory.")
    parser.add_argument("--cells", type=int, default=10_000)
    count = parser.parse_args().cells
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(LEUKVIEW_DATA=f"{name}/data", LEUKVIEW_CONFIG=f"{name}/config")
        app = QApplication([])
        theme.apply(app, "light")
        folder = case_of(count, Path(name) / "case")
        window = window_of()
        before = psutil.Process().memory_info().rss
        say("open", opened(window, folder, count))
        gallery, model, controller = window.gallery, window.controller.model, window.controller
        bar = gallery.verticalScrollBar()
        frames = Steps()
        for value in range(0, bar.maximum(), max(1, bar.maximum() // 200)):
            frames.do(lambda value=value: (bar.setValue(value), gallery.viewport().repaint()))
            QApplication.processEvents()
        middle = 1000 * statistics.median(frames.seconds)
        sys.stdout.write(
            f"scroll: {middle:.1f} ms a frame (median), {1000 * frames.longest:.1f} ms the slowest of {len(frames.seconds)}\n"
        )
        for sort in Sort:
            say(f"sort: {sort.value}", timed(window, lambda sort=sort: model.set_sort(sort)))
        say("filter: words", timed(window, lambda: model.set_text("blast 1")))
        say("filter: not reviewed", timed(window, lambda: model.set_filter(CellFilter(review=Review.NOT_REVIEWED))))
        say("filter: none", timed(window, lambda: (model.set_text(""), model.set_filter(CellFilter()))))
        ids = model.order()
        say("choose all", timed(window, lambda: controller.selection.set(ids)))
        say("choose one", timed(window, lambda: controller.selection.set(ids[:1])))
        say(f"relabel {count // 2}", timed(window, lambda: controller.relabel(ids[: count // 2], "blast")))
        say("undo", timed(window, controller.undo))
        say("redo", timed(window, controller.redo))
        say("relabel one", timed(window, lambda: controller.relabel(ids[7:8], "platelet")))
        say(f"grid of {model.totals['blast']} blasts", timed(window, lambda: window.pages_.show_class("blast")))
        say("back", timed(window, window.pages_.back))
        used = (psutil.Process().memory_info().rss - before) / 2**20
        sys.stdout.write(f"memory: {used:.0f} MiB for the case, its window and thumbnails\n")
        window.close()


if __name__ == "__main__":
    main()
