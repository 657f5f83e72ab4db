"""Every page and dialog of the window, each on a case of its own, ready to be looked at, measured or written to a picture.

``make screens`` writes them all to pictures, in every theme and size; ``make screens LOOKS=light,dark`` in these themes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dialogs_kit import FINISHED, RUNNING, SEGMENTER, show_agreement, show_amend, show_combined, show_guard, show_run
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from leukview.gui import theme
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Tab
from leukview.gui.preferences import Preferences
from leukview.gui.tasks import Tasks
from leukview.gui.widgets.notice import Message

__all__ = ["SIZES", "VIEWS", "Stage", "View", "dress", "pump", "stage"]

SIZES = ((960, 600), (1280, 800), (1920, 1080))
SCALED = (960, 540)
"""A screen of 1920 × 1080 where everything is drawn at 200 %."""

Use = Callable[[QWidget], None]


@dataclass
class Stage:
    """Windows to look at: on single cells, on fields, on a case with an urgent alert, and with nothing open."""

    cells: MainWindow
    fields: MainWindow
    urgent: MainWindow
    bare: MainWindow

    @property
    def windows(self) -> tuple[MainWindow, ...]:
        """All of them."""
        return self.cells, self.fields, self.urgent, self.bare


@dataclass(frozen=True)
class View:
    """Something to look at.

    Attributes
    ----------
    window:
        Attribute of :class:`Stage` that names its window.
    show, hide:
        Bring it into sight and take it away again.
    dialog:
        Whether ``show`` opens a dialog, which is then looked at in the window's place.
    empty:
        The largest share of the picture, upright and in one piece, in which nothing may be drawn.
    part:
        What is looked at, the window by default.
    """

    window: str
    show: Callable[[MainWindow], object]
    hide: Callable[[MainWindow], object] = lambda _: None
    dialog: bool = False
    empty: float = 0.4
    part: Callable[[MainWindow], QWidget] = lambda window: window

    def visit(self, on: Stage, use: Use, size: tuple[int, int]) -> None:
        """Have ``use`` called with the window at this size, or with the dialog over it, while this view is in sight."""
        window: MainWindow = getattr(on, self.window)
        for other in on.windows:
            other.setVisible(other is window)
        window.resize(*size)
        pump()
        if self.dialog:
            self._visit_dialog(window, use)
        else:
            self.show(window)
            settle(window)
            try:
                use(self.part(window))
            finally:
                self.hide(window)
                pump()

    def _visit_dialog(self, window: MainWindow, use: Use) -> None:
        """Look at the dialog from within its own event loop, where it has one."""
        met: list[QDialog] = []
        failed: list[BaseException] = []
        end = time.monotonic() + 60

        def look() -> None:
            found = [item for item in window.findChildren(QDialog) if item.isVisible()]
            if not found:
                if time.monotonic() < end:
                    QTimer.singleShot(10, look)
                return
            met.append(found[-1])
            try:
                settle(window)
                use(found[-1])
            except BaseException as error:
                failed.append(error)
            for dialog in reversed(found):
                dialog.close()

        QTimer.singleShot(0, look)
        self.show(window)
        while not met and time.monotonic() < end:
            pump()
        pump()
        if failed:
            raise failed[0]
        assert met, "no dialog came"


def pump(ms: int = 10) -> None:
    """Let the window do what it has to do."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def settle(window: MainWindow, seconds: float = 20.0) -> None:
    """Wait until nothing that the view asked for is still under way, and it is drawn."""
    end = time.monotonic() + seconds
    names = ("open", "analysis", "worklist", "gate", "compare", "ranges", "recipes", "cases", "labels", "preview")
    pump(20)
    while any(window.controller.tasks.get(name) is not None for name in names) and time.monotonic() < end:
        pump()
    pump(20)


def dress(name: str) -> None:
    """Put a theme in force, where it is not: dressing every window anew takes its time."""
    if theme.current() == name:
        return
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, name)
    pump()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Open the windows on cases drawn into ``folder``; nothing outside it is read or written."""
    from field_kit import FakeCaller, FieldAnalysis, write_fields
    from plain_kit import PlainAnalysis, PlainHeatmaps, write_images

    from leukview.domain.prediction import Prediction
    from leukview.gui.class_colours import use_palette
    from leukview.services.analyse_types import AnalysedImage

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_palette("standard")
    theme.apply(app, "light")
    QCursor.setPos(QPoint(4000, 4000))

    def made(analysis: object) -> MainWindow:
        window = MainWindow(
            Controller(Tasks(), analysis),  # type: ignore[arg-type]
            Preferences(operator="Dr A. Reader", lab_name="Haematology, Central Hospital"),
            folder / "Sample smear",
            PlainHeatmaps,
        )
        window.resize(1280, 800)
        window.show()
        return window

    class Promyelocytes(PlainAnalysis):
        """Calls every cell one: acute promyelocytic leukaemia is to be suspected."""

        def _image(self, file: str, number: int) -> AnalysedImage:
            image = super()._image(file, number)
            call = Prediction({"promyelocyte": 0.97, "blast": 0.03}, 0.5, "leukview", "0" * 64)
            return replace(image, cells=tuple(replace(cell, prediction=call) for cell in image.cells))

    cells, fields, urgent, bare = map(made, (PlainAnalysis, FieldAnalysis, Promyelocytes, PlainAnalysis))
    fields.fields.make_caller = FakeCaller
    smear = write_images(folder / "Smear 7, peripheral blood", 60)
    (smear / "c00060.png").touch()
    cells.open_folder(smear)
    fields.open_folder(write_fields(folder / "Fields of slide 3", 2))
    end = time.monotonic() + 120
    urgent.open_folder(write_images(folder / "Smear 8, peripheral blood of the second day", 24))
    while not all(window.controller.analysed for window in (cells, fields, urgent)):
        pump()
        assert time.monotonic() < end, "the cases were not analysed in time"
    settle(cells)
    cells.controller.confirm([cell.id for cell in cells.controller.cells[:9]])
    cells.controller.relabel([cells.controller.cells[3].id], "lymphocyte")
    settle(cells)
    on = Stage(cells, fields, urgent, bare)
    try:
        yield on
    finally:
        for window in on.windows:
            with suppress(RuntimeError):
                window.close()
            assert window.controller.tasks.shutdown(10_000), "a worker did not end"
            window.deleteLater()
        QApplication.processEvents()


def _choose(window: MainWindow, count: int) -> None:
    ids = [cell.id for cell in window.controller.cells[:count]]
    window.controller.selection.set(ids, ids[0])


def _compare(window: MainWindow) -> None:
    _choose(window, 4)
    window.actions_["compare"].trigger()


def _heat(window: MainWindow, on: bool) -> None:
    window.cell_panel.tools.heatmap_button.setChecked(on)
    pump(200)


def _fields(window: MainWindow) -> None:
    window.actions_["fields"].setChecked(True)
    view = window.field_panel.view
    end = time.monotonic() + 20
    while not (window.field_panel.tiles.levels > 0 and view.sharp) and time.monotonic() < end:
        view.repaint()
        pump()


def _region(window: MainWindow) -> None:
    _fields(window)
    window.fields.set_region([(20, 20), (700, 20), (700, 420), (20, 420)])


def _leave_region(window: MainWindow) -> None:
    window.fields.clear_region()
    window.actions_["fields"].setChecked(False)


def _acknowledging(window: MainWindow) -> None:
    window.actions_["acknowledge"].trigger()


def _tell(window: MainWindow) -> None:
    text = "Everything is drawn at 150 % when LeukView starts the next time. What you decided is saved."
    window.notice.tell(Message("Another size", text, do="Start again now"))


def _edit_mask(window: MainWindow) -> None:
    window.look_for_outliner()
    window.actions_["edit_mask"].trigger()


def _leave_mask(window: MainWindow) -> None:
    window.actions_["edit_mask"].trigger()


def _act(name: str) -> Callable[[MainWindow], object]:
    return lambda window: window.actions_[name].trigger()


def _dialog(name: str, window: str = "cells") -> View:
    return View(window, _act(name), dialog=True, empty=0.6)


VIEWS: dict[str, View] = {
    "empty": View("bare", lambda window: window.pages.setCurrentWidget(window.empty)),
    "review": View("cells", lambda window: window.pages_.leave()),
    "needs-you": View(
        "cells",
        lambda window: window.gallery_panel.tabs[Tab.NEEDS].click(),
        lambda window: window.gallery_panel.tabs[Tab.ALL].click(),
    ),
    "filter": View(
        "cells",
        lambda window: window.gallery_panel.more.click(),
        lambda window: window.gallery_panel.choices.hide(),
        part=lambda window: window.gallery_panel.choices,
    ),
    "heat-map": View("cells", lambda window: _heat(window, True), lambda window: _heat(window, False)),
    "all-classes": View(
        "cells",
        lambda window: (window.cell_panel.details.all_button.setChecked(True), window.differential.all_button.click()),
        lambda window: (window.cell_panel.details.all_button.setChecked(False), window.differential.all_button.click()),
    ),
    # As many cells as there are: the larger the window, the more stays empty.
    "grid": View("cells", _act("class_grid"), lambda window: window.pages_.leave(), empty=0.75),
    "compare": View("cells", _compare, lambda window: window.pages_.leave()),
    "worklist": View("cells", _act("worklist"), lambda window: window.worklist.leave(), empty=0.8),
    "worklist-alone": View(
        "bare", lambda window: window.worklist.show(), lambda window: window.worklist.leave(), empty=0.8
    ),
    "fields": View("fields", _fields, lambda window: window.actions_["fields"].setChecked(False)),
    "region": View("fields", _region, _leave_region),
    "alert": View("urgent", lambda window: window.pages_.leave()),
    "alert-named": View("urgent", _acknowledging, lambda window: window.alert_bar.rows[0].leave()),
    "alert-worklist": View("urgent", _act("worklist"), lambda window: window.worklist.leave(), empty=0.8),
    "notice": View("cells", _tell, lambda window: window.notice.clear()),
    "edit-mask": View("cells", _edit_mask, _leave_mask),
    "history": View("cells", _act("history"), _act("history")),
    "adjust": View(
        "cells",
        _act("adjust_picture"),
        lambda window: window.adjusting.panel.hide(),
        part=lambda window: window.adjusting.panel,
    ),
    "neighbours": View("cells", _act("neighbours"), _act("neighbours")),
    "reference-none": View("bare", _act("reference"), _act("reference"), empty=0.8),
    "palette": _dialog("palette"),
    "guide": View(
        "cells",
        lambda window: window.help.show("decide"),
        lambda window: window.help.close(),
        part=lambda window: window.help.guide or window,
    ),
    "sign": _dialog("sign"),
    "export": _dialog("export"),
    "case-details": _dialog("edit_case"),
    "laboratory": _dialog("laboratory"),
    "pipelines": _dialog("pipeline"),
    # Of the pipeline in use: the calls of this case come from none.
    "model-card": View("bare", _act("model_card"), dialog=True, empty=0.6),
    "weights": _dialog("weights"),
    "adapt": _dialog("adapt"),
    "train": _dialog("train"),
    "training-set": _dialog("training_set"),
    "second-reading": _dialog("second_reading"),
    "class-keys": _dialog("class_keys"),
    "keys": _dialog("cheat_sheet"),
    "problems": View("cells", lambda window: window.dialogs.show_problems(), dialog=True, empty=0.75),
    "agreement": View("cells", show_agreement, dialog=True, empty=0.6),
    "amend": View("cells", show_amend, dialog=True, empty=0.6),
    "combined": View("cells", show_combined, dialog=True, empty=0.6),
    "quiz-guard": View("cells", show_guard, dialog=True, empty=0.6),
    "train-run": View("cells", lambda window: show_run(window, RUNNING), dialog=True, empty=0.7),
    "train-done": View("cells", lambda window: show_run(window, FINISHED), dialog=True, empty=0.7),
    "train-used": View("cells", lambda window: show_run(window, SEGMENTER), dialog=True, empty=0.7),
    "watched": View("cells", lambda window: window.worklist.receiving.show_watched(), dialog=True, empty=0.6),
}
"""Name → view."""


def write_all(folder: Path, only: str = "") -> None:
    """Write every view in every theme and size as ``FOLDER/<theme>-<width>-<view>.png``."""
    import tempfile

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        os.environ.update(LEUKVIEW_DATA=f"{held}/data", LEUKVIEW_CONFIG=f"{held}/config")
        app = QApplication.instance() or QApplication(sys.argv[:1])
        with stage(Path(held)) as on:
            for look in theme.THEMES:
                if only and look not in only.split(","):
                    continue
                dress(look)
                for size in (*SIZES, SCALED):
                    for name, view in VIEWS.items():
                        path = folder / f"{look}-{size[0]}x{size[1]}-{name}.png"
                        view.visit(on, lambda widget, path=path: widget.grab().save(str(path)), size)
        del app


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), *sys.argv[2:])
