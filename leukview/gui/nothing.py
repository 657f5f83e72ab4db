"""What the pages say of a case in which there is nothing to see: why, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.case import Case
from leukview.gui.shortcuts import in_force
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Nothing", "why_no_cells", "why_no_fields"]

_SOON = QT_TRANSLATE_NOOP("Nothing", "Cells appear here as they are analysed.")
_KINDS = QT_TRANSLATE_NOOP("Nothing", "JPEG, PNG, BMP, TIFF and WebP images, in folders within folders too")


def why_no_cells(case: Case, *, analysing: bool, analysed: bool) -> str:
    """Return why a case has no cell, and what can be done.

    Parameters
    ----------
    case:
        A case without cells.
    analysing, analysed:
        Whether its analysis runs, and whether it came to its end.
    """
    if analysing:
        return translate("Nothing", _SOON)
    if not analysed:
        return in_force(translate("Nothing", "Nothing was analysed yet.\n\n‘Analyse again’ (Ctrl+R) begins."))
    images, unread = len(case.images), len(case.problems)
    if images:
        draw = (
            translate(
                "Nothing", "‘Fields’ (Ctrl+5) shows what was looked at; ‘Add cell’ (Ctrl+D) draws a cell there by hand."
            )
            if any(image.kind == "field" for image in case.images.values())
            else translate(
                "Nothing", "Cells may be too small or too pale in them, or these are no images of a stained smear."
            )
        )
        none = several(
            images,
            translate("Nothing", "No cell was found in the image."),
            translate("Nothing", "No cell was found in the {n:,} images."),
        )
        return in_force(f"{none}\n\n{draw}")
    if unread:
        return several(
            unread,
            translate("Nothing", "The only file could not be read.\n\n‘{n:,} file not read’ below says why."),
            translate("Nothing", "None of the {n:,} files could be read.\n\n‘{n:,} files not read’ below says why."),
        )
    return in_force(
        translate(
            "Nothing",
            "There is no image in {folder}.\n\nLeukView opens {kinds}. Drop another folder here, or open one (Ctrl+O).",
        ).format(folder=case.info.folder, kinds=translate("Nothing", _KINDS))
    )


def why_no_fields(case: Case) -> str:
    """Return why a case has no fields to show, and what can be done."""
    if case.images:
        return translate(
            "Nothing",
            "This case has no fields.\n\nIts images each show a single cell, so there is no place around them to look at. "
            "Open a folder of microscope fields to see cells where they lie.",
        )
    return translate(
        "Nothing",
        "This case has no fields.\n\nNo image of it was read. ‘Fields’ goes back to the gallery, which says why.",
    )


class Nothing(QObject):
    """Keeps these words in step with the open case."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        controller = window.controller
        for signal in (controller.opened, controller.analysisChanged, controller.caseChanged, controller.cellsChanged):
            signal.connect(self.look)

    def look(self) -> None:
        """Say what holds now."""
        window, controller = self._window, self._window.controller
        case = controller.case
        if case is None:
            return
        if not case.cells:
            running, done = controller.analysis is not None, controller.analysed
            window.gallery_panel.say_nothing(why_no_cells(case, analysing=running, analysed=done))
        window.field_panel.none.setText(why_no_fields(case))
