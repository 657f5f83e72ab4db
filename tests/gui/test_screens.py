"""Every page and dialog in both themes and every size: drawn without a warning, nothing cut off, nothing over anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from layout_kit import empty_share, faults, picture, pixels
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from screens_kit import SCALED, SIZES, VIEWS, Stage, dress, pump, stage

from leukview.gui.main_window import MainWindow
from leukview.gui.theme import ThemeName

Part = tuple[str, Callable[[MainWindow], QWidget], int, int]
GALLERY: Part = ("gallery", lambda window: window.gallery.viewport(), 280, 150)
CELL: Part = ("cell", lambda window: window.cell_panel.view, 320, 88)
COUNTS: Part = ("differential", lambda window: window.differential._scroll.viewport(), 220, 96)
ROOM: dict[str, tuple[Part, ...]] = {
    **dict.fromkeys(("review", "needs-you", "all-classes", "heat-map", "alert"), (GALLERY, CELL, COUNTS)),
    "edit-mask": (GALLERY, CELL),
    "fields": (("field", lambda window: window.field_panel.view, 320, 160), CELL),
    "grid": (("grid", lambda window: window.pages_.grid.wall.viewport(), 900, 240),),
    "worklist": (("cases", lambda window: window.worklist.page.table.viewport(), 900, 240),),
    "alert-worklist": (("cases", lambda window: window.worklist.page.table.viewport(), 900, 240),),
}
"""View → the parts for whose sake one looks at it, with the least width and height in pixels."""


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> None:
    """The windows keep their workers from test to test; where they are closed it is asked whether any is left."""


@pytest.fixture(scope="module")
def on(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("screens")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEUKVIEW_DATA", str(folder / "data"))
        patch.setenv("LEUKVIEW_CONFIG", str(folder / "config"))
        with stage(folder) as made:
            yield made


# One theme after the other: dressing every window anew takes longer than looking at one.
@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_view_is_whole(on: Stage, name: str, look: ThemeName) -> None:
    view, found = VIEWS[name], []
    dress(look)
    # A dialog takes no more from a larger window.
    for size in (SCALED,) if view.dialog else (SCALED, *SIZES):

        def use(widget: QWidget, where: str = f"{size[0]}×{size[1]}") -> None:
            found.extend(f"{where}: {fault}" for fault in faults(widget))
            image = picture(widget)
            colours = len(np.unique(pixels(image)[::4, ::4].reshape(-1, 3) @ (1, 256, 65536)))
            if colours < 12:
                found.append(f"{where}: nearly nothing is drawn, in {colours} colours")
            if (share := empty_share(image)) > view.empty:
                found.append(f"{where}: {100 * share:.0f} % of it in one piece are empty")
            if isinstance(widget, MainWindow):
                found.extend(f"{where}: {fault}" for fault in cramped(widget, name))

        view.visit(on, use, size)
    assert not found, "\n".join(found)


def cramped(window: MainWindow, name: str) -> list[str]:
    """Return which of the view's main parts have too little room."""
    found = []
    for what, part, width, height in ROOM.get(name, ()):
        size = part(window).size()
        if size.width() < width or size.height() < height:
            found.append(f"the {what} has {size.width()} × {size.height()} px, less than {width} × {height}")
    return found


def test_a_dialog_is_no_larger_than_the_smallest_screen(on: Stage) -> None:
    found: list[str] = []
    for name, view in VIEWS.items():
        if view.dialog:

            def use(widget: QWidget, name: str = name) -> None:
                if widget.width() > SCALED[0] or widget.height() > SCALED[1]:
                    found.append(f"{name}: {widget.width()} × {widget.height()}")

            view.visit(on, use, SCALED)
    assert not found, "\n".join(found)


def test_the_worklist_says_whose_alert_is_on_show(on: Stage) -> None:
    said: list[str] = []
    for name in ("alert", "alert-worklist"):
        VIEWS[name].visit(on, lambda widget: said.append(widget.alert_bar.rows[0].title.text()), (1280, 800))  # type: ignore[attr-defined]
    assert said[0].startswith("Urgent: ") and said[1].startswith("Urgent in Smear 8, peripheral blood")
    assert on.urgent.alert_bar.rows[0].title.text() == said[0], "back at the case it needs no name"


def test_what_is_not_counted_is_said_once(on: Stage) -> None:
    for height in range(540, 900, 60):
        VIEWS["review"].visit(on, lambda _: None, (960, height))
        panel = on.cells.differential
        heading = panel.excluded_heading
        top = heading.mapTo(panel._scroll.viewport(), heading.rect().topLeft()).y()
        seen = 0 <= top <= panel._scroll.viewport().height() - heading.height()
        assert seen != panel.below.isVisible(), f"at {height} px"


class TestTheChecksFindWhatIsWrong:
    """A check that cannot fail checks nothing."""

    @pytest.fixture
    def box(self, dressed: QApplication) -> Iterator[QWidget]:
        box = QWidget()
        box.resize(400, 300)
        yield box
        box.close()

    def shown(self, box: QWidget) -> list[str]:
        box.show()
        pump()
        return faults(box)

    def test_a_sound_page_has_none(self, box: QWidget) -> None:
        layout = QVBoxLayout(box)
        layout.addWidget(QLabel("Short"))
        layout.addWidget(QPushButton("Close"))
        assert self.shown(box) == []

    def test_clipped_words(self, box: QWidget) -> None:
        for kind in (QLabel, QPushButton):
            part = kind("A text that needs more room than it gets", box)
            part.setGeometry(0, 0, 60, 30)
            part.show()
            assert any("needs" in fault for fault in self.shown(box)), kind
            part.setParent(None)

    def test_a_word_that_wraps_too_deep(self, box: QWidget) -> None:
        part = QLabel("One line after the other, until there is no room for another", box)
        part.setWordWrap(True)
        part.setGeometry(0, 0, 90, 20)
        assert any("height" in fault for fault in self.shown(box))

    def test_parts_over_each_other_and_outside(self, box: QWidget) -> None:
        layout = QVBoxLayout(box)
        one, two = QLabel("One"), QLabel("Two")
        layout.addWidget(one)
        layout.addWidget(two)
        box.show()
        pump()
        two.setGeometry(one.geometry())
        assert any("overlap" in fault for fault in faults(box))
        two.setGeometry(380, 280, 60, 60)
        assert any("sticks" in fault for fault in faults(box))

    def test_an_empty_page(self, box: QWidget) -> None:
        box.show()
        assert empty_share(picture(box)) > 0.95
