"""A decision tree in words: the path a call took, where it may end, what lies beside it and what needs the user's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leukview.domain.prediction import TreeNode

__all__ = [
    "NEEDS_DATA",
    "Tree",
    "answer",
    "aside_words",
    "asides",
    "children",
    "ends",
    "missing",
    "missing_words",
    "path",
    "path_words",
    "walk",
]

NEEDS_DATA = "needs your data"
"""What is said of a part of the tree that no weights know."""

Tree = Sequence[TreeNode]
"""Every node of one cell's tree, coarse to fine."""


def children(tree: Tree, parent: str = "") -> tuple[TreeNode, ...]:
    """Return the nodes right below a node, or below the root, without those beside the tree."""
    return tuple(node for node in tree if node.parent == parent and not node.aside)


def walk(tree: Tree) -> Iterator[tuple[int, TreeNode]]:
    """Yield every node of the tree with its depth, 0 below the root; each parent right before what is below it."""
    waiting = [(0, node) for node in reversed(children(tree))]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting += ((depth + 1, child) for child in reversed(children(tree, node.id)))


def path(tree: Tree) -> tuple[TreeNode, ...]:
    """Return the nodes that the call went through, coarse to fine."""
    found: list[TreeNode] = []
    while (
        below := next((node for node in children(tree, found[-1].id if found else "") if node.taken), None)
    ) is not None:
        found.append(below)
    return tuple(found)


def path_words(tree: Tree) -> str:
    """Return the path as ``malignant 0.97 → myeloid 0.91``; empty for a pipeline that decides at once."""
    return " → ".join(_figure(node) for node in path(tree))


def ends(tree: Tree) -> dict[str, float]:
    """Return where a call may end: id → probability of each node with nothing below it. They sum to the root's 1."""
    return {node.id: node.probability for _, node in walk(tree) if not children(tree, node.id)}


def missing(tree: Tree) -> tuple[str, ...]:
    """Return the names of what no weights could tell below the nodes of the path."""
    return tuple(dict.fromkeys(name for node in path(tree) for name in node.missing))


def missing_words(tree: Tree) -> str:
    """Return what is missing below the path as ``AML, MDS: needs your data``; empty where nothing is."""
    names = missing(tree)
    return f"{', '.join(names)}: {NEEDS_DATA}" if names else ""


def asides(tree: Tree) -> tuple[tuple[TreeNode, ...], ...]:
    """Return the answers of the head beside each node of the path, in the tree's order; those of a head sum to 1.

    A head beside a node that was not taken is left out: what it says holds only where the cell is of its node.
    """
    heads = (
        tuple(node for node in tree if node.aside and node.parent == at)
        for at in ("", *(node.id for node in path(tree)))
    )
    return tuple(head for head in heads if head)


def answer(head: Tree) -> TreeNode:
    """Return what a head beside the tree answers: a threshold of its own may give another than the most probable."""
    return max(head, key=lambda node: (node.taken, node.probability))


def aside_words(tree: Tree) -> tuple[str, ...]:
    """Return what each head answers, coarse to fine, as ``APL 0.83 among APL | non-APL``."""
    return tuple(f"{_figure(answer(head))} among {' | '.join(node.name for node in head)}" for head in asides(tree))


def _figure(node: TreeNode) -> str:
    return f"{node.name} {node.probability:.2f}"
