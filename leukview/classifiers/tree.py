"""A tree of decisions, as data: which network tells what apart, and what their answers make of a cell (yan2024, Figure 2).

Each stage is a network that tells the children of one node apart. A node's probability is the product of the answers along its
path, so the ends' probabilities sum to 1. A stage without weights is cut: its node becomes an end, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem

__all__ = ["Head", "Stage", "Step", "Tree"]

Float = NDArray[np.float64]

_SUM_TOLERANCE = 0.01
"""A network that runs in bfloat16 gives probabilities whose sum is so far from 1."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One decision: its id and title, the node it splits, and the ids of the nodes it tells apart, in the order of outputs."""

    id: str
    title: str
    node: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A network beside the tree, trained apart: what it asks of the cells below a node, and its answers, id → name.

    A genotype, in yan2024. It changes no call. The first answer is the one that is looked for.
    """

    id: str
    title: str
    node: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A node on a cell's path: its id, its name, and its probability, 0–1: the product of all answers up to it."""

    node: str
    name: str
    probability: float


@dataclass(frozen=True, eq=False)
class Tree:
    """Nodes and stages; :func:`leukview.classifiers.tree_file.read_tree` reads and checks one.

    Attributes
    ----------
    id, title, source:
        Its id, what it decides, and where it was published.
    root:
        The node of every cell.
    names:
        Node → name in reports.
    parents:
        Node → the node above it, for every node but the root, whether or not a stage can still answer it.
    stages:
        The decisions that have weights, coarse to fine.
    unknown:
        Node → the children no weights can tell, in a tree that was cut; empty in a whole one.
    classes:
        Node → class id of the taxonomy that a cell is called whose path ends there; several nodes may share one.
    heads:
        What is asked beside the tree.
    """

    id: str
    title: str
    source: str
    root: str
    names: Mapping[str, str]
    parents: Mapping[str, str]
    stages: tuple[Stage, ...]
    unknown: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[Head, ...] = ()

    def stage_of(self, node: str) -> Stage | None:
        """Return the decision below a node, or None at an end."""
        return next((stage for stage in self.stages if stage.node == node), None)

    @property
    def ends(self) -> tuple[str, ...]:
        """The nodes no decision lies below, in the order of the tree: a cut tree ends above the leaves."""
        return self._ends_below(self.root)

    def _ends_below(self, node: str) -> tuple[str, ...]:
        stage = self.stage_of(node)
        return (node,) if stage is None else tuple(end for child in stage.children for end in self._ends_below(child))

    def ends_below(self, node: str) -> tuple[str, ...]:
        """Return the ends that a path through a node may come to; the node itself where it is an end."""
        return self._ends_below(node)

    def lineage(self, node: str) -> tuple[str, ...]:
        """Return the nodes from just below the root down to a node, itself included; nothing for the root.

        Raises
        ------
        InputProblem
            When the tree has no such node.
        """
        if node not in self.names:
            raise InputProblem(node, f"the tree {self.id} has no such node", f"Its nodes are {', '.join(self.names)}")
        path = []
        while node != self.root:
            path.append(node)
            node = self.parents[node]
        return tuple(reversed(path))

    def node_probabilities(self, answers: Mapping[str, NDArray[np.floating]]) -> dict[str, Float]:
        """Return for each node that can be answered, root included, N probabilities.

        Parameters
        ----------
        answers:
            Stage id → N×(its children) probabilities, 0–1, rows sum to 1. Every stage answers for every cell: what a stage says
            of a cell that does not belong to it counts for little, since its node's probability is small.

        Raises
        ------
        ValueError
            When a stage's answers are missing, of another shape, or no probabilities.
        """
        checked = {stage.id: _checked(stage, answers) for stage in self.stages}
        counts = {len(rows) for rows in checked.values()}
        if len(counts) != 1:
            raise ValueError(f"the stages answer for {sorted(counts)} cells: the number must be the same")
        result = {self.root: np.ones(counts.pop())}
        for stage in self.stages:
            for column, child in enumerate(stage.children):
                result[child] = result[stage.node] * checked[stage.id][:, column]
        return result

    def distribution(self, answers: Mapping[str, NDArray[np.floating]]) -> Float:
        """Return N×ends probabilities in the order of :attr:`ends`; rows sum to 1. See :meth:`node_probabilities`."""
        known = self.node_probabilities(answers)
        return np.stack([known[end] for end in self.ends], axis=1)

    def descend(self, nodes: Mapping[str, Float], cell: int) -> tuple[Step, ...]:
        """Return a cell's path, from what :meth:`node_probabilities` gave: at each node the likelier child, as published.

        A cell called benign is never given a type of leukaemia, whatever the stages of the other branch say. The end is therefore
        not always the likeliest of the distribution, where many ends share the likelier branch.
        """
        steps = []
        stage = self.stage_of(self.root)
        while stage is not None:
            best = max(stage.children, key=lambda child: nodes[child][cell])
            steps.append(Step(best, self.names[best], float(nodes[best][cell])))
            stage = self.stage_of(best)
        return tuple(steps)

    def words(self, steps: Sequence[Step]) -> str:
        """Return a path in words: ``malignant 0.97 → myeloid 0.91 → AML 0.88``; numbers are each node's probability.

        Where the tree was cut below, or some of the last decision's answers were, the words say what needs the user's own data.
        """
        path = " → ".join(f"{step.name} {step.probability:.2f}" for step in steps)
        last = steps[-1].node
        missing = self.unknown.get(last) or self.unknown.get(self.parents[last], ())
        if not missing:
            return path
        return f"{path} ({', '.join(self.names[node] for node in missing)}: needs your data)"

    def cut(self, known: Mapping[str, Collection[str]]) -> Tree:
        """Return the tree of the stages that have weights; nothing that the weights cannot know is ever answered.

        Parameters
        ----------
        known:
            Stage id → the children that its weights were trained on. A stage that is not there, or knows fewer than two, is cut
            with all below it: of two types of which it saw one, it could only ever answer that one. A child that is not there is
            taken from its stage, and from the columns of its answers.

        Raises
        ------
        InputProblem
            When a stage or a child is not the tree's, or the first stage itself is cut.
        """
        self._refuse_strangers(known)
        stages: list[Stage] = []
        unknown = dict(self.unknown)
        reached = {self.root}
        for stage in self.stages:
            if stage.node not in reached:
                continue
            kept = tuple(child for child in stage.children if child in known.get(stage.id, ()))
            kept = kept if len(kept) > 1 else ()
            missing = tuple(child for child in stage.children if child not in kept)
            if missing:
                unknown[stage.node] = unknown.get(stage.node, ()) + missing
            if kept:
                stages.append(replace(stage, children=kept))
                reached.update(kept)
        if not stages:
            raise InputProblem(
                f"Tree {self.id}", "its first stage has no weights: nothing can be answered", "Train that stage first"
            )
        return replace(self, stages=tuple(stages), unknown=unknown)

    def _refuse_strangers(self, known: Mapping[str, Collection[str]]) -> None:
        stages = {stage.id: stage for stage in self.stages}
        for name, children in known.items():
            if name not in stages:
                raise InputProblem(f"Stage {name}", f"the tree {self.id} has no such stage", f"Use {', '.join(stages)}")
            strangers = sorted(set(children) - set(stages[name].children))
            if strangers:
                raise InputProblem(
                    f"Stage {name}",
                    f"it does not tell {', '.join(strangers)}",
                    f"It tells {', '.join(stages[name].children)}",
                )


def _checked(stage: Stage, answers: Mapping[str, NDArray[np.floating]]) -> Float:
    """Return a stage's answers as float64 rows of sum exactly 1."""
    if stage.id not in answers:
        raise ValueError(f"stage {stage.id} gives no answers")
    rows = np.asarray(answers[stage.id], dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != len(stage.children):
        raise ValueError(f"stage {stage.id} answers {rows.shape}, not N×{len(stage.children)}")
    sums = rows.sum(axis=1)
    if not (np.isfinite(rows).all() and (rows >= 0).all() and (np.abs(sums - 1) <= _SUM_TOLERANCE).all()):
        raise ValueError(f"stage {stage.id} answers what are no probabilities")
    return np.asarray(rows / sums[:, None])
