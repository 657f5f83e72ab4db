"""The whole way from drawn fields to a detector that is loaded, measured and described."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from typer.testing import CliRunner

from leukview.cli.main import app
from leukview.detection.detector import Detector
from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.imaging.readers import read_rgb
from leukview.services.measure_finders import measure_detector
from leukview.services.model_cards import write_detector_card
from leukview.services.model_files import check_models
from leukview.services.train import recipe_kind
from leukview.services.train_finders import train_finder
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.train import train_detector as train


class Watch(NoProgress):
    """Keeps the losses, and cancels after so many steps."""

    def __init__(self, stop: int = 10**9) -> None:
        super().__init__()
        self.losses: list[float] = []
        self.stop = stop

    def report(self, done: int, total: int, message: str = "") -> None:
        if "loss" in message:
            self.losses.append(float(message.rsplit(" ", 1)[1]))
            if len(self.losses) == self.stop:
                self.cancel()


@pytest.fixture
def trained(data: Path, recipe: DetectorRecipe, tmp_path: Path) -> Path:
    """The models folder of a detector trained for two epochs."""
    train(recipe, data, tmp_path / "whole", workers=0)
    return tmp_path / "whole"


def test_a_stopped_training_goes_on_to_the_same_weights(
    data: Path, recipe: DetectorRecipe, trained: Path, tmp_path: Path
) -> None:
    steps = Watch(stop=4)
    with pytest.raises(Cancelled):
        train(recipe, data, tmp_path / "parts", workers=0, progress=steps)
    assert (tmp_path / "parts" / "all" / "checkpoint.pt").is_file()
    rest = Watch()
    train(recipe, data, tmp_path / "parts", workers=0, progress=rest)
    # 7 training fields and 3 rendered views make 3 steps an epoch; the first epoch was kept.
    assert len(rest.losses) == 3
    one, two = (load_file(folder / "detector.safetensors") for folder in (trained, tmp_path / "parts"))
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert {value.dtype for value in one.values() if value.is_floating_point()} == {torch.float16}


def test_the_test_fields_are_not_read(
    data: Path, recipe: DetectorRecipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = set()

    def noted(path: Path) -> NDArray[np.uint8]:
        read.add(path.stem)
        return read_rgb(path)

    for module in ("fields", "measure"):
        monkeypatch.setattr(f"leukview.training.detector.{module}.read_rgb", noted)
    train(recipe.model_copy(update={"epochs": 1}), data, tmp_path / "out", workers=0)
    assert read == {f"F{number:02}" for number in (0, 1, 2, 3, 4, 5, 6, 7, 10, 11)}


def test_a_trained_detector_is_listed_measured_and_described(data: Path, trained: Path, tmp_path: Path) -> None:
    manifest, fault = next(check_models(trained))
    assert manifest.id == "detector" and fault is None
    assert Detector.load("detector", folder=trained).manifest == manifest
    listed = CliRunner().invoke(app, ["models", "--folder", str(trained)])
    assert "finds nucleated, red_cell, platelet" in listed.output and "verified" in listed.output
    # The tiny recipe has other sources than the shipped one of its name.
    own = str(tmp_path / "detector.toml")
    kept = json.loads((trained / "detector.json").read_text("utf-8")) | {"recipe": own}
    (trained / "detector.json").write_text(json.dumps(kept), "utf-8")
    figures = measure_detector("detector", data, models=trained, out=tmp_path / "figures")
    rows = {(score.by, score.source, score.kind): score for score in figures.boxes}
    assert set(rows) == {
        *(("detector", source, kind) for source in ("one", "two") for kind in ("nucleated", "red_cell", "platelet")),
        *(("classical", source, "nucleated") for source in ("one", "two")),
    }
    assert rows["classical", "one", "nucleated"].recall == 1 and rows["classical", "one", "nucleated"].ap50 is None
    assert rows["detector", "two", "nucleated"].objects == 2 and rows["detector", "two", "red_cell"].objects == 0
    centres = {(score.by, score.part): score for score in figures.centres}
    assert centres["classical", "test"].recall == 1 and centres["classical", "train"].centres == 2
    header, *points = (tmp_path / "figures" / "curves.csv").read_text("utf-8").splitlines()
    assert header == "source,part,kind,threshold,precision,recall"
    assert all(line.startswith(("one,test,", "two,test,")) for line in points)
    card = write_detector_card("detector", figures, models=trained).read_text("utf-8")
    assert "{{" not in card and manifest.sha256 in card
    assert "| classical | one (test) | 2 | nucleated | 4 | – | – | 1.000, 1.000 |" in card


def test_a_recipe_file_is_trained_by_its_kind(data: Path, recipe: DetectorRecipe, tmp_path: Path) -> None:
    assert recipe.epochs == 2 and recipe_kind("detector") == "detector"
    file = tmp_path / "once.toml"
    file.write_text((tmp_path / "detector.toml").read_text("utf-8").replace("epochs = 2", "epochs = 1"), "utf-8")
    manifest = train_finder(str(file), data, tmp_path / "out", workers=0)
    assert manifest.kind == "detector" and len(manifest.thresholds) == 3
