"""A person's outline of a cell, in the window: hints are gathered, a worker answers, and nothing is stored until it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from leukview.domain.cell import Cell
from leukview.domain.human_mask import HumanMask
from leukview.domain.progress import Progress
from leukview.gui.controller import Controller
from leukview.gui.outline_drafts import Drafts, Steps
from leukview.gui.preferences import Preferences
from leukview.gui.shortcuts import in_force
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.cell_tools import EDIT_TIP
from leukview.gui.widgets.outline_bar import HOW
from leukview.imaging.masks import unpack
from leukview.imaging.measure import outline
from leukview.segmentation.base import CYTOPLASM, NUCLEUS
from leukview.services.mask_editing import Hints, MaskEditor, Part

__all__ = ["Outliner", "Outlining", "own_outliner"]

_TASK = "outline"


class Outliner(Protocol):
    """What the window needs of :class:`leukview.services.mask_editing.MaskEditor`."""

    def missing(self) -> str:
        """Return why outlines cannot be edited; empty where they can."""
        ...

    def look_at(self, folder: Path, cell: Cell, progress: Progress | None = None) -> None:
        """Get ready for a cell; in a worker."""
        ...

    def outline(
        self,
        folder: Path,
        cell: Cell,
        mask: NDArray[np.uint8] | None,
        hints: Mapping[Part, Hints],
        progress: Progress | None = None,
    ) -> HumanMask:
        """Return the outline that the hints ask for; in a worker."""
        ...


def own_outliner(preferences: Preferences) -> Outliner:
    """Return LeukView's own; it loads nothing before the first outline is edited."""
    return MaskEditor(lambda: preferences.sam_checkpoint)


class Outlining(QObject):
    """Lets a person correct the outline of the cell on show.

    While an outline is edited, labels do not go on to the next cell. What was drawn and is neither used nor cancelled is kept
    for when its cell is looked at again, in this session or a later one.

    Attributes
    ----------
    draft:
        The outline that would be used now, or None.
    drafts:
        What was drawn so far, for every cell where it is neither used nor cancelled.

    Signals
    -------
    draftsChanged:
        Emitted when ``drafts`` may have changed, or another of them is being edited.
    """

    draftsChanged = Signal()

    def __init__(self, controller: Controller, panel: CellPanel, outliner: Outliner) -> None:
        super().__init__(panel)
        self._controller, self._panel, self._outliner = controller, panel, outliner
        self._bar, self._layer = panel.outline_bar, panel.outline_layer
        self._cell: Cell | None = None
        self._mask: NDArray[np.uint8] | None = None
        self._steps: Steps = ({},)
        self.drafts = Drafts()
        self.draft: HumanMask | None = None
        panel.tools.outline_button.toggled.connect(self._toggled)
        panel.cellShown.connect(self._cell_shown)
        controller.closing.connect(self.stop)
        controller.cellsChanged.connect(self._forget_gone)
        self._layer.clicked.connect(lambda x, y, inside: self._hint(self._own().with_point(x, y, inside)))
        self._layer.boxDrawn.connect(lambda *box: self._hint(self._own().with_box(*box)))
        self._layer.accepted.connect(self.use)
        self._layer.rejected.connect(self.cancel)
        self._layer.stepBack.connect(self._step_back)
        self._bar.used.connect(self.use)
        self._bar.cancelled.connect(self.cancel)
        self._bar.segmenterWanted.connect(self._back_to_segmenter)
        self._bar.partChosen.connect(lambda _: self._show_hints())
        self.look()

    def look(self) -> None:
        """Look whether outlines can be edited now, and say in the button's tooltip why not."""
        missing = self._outliner.missing()
        button = self._panel.tools.outline_button
        button.setEnabled(not missing)
        button.setToolTip(missing or in_force(EDIT_TIP))
        button.setAccessibleDescription(missing)
        if missing:
            self.stop()

    # -- beginning and ending -----------------------------------------------------------------------------------------

    def _toggled(self, on: bool) -> None:
        if not on:
            self.stop()
            return
        cell, session = self._panel.cell(), self._controller.session
        if cell is None or session is None or not self._panel.view.has_image():
            self.stop()
            return
        self._cell, self._mask = cell, session.mask(cell.id)
        self._steps, self.draft = self.drafts.steps(cell), None
        self._controller.staying = True
        self._bar.begin(own=cell.human_mask is not None)
        self._panel.show_outline_bar(True)
        self._panel.view.set_contours_visible(True)
        self._layer.begin()
        self._tell()
        if self._steps[-1]:
            self._ask()
            return
        self._bar.set_state(translate("Outline", "Getting ready… You can click already."), usable=False)
        folder = self._controller.folder
        self._run(lambda progress: self._outliner.look_at(folder, cell, progress), self._ready)

    def _ready(self, _: object) -> None:
        self._bar.set_state(translate("Outline", HOW), usable=False)

    def stop(self) -> None:
        """End without changing anything; what was drawn is kept."""
        if self._panel.tools.outline_button.isChecked():
            # Comes back here, through the signal.
            self._panel.tools.outline_button.setChecked(False)
            return
        if self._cell is None:
            return
        self._controller.tasks.cancel(_TASK)
        self._cell, self._mask, self.draft, self._steps = None, None, None, ({},)
        self._controller.staying = False
        self._layer.end()
        self._panel.show_outline_bar(False)
        self._panel.view.set_contours_visible(self._panel.tools.contours_button.isChecked())
        self._tell()

    def cancel(self) -> None:
        """End without changing anything, and forget what was drawn."""
        if self._cell is not None:
            self.drafts.drop(self._cell.id)
        self.stop()

    def _cell_shown(self) -> None:
        """End where another cell comes on show; where something was drawn, say that it is not used yet."""
        left = self._cell
        drawn = left is not None and bool(self._steps[-1])
        self.stop()
        self._tell()
        if left is not None and drawn:
            text = translate(
                "Outline", "What you drew on {id} is kept, but not used yet: Ctrl+4 on that cell goes on."
            ).format(id=left.id)
            self._controller.said.emit(in_force(text), False)

    # -- drafts -------------------------------------------------------------------------------------------------------

    def restore(self, data: Mapping[str, Any]) -> None:
        """Take the drafts that were stored with the case now open, in place of the last case's."""
        self.drafts.restore(data)
        self._forget_gone()
        self._tell()

    def unused(self) -> list[str]:
        """Return the cells on which something was drawn that is not used, but for the one being edited."""
        editing = self._cell.id if self._cell is not None else None
        return [cell_id for cell_id in self.drafts.ids() if cell_id != editing]

    def _forget_gone(self) -> None:
        before = self.drafts.ids()
        self.drafts.retain(self._controller.case.cells if self._controller.case is not None else {})
        if self.drafts.ids() != before:
            self._tell()

    def _tell(self) -> None:
        """Say on the cell on show whether something drawn on it waits, and tell whoever keeps or counts the drafts."""
        cell = self._panel.cell()
        self._panel.set_draft_waiting(cell is not None and cell.id in self.unused())
        self.draftsChanged.emit()

    # -- hints and answers --------------------------------------------------------------------------------------------

    def _part(self) -> Part:
        return "nucleus" if self._bar.part() == "nucleus" else "cell"

    def _own(self) -> Hints:
        return self._steps[-1].get(self._part(), Hints())

    def _hint(self, hints: Hints) -> None:
        """Take a part's hints, new ones included, and have them answered."""
        self._draw((*self._steps, {**self._steps[-1], self._part(): hints}))

    def _step_back(self) -> None:
        if len(self._steps) > 1:
            self._draw(self._steps[:-1])

    def _draw(self, steps: Steps) -> None:
        """Keep what is drawn now, before anything else can happen, and ask what comes of it."""
        if self._cell is not None:
            self._steps = steps
            self.drafts.keep(self._cell, steps)
            self._ask()
            self.draftsChanged.emit()

    def _show_hints(self) -> None:
        own = self._own()
        self._layer.set_hints(own.points, own.box)

    def _ask(self) -> None:
        cell, mask, hints, folder = self._cell, self._mask, self._steps[-1], self._controller.folder
        if cell is None:
            return
        self.draft = None
        if not hints:
            self._controller.tasks.cancel(_TASK)
            self._layer.clear()
            self._panel.view.set_contours_visible(True)
            self._ready(None)
            return
        self._show_hints()
        self._bar.set_state(translate("Outline", "Outlining…"), usable=False)
        self._run(lambda progress: self._outliner.outline(folder, cell, mask, hints, progress), self._answered)

    def _answered(self, found: HumanMask) -> None:
        mask = unpack(found.png)
        if mask is None:
            return
        self.draft = found
        self._layer.set_preview(found.box, outline(mask, NUCLEUS), outline(mask, CYTOPLASM))
        # Two outlines at once would leave open which is which.
        self._panel.view.set_contours_visible(False)
        self._bar.set_state(translate("Outline", HOW), usable=True)

    def _run(self, work: Callable[[TaskProgress], object], finished: Callable[[Any], None]) -> None:
        self._controller.tasks.start(_TASK, work, finished=finished, failed=self._failed)

    def _failed(self, fault: Fault) -> None:
        if fault.kind == "bug":
            self._controller.faulted.emit(fault)
        self._bar.set_state(f"{fault.title} {fault.text}".strip(), usable=False, problem=True)

    # -- using --------------------------------------------------------------------------------------------------------

    def use(self) -> None:
        """Make the draft the cell's outline; without a draft nothing happens."""
        if self.draft is not None:
            self._set(self.draft)

    def _back_to_segmenter(self) -> None:
        self._set(None)

    def _set(self, mask: HumanMask | None) -> None:
        """Store an outline and end; what was drawn is forgotten only once the store has it."""
        cell, case = self._cell, self._controller.case
        if cell is None or case is None:
            return
        self.stop()
        self._controller.set_mask(cell.id, mask)
        if cell.id in case.cells and case.cells[cell.id].human_mask == mask:
            self.drafts.drop(cell.id)
            self._tell()
