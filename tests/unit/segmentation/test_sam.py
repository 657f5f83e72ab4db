"""SAM at any size: prompts, the seeded automatic mode, the loading of checkpoints. Tiny and untrained: its masks mean nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from segment_anything.modeling import Sam

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.segmentation import sam as module
from leukview.segmentation.sam import Prompt, SamManifest, Sammer, SamShape, build_sam, load_compact, load_official

TINY = SamShape(image=64, width=32, depth=2, heads=2, window=2, whole=(1,), channels=32, mlp=32, decoder_heads=2)


@pytest.fixture(scope="module")
def tiny() -> Sam:
    torch.manual_seed(1)
    return build_sam(TINY)


@pytest.fixture
def image() -> np.ndarray:
    pixels = np.full((90, 120, 3), 225, np.uint8)
    pixels[30:60, 40:80] = (90, 40, 140)
    return pixels


def test_the_shipped_shape_is_compact():
    millions = sum(value.numel() for value in build_sam(SamShape()).parameters()) / 1e6
    assert 3 < millions < 10


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(points=((60, 45, True),)),
        Prompt(points=((60, 45, True), (5, 5, False))),
        Prompt(box=(40, 30, 80, 60)),
        Prompt(points=((60, 45, True),), box=(40, 30, 80, 60)),
    ],
)
def test_every_kind_of_prompt_gives_masks_at_the_images_size_best_first(tiny, image, prompt):
    sammer = Sammer(tiny)
    sammer.look_at(image)
    masks, scores = sammer.masks(prompt)
    assert masks.shape == (3, 90, 120) and masks.dtype == np.bool_
    assert list(scores) == sorted(scores, reverse=True)


def test_a_prompt_needs_an_image_and_something_to_point_at(tiny, image):
    sammer = Sammer(tiny)
    with pytest.raises(ValueError, match="no image"):
        sammer.masks(Prompt(points=((1, 1, True),)))
    sammer.look_at(image)
    with pytest.raises(ValueError, match="nothing"):
        sammer.masks(Prompt())


def test_only_metas_own_checkpoints_are_read(tiny, tmp_path: Path, monkeypatch):
    path = tmp_path / "sam_vit_b_01ec64.pth"
    torch.save(tiny.state_dict(), path)
    with pytest.raises(InputProblem, match="none of Meta's"):
        load_official(path)
    with pytest.raises(InputProblem):
        load_official(tmp_path / "missing.pth")
    monkeypatch.setitem(module.OFFICIAL, "vit_b", hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setitem(module._META, "vit_b", TINY)
    name, loaded = load_official(path)
    assert name == "vit_b"
    assert all(torch.equal(a, b) for a, b in zip(loaded.state_dict().values(), tiny.state_dict().values(), strict=True))


def test_compact_weights_are_loaded_only_if_they_are_the_ones_described(tiny, tmp_path: Path):
    with pytest.raises(EnvironmentFault, match="missing"):
        load_compact(folder=tmp_path)
    save_file(tiny.state_dict(), tmp_path / "sam.safetensors")
    digest = hashlib.sha256((tmp_path / "sam.safetensors").read_bytes()).hexdigest()
    manifest = SamManifest(
        id="sam", title="t", shape=TINY, weights="sam.safetensors", sha256=digest, licence="", data=(), recipe="",
        commands=(), software="",
    )  # fmt: skip
    (tmp_path / "sam.json").write_text(manifest.model_dump_json(), "utf-8")
    loaded = load_compact(folder=tmp_path)
    assert torch.equal(loaded.pixel_mean, tiny.pixel_mean)
    (tmp_path / "sam.json").write_text(manifest.model_copy(update={"sha256": "0" * 64}).model_dump_json(), "utf-8")
    with pytest.raises(EnvironmentFault, match="not the ones"):
        load_compact(folder=tmp_path)
    (tmp_path / "sam.json").write_text("{", "utf-8")
    with pytest.raises(EnvironmentFault, match="damaged"):
        load_compact(folder=tmp_path)
