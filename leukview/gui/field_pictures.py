"""The small pictures of a case's fields, read in a worker for the list of fields."""

from __future__ import annotations

from PySide6.QtGui import QImage

from leukview.domain.errors import InputProblem
from leukview.gui.controller import Controller
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.gui.tasks import TaskProgress
from leukview.gui.widgets.field_list import THUMBNAIL, FieldList
from leukview.imaging.overview import read_small

__all__ = ["FieldPictures"]


class FieldPictures:
    """Reads the small picture of each field once; a field that cannot be read keeps an empty one.

    Parameters
    ----------
    controller:
        Of the window; the fields lie in its case's folder.
    shown_in:
        The list that shows the pictures.
    """

    def __init__(self, controller: Controller, shown_in: FieldList) -> None:
        self._controller, self._list = controller, shown_in
        self._known: set[str] = set()

    def forget(self) -> None:
        """Take every picture as not read yet; one that is being read may be of another case's field of the same name."""
        self._controller.tasks.cancel("fields")
        self._known.clear()

    def read(self, files: list[str]) -> None:
        """Read those that were not read yet, in a worker, where there are several fields to choose from."""
        todo = [file for file in files if file not in self._known] if len(files) > 1 else []
        if not todo or self._controller.tasks.get("fields") is not None:
            return
        folder = self._controller.folder

        def work(progress: TaskProgress) -> None:
            for file in todo:
                progress.check_cancelled()
                try:
                    small = qimage_from_rgb(read_small(folder / file, 2 * THUMBNAIL))
                except InputProblem:
                    small = QImage()
                progress.partial((file, small))

        self._known.update(todo)
        self._controller.tasks.start("fields", work, partial=lambda made: self._list.set_picture(*made))
