"""Counts kept up to date by changes are those of counting every cell anew, whatever changes and in whatever order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import Ranges, count_cells
from leukview.domain.moves import moves_of
from leukview.domain.prediction import Prediction, SetAside, TreeNode
from leukview.domain.running_counts import RunningCounts
from leukview.domain.smear import smear_domain

CLASSES = ("segmented_neutrophil", "lymphocyte", "blast", "platelet")
WEIGHTS = {
    "a" * 64: [("segmented_neutrophil", "blast"), ("segmented_neutrophil", "monocyte")],
    "b" * 64: [("lymphocyte", "platelet", "blast"), ("basophil",)],
}
"""The classes that calls by each weights have a probability for: weights may leave out what is next to nothing."""


@st.composite
def calls(draw: st.DrawFn) -> Prediction | None:
    """Return a call of one of two weights; none before the analysis."""
    weights = draw(st.sampled_from((None, *WEIGHTS)))
    if weights is None:
        return None
    names = draw(st.permutations(draw(st.sampled_from(WEIGHTS[weights]))))
    aside = draw(st.sampled_from((None, SetAside("crushed", ("smeared",)))))
    probabilities = dict(zip(names, (0.9, 0.1, 0.0), strict=False))
    share = draw(st.sampled_from((0.0, 0.1, 0.3, 0.7, 1 / 3)))
    tree = (
        TreeNode("malignant", "Malignant", "", 0.9, draw(st.booleans())),
        TreeNode("apl", "APL", "malignant", share, share > 0.2, aside=True, limit=draw(st.sampled_from((None, 0.155)))),
        TreeNode("non_apl", "non-APL", "malignant", 1 - share, share <= 0.2, aside=True),
    )
    tree = tree[: draw(st.sampled_from((0, 1, 3)))]
    return Prediction(probabilities, draw(st.sampled_from((0.5, 1.0))), "p", weights, tree=tree, set_aside=aside)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, Cell | None]]:
    """Return changes of a handful of cells: new, called again, labelled, cleared and gone."""
    done, now = [], dict[str, Cell]()
    for _ in range(draw(st.integers(1, 30))):
        name = f"c{draw(st.integers(0, 5))}"
        what = draw(st.sampled_from(("call", "label", "label", "clear", "gone")))
        cell = now.get(name)
        if what == "call" or cell is None:
            cell = replace(cell or Cell(name, "a.png", Box(0, 0, 9, 9)), prediction=draw(calls()))
        elif what == "gone":
            cell = None
        else:
            reader = draw(st.sampled_from(("human_class", "human_class", "second_class")))
            cell = replace(cell, **{reader: draw(st.sampled_from(CLASSES)) if what == "label" else None})
        done.append((name, cell))
        if cell is None:
            now.pop(name, None)
        else:
            now[name] = cell
    return done


@given(changes(), st.integers(1, 4))
def test_they_are_those_of_counting_anew(done: list[tuple[str, Cell | None]], at_once: int) -> None:
    counts, cells = RunningCounts(), dict[str, Cell]()
    for start in range(0, len(done), at_once):
        batch = done[start : start + at_once]
        for name, cell in batch:
            if cell is None:
                cells.pop(name, None)
            else:
                cells[name] = cell
        changed = {name for name, _ in batch}
        counts.take(cells, changed)
        counts.take(cells, changed)
        ranges = Ranges("ours", {"blast": (0, 1)})
        for whose in ("ai", "human", "final"):
            assert counts.differential(whose, ("band_neutrophil",), ranges) == count_cells(
                cells.values(), whose, ("band_neutrophil",), ranges
            )
        assert counts.total == len(cells)
        assert counts.reviewed == sum(cell.person_class is not None for cell in cells.values())
        assert counts.labelled == sum(cell.human_class is not None for cell in cells.values())
        assert counts.disagreements == sum(cell.disagreement for cell in cells.values())
        assert counts.analysed == sum(cell.prediction is not None for cell in cells.values())
        assert counts.domain == smear_domain(cells.values())
        assert counts.moves == moves_of(cells.values())
    assert RunningCounts(cells).differential() == counts.differential()


@given(changes(), changes())
def test_what_was_counted_elsewhere_catches_up_with_changes_that_nobody_noted(
    first: list[tuple[str, Cell | None]], then: list[tuple[str, Cell | None]]
) -> None:
    def after(*done: list[tuple[str, Cell | None]]) -> dict[str, Cell]:
        kept = dict(change for part in done for change in part)
        return {name: cell for name, cell in kept.items() if cell is not None}

    counts, now = RunningCounts(after(first)), after(first, then)
    counts.catch_up(now)
    fresh = RunningCounts(now)
    for whose in ("ai", "human", "second", "final"):
        assert counts.differential(whose) == fresh.differential(whose) == count_cells(now.values(), whose)
    assert (counts.total, counts.reviewed, counts.labelled, counts.disagreements, counts.moves, counts.domain) == (
        fresh.total,
        fresh.reviewed,
        fresh.labelled,
        fresh.disagreements,
        fresh.moves,
        fresh.domain,
    )
