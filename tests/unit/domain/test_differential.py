import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import clopper_pearson, count_cells, largest_remainder, load_ranges
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.taxonomy import taxonomy

ANCHORS = [
    (0, 100, 0.0, 3.6), (5, 100, 1.6, 11.3), (20, 100, 12.7, 29.2),
    (0, 200, 0.0, 1.8), (10, 200, 2.4, 9.0), (40, 200, 14.7, 26.2),
    (0, 400, 0.0, 0.9), (20, 400, 3.1, 7.6), (80, 400, 16.2, 24.3),
]  # fmt: skip


def cell(number, human=None, ai=None):
    call = Prediction({ai: 1.0}, 0.1, "p", "0" * 64) if ai else None
    return Cell(f"c{number}", "a.png", Box(0, 0, 9, 9), prediction=call, human_class=human)


@pytest.mark.parametrize(("hits", "total", "low", "high"), ANCHORS)
def test_interval_meets_the_published_anchors(hits, total, low, high):
    found = clopper_pearson(hits, total)
    assert round(100 * found[0], 1) == low
    assert round(100 * found[1], 1) == high


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_agrees_with_the_exact_test_of_scipy(pair):
    hits, total = pair
    reference = binomtest(hits, total).proportion_ci(method="exact")
    assert clopper_pearson(hits, total) == pytest.approx((reference.low, reference.high), abs=1e-9)


def test_interval_refuses_what_is_no_proportion():
    with pytest.raises(ValueError, match="5 of 4"):
        clopper_pearson(5, 4)
    assert clopper_pearson(0, 0) == (0.0, 1.0)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=25), st.integers(0, 2))
def test_percentages_sum_to_exactly_100_and_stay_within_one_unit(counts, decimals):
    percents = largest_remainder(counts, decimals)
    total = sum(counts)
    if total == 0:
        assert percents == [0.0] * len(counts)
        return
    units = [round(p * 10**decimals) for p in percents]
    assert sum(units) == 100 * 10**decimals
    for count, percent in zip(counts, percents, strict=True):
        assert abs(percent - 100 * count / total) < 10**-decimals
        assert (percent == 0) or count > 0


def test_equal_thirds_give_the_missing_tenth_to_the_first():
    assert largest_remainder([1, 1, 1]) == [33.4, 33.3, 33.3]


@given(st.lists(st.sampled_from(taxonomy().ids()), max_size=300))
def test_counts_are_kept_and_what_does_not_count_stays_outside(labels):
    found = count_cells([cell(i, human=label) for i, label in enumerate(labels)])
    assert sum(row.n for row in found.rows) == len(labels)
    counted = [label for label in labels if taxonomy()[label].counted]
    assert found.total == len(counted)
    assert found.excluded == len(labels) - len(counted)
    for outside in ("erythroblast", "smudge_cell", "platelet", "artefact", "unidentified"):
        assert outside not in {row.class_id for row in found.counted_rows}
    if counted:
        assert math.isclose(sum(row.percent for row in found.counted_rows), 100, abs_tol=1e-9)
        for row in found.counted_rows:
            assert row.ci_low - 0.1 <= row.percent <= row.ci_high + 0.1


def test_ai_human_and_final_counts_are_three_things():
    cells = [cell(0, ai="blast"), cell(1, ai="blast", human="lymphocyte"), cell(2, ai="lymphocyte", human="lymphocyte")]
    assert count_cells(cells, "ai").n("blast") == 2
    assert count_cells(cells, "final").n("blast") == 1
    assert count_cells(cells, "human").total == 2


def test_rows_stand_in_report_order_and_flags_follow_the_ranges():
    cells = [cell(i, human="eosinophil") for i in range(10)] + [cell(i + 10, human="lymphocyte") for i in range(90)]
    found = count_cells(cells)
    orders = [taxonomy()[row.class_id].order for row in found.counted_rows]
    assert orders == sorted(orders)
    flags = {row.class_id: row.flag for row in found.rows}
    assert flags["eosinophil"] == "high"
    assert flags["lymphocyte"] == "high"
    assert flags["segmented_neutrophil"] == "low"
    assert flags["monocyte"] == ""


@pytest.mark.parametrize(
    ("n", "word"),
    [(99, "insufficient"), (100, "below advisory count"), (200, "advisory"), (400, "reference-equivalent")],
)
def test_adequacy_thresholds(n, word):
    assert count_cells([cell(i, human="monocyte") for i in range(n)]).adequacy == word


def test_nrbc_is_given_per_100_white_cells():
    cells = [cell(i, human="lymphocyte") for i in range(50)] + [cell(50 + i, human="erythroblast") for i in range(3)]
    assert count_cells(cells).nrbc_per_100_wbc == 6.0
    assert count_cells([]).nrbc_per_100_wbc is None


def test_an_empty_count_raises_no_flag():
    assert {row.flag for row in count_cells([]).rows} == {""}


def test_a_lab_file_with_a_bad_range_is_refused(tmp_path):
    path = tmp_path / "ranges.toml"
    path.write_text("[range]\nmonocyte = [9.0, 2.0]\n")
    with pytest.raises(InputProblem, match="monocyte"):
        load_ranges(path)
    path.write_text("nothing")
    with pytest.raises(InputProblem, match=r"ranges\.toml"):
        load_ranges(path)


def test_a_lab_file_with_an_unknown_class_is_refused_by_name(tmp_path):
    path = tmp_path / "ranges.toml"
    path.write_text("[range]\nneutrophile = [1.0, 2.0]\n")
    with pytest.raises(InputProblem, match="neutrophile"):
        load_ranges(path)


def test_a_labs_ranges_decide_the_flags_and_give_their_name(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text('name = "Children, 2 to 6 years"\n[range]\nlymphocyte = [30.0, 60.0]\n')
    cells = [cell(i, human="lymphocyte") for i in range(55)] + [cell(55 + i, human="monocyte") for i in range(45)]
    shipped, ours = count_cells(cells), count_cells(cells, ranges=load_ranges(path))
    flags = [{row.class_id: row.flag for row in found.rows} for found in (shipped, ours)]
    assert (flags[0]["lymphocyte"], flags[1]["lymphocyte"]) == ("high", "")
    assert (flags[0]["monocyte"], flags[1]["monocyte"]) == ("high", "")
    assert (shipped.ranges, ours.ranges) == ("Adult, default", "Children, 2 to 6 years")
    path.write_text("[range]\n")
    assert load_ranges(path).name == "ours"
