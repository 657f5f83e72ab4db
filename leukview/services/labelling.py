"""What a person may say of cells, as commands: each reader's own labels while they read, decisions between them afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from leukview.domain import commands
from leukview.domain.commands import Command, EditCase, SetMask, SetNote
from leukview.domain.errors import InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.imaging.masks import unpack
from leukview.services import review
from leukview.services.open_case import OpenCase
from leukview.services.reconciling import decide, is_settled, undecide

__all__ = ["clear", "confirm", "count", "edit_case", "refuse_other_cells", "relabel", "set_mask", "set_note"]


def relabel(case: OpenCase, cell_ids: Iterable[str], class_id: str) -> Command:
    """Return the command that gives cells a person's label.

    Raises
    ------
    InputProblem
        When the class or a cell does not exist.
    """
    if is_settled(case.whole):
        return decide(case.case, cell_ids, class_id, case.who)
    return commands.relabel(case.case, cell_ids, class_id, case.reader)


def confirm(case: OpenCase, cell_ids: Iterable[str]) -> Command:
    """Return the command that makes each cell's shown class its human label.

    Raises
    ------
    InputProblem
        When a cell does not exist, or the readers disagree on it.
    """
    if is_settled(case.whole):
        return decide(case.case, cell_ids, None, case.who)
    return commands.confirm(case.case, cell_ids, case.reader)


def count(case: OpenCase, cell_ids: Iterable[str]) -> Command:
    """Return the command that counts cells that the pipeline set aside: each gets the network's class as its human label.

    Raises
    ------
    InputProblem
        When a cell does not exist, no network has named it, or both readers are done.
    """
    if is_settled(case.whole):
        raise InputProblem(
            "Both readers are done", "a cell is counted by the class decided on", "Press its class's key"
        )
    return commands.count(case.case, cell_ids, case.reader)


def clear(case: OpenCase, cell_ids: Iterable[str]) -> Command:
    """Return the command that makes cells not reviewed again; once both readers are done, that takes back the decision on them.

    Raises
    ------
    InputProblem
        When a cell does not exist.
    """
    if is_settled(case.whole):
        return undecide(case.case, cell_ids)
    return review.clear(case.case, cell_ids, case.reader)


def set_note(case: OpenCase, cell_id: str, text: str) -> Command:
    """Return the command that sets the note of one cell."""
    return SetNote(cell_id, _valid(text), case.reader)


def set_mask(case: OpenCase, cell_id: str, mask: HumanMask | None) -> Command:
    """Return the command that sets the person's outline of one cell, or with None goes back to the segmenter's.

    Raises
    ------
    InputProblem
        When a second reader reads.
    ValueError
        When the mask's PNG does not have the size of its box, or holds nothing.
    """
    if mask is not None:
        pixels = unpack(mask.png)
        if pixels is None or pixels.shape != (mask.box.height, mask.box.width) or not pixels.any():
            raise ValueError(f"the outline of {cell_id} is empty or does not have the size of its box, {mask.box}")
    if case.sight == "second":
        raise InputProblem(cell_id, "a second reader names classes; outlines are the first's", "Write a note instead")
    return SetMask(cell_id, mask)


def edit_case(name: str, patient: str, slide: str) -> Command:
    """Return the command that sets the case's name, patient and slide."""
    return EditCase(_valid(name), _valid(patient), _valid(slide))


def refuse_other_cells(case: OpenCase, *, adding: bool = False) -> None:
    """Raise where which cells there are is settled: two readers must read the same ones, or their agreement says nothing.

    While a second reader reads nothing may be changed. Once both are done a cell that both missed may be added: neither has a
    label on it, so their agreement stays what it is, and what it is is decided like a disagreement. What they read stays.

    Parameters
    ----------
    case:
        The case.
    adding:
        Whether a cell is to be added, and none taken away.

    Raises
    ------
    InputProblem
        Which says why, and what to do instead.
    """
    second = case.whole.readings.get(2)
    if second is None:
        return
    if not second.finished:
        raise InputProblem(
            "Cells",
            "none can be added, deleted or merged while a second reader reads, since both must read the same cells",
            "Write a note on the nearest cell; a cell that is missing can be added once both readers are done",
        )
    if not adding:
        raise InputProblem(
            "Cells",
            "none can be deleted, merged or brought back once two readers have read them, since their agreement is about them",
            "Decide on its class instead, for one that is no cell on artefact",
        )


def _valid(text: str) -> str:
    """Return the text without halves of characters, which a window's input may hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
