"""The compact SAM's training: it learns, goes on where it was stopped, and leaves what the program loads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PilImage

from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.segmentation.sam import Sammer, SamShape, build_sam, load_compact
from leukview.training.appearance import AppearanceConfig
from leukview.training.segmenter.data import find_masked, render_masked
from leukview.training.segmenter.prompting import Prompts, click_on, corrected, first_prompts
from leukview.training.segmenter.recipe import SamRecipe
from leukview.training.segmenter.sam_scores import CLICKS, score_prompts
from leukview.training.segmenter.sam_train import decode, shares_of, train_sam

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
    scores = score_prompts(Sammer(sam), find_masked(data, ["one"]))
    assert [(score.source, score.part) for score in scores] == [("one", "cell"), ("one", "nucleus")]
    assert all(0 <= value <= 1 for score in scores for value in (score.box, score.boxed_click, *score.clicks))
    # A finished training is not repeated.
    assert train_sam(recipe(12), data, tmp_path / "run").sha256 == manifest.sha256


def test_a_stopped_training_goes_on_to_where_an_unbroken_one_ends(data: Path, tmp_path: Path) -> None:
    whole = train_sam(recipe(2), data, tmp_path / "whole")
    with pytest.raises(Cancelled):
        train_sam(recipe(2), data, tmp_path / "broken", progress=_Losses(stop=5))
    # Trainings that were stopped with an earlier version, which kept these alone and no history, go on too.
    kept = torch.load(tmp_path / "broken" / "checkpoint.pt", weights_only=True)
    assert kept["epoch"] == 1
    earlier = {name: kept[name] for name in ("network", "optimiser", "schedule", "epoch")}
    torch.save(earlier, tmp_path / "broken" / "checkpoint.pt")
    (tmp_path / "broken" / "history.json").unlink()
    resumed = train_sam(recipe(2), data, tmp_path / "broken")
    ours, theirs = (load_compact(folder=tmp_path / name).state_dict() for name in ("whole", "broken"))
    assert all(torch.allclose(ours[key], theirs[key], atol=2e-3) for key in ours)
    assert whole.shape == resumed.shape == TINY


def test_many_images_are_decoded_at_once_as_the_published_decoder_does_one_by_one() -> None:
    torch.manual_seed(1)
    sam = build_sam(TINY)
    encoded = torch.randn(3, 32, 4, 4)
    rng = np.random.default_rng(0)
    parts = [np.asarray(rng.random((64, 64)) > 0.5, dtype=np.bool_) for _ in range(3)]
    box = Prompts(boxes=torch.tensor([[1.0, 2, 30, 40], [5, 5, 20, 60], [8, 1, 50, 50]]))
    for prompts in (box, corrected(box, parts, parts[::-1], rng), first_prompts(parts, 0.1, np.random.default_rng(3))):
        with torch.no_grad():
            masks, overlap = decode(sam, encoded, prompts)
            for i in range(3):
                own = Prompts(*(None if value is None else value[i : i + 1] for value in vars(prompts).values()))
                sparse, dense = sam.prompt_encoder(points=own.clicks, boxes=own.boxes, masks=None)
                alone = sam.mask_decoder(encoded[i : i + 1], sam.prompt_encoder.get_dense_pe(), sparse, dense, True)
                assert torch.allclose(alone[0][0], masks[i], atol=1e-4) and torch.allclose(
                    alone[1][0], overlap[i], atol=1e-4
                )


def test_a_correction_clicks_on_what_is_wrong_and_says_on_which_side() -> None:
    rng = np.random.default_rng(0)
    truth, found = np.zeros((20, 20), np.bool_), np.zeros((20, 20), np.bool_)
    truth[5:10, 5:10], found[5:10, 5:15] = True, True
    more = corrected(Prompts(boxes=torch.zeros(1, 4)), [found], [truth], rng)
    assert more.clicks is not None and more.boxes is not None
    x, y = more.clicks[0][0, 0].tolist()
    assert 10 <= x < 15 and 5 <= y < 10 and more.clicks[1].tolist() == [[0.0]]
    again = corrected(more, [truth], [truth], rng)
    assert again.clicks is not None and again.clicks[0].shape == (1, 2, 2) and again.clicks[1].tolist() == [[0.0, 1.0]]
    assert truth[tuple(int(v) for v in click_on(truth, rng))[::-1]]


def test_what_is_measured_on_was_never_trained_on(data: Path) -> None:
    seen, held = shares_of(recipe(1), data)
    assert len(held) == 1 and len(seen) == 7
    assert not any(np.array_equal(one.image, other.image) for one in held for other in seen)
    (data / "labels.csv").write_text("path,cls,split\none/0.png,blast,test\none/1.png,blast,train")
    _, tested = shares_of(recipe(1), data)
    assert [item.split for item in tested] == ["test"]


def test_clicks_of_a_part_that_is_hit_at_once_stay_in_it(data: Path) -> None:
    class Knows:
        """Answers with the whole truth."""

        def look_at(self, image: object) -> None:
            self.image = image

        def masks(self, prompt: object) -> tuple[object, object]:
            item = next(i for i in items if i.image is self.image)
            return (item.mask > 0)[None], np.ones(1)

    items = find_masked(data, ["one"])
    cell, nucleus = score_prompts(Knows(), items)
    assert cell.clicks == (1.0,) * CLICKS and cell.box == cell.boxed_click == 1.0 and nucleus.box < 1
