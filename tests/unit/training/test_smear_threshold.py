import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.domain.errors import InputProblem
from leukview.training.smear_threshold import SmearShares, choose_threshold, smear_confusion

CLASSES = ("control", "infection", "apl")


def smear(name, truth, *shares, patient=""):
    return SmearShares(name, dict(zip(CLASSES, shares, strict=True)), truth, patient)


BY_HAND = [
    smear("a", "control", 80, 20, 0),
    smear("b", "control", 60, 40, 0),
    smear("c", "infection", 30, 70, 0),
    smear("d", "infection", 45, 55, 0),
    smear("e", "apl", 10, 25, 65),
    smear("f", "apl", 20, 0, 80),
]


def test_by_hand_every_smear_is_right_from_45_to_54_per_cent():
    found = choose_threshold(BY_HAND, CLASSES, rounds=50)
    # 45: d's control share is no longer over it. 54: d's own 55 still is.
    assert found.threshold == 50 and found.plateau == (45, 54) and found.youden == 1
    assert {name: curve.auroc for name, curve in found.curves.items()} == dict.fromkeys(CLASSES, 1.0)
    assert found.macro.auroc == 1 and found.smears == 6
    assert "50 % has the largest macro Youden index, 1.000" in found.words
    assert "every threshold from 45 to 54 % does as well" in found.words


def test_by_hand_the_curves_at_some_thresholds():
    curves = choose_threshold(BY_HAND, CLASSES, rounds=10).curves
    control, infection = curves["control"], curves["infection"]
    # Control shares over 25 %: a, b, and of the other four c and d. Over 60 %: only a.
    assert (control.sensitivity[25], control.specificity[25]) == (1, 0.5)
    assert (control.sensitivity[60], control.specificity[60]) == (0.5, 1)
    # Infection shares over 20 %: c, d, and of the other four b and e; a holds exactly 20.
    assert (infection.sensitivity[20], infection.specificity[20]) == (1, 0.5)
    assert control.youden[25] == 0.5


def test_the_confusion_table_has_a_column_for_unknown():
    assert smear_confusion(BY_HAND, CLASSES, 50).tolist() == [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0]]
    # Over 60 %: b has nothing, d has nothing. Over 25 %: b and d have two classes, c too.
    assert smear_confusion(BY_HAND, CLASSES, 60).tolist() == [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 2, 0]]
    assert smear_confusion(BY_HAND, CLASSES, 25).tolist() == [[1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 2, 0]]


def test_a_best_threshold_away_from_50_is_found():
    smears = [smear(f"c{i}", "control", 35 + i, 0, 0) for i in range(5)]
    smears += [smear(f"i{i}", "infection", 20 + i, 30 + i, 0) for i in range(5)]
    found = choose_threshold(smears, ("control", "infection"), rounds=20)
    assert found.plateau == (24, 29) and found.threshold == 29


def test_of_two_as_near_to_50_the_higher_is_taken():
    assert choose_threshold(BY_HAND, CLASSES, thresholds=(46, 54), rounds=5).threshold == 54


@st.composite
def many_smears(draw):
    smears = []
    for number in range(draw(st.integers(6, 14))):
        cells = draw(st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any))
        truth = CLASSES[number % 3]
        smears.append(smear(f"s{number}", truth, *(100 * n / sum(cells) for n in cells)))
    return smears


@settings(max_examples=40, deadline=None)
@given(many_smears())
def test_no_threshold_does_better_and_the_curves_are_monotone(smears):
    found = choose_threshold(smears, CLASSES, rounds=5)
    assert found.youden == pytest.approx(found.macro.youden.max())
    for curve in (*found.curves.values(), found.macro):
        assert (np.diff(curve.sensitivity) <= 1e-12).all() and (np.diff(curve.specificity) >= -1e-12).all()
    first, last = found.plateau
    assert first <= found.threshold <= last
    inside = (found.thresholds >= first) & (found.thresholds <= last)
    assert np.allclose(found.macro.youden[inside], found.youden)
    tied = found.thresholds[np.isclose(found.macro.youden, found.youden, atol=1e-9)]
    assert abs(found.threshold - 50) == pytest.approx(np.abs(tied - 50).min())
    assert found.interval.low <= found.interval.high


@settings(max_examples=40, deadline=None)
@given(many_smears(), st.floats(0, 99))
def test_the_confusion_table_counts_every_smear_once(smears, threshold):
    table = smear_confusion(smears, CLASSES, threshold)
    assert table.shape == (3, 4)
    assert table.sum(axis=1).tolist() == [sum(s.truth == name for s in smears) for name in CLASSES]
    sensitivities = [np.mean([s.shares[name] > threshold for s in smears if s.truth == name]) for name in CLASSES]
    right = np.diag(table[:, :3]) / table.sum(axis=1)
    # A smear that is called its own class has that class over the threshold, and at 50 % or more none beside it.
    assert (right <= np.array(sensitivities) + 1e-12).all()
    if threshold >= 50:
        assert np.allclose(right, sensitivities)


def test_smears_of_one_patient_are_resampled_together():
    rng = np.random.default_rng(1)
    alone, together = [], []
    for number in range(12):
        truth = CLASSES[number % 3]
        own = rng.uniform(20, 60)
        shares = [own if name == truth else (100 - own) / 2 for name in CLASSES]
        for copy in range(6):
            alone.append(smear(f"{number}.{copy}", truth, *shares))
            together.append(smear(f"{number}.{copy}", truth, *shares, patient=f"P{number}"))
    by_smear = choose_threshold(alone, CLASSES, rounds=300).interval
    by_patient = choose_threshold(together, CLASSES, rounds=300).interval
    assert by_patient.high - by_patient.low > by_smear.high - by_smear.low


@pytest.mark.parametrize(
    ("smears", "reason"),
    [
        ([], "there are none"),
        ([*BY_HAND, smear("g", "aml", 0, 0, 0)], "g: its answer 'aml' is none of control, infection, apl"),
        ([*BY_HAND, smear("g", "apl", 0, 0, 120)], "g: its share of apl is 120, not within 0–100 %"),
        (BY_HAND[:4], "no smear has the true answer 'apl'"),
    ],
)
def test_smears_that_cannot_be_used_are_named(smears, reason):
    with pytest.raises(InputProblem, match=reason):
        choose_threshold(smears, CLASSES)
