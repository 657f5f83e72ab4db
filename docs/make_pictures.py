"""Draw the pictures of the README and the user guide: the real window, offscreen, on cases that LeukView draws itself.

``python docs/make_pictures.py`` writes ``docs/images/window.png``, ``docs/guide/images/*.png`` and, in the other languages of the
window, ``docs/guide/<language>/images/*.png``; ``python docs/make_pictures.py de`` those of one language. No patient's image is
used. It takes about two minutes a language on two cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
GUIDE = HERE / "guide"
SIZE = (1280, 800)
_scratch = tempfile.TemporaryDirectory(prefix="leukview-pictures-")
os.environ |= {"LEUKVIEW_DATA": f"{_scratch.name}/data", "LEUKVIEW_CONFIG": f"{_scratch.name}/config"}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from scipy.spatial import cKDTree

from leukview.domain.quiz import Plan
from leukview.gui.app import make_window
from leukview.gui.main_window import MainWindow
from leukview.gui.shortcuts import label_key
from leukview.gui.translation import SOURCE, install, languages
from leukview.gui.widgets.quiz_start import Source
from leukview.services.sample import write_sample
from leukview.store.quiz import read_attempts

PATIENCE_MS = 900_000
COLOURS = 256
FLAT = 80
"""Colours of a picture, and how many of them are the window's own at the most."""
WORDS = {
    "en": {"promyelocytes": "Drawn promyelocytes", "fields": "Drawn fields", "search": "next"},
    "de": {"promyelocytes": "Gezeichnete Promyelozyten", "fields": "Gezeichnete Gesichtsfelder", "search": "zelle"},
}
"""Language → names of the drawn cases, and what is searched for."""


class Studio:
    """One window in one language, and what waits for it and photographs it."""

    def __init__(self, language: str) -> None:
        self.app = QApplication.instance() or QApplication([])
        self.language, self.words = language, WORDS[language]
        install(self.app, language)
        self.window: MainWindow = make_window("light")
        self.window.resize(*SIZE)
        self.window.show()

    def rest(self, milliseconds: int) -> None:
        """Let the window work for so long."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work until something holds.

        Raises
        ------
        TimeoutError
            When it does not within a quarter of an hour.
        """
        end = QDeadlineTimer(PATIENCE_MS)
        while not until():
            if end.hasExpired():
                raise TimeoutError("The window did not get there.")
            self.rest(50)

    def open(self, folder: Path) -> None:
        """Open a case and wait until all of it is analysed and the cell is on show."""
        controller, panel = self.window.controller, self.window.cell_panel
        self.window.open_folder(folder)
        self.wait(lambda: controller.folder == folder and controller.analysed and panel.view.has_image())
        self.rest(1500)
        self.window.notice.clear()

    def act(self, name: str, settle: int = 1500) -> None:
        """Do what a key does."""
        self.window.actions_[name].trigger()
        self.rest(settle)

    def take(self, name: str, part: QWidget | None = None, over: QWidget | None = None) -> None:
        """Photograph the window or a part of it, with a popup that lies over it."""
        folder = GUIDE if self.language == SOURCE else GUIDE / self.language
        path = folder / "images" / f"{name}.png" if name != "window" else HERE / "images" / "window.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = (part or self.window).grab()
        if over is not None:
            painter = QPainter(picture)
            painter.drawPixmap(self.window.mapFromGlobal(over.mapToGlobal(QPoint(0, 0))), over.grab())
            painter.end()
        if not picture.save(str(path)):
            raise OSError(f"{path} could not be written.")
        make_small(path)
        sys.stdout.write(f"{path.relative_to(HERE.parent)} {picture.width()} × {picture.height()}\n")

    def take_dialog(self, name: str, action: str, typed: str = "") -> None:
        """Photograph the dialog that an action opens, with something typed into it, and close it.

        Some dialogs hold the action up until they are closed: what is to be done in them is asked for beforehand.
        """
        done: list[QDialog] = []

        def look() -> None:
            box = next((box for box in self.window.findChildren(QDialog) if box.isVisible()), None)
            if box is None:
                QTimer.singleShot(100, look)
                return
            if typed:
                QTest.keyClicks(box.focusWidget() or box, typed)
            QTimer.singleShot(1500, lambda: shoot(box))

        def shoot(box: QDialog) -> None:
            self.take(name, box)
            box.close()
            done.append(box)

        QTimer.singleShot(0, look)
        self.act(action, 0)
        self.wait(lambda: bool(done))
        self.rest(200)

    def choose_class(self, class_id: str) -> list[str]:
        """Choose the first cell of a class; return all its cells."""
        ids = next((group.ids for group in self.window.controller.model.groups if group.class_id == class_id), [])
        if ids:
            self.window.controller.selection.set(ids[:1], ids[0])
            self.window.gallery.ensure_visible(ids[0])
        return ids


def make_small(path: Path) -> None:
    """Write a picture with 256 colours, which look the same at half the size.

    Colours that fill areas are the window's own and stay exactly as they are, those of classes above all; the rest go to the
    cells, where no two neighbouring pixels are alike.
    """
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    colours, place = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True)
    place = place.reshape(pixels.shape[:2])
    around = sliding_window_view(place, (3, 3))
    alike = (around == around[:, :, 1:2, 1:2]).all(axis=(2, 3))
    filled, count = np.unique(place[1:-1, 1:-1][alike], return_counts=True)
    flat = filled[np.argsort(-count, kind="stable")][:FLAT]
    cells = Image.fromarray(pixels[~np.isin(place, flat)][None]).quantize(COLOURS - len(flat), kmeans=2)
    palette = np.vstack([colours[flat], np.reshape(cells.getpalette(), (-1, 3))])[:COLOURS]
    _, nearest = cKDTree(palette).query(colours)
    small = Image.fromarray(nearest.astype(np.uint8)[place], "P")
    small.putpalette(palette.astype(np.uint8).tobytes())
    small.save(path, optimize=True)


def main(language: str) -> None:
    """Take every picture in a language."""
    folder, words = Path(_scratch.name), WORDS[language]
    showcase, promyelocytes, fields = (
        folder / name for name in ("Sample smear", words["promyelocytes"], words["fields"])
    )
    write_sample(showcase)
    write_sample(promyelocytes, 80, 0, 4, mix="promyelocytes")
    write_sample(fields, 0, 3, 2)
    studio = Studio(language)
    window = studio.window
    studio.rest(300)
    studio.take("start")
    studio.open(showcase)
    _review(studio)
    studio.open(promyelocytes)
    studio.take("alert", window.alert_bar)
    studio.open(fields)
    studio.act("fields", 3000)
    studio.take("fields")
    studio.act("fields", 300)
    studio.act("worklist", 1500)
    studio.take("worklist")
    studio.act("worklist", 300)
    _reference(studio)
    window.close()
    studio.rest(200)


def _review(studio: Studio) -> None:
    window = studio.window
    controller = window.controller
    ids = studio.choose_class("segmented_neutrophil")
    controller.confirm(ids[:6])
    studio.rest(500)
    studio.choose_class("blast")
    studio.rest(1500)
    studio.take("review")
    if studio.language == SOURCE:
        studio.take("window")
    if not window.cell_panel.tools.heatmap_button.isChecked():
        studio.act("heat_map", 300)
    studio.wait(window.cell_panel.view.has_heatmap)
    studio.rest(500)
    studio.take("cell", window.cell_panel)
    studio.act("heat_map", 300)
    studio.take("differential", window.right)
    studio.choose_class("lymphocyte")
    studio.act("class_grid")
    studio.take("grid")
    window.pages_.leave()
    chosen = [group.ids[0] for group in controller.model.groups][:4]
    controller.selection.set(chosen, chosen[0])
    studio.act("compare", 2500)
    studio.take("compare")
    window.pages_.leave()
    studio.rest(300)
    studio.choose_class("blast")
    studio.act("adjust_picture", 1200)
    studio.take("adjust", over=window.adjusting.panel)
    window.adjusting.panel.hide()
    controller.relabel(studio.choose_class("monocyte")[:2], "variant_lymphocyte")
    studio.rest(500)
    studio.act("history", 1500)
    studio.take("history")
    studio.act("history", 300)
    studio.take_dialog("sign", "sign")
    studio.take_dialog("pipelines", "pipeline")
    studio.take_dialog("palette", "palette", studio.words["search"])
    studio.take_dialog("keys", "class_keys")


def _reference(studio: Studio) -> None:
    """Take the starter set and the result of a quiz in which every fifth answer is wrong."""
    window = studio.window
    references = window.references
    studio.act("reference", 800)
    references.page.starter.click()
    studio.wait(lambda: references.page.model.rowCount() > 0)
    studio.rest(2500)
    studio.take("reference")
    library, page = references.library(), references.quiz.page
    item = library.sets()[0]
    references.quiz.begin(Source("set", item.id, item.name, item.size), Plan(20, seed=3), "A. Reader")
    studio.wait(lambda: window.pages.currentWidget() is page and page.picture.has_picture())
    sheet = page.sheet
    assert sheet is not None
    with window.controller.work_space().store.reading() as connection:
        labels = [each.label for each in read_attempts(connection, sheet.id)[0].items]
    window.activateWindow()
    page.setFocus()
    for number, label in enumerate(labels):
        studio.wait(lambda number=number: page.place == number and page.asking)
        while page.place == number and page.asking and number not in page.given:
            # The first key after another window was in front goes to nobody.
            QTest.keyClicks(page, label_key("lymphocyte" if number % 5 == 4 else label).lower())
            studio.rest(200)
    studio.wait(page.finish.isVisible)
    page.finish.click()
    studio.wait(lambda: window.pages.currentWidget() is references.quiz.result)
    studio.rest(1500)
    studio.take("quiz")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1])
    else:
        # Each in a process of its own: a window of one language leaves its cases and preferences to the next.
        for each in languages():
            subprocess.run([sys.executable, __file__, each], check=True)
