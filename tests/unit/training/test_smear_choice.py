import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.domain.differential import clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import load_smear_rule
from leukview.domain.smear_rule_file import rule_text
from leukview.domain.smear_truth import TRUTHS, truth_of
from leukview.training.smear_choice import answers_of, choose_rule, smear_tables
from leukview.training.smear_counts import SmearCounts
from leukview.training.smear_threshold import choose_own_thresholds

BLASTS = ("lymphocyte", "promyelocyte", "blast")
LINEAGES = ("lymphocyte", "promyelocyte", "myeloblast", "lymphoblast")


def smear(name, truth, known=BLASTS, **counts):
    return SmearCounts(name, name, counts, truth, known)


# Promyelocytes of the APL smears: 15 to 30 %; of the AML smears: 0 to 6 %. Blasts: 20 to 35 %, and 50 to 80 %.
TRAINING = [
    *(smear(f"m{i}", "apl", promyelocyte=15 + 5 * i, blast=35 - 5 * i, lymphocyte=50) for i in range(4)),
    *(smear(f"a{i}", "aml", promyelocyte=2 * i, blast=80 - 10 * i, lymphocyte=20 + 8 * i) for i in range(4)),
]


def test_a_threshold_for_each_class_is_the_middle_of_where_the_classes_part():
    choice = choose_rule(load_smear_rule(), TRAINING, own=True, origin="mine", rounds=20)
    found = {group.id: group.threshold for group in choice.rule.modules[0].groups}
    # Over 6 % and not over 14: every APL smear and no other; over 35 and up to 49: every AML smear and no other.
    assert found == {"control": None, "infection": None, "apl": 10.0, "acute_leukaemia": 42.0}
    own = choice.modules[0].own
    assert own["apl"].plateau == (6, 14) and own["acute_leukaemia"].plateau == (35, 49)
    assert own["apl"].interval.low <= 10 <= own["apl"].interval.high
    assert "Read from 8 smears (acute_leukaemia 4, apl 4) of mine." in choice.rule.threshold_from
    assert "Module 2 keeps its threshold of 50 %" in choice.rule.threshold_from
    (table, whole) = smear_tables(answers_of(choice.rule, TRAINING))
    assert table.counts == {("apl", "apl"): 4, ("acute_leukaemia", "acute_leukaemia"): 4}
    assert whole.counts == {("apl", "apl"): 4, ("aml", "unknown"): 4}, "blasts of no lineage are not called myeloid"


def test_one_threshold_for_all_is_the_papers_and_clears_those_of_groups():
    before = load_smear_rule().with_group_thresholds({"apl": 3, "control": 90})
    choice = choose_rule(before, TRAINING, rounds=20)
    module = choice.rule.modules[0]
    assert {group.threshold for group in module.groups} == {None} and not choice.modules[0].own
    assert module.threshold == choice.modules[0].shared.threshold


def test_thresholds_that_do_worse_than_the_old_ones_say_so():
    # Each curve alone is best from 10 to 19 %, where the mature cells are over it as well.
    smears = [smear(f"x{i}", "apl", promyelocyte=20, blast=10, lymphocyte=70) for i in range(3)]
    smears += [smear(f"y{i}", "aml", promyelocyte=5, blast=51, lymphocyte=44) for i in range(3)]
    found = choose_rule(load_smear_rule(), smears, rounds=5)
    assert found.rule.modules[0].threshold == 19
    assert found.notes[-1] == (
        "Of these 6 training smears module 1 answers 0 right by these thresholds, 3 by those before. "
        "The old ones do better: think twice before using the new."
    )


def test_module_two_is_chosen_where_blasts_have_a_lineage():
    smears = [
        *(smear(f"m{i}", "apl", LINEAGES, promyelocyte=80, myeloblast=10) for i in range(2)),
        *(smear(f"a{i}", "aml", LINEAGES, myeloblast=80, lymphoblast=15) for i in range(3)),
        *(smear(f"l{i}", "all", LINEAGES, myeloblast=15, lymphoblast=80) for i in range(3)),
    ]
    choice = choose_rule(load_smear_rule(), smears, rounds=20)
    assert [item.classes for item in choice.modules] == [
        ("apl", "acute_leukaemia"),
        ("aml", "all"),
    ]
    assert choice.notes == (
        "Of these 8 training smears module 1 answers 8 right by these thresholds, 8 by those before.",
    )
    tables = {table.name: table for table in smear_tables(answers_of(choice.rule, smears))}
    assert tables["module 2"].counts == {("aml", "aml"): 3, ("all", "all"): 3}
    assert tables["whole rule"].scores()[0].value == 1


def test_the_chosen_rule_is_read_from_its_file_as_it_was_written(tmp_path):
    rule = choose_rule(load_smear_rule(), TRAINING, own=True, origin='a "quoted" \\ folder\x7f', rounds=5).rule
    path = tmp_path / "rule.toml"
    path.write_text(rule_text(rule), "utf-8")
    assert load_smear_rule(path) == rule


def test_a_threshold_needs_smears_of_two_groups():
    with pytest.raises(InputProblem, match="two groups, and all are acute_leukaemia"):
        choose_rule(load_smear_rule(), TRAINING[4:], rounds=5)


counts = st.fixed_dictionaries(dict.fromkeys(LINEAGES, st.integers(0, 9)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(counts, st.sampled_from(TRUTHS)), min_size=1, max_size=12))
def test_tables_count_every_smear_once_and_their_figures_have_exact_intervals(drawn):
    smears = [SmearCounts(f"s{i}", "", cells, truth, LINEAGES) for i, (cells, truth) in enumerate(drawn)]
    tables = {table.name: table for table in smear_tables(answers_of(load_smear_rule(), smears))}
    assert sum(tables["module 1"].counts.values()) == len(smears)
    if "whole rule" in tables:
        assert sum(tables["whole rule"].counts.values()) == sum(truth != "acute_leukaemia" for _, truth in drawn)
    for table in tables.values():
        for score in table.scores():
            assert 0 <= score.hits <= score.total
            assert score.interval == clopper_pearson(score.hits, score.total)
        recalls = [score for score in table.scores() if score.measure == "sensitivity"]
        assert sum(score.hits for score in recalls) == table.scores()[0].hits
        assert sum(score.total for score in recalls) == table.scores()[0].total


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=4, max_size=20))
def test_no_threshold_of_a_class_has_a_larger_youden_index_than_its_own(drawn):
    if len({apl for _, apl in drawn}) < 2:
        return
    smears = [
        smear(f"s{i}", "apl" if apl else "aml", promyelocyte=n, lymphocyte=100 - n) for i, (n, apl) in enumerate(drawn)
    ]
    shares = [_shares(item) for item in smears]
    own = choose_own_thresholds(shares, ("apl", "acute_leukaemia"), rounds=3)["apl"]
    yes, no = [n for n, apl in drawn if apl], [n for n, apl in drawn if not apl]
    index = {t: sum(n > t for n in yes) / len(yes) + sum(n <= t for n in no) / len(no) - 1 for t in range(1, 100)}
    assert own.youden == pytest.approx(max(index.values()))
    assert all(index[t] == pytest.approx(own.youden) for t in range(int(own.plateau[0]), int(own.plateau[1]) + 1))
    assert own.plateau[0] <= own.threshold <= own.plateau[1]


def _shares(item):
    from leukview.training.smear_threshold import SmearShares

    total = sum(item.counts.values())
    share = {"apl": 100 * item.counts["promyelocyte"] / total, "acute_leukaemia": 0.0}
    return SmearShares(item.name, share, "apl" if item.truth == "apl" else "acute_leukaemia", item.patient)


@pytest.mark.parametrize(
    ("word", "group"), [("APL", "apl"), ("Acute-Leukemia", "acute_leukaemia"), ("normal", "control"), ("M3v", "apl")]
)
def test_a_diagnosis_in_other_words(word, group):
    assert truth_of(word, {"m3V": "apl"}) == group


def test_words_that_nobody_knows_are_asked_about():
    with pytest.raises(InputProblem, match="--means 'CLL=…'"):
        truth_of("CLL")
    with pytest.raises(InputProblem, match="no group of the smear rule"):
        truth_of("APL", {"x": "leukaemia"})
