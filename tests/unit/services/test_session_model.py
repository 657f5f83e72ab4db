"""Any sequence of review, analysis, undo and reopening: database, memory and a simple model must agree."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from session_kit import assert_stored, outlined
from session_kit import field as analysed_field

from leukview.domain.box import Box
from leukview.domain.case import Case
from leukview.services.session import Session
from leukview.services.workspace import Workspace
from leukview.store.database import open_store

PLACES = st.sets(st.integers(0, 5), min_size=1)
CLASSES = st.sampled_from(["lymphocyte", "monocyte", "basophil", "erythroblast"])
NOTES = st.sampled_from(["", "odd", "look again"])
OUTLINES = st.sampled_from([None, 70, 128])

Value = str | int | None

_tokens = count()


@dataclass
class ModelCell:
    """A cell of the model. ``token`` is its identity: a cell found anew at an old place is another cell."""

    ai: str
    label: str | None = None
    note: str = ""
    outline: int | None = None
    token: int = field(default_factory=lambda: next(_tokens))


@dataclass
class Step:
    """A decision: token → (field, before, after)."""

    changes: dict[int, tuple[str, Value, Value]]


@lru_cache(maxsize=1)
def empty_database() -> Path:
    """Return a database that is only copied, so that each example need not migrate."""
    path = Path(tempfile.mkdtemp(prefix="leukview-empty-")) / "leukview.sqlite3"
    open_store(path).close()
    return path


class Review(RuleBasedStateMachine):
    """Cells are known by place, since ids are the session's own affair."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="leukview-model-"))
        (self.folder / "images").mkdir()
        shutil.copy(empty_database(), self.folder / "leukview.sqlite3")
        self.model: dict[int, ModelCell] = {}
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.decisions = 0
        # Where the last leap came from, while nothing else was done.
        self.back: int | None = None
        self._open()
        self.plain = Case(self.session.case.info)

    def _open(self) -> None:
        self.workspace = Workspace(open_store(self.folder / "leukview.sqlite3"), "reader")
        self.session: Session = self.workspace.open_folder(self.folder / "images")

    def _ids(self, places: set[int]) -> list[str]:
        by_place = {cell.box.x // 20: cell.id for cell in self.session.case.cells.values()}
        return [by_place[place] for place in sorted(places)]

    def _decide(self, name: str, wanted: Mapping[int, Value]) -> None:
        changes = {
            self.model[place].token: (name, getattr(self.model[place], name), value)
            for place, value in wanted.items()
            if getattr(self.model[place], name) != value
        }
        if changes:
            self.done.append(Step(changes))
            self.undone.clear()
            self.back = None
            self.decisions += 1
            self._set(changes, 2)

    def _set(self, changes: dict[int, tuple[str, Value, Value]], which: int) -> bool:
        hit = False
        for cell in self.model.values():
            if cell.token in changes:
                name = changes[cell.token][0]
                setattr(cell, name, changes[cell.token][which])
                hit = True
        return hit

    @initialize(found=st.dictionaries(st.integers(0, 5), CLASSES, min_size=3))
    def begin(self, found: dict[int, str]) -> None:
        self.analyse(found)

    @rule(found=st.dictionaries(st.integers(0, 5), CLASSES))
    def analyse(self, found: dict[int, str]) -> None:
        result = analysed_field(list(found.items()))
        self.session.record(result)
        kept = {p: c for p, c in self.model.items() if p in found or c.label is not None or c.note or c.outline}
        for place, ai in found.items():
            if place in kept:
                kept[place].ai = ai
            else:
                kept[place] = ModelCell(ai)
        self.model = kept
        self.plain.add_image(result.image, result.cells)

    @rule(places=PLACES, name=CLASSES)
    def relabel(self, places: set[int], name: str) -> None:
        places &= self.model.keys()
        self.session.relabel(self._ids(places), name)
        self._decide("label", dict.fromkeys(places, name))

    @rule(places=PLACES)
    def confirm(self, places: set[int]) -> None:
        places &= self.model.keys()
        self.session.confirm(self._ids(places))
        self._decide("label", {place: self.model[place].label or self.model[place].ai for place in places})

    @rule(places=PLACES)
    def clear(self, places: set[int]) -> None:
        places &= self.model.keys()
        self.session.clear(self._ids(places))
        self._decide("label", dict.fromkeys(places))

    @rule(place=st.integers(0, 5), text=NOTES)
    def note(self, place: int, text: str) -> None:
        if place in self.model:
            self.session.set_note(self._ids({place})[0], text)
            self._decide("note", {place: text})

    @rule(place=st.integers(0, 5), value=OUTLINES)
    def outline(self, place: int, value: int | None) -> None:
        if place in self.model:
            mask = None if value is None else outlined(value, Box(20 * place + 1, 1, 9, 8))
            self.session.set_mask(self._ids({place})[0], mask)
            self._decide("outline", {place: value})

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        if self.back is not None and len(self.done) - self.back > 1:
            assert self.session.undo_text == f"{len(self.done) - self.back} steps"
            self._leap(self.back, self.session.undo)
            return
        self._travel(self.session.undo(), self.done, self.undone, 1)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        if self.back is not None and self.back - len(self.done) > 1:
            self._leap(self.back, self.session.redo)
            return
        self._travel(self.session.redo(), self.undone, self.done, 2)

    @rule(share=st.floats(0, 1))
    def leap(self, share: float) -> None:
        target = round(share * (len(self.done) + len(self.undone)))
        if target == len(self.done):
            assert self.session.travel_to(target) is None
        else:
            self._leap(target, lambda: self.session.travel_to(target))

    def _leap(self, target: int, act: Callable[[], object]) -> None:
        """Go there step by step in the model; the session takes one stored step, which leaves one row in the audit."""
        self.back = len(self.done)
        before = {cell.token: (cell.label, cell.note, cell.outline) for cell in self.model.values()}
        assert act() is not None
        while len(self.done) > target:
            self.undone.append(self.done.pop())
            self._set(self.undone[-1].changes, 1)
        while len(self.done) < target:
            self.done.append(self.undone.pop())
            self._set(self.done[-1].changes, 2)
        assert self.session.position == target
        after = {cell.token: (cell.label, cell.note, cell.outline) for cell in self.model.values()}
        self.decisions += before != after

    def _travel(self, command: object, source: list[Step], target: list[Step], which: int) -> None:
        hit, self.back = False, None
        while source and not hit:
            step = source.pop()
            target.append(step)
            hit = self._set(step.changes, which)
        assert (command is not None) == hit
        self.decisions += hit

    @rule()
    def reopen(self) -> None:
        self.session.close()
        self.workspace.close()
        self.back = None
        self._open()

    @invariant()
    def all_agree(self) -> None:
        case = self.session.case
        seen = {c.box.x // 20: (c.ai_class, c.human_class, c.note) for c in case.cells.values()}
        assert seen == {place: (c.ai, c.label, c.note) for place, c in self.model.items()}
        assert len(seen) == len(case.cells)
        assert_stored(self.workspace.store, self.session)
        assert self.session.can_undo == bool(self.done)
        assert self.session.can_redo == bool(self.undone)
        decided = [row for row in self.session.audit() if row.action not in ("create case", "analyse again")]
        assert len(decided) == self.decisions
        for cell in case.cells.values():
            mine = self.model[cell.box.x // 20].outline
            mask, segmenters = self.session.mask(cell.id), self.session.segmenter_mask(cell.id)
            assert segmenters is not None and int(segmenters[0, 0]) == 1 + cell.box.x // 20
            assert mask is not None and int(mask[0, 0]) == (mine or int(segmenters[0, 0]))
            assert mask.shape == (cell.final_box.height, cell.final_box.width)

    @invariant()
    def cells_are_those_of_the_plain_domain(self) -> None:
        # The domain's own merge, given the same labels, has the same cells with the same ids in the same order.
        for cell_id, cell in self.session.case.cells.items():
            known = self.plain.cells[cell_id]
            self.plain.cells[cell_id] = type(known)(
                **{**known.__dict__, "human_class": cell.human_class, "note": cell.note, "human_mask": cell.human_mask}
            )
        assert self.plain.cells == self.session.case.cells
        assert list(self.plain.cells) == list(self.session.case.cells)

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)


Review.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestReview = Review.TestCase
