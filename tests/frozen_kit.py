"""A tiny frozen network for tests: its recipe, a file its backbone starts from, and drawn cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from leukview.classifiers.backbones import build_trunk

BACKBONE = "test_resnet"

RECIPE = f"""
kind = "frozen"
name = "two"
title = "Two"
about = "A test."
seed = 1
classes = ["normal_wbc", "blast"]
[gathers]
normal_wbc = ["healthy", "lymphocyte", "eosinophil"]
blast = ["aml", "lymphoblast"]
[head]
reading = "mean"
hidden = 16
[network]
backbone = "{BACKBONE}"
input_size = 32
crop_fraction = 1.0
imagenet = false
[data]
cache_side = 40
leave_out = ["basophil"]
[augment]
rotate = 20.0
scale = 0.2
[optimiser]
method = "adam"
epochs = 6
batch = 4
lr = 2e-2
plateau = {{ factor = 0.5, patience = 9 }}
label_smoothing = 0.0
ema = 0.0
weight_decay = 0.0
"""


def start_file(folder: Path) -> Path:
    """Write what stands for ImageNet's weights."""
    torch.manual_seed(7)
    file = folder / "start.safetensors"
    save_file({name: value.contiguous() for name, value in build_trunk(BACKBONE).state_dict().items()}, file)
    return file


def write_labelled(folder: Path, splits: tuple[str, ...] = ("train", "train", "val", "test")) -> Path:
    """Draw dark and bright squares, labelled as people and as the shared data label them; return the table."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    kinds = (("AML", 60), ("healthy", 210), ("lymphoblast", 70), ("eosinophil", 200))
    rows = ["path,cls,split,dataset,patient"]
    for place, split in enumerate(splits):
        for number in range(12):
            cls, level = kinds[number % 4]
            pixels = np.clip(level + rng.normal(0, 10, (40, 40, 3)), 0, 255).astype(np.uint8)
            name = f"{place}-{number}.png"
            Image.fromarray(pixels).save(folder / name)
            rows.append(f"{name},{cls},{split},toy,P{place}")
    (folder / "labels.csv").write_text("\n".join(rows), "utf-8")
    return folder
