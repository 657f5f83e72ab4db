"""The window's dialogs: what each is given, and what becomes of what the user says in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from leukview.gui.outline_drafts import unused_words
from leukview.gui.preferences import save_preferences
from leukview.gui.tasks import fault_of_problem
from leukview.gui.widgets.case_details import CaseDetails
from leukview.gui.widgets.export_dialog import ExportDialog
from leukview.gui.widgets.laboratory import LaboratoryDialog
from leukview.gui.widgets.problems import ProblemsDialog
from leukview.services.settings import lab_ranges

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Dialogs"]


class Dialogs(QObject):
    """Opens a window's dialogs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._preferences = window.preferences
        self.problems = ProblemsDialog(window)

    def edit_case(self) -> None:
        """Ask for the case's name, patient and slide, and for its target."""
        case = self._controller.case
        if case is None:
            return
        dialog = CaseDetails(case.info, self._window, self._preferences.target)
        if dialog.exec():
            name, patient, slide = dialog.values()
            # Only what was changed: a signed case is not to be amended for looking at its details.
            if (name or case.info.name, patient, slide) != (case.info.name, case.info.patient, case.info.slide):
                self._controller.edit_case(name or case.info.name, patient, slide)
            self._controller.set_target(dialog.target())

    def export(self) -> None:
        """Ask what to write and where, and write it."""
        from leukview.services.analyse import pipeline_classes

        session = self._controller.session
        if session is None:
            return
        stamp = session.case.stamp
        dialog = ExportDialog(
            session,
            self._controller.tasks.start,
            self._window,
            heatmap=self._window.feed.heatmap_of(self._controller.folder),
            # Weights of the laboratory's own are read through and hashed first.
            classes=lambda: pipeline_classes(stamp.pipeline) if stamp else (),
            partial=not self._controller.analysed,
            laboratory=self._preferences.lab_name,
            target=self._preferences.target,
            notes=unused_words(self._window.outlining.drafts.ids()),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Who cancels has said nothing: what is decided next would be recorded under another name.
        dialog.finished.connect(
            lambda _: (
                self._take_names(dialog.laboratory.text().strip(), dialog.operator.text().strip())
                if dialog.written
                else None
            )
        )
        dialog.open()

    def edit_laboratory(self) -> None:
        """Ask for the laboratory's name, reader and ranges; the open case is counted by them at once."""
        kept, start = self._preferences, self._controller.tasks.start
        dialog = LaboratoryDialog(
            kept.lab_name,
            kept.operator,
            kept.ranges_file,
            start,
            self._window,
            kept.sam_checkpoint,
            kept.target,
            kept.second_reader,
            kept.pixel_um,
        )
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            name, reader, kept.ranges_file = dialog.values()
            kept.sam_checkpoint = dialog.checkpoint.text().strip()
            kept.target, kept.second_reader = dialog.target.currentData(), dialog.second_reader.isChecked()
            kept.pixel_um = dialog.pixel_um() or 0.0
            self.use_pixel_size()
            self._window.references.use_pixel_size()
            self._take_names(name, reader)
            self._window.look_for_outliner()
            save_preferences(kept)
            self.use_ranges()
            self._window.presenter.forget_counts()
            self._window.presenter.show_cells()

    def use_pixel_size(self) -> None:
        """Show sizes by the laboratory's pixel size wherever a file does not say its own."""
        window, pixel_um = self._window, self._preferences.pixel_um
        window.cell_panel.set_laboratory_pixel(pixel_um)
        window.pages_.compare.laboratory_um = pixel_um
        window.field_panel.tiles.laboratory_um = pixel_um
        window.field_panel.view.update()

    def use_ranges(self) -> None:
        """Flag the open case by the laboratory's ranges, and say so where they cannot be used."""
        ranges, problem = lab_ranges(self._preferences)
        if self._controller.session is not None:
            self._controller.session.ranges = ranges
        if problem is not None:
            self._window.notice.show_fault(fault_of_problem(problem))

    def show_problems(self) -> None:
        """List the files that could not be used."""
        if self._controller.case is not None:
            self.problems.set_problems(self._controller.case.problems.values())
            self.problems.show()
            self.problems.raise_()

    def _take_names(self, laboratory: str, reader: str) -> None:
        """Keep laboratory and reader for the next export and the next case."""
        self._preferences.lab_name, self._preferences.operator = laboratory, reader
        if self._controller.session is not None and reader:
            self._controller.session.operator = reader
