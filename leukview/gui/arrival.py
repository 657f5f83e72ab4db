"""A case comes into the window, as it was left, and goes from it: what the controller says of each stage is shown here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker

from leukview.gui.models.gallery_sort import Sort
from leukview.gui.sentences import sentence
from leukview.gui.translation import translate
from leukview.gui.view_state import ViewState
from leukview.gui.widgets.notice import Message

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.session import Session

__all__ = ["Arrival"]


class Arrival(QObject):
    """Brings cases into a window, in the stages of :class:`leukview.gui.controller.Controller`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._fresh = False

    def opening(self, title: str, text: str) -> None:
        """Say that a case is being opened; without a title, that this is over."""
        window = self._window
        window.empty.set_busy(title, text)
        if title:
            window.notice.clear()
            window.pages.setCurrentWidget(window.empty)
        elif self._controller.session is not None:
            window.pages.setCurrentWidget(window.columns)

    def arriving(self, session: Session) -> None:
        """Make ready for the cells that are about to be laid out."""
        self._window.thumbnails.set_folder(Path(session.case.info.folder))
        self._window.resume.aim(self._kept_view(session))

    def loaded(self) -> None:
        """Count the case while the page before it is still on show."""
        window, session = self._window, self._controller.session
        assert session is not None
        if window.preferences.operator:
            session.operator = window.preferences.operator
        window.dialogs.use_ranges()
        if words := session.moved_words:
            window.notice.tell(Message(translate("MainWindow", "A case found again"), sentence(words)))
        window.cell_panel.forget_images()
        window.preferences.last_folder = str(self._controller.folder)
        self._fresh = not self._controller.cells
        window.status.clear_message()
        window.alert_bar.name_case("")
        window.presenter.show_cells()

    def entering(self) -> None:
        """Go over to the review, of which nothing is painted and in which no key works before :meth:`opened`."""
        window = self._window
        window.empty.set_busy()
        window.columns.setUpdatesEnabled(False)
        with QSignalBlocker(window.pages):
            window.pages.setCurrentWidget(window.columns)

    def opened(self) -> None:
        """Show the case as it was left."""
        window = self._window
        assert self._controller.session is not None
        window.page_changed(0)
        window.columns.setUpdatesEnabled(True)
        window.resume.restore(self._kept_view(self._controller.session))
        (window.field_panel.view if window.actions_["fields"].isChecked() else window.gallery).setFocus()

    def look_at_first(self) -> None:
        """Bring the current cell into sight once a new case is analysed, if groups that came later pushed it out of sight."""
        window, controller = self._window, self._controller
        if self._fresh and controller.analysis is None:
            self._fresh = False
            current, bar = controller.selection.current, window.gallery.verticalScrollBar()
            untouched = bar.value() == 0 and not window.gallery.underMouse()
            sorted_ = controller.model.sort is not Sort.FOUND
            if untouched and sorted_ and not any(cell.person_class for cell in controller.cells):
                window.gallery_panel.sort_anew()
            if current is not None and untouched:
                window.gallery.ensure_visible(current)

    def closing(self) -> None:
        """Save the view while the session still takes it."""
        window = self._window
        window.columns.setUpdatesEnabled(True)
        window.resume.save()
        window.cell_panel.show_cell(None)
        window.dialogs.problems.hide()

    def _kept_view(self, session: Session) -> ViewState:
        kept = self._window.preferences
        own = {"sort": kept.sort.value, "backwards": kept.backwards}
        return ViewState.from_dict(session.view_state or own).seen_by(session.sight)
