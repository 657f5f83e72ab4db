"""A small data folder of drawn fields in the shape of the real one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from leukview.imaging.synthetic import new_smear, render_field
from leukview.training.detector.recipe import DetectorRecipe, read_detector_recipe

RECIPE = """
kind = "detector"
name = "detector"
title = "Tiny"
licence = "test"
seed = 4
encoder = "tf_efficientnet_lite0"
width = 16
red = 20
scale = 1.2
stretch = 1.05
input_size = 96
sources = ["one", "two"]
synthetic = 2
share = 0.3
epochs = 2
batch = 3
lr = 2e-3
"""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten fields of a source without a split, three of one with; blasts of two more by their centres."""
    root = tmp_path_factory.mktemp("fields")
    rows, centres = ["path,class,xmin,ymin,xmax,ymax,split"], ["path,diagnosis,split,x,y"]
    for number in range(15):
        rng = np.random.default_rng(number)
        source = "one" if number < 10 else "two" if number < 13 else "allidb1"
        drawn = render_field(
            ["lymphocyte", "blast", "platelet"], rng, new_smear(rng), height=200, width=240, px_per_um=4.0
        )
        path = f"fields/{source}/F{number:02}.png"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        PilImage.fromarray(drawn.image).save(root / path)
        part = {10: "train", 11: "val", 12: "test", 13: "train", 14: "test"}.get(number, "train")
        for cell in drawn.cells:
            x, y, width, height = cell.box.x, cell.box.y, cell.box.width, cell.box.height
            name = "platelet" if cell.class_id == "platelet" else "wbc"
            if source != "allidb1":
                rows.append(f"{path},{name},{x},{y},{x + width},{y + height},{part}")
            elif name == "wbc":
                centres.append(f"{path},ALL,{part},{x + width / 2},{y + height / 2}")
    rows.append("fields/one/F00.png,rbc,5,5,5,30,train")
    centres.append("fields/allidb1/F14.png,healthy,test,,")
    (root / "fields" / "boxes.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (root / "fields" / "allidb1_blasts.csv").write_text("\n".join(centres) + "\n", "utf-8")
    return root


@pytest.fixture
def recipe(tmp_path: Path) -> DetectorRecipe:
    (tmp_path / "detector.toml").write_text(RECIPE, "utf-8")
    return read_detector_recipe(tmp_path / "detector.toml")
