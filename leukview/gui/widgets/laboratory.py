"""The laboratory: its name, its reader and its reference ranges, as they stand on every report from now on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.differential import Ranges, load_ranges
from leukview.domain.guide import TARGETS
from leukview.gui import theme
from leukview.gui.exporting import StartTask
from leukview.gui.tasks import Fault, Task
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.path_drop import take_dropped
from leukview.resources import resource

__all__ = ["LaboratoryDialog"]

_FILTER = QT_TRANSLATE_NOOP("Laboratory", "Reference ranges (*.toml)")
_CHECKPOINTS = QT_TRANSLATE_NOOP("Laboratory", "SAM checkpoints (*.pth)")
_LEAST_UM, _MOST_UM = 0.01, 2.0
"""As :func:`leukview.imaging.pixel_size.pixel_size_um` takes them."""
_TYPED_MS = 250
"""Quiet time after a keystroke before the file that was named is read."""


class LaboratoryDialog(QDialog):
    """Names and the reference ranges in use; ranges that cannot be read cannot be saved.

    The ranges are read off the GUI thread: the file may lie on a disk that answers slowly, or not at all.

    Parameters
    ----------
    name, reader:
        Of the laboratory and of who reviews.
    ranges_file:
        The laboratory's own ranges; empty for the shipped adult ones.
    start_task:
        Starts the reading of the ranges.
    checkpoint:
        One of Meta's SAM checkpoints, to outline cells with; empty for the shipped model.
    target:
        White cells to count before signing.
    second_reader:
        Whether a second reader must read before signing.
    pixel_um:
        Side of a pixel in µm in pictures whose files do not say it; 0 where nobody has said.
    """

    def __init__(
        self,
        name: str,
        reader: str,
        ranges_file: str,
        start_task: StartTask,
        parent: QWidget | None = None,
        checkpoint: str = "",
        target: int = 200,
        second_reader: bool = False,
        pixel_um: float = 0.0,
    ) -> None:
        super().__init__(parent)
        self._start = start_task
        self._task: Task | None = None
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._read)
        self.setWindowTitle(translate("Laboratory", "Laboratory"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(520)
        self.name, self.reader = QLineEdit(name), QLineEdit(reader)
        for field in (self.name, self.reader):
            field.setMaxLength(200)
        self.ranges = QLineEdit(ranges_file)
        take_dropped(self.ranges, folder=False)
        self.ranges.setPlaceholderText(translate("Laboratory", "Shipped adult ranges"))
        self.choose_button, self.shipped_button = (
            QPushButton(translate("Laboratory", "Choose…")),
            QPushButton(translate("Laboratory", "Use shipped")),
        )
        self.copy_button = QPushButton(translate("Laboratory", "Save a copy to edit…"))
        self.copy_button.setToolTip(
            translate("Laboratory", "Write the shipped ranges to a file that you can change in any text editor")
        )
        self.words = label("", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for the shipped ranges or a usual fault: the buttons stay where they are while the words change.
        self.words.setMinimumHeight(4 * self.words.fontMetrics().lineSpacing())
        self.target = QComboBox()
        self.target.setToolTip(
            translate(
                "Laboratory", "White cells to count before signing; CLSI H20: 200 is advised, 400 a reference count"
            )
        )
        for count in TARGETS:
            self.target.addItem(translate("Laboratory", "{count} white cells").format(count=count), count)
        self.target.setCurrentIndex(TARGETS.index(target) if target in TARGETS else 1)
        self.second_reader = QCheckBox(translate("Laboratory", "Ask for a second reader before signing"))
        self.second_reader.setToolTip(
            translate("Laboratory", "Nobody can sign before another person has read the case, blind to the first")
        )
        self.second_reader.setChecked(second_reader)
        self._usable = False
        self._make_pixel(pixel_um)
        self.checkpoint = QLineEdit(checkpoint)
        take_dropped(self.checkpoint, folder=False)
        self.checkpoint.setPlaceholderText(translate("Laboratory", "The shipped one (compact SAM)"))
        self.checkpoint.setToolTip(
            translate(
                "Laboratory",
                "Outlines cells in ‘Edit mask’ in place of the shipped model: sam_vit_b_01ec64.pth, sam_vit_l_0b3195.pth or "
                "sam_vit_h_4b8939.pth, as Meta publishes them",
            )
        )
        self.checkpoint_button, self.compact_button = (
            QPushButton(translate("Laboratory", "Choose…")),
            QPushButton(translate("Laboratory", "Use shipped")),
        )
        self.checkpoint.textChanged.connect(lambda text: self.compact_button.setEnabled(bool(text.strip())))
        self.compact_button.setEnabled(bool(checkpoint))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        theme.set_role(self.buttons.button(QDialogButtonBox.StandardButton.Save), role="primary")
        self._compose()
        self.ranges.textChanged.connect(self._look)
        self.choose_button.clicked.connect(self._choose)
        self.shipped_button.clicked.connect(self.ranges.clear)
        self.checkpoint_button.clicked.connect(self._choose_checkpoint)
        self.compact_button.clicked.connect(self.checkpoint.clear)
        self.copy_button.clicked.connect(self._copy)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()
        self._read()

    def _make_pixel(self, pixel_um: float) -> None:
        self.pixel = QLineEdit(f"{pixel_um:g}" if pixel_um else "")
        self.pixel.setPlaceholderText(translate("Laboratory", "Not known: sizes are in pixels"))
        self.pixel.setToolTip(
            translate(
                "Laboratory",
                "Side of one pixel in µm, from your microscope's or analyser's manual or a stage micrometer, "
                "e.g. 0.1; used only for "
                "pictures whose files do not say it themselves, and on screen only",
            )
        )
        self.pixel_words = label("", "urgent")
        self.pixel_words.hide()
        self.pixel.textChanged.connect(lambda _: self._allow_save())

    def _compose(self) -> None:
        grid = theme.tokens().grid
        form = QFormLayout()
        form.setHorizontalSpacing(2 * grid)
        form.setVerticalSpacing(grid)
        for caption, field in (
            (translate("Laboratory", "&Laboratory"), self.name),
            (translate("Laboratory", "&Reader"), self.reader),
            (translate("Laboratory", "Reference r&anges"), self.ranges),
        ):
            field.setAccessibleName(caption.replace("&", ""))
            form.addRow(caption, field)
        row = QHBoxLayout()
        row.setSpacing(grid)
        for button in (self.choose_button, self.shipped_button, self.copy_button):
            row.addWidget(button)
        row.addStretch()
        form.addRow("", row)
        form.addRow("", self.words)
        self.target.setAccessibleName(translate("Laboratory", "Count"))
        form.addRow(translate("Laboratory", "&Count"), self.target)
        form.addRow("", self.second_reader)
        self.pixel.setAccessibleName(translate("Laboratory", "Pixel size in µm"))
        pixel = QHBoxLayout()
        pixel.setSpacing(grid)
        pixel.addWidget(self.pixel, 1)
        pixel.addWidget(self.pixel_words)
        form.addRow(translate("Laboratory", "Pixel si&ze, µm"), pixel)
        if isinstance(words := form.labelForField(pixel), QLabel):
            words.setBuddy(self.pixel)
        outlines = QHBoxLayout()
        outlines.setSpacing(grid)
        outlines.addWidget(self.checkpoint_button)
        outlines.addWidget(self.compact_button)
        outlines.addStretch()
        self.checkpoint.setAccessibleName(translate("Laboratory", "Outlining model"))
        self.checkpoint_button.setAccessibleName(translate("Laboratory", "Choose an outlining model"))
        self.compact_button.setAccessibleName(translate("Laboratory", "Use the shipped outlining model"))
        form.addRow(translate("Laboratory", "&Outlining model"), self.checkpoint)
        form.addRow("", outlines)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(2 * grid)
        layout.addWidget(label(translate("Laboratory", "Laboratory"), "title"))
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(self.buttons)

    def values(self) -> tuple[str, str, str]:
        """Return the laboratory's name, the reader's, and the ranges file (empty for the shipped ones)."""
        return self.name.text().strip(), self.reader.text().strip(), self.ranges.text().strip()

    def pixel_um(self) -> float | None:
        """Return the side of a pixel in µm, 0 for not known; None where what is typed cannot be one."""
        text = self.pixel.text().strip().replace(",", ".")
        if not text:
            return 0.0
        try:
            size = float(text)
        except ValueError:
            return None
        return size if _LEAST_UM <= size <= _MOST_UM else None

    def _allow_save(self) -> None:
        wrong = self.pixel_um() is None
        self.pixel_words.setText(
            translate("Laboratory", "A number from {least:g} to {most:g}").format(least=_LEAST_UM, most=_MOST_UM)
            if wrong
            else ""
        )
        self.pixel_words.setVisible(wrong)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(self._usable and not wrong)

    def done(self, result: int) -> None:
        """Close; a reading that is still under way is nobody's business any more."""
        self._stop()
        super().done(result)

    def _stop(self) -> None:
        self._typed.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _look(self) -> None:
        """Have the named ranges read once the typing pauses; until then nobody knows whether they can be saved."""
        self._stop()
        self._say(translate("Laboratory", "Reading the ranges…"))
        self.shipped_button.setEnabled(bool(self.ranges.text().strip()))
        self._typed.start()

    def _read(self) -> None:
        """Read the named ranges in a worker."""
        self._stop()
        chosen = self.ranges.text().strip()
        self._task = self._start(
            "ranges",
            lambda _: load_ranges(Path(chosen).expanduser() if chosen else None),
            finished=self._show_ranges,
            failed=self._show_fault,
        )

    def _show_ranges(self, ranges: Ranges) -> None:
        shares = (f"{class_name(name)} {low:g}–{high:g}" for name, (low, high) in ranges.table.items())
        self._say(
            translate("Laboratory", "{name}, per cent: ").format(name=ranges.name) + ", ".join(shares) + ".",
            usable=True,
        )

    def _show_fault(self, fault: Fault) -> None:
        self._say(f"{fault.title} {fault.text}".strip(), "urgent")

    def _say(self, words: str, role: str = "muted", *, usable: bool = False) -> None:
        """Show what the chosen ranges are, or why they cannot be used; save them only where they can."""
        self.words.setText(words)
        theme.set_role(self.words, role=role)
        self.words.updateGeometry()
        if self.isVisible() and (layout := self.layout()) is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        self._usable = usable
        self._allow_save()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, translate("Laboratory", "Reference ranges"), self.ranges.text(), translate("Laboratory", _FILTER)
        )
        if chosen:
            self.ranges.setText(chosen)

    def _choose_checkpoint(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            translate("Laboratory", "Outlining model"),
            self.checkpoint.text(),
            translate("Laboratory", _CHECKPOINTS),
        )
        if chosen:
            self.checkpoint.setText(chosen)

    def _copy(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            translate("Laboratory", "Save the shipped ranges"),
            "reference-ranges.toml",
            translate("Laboratory", _FILTER),
        )
        if not chosen:
            return
        try:
            Path(chosen).write_bytes(resource("ranges", "adult.toml").read_bytes())
        except OSError as error:
            self.words.setText(
                translate("Laboratory", "{chosen} cannot be written ({strerror}). Choose another folder.").format(
                    chosen=chosen, strerror=error.strerror
                )
            )
            theme.set_role(self.words, role="urgent")
            return
        self.ranges.setText(chosen)
