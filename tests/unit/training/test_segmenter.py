"""The segmenter's data, training, measurement and the models it leaves: on rendered cells, a few steps each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from finder_kit import SEGMENTER as RECIPE
from PIL import Image as PilImage
from torch import nn

from leukview.domain.errors import InputProblem
from leukview.segmentation.learned import LearnedSegmenter
from leukview.segmentation.weights import list_segmenters
from leukview.services import train as service
from leukview.services import train_finders
from leukview.services.model_files import check_models
from leukview.training.resumable import Means
from leukview.training.segmenter.data import MaskedImage, MaskViews, find_masked, folds_of, render_masked
from leukview.training.segmenter.recipe import SegmenterRecipe, read_segmenter_recipe
from leukview.training.segmenter.train import HeldBack


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two sources of rendered cells with masks; in the second, one drawing program's stray value and a test image."""
    rendered = render_masked(14, 5)
    for number, item in enumerate(rendered):
        folder = tmp_path / "data" / ("one" if number < 8 else "two")
        folder.mkdir(parents=True, exist_ok=True)
        mask = item.mask.copy()
        if number == 9:
            mask[0, 0] = 9
        PilImage.fromarray(item.image).save(folder / f"{number}.png")
        PilImage.fromarray(mask).save(folder / f"{number}_mask.png")
    rows = ["path,cls,split", "two/10.png,blast,test", "two/11.png,blast,train"]
    (tmp_path / "data" / "labels.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "tiny.toml").write_text(RECIPE, "utf-8")
    return tmp_path / "data"


def test_masks_are_found_in_the_order_of_their_numbers_with_their_split(data: Path) -> None:
    items = find_masked(data, ["one", "two"])
    assert [item.source for item in items] == ["one"] * 8 + ["two"] * 6
    assert [item.split for item in items[8:]] == ["", "", "test", "train", "", ""]
    assert all(set(np.unique(item.mask)) <= {0, 128, 255} for item in items)
    assert folds_of(items, 2) == [0] * 4 + [1] * 4 + [0] * 3 + [1] * 3
    with pytest.raises(InputProblem, match="three"):
        find_masked(data, ["three"])


def test_views_hold_the_cell_and_its_classes_agree_with_the_mask(data: Path) -> None:
    recipe = read_segmenter_recipe(data.parent / "tiny.toml")
    items = find_masked(data, recipe.sources)
    views = MaskViews(items, render_masked(6, 1), recipe)
    assert len(views) == 14 + 6
    for index in range(len(views)):
        pixels, target = views[index]
        assert pixels.shape == (3, 64, 64) and target.shape == (64, 64)
        assert float(pixels.min()) > -1.01 and float(pixels.max()) < 1.01
        assert set(target.unique().tolist()) <= {0, 1, 2}
        assert int(target[24:40, 24:40].max()) > 0
    again = MaskViews(items, render_masked(6, 1), recipe)
    assert all((views[i][0] == again[i][0]).all() for i in (0, 19))
    again.epoch = 1
    assert not (views[0][0] == again[0][0]).all()


def test_a_segmenter_is_trained_resumed_listed_and_used(data: Path, tmp_path: Path) -> None:
    recipe = str(tmp_path / "tiny.toml")
    kinds = [service.recipe_kind(name) for name in (recipe, "leukview", "segmenter", "sam", "none")]
    assert kinds == ["segmenter", "classifier", "segmenter", "sam", "classifier"]
    manifest = train_finders.train_finder(recipe, data, tmp_path / "run")
    weights = (tmp_path / "run" / "tiny.safetensors").read_bytes()
    assert list_segmenters(tmp_path / "run") == [manifest]
    assert [fault for _, fault in check_models(tmp_path / "run")] == [None]
    # A finished training is not repeated.
    train_finders.train_finder(recipe, data, tmp_path / "run")
    assert (tmp_path / "run" / "tiny.safetensors").read_bytes() == weights

    (tmp_path / "run" / "tiny.json").rename(tmp_path / "run" / "segmenter.json")
    segmenter = LearnedSegmenter.load(folder=tmp_path / "run")
    maps = segmenter.predict([render_masked(1, 2)[0].image[:64, :64]])
    assert maps.shape == (1, 64, 64, 2) and (maps[..., 0] >= maps[..., 1] - 1e-5).all()

    (tmp_path / "run" / "tiny.safetensors").write_bytes(weights[:-1] + b"x")
    (fault,) = (fault for _, fault in check_models(tmp_path / "run"))
    assert fault is not None and "not the ones" in fault


def test_where_memory_is_short_it_says_so_and_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leukview.training.finder_run import FinderRun

    loss = FinderRun._loss

    def cramped(self: FinderRun[nn.Module], part: slice, *batch: object) -> object:
        if part.stop - part.start > 2:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 2 bytes.")
        return loss(self, part, *batch)

    monkeypatch.setattr(FinderRun, "_loss", cramped)
    said: list[str] = []
    recipe = str(data.parent / "tiny.toml")
    train_finders.train_finder(recipe, data, tmp_path / "run", device="cpu", workers=1, say=said.append)
    assert len(said) == 1 and said[0].startswith("Memory did not suffice for 4 images at once: from now on 2 at a time")
    status = service.training_status(tmp_path / "run")
    assert status is not None and (status.state, status.batch, status.device) == ("finished", 2, "cpu")
    assert [fault for _, fault in check_models(tmp_path / "run")] == [None]


def test_every_figure_is_on_cells_that_the_training_did_not_see(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leukview.training.segmenter import train as module

    seen: dict[str, set[bytes]] = {}
    fit = module._fit

    def spy(recipe: SegmenterRecipe, items: Sequence[MaskedImage], folder: Path, means: Means) -> nn.Module:
        seen[folder.name] = {item.image.tobytes() for item in items}
        return fit(recipe, items, folder, means)

    held: list[tuple[str, set[bytes]]] = []
    score = module.score_images

    def watch(run: str, source: str, items: Sequence[MaskedImage], segmenter: LearnedSegmenter) -> HeldBack:
        held.append((run, {item.image.tobytes() for item in items}))
        return score(run, source, items, segmenter)

    monkeypatch.setattr(module, "_fit", spy)
    monkeypatch.setattr(module, "score_images", watch)
    recipe = read_segmenter_recipe(data.parent / "tiny.toml").model_copy(update={"epochs": 1})
    scores = module.measure_segmenter(recipe, data, tmp_path / "cv", folds=2)
    assert [(s.run, s.source, s.images) for s in scores] == [
        ("fold 1", "one", 4), ("fold 1", "two", 3), ("fold 2", "one", 4), ("fold 2", "two", 4),
        ("without one", "one", 8), ("without two", "two", 6),
    ]  # fmt: skip
    for run, images in held:
        assert not images & seen[run.replace(" ", "-")]
    test_image = next(item for item in find_masked(data, ["two"]) if item.split == "test").image.tobytes()
    assert all(test_image not in images for images in seen.values())
    assert len(json.loads((tmp_path / "cv" / "held_back.json").read_text("utf-8"))) == 6
