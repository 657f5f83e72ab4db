"""A recipe that trains in seconds, for images in class folders such as people bring."""

from __future__ import annotations

from pathlib import Path

from cells_kit import CellDrawer

__all__ = ["tiny_recipe", "write_class_folders"]


def tiny_recipe(backbone: str, optimiser: str) -> str:
    """Return a recipe of two classes; ``optimiser`` are lines for its table beside the batch and the average."""
    return f"""
name = "tiny"
title = "Tiny"
about = "A test."
seed = 1
classes = ["eosinophil", "lymphocyte"]
[network]
backbone = "{backbone}"
input_size = 32
crop_fraction = 0.8
imagenet = false
[data]
cache_side = 48
fractions = [0.5, 0.25, 0.25]
[augment]
[optimiser]
batch = 4
ema = 0.5
{optimiser}
"""


def write_class_folders(folder: Path, **more: tuple[str, int]) -> Path:
    """Draw twelve cells of each of the recipe's classes, one under another name; and ``more`` folders of (kind, count)."""
    drawer = CellDrawer()
    for name, (kind, count) in {"LYT": ("lymphocyte", 12), "Eosinophil": ("eosinophil", 12), **more}.items():
        drawer.draw(folder / name, kind, count)
    return folder
