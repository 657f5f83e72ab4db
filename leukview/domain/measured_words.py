"""What a cell's outline measures, in words: for every pipeline, also those whose networks see no attributes.

The limits are by eye, and checked on the outlines of 320 cells of two public sets: lymphocytes' nuclei mostly have a circularity
of 0.9 and more, monocytes' of 0.65–0.9, and a neutrophil's is below 0.7 or has lobes. They decide nothing.
"""

from __future__ import annotations

from leukview.domain.morphology import Morphology

__all__ = ["measured_words"]

_ROUND, _OVAL = 0.9, 0.7
"""Least circularity of a round nucleus, and of one that is oval or indented."""
_SCANT, _AMPLE = 2.0, 0.7
"""N:C ratio from which on the cytoplasm is scant, and up to which it is ample."""


def measured_words(morphology: Morphology | None) -> tuple[str, ...]:
    """Return the shape of the nucleus and the amount of cytoplasm in words; empty where nothing was outlined."""
    if morphology is None or not morphology.nucleus_area_px:
        return ()
    if morphology.lobes > 1:
        nucleus = f"nucleus of {morphology.lobes} lobes"
    elif morphology.nucleus_circularity >= _ROUND:
        nucleus = "round nucleus"
    else:
        nucleus = "oval or indented nucleus" if morphology.nucleus_circularity >= _OVAL else "bent or irregular nucleus"
    ratio = morphology.nc_ratio
    if ratio is None:
        return nucleus, "no cytoplasm outlined"
    amount = "scant" if ratio >= _SCANT else "ample" if ratio <= _AMPLE else "moderate"
    return nucleus, f"{amount} cytoplasm"
