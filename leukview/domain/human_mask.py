"""A person's outline of a cell, with what it measures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from leukview.domain.box import Box
from leukview.domain.morphology import Morphology

__all__ = ["HumanMask"]


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
