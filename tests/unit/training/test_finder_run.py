"""What finders of cells are trained by, on four numbers: early stopping, memory, kills, losses that are no numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn
from torch.utils.data import DataLoader

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.training import epoch_run, finder_run, resumable
from leukview.training.detector.recipe import DetectorRecipe, read_detector_recipe
from leukview.training.finder_run import FinderRun, Shown, Views
from leukview.training.live import LiveStatus, read_status
from leukview.training.parallel import Team
from leukview.training.resumable import Means, fit
from leukview.training.sampling import ShuffledSampler

CPU_WORDS = "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory"
EPOCHS, BATCH, COUNT = 6, 4, 10
WANTED = (0.6, 0.8, 0.7, 0.75, 0.9, 0.95)
"""Scores of the epochs: with a patience of 2 the fifth is never seen."""


class Killed(BaseException):
    """What nothing catches."""


class Points(Views):
    """Pixels whose sum is asked for, in a mapping as a detector's targets are."""

    def __len__(self) -> int:
        return COUNT

    def __getitem__(self, index: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        rng = np.random.default_rng((self.epoch, index))
        pixels = torch.from_numpy(rng.normal(size=4).astype(np.float32))
        return pixels, {"sum": pixels.sum()}


def recipe(patience: int | None = None, **more: object) -> DetectorRecipe:
    shipped = read_detector_recipe("detector")
    news = {"name": "toy", "epochs": EPOCHS, "batch": BATCH, "lr": 0.02, "patience": patience, **more}
    return shipped.model_copy(update=news)


def build() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 1), nn.Dropout(0.2))


def loss(network: nn.Module, shown: Shown) -> torch.Tensor:
    with shown.autocast():
        found = network(shown.pixels)
    # The step's own random numbers count too.
    return ((found[:, 0] - shown.target["sum"]) ** 2).mean() + 1e-3 * shown.rng.random() * found.mean()


class Scores:
    """Gives the wanted score of each epoch, as the folder's checkpoint says which it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, network: nn.Module) -> Mapping[str, float]:
        assert not network.training
        file = self.folder / "checkpoint.pt"
        done = torch.load(file, weights_only=True)["epoch"] if file.is_file() else 0
        return {"one": WANTED[done] - 0.01, "two": WANTED[done] + 0.01}


def run(
    folder: Path,
    patience: int | None = None,
    *,
    loss_of: Callable[[nn.Module, Shown], torch.Tensor] = loss,
    live: LiveStatus | None = None,
    **more: object,
) -> dict[str, torch.Tensor]:
    """Train in a folder and return the weights."""
    own = recipe(patience, **more)
    network = fit(own, Points, folder, build, loss_of, score_of=Scores(folder), means=Means(workers=0, live=live))
    assert not network.training and (folder / "final.safetensors").is_file()
    assert not (folder / "checkpoint.pt").exists() and not (folder / "best.safetensors").exists()
    return network.state_dict()


def same(one: Mapping[str, torch.Tensor], two: Mapping[str, torch.Tensor]) -> bool:
    return one.keys() == two.keys() and all(torch.equal(one[name], two[name]) for name in one)


def history(folder: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((folder / "history.json").read_text())
    for row in rows:
        row.pop("seconds")
    return rows


def test_without_a_patience_it_learns_what_earlier_versions_did_and_keeps_the_last_epoch(tmp_path: Path) -> None:
    fit(recipe(), Points, tmp_path, lambda: nn.Linear(4, 1), loss, means=Means(workers=0))
    assert [(row["val"], row["score"]) for row in history(tmp_path)] == [({}, 0.0)] * EPOCHS
    own = recipe()
    torch.manual_seed(own.seed)
    network, views = nn.Linear(4, 1), Points()
    optimiser = torch.optim.AdamW(network.parameters(), lr=own.lr, weight_decay=own.weight_decay)
    steps = COUNT // BATCH
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, own.lr, total_steps=steps * EPOCHS, pct_start=own.warmup)
    for views.epoch in range(EPOCHS):
        order = torch.Generator().manual_seed(own.seed + views.epoch)
        loader = DataLoader(views, BATCH, shuffle=True, drop_last=True, generator=order)
        for step, (pixels, target) in enumerate(loader, start=1):
            optimiser.zero_grad(set_to_none=True)
            rng = np.random.default_rng((own.seed, views.epoch, step))
            loss(network, Shown(pixels, target, rng, torch.enable_grad)).backward()
            optimiser.step()
            cycle.step()
    assert same(network.state_dict(), load_file(tmp_path / "final.safetensors"))


def test_a_team_shares_the_batches_that_one_process_would_have() -> None:
    whole = ShuffledSampler(23, 5, batch=6)
    teams = [ShuffledSampler(23, 5, batch=3, team=Team(rank, 2)) for rank in range(2)]
    seen = []
    for whole.epoch in range(2):
        for team in teams:
            team.epoch = whole.epoch
        batches = np.array(list(whole)).reshape(-1, 6)
        assert np.array_equal(np.concatenate([np.array(list(team)).reshape(-1, 3) for team in teams], axis=1), batches)
        assert len(set(batches.ravel().tolist())) == 18
        seen.append(batches)
    assert not np.array_equal(*seen)


def test_early_stopping_keeps_the_best_epoch_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[dict[str, torch.Tensor]] = []
    validate = FinderRun._validate

    def noted(self: FinderRun[nn.Module]) -> tuple[dict[str, float], float]:
        kept.append({name: value.clone() for name, value in self.network.state_dict().items()})
        return validate(self)

    monkeypatch.setattr(FinderRun, "_validate", noted)
    live = LiveStatus(tmp_path, "toy")
    ours = run(tmp_path / "run", 2, live=live)
    rows = history(tmp_path / "run")
    assert [row["score"] for row in rows] == pytest.approx(WANTED[:4]) and len(kept) == 4
    assert rows[1]["val"] == pytest.approx({"one": 0.79, "two": 0.81})
    assert same(ours, kept[1]) and not same(ours, kept[3])
    assert any("Stopped early: 2 epochs brought no better" in note and "epoch 2" in note for note in live.status.notes)
    assert [point.score for point in live.status.epoch_points] == pytest.approx(WANTED[:4])
    # With more patience the best comes later, and nothing is said.
    live = LiveStatus(tmp_path / "patient", "toy")
    assert same(run(tmp_path / "patient", 3, live=live), kept[-1]) and len(kept) == 10 and not live.status.notes


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("file", ["history.json", "checkpoint.pt", "best.safetensors", "final.safetensors"])
@pytest.mark.parametrize("patience", [None, 2])
def test_killed_while_files_are_written_it_ends_as_an_unbroken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, after: bool, patience: int | None
) -> None:
    whole = run(tmp_path / "whole", patience)
    died = False

    def stopping(
        path: Path, write: Callable[[Path], object], real: Callable[..., None] = epoch_run.write_whole
    ) -> None:
        nonlocal died
        dies, died = path.name == file and not died, died or path.name == file
        if dies and not after:
            write(path.with_name(path.name + ".new"))  # whole, but not in its place
            raise Killed
        real(path, write)
        if dies:
            raise Killed

    monkeypatch.setattr(epoch_run, "write_whole", stopping)
    monkeypatch.setattr(resumable, "write_whole", stopping)
    if file == "best.safetensors" and patience is None:
        run(tmp_path / "broken", patience)
        assert not died, "without a patience there is no best epoch"
        return
    with pytest.raises(Killed):
        run(tmp_path / "broken", patience)
    if (tmp_path / "broken" / "final.safetensors").is_file():
        # Killed when all was done but the tidying: the same call loads what is there.
        assert same(load_file(tmp_path / "broken" / "final.safetensors"), whole)
    else:
        assert same(run(tmp_path / "broken", patience), whole)
    assert history(tmp_path / "broken") == history(tmp_path / "whole")


def test_killed_in_the_middle_of_an_epoch(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", 3)
    steps = 0

    def dying(network: nn.Module, shown: Shown) -> torch.Tensor:
        nonlocal steps
        steps += 1
        if steps == 6:
            raise Killed
        return loss(network, shown)

    with pytest.raises(Killed):
        run(tmp_path / "broken", 3, loss_of=dying)
    assert same(run(tmp_path / "broken", 3), whole)


def cramped(room: int) -> Callable[[nn.Module, Shown], torch.Tensor]:
    def loss_of(network: nn.Module, shown: Shown) -> torch.Tensor:
        # As where it happens: after some of the batch has been through the network.
        value = loss(network, shown)
        if len(shown.pixels) > room:
            raise RuntimeError(CPU_WORDS)
        return value

    return loss_of


def test_without_room_for_a_batch_it_halves_it_says_so_and_learns_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder_run, "normalises_batches", lambda network: False)
    plain = Shown.__init__

    def unmoved(self: Shown, pixels: torch.Tensor, target: object, rng: object, autocast: object) -> None:
        plain(self, pixels, target, np.random.default_rng(0), autocast)  # no part of a batch has numbers of its own

    monkeypatch.setattr(Shown, "__init__", unmoved)
    monkeypatch.setattr(f"{__name__}.build", lambda: nn.Linear(4, 1))
    roomy, live = run(tmp_path / "roomy"), LiveStatus(tmp_path, "toy")
    tight = run(tmp_path / "tight", loss_of=cramped(1), live=live)
    assert all(torch.allclose(roomy[name], tight[name], atol=1e-5) for name in roomy)
    assert [note for note in live.status.notes if "1 at a time" in note] and live.status.batch == 1
    with pytest.raises(EnvironmentFault, match="one image at a time"):
        run(tmp_path / "none", loss_of=cramped(0))


def test_an_attempt_that_failed_for_memory_leaves_no_statistics_and_no_random_numbers(tmp_path: Path) -> None:
    def built() -> nn.Module:
        return nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Dropout(0.5), nn.Linear(3, 1))

    asked: list[int] = []

    def forgetful(network: nn.Module, shown: Shown) -> torch.Tensor:
        value = loss(network, shown)
        asked.append(len(shown.pixels))
        if len(shown.pixels) > 2 and len(asked) == 1:
            raise RuntimeError(CPU_WORDS)
        return value

    def halves(network: nn.Module, shown: Shown) -> torch.Tensor:
        if len(shown.pixels) > 2:
            raise RuntimeError(CPU_WORDS)
        return loss(network, shown)

    found = [
        fit(recipe(), Points, tmp_path / name, built, loss_of, means=Means(workers=0)).state_dict()
        for name, loss_of in (("one", forgetful), ("two", halves))
    ]
    assert same(*found)
    # Batches are normalised: pieces of one are never asked for.
    with pytest.raises(EnvironmentFault, match="2 images at a time"):
        fit(recipe(), Points, tmp_path / "none", built, cramped(1), means=Means(workers=0))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_ends_it_in_a_sentence_and_keeps_the_epoch_before(
    tmp_path: Path, value: float
) -> None:
    steps = 0

    def breaking(network: nn.Module, shown: Shown) -> torch.Tensor:
        nonlocal steps
        steps += 1
        return loss(network, shown) * (value if steps == 6 else 1)

    with pytest.raises(InputProblem) as raised:
        run(tmp_path, 3, loss_of=breaking)
    said = str(raised.value)
    assert "epoch 3, step 2 (epoch 2 is kept)" in said and "lr in the recipe: 0.02" in said and "0.007" in said
    assert "another folder" in said
    kept = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert kept["epoch"] == 2 and all(torch.isfinite(each).all() for each in kept["network"].values())
    run(tmp_path, 3)  # from there it goes on, where whatever broke it does so no more


def test_weights_that_the_last_step_of_an_epoch_broke_are_not_kept(tmp_path: Path) -> None:
    steps = 0

    class Breaks(torch.autograd.Function):
        """A loss that is a number, with a gradient that is none."""

        @staticmethod
        def forward(ctx: object, number: torch.Tensor) -> torch.Tensor:
            return number.clone()

        @staticmethod
        def backward(ctx: object, gradient: torch.Tensor) -> torch.Tensor:
            return gradient * float("nan")

    def breaking(network: nn.Module, shown: Shown) -> torch.Tensor:
        nonlocal steps
        steps += 1
        value = loss(network, shown)
        return Breaks.apply(value) if steps == 4 else value

    with pytest.raises(InputProblem, match="weights are no numbers"):
        run(tmp_path, 3, loss_of=breaking)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["epoch"] == 1
    assert len(history(tmp_path)) == 1


def test_too_few_views_for_a_batch_are_refused_and_watchers_see_how_it_went(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="10 views, and a batch 11"):
        run(tmp_path, batch=11)
    run(tmp_path / "run", 3, live=LiveStatus(tmp_path, "toy"))
    status = read_status(tmp_path)
    assert status is not None and (status.network, status.epochs, status.steps, status.batch) == (
        "toy",
        EPOCHS,
        2,
        BATCH,
    )
    assert [point.epoch for point in status.epoch_points] == [1, 2, 3, 4, 5, 6]
