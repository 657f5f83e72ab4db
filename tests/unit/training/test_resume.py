"""A training killed at any moment ends with the weights of one that was not; on the processor, a seed decides all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from leukview.training import epoch_run
from leukview.training import precision as precision_module
from leukview.training.loops import train
from leukview.training.network_run import NetworkRun
from leukview.training.precision import MixedPrecision
from leukview.training.recipe import Recipe, load_recipe


class Killed(BaseException):
    """What nothing catches."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    rows = ["path,cls,split,dataset,patient"]
    for number in range(18):
        cls, level = (("blast", 90), ("eosinophil", 200))[number % 2]
        pixels = np.clip(level + rng.normal(0, 30, (40, 40, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
        rows.append(f"{number}.png,{cls},{('train', 'train', 'val')[number // 6]},toy,P{number // 6}")
    (folder / "labels.csv").write_text("\n".join(rows))
    return folder


def recipe(**optimiser: object) -> Recipe:
    whole = load_recipe("leukview")
    short = {"epochs": 2, "batch": 4, "lr": 5e-3, "ema": 0.5, **optimiser}
    network = {"backbone": "test_efficientnet", "input_size": 32, "imagenet": False, "drop_rate": 0.3}
    return whole.model_copy(
        update={
            "name": "tiny",
            "classes": ("eosinophil", "blast"),
            "network": whole.network.model_copy(update=network),
            "data": whole.data.model_copy(update={"datasets": ("toy",), "cache_side": 40, "attributes": 0.0}),
            "optimiser": whole.optimiser.model_copy(update=short),
            "stages": (),
            "second": None,
        }
    )


def weights(out: Path) -> dict[str, torch.Tensor]:
    return load_file(out / "round-1" / "best.safetensors")


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    train(recipe(), data, out, workers=0)
    return out


def test_one_seed_gives_one_network(data: Path, whole: Path, tmp_path: Path) -> None:
    train(recipe(), data, tmp_path / "again", workers=0)
    train(recipe().model_copy(update={"seed": 99}), data, tmp_path / "other", workers=0)
    ours, again, other = weights(whole), weights(tmp_path / "again"), weights(tmp_path / "other")
    assert all(torch.equal(ours[key], again[key]) for key in ours)
    assert not all(torch.equal(ours[key], other[key]) for key in ours)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("file", ["history.json", "checkpoint.pt"])
def test_killed_while_files_are_written(
    data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, after: bool
) -> None:
    written = 0

    def stopping(
        path: Path, write: Callable[[Path], object], real: Callable[..., None] = epoch_run.write_whole
    ) -> None:
        nonlocal written
        written += path.name == file
        dies = written == 1 and path.name == file
        if dies and not after:
            write(path.with_name(path.name + ".new"))  # whole, but not in its place
            raise Killed
        real(path, write)
        if dies:
            raise Killed

    monkeypatch.setattr(epoch_run, "write_whole", stopping)
    with pytest.raises(Killed):
        train(recipe(), data, tmp_path, workers=0)
    train(recipe(), data, tmp_path, workers=0)
    ours, theirs = weights(whole), weights(tmp_path)
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)
    told = [json.loads((out / "round-1" / "history.json").read_text()) for out in (whole, tmp_path)]
    for row in (*told[0], *told[1]):
        row.pop("seconds")
    assert told[0] == told[1]


def test_killed_in_the_middle_of_an_epoch(
    data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0

    def dying(run: NetworkRun, *batch: torch.Tensor, real: Callable[..., float] = NetworkRun._step) -> float:
        nonlocal steps
        steps += 1
        if steps == 5:
            raise Killed
        return real(run, *batch)

    monkeypatch.setattr(NetworkRun, "_step", dying)
    with pytest.raises(Killed):
        train(recipe(), data, tmp_path, workers=0)
    train(recipe(), data, tmp_path, workers=0)
    ours, theirs = weights(whole), weights(tmp_path)
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


def test_a_processor_mixes_precisions_where_the_recipe_says_so_alone() -> None:
    values = torch.rand(4, 4)
    for wish, kind in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        precision = MixedPrecision("cpu", wish)
        with precision.autocast():
            assert (values @ values).dtype == kind
        assert not precision.scaler.is_enabled()
    assert recipe().optimiser.cpu_precision == "bfloat16"


@pytest.mark.parametrize("native", [True, False])
def test_a_gpu_mixes_by_what_it_has(monkeypatch: pytest.MonkeyPatch, native: bool) -> None:
    made: list[bool] = []

    def scaler(device: str, *, enabled: bool) -> object:
        made.append(enabled)
        return object()

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: native)
    monkeypatch.setattr(precision_module, "GradScaler", scaler)
    precision = MixedPrecision("cuda", "float32")
    assert precision.kind == (torch.bfloat16 if native else torch.float16) and made == [not native]
