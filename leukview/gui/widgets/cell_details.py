"""What is said of a cell below its image: classes, the path to the call, morphology, the reader's note, the file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leukview.domain.cell import Cell
from leukview.domain.guide import ORDER, look_words, priority
from leukview.gui import theme
from leukview.gui.domain_words import aside as aside_words
from leukview.gui.domain_words import outlined
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import in_force
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, ScrollColumn, label
from leukview.gui.widgets.cell_parts import NoteField, second_note_words
from leukview.gui.widgets.decision_tree import DecisionTree
from leukview.gui.widgets.measurements import Measurements
from leukview.gui.widgets.morphology_words import MorphologyWords
from leukview.gui.widgets.probability_list import TOP, ProbabilityList

__all__ = ["CellDetails"]

_FAR = QT_TRANSLATE_NOOP(
    "CellPanel", "Out of domain: stain, scale or content differ from what this model was trained on."
)
_OUTLINED = QT_TRANSLATE_NOOP("CellPanel", "Outlined by the reader; ‘Edit mask’ goes back to the segmenter's outline.")


class CellDetails(ScrollColumn):
    """The scrolling column of a cell's details. It shows what it is given; the panel stores the note."""

    def __init__(self) -> None:
        column = QWidget()
        super().__init__(column)
        self.far = label(translate("CellPanel", _FAR), "doubt", wrap=True)
        self.aside = label("", "doubt", wrap=True)
        self.look = label("", "doubt", wrap=True)
        self.probabilities = ProbabilityList()
        self.all_button = QPushButton()
        theme.set_role(self.all_button, role="link")
        self.all_button.setCheckable(True)
        self.all_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.all_button.toggled.connect(self._show_all)
        self.tree = DecisionTree()
        self.morphology = MorphologyWords()
        self.measured = label("", wrap=True)
        self.measured.setToolTip(
            translate(
                "CellPanel",
                "The outline in words: nucleus by its lobes and circularity, cytoplasm by the N:C ratio below",
            )
        )
        self.measurements = Measurements()
        self.outlined = label(translate("CellPanel", _OUTLINED), "small", wrap=True)
        self.note = NoteField()
        self.note_problem = label("", "urgent", wrap=True)
        self.second_note = label("", wrap=True)
        self.file = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self._compose(column)

    def _compose(self, column: QWidget) -> None:
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().grid)
        heading = label(translate("CellPanel", "Class probabilities"), "heading")
        heading.setToolTip(translate("CellPanel", "Double-click a class, or press its key, to label this cell so"))
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.all_button)
        layout.addWidget(self.look)
        layout.addWidget(self.second_note)
        layout.addWidget(self.aside)
        layout.addWidget(self.far)
        layout.addLayout(head)
        for part in (
            self.probabilities,
            Hairline(),
            self.tree,
            self.morphology,
            self.measured,
            self.measurements,
            self.outlined,
            self.note,
            self.note_problem,
            self.file,
        ):
            layout.addWidget(part)
        layout.addStretch()

    def show_cell(self, cell: Cell) -> None:
        """Show a cell, or the same one as it is now; a note being written stays."""
        words = sentence(look_words(cell)) if cell.person_class is None else ""
        self.look.setText(words)
        # That it is out of domain is said below, in more words.
        self.look.setVisible(bool(words) and not (cell.out_of_domain and priority(cell) == len(ORDER) - 1))
        aside = cell.set_aside
        self.aside.setText(
            translate("CellPanel", "Not counted, {words}. {key} or a label counts it.").format(
                words=aside_words(aside), key=in_force("Ctrl+Space")
            )
            if aside
            else ""
        )
        self.aside.setVisible(aside is not None)
        self.far.setVisible(cell.out_of_domain)
        self.probabilities.set_prediction(cell.prediction)
        self._show_all(self.all_button.isChecked())
        self.tree.set_prediction(cell.prediction)
        self.morphology.set_prediction(cell.prediction)
        words = outlined(cell.final_morphology)
        self.measured.setText(translate("CellPanel", "Outline: {words}").format(words=words))
        self.measured.setVisible(bool(words))
        self.measurements.set_morphology(cell.final_morphology)
        self.outlined.setVisible(cell.human_mask is not None)
        if not (self.note.hasFocus() and self.note.is_dirty()):
            self.note.set_saved_text(cell.note)
        # What one wrote who missed a cell must not depend on a pointer that rests on a tile.
        self.second_note.setText(second_note_words(cell))
        self.second_note.setVisible(bool(cell.second_note))
        self.file.set_whole_text(cell.file)

    def say_note_problem(self, words: str) -> None:
        """Say why the note is not saved; the empty text, that there is nothing to say."""
        self.note_problem.setText(words)
        self.note_problem.setVisible(bool(words))

    def focus_note(self) -> None:
        """Give the keyboard to the note."""
        self.ensureWidgetVisible(self.note)
        # Not as a shortcut: Qt would select the whole note, and the next letter would replace it.
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note.end(False)

    def _show_all(self, shown: bool) -> None:
        self.probabilities.set_all(shown)
        total = self.probabilities.total()
        self.all_button.setVisible(total > TOP)
        self.all_button.setText(
            translate("CellPanel", "Show the first {top}").format(top=TOP)
            if shown
            else translate("CellPanel", "Show all {total}").format(total=total)
        )
        self.updateGeometry()
