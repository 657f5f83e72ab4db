"""How far a case is, from what is known of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.case_status import CaseFacts, CaseStatus, case_status


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (CaseFacts(), "received"),
        (CaseFacts(images=40, analysed=False, cells=40, needing=3), "received"),
        (CaseFacts(images=40, analysed=True, cells=40, needing=3), "analysed"),
        (CaseFacts(images=2, analysed=True), "analysed"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=1, needing=3), "in review"),
        # Nothing needs a person any more, and yet not every cell was looked at.
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=39), "in review"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40), "reviewed"),
        # Two readers may disagree over a cell that both have labelled.
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, needing=1), "in review"),
        # What is not analysed yet may hold cells that nobody has seen.
        (CaseFacts(images=40, analysed=False, cells=40, reviewed=40), "in review"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, signatures=1), "signed"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=12, signatures=1), "signed"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, signatures=2), "amended"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, signatures=7), "amended"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=39, signatures=1, changed=True), "in review"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, signatures=1, changed=True), "reviewed"),
        (CaseFacts(images=40, analysed=True, cells=40, reviewed=40, signatures=3, changed=True), "reviewed"),
        # Signed, and then every label was taken back: somebody must look, whatever the counts say.
        (CaseFacts(images=40, analysed=True, cells=40, signatures=1, changed=True), "in review"),
        (CaseFacts(images=0, analysed=True, signatures=1, changed=True), "in review"),
    ],
)
def test_a_status_for_everything_known_of_a_case(facts: CaseFacts, status: str) -> None:
    assert case_status(facts) == status


@pytest.mark.parametrize(
    "facts",
    [
        CaseFacts(cells=-1),
        CaseFacts(cells=3, reviewed=4),
        CaseFacts(cells=3, needing=4),
        CaseFacts(signatures=-1),
        CaseFacts(images=-1),
    ],
)
def test_counts_that_contradict_each_other_are_refused(facts: CaseFacts) -> None:
    with pytest.raises(ValueError, match=r"cells|negative"):
        case_status(facts)


@given(
    cells=st.integers(0, 500),
    share=st.floats(0, 1),
    rest=st.floats(0, 1),
    analysed=st.booleans(),
    signatures=st.integers(0, 5),
    changed=st.booleans(),
)
def test_nothing_is_called_done_that_is_not(
    cells: int, share: float, rest: float, analysed: bool, signatures: int, changed: bool
) -> None:
    reviewed = round(cells * share)
    needing = round((cells - reviewed) * rest)
    status = case_status(CaseFacts(cells, analysed, cells, reviewed, needing, signatures, changed))
    if status in {CaseStatus.SIGNED, CaseStatus.AMENDED}:
        assert signatures and not changed
    if status is CaseStatus.REVIEWED:
        assert analysed and reviewed == cells and needing == 0 and cells
    if status in {CaseStatus.RECEIVED, CaseStatus.ANALYSED}:
        assert reviewed == 0 and (analysed == (status is CaseStatus.ANALYSED))


def test_the_states_stand_in_the_order_of_the_work() -> None:
    assert [status.order for status in CaseStatus] == list(range(6))
