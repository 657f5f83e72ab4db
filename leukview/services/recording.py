"""What an analysis's results would change in a case, worked out before anything is stored or shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from leukview.domain.case import Case, Problem
from leukview.domain.cell import Cell
from leukview.imaging.masks import placed
from leukview.services.analyse_types import AnalysedImage
from leukview.store.audit import AuditChange
from leukview.store.cells import ImageChange

__all__ = ["Staged", "stage"]


@dataclass
class Staged:
    """The results of one recording.

    Attributes
    ----------
    steps:
        Changed images and problems, in order.
    merged:
        The cells of each changed image as they will be, in the order of ``steps`` without its problems.
    again:
        Audit changes of images that were analysed before: what the pipeline said, and what it says now.
    next_position:
        Position for the next new cell.
    """

    steps: list[ImageChange | Problem] = field(default_factory=list)
    merged: list[list[Cell]] = field(default_factory=list)
    again: list[AuditChange] = field(default_factory=list)
    next_position: int = 0

    def touched(self) -> set[str]:
        """Return the ids of every cell that is changed, added or removed."""
        gone = {cell_id for step in self.steps if isinstance(step, ImageChange) for cell_id in step.removed}
        return gone | {cell.id for cells in self.merged for cell in cells}

    def rounds(self) -> Iterator[list[ImageChange] | Problem]:
        """Yield the steps, with consecutive images together as long as no file comes twice: they can be written at once."""
        together: dict[str, ImageChange] = {}
        for step in self.steps:
            if together and (isinstance(step, Problem) or step.image.file in together):
                yield list(together.values())
                together = {}
            if isinstance(step, Problem):
                yield step
            else:
                together[step.image.file] = step
        if together:
            yield list(together.values())

    def apply(self, case: Case) -> None:
        """Make the changes in memory, as :meth:`Case.add_image` would."""
        merged = iter(self.merged)
        for step in self.steps:
            if isinstance(step, Problem):
                case.add_problem(step)
                continue
            for cell_id in (*step.removed, *(cell.id for cell in (*step.updated, *step.kept))):
                case.drop(cell_id)
            case.images[step.image.file] = step.image
            case.problems.pop(step.image.file, None)
            for cell in next(merged):
                case.put(cell)


def stage(case: Case, results: Iterable[AnalysedImage | Problem], next_position: int) -> Staged:
    """Merge results into a copy of the case and return what changes. The case is not touched.

    Parameters
    ----------
    case:
        The case.
    results:
        Analysed images and files that could not be used.
    next_position:
        Position for the next new cell.
    """
    results = [_storable(item) for item in results]
    draft, full = _draft(case, results)
    staged = _merge(draft, results, next_position)
    if not full and any(case.known(cell.id) for cells in staged.merged for cell in cells):
        # An id that was made free of doubles within the results doubles one of the case: merge with the whole case in view.
        staged = _merge(_whole(case), results, next_position)
    return staged


def _draft(case: Case, results: Sequence[AnalysedImage | Problem]) -> tuple[Case, bool]:
    """Return a copy of what the results can touch, and whether it is the whole case.

    Merging looks at every cell of the case it merges into. A first analysis touches none of them, and at ten thousand images
    that look would cost more than the storing.
    """
    for item in results:
        if isinstance(item, AnalysedImage) and (
            item.image.file in case.images or any(case.known(cell.id) for cell in item.cells)
        ):
            return _whole(case), True
    return Case(case.info), False


def _whole(case: Case) -> Case:
    return replace(
        case,
        images=dict(case.images),
        cells=dict(case.cells),
        problems=dict(case.problems),
        removed=dict(case.removed),
    )


def _merge(draft: Case, results: Sequence[AnalysedImage | Problem], next_position: int) -> Staged:
    staged = Staged(next_position=next_position)
    for item in results:
        if isinstance(item, Problem):
            staged.steps.append(item)
        else:
            _merge_image(staged, draft, item)
    return staged


def _merge_image(staged: Staged, draft: Case, item: AnalysedImage) -> None:
    known = item.image.file in draft.images
    before = (*draft.cells.values(), *draft.removed.values())
    old = {cell.id: cell for cell in before if cell.file == item.image.file}
    merged = draft.add_image(item.image, item.cells)
    change = ImageChange(item.image)
    for number, cell in enumerate(merged):
        change.order[cell.id] = staged.next_position
        staged.next_position += 1
        if number >= len(item.cells):
            change.kept.append(cell)
            continue
        (change.updated if _same(old.get(cell.id), cell) else change.added).append(cell)
        mask = item.masks.get(item.cells[number].id)
        if mask is not None:
            # The box of a drawn cell stays the person's.
            change.masks[cell.id] = placed(mask, item.cells[number].box, cell.box)
    stay = {cell.id for cell in (*change.updated, *change.kept)}
    change.removed = [cell_id for cell_id in old if cell_id not in stay]
    if known:
        staged.again += _ai_changes(old, merged, change.removed)
    staged.steps.append(change)
    staged.merged.append(merged)


def _same(old: Cell | None, new: Cell) -> bool:
    """Whether a merged cell is the old one of its id, by the measure with which the case matched them.

    An id alone does not say so: where the old cell is gone, a new one elsewhere in the image may have got its id.
    """
    return old is not None and old.overlap(new) >= 0.5


def _ai_changes(old: dict[str, Cell], merged: Sequence[Cell], removed: Sequence[str]) -> list[AuditChange]:
    changes = [AuditChange(cell_id, "ai", old[cell_id].ai_class, None) for cell_id in removed]
    for cell in merged:
        before = old[cell.id].ai_class if cell.id in old and cell.id not in removed else None
        if before != cell.ai_class or cell.id not in old:
            changes.append(AuditChange(cell.id, "ai", before, cell.ai_class))
    return changes


def _storable(item: AnalysedImage | Problem) -> AnalysedImage | Problem:
    """Return the result, or a problem where the file's name is no valid text and can neither be stored nor exported."""
    file = item.file if isinstance(item, Problem) else item.image.file
    shown = file.encode("utf-8", "backslashreplace").decode("utf-8")
    if shown == file:
        return item
    if isinstance(item, Problem):
        return Problem(shown, item.reason, item.remedy)
    return Problem(shown, "its name is no valid text on this computer", "Rename the file, and analyse again")
