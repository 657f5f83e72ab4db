"""Several slides of one patient read together: sums, intervals, and who is never combined."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.combined import Slide, combine, patient_key
from leukview.domain.differential import clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy

COUNTS = st.dictionaries(st.sampled_from(taxonomy().ids()), st.integers(0, 400), max_size=8)


def slides(*counts: Mapping[str, int], patient: str = "Okafor, N.") -> list[Slide]:
    return [Slide(str(number), f"S{number}", patient, each) for number, each in enumerate(counts, start=1)]


@given(st.lists(COUNTS, min_size=2, max_size=5))
def test_the_whole_is_the_sum_of_its_slides_and_of_nothing_else(counts: list[dict[str, int]]) -> None:
    found = combine(slides(*counts))
    for row in found.whole.rows:
        assert row.n == sum(each.get(row.class_id, 0) for each in counts)
        assert row.n == sum(own.n for _, each in found.slides for own in each.rows if own.class_id == row.class_id)
        if row.percent is not None:
            low, high = clopper_pearson(row.n, found.whole.total)
            assert (row.ci_low, row.ci_high) == (100 * low, 100 * high)
    assert found.whole.total == sum(each.total for _, each in found.slides)
    if found.whole.total:
        assert round(sum(row.percent for row in found.whole.rows if row.percent is not None), 6) == 100
    assert all(tuple(row.class_id for row in each.rows) == found.class_ids for _, each in found.slides)


def test_intervals_are_those_of_all_cells_together() -> None:
    found = combine(slides({"blast": 10, "lymphocyte": 90}, {"blast": 10, "lymphocyte": 90}))
    blast = next(row for row in found.whole.rows if row.class_id == "blast")
    assert (blast.n, blast.percent, found.whole.total, found.whole.adequacy) == (20, 10.0, 200, "advisory")
    assert blast.ci_low == pytest.approx(6.2, abs=0.1) and blast.ci_high == pytest.approx(15.0, abs=0.1)


@pytest.mark.parametrize("name", ["", "  ", "unknown", "UNKNOWN", " ? ", "n/a", "–", "xxx", "Anonymous"])
def test_who_is_not_known_is_combined_with_nobody(name: str) -> None:
    assert patient_key(name) == ""
    with pytest.raises(InputProblem, match="patient is not known"):
        combine(slides({"blast": 1}, {"blast": 1}, patient=name))


def test_one_name_however_it_is_spaced_and_never_another() -> None:
    assert patient_key(" Mu\u0308ller,  J. ") == patient_key("Müller, J.") == "Müller, J."
    for other in ("müller, J.", "Müller J.", "Müller, J. jun.", "Muller, J."):
        assert patient_key(other) != patient_key("Müller, J.")
    with pytest.raises(InputProblem, match="different patients"):
        combine([*slides({"blast": 1}), Slide("9", "other", "Haddad, S.", {"blast": 1})])


def test_one_slide_is_no_combination_and_none_counts_twice() -> None:
    with pytest.raises(InputProblem, match="at least two"):
        combine(slides({"blast": 1}))
    one = slides({"blast": 1})[0]
    with pytest.raises(InputProblem, match="twice"):
        combine([one, one])
