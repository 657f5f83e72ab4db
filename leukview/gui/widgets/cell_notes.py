"""What a reader writes on the cell on show: stored, or kept where the store does not take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from leukview.domain.case import Case
from leukview.domain.cell import Cell
from leukview.domain.errors import LeukViewError
from leukview.gui.translation import translate
from leukview.gui.widgets.cell_details import CellDetails

__all__ = ["CellNotes", "ReviewSession"]


class ReviewSession(Protocol):
    """What the cell panel needs of a review session."""

    @property
    def case(self) -> Case:
        """The case under review."""
        ...

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return a cell's mask, of the size of its ``final_box``."""
        ...

    def set_note(self, cell_id: str, text: str) -> object:
        """Store a note."""
        ...


class CellNotes(QObject):
    """Stores notes, and holds on to those that could not be stored.

    Parameters
    ----------
    session_getter:
        Returns the open session, or None.
    details:
        Where notes are written.
    cell_getter:
        Returns the cell on show, or None.

    Signals
    -------
    saved:
        Emitted with what was done, in words, once a note is stored.
    refused:
        Emitted with (cell id, note, error) where the store does not take one; it is kept, see :meth:`unsaved`.
    """

    saved = Signal(str)
    refused = Signal(str, str, object)

    def __init__(
        self,
        session_getter: Callable[[], ReviewSession | None],
        details: CellDetails,
        cell_getter: Callable[[], Cell | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._details, self._cell = session_getter, details, cell_getter
        self._unsaved: dict[str, str] = {}
        details.note.saved.connect(self._save)

    def forget(self) -> None:
        """Drop every note that could not be stored: another case comes, or other eyes."""
        self._unsaved.clear()

    def unsaved(self, cell_id: str) -> str | None:
        """Return what was written on a cell and could not be stored; None where nothing was."""
        return self._unsaved.get(cell_id)

    @property
    def all_unsaved(self) -> list[str]:
        """The cells on which something was written that could not be stored."""
        return list(self._unsaved)

    def show_unsaved(self, cell: Cell) -> None:
        """Show what was written on this cell and could not be stored, in place of its stored note."""
        if cell.id in self._unsaved:
            self._details.note.setText(self._unsaved[cell.id])

    def drop_unsaved(self, cell_id: str) -> None:
        """Forget what could not be stored, and show the stored note again."""
        cell = self._cell()
        if self._unsaved.pop(cell_id, None) is not None and cell is not None and cell.id == cell_id:
            self._details.note.set_saved_text(cell.note)
            self._details.say_note_problem("")

    def _save(self, text: str) -> None:
        session, cell = self._session(), self._cell()
        if session is None or cell is None:
            return
        try:
            session.set_note(cell.id, text)
        except LeukViewError as error:
            self._unsaved[cell.id] = text
            self._details.say_note_problem(translate("CellPanel", "The note is not saved. {error}").format(error=error))
            self.refused.emit(cell.id, text, error)
        else:
            self._unsaved.pop(cell.id, None)
            self._details.say_note_problem("")
            self.saved.emit(
                (
                    translate("CellPanel", "Wrote a note on {id}")
                    if text
                    else translate("CellPanel", "Took the note off {id}")
                ).format(id=cell.id)
            )
