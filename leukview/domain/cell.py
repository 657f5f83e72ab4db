"""One cell: where it is, what it measures, what the network says and, apart from that, what a person says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from leukview.domain.box import Box, CellView
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import DOUBTFUL_AT, Prediction, SetAside
from leukview.domain.readers import Decision, persons_class
from leukview.domain.taxonomy import taxonomy

__all__ = ["Cell", "Origin", "Reason", "Removal", "Status"]

Status = Literal["unreviewed", "confirmed", "relabelled"]
Reason = Literal["doubtful", "out of domain", "contradicted", "blast-like", "readers disagree"]
Origin = Literal["found", "drawn", "both"]
"""Where a cell comes from: an analysis found it, a person drew its box, or a person drew it and an analysis found it since."""


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


_WITHIN, _FILLS = 0.8, 0.25
"""How much of a found box must lie in one drawn by hand, and how much of the drawn one it must fill, to be the same cell's."""


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
