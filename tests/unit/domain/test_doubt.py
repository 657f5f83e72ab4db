"""Doubt orders cells: those out of domain first, and either kind by how sure its call is."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.prediction import DOUBTFUL_AT, OUT_OF_DOMAIN_AT, Prediction

SHARES = st.floats(0, 1)
NEAR, FAR = st.floats(0, OUT_OF_DOMAIN_AT), st.floats(math.nextafter(OUT_OF_DOMAIN_AT, 1), 1)


def call(first: float, score: float) -> Prediction:
    """Return a call between two classes."""
    return Prediction({"blast": first, "monocyte": 1 - first}, score, "p", "")


def test_doubt_is_one_minus_the_margin():
    near = Prediction({"blast": 0.5, "monocyte": 0.4, "lymphocyte": 0.1}, 0.2, "p", "")
    assert (near.cls, near.second_cls) == ("blast", "monocyte")
    assert near.doubt == near.hesitation == pytest.approx(0.9)
    only = Prediction({"blast": 1.0}, 0.0, "p", "")
    assert (only.second_cls, only.second_probability, only.doubt) == ("blast", 0.0, 0.0)


def test_out_of_domain_the_margin_still_counts():
    sure, torn = call(1.0, 0.999), call(0.5, 0.999)
    assert (sure.doubt, torn.doubt) == (0.99, 1.0)
    assert sure.hesitation == 0.0, "what the model says of the classes alone"


@given(SHARES, st.floats(0, 1))
def test_doubt_and_hesitation_are_shares(first, score):
    made = call(first, score)
    assert 0 <= made.hesitation <= 1 and 0 <= made.doubt <= 1


@given(SHARES, SHARES, FAR, FAR)
def test_out_of_domain_doubt_keeps_the_order_of_the_margin(first, second, score, other):
    one, two = call(first, score), call(second, other)
    assume(abs(one.hesitation - two.hesitation) > 1e-9)
    assert (one.doubt < two.doubt) == (one.hesitation < two.hesitation)


@given(SHARES, SHARES, NEAR, NEAR)
def test_in_domain_doubt_never_turns_the_order_of_the_margin_round(first, second, score, other):
    one, two = sorted((call(first, score), call(second, other)), key=lambda made: made.hesitation)
    assert one.doubt <= two.doubt


@given(SHARES, SHARES, NEAR, FAR)
def test_a_cell_out_of_domain_comes_before_every_cell_in_domain_that_is_not_all_but_a_tie(first, second, near, far):
    assume(call(second, near).hesitation < 0.99)
    assert call(first, far).doubt > call(second, near).doubt


@given(SHARES, st.floats(0, 1))
def test_whether_a_cell_asks_for_a_person_is_what_it_was(first, score):
    made = call(first, score)
    cell = Cell("c", "a.png", Box(0, 0, 9, 9), prediction=made)
    assert (cell.doubt >= DOUBTFUL_AT) == (made.hesitation >= DOUBTFUL_AT or score > OUT_OF_DOMAIN_AT)
    assert cell.out_of_domain == (score > OUT_OF_DOMAIN_AT)
