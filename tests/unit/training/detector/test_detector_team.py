"""Processes that train a detector together, and its best epoch by the validation fields."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from finder_kit import together
from numpy.typing import NDArray
from safetensors.torch import load_file

from leukview.imaging.readers import read_rgb
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.train import train_detector


def test_two_processes_train_one_detector(data: Path, recipe: DetectorRecipe, tmp_path: Path) -> None:
    file = tmp_path / "four.toml"
    file.write_text((tmp_path / "detector.toml").read_text().replace("batch = 3", "batch = 4\npatience = 4"), "utf-8")
    first, second = together(tmp_path, file, data, "whole")
    ours, theirs = (torch.load(tmp_path / f"whole-{rank}.pt", weights_only=True) for rank in range(2))
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)
    assert first["sha"] == second["sha"] and first["scores"] == second["scores"]
    assert second["written"] == [] and set(first["pieces"]) == {2}
    manifest = json.loads((tmp_path / "whole" / "detector.json").read_text())
    assert len(manifest["thresholds"]) == 3
    assert [note["sha"] for note in together(tmp_path, file, data, "again")] == [first["sha"]] * 2


def test_with_a_patience_the_epoch_with_the_best_precision_is_kept(
    data: Path, recipe: DetectorRecipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = set()

    def noted(path: Path) -> NDArray[np.uint8]:
        read.add(path.stem)
        return read_rgb(path)

    for module in ("fields", "measure"):
        monkeypatch.setattr(f"leukview.training.detector.{module}.read_rgb", noted)
    scores = iter([0.5, 0.3, 0.4, 0.9])

    def scored(*_: object) -> dict[str, float]:
        found = real(*_)  # type: ignore[arg-type]
        assert set(found) == {"one", "two"} and all(0 <= value <= 1 for value in found.values())
        return {"one": next(scores)}

    from leukview.training.detector import train as module

    real = module._scores
    monkeypatch.setattr(module, "_scores", scored)
    patient = recipe.model_copy(update={"patience": 2, "epochs": 4})
    train_detector(patient, data, tmp_path / "early", workers=0)
    # The test fields are not read for it either.
    assert read == {f"F{number:02}" for number in (0, 1, 2, 3, 4, 5, 6, 7, 10, 11)}
    rows = json.loads((tmp_path / "early" / "all" / "history.json").read_text())
    assert [row["score"] for row in rows] == [0.5, 0.3, 0.4]
    scores = iter([0.5])
    # One epoch of four, whose rate is that of four: what was kept above.
    stopped = _Stop(2)
    with pytest.raises(KeyboardInterrupt):
        train_detector(patient, data, tmp_path / "one", workers=0, progress=stopped)
    kept = torch.load(tmp_path / "one" / "all" / "checkpoint.pt", weights_only=True)["network"]
    final = load_file(tmp_path / "early" / "all" / "final.safetensors")
    assert all(torch.equal(final[key], kept[key]) for key in final)


class _Stop:
    """Ends the training in so manieth epoch."""

    def __init__(self, epoch: int) -> None:
        self.words = f"epoch {epoch},"

    def report(self, done: int, total: int, message: str = "") -> None:
        if message.startswith(self.words):
            raise KeyboardInterrupt

    def check_cancelled(self) -> None:
        """Go on."""
