"""The command palette of a window: opened by its key, it finds whatever can be done and does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from leukview.gui.models.palette import Offer
from leukview.gui.palette_offers import action_offers, case_offers, cell_offers, class_offers, list_offers, page_offers
from leukview.gui.tasks import TaskProgress
from leukview.gui.widgets.command_palette import CommandPalette
from leukview.services.worklist import CaseRow

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Palette"]

_KEPT = 20
"""How many things that were used are remembered."""
_TASK = "palette"


class Palette(QObject):
    """Opens the palette, reads the cases for it in a worker, and remembers what was used last."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_["palette"].triggered.connect(lambda _=False: self.open())

    def open(self) -> CommandPalette:
        """Show the palette."""
        window = self._window
        offers = [*action_offers(window), *class_offers(window), *page_offers(window), *list_offers(window)]
        rows = window.worklist.page.rows
        palette = CommandPalette(
            [*offers, *case_offers(window, rows)],
            window.preferences.palette_used,
            lambda typed: cell_offers(window, typed),
            window,
        )
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.chosen.connect(self._do)
        palette.finished.connect(lambda _: window.controller.tasks.cancel(_TASK))
        if not rows:
            self._read_cases(palette)
        palette.show()
        return palette

    def _read_cases(self, palette: CommandPalette) -> None:
        controller = self._window.controller

        def work(progress: TaskProgress) -> list[CaseRow]:
            from leukview.services.worklist import load_rows

            return load_rows(controller.work_space().store, progress)

        controller.tasks.start(
            _TASK,
            work,
            finished=lambda rows: palette.add_offers(case_offers(self._window, rows)),
            failed=controller.faulted.emit,
        )

    def _do(self, offer: Offer) -> None:
        kept = self._window.preferences
        kept.palette_used = [offer.id, *(name for name in kept.palette_used if name != offer.id)][:_KEPT]
        # In a turn of its own: what opens next must find the keyboard back in the window.
        QTimer.singleShot(0, self, offer.act)
