"""Synthetic blood smears: drawn, not photographed, with exact masks and labels.

No patient's picture is in them, so they can be shipped, and they can be made in any number for tests and benchmarks. They
show what each class is known for; they are no substitute for real cells when a classifier is trained or judged.
"""

from leukview.imaging.synthetic.mixes import MIXES, class_of_cell
from leukview.imaging.synthetic.red_cells import RedCells
from leukview.imaging.synthetic.smear import (
    CROP_UM,
    DrawnImage,
    Smear,
    TrueCell,
    new_smear,
    render_crop,
    render_field,
)
from leukview.imaging.synthetic.stain import STAINS, Stain
from leukview.imaging.synthetic.white_cells import CLASSES, CYTOPLASM, NUCLEUS, DrawnCell, draw_cell

__all__ = [
    "CLASSES",
    "CROP_UM",
    "CYTOPLASM",
    "MIXES",
    "NUCLEUS",
    "STAINS",
    "DrawnCell",
    "DrawnImage",
    "RedCells",
    "Smear",
    "Stain",
    "TrueCell",
    "class_of_cell",
    "draw_cell",
    "new_smear",
    "render_crop",
    "render_field",
]
