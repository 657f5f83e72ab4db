"""Which cells a synthetic smear holds: plausible differentials, in whole cells per block."""

from __future__ import annotations

import numpy as np

from leukview.domain.errors import InputProblem

__all__ = ["MIXES", "class_of_cell"]

MIXES: dict[str, dict[str, int]] = {
    # Every class at least once: a normal-ish smear with some blasts, so that each panel has something to show.
    "showcase": {
        "segmented_neutrophil": 12, "band_neutrophil": 3, "lymphocyte": 10, "variant_lymphocyte": 3, "monocyte": 4,
        "eosinophil": 2, "basophil": 2, "metamyelocyte": 2, "myelocyte": 2, "promyelocyte": 2, "promonocyte": 1,
        "blast": 5, "lymphoblast": 1, "plasma_cell": 2, "erythroblast": 2, "smudge_cell": 2, "platelet": 2,
        "giant_platelet": 2, "platelet_clump": 1,
    },
    "normal": {
        "segmented_neutrophil": 57, "band_neutrophil": 3, "lymphocyte": 28, "variant_lymphocyte": 1, "monocyte": 6,
        "eosinophil": 3, "basophil": 1, "platelet": 1,
    },
    "reactive": {
        "segmented_neutrophil": 28, "band_neutrophil": 3, "lymphocyte": 32, "variant_lymphocyte": 22, "monocyte": 8,
        "eosinophil": 2, "basophil": 1, "plasma_cell": 1, "smudge_cell": 2, "platelet": 1,
    },
    "left_shift": {
        "segmented_neutrophil": 48, "band_neutrophil": 16, "metamyelocyte": 8, "myelocyte": 5, "promyelocyte": 1,
        "lymphocyte": 10, "monocyte": 6, "eosinophil": 1, "erythroblast": 3, "platelet": 1, "giant_platelet": 1,
    },
    "myeloid_blasts": {
        "blast": 46, "promonocyte": 6, "monocyte": 5, "segmented_neutrophil": 12, "band_neutrophil": 3,
        "lymphocyte": 16, "metamyelocyte": 2, "myelocyte": 2, "erythroblast": 3, "smudge_cell": 3, "platelet": 1,
        "giant_platelet": 1,
    },
    "promyelocytes": {
        "promyelocyte": 50, "blast": 14, "segmented_neutrophil": 9, "band_neutrophil": 2, "lymphocyte": 14,
        "myelocyte": 3, "metamyelocyte": 1, "monocyte": 1, "erythroblast": 2, "smudge_cell": 4,
    },
    "lymphoblasts": {
        "lymphoblast": 56, "lymphocyte": 18, "segmented_neutrophil": 14, "band_neutrophil": 1, "monocyte": 2,
        "eosinophil": 1, "erythroblast": 2, "smudge_cell": 6,
    },
}  # fmt: skip
"""Cells of each class per block, by the mix's name."""


def class_of_cell(seed: int, mix: str, index: int) -> str:
    """Return the class of a smear's ``index``-th cell (from 0).

    Cells come in shuffled blocks that hold the mix exactly, so that a cell's class depends on the seed and its own index, never
    on how many cells are drawn.

    Raises
    ------
    InputProblem
        When there is no such mix.
    """
    if mix not in MIXES:
        raise InputProblem(mix, "there is no such mix of cells", f"Use one of {', '.join(MIXES)}")
    deck = [class_id for class_id, count in MIXES[mix].items() for _ in range(count)]
    block, place = divmod(index, len(deck))
    order = np.random.default_rng([seed, 3, block]).permutation(len(deck))
    return deck[int(order[place])]
