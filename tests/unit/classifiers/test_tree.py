import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.classifiers.tree_file import read_tree
from leukview.domain.errors import InputProblem

YAN = read_tree("yan2024")
WHOLE = {stage.id: stage.children for stage in YAN.stages}


def answers(tree, seed=0, cells=3, sharpness=1.0):
    rng = np.random.default_rng(seed)
    return {s.id: rng.dirichlet(np.full(len(s.children), sharpness), cells) for s in tree.stages}


CERTAIN = {
    "1": [[0.03, 0.97]],
    "2B": [[0.2] * 5],
    "2T": [[0.94, 0.06]],
    "3M": [[0.965, 0.02, 0.01, 0.005]],
    "3L": [[0.25] * 4],
}


def certain(tree):
    return {stage.id: np.array(CERTAIN[stage.id]) for stage in tree.stages}


def descended(tree, given):
    return tree.descend(tree.node_probabilities(given), 0)


def test_the_published_tree_has_five_stages_and_thirteen_ends():
    assert [(stage.id, stage.node, len(stage.children)) for stage in YAN.stages] == [
        ("1", "cell", 2),
        ("2B", "benign", 5),
        ("2T", "malignant", 2),
        ("3M", "myeloid", 4),
        ("3L", "lymphoid", 4),
    ]
    assert YAN.ends == (
        *("neutrophil", "lymphocyte", "monocyte", "eosinophil", "basophil"),
        *("aml", "mds", "cml", "cmml", "all", "cll", "pcl", "hcl"),
    )
    assert YAN.lineage("cmml") == ("malignant", "myeloid", "cmml") and YAN.lineage("cell") == ()
    with pytest.raises(InputProblem, match="blast"):
        YAN.lineage("blast")


def test_an_end_has_the_product_along_its_path():
    given = answers(YAN)
    leaves = dict(zip(YAN.ends, YAN.distribution(given).T, strict=True))
    assert leaves["mds"] == pytest.approx(given["1"][:, 1] * given["2T"][:, 0] * given["3M"][:, 1])
    assert leaves["basophil"] == pytest.approx(given["1"][:, 0] * given["2B"][:, 4])


KNOWN = st.fixed_dictionaries(
    {"1": st.just(("benign", "malignant"))},
    optional={name: st.sets(st.sampled_from(children)) for name, children in WHOLE.items() if name != "1"},
)


@given(KNOWN, st.integers(0, 2**32 - 1), st.sampled_from([0.01, 1.0, 50.0]))
def test_however_it_is_cut_the_ends_sum_to_one_and_every_node_is_the_sum_of_its_children(known, seed, sharpness):
    tree = YAN.cut(known)
    given = answers(tree, seed, cells=4, sharpness=sharpness)
    rows = tree.distribution(given)
    assert rows.shape == (4, len(tree.ends)) and (rows >= 0).all()
    assert np.allclose(rows.sum(axis=1), 1, atol=1e-12)
    nodes = tree.node_probabilities(given)
    for stage in tree.stages:
        assert np.allclose(sum(nodes[child] for child in stage.children), nodes[stage.node], atol=1e-12)
    # Nothing is answered that no weights know.
    answerable = {child for name, children in known.items() if len(children) > 1 for child in children}
    assert set(tree.ends) <= answerable
    assert descended(tree, given)[-1].node in tree.ends


def test_a_path_in_words():
    steps = descended(YAN, certain(YAN))
    assert YAN.words(steps) == "malignant 0.97 → myeloid 0.91 → AML 0.88"
    assert [step.node for step in steps] == ["malignant", "myeloid", "aml"]
    leaves = dict(zip(YAN.ends, YAN.distribution(certain(YAN))[0], strict=True))
    assert steps[-1].probability == pytest.approx(leaves["aml"])


def test_a_benign_cell_never_gets_a_leukaemia_even_where_one_is_the_likeliest_end():
    given = certain(YAN) | {"1": np.array([[0.52, 0.48]])}
    assert YAN.ends[int(YAN.distribution(given)[0].argmax())] == "aml"
    assert [step.node for step in descended(YAN, given)] == ["benign", "neutrophil"]


def test_a_stage_without_weights_is_an_end_that_says_so():
    tree = YAN.cut({"1": WHOLE["1"], "2B": WHOLE["2B"], "2T": WHOLE["2T"], "3L": ["all", "cll"]})
    assert tree.ends == (*WHOLE["2B"], "myeloid", "all", "cll")
    words = tree.words(descended(tree, certain(tree) | {"3L": np.array([[0.5, 0.5]])}))
    assert words == "malignant 0.97 → myeloid 0.91 (AML, MDS, CML, CMML: needs your data)"
    lymphoid = {"2T": np.array([[0.1, 0.9]]), "3L": np.array([[0.3, 0.7]])}
    words = tree.words(descended(tree, certain(tree) | lymphoid))
    assert words == "malignant 0.97 → lymphoid 0.87 → CLL 0.61 (PCL, HCL: needs your data)"
    assert YAN.ends[-1] == "hcl" and not YAN.unknown, "the whole tree is left as it was"


def test_what_lies_below_a_cut_stage_is_cut_and_one_known_type_is_no_decision():
    tree = YAN.cut({"1": WHOLE["1"], "2T": ["myeloid"], "3M": WHOLE["3M"]})
    assert tree.ends == ("benign", "malignant")
    assert tree.unknown["malignant"] == ("myeloid", "lymphoid") and "myeloid" not in tree.unknown


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"2B": WHOLE["2B"]}, "first stage has no weights"),
        ({"1": WHOLE["1"], "4": ()}, "no such stage"),
        ({"1": ["benign", "blast"]}, "does not tell blast"),
    ],
)
def test_a_cut_that_makes_no_sense_is_refused(known, words):
    with pytest.raises(InputProblem, match=words):
        YAN.cut(known)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"3M": np.full((3, 3), 1 / 3)}, r"3M answers \(3, 3\), not N×4"),
        ({"3M": np.full((3, 4), 0.5)}, "3M answers what are no probabilities"),
        ({"3M": np.tile([1.5, -0.5, 0, 0], (3, 1))}, "3M answers what are no probabilities"),
        ({"3M": np.full((3, 4), np.nan)}, "3M answers what are no probabilities"),
        ({"3M": np.full((2, 4), 0.25)}, r"\[2, 3\] cells"),
    ],
)
def test_answers_that_are_no_probabilities_are_refused(change, words):
    with pytest.raises(ValueError, match=words):
        YAN.distribution(answers(YAN) | change)
    with pytest.raises(ValueError, match="3M gives no answers"):
        YAN.distribution({key: value for key, value in answers(YAN).items() if key != "3M"})


FILE = """
id = "t"
title = "t"
source = "s"
root = "r"
[nodes]
r = "R"
a = "A"
b = "B"
c = "C"
d = "D"
[[stage]]
id = "fine"
title = "t"
node = "b"
children = ["c", "d"]
[[stage]]
id = "coarse"
title = "t"
node = "r"
children = ["a", "b"]
"""


def test_a_file_of_ones_own_may_name_its_stages_in_any_order(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(FILE)
    tree = read_tree(path)
    assert [stage.id for stage in tree.stages] == ["coarse", "fine"] and tree.ends == ("a", "c", "d")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "fine"', 'id = "coarse"', "stage coarse stands twice"),
        ('node = "b"', 'node = "r"', "node r is split by two stages"),
        ('["c", "d"]', '["c", "a"]', "node a is the child of two stages"),
        ('["c", "d"]', '["c", "c"]', "node c is the child of two stages, or twice of one"),
        ('["c", "d"]', '["c", "e"]', "node e has no name"),
        ('["c", "d"]', '["c", "r"]', "node r is the root"),
        ('["a", "b"]', '["a", "d"]', "node d is the child of two"),
        ('d = "D"', 'd = "D"\ne = "E"', "node e cannot be reached"),
        ('["c", "d"]', '["c"]', "children"),
        ('root = "r"', "", "root"),
        ('root = "r"', 'root = "r"\ncolour = 1', "colour"),
        ('id = "t"', "id = ", "not valid"),
    ],
)
def test_a_file_that_is_no_tree_is_refused_by_name(tmp_path, old, new, words):
    path = tmp_path / "own.toml"
    assert old in FILE
    path.write_text(FILE.replace(old, new, 1))
    with pytest.raises(InputProblem, match=words):
        read_tree(path)


def test_a_circle_apart_from_the_root_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        FILE.replace('d = "D"', 'd = "D"\nx = "X"')
        .replace('["a", "b"]', '["a", "x"]')
        .replace('["c", "d"]', '["b", "c", "d"]')
    )
    with pytest.raises(InputProblem, match="node b cannot be reached"):
        read_tree(path)


def test_a_name_that_is_no_tree_tells_which_there_are():
    with pytest.raises(InputProblem, match="yan2024"):
        read_tree("yan2023")


def test_reading_a_tree_needs_no_torch():
    code = "import sys; from leukview.classifiers.tree_file import read_tree; read_tree('yan2024'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
