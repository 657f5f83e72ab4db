"""The compact SAM's training: it learns, goes on where it was stopped, and leaves what the program loads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PilImage

from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.segmentation.sam import SamShape, load_compact
from leukview.training.appearance import AppearanceConfig
from leukview.training.segmenter.data import find_masked, render_masked
from leukview.training.segmenter.recipe import SamRecipe
from leukview.training.segmenter.sam_train import prompt_dice, train_sam

TINY = SamShape(image=64, width=32, depth=2, heads=2, window=2, whole=(1,), channels=32, mlp=32, decoder_heads=2)
QUIET = AppearanceConfig(**dict.fromkeys(AppearanceConfig.model_fields, 0.0))


def recipe(epochs: int) -> SamRecipe:
    return SamRecipe(
        kind="sam", name="sam", title="t", licence="test", seed=2, input_size=64, filling=0.5, scale=1.2, sources=("one",),
        synthetic=0, share=0, epochs=epochs, passes=2, batch=4, lr=2e-3, mean=(0, 0, 0), std=(1 / 255, 1 / 255, 1 / 255),
        shape=TINY, appearance=QUIET,
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "one").mkdir(parents=True)
    for number, item in enumerate(render_masked(8, 5)):
        PilImage.fromarray(item.image).save(tmp_path / "data" / "one" / f"{number}.png")
        PilImage.fromarray(item.mask).save(tmp_path / "data" / "one" / f"{number}_mask.png")
    return tmp_path / "data"


class _Losses(NoProgress):
    def __init__(self, stop: int = 10**9) -> None:
        super().__init__()
        self.values: list[float] = []
        self.stop = stop

    def report(self, done: int, total: int, message: str = "") -> None:
        self.values.append(float(message.rsplit(" ", 1)[1]))
        if len(self.values) >= self.stop:
            self.cancel()


def test_it_learns_and_what_it_leaves_is_loaded(data: Path, tmp_path: Path) -> None:
    losses = _Losses()
    manifest = train_sam(recipe(12), data, tmp_path / "run", progress=losses)
    assert np.mean(losses.values[-4:]) < 0.8 * np.mean(losses.values[:4])
    sam = load_compact(folder=tmp_path / "run")
    scores = prompt_dice(sam, find_masked(data, ["one"]))
    assert set(scores) == {"box_cell", "box_nucleus", "click_nucleus"}
    assert all(0 <= value <= 1 for value in scores.values())
    # A finished training is not repeated.
    assert train_sam(recipe(12), data, tmp_path / "run").sha256 == manifest.sha256


def test_a_stopped_training_goes_on_to_where_an_unbroken_one_ends(data: Path, tmp_path: Path) -> None:
    whole = train_sam(recipe(2), data, tmp_path / "whole")
    with pytest.raises(Cancelled):
        train_sam(recipe(2), data, tmp_path / "broken", progress=_Losses(stop=6))
    # Trainings that were stopped with an earlier version go on too: these names stay.
    kept = torch.load(tmp_path / "broken" / "checkpoint.pt", weights_only=True)
    assert set(kept) == {"network", "optimiser", "schedule", "epoch"} and kept["epoch"] == 1
    resumed = train_sam(recipe(2), data, tmp_path / "broken")
    ours, theirs = (load_compact(folder=tmp_path / name).state_dict() for name in ("whole", "broken"))
    assert all(torch.allclose(ours[key], theirs[key], atol=2e-3) for key in ours)
    assert whole.shape == resumed.shape == TINY
