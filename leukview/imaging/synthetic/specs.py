"""One description per white-cell class: size, nucleus, chromatin, cytoplasm and granules."""

from __future__ import annotations

from dataclasses import dataclass

from leukview.imaging.synthetic.cytoplasm import BodySpec, CytoplasmSpec
from leukview.imaging.synthetic.granules import GranuleSpec
from leukview.imaging.synthetic.nucleus import ChromatinSpec, NucleusSpec
from leukview.imaging.synthetic.stain import Dye

__all__ = ["SPECS", "CellSpec"]


@dataclass(frozen=True, slots=True)
class CellSpec:
    """Everything the renderer needs to know of a class; sizes in µm, concentrations of dyes around 1."""

    body: BodySpec
    nucleus: NucleusSpec
    chromatin: ChromatinSpec
    cytoplasm: CytoplasmSpec


_SPECIFIC = GranuleSpec(Dye.AZUROPHIL, 0.26, (3.5, 6.0), 0.30, 0.0, 0.6)
_PINK_DUST = GranuleSpec(Dye.ACIDOPHILIC, 0.34, (4.5, 7.0), 0.9, 0.0, 0.5)
_PRIMARY = GranuleSpec(Dye.AZUROPHIL, 0.34, (2.2, 4.2), 0.8, 0.85, 0.5)
_FEW_PRIMARY = GranuleSpec(Dye.AZUROPHIL, 0.34, (0.5, 1.6), 0.7, 0.2, 0.5)
_DUST = GranuleSpec(Dye.AZUROPHIL, 0.24, (1.5, 3.5), 0.25, 0.0, 0.6)
_EOSINOPHILIC = GranuleSpec(Dye.EOSIN, 0.66, (2.5, 3.4), 0.92, 0.12, 0.3)
_BASOPHILIC = GranuleSpec(Dye.CHROMATIN, 0.60, (1.5, 2.3), 1.2, 0.6, 0.35)

SPECS: dict[str, CellSpec] = {
    "segmented_neutrophil": CellSpec(
        BodySpec((12.3, 14.4), 0.025, (1.0, 1.12)),
        NucleusSpec("lobed", (0.38, 0.46), lobes=(0.0, 0.14, 0.46, 0.32, 0.08)),
        ChromatinSpec((0.92, 1.06), 0.46, 0.6, rim=0.3),
        CytoplasmSpec((0.02, 0.10), (0.45, 0.85), edge=0.06, mottle=0.2, granules=(_SPECIFIC, _PINK_DUST)),
    ),
    "band_neutrophil": CellSpec(
        BodySpec((12.6, 14.8), 0.025, (1.0, 1.12)),
        NucleusSpec("band", (0.31, 0.39)),
        ChromatinSpec((0.90, 1.04), 0.46, 0.6, rim=0.3),
        CytoplasmSpec((0.04, 0.12), (0.45, 0.85), edge=0.06, mottle=0.2, granules=(_SPECIFIC, _PINK_DUST)),
    ),
    "lymphocyte": CellSpec(
        BodySpec((9.3, 11.6), 0.045, (1.0, 1.18), blebs=0.22, dents=0.15, ruffle=0.012),
        NucleusSpec("moulded", (0.74, 0.89), eccentric=(0.4, 1.1), notch=(0.0, 0.04)),
        ChromatinSpec((0.84, 0.98), 0.38, 0.7, rim=0.25),
        CytoplasmSpec((0.6, 0.95), edge=0.4, mottle=0.32),
    ),
    "variant_lymphocyte": CellSpec(
        BodySpec((13.2, 17.4), 0.08, (1.05, 1.4), feet=0.5, dents=0.85),
        NucleusSpec("round", (0.44, 0.62), eccentric=(0.0, 0.8), wobble=0.08, aspect=(1.0, 1.35), notch=(0.0, 0.07)),
        ChromatinSpec((0.68, 0.84), 0.32, 0.8, lace=0.35, rim=0.18, nucleoli=(0, 1), folds=(0, 1)),
        CytoplasmSpec((0.2, 0.38), (0.1, 0.5), edge=0.34, clearing=0.35, mottle=0.34, vacuoles=(0.2, 1, 3)),
    ),
    "monocyte": CellSpec(
        BodySpec((14.2, 17.6), 0.06, (1.0, 1.25), feet=0.2, dents=0.35),
        NucleusSpec("folded", (0.44, 0.58), eccentric=(0.0, 0.7), wobble=0.09, aspect=(1.05, 1.5), notch=(0.03, 0.26)),
        ChromatinSpec((0.70, 0.84), 0.44, 0.6, lace=0.5, rim=0.2, folds=(0, 3)),
        CytoplasmSpec(
            (0.30, 0.46),
            (0.6, 1.2),
            edge=0.12,
            mottle=0.3,
            granules=(_DUST,),
            vacuoles=(0.55, 1, 6),
            vacuole_um=(0.25, 0.7),
        ),
    ),
    "eosinophil": CellSpec(
        BodySpec((12.6, 14.8), 0.025, (1.0, 1.1)),
        NucleusSpec("lobed", (0.36, 0.45), lobes=(0.0, 0.8, 0.2)),
        ChromatinSpec((0.86, 0.98), 0.44, 0.65, rim=0.3),
        CytoplasmSpec((0.12, 0.22), (0.5, 0.9), edge=0.05, mottle=0.15, granules=(_EOSINOPHILIC,)),
    ),
    "basophil": CellSpec(
        BodySpec((11.4, 14.0), 0.05, (1.0, 1.2), blebs=0.3),
        NucleusSpec("bean", (0.50, 0.64), eccentric=(0.0, 0.5), wobble=0.1, aspect=(1.0, 1.3), notch=(0.1, 0.35)),
        ChromatinSpec((0.62, 0.82), 0.3, 0.7, rim=0.1),
        CytoplasmSpec((0.12, 0.22), (0.5, 1.0), edge=0.05, mottle=0.2, granules=(_BASOPHILIC,), vacuoles=(0.3, 1, 4)),
    ),
    "metamyelocyte": CellSpec(
        BodySpec((12.4, 14.6), 0.03, (1.0, 1.15)),
        NucleusSpec("bean", (0.48, 0.58), eccentric=(0.3, 0.9), wobble=0.05, aspect=(1.25, 1.55), notch=(0.12, 0.28)),
        ChromatinSpec((0.88, 1.0), 0.46, 0.65, rim=0.25),
        CytoplasmSpec((0.18, 0.30), (0.6, 0.95), edge=0.08, mottle=0.2, granules=(_SPECIFIC, _PINK_DUST)),
    ),
    "myelocyte": CellSpec(
        BodySpec((12.8, 15.8), 0.03, (1.0, 1.15)),
        NucleusSpec("round", (0.48, 0.60), eccentric=(0.6, 1.0), wobble=0.04, aspect=(1.05, 1.35), notch=(0.0, 0.05)),
        ChromatinSpec((0.76, 0.90), 0.46, 0.6, lace=0.3, rim=0.2),
        CytoplasmSpec(
            (0.22, 0.38),
            (0.6, 1.1),
            edge=0.1,
            clearing=0.3,
            mottle=0.2,
            granules=(_FEW_PRIMARY, _SPECIFIC),
        ),
    ),
    "promyelocyte": CellSpec(
        BodySpec((14.0, 19.0), 0.045, (1.0, 1.15), dents=0.1),
        NucleusSpec("round", (0.58, 0.72), eccentric=(0.6, 1.0), wobble=0.05, aspect=(1.0, 1.25)),
        ChromatinSpec((0.60, 0.75), 0.44, 0.6, lace=0.6, rim=0.1, nucleoli=(0, 2)),
        CytoplasmSpec(
            (0.38, 0.58),
            (0.4, 0.8),
            edge=0.16,
            clearing=0.5,
            mottle=0.2,
            granules=(_PRIMARY,),
            vacuoles=(0.1, 1, 3),
        ),
    ),
    "promonocyte": CellSpec(
        BodySpec((17.0, 20.6), 0.05, (1.0, 1.2), feet=0.15, dents=0.3),
        NucleusSpec("folded", (0.52, 0.66), eccentric=(0.0, 0.6), wobble=0.08, aspect=(1.05, 1.35), notch=(0.0, 0.12)),
        ChromatinSpec((0.62, 0.72), 0.19, 0.5, lace=0.75, rim=0.12, nucleoli=(0, 1), nucleolus=0.2, folds=(1, 4)),
        CytoplasmSpec(
            (0.34, 0.5),
            (0.1, 0.4),
            edge=0.16,
            mottle=0.25,
            granules=(_DUST,),
            vacuoles=(0.5, 1, 5),
        ),
    ),
    "blast": CellSpec(
        BodySpec((13.6, 17.6), 0.075, (1.0, 1.3), blebs=0.12, feet=0.08, dents=0.5, ruffle=0.007),
        NucleusSpec("moulded", (0.76, 0.88), eccentric=(0.4, 1.1), notch=(0.0, 0.06)),
        ChromatinSpec((0.64, 0.80), 0.32, 0.45, lace=0.8, rim=0.26, nucleoli=(1, 3), nucleolus=0.3, folds=(0, 1)),
        CytoplasmSpec((0.44, 0.72), edge=0.5, mottle=0.2, vacuoles=(0.06, 1, 2), auer=0.06),
    ),
    "lymphoblast": CellSpec(
        BodySpec((11.2, 14.6), 0.045, (1.0, 1.2), blebs=0.1, dents=0.3),
        NucleusSpec("moulded", (0.83, 0.93), eccentric=(0.4, 1.1), notch=(0.0, 0.06)),
        ChromatinSpec((0.8, 1.1), 0.24, 0.9, lace=0.3, rim=0.1, nucleoli=(0, 2), nucleolus=0.2, folds=(0, 1)),
        CytoplasmSpec((0.7, 1.0), edge=0.35, mottle=0.2, vacuoles=(0.08, 1, 2)),
    ),
    "plasma_cell": CellSpec(
        BodySpec((12.5, 15.5), 0.07, (1.05, 1.4), blebs=0.3, ruffle=0.008),
        NucleusSpec("round", (0.46, 0.60), eccentric=(0.75, 1.0), wobble=0.05, aspect=(1.0, 1.25)),
        ChromatinSpec((0.78, 0.95), 0.36, 1.0, rim=0.2, spokes=0.4),
        CytoplasmSpec((0.75, 1.05), edge=0.3, clearing=0.5, mottle=0.36, vacuoles=(0.35, 1, 5), vacuole_um=(0.2, 0.45)),
    ),
    "erythroblast": CellSpec(
        BodySpec((9.2, 12.2), 0.05, (1.0, 1.2), blebs=0.1),
        NucleusSpec("round", (0.32, 0.5), eccentric=(0.1, 0.8), wobble=0.02, aspect=(1.0, 1.08)),
        ChromatinSpec((1.0, 1.2), 0.40, 0.8, rim=0.12, spokes=0.3),
        CytoplasmSpec((0.10, 0.36), haemoglobin=(0.5, 0.95), edge=0.05, mottle=0.08),
    ),
}
"""White and nucleated red cells by class id; platelets and smudges have a drawing of their own."""
