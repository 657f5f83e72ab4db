import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.differential import clopper_pearson
from leukview.domain.threshold import all_of, judge, opposite

counts = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
percents = st.floats(0.5, 99.5)


@given(counts, percents, st.sampled_from([">", ">="]))
def test_the_state_is_where_the_exact_interval_lies(count, threshold, comparison):
    found = judge(*count, threshold, comparison)
    low, high = clopper_pearson(*count)
    assert (found.ci_low, found.ci_high) == (100 * low, 100 * high)
    assert found.ci_low <= found.percent <= found.ci_high
    expected = "met" if found.ci_low > threshold else "not met" if found.ci_high < threshold else "cannot tell"
    assert found.state == expected


@given(counts, percents)
def test_the_share_itself_never_contradicts_the_state(count, threshold):
    found = judge(*count, threshold)
    assert found.state != ("not met" if found.reached else "met")


@given(counts, percents, percents)
def test_a_range_is_met_where_its_lower_end_is_and_its_upper_end_is_not(count, one, other):
    lower, upper = sorted((one, other))
    found = judge(*count, lower, ">=", below=upper)
    expected = all_of(judge(*count, lower, ">=").state, opposite(judge(*count, upper, ">=").state))
    assert found.state == expected


def test_nothing_counted_cannot_tell():
    found = judge(0, 0, 20)
    assert (found.state, found.reached, found.percent, found.ci_low, found.ci_high) == ("cannot tell", False, 0, 0, 100)


def test_the_threshold_itself_is_past_it_only_where_it_is_said():
    assert judge(20, 100, 20, ">=").reached
    assert not judge(20, 100, 20, ">").reached
    assert not judge(20, 100, 5, ">=", below=20).reached


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        (("met", "met"), "met"),
        (("met", "cannot tell"), "cannot tell"),
        (("cannot tell", "not met"), "not met"),
        (("met", "not met"), "not met"),
    ],
)
def test_three_valued_logic(states, whole):
    assert all_of(*states) == whole == all_of(*reversed(states))
    assert [opposite(opposite(state)) for state in states] == list(states)
