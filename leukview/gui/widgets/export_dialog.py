"""Export: who and what it is about, what to write and where, the work itself off the GUI thread, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.cell import Cell
from leukview.domain.errors import LeukViewError
from leukview.domain.progress import Progress
from leukview.gui import fault_texts, theme
from leukview.gui.exporting import FORMATS, ExportSession, StartTask, default_folder, snapshot, would_replace
from leukview.gui.progress_texts import progress_words
from leukview.gui.tasks import Task
from leukview.gui.translation import several, translate
from leukview.gui.widgets.basics import Hairline, label
from leukview.gui.widgets.path_drop import take_dropped
from leukview.gui.widgets.suggestion_panel import RESEARCH_LINE
from leukview.services.export import export_case

__all__ = ["ExportDialog"]


class ExportDialog(QDialog):
    """Asks, writes, and shows what was written.

    Parameters
    ----------
    session:
        The open session.
    start_task:
        :meth:`leukview.gui.tasks.Tasks.start`.
    heatmap:
        Makes a cell's heat map, in a worker; None where there is no way to.
    classes:
        Returns the class ids the pipeline knows. Called in a worker: it may read the weights through, to check them.
    folder:
        Where to write at first.
    partial:
        Whether the analysis has not read every image.
    laboratory:
        The laboratory's name at first.
    target:
        White cells that the laboratory asks for.
    notes:
        What the outputs say besides, e.g. of outlines that are not used.
    open_folder:
        Shows a folder in the system's file manager.
    """

    def __init__(
        self,
        session: ExportSession,
        start_task: StartTask,
        parent: QWidget | None = None,
        *,
        heatmap: Callable[[Cell], NDArray[np.float32] | None] | None = None,
        classes: Callable[[], tuple[str, ...]] = tuple,
        folder: Path | None = None,
        partial: bool = False,
        laboratory: str = "",
        target: int | None = None,
        notes: tuple[str, ...] = (),
        open_folder: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._session, self._start, self._heatmap = session, start_task, heatmap
        self._classes, self._partial, self._open_folder = classes, partial, open_folder
        self._notes, self._target = notes, target
        self._task: Task | None = None
        self.written: list[Path] = []
        self.setWindowTitle(translate("Export", "Export"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(520)
        self._build(folder or default_folder(session.case.info.name), laboratory)
        self._connect()
        self._look()

    # Building

    def _build(self, folder: Path, laboratory: str) -> None:
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(2 * grid)
        layout.addWidget(label(translate("Export", "Export"), "title"))
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(2 * grid)
        form.addLayout(self._fields(folder, laboratory))
        form.addLayout(self._choices())
        layout.addWidget(self._form)
        self.review_words = label(self._review_text(), "muted", wrap=True)
        layout.addWidget(self.review_words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Export", "Export progress"))
        layout.addWidget(self.bar)
        self.message = label("", wrap=True, selectable=True)
        layout.addWidget(self.message)
        self.files = QPlainTextEdit()
        self.files.setReadOnly(True)
        self.files.setAccessibleName(translate("Export", "Files written"))
        self.files.setMinimumHeight(16 * grid)
        layout.addWidget(self.files, 1)
        layout.addStretch()
        layout.addWidget(Hairline())
        layout.addWidget(label(translate("Suggestion", RESEARCH_LINE), "small", wrap=True))
        layout.addLayout(self._buttons())

    def _fields(self, folder: Path, laboratory: str) -> QGridLayout:
        info = self._session.case.info
        self.name, self.patient, self.slide = QLineEdit(info.name), QLineEdit(info.patient), QLineEdit(info.slide)
        self.operator, self.laboratory = QLineEdit(self._session.operator), QLineEdit(laboratory)
        self.folder = QLineEdit(str(folder))
        take_dropped(self.folder, folder=True)
        self.choose_button = QPushButton(translate("Export", "Choose…"))
        self.choose_button.setToolTip(translate("Export", "Choose the folder to write into"))
        layout = QGridLayout()
        layout.setHorizontalSpacing(theme.tokens().grid * 2)
        layout.setVerticalSpacing(theme.tokens().grid)
        rows = (
            (translate("Export", "&Case"), self.name, translate("Export", "The case's name")),
            (translate("Export", "&Patient"), self.patient, translate("Export", "As it shall stand on the report")),
            (translate("Export", "&Slide"), self.slide, translate("Export", "As it shall stand on the report")),
            (
                translate("Export", "&Reader"),
                self.operator,
                translate("Export", "Who reviewed the case, for the report and its provenance"),
            ),
            (translate("Export", "&Laboratory"), self.laboratory, translate("Export", "For the report's head")),
            (translate("Export", "&Folder"), self.folder, translate("Export", "Where the files are written")),
        )
        for row, (name, field, tip) in enumerate(rows):
            caption = QLabel(name)
            caption.setBuddy(field)
            field.setAccessibleName(name.replace("&", ""))
            field.setToolTip(tip)
            layout.addWidget(caption, row, 0)
            layout.addWidget(field, row, 1, 1, 1 if field is self.folder else 2)
        layout.addWidget(self.choose_button, len(rows) - 1, 2)
        self.replace_words = label("", "doubt", wrap=True)
        layout.addWidget(self.replace_words, len(rows), 1, 1, 2)
        return layout

    def _choices(self) -> QGridLayout:
        self.formats = {
            key: self._box(translate("Export", name), translate("Export", tip), True)
            for key, (name, tip) in FORMATS.items()
        }
        can_explain = self._heatmap is not None
        self.report_heatmaps = self._box(
            translate("Export", "Heat maps of flagged cells in the report"),
            translate("Export", "What influenced the network, beside each cell"),
            can_explain,
        )
        self.heatmap_files = self._box(
            translate("Export", "A heat map of every cell (PNG)"),
            translate("Export", "Takes up to a tenth of a second for each cell"),
            False,
        )
        self.mask_files = self._box(
            translate("Export", "A mask of every cell (PNG)"),
            translate("Export", "255 nucleus, 128 cytoplasm, 0 elsewhere"),
            False,
        )
        for box in (self.report_heatmaps, self.heatmap_files):
            box.setEnabled(can_explain)
        layout = QGridLayout()
        layout.setHorizontalSpacing(theme.tokens().grid * 3)
        layout.setVerticalSpacing(0)
        for row, box in enumerate(self.formats.values()):
            layout.addWidget(box, row, 0)
        for row, box in enumerate((self.report_heatmaps, self.heatmap_files, self.mask_files)):
            layout.addWidget(box, row, 1)
        layout.setColumnStretch(1, 1)
        return layout

    @staticmethod
    def _box(name: str, tip: str, checked: bool) -> QCheckBox:
        box = QCheckBox(name)
        box.setToolTip(tip)
        box.setChecked(checked)
        return box

    def _buttons(self) -> QHBoxLayout:
        self.open_button = QPushButton(translate("Export", "Open folder"))
        self.open_button.setToolTip(translate("Export", "Show the files in the system's file manager"))
        self.close_button = QPushButton(translate("Export", "Cancel"))
        self.close_button.setToolTip(translate("Export", "Close without exporting, or stop the export (Escape)"))
        self.export_button = QPushButton(translate("Export", "Export"))
        self.export_button.setToolTip(translate("Export", "Write the files (Enter)"))
        self.export_button.setDefault(True)
        theme.set_role(self.export_button, role="primary")
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().grid)
        row.addWidget(self.open_button)
        row.addStretch()
        row.addWidget(self.close_button)
        row.addWidget(self.export_button)
        return row

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.folder.textChanged.connect(self._look)
        for box in (*self.formats.values(), self.heatmap_files, self.mask_files):
            box.toggled.connect(self._look)
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self.export)
        self.open_button.clicked.connect(self._show_folder)

    def _review_text(self) -> str:
        cells = self._session.case.cells.values()
        reviewed = sum(cell.person_class is not None for cell in cells)
        words = translate("Export", "{reviewed} of {n} cells are reviewed.").format(reviewed=reviewed, n=len(cells))
        if reviewed < len(cells):
            words += translate("Export", " The others are counted by the AI's class, and every output says so.")
        if self._partial:
            words += translate("Export", " Not every image has been analysed yet.")
        return words

    # What it does

    def _chosen_formats(self) -> set[str]:
        return {name for name, box in self.formats.items() if box.isChecked()}

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Export", "Folder to write into"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _show_folder(self) -> None:
        self._open_folder(QUrl.fromLocalFile(self.folder.text().strip()))

    def export(self) -> None:
        """Store changed details, then write the chosen files in a worker."""
        case = self._session.case
        name, patient, slide = (field.text().strip() for field in (self.name, self.patient, self.slide))
        name = name or case.info.name
        try:
            if (name, patient, slide) != (case.info.name, case.info.patient, case.info.slide):
                self._session.edit_case(name, patient, slide)
        except LeukViewError as error:
            self._say(fault_texts.whole(str(error)), "urgent")
            return
        self._task = self._start(
            "export",
            self._work(),
            finished=self._finished,
            progress=self._progressed,
            failed=lambda fault: self._say(f"{fault.title} {fault.text}".strip(), "urgent"),
            ended=self._ended,
        )
        self._say(translate("Export", "Writing…"), "muted")
        self._look()

    def _work(self) -> Callable[[Progress], list[Path]]:
        """Return the work, with everything it needs taken now: the widgets may be gone when it runs."""
        case, out = snapshot(self._session.case), Path(self.folder.text().strip()).expanduser()
        formats, masks, heat_files = self._chosen_formats(), self.mask_files.isChecked(), self.heatmap_files.isChecked()
        heatmap = self._heatmap if heat_files or self.report_heatmaps.isChecked() else None
        operator, laboratory = self.operator.text().strip(), self.laboratory.text().strip()
        session, classes, partial, ranges = self._session, self._classes, self._partial, self._session.ranges
        notes, target = self._notes, self._target

        def work(progress: Progress) -> list[Path]:
            return export_case(
                case,
                out,
                formats=formats,
                masks=session.segmenter_mask,
                heatmap=heatmap,
                operator=operator,
                classes=classes(),
                write_masks=masks,
                write_heatmaps=heat_files,
                progress=progress,
                laboratory=laboratory,
                partial=partial,
                ranges=ranges,
                notes=notes,
                target=target,
            )

        return work

    def _progressed(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._say(
            translate("Export", "{what} ({done} of {total})").format(
                what=progress_words(message), done=done, total=total
            )
            if message
            else translate("Export", "Writing…"),
            "muted",
        )

    def _finished(self, written: list[Path]) -> None:
        self.written = written
        folder = Path(self.folder.text().strip()).expanduser()
        names = [path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path) for path in written]
        self.files.setPlainText("\n".join(names))
        count = several(len(written), translate("Export", "{n} file"), translate("Export", "{n:,} files"))
        self._say(translate("Export", "{count} written to {folder}").format(count=count, folder=folder), "")

    def _ended(self, task: Task) -> None:
        self._task = None
        if task.state == "cancelled":
            self._say(
                translate("Export", "Stopped. The files written before are whole; nothing half-written was left."),
                "muted",
            )
        self._look()

    def _say(self, text: str, role: str) -> None:
        self.message.setText(text)
        theme.set_role(self.message, role=role)
        self.message.setVisible(bool(text))

    def _look(self) -> None:
        """Show what belongs to this moment: asking, writing, or written."""
        running, done = self._task is not None, bool(self.written) and self._task is None
        self._form.setVisible(not done)
        self._form.setEnabled(not running)
        self.review_words.setVisible(not done and not running)
        self.bar.setVisible(running)
        if running:
            self.bar.setRange(0, 0)
        self.files.setVisible(done)
        self.open_button.setVisible(done)
        self.message.setVisible(bool(self.message.text()))
        something = bool(self._chosen_formats()) or self.mask_files.isChecked() or self.heatmap_files.isChecked()
        self.export_button.setVisible(not done)
        self.export_button.setEnabled(not running and something and bool(self.folder.text().strip()))
        self.close_button.setText(
            translate("Export", "Close")
            if done
            else translate("Export", "Stop")
            if running
            else translate("Export", "Cancel")
        )
        folder = Path(self.folder.text().strip()).expanduser()
        there = would_replace(folder) if self.folder.text().strip() else []
        self.replace_words.setText(
            translate("Export", "Replaces {files} in this folder.").format(files=", ".join(there)) if there else ""
        )
        self.replace_words.setVisible(bool(there))

    def reject(self) -> None:
        """Stop a running export; close otherwise."""
        if self._task is not None:
            self._task.stop()
            self._say(translate("Export", "Stopping…"), "muted")
            return
        super().reject()
