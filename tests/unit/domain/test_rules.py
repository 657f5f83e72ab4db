import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.cell import Box, Cell
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.rules import evaluate_rules, load_rules, suggest


def counted(**numbers):
    cells = []
    for label, n in numbers.items():
        cells += [Cell(f"{label}{i}", "a", Box(0, 0, 1, 1), human_class=label) for i in range(n)]
    return count_cells(cells)


def answer(rule_id, differential):
    return next(result for result in evaluate_rules(differential) if result.rule.id == rule_id)


@pytest.mark.parametrize(
    ("blasts", "rest", "state", "raised"),
    [(60, 40, "met", True), (0, 100, "not met", False), (21, 79, "cannot tell", True), (18, 82, "cannot tell", False)],
)
def test_a_threshold_is_three_valued_by_the_exact_interval(blasts, rest, state, raised):
    result = answer("blasts_20", counted(blast=blasts, lymphocyte=rest))
    assert (result.state, result.raised) == (state, raised)


def test_promyelocytes_raise_an_urgent_alert_before_all_else():
    found = suggest(counted(promyelocyte=4, blast=60, lymphocyte=36))
    assert found.id == "apl_suspected"
    assert [alert.rule.id for alert in found.alerts] == ["apl_screen"]
    assert "4 of 100 white cells = 4.0 %" in found.alerts[0].inputs


def test_nothing_counted_suggests_nothing():
    found = suggest(counted(smudge_cell=30))
    assert (found.id, found.probability, found.alerts) == ("insufficient_cells", 0.0, ())


def test_a_normal_smear_meets_no_rule():
    found = suggest(counted(segmented_neutrophil=120, lymphocyte=60, monocyte=12, eosinophil=6, basophil=2))
    assert found.id == "no_rule_met"
    assert found.rule == ""


@given(st.integers(0, 150), st.integers(0, 150))
def test_probability_and_state_agree(hits, rest):
    result = answer("blasts_20", counted(blast=hits, lymphocyte=rest))
    assert 0 <= result.probability <= 1
    if result.state == "met":
        assert result.probability > 0.95
    if result.state == "not met":
        assert result.probability < 0.05


def test_no_rule_states_a_diagnosis_and_every_rule_names_source_and_confirmation():
    for rule in load_rules():
        assert rule.source
        assert rule.confirm
        assert "diagnos" not in rule.statement.lower()
        assert not rule.statement.lower().startswith(("aml", "all ", "apl", "acute leukaemia."))


def test_bad_rules_are_refused_with_the_file_named(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[rule]]\nid = "x"\n')
    with pytest.raises(InputProblem, match=r"mine\.toml"):
        load_rules(path)
