"""Drawn cells in files, for tests that read images from folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from leukview.imaging.synthetic.smear import new_smear, render_crop

__all__ = ["CellDrawer"]


class CellDrawer:
    """Draws cells of one smear, one after the other: the same calls give the same pixels."""

    def __init__(self, seed: int = 2) -> None:
        self._rng = np.random.default_rng(seed)
        self._smear = new_smear(self._rng)

    def draw(self, folder: Path, kind: str, count: int, stem: str = "") -> list[Path]:
        """Draw cells of a kind into a new folder as ``<stem>0.png``, ``<stem>1.png`` and so on."""
        folder.mkdir(parents=True)
        files = [folder / f"{stem}{number}.png" for number in range(count)]
        for file in files:
            Image.fromarray(render_crop(kind, self._rng, self._smear, height=96, width=96).image).save(file)
        return files
