"""Drafts of outlines as data: kept, brought back from the store, and forgotten where they mean another cell."""

from __future__ import annotations

import json
from dataclasses import replace

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.gui.outline_drafts import Drafts, unused_words
from leukview.services.mask_editing import Hints

CELL = Cell("a", "field.png", Box(10, 10, 40, 40), single=False)
FIRST = {"cell": Hints().with_point(20, 21.5, True)}
STEPS = ({}, FIRST, {**FIRST, "nucleus": Hints().with_box(12, 13, 30, 31)})


def kept() -> Drafts:
    drafts = Drafts()
    drafts.keep(CELL, STEPS)  # type: ignore[arg-type]
    return drafts


def test_they_come_back_from_json_as_they_were() -> None:
    again = Drafts()
    again.restore(json.loads(json.dumps(kept().to_data())))
    assert tuple(again.steps(CELL)) == STEPS and again.ids() == ["a"]
    again.restore({"a": {"file": 7}})
    assert again.ids() == [] and tuple(again.steps(CELL)) == ({},), "odd data is no draft"


def test_nothing_pointed_at_is_no_draft() -> None:
    drafts = kept()
    drafts.keep(CELL, ({},))
    assert drafts.ids() == []
    drafts.drop("a")


def test_a_draft_belongs_to_its_cell_not_to_its_id() -> None:
    drafts = kept()
    moved = replace(CELL, box=Box(200, 10, 40, 40))
    assert tuple(drafts.steps(moved)) == ({},)
    drafts.retain({"a": replace(CELL, box=Box(14, 10, 40, 40))})
    assert drafts.ids() == ["a"]
    drafts.retain({"a": moved})
    assert drafts.ids() == []
    drafts = kept()
    drafts.retain({})
    assert drafts.ids() == []


def test_what_is_not_used_is_said_in_words() -> None:
    assert unused_words([]) == ()
    assert unused_words(kept().ids()) == (
        "Outlines were begun on 1 cell and not used (a): these outputs show the ones before.",
    )
    assert "on 7 cells and not used (0, 1, 2, 3, 4 and 2 more)" in unused_words([str(n) for n in range(7)])[0]
