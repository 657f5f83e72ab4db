"""A report: a case frozen at one moment, with everything that any output of it needs."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview import __version__
from leukview.domain.agreement import Agreement
from leukview.domain.case import Case, CaseInfo, ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.differential import Differential, Ranges, count_cells
from leukview.domain.moves import Move, moves_of
from leukview.domain.readers import Reading
from leukview.domain.rules import RuleResult, Suggestion, suggest
from leukview.domain.signing import Signature, SigningState, signing_state, signing_words
from leukview.domain.smear import SmearDomain, smear_domain
from leukview.domain.smear_rule import SmearRule
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.masks import unpack
from leukview.reporting.edited import edited_words

__all__ = [
    "RESEARCH_USE_ONLY",
    "HeatmapSource",
    "MaskSource",
    "Report",
    "ReviewCounts",
    "build_report",
    "library_versions",
]


def _nothing() -> Differential:
    return Differential((), 0, 0)


RESEARCH_USE_ONLY = "For Research Use Only. Not for use in diagnostic procedures."

MaskSource = Callable[[str], "NDArray[np.uint8] | None"]
"""Cell id → the segmenter's uint8 mask, of the size of ``Cell.box`` (255 nucleus, 128 cytoplasm, 0 elsewhere), or None."""

HeatmapSource = Callable[[Cell], "NDArray[np.float32] | None"]
"""Cell → S×S map in 0–1 over the cell's view, or None. May raise a ``LeukViewError`` where the image is gone."""

_LIBRARIES = (
    "numpy",
    "scipy",
    "opencv-python-headless",
    "scikit-image",
    "pillow",
    "torch",
    "timm",
    "grad-cam",
    "reportlab",
)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How far a person got through a case, in cells.

    ``reviewed`` is ``confirmed`` plus ``relabelled``; ``needs_review`` and ``out_of_domain`` count flags, and ``outlined``
    the cells that a person outlined anew. ``uncountable`` and ``crushed`` are those that the pipeline set aside and no person
    overruled.
    """

    total: int
    confirmed: int
    relabelled: int
    needs_review: int
    out_of_domain: int
    outlined: int = 0
    uncountable: int = 0
    crushed: int = 0

    @property
    def reviewed(self) -> int:
        """Cells that carry a person's label."""
        return self.confirmed + self.relabelled


@dataclass(frozen=True, eq=False)
class Report:
    """A case as it stood when the report was made. Later review of the case does not change it.

    Attributes
    ----------
    info:
        Who and what it is about.
    stamp:
        Pipeline, weights, device and thresholds; None when nothing was analysed.
    classes:
        Every class id the outputs list, in report order: what the pipeline knows and what was called or labelled.
    known_classes:
        Class ids that have a probability, in report order.
    cells:
        The cells, in the case's order.
    images, problems:
        Files that were read, and files that were not.
    timings:
        Seconds by stage of the analysis.
    ai, final:
        The differential of the pipeline's calls alone, and of a person's labels, else the pipeline's.
    suggestion, ai_suggestion:
        What the rules suggest on the final and on the AI differential.
    review:
        How far a person got.
    domain:
        Whether the smear as a whole is unlike what the model was trained on.
    operator, laboratory:
        Names for the header; empty where not given.
    created:
        UTC time of the report.
    partial:
        Whether the analysis was stopped before every image was read.
    masks, heatmap:
        Where masks and heat maps come from; None where there are none.
    notes:
        What else every output must say, e.g. of outlines that were begun and not used.
    removed:
        Cells that a person deleted, or merged into others: in no count.
    first, second:
        The differential of each reader's labels alone; ``second`` is None where no second reader has finished.
    moves:
        What persons changed, from the AI's class to the final one.
    readings:
        Who read, by the reader's number; empty where nobody was declared.
    agreement:
        How well two readers agree, or None.
    signatures:
        Every signing, oldest first.
    signing, signing_words:
        Whether the case is signed as it stands, and that in one line.
    target:
        White cells to count: the case's own, else the laboratory's; None where neither is known.
    """

    info: CaseInfo
    stamp: PipelineStamp | None
    classes: tuple[str, ...]
    known_classes: tuple[str, ...]
    cells: tuple[Cell, ...]
    images: tuple[ImageFile, ...]
    problems: tuple[Problem, ...]
    timings: Mapping[str, float]
    ai: Differential
    final: Differential
    suggestion: Suggestion
    ai_suggestion: Suggestion
    review: ReviewCounts
    domain: SmearDomain
    operator: str
    laboratory: str
    created: datetime
    partial: bool
    masks: MaskSource | None
    heatmap: HeatmapSource | None
    notes: tuple[str, ...] = ()
    removed: tuple[Cell, ...] = ()
    first: Differential = field(default_factory=_nothing)
    second: Differential | None = None
    moves: tuple[Move, ...] = ()
    readings: Mapping[int, Reading] = field(default_factory=dict)
    agreement: Agreement | None = None
    signatures: tuple[Signature, ...] = ()
    signing: SigningState = "not signed"
    signing_words: str = "Not signed"
    target: int | None = None

    @property
    def software(self) -> str:
        """Name and version of the program that made this report."""
        return f"LeukView {__version__}"

    @property
    def created_utc(self) -> str:
        """Time of the report, ISO 8601 in UTC to the second."""
        return self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def images_digest(self) -> str:
        """SHA-256 over a line ``<sha256>  <file>`` for each image, sorted by file: it changes when any image does."""
        lines = (f"{image.sha256}  {image.file}\n" for image in sorted(self.images, key=lambda item: item.file))
        return hashlib.sha256("".join(lines).encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def dropped_alerts(self) -> tuple[RuleResult, ...]:
        """Urgent rules that the AI count raised and the reviewed count does not."""
        kept = {result.rule.id for result in self.suggestion.alerts}
        return tuple(result for result in self.ai_suggestion.alerts if result.rule.id not in kept)

    def mask(self, cell: Cell) -> NDArray[np.uint8] | None:
        """Return a cell's mask, of the size of its ``final_box``: the person's as it was then, else the segmenter's, or None."""
        if cell.human_mask is not None:
            return unpack(cell.human_mask.png)
        return self.masks(cell.id) if self.masks is not None else None

    def source(self, cell: Cell) -> Path:
        """Return the path of a cell's image; the case's folder may itself be that one file."""
        folder = Path(self.info.folder)
        return folder if folder.is_file() else folder / cell.file


def build_report(
    case: Case,
    *,
    masks: MaskSource | None = None,
    heatmap: HeatmapSource | None = None,
    operator: str = "",
    classes: tuple[str, ...] = (),
    now: datetime | None = None,
    laboratory: str = "",
    partial: bool = False,
    ranges: Ranges | None = None,
    smear_rule: SmearRule | None = None,
    notes: tuple[str, ...] = (),
    agreement: Agreement | None = None,
    target: int | None = None,
) -> Report:
    """Freeze a case into a report.

    Parameters
    ----------
    case:
        The case; it is copied, so that review may go on while outputs are written.
    masks:
        Cell id → box-sized mask, or None.
    heatmap:
        Cell → heat map over its view, or None.
    operator, laboratory:
        Names for the header.
    classes:
        Class ids of the pipeline, listed even where no cell has them.
    now:
        Time of the report; the current time by default. A time without a zone is taken as UTC.
    partial:
        Whether the analysis was stopped before every image was read.
    ranges:
        The laboratory's reference ranges; the shipped adult ones by default.
    smear_rule:
        The rule that answers for the smear; the shipped one by default.
    notes:
        What else every output must say.
    agreement:
        How well two readers agree, worked out above this layer.
    target:
        White cells that the laboratory asks for; the case's own goes before it.
    """
    cells, removed = tuple(case.cells.values()), tuple(case.removed.values())
    edited = edited_words(cells, removed)
    known = {*classes, *(name for cell in cells if cell.prediction for name in cell.prediction.probabilities)}
    ai = count_cells((cell for cell in cells if cell.prediction), "ai", known, ranges)
    final = count_cells(cells, "final", known, ranges)
    created = now or datetime.now(UTC)
    state = signing_state(case)
    return Report(
        info=case.info,
        stamp=case.stamp,
        classes=tuple(taxonomy().sorted({row.class_id for row in (*ai.rows, *final.rows)})),
        known_classes=tuple(taxonomy().sorted(known)),
        cells=cells,
        images=tuple(case.images.values()),
        problems=tuple(case.problems.values()),
        timings=dict(case.timings),
        ai=ai,
        final=final,
        suggestion=suggest(final, smear_rule=smear_rule),
        ai_suggestion=suggest(ai, smear_rule=smear_rule),
        review=_review(cells),
        domain=smear_domain(cells),
        operator=operator,
        laboratory=laboratory,
        created=created if created.tzinfo else created.replace(tzinfo=UTC),
        partial=partial,
        masks=masks,
        heatmap=heatmap,
        notes=(*notes, edited) if edited else notes,
        removed=removed,
        first=count_cells(cells, "human", known, ranges),
        second=count_cells(cells, "second", known, ranges) if _two_read(case) else None,
        moves=moves_of(cells),
        readings=dict(case.readings),
        agreement=agreement,
        signatures=case.signatures,
        signing=state,
        signing_words=signing_words(case, state),
        target=case.info.target or target,
    )


def _two_read(case: Case) -> bool:
    second = case.readings.get(2)
    return second is not None and bool(second.finished)


def _review(cells: tuple[Cell, ...]) -> ReviewCounts:
    status = [cell.status for cell in cells]
    return ReviewCounts(
        total=len(cells),
        confirmed=status.count("confirmed"),
        relabelled=status.count("relabelled"),
        needs_review=sum(cell.needs_review for cell in cells),
        out_of_domain=sum(cell.out_of_domain for cell in cells),
        outlined=sum(cell.human_mask is not None for cell in cells),
        uncountable=sum(cell.set_aside is not None and cell.set_aside.kind == "uncountable" for cell in cells),
        crushed=sum(cell.set_aside is not None and cell.set_aside.kind == "crushed" for cell in cells),
    )


@lru_cache(maxsize=1)
def library_versions() -> Mapping[str, str]:
    """Return the versions of Python and of the libraries that take part in a result, read without importing them."""
    versions = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # a frozen app may leave a package's metadata out
            continue
    return versions
