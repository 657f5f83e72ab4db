"""A smear as a whole is out of domain from half of its cells on, and from ten cells on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.domain.smear import SmearDomain, smear_domain


def cell(number: int, far: bool, cls: str = "lymphocyte", first: float = 0.95, human: str | None = None) -> Cell:
    call = Prediction({cls: first, "monocyte": 1 - first}, 0.995 if far else 0.4, "p", "")
    return Cell(f"c{number}", "a.png", Box(0, 0, 9, 9), prediction=call, human_class=human)


@pytest.mark.parametrize(
    ("far", "near", "differs"),
    [(5, 5, True), (4, 6, False), (9, 0, False), (10, 0, True), (49, 51, False), (0, 0, False)],
)
def test_half_of_at_least_ten_cells(far: int, near: int, differs: bool) -> None:
    found = smear_domain([*(cell(n, True) for n in range(far)), *(cell(n + 500, False) for n in range(near))])
    assert (found.far, found.analysed, found.differs) == (far, far + near, differs)
    assert bool(found.notice) == differs


def test_the_notice_is_plain_and_has_the_numbers() -> None:
    assert SmearDomain(60, 57).notice == (
        "Stain, scale or optics of this smear differ from what this model was trained on: 57 of 60 cells. "
        "Its calls are less reliable here; check every cell."
    )


def test_cells_without_a_call_are_no_part_of_it() -> None:
    unseen = [Cell(f"u{n}", "a.png", Box(0, 0, 9, 9), human_class="blast") for n in range(50)]
    assert smear_domain([*unseen, *(cell(n, True) for n in range(10))]) == SmearDomain(10, 10, 10)


def test_those_that_only_the_domain_puts_before_a_person() -> None:
    cells = [cell(1, True), cell(2, True, first=0.6), cell(3, True, "blast"), cell(4, False, "blast")]
    assert smear_domain(cells) == SmearDomain(4, 3, 1)
    assert cells[1].review_reasons == ("doubtful", "out of domain")
    assert cells[2].review_reasons == ("out of domain", "blast-like")
    assert cell(5, False).review_reasons == () and not cell(5, False).needs_review


@given(st.lists(st.booleans(), max_size=40))
def test_what_a_person_said_does_not_change_it(flags: list[bool]) -> None:
    cells = [cell(n, far) for n, far in enumerate(flags)]
    read = [cell(n, far, human="lymphocyte") for n, far in enumerate(flags)]
    assert smear_domain(cells) == smear_domain(read)
    assert [c.needs_review for c in cells] == flags and not any(c.needs_review for c in read)
