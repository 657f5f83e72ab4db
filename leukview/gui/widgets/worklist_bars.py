"""The two rows over the table of cases: search and buttons, then filters by state with counts, and what is watched."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton

from leukview.domain.case_status import CaseStatus
from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.translation import QT_TRANSLATE_NOOP, number, translate
from leukview.gui.widgets.basics import ElidedLabel
from leukview.services.worklist import REMOVED

__all__ = ["WorklistFilters", "WorklistHead"]

_CHIPS: dict[str, tuple[str, str]] = {
    "": (QT_TRANSLATE_NOOP("Worklist", "All"), QT_TRANSLATE_NOOP("Worklist", "Every case on the list")),
    CaseStatus.RECEIVED: (
        QT_TRANSLATE_NOOP("Worklist", "Received"),
        QT_TRANSLATE_NOOP("Worklist", "Listed, and not wholly analysed yet"),
    ),
    CaseStatus.ANALYSED: (
        QT_TRANSLATE_NOOP("Worklist", "Analysed"),
        QT_TRANSLATE_NOOP("Worklist", "Analysed, and no cell reviewed yet"),
    ),
    CaseStatus.IN_REVIEW: (
        QT_TRANSLATE_NOOP("Worklist", "In review"),
        QT_TRANSLATE_NOOP("Worklist", "Some cells have a person's label, or the case was changed after it was signed"),
    ),
    CaseStatus.REVIEWED: (
        QT_TRANSLATE_NOOP("Worklist", "Reviewed"),
        QT_TRANSLATE_NOOP("Worklist", "Every cell has a person's label"),
    ),
    CaseStatus.SIGNED: (
        QT_TRANSLATE_NOOP("Worklist", "Signed"),
        QT_TRANSLATE_NOOP("Worklist", "Its report is signed, and nothing was changed since"),
    ),
    CaseStatus.AMENDED: (
        QT_TRANSLATE_NOOP("Worklist", "Amended"),
        QT_TRANSLATE_NOOP("Worklist", "Its report was signed anew after a change"),
    ),
    REMOVED: (
        QT_TRANSLATE_NOOP("Worklist", "Removed"),
        QT_TRANSLATE_NOOP("Worklist", "Taken off the list; every decision is kept"),
    ),
}


class WorklistHead(QHBoxLayout):
    """The search and the buttons beside it.

    Attributes
    ----------
    search:
        Every word typed here must occur in a case.
    group, combine, watch:
        Put each patient's slides together; read them together; watch folders.
    """

    def __init__(self, grouped: bool) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Worklist", "Search patient, slide, name, folder or state"))
        self.search.setToolTip(translate("Worklist", "Every word must occur"))
        self.search.setAccessibleName(translate("Worklist", "Search cases"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(440)
        self.group = _button(
            translate("Worklist", "By patient"), translate("Worklist", "Put each patient's slides together")
        )
        self.group.setCheckable(True)
        self.group.setChecked(grouped)
        self.combine = _button(
            translate("Worklist", "Combine slides…"),
            translate("Worklist", "Read the slides of one patient together; each label stays with its slide"),
        )
        self.watch = _button(
            translate("Worklist", "Watch folder…"),
            translate("Worklist", "New subfolders of a watched folder are listed and analysed by themselves"),
        )
        self.setContentsMargins(16, 12, 16, 8)
        self.setSpacing(8)
        self.addWidget(self.search, 3)
        self.addStretch(1)
        for button in (self.group, self.combine, self.watch):
            self.addWidget(button)


class WorklistFilters(QHBoxLayout):
    """One filter for each state of a case, with its count, and what is watched.

    Attributes
    ----------
    chips:
        State → its button; the empty state is every case.
    watched:
        What is watched, or why it cannot be.

    Signals
    -------
    wanted:
        Cases in this state are to be shown.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        self.setContentsMargins(8, 0, 16, 4)
        self.setSpacing(0)
        for status, (_, told) in _CHIPS.items():
            tip = translate("Worklist", told)
            chip = QPushButton()
            theme.set_role(chip, role="tab")
            chip.setCheckable(True)
            chip.setToolTip(tip)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _=False, status=str(status): self.wanted.emit(status))
            self._group.addButton(chip)
            self.chips[str(status)] = chip
            self.addWidget(chip)
        self.watched = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self.watched.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addSpacing(8)
        self.addWidget(self.watched, 1)

    def show_counts(self, totals: Mapping[str, int], chosen: str) -> None:
        """Show how many cases are in each state, and which state is shown."""
        for status, chip in self.chips.items():
            count = totals.get(status, 0)
            chip.setText(f"{translate('Worklist', _CHIPS[status][0])} {number(count)}")
            chip.setAccessibleName(
                translate("Worklist", "{state}: {count:,} cases").format(
                    state=translate("Worklist", _CHIPS[status][0]), count=count
                )
            )
            # What is seldom there takes no room until it is.
            seldom = status in {CaseStatus.SIGNED, CaseStatus.AMENDED, REMOVED}
            chip.setVisible(not seldom or count > 0 or chosen == status)
            chip.setChecked(status == chosen)

    def show_watched(self, text: str, problem: bool) -> None:
        """Say what is watched, or why it cannot be."""
        self.watched.set_whole_text(text)
        theme.set_role(self.watched, role="doubt" if problem else "small")


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
