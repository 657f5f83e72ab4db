import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.rules import blast_thresholds, evaluate_rules, load_rules, suggest
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resource


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


def test_cells_called_malignant_are_raised_and_read_first_but_are_no_blasts():
    found = suggest(counted(malignant_cell=2, lymphocyte=98))
    assert (found.id, found.rule) == ("malignant_cells_to_be_confirmed", "malignant_cells")
    assert answer("blasts_present", counted(malignant_cell=50, lymphocyte=50)).hits == 0
    cell = Cell("m", "a", Box(0, 0, 1, 1), prediction=Prediction({"malignant_cell": 1.0}, 0.1, "yan2024", ""))
    assert cell.needs_review and "blast-like" in cell.review_reasons
    keys = [item.key for item in taxonomy().classes if item.key]
    assert len(set(keys)) == len(keys) and taxonomy()["malignant_cell"].counted


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
    for rule in (*load_rules(), *load_rules(resource("rules", "blast_thresholds.toml"))):
        assert rule.source
        assert rule.confirm
        assert "diagnos" not in rule.statement.lower()
        assert not rule.statement.lower().startswith(("aml", "all ", "apl", "acute leukaemia."))


def test_bad_rules_are_refused_with_the_file_named(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[rule]]\nid = "x"\n')
    with pytest.raises(InputProblem, match=r"mine\.toml"):
        load_rules(path)


def test_a_misspelt_choice_is_refused_in_words(tmp_path):
    path = tmp_path / "mine.toml"
    shipped = resource("rules", "default.toml").read_text("utf-8")
    path.write_text(shipped.replace('raise_on = "never"', 'raise_on = "nevr"'), "utf-8")
    with pytest.raises(InputProblem, match=r"raise_on = 'nevr' is none of interval, point, never"):
        load_rules(path)


def test_lymphoblasts_are_counted_against_all_nucleated_cells_and_only_inform():
    differential = counted(lymphoblast=60, lymphocyte=20, erythroblast=20, smudge_cell=40)
    result = answer("lymphoblasts_20", differential)
    assert (result.hits, result.total, result.state, result.raised) == (60, 100, "met", False)
    assert "60 of 100 nucleated cells = 60.0 %" in result.inputs and "threshold > 20 %" in result.inputs
    assert "experimental" in result.rule.caution
    assert suggest(differential).rule == "blasts_20"


def test_twenty_per_cent_of_lymphoblasts_is_not_over_twenty():
    assert answer("lymphoblasts_20", counted(lymphoblast=2000, lymphocyte=8000)).state == "cannot tell"
    assert answer("blasts_20", counted(lymphoblast=20, lymphocyte=80)).raised


@given(
    st.fixed_dictionaries(
        dict.fromkeys(
            ("segmented_neutrophil", "myelocyte", "promyelocyte", "blast", "lymphoblast", "erythroblast"),
            st.integers(0, 30),
        )
    )
)
def test_what_only_informs_changes_no_suggestion(numbers):
    differential = counted(**numbers)
    whole = suggest(differential)
    without = suggest(differential, [rule for rule in load_rules() if not rule.informative])
    assert (whole.id, whole.text, whole.probability, whole.rule) == (
        without.id,
        without.text,
        without.probability,
        without.rule,
    )
    assert whole.alerts == without.alerts
    assert not any(result.raised for result in (*whole.results, *whole.thresholds) if result.rule.informative)


def test_two_classifications_answer_the_same_count_side_by_side():
    results = blast_thresholds(counted(blast=60, lymphocyte=340))
    assert [(result.rule.standard[:3], result.rule.threshold_words, result.state) for result in results] == [
        ("WHO", "≥ 2 % and < 5 %", "not met"),
        ("WHO", "≥ 5 % and < 20 %", "met"),
        ("WHO", "≥ 20 %", "not met"),
        ("ICC", "≥ 2 % and < 10 %", "not met"),
        ("ICC", "≥ 10 % and < 20 %", "met"),
        ("ICC", "≥ 20 %", "not met"),
    ]


@pytest.mark.parametrize(
    ("blasts", "who", "icc"), [(70, "who_5", "icc_2"), (45, None, "icc_2"), (1000, "who_20", "icc_20")]
)
def test_where_the_two_differ_each_answers_for_itself(blasts, who, icc):
    met = {
        result.rule.id
        for result in blast_thresholds(counted(blast=blasts, lymphocyte=1000 - blasts))
        if result.state == "met"
    }
    assert met == {name for name in (who, icc) if name}


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_ranges_of_a_standard_exclude_each_other(blasts, rest):
    results = blast_thresholds(counted(blast=blasts, lymphocyte=rest))
    for standard in ("WHO", "ICC"):
        own = [result for result in results if result.rule.standard.startswith(standard)]
        assert sum(result.state == "met" for result in own) <= 1
        assert sum(result.probability for result in own) <= 1 + 1e-9
        assert all(result.probability >= -1e-12 for result in own)
        # From 2 % on every share lies in one range, so that not all can be ruled out.
        if blasts + rest and 100 * blasts / (blasts + rest) >= 2:
            assert any(result.state != "not met" for result in own)


def called(weights, **numbers):
    cells = []
    for label, n in numbers.items():
        call = Prediction({label: 1.0}, 0.0, "test", "0")
        cells += [Cell(f"{label}{i}", "a", Box(0, 0, 1, 1), prediction=call) for i in range(n)]
    return count_cells(cells, classes=weights)


MATURE = ("segmented_neutrophil", "lymphocyte", "monocyte")


@pytest.mark.parametrize(
    ("rule", "weights", "words"),
    [
        ("lymphoblasts_20", (*MATURE, "erythroblast"), "these weights do not know lymphoblasts"),
        ("left_shift", (*MATURE, "myelocyte"), "these weights do not know band neutrophils"),
        ("left_shift", (*MATURE, "neutrophil", "blast"), "band neutrophils, metamyelocytes or myelocytes"),
        ("apl_screen", (*MATURE, "myeloblast"), "promyelocytes or abnormal promyelocytes"),
        ("blasts_20", MATURE, "these weights do not know blasts, myeloblasts"),
    ],
)
def test_a_class_the_weights_cannot_know_is_not_said_to_be_absent(rule, weights, words):
    result = answer(rule, called(weights, lymphocyte=500))
    assert result.state == "cannot tell" and words in result.why_not and not result.raised


@pytest.mark.parametrize(
    ("rule", "weights"),
    [("blasts_20", ("blast",)), ("blasts_20", ("myeloblast", "lymphoblast")), ("apl_screen", ("promyelocyte",))],
)
def test_kin_stand_for_a_class_that_weights_do_not_part(rule, weights):
    result = answer(rule, called((*MATURE, *weights), lymphocyte=500))
    assert (result.state, result.why_not) == ("not met", "")


def test_what_a_reader_names_counts_whatever_the_weights_know():
    cells = [Cell(f"a{i}", "a", Box(0, 0, 1, 1), human_class="lymphoblast") for i in range(90)]
    calls = [
        Cell(f"b{i}", "a", Box(0, 0, 1, 1), prediction=Prediction({"lymphocyte": 1.0}, 0.0, "t", "0"))
        for i in range(10)
    ]
    assert answer("lymphoblasts_20", count_cells(cells + calls, classes=MATURE)).state == "met"
    people = [Cell(f"c{i}", "a", Box(0, 0, 1, 1), human_class="lymphocyte") for i in range(100)]
    result = answer("lymphoblasts_20", count_cells(people, classes=MATURE))
    assert (result.state, result.why_not) == ("not met", ""), "a reader looked at every cell"


@given(st.integers(0, 300), st.integers(0, 300), st.sets(st.sampled_from(["blast", "promonocyte", "band_neutrophil"])))
def test_weights_that_lack_a_class_never_make_a_rule_not_met(hits, rest, weights):
    differential = called((*MATURE, *weights), myelocyte=hits, lymphocyte=rest)
    for result in (*evaluate_rules(differential), *blast_thresholds(differential)):
        if result.unknown_to_weights:
            assert result.state != "not met"
            assert not set(result.unknown_to_weights) & {"myelocyte" if hits else "", *weights}


def test_the_suggestion_carries_the_smear_rule():
    found = suggest(counted(lymphocyte=90, monocyte=10))
    assert found.smear is not None and found.smear.id == "control" and found.id == "no_rule_met"


def test_every_family_of_rules_is_data_with_source_inputs_threshold_interval_and_three_values():
    urgent = [rule.id for rule in load_rules() if rule.severity == "urgent"]
    assert urgent == ["apl_screen", "apl_head"] and {"lymphoblasts_20", "left_shift", "blasts_20"} <= {
        r.id for r in load_rules()
    }
    standards = {rule.standard for rule in load_rules(resource("rules", "blast_thresholds.toml"))}
    assert standards == {"WHO 5th ed. (2022)", "ICC (2022)"}
    found = suggest(counted(lymphocyte=60, blast=40))
    for result in (*found.results, *found.thresholds):
        assert result.rule.source and result.ci_low <= result.percent <= result.ci_high
        assert f"{result.hits} of {result.total}" in result.inputs and "threshold" in result.inputs
    assert found.smear.source and len(found.smear.shares) == 6
    assert all(
        share.threshold == 50 and share.state in {"met", "not met", "cannot tell"} for share in found.smear.shares
    )


def test_a_rule_of_a_class_that_stands_in_for_others_is_asked_only_where_it_could_be_called():
    def ids(differential):
        return {found.rule.id for found in evaluate_rules(differential)}

    assert "malignant_cells" not in ids(called((*MATURE, "blast"), lymphocyte=500))
    assert "malignant_cells" in ids(called((*MATURE, "malignant_cell"), lymphocyte=500))
    assert "malignant_cells" in ids(called((*MATURE, "blast"), lymphocyte=500, malignant_cell=1)), "a person named one"
    assert (
        answer("blasts_20", called((*MATURE, "malignant_cell"), lymphocyte=100, malignant_cell=100)).state
        == "cannot tell"
    )
