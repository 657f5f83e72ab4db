"""A decision tree in words: by hand, and over any tree whose stages each answer with a distribution."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.domain.decision_path import (
    NEEDS_DATA,
    aside_words,
    asides,
    children,
    ends,
    missing,
    missing_words,
    path,
    path_words,
    walk,
)
from leukview.domain.prediction import TreeNode

TREE = (
    TreeNode("benign", "Benign", "", 0.03, False),
    TreeNode("malignant", "Malignant", "", 0.97, True),
    TreeNode("neutrophil", "Neutrophil", "benign", 0.02, False),
    TreeNode("monocyte", "Monocyte", "benign", 0.01, False),
    TreeNode("myeloid", "Myeloid", "malignant", 0.91, True, missing=("CML", "CMML")),
    TreeNode("lymphoid", "Lymphoid", "malignant", 0.06, False, missing=("CLL",)),
    TreeNode("aml", "AML", "myeloid", 0.88, True),
    TreeNode("mds", "MDS", "myeloid", 0.03, False),
    TreeNode("non_apl", "non-APL", "aml", 0.17, False, aside=True),
    TreeNode("apl", "APL", "aml", 0.83, False, aside=True),
    TreeNode("ph", "Ph+", "lymphoid", 0.9, True, aside=True),
)


def test_words_by_hand() -> None:
    assert path_words(TREE) == "Malignant 0.97 → Myeloid 0.91 → AML 0.88"
    assert missing_words(TREE) == f"CML, CMML: {NEEDS_DATA}", "what is missing elsewhere is no matter of this cell"
    assert aside_words(TREE) == ("APL 0.83 among non-APL | APL",), "Ph+ is beside a node that was not taken"
    assert dict(ends(TREE)) == {"neutrophil": 0.02, "monocyte": 0.01, "aml": 0.88, "mds": 0.03, "lymphoid": 0.06}
    assert [(depth, node.id) for depth, node in walk(TREE)] == [
        (0, "benign"),
        (1, "neutrophil"),
        (1, "monocyte"),
        (0, "malignant"),
        (1, "myeloid"),
        (2, "aml"),
        (2, "mds"),
        (1, "lymphoid"),
    ]


def test_a_head_with_a_threshold_of_its_own_may_give_the_less_probable_answer() -> None:
    given = tuple(replace(node, taken=True) if node.id == "non_apl" else node for node in TREE)
    assert aside_words(given) == ("non-APL 0.17 among non-APL | APL",)
    assert path_words(given) == path_words(TREE), "it is beside the path, given or not"


def test_a_pipeline_that_decides_at_once_has_nothing_to_say() -> None:
    assert path_words(()) == missing_words(()) == "" and aside_words(()) == () and dict(ends(())) == {}


@st.composite
def trees(draw: st.DrawFn) -> tuple[TreeNode, ...]:
    """Draw a tree from stages that each answer with a distribution; the call takes the likeliest child of each stage."""
    nodes: list[TreeNode] = []

    def stage(parent: TreeNode | None, depth: int) -> None:
        weights = draw(st.lists(st.integers(0, 9), min_size=2, max_size=3).filter(any))
        total, whole = sum(weights), parent.probability if parent else 1.0
        best = weights.index(max(weights))
        born = []
        for number, weight in enumerate(weights):
            name = f"{parent.id if parent else ''}{number}"
            lost = ("Lost" + name,) if draw(st.booleans()) else ()
            taken = number == best and (parent is None or parent.taken)
            born.append(
                TreeNode(name, f"N{name}", parent.id if parent else "", whole * (weight / total), taken, missing=lost)
            )
        nodes.extend(born)
        for node in born:
            if depth < 2 and draw(st.booleans()):
                stage(node, depth + 1)
            if draw(st.integers(0, 3)) == 0:
                share = draw(st.floats(0, 1))
                nodes.extend(
                    TreeNode(f"{node.id}{side}", f"A{node.id}{side}", node.id, value, False, aside=True)
                    for side, value in (("x", share), ("y", 1 - share))
                )

    stage(None, 0)
    return tuple(nodes)


@settings(max_examples=25, deadline=None)
@given(trees())
def test_what_may_come_below_a_node_adds_up_to_the_node(tree: tuple[TreeNode, ...]) -> None:
    assert sum(ends(tree).values()) == pytest.approx(1)
    for _, node in walk(tree):
        below = children(tree, node.id)
        if below:
            assert sum(child.probability for child in below) == pytest.approx(node.probability)
            twig = (replace(child, parent="") for child in below)
            rest = (other for other in tree if other.parent and other not in below)
            assert sum(ends((*twig, *rest)).values()) == pytest.approx(node.probability)


@settings(max_examples=25, deadline=None)
@given(trees())
def test_every_node_of_the_tree_is_walked_once_after_its_parent(tree: tuple[TreeNode, ...]) -> None:
    walked = [node.id for _, node in walk(tree)]
    assert sorted(walked) == sorted(node.id for node in tree if not node.aside)
    assert all(not node.parent or walked.index(node.parent) < walked.index(node.id) for _, node in walk(tree))


@settings(max_examples=25, deadline=None)
@given(trees())
def test_words_never_show_a_node_that_was_not_taken(tree: tuple[TreeNode, ...]) -> None:
    taken = {node.id for node in tree if node.taken and not node.aside}
    shown = path(tree)
    assert {node.id for node in shown} == taken and shown[-1].id in ends(tree)
    assert [part.split()[0] for part in path_words(tree).split(" → ")] == [node.name for node in shown]
    assert [node.probability for node in shown] == sorted((node.probability for node in shown), reverse=True)
    assert {name for node in tree if node.taken for name in node.missing} == set(missing(tree))
    assert all(node.parent in taken for head in asides(tree) for node in head)
    assert len(aside_words(tree)) == len(asides(tree)) == len({n.parent for n in tree if n.aside and n.parent in taken})


@settings(max_examples=25, deadline=None)
@given(trees(), st.randoms())
def test_heads_beside_the_tree_change_neither_the_path_nor_where_it_may_end(tree: tuple[TreeNode, ...], rng) -> None:
    bare = tuple(node for node in tree if not node.aside)
    mixed = list(tree)
    rng.shuffle(mixed)
    assert path_words(bare) == path_words(tree) == path_words(mixed)
    assert dict(ends(bare)) == dict(ends(tree)) == dict(ends(mixed))
