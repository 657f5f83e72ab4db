from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import ANSWERS, load_smear_rule
from leukview.resources import resource

KINDS = ("lymphocyte", "monocyte", "variant_lymphocyte", "abnormal_promyelocyte", "myeloblast", "lymphoblast", "blast")


def counted(**numbers):
    cells = []
    for label, n in numbers.items():
        cells += [Cell(f"{label}{i}", "a", Box(0, 0, 1, 1), human_class=label) for i in range(n)]
    return count_cells(cells)


def answer(**numbers):
    return load_smear_rule().answer(counted(**numbers))


smears = st.fixed_dictionaries(dict.fromkeys(KINDS, st.integers(0, 12)))


@pytest.mark.parametrize(
    ("numbers", "expected", "state"),
    [
        ({"lymphocyte": 60, "monocyte": 30, "blast": 10}, "control", "met"),
        ({"variant_lymphocyte": 80, "lymphocyte": 20}, "infection", "met"),
        ({"abnormal_promyelocyte": 50, "promyelocyte": 30, "myeloblast": 20}, "apl", "met"),
        ({"myeloblast": 70, "monoblast": 10, "lymphoblast": 5, "lymphocyte": 15}, "aml", "met"),
        ({"lymphoblast": 80, "lymphocyte": 20}, "all", "met"),
        ({"lymphocyte": 53, "variant_lymphocyte": 47}, "control", "cannot tell"),
        ({"lymphocyte": 50, "variant_lymphocyte": 50}, "unknown", "cannot tell"),
        ({"blast": 30, "variant_lymphocyte": 30, "promyelocyte": 30, "lymphocyte": 30}, "unknown", "not met"),
        ({"blast": 90, "lymphocyte": 10}, "unknown", "cannot tell"),
        ({"blast": 10, "myeloblast": 45, "lymphoblast": 45}, "unknown", "cannot tell"),
        ({"blast": 45, "lymphoblast": 445, "lymphocyte": 10}, "all", "met"),
        ({"myelocyte": 60, "lymphocyte": 10}, "unknown", "not met"),
        ({"smudge_cell": 30}, "unknown", "cannot tell"),
    ],
)
def test_the_majority_answers_for_the_smear(numbers, expected, state):
    found = answer(**numbers)
    assert (found.id, found.state) == (expected, state)


def test_an_answer_names_its_inputs_and_what_confirms_it():
    words = answer(abnormal_promyelocyte=40, promyelocyte=20, lymphocyte=40).words
    assert words.startswith(
        "The majority of cells are called promyelocytes (60 of 100 white cells = 60.0 % (95 % interval"
    )
    assert "threshold > 50 %)." in words
    assert "This must be confirmed by" in words and "PML::RARA" in words
    assert "At this count" in words, "49.7 to 69.7 holds 50"


def test_blasts_of_no_lineage_stay_visible_where_the_answer_is_unknown():
    found = answer(blast=90, lymphocyte=10)
    assert [share.group.id for share in found.leading] == ["acute_leukaemia"]
    assert "called blasts or blast equivalents (90 of 100" in found.words
    assert "Unknown: lineage is not known (90 of 90 are called blasts of no lineage)" in found.words
    assert "haematopathologist" in found.words and found.module_one == "acute_leukaemia"
    assert found.reason.startswith("acute leukaemia by module 1; lineage is not known")


def known_to(weights, **numbers):
    return load_smear_rule().answer_counts(numbers, weights)


def test_what_the_weights_cannot_call_is_not_ruled_out():
    weights = ("lymphocyte", "monocyte", "blast")
    found = known_to(weights, blast=900, lymphocyte=10)
    assert (found.id, found.state) == ("unknown", "cannot tell")
    assert "lineage is not known to these weights (900 of 900" in found.reason
    nothing = known_to(weights, lymphocyte=50, blast=50)
    assert nothing.reason.startswith("no class is over its threshold; these weights do not know reactive")
    apl = next(share for share in found.shares if share.group.id == "apl")
    assert (apl.state, apl.known, apl.inputs) == ("cannot tell", False, "these weights do not know promyelocytes")
    some = known_to((*weights, "promonocyte", "lymphoblast"), blast=90, lymphoblast=5)
    assert "lineage is not known to these weights (90 of 95" in some.reason
    by_hand = known_to(weights, blast=10, promyelocyte=90)
    assert by_hand.id == "apl", "a reader named them"
    both = known_to((*weights, "myeloblast", "lymphoblast"), myeloblast=450, lymphoblast=450)
    assert both.reason == "acute leukaemia by module 1; neither lineage predominates"


def test_two_classes_over_their_thresholds_are_named_as_the_reason():
    rule = load_smear_rule().with_group_thresholds({"apl": 10, "acute_leukaemia": 30})
    found = rule.answer_counts({"promyelocyte": 30, "blast": 60, "lymphocyte": 10})
    assert found.id == "unknown"
    assert found.reason == "more than one class is over its threshold: promyelocytes; blasts or blast equivalents"


ORDER = ("apl", "acute_leukaemia", "infection", "control")


@given(smears, st.floats(1, 60), st.floats(1, 60))
def test_in_order_the_most_urgent_group_over_its_threshold_answers(numbers, apl, blasts):
    rule = load_smear_rule().with_group_thresholds({"apl": apl, "acute_leukaemia": blasts})
    cells, lineages = rule.modules
    ordered = replace(rule, modules=(replace(cells, order=ORDER), lineages))
    found = ordered.answer_counts(numbers)
    over = {share.group.id for share in found.shares if share.judged.reached}
    assert found.module_one == next((name for name in ORDER if name in over), "unknown")
    assert found.state in ({"not met", "cannot tell"} if found.id == "unknown" else {"met", "cannot tell"})


@given(smears, st.dictionaries(st.sampled_from(["control", "infection", "apl", "acute_leukaemia"]), st.floats(1, 99)))
def test_each_group_is_held_against_its_own_threshold(numbers, thresholds):
    rule = load_smear_rule().with_group_thresholds(thresholds)
    found = rule.answer_counts(numbers)
    for share in found.shares:
        assert share.threshold == thresholds.get(share.group.id, 50)
        assert share.judged.reached == (share.total > 0 and 100 * share.hits / share.total > share.threshold)
    first = [share.group.id for share in found.shares if share.among == "white cells" and share.judged.reached]
    assert found.module_one == (first[0] if len(first) == 1 else "unknown")


@given(smears, st.sets(st.sampled_from(KINDS)))
def test_what_the_weights_know_changes_no_answer_and_only_makes_a_state_less_sure(numbers, weights):
    found, plain = known_to(tuple(weights), **numbers), load_smear_rule().answer_counts(numbers)
    assert found.id == plain.id
    assert found.state in {plain.state, "cannot tell"}
    assert bool(found.reason) == (found.id == "unknown")


def test_the_second_module_counts_the_blasts_alone():
    found = answer(lymphoblast=40, myeloblast=20, lymphocyte=40)
    share = next(share for share in found.shares if share.group.id == "all")
    assert (share.hits, share.total) == (40, 60)
    assert "of 60 cells called blasts or blast equivalents" in share.inputs


def test_the_lineage_is_only_as_sure_as_the_majority_of_blasts():
    assert answer(lymphoblast=53, lymphocyte=47).state == "cannot tell"
    assert answer(lymphoblast=55, myeloblast=45, lymphocyte=2).state == "cannot tell"


@given(smears)
def test_it_is_the_papers_rule_on_the_shares_as_they_are(numbers):
    total = sum(numbers.values())
    groups = {
        "control": numbers["lymphocyte"] + numbers["monocyte"],
        "infection": numbers["variant_lymphocyte"],
        "apl": numbers["abnormal_promyelocyte"],
    }
    blasts = numbers["myeloblast"] + numbers["lymphoblast"] + numbers["blast"]
    expected = next((name for name, n in groups.items() if 2 * n > total), "unknown")
    if 2 * blasts > total:
        expected = next(
            (name for name, kind in (("aml", "myeloblast"), ("all", "lymphoblast")) if 2 * numbers[kind] > blasts),
            "unknown",
        )
    assert answer(**numbers).id == expected


@given(smears, st.floats(1, 99), st.floats(1, 99))
def test_a_named_answer_is_never_ruled_out_and_an_unknown_one_never_met(numbers, first, second):
    found = load_smear_rule().with_thresholds(first, second).answer(counted(**numbers))
    assert found.id in ANSWERS
    assert found.state in ({"not met", "cannot tell"} if found.id == "unknown" else {"met", "cannot tell"})
    assert len({share.among for share in found.leading}) == len(found.leading), "one at most of each module"
    assert "diagnos" not in found.words.lower()


@given(smears)
def test_what_is_not_a_white_cell_has_no_say(numbers):
    assert answer(**numbers, erythroblast=50, smudge_cell=20).words == answer(**numbers).words


def test_under_fifty_per_cent_two_classes_over_the_threshold_are_unknown():
    rule = load_smear_rule().with_thresholds(30)
    found = rule.answer(counted(lymphocyte=450, variant_lymphocyte=450, promyelocyte=100))
    assert (found.id, found.state, found.leading) == ("unknown", "not met", ())
    alone = rule.answer(counted(lymphocyte=400, variant_lymphocyte=200, promyelocyte=200, blast=200))
    assert (alone.id, alone.state) == ("control", "met")
    assert alone.words.startswith("More than 30 % of cells are called")


@pytest.mark.parametrize("percent", [0, 100, float("nan"), -5])
def test_a_threshold_that_is_no_share_is_refused(percent):
    with pytest.raises(InputProblem, match="not between 0 and 100"):
        load_smear_rule().with_thresholds(percent)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('classes = ["lymphoblast"]', 'classes = ["lymphoblast", "myeloblast"]', "'myeloblast' is in two groups"),
        ('classes = ["lymphoblast"]', 'classes = ["erythroblast"]', "no counted white cell"),
        ('classes = ["lymphoblast"]', 'classes = ["nonsense"]', "no cell class of this id"),
        ('id = "apl"', 'id = "m3"', "its groups are control, infection, m3"),
        ("threshold = 50.0", "threshold = 120.0", "not between 0 and 100"),
        ("[[module]]", "[[modul]]", "cannot be read"),
        (
            "threshold = 50.0",
            'threshold = 50.0\norder = ["apl", "aml"]',
            "the order apl, aml is not of the module's groups",
        ),
        ('id = "apl"', 'id = "apl"\nthreshold = 100', "not between 0 and 100"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path, old, new, reason):
    path = tmp_path / "mine.toml"
    path.write_text(resource("rules", "smear_majority.toml").read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputProblem, match=reason):
        load_smear_rule(path)


def test_an_answer_is_said_in_words_not_by_its_id():
    rule = load_smear_rule()
    assert rule.answer_counts({"segmented_neutrophil": 90, "lymphocyte": 10}).called == "mature cells of normal blood"
    assert rule.answer_counts({"lymphoblast": 100}).called == "lymphoblasts", "module 2 answers, within module 1"
    assert rule.answer_counts({"blast": 100}).called == "blasts or blast equivalents, lineage unknown"
    assert rule.answer_counts({"segmented_neutrophil": 50, "variant_lymphocyte": 50}).called == "unknown"
