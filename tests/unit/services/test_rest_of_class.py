"""The rest of a class: not reviewed, of this class, and told apart by whether a person is needed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.services.review import rest_of


def cell(number: int, called: str, probability: float, human: str | None) -> Cell:
    call = Prediction({called: probability, "eosinophil": 1 - probability}, 0.5, "p", "0" * 64)
    return Cell(f"c{number}", "a.png", Box(0, 0, 8, 8), prediction=call, human_class=human)


def test_the_rest_leaves_out_other_classes_and_what_is_reviewed() -> None:
    cells = [
        cell(0, "lymphocyte", 0.95, None),
        cell(1, "lymphocyte", 0.55, None),
        cell(2, "lymphocyte", 0.95, "lymphocyte"),
        cell(3, "monocyte", 0.95, "lymphocyte"),
        cell(4, "monocyte", 0.95, None),
    ]
    rest = rest_of(cells, "lymphocyte")
    assert (rest.plain, rest.needing, dict(rest.reasons)) == (("c0",), ("c1",), {"doubtful": 1})


def test_blasts_always_need_a_person() -> None:
    rest = rest_of([cell(0, "blast", 0.99, None)], "blast")
    assert rest.plain == () and rest.needing == ("c0",) and rest.reasons == {"blast-like": 1}


labels = st.sampled_from([None, "lymphocyte", "monocyte", "blast"])


@given(
    st.lists(st.tuples(st.sampled_from(["lymphocyte", "blast"]), st.floats(0.5, 1), labels), max_size=20), st.booleans()
)
def test_no_cell_that_needs_a_person_is_among_the_plain(drawn: list[tuple[str, float, str | None]], far: bool) -> None:
    cells = [cell(number, *values) for number, values in enumerate(drawn)]
    if far:
        cells = [replace(c, prediction=replace(c.prediction, out_of_domain=1.0)) for c in cells if c.prediction]
    by_id = {item.id: item for item in cells}
    for class_id in ("lymphocyte", "blast", "monocyte"):
        rest = rest_of(cells, class_id)
        assert not any(by_id[cell_id].needs_review for cell_id in rest.plain)
        assert all(by_id[cell_id].needs_review for cell_id in rest.needing)
        left = {item.id for item in cells if item.human_class is None and item.final_class == class_id}
        assert set(rest.ids) == left and len(rest.ids) == len(left)
