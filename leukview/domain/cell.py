"""One cell: where it is, what it measures, what the network says and, apart from that, what a person says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from leukview.domain.readers import Decision, persons_class
from leukview.domain.taxonomy import taxonomy

__all__ = [
    "Box",
    "Cell",
    "CellView",
    "HumanMask",
    "Morphology",
    "Origin",
    "Prediction",
    "Reason",
    "Removal",
    "SetAside",
    "Status",
    "TreeNode",
]

Status = Literal["unreviewed", "confirmed", "relabelled"]
Reason = Literal["doubtful", "out of domain", "contradicted", "blast-like", "readers disagree"]
Origin = Literal["found", "drawn", "both"]
"""Where a cell comes from: an analysis found it, a person drew its box, or a person drew it and an analysis found it since."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in source pixels; ``x``, ``y`` is the top left pixel, the far edges are exclusive."""

    x: int
    y: int
    width: int
    height: int

    def iou(self, other: Box) -> float:
        """Return the intersection over union with another box, 0–1."""
        w = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        h = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if w <= 0 or h <= 0:
            return 0.0
        both = w * h
        return both / (self.width * self.height + other.width * other.height - both)

    def holds(self, other: Box) -> float:
        """Return the part of another box that lies within this one, 0–1."""
        w = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        h = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, w) * max(0, h) / (other.width * other.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The box's middle (x, y), in source pixels."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class CellView:
    """The square of the source image that the network saw: centre and side in source pixels."""

    cx: float
    cy: float
    side: float


@dataclass(frozen=True, slots=True)
class Morphology:
    """Measurements from the cell's mask, in source pixels.

    Attributes
    ----------
    nucleus_area_px, cytoplasm_area_px:
        Areas in square pixels.
    diameter_px:
        Diameter of the circle with the whole cell's area.
    lobes:
        Number of nuclear lobes (1 for an unlobed nucleus, 0 where none was found).
    nucleus_circularity:
        4πA/P² of the nucleus, 0–1.
    nucleus_colour, cytoplasm_colour:
        Mean RGB, 0–255; None where the compartment is empty.
    """

    nucleus_area_px: int
    cytoplasm_area_px: int
    diameter_px: float
    lobes: int
    nucleus_circularity: float
    nucleus_colour: tuple[float, float, float] | None = None
    cytoplasm_colour: tuple[float, float, float] | None = None

    @classmethod
    def of(cls, values: Sequence[Any]) -> Morphology:
        """Return the measurements whose values, in their order, came back from JSON, which knows no tuples."""
        plain: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
        return cls(*plain)

    @property
    def nc_ratio(self) -> float | None:
        """Nucleus area ÷ cytoplasm area; None where no cytoplasm was found."""
        return self.nucleus_area_px / self.cytoplasm_area_px if self.cytoplasm_area_px else None


@dataclass(frozen=True, slots=True)
class HumanMask:
    """A person's outline of a cell, kept apart from the segmenter's.

    Attributes
    ----------
    box:
        Its bounding box in source pixels; it may leave the box that the segmenter found.
    png:
        The mask as a grey 8-bit PNG of the size of ``box``: 255 nucleus, 128 cytoplasm, 0 elsewhere.
    morphology:
        What it measures.
    """

    box: Box
    png: bytes = field(repr=False)
    morphology: Morphology

    @property
    def words(self) -> str:
        """What it is, for the audit trail: its areas, and a hash by which to know it again."""
        shape = self.morphology
        digest = hashlib.sha256(self.png).hexdigest()[:16]
        areas = f"nucleus {shape.nucleus_area_px} px², cytoplasm {shape.cytoplasm_area_px} px²"
        return f"{areas}, at {self.box.x},{self.box.y}, SHA-256 {digest}"


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a person took a cell out of the case. It is kept beside the case's cells, and can be brought back.

    Attributes
    ----------
    kind:
        ``deleted``: it is no cell of its own. ``merged``: another cell stands in its place.
    into:
        Id of that other cell; empty for a deleted one.
    """

    kind: Literal["deleted", "merged"]
    into: str = ""

    @property
    def words(self) -> str:
        """What happened to it, e.g. ``merged into F1-drawn7``."""
        return f"merged into {self.into}" if self.into else self.kind


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


OUT_OF_DOMAIN_AT = 0.99
"""A cell whose out-of-domain score exceeds this is flagged."""

_FAR_FROM = 0.99
"""The doubt of a cell out of domain whose call is certain."""

_WITHIN, _FILLS = 0.8, 0.25
"""How much of a found box must lie in one drawn by hand, and how much of the drawn one it must fill, to be the same cell's."""

DOUBTFUL_AT = 0.5
"""A cell whose doubt reaches this asks for a person."""


@dataclass(frozen=True)
class Cell:
    """One cell of a case. Immutable: a review command replaces it.

    Attributes
    ----------
    id:
        Unique in the case, safe as a file name on every system.
    file:
        Path of its image relative to the case folder, with forward slashes.
    box:
        Its bounding box in source pixels, as the segmenter found it.
    single:
        Whether its image shows this cell alone (an analyser's crop) rather than a field.
    view:
        What the network saw, or None before analysis.
    morphology:
        Measurements of the segmenter's mask, or None where it found none.
    prediction:
        The pipeline's call.
    human_class:
        The (first) reader's class id, or None. Only review commands change it.
    note:
        The reader's free text.
    human_mask:
        The person's outline, or None where the segmenter's stands. Only review commands change it.
    origin:
        Who found it. The box of a cell that a person drew stays the person's, whatever an analysis finds there.
    removed:
        Why a person took it out of the case; None for a cell of the case. Only review commands change it.
    second_class, second_note:
        A second reader's class id, or None, and free text. Only review commands change them.
    agreed:
        What a person decided once both readers were done, or None. Only review commands change it.
    """

    id: str
    file: str
    box: Box
    single: bool = True
    view: CellView | None = None
    morphology: Morphology | None = None
    prediction: Prediction | None = None
    human_class: str | None = None
    note: str = ""
    human_mask: HumanMask | None = None
    origin: Origin = "found"
    removed: Removal | None = None
    second_class: str | None = None
    second_note: str = ""
    agreed: Decision | None = None

    @property
    def final_box(self) -> Box:
        """The box of the person's outline where there is one, else the segmenter's."""
        return self.human_mask.box if self.human_mask else self.box

    @property
    def final_morphology(self) -> Morphology | None:
        """What the person's outline measures where there is one, else the segmenter's."""
        return self.human_mask.morphology if self.human_mask else self.morphology

    @property
    def decided(self) -> bool:
        """Whether a person has said anything of this cell: a label, a note, an outline, a box, or that it is none.

        Such a cell is never dropped.
        """
        said = (
            self.human_class,
            self.note,
            self.human_mask,
            self.second_class,
            self.second_note,
            self.agreed,
            self.removed,
        )
        return any(said) or self.by_hand

    @property
    def by_hand(self) -> bool:
        """Whether a person drew its box."""
        return self.origin != "found"

    @property
    def person_class(self) -> str | None:
        """The label that persons stand for, or None; see :func:`leukview.domain.readers.persons_class`."""
        return persons_class(self.human_class, self.second_class, self.agreed)

    @property
    def disagreement(self) -> bool:
        """Whether two readers called it differently and nobody has decided between them."""
        return self.agreed is None and None not in (self.human_class, self.second_class) and self.person_class is None

    @property
    def ai_class(self) -> str | None:
        """The pipeline's class id, or None before analysis; of a cell that it sets aside, the one that stands for that.

        What its network makes of such a cell is ``prediction.cls``.
        """
        if self.prediction is None:
            return None
        return self.prediction.set_aside.class_id if self.prediction.set_aside else self.prediction.cls

    @property
    def set_aside(self) -> SetAside | None:
        """Why this cell is not counted, or None; a person's label, whichever it is, overrules the pipeline."""
        return self.prediction.set_aside if self.prediction and self.person_class is None else None

    @property
    def final_class(self) -> str:
        """The persons' class where they stand for one, else the pipeline's, else ``unidentified``."""
        return self.person_class or self.ai_class or "unidentified"

    @property
    def counted(self) -> bool:
        """Whether the final class is in the white-cell denominator."""
        return taxonomy()[self.final_class].counted

    @property
    def status(self) -> Status:
        """``confirmed`` where persons agree with the pipeline, ``relabelled`` where not, else ``unreviewed``."""
        if self.person_class is None:
            return "unreviewed"
        return "confirmed" if self.person_class == self.ai_class else "relabelled"

    @property
    def doubt(self) -> float:
        """The prediction's doubt; 1 where there is no prediction."""
        return self.prediction.doubt if self.prediction else 1.0

    @property
    def out_of_domain(self) -> bool:
        """Whether the prediction's out-of-domain score is beyond the flag's threshold."""
        return self.prediction is not None and self.prediction.flagged

    # Worked out once for a cell: the window asks it of thousands at a time, and nothing of a cell ever changes.
    @cached_property
    def review_reasons(self) -> tuple[Reason, ...]:
        """Why a person should look at this cell, whether or not one has."""
        torn = self.prediction is None or self.prediction.hesitation >= DOUBTFUL_AT
        reasons: tuple[tuple[bool, Reason], ...] = (
            (torn, "doubtful"),
            (self.out_of_domain, "out of domain"),
            (self.prediction is not None and self.prediction.contradicted, "contradicted"),
            (self._blast_like, "blast-like"),
            (self.disagreement, "readers disagree"),
        )
        return tuple(name for holds, name in reasons if holds)

    @property
    def _blast_like(self) -> bool:
        """Whether it counts as a blast, or would if it were countable: a blast that is set aside must not go unseen."""
        named = self.prediction.cls if self.prediction and self.set_aside else self.final_class
        return taxonomy()[named].blast_like

    @property
    def needs_review(self) -> bool:
        """Whether a person should look first: not reviewed, and doubtful, out of domain, contradicted or called blast-like."""
        return self.person_class is None and bool(self.review_reasons)

    def overlap(self, other: Cell) -> float:
        """Return how well a cell found anew covers this one: the IoU with either outline's box, 2 for two single cells.

        A single-cell image has one cell, which is the same one wherever its box now lies. The person's outline counts, too:
        where it mends the segmenter's, a better segmenter finds the cell there. A box drawn by hand is loose, so that a cell
        which lies in it and takes up enough of it is the one that was meant.
        """
        if self.single and other.single:
            return 2.0
        overlap = max(self.box.iou(other.box), self.final_box.iou(other.box))
        if self.by_hand and self.box.holds(other.box) >= _WITHIN and other.box.holds(self.box) >= _FILLS:
            return max(overlap, 0.5)
        return overlap

    def taking_over(self, before: Cell) -> Cell:
        """Return this cell as the one that was found before: with its id and all that a person decided."""
        names = ("human_class", "note", "human_mask", "second_class", "second_note", "agreed", "removed")
        decided = {name: getattr(before, name) for name in names}
        if before.by_hand:
            decided |= {"box": before.box, "origin": "both"}
        return replace(self, id=before.id, **decided)

    def with_prediction(self, prediction: Prediction) -> Cell:
        """Return this cell with a new call; the person's label and note stay."""
        return replace(self, prediction=prediction)
