"""What a pipeline says of one cell: probabilities, the path of its decision tree, doubt, and whether it counts the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from leukview.domain.taxonomy import taxonomy

__all__ = ["DOUBTFUL_AT", "OUT_OF_DOMAIN_AT", "Prediction", "SetAside", "TreeNode"]

OUT_OF_DOMAIN_AT = 0.99
"""A cell whose out-of-domain score exceeds this is flagged."""

DOUBTFUL_AT = 0.5
"""A cell whose doubt reaches this asks for a person."""

_FAR_FROM = 0.99
"""The doubt of a cell out of domain whose call is certain."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """What a pipeline that decides in stages says of one node of its tree, for one cell.

    Attributes
    ----------
    id, name:
        The node's id in its tree, and its name in reports.
    parent:
        Id of the node above; empty for a child of the root.
    probability:
        0–1: the product of the stages' answers along the path. Of an ``aside``: the head's own answer, given its parent.
    taken:
        Whether the call went through this node.
    aside:
        Whether it is the answer of a head beside the tree (a genotype), which changes no call.
    missing:
        Names of what no weights could tell below this node: it needs the user's own data.
    limit:
        Of the first answer of a head with two: the mean over a case's cells from which on the case is said to have it, 0–1, by
        the weights' manifest. None elsewhere, and of calls made before LeukView kept it.
    """

    id: str
    name: str
    parent: str
    probability: float
    taken: bool
    aside: bool = False
    missing: tuple[str, ...] = ()
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a pipeline does not count a nucleated cell that it found (Zhou et al., Front Pediatr 2021).

    Attributes
    ----------
    kind:
        ``crushed``: what is left of the cell is a smear of chromatin. ``uncountable``: the cell may be whole, but cannot be typed
        from this image.
    reasons:
        In words, at least one.
    """

    kind: Literal["uncountable", "crushed"]
    reasons: tuple[str, ...]

    @property
    def class_id(self) -> str:
        """The class under which it stands, outside the count."""
        return "smudge_cell" if self.kind == "crushed" else "unidentified"

    @property
    def words(self) -> str:
        """What it is and why, e.g. ``uncountable: cut by the field's border``."""
        return f"{self.kind}: {'; '.join(self.reasons)}"

    def joined(self, other: SetAside | None) -> SetAside:
        """Return both findings as one: what is crushed is so however it lies."""
        if other is None:
            return self
        kind = self.kind if self.kind == "crushed" else other.kind
        return SetAside(kind, tuple(dict.fromkeys((*self.reasons, *other.reasons))))


@dataclass(frozen=True)
class Prediction:
    """What a pipeline says of a cell. Never shown as a person's label.

    Attributes
    ----------
    probabilities:
        Class id → probability; sums to 1 over the classes the weights know.
    out_of_domain:
        0–1: the part of the model's own validation cells that lie closer to its training cells than this one. Above 0.99 the
        stain, scale or content differs from what the model was trained on.
    pipeline:
        Id of the pipeline.
    weights_sha256:
        Hash of the weights that made the call.
    attributes:
        Attribute id → answer → probability; see :mod:`leukview.domain.attributes`. Empty where the weights know none.
    against:
        What the network saw in the cell that hardly occurs in the class it called, and which of several networks that vote
        call it otherwise, in words.
    tree:
        Every node of the pipeline's decision tree, coarse to fine; empty for a pipeline that decides at once.
    set_aside:
        Why the cell is not to be counted whatever its class; None where the pipeline counts it. ``cls`` stays what the network
        says of it.
    """

    probabilities: Mapping[str, float]
    out_of_domain: float
    pipeline: str
    weights_sha256: str
    attributes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    against: tuple[str, ...] = ()
    tree: tuple[TreeNode, ...] = ()
    set_aside: SetAside | None = None
    _ranked: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ranked = sorted(self.probabilities, key=lambda name: (-self.probabilities[name], taxonomy()[name].order))
        object.__setattr__(self, "_ranked", tuple(ranked))

    @property
    def ranked(self) -> tuple[str, ...]:
        """Class ids, most probable first; ties in report order."""
        return self._ranked

    @property
    def cls(self) -> str:
        """The most probable class id."""
        return self._ranked[0]

    @property
    def probability(self) -> float:
        """Probability of the most probable class."""
        return self.probabilities[self._ranked[0]]

    @property
    def second_cls(self) -> str:
        """The second most probable class id (the first again when the weights know one class only)."""
        return self._ranked[min(1, len(self._ranked) - 1)]

    @property
    def second_probability(self) -> float:
        """Probability of the second class; 0 when there is none."""
        return self.probabilities[self._ranked[1]] if len(self._ranked) > 1 else 0.0

    @cached_property
    def hesitation(self) -> float:
        """1 − (first probability − second probability), in 0–1, whatever the domain."""
        return min(1.0, max(0.0, 1 - (self.probability - self.second_probability)))

    @property
    def flagged(self) -> bool:
        """Whether the cell is flagged as out of domain."""
        return self.out_of_domain > OUT_OF_DOMAIN_AT

    @property
    def stage_conflict(self) -> str:
        """What an earlier stage of the tree says against the call, in words; empty where all agree or there is no tree.

        A call follows the path with the largest product: a node on it may be less probable than another child of its parent.
        """
        for node in self.tree:
            if not node.taken or node.aside:
                continue
            best = max((other for other in self.tree if other.parent == node.parent and not other.aside), key=_probable)
            if best.probability > node.probability:
                return f"an earlier stage finds {best.name.lower()} more probable than {node.name.lower()}"
        return ""

    @property
    def contradicted(self) -> bool:
        """Whether what was seen in the cell, or an earlier stage, speaks against the call."""
        return bool(self.against) or bool(self.tree and self.stage_conflict)

    @property
    def doubt(self) -> float:
        """How early a person should look, in 0–1: the hesitation, but for a cell out of domain at least 0.99.

        A cell out of domain comes before every cell in domain but one whose first two classes are all but equal; among
        themselves the cells out of domain stand in the order of their hesitation, so that doubt still orders a smear that is
        out of domain as a whole.
        """
        if self.flagged:
            return _FAR_FROM + (1 - _FAR_FROM) * self.hesitation
        return self.hesitation


def _probable(node: TreeNode) -> float:
    return node.probability
