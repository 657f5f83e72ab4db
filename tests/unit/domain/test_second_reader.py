"""Two readers: whose label is final, what each may see, in which order to look, what the gate lists, what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.agreement import Agreement, disagreements, label_pairs
from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo, Problem
from leukview.domain.cell import Cell
from leukview.domain.commands import Reconcile, SetLabels, SetNote, SetReadings, command_from_json, confirm
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.gate import Requirements, gate
from leukview.domain.guide import look_words, priority, target_words
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.moves import moves_of
from leukview.domain.prediction import Prediction, TreeNode
from leukview.domain.readers import Decision, Reading, final_by, persons_class, seen, sight_of
from leukview.domain.rules import suggest
from leukview.domain.signing import (
    Acknowledgement,
    Amendment,
    Signature,
    acknowledged,
    amendment_open,
    content_sha256,
    signing_state,
    signing_words,
)

CLASSES = st.sampled_from([None, "blast", "lymphocyte", "monocyte"])
DECISION = Decision("basophil", "Ann", "2026-01-01T00:00:00+00:00")


def call(name: str = "lymphocyte", probability: float = 0.95, **changes: object) -> Prediction:
    other = "monocyte" if name != "monocyte" else "lymphocyte"
    made = Prediction({name: probability, other: 1 - probability}, 0.2, "leukview", "ab" * 32)
    return replace(made, **changes)  # type: ignore[arg-type]


def cell(name: str = "c1", ai: str | None = "lymphocyte", **changes: object) -> Cell:
    plain = Cell(name, f"{name}.png", Box(0, 0, 10, 10), prediction=call(ai) if ai else None)
    return replace(plain, **changes)  # type: ignore[arg-type]


def case(*cells: Cell, **changes: object) -> Case:
    info = CaseInfo("Case", "/images", "P-1", "slide 1")
    return replace(Case(info, cells={item.id: item for item in cells}), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "agreed", "final", "by"),
    [
        (None, None, None, "lymphocyte", "AI"),
        ("blast", None, None, "blast", "reader 1"),
        (None, "blast", None, "blast", "reader 2"),
        ("blast", "blast", None, "blast", "both readers"),
        ("blast", "monocyte", None, "lymphocyte", "AI"),
        ("blast", "monocyte", DECISION, "basophil", "reconciled"),
        ("blast", "blast", DECISION, "basophil", "reconciled"),
    ],
)
def test_the_final_label(first: str | None, second: str | None, agreed: Decision | None, final: str, by: str) -> None:
    item = cell(human_class=first, second_class=second, agreed=agreed)
    assert (item.final_class, final_by(item)) == (final, by)
    assert (item.status == "unreviewed") == (by == "AI")
    assert count_cells([item]).n(final) == 1


@given(CLASSES, CLASSES, st.booleans())
def test_every_count_of_the_final_follows_one_function(first: str | None, second: str | None, decided: bool) -> None:
    item = cell(human_class=first, second_class=second, agreed=DECISION if decided else None)
    persons = persons_class(first, second, item.agreed)
    assert item.person_class == persons
    assert item.final_class == (persons or "lymphocyte")
    assert item.disagreement == (not decided and None not in (first, second) and first != second)
    assert ("readers disagree" in item.review_reasons) == item.disagreement
    assert item.decided == (decided or first is not None or second is not None)


@given(CLASSES, CLASSES, st.booleans(), st.booleans())
def test_nobody_sees_what_the_other_said(first: str | None, second: str | None, decided: bool, ai_shown: bool) -> None:
    mask = HumanMask(Box(1, 1, 2, 2), b"png", Morphology(1, 1, 1.0, 1, 1.0))
    said = {
        "human_class": first,
        "note": "first's",
        "human_mask": mask,
        "second_class": second,
        "second_note": "second's",
    }
    item = cell(**said, agreed=DECISION if decided else None)
    blind = seen(item, "second", ai_shown=ai_shown)
    assert (blind.human_class, blind.note, blind.human_mask) == (second, "second's", None)
    assert (blind.second_class, blind.second_note, blind.agreed) == (None, "", None)
    assert (blind.prediction is not None) == ai_shown
    own = seen(item, "first")
    assert (own.human_class, own.note, own.human_mask) == (first, "first's", mask)
    assert (own.second_class, own.second_note, own.agreed) == (None, "", None)
    assert seen(item, "whole") is item


def test_whose_eyes() -> None:
    under_way, done = Reading("Ben", "t"), Reading("Ben", "t", "t2")
    assert sight_of({}, 2) == "whole"
    assert (sight_of({2: under_way}, 1), sight_of({2: under_way}, 2)) == ("first", "second")
    assert (sight_of({2: done}, 1), sight_of({2: done}, 2)) == ("whole", "whole")


def test_a_second_reader_without_the_ai_has_nothing_to_agree_with() -> None:
    blind = case(seen(cell(), "second", ai_shown=False))
    with pytest.raises(InputProblem, match="no call is shown"):
        confirm(blind, ["c1"], 2)
    assert confirm(case(cell()), ["c1"], 2) == SetLabels((("c1", "lymphocyte"),), "confirm", 2)


@pytest.mark.parametrize(
    "command",
    [
        SetLabels((("c1", "blast"),), "relabel", 2),
        SetNote("c1", "mine", 2),
        Reconcile((("c1", DECISION), ("c2", None))),
        SetReadings(((1, Reading("Ann", "t")), (2, Reading("Ben", "t", "t2", False)))),
    ],
)
def test_commands_of_a_second_reading_survive_storing_and_come_back(command: SetLabels | SetNote | Reconcile) -> None:
    assert command_from_json(command.to_json()) == command
    before = case(cell(human_class="monocyte", note="kept"), cell("c2", agreed=DECISION))
    work = replace(before, cells=dict(before.cells))
    back = command.apply(work)
    assert work.cells["c1"].human_class == "monocyte" and work.cells["c1"].note == "kept"
    assert work != before
    back.apply(work)
    assert work == before
    assert command.describe()


# -- the guide --------------------------------------------------------------------------------------------------------


def test_the_guide_puts_blasts_first_then_contradictions_then_doubt() -> None:
    tree = (TreeNode("a", "Lymphoid", "", 0.4, True), TreeNode("b", "Myeloid", "", 0.6, False))
    cells = [
        cell("plain"),
        cell("far", prediction=call(out_of_domain=0.999)),
        cell("torn", prediction=call(probability=0.55)),
        cell("stages", prediction=call(tree=tree)),
        cell("against", prediction=call(against=("round nucleus",))),
        cell("split", human_class="monocyte", second_class="lymphocyte"),
        cell("promyelocyte", "promyelocyte"),
        cell("blast", prediction=call("blast", 0.55)),
    ]
    assert [item.id for item in sorted(cells, key=priority)][:3] == ["promyelocyte", "blast", "split"]
    assert {item.id: look_words(item) for item in cells} == {
        "plain": "",
        "far": "Unlike the cells the network learnt from",
        "torn": "Doubtful: lymphocyte or monocyte",
        "stages": "Contradicts its call: an earlier stage finds myeloid more probable than lymphoid",
        "against": "Contradicts its call: round nucleus",
        "split": "Readers disagree: Monocyte or Lymphocyte",
        "promyelocyte": "Blast-like: look first",
        "blast": "Blast-like: look first",
    }
    assert [priority(item) for item in cells] == sorted((priority(item) for item in cells), reverse=True)
    assert cell("none", None).needs_review and look_words(cell("none", None)) == "Not analysed: name it"


def test_the_target_in_words() -> None:
    assert target_words(105, 200) == "105 of 200 white cells"
    assert target_words(200, 200) == "200 white cells, 200 wanted: reached"


def test_moves_from_the_ai_to_the_final() -> None:
    cells = [
        *(cell(f"m{n}", "monocyte", human_class="blast") for n in range(3)),
        cell("l", "lymphocyte", human_class="monocyte"),
        cell("same", "lymphocyte", human_class="lymphocyte"),
        cell("none", None, human_class="blast"),
    ]
    assert [(move.source, move.target, move.n) for move in moves_of(cells)] == [
        ("monocyte", "blast", 3),
        (None, "blast", 1),
        ("lymphocyte", "monocyte", 1),
    ]
    assert moves_of(cells)[0].words == "Monocyte → Blast: 3"


def test_agreement_in_words() -> None:
    cells = [
        cell("a", human_class="blast", second_class="blast"),
        cell("b", human_class="blast", second_class="monocyte", agreed=DECISION),
        cell("c", human_class="blast", second_class="monocyte"),
        cell("d", human_class="blast"),
    ]
    assert label_pairs(cells) == [("blast", "blast"), ("blast", "monocyte"), ("blast", "monocyte")]
    assert disagreements(cells) == (("blast", "monocyte", 2, 1),)
    assert "not defined" in Agreement("A", "B", 3, 3, 0, 0, None, None, None).words
    words = Agreement("A", "B", 4, 3, 0, 0, 0.5, 0.1, 0.9).words
    assert words == "3 of 4 cells labelled alike (75.0 %); Cohen's kappa 0.50 (95 % interval 0.10 to 0.90)."
    assert Agreement("A", "B", 0, 0, 0, 0, None, None, None).percent is None


# -- the gate ---------------------------------------------------------------------------------------------------------


def listed(found: Case, requirements: Requirements | None = None, **more: object) -> dict[str, bool]:
    final, ai = (suggest(count_cells(found.cells.values(), whose)) for whose in ("final", "ai"))  # type: ignore[arg-type]
    items = gate(found, final, ai, requirements or Requirements(100), **more)  # type: ignore[arg-type]
    assert [item.blocking for item in items] == sorted((item.blocking for item in items), reverse=True)
    assert all(cell_id in found.cells for item in items for cell_id in item.cell_ids)
    return {item.id: item.blocking for item in items}


def test_the_gate_lets_a_whole_case_through() -> None:
    done = case(*(cell(f"c{n}", human_class="lymphocyte") for n in range(100)))
    assert listed(done) == {}
    assert listed(done, Requirements(200)) == {"target": False}
    assert listed(done, Requirements(100, second_reader=True)) == {"second reading": True}
    assert listed(done, analysed=False) == {"analysis": True}
    assert listed(done, drafts=["c3", "gone"]) == {"drafts": False}
    assert listed(replace(done, problems={"x": Problem("x", "empty")})) == {"files": False}
    assert listed(replace(done, info=replace(done.info, patient=" ", synthetic=True))) == {
        "details": False,
        "synthetic": False,
    }
    assert listed(replace(done, readings={2: Reading("Ben", "t")})) == {"second reading": True}
    assert listed(case()) == {"no cells": True, "target": False}


def test_the_gate_lists_what_nobody_reviewed() -> None:
    rest = [cell(f"c{n}", human_class="lymphocyte") for n in range(100)]
    assert listed(case(*rest, cell("b", "blast"))) == {"blast-like": True}
    assert listed(case(*rest, cell("t", prediction=call(probability=0.55)))) == {"needs review": True}
    assert listed(case(*rest, cell("p"))) == {"unreviewed": False}
    split = cell("s", human_class="monocyte", second_class="lymphocyte")
    both = [replace(item, second_class="lymphocyte") for item in rest]
    done = {2: Reading("Ben", "t", "t2")}
    assert listed(case(*both, split, readings=done)) == {"disagreements": True}
    assert listed(case(*both, cell("o", human_class="monocyte"), readings=done)) == {"one reader": False}


def test_the_gate_asks_for_urgent_alerts_to_be_acknowledged() -> None:
    apl = case(*(cell(f"c{n}", "promyelocyte", human_class="promyelocyte") for n in range(100)))
    alert = suggest(count_cells(apl.cells.values())).alerts[0]
    assert listed(apl) == {"alert": True}
    seen_by = (Acknowledgement(alert.rule.id, alert.hits, alert.total, "Ann", "t"),)
    assert listed(replace(apl, acknowledgements=seen_by)) == {}
    cleared = case(*(replace(item, human_class="lymphocyte") for item in apl.cells.values()))
    assert listed(cleared) == {"dropped alert": False}


def test_an_acknowledged_alert_comes_back_when_its_inputs_rise() -> None:
    counts = [
        count_cells([cell(f"c{n}", "promyelocyte") for n in range(hits)] + [cell(f"l{n}") for n in range(rest)])
        for hits, rest in ((60, 40), (61, 40), (60, 39), (60, 41))
    ]
    first, more, larger_share, diluted = (suggest(count).alerts[0] for count in counts)
    given_ = [Acknowledgement(first.rule.id, first.hits, first.total, "Ann", "t")]
    assert acknowledged(first, given_) is given_[0]
    assert acknowledged(more, given_) is None
    assert acknowledged(larger_share, given_) is None
    assert acknowledged(diluted, given_) is given_[0]
    assert acknowledged(first, [replace(given_[0], rule="another")]) is None


# -- signatures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"human_class": "blast"},
        {"second_class": "blast"},
        {"agreed": DECISION},
        {"note": "x"},
        {"second_note": "x"},
        {"prediction": call("monocyte")},
        {"human_mask": HumanMask(Box(1, 1, 2, 2), b"png", Morphology(1, 1, 1.0, 1, 1.0))},
    ],
)
def test_what_is_signed_covers_every_word(change: dict[str, object]) -> None:
    item = cell(human_class="lymphocyte")
    before = content_sha256(case(item))
    assert content_sha256(case(replace(item, **change))) != before  # type: ignore[arg-type]
    assert content_sha256(case(item)) == before


def test_the_state_of_a_signed_case() -> None:
    done = case(cell(human_class="lymphocyte"))
    assert (signing_state(done), signing_words(done)) == ("not signed", "Not signed")
    signed = Signature(1, "Ann", "2026-01-02T03:04:05+00:00", 3, content_sha256(done), (), {}, "", "LeukView 1")
    done.signatures = (signed,)
    assert signing_words(done) == "Signed by Ann on 2026-01-02 03:04 UTC, version 1"
    assert amendment_open(done) is None
    done.amendments = (Amendment(1, "a typing error", "Ann", "t"),)
    assert amendment_open(done) is not None
    done.cells["c1"] = replace(done.cells["c1"], note="later")
    assert signing_state(done) == "changed since signing"
    assert signing_words(done).endswith("not signed again. Reason: a typing error")
    done.signatures += (replace(signed, version=2, content_sha256=content_sha256(done), reason="a typing error"),)
    assert signing_words(done) == "Signed by Ann on 2026-01-02 03:04 UTC, version 2 (amended: a typing error)"
    assert amendment_open(done) is None
