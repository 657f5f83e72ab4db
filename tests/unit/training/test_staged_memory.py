"""Stages whose batch does not fit in memory are trained in pieces, and each stage's mean stays that of the whole batch."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from staged_kit import FORMS, RECIPE, write_staged_cells

from leukview.classifiers.pmg import Pmg
from leukview.classifiers.stage_networks import PlainNet, StageNet, build_stage_net
from leukview.domain.errors import Cancelled, EnvironmentFault
from leukview.domain.progress import NoProgress
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.datasets import read_labels
from leukview.training.live import LiveStatus, read_status
from leukview.training.memory import Pieces
from leukview.training.stage_plan import plan_of
from leukview.training.stage_step import normalises_batches, stage_updates
from leukview.training.staged import train_stages
from leukview.training.staged_recipe import StagedRecipe

CPU_WORDS = "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory"
ROWS = 7
FIRST = torch.tensor([[1, 0]] * 5 + [[0, 1]] * 2, dtype=torch.bool)
SECOND = torch.tensor([[1, 0], [0, 0], [0, 1], [0, 0], [1, 0], [0, 0], [0, 0]], dtype=torch.bool)


def pair(form: str) -> list[StageNet]:
    torch.manual_seed(0)
    return [build_stage_net(FORMS[form], "mobilenetv2_035", 2).double() for _ in range(2)]


def learnt(nets: list[StageNet], pieces: Pieces | None, smoothing: float = 0.1) -> tuple[float, ...]:
    images = torch.randn(ROWS, 3, 64, 64, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    optimiser = torch.optim.SGD([each for net in nets for each in net.parameters()], lr=1e-3, momentum=0.9)
    blocks = torch.Generator().manual_seed(1)
    return stage_updates(
        nets, images, [FIRST, SECOND], optimiser, blocks, smoothing=smoothing, bfloat16=False, pieces=pieces
    )


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("form", ["pmg", "plain"])
def test_the_gradients_of_pieces_are_those_of_the_batch(form: str, size: int) -> None:
    # Normalised by what they know, not by each other, images do not depend on those beside them: nothing but rounding differs.
    whole, cut = ([net.eval() for net in pair(form)] for _ in range(2))
    before = [each.detach().clone() for net in whole for each in net.parameters()]
    assert not normalises_batches(whole[0])
    wanted, found = learnt(whole, None), learnt(cut, Pieces(size, lambda _: None))
    assert len(found) == (4 if form == "pmg" else 1) and found == pytest.approx(wanted, rel=1e-4)
    moved = 0.0
    for old, ours, theirs in zip(
        before, *([each for net in nets for each in net.parameters()] for nets in (whole, cut)), strict=True
    ):
        moved = max(moved, float((ours - old).abs().max()))
        assert torch.allclose(ours, theirs, atol=2e-5)
    assert moved > 1e-3


def test_no_cell_is_alone_where_a_network_normalises_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    forward = Pmg.forward

    def counted(self: Pmg, images: torch.Tensor) -> object:
        seen.append(len(images))
        return forward(self, images)

    monkeypatch.setattr(Pmg, "forward", counted)
    nets = [net.train() for net in pair("pmg")]
    assert normalises_batches(nets[0])
    losses = learnt(nets, Pieces(2, lambda _: None))
    # Four pieces, of which three hold one cell of the second stage and the last one cell of the first.
    assert losses and seen == [2, 2, 2, 2, 2, 2, 2] * 4


def test_a_failed_attempt_leaves_nothing_behind() -> None:
    def after(room: int, size: int) -> dict[str, torch.Tensor]:
        nets = [net.train() for net in pair("plain")]
        forward = nets[-1].forward

        # The first stage's statistics have moved before the second one fails.
        def cramped(images: torch.Tensor) -> torch.Tensor:
            if len(images) > room:
                raise RuntimeError(CPU_WORDS)
            return forward(images)

        nets[-1].forward = cramped  # type: ignore[method-assign]
        learnt(nets, Pieces(size, lambda _: None, least=2))
        return {f"{place}{key}": value for place, net in enumerate(nets) for key, value in net.state_dict().items()}

    halved, small = after(2, ROWS), after(2, 4)
    assert all(torch.equal(halved[key], small[key]) for key in small)


def test_where_not_even_two_images_fit_it_says_so() -> None:
    def full(part: slice) -> float:
        raise RuntimeError(CPU_WORDS)

    with pytest.raises(EnvironmentFault, match="2 images at a time"):
        Pieces(4, lambda _: None, least=2).run(4, full)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_staged_cells(tmp_path_factory.mktemp("cells"))


def cramped(forward: Callable[..., object], room: int) -> Callable[..., object]:
    """Return a forward pass for which memory suffices for so many images while a network learns, for five while it is asked."""

    def run(self: torch.nn.Module, images: torch.Tensor) -> object:
        if len(images) > (room if self.training else 5):
            raise RuntimeError(CPU_WORDS)
        return forward(self, images)

    return run


class _StopIn(NoProgress):
    def __init__(self, start: str) -> None:
        super().__init__()
        self.start = start

    def report(self, done: int, total: int, message: str = "") -> None:
        if message.startswith(self.start):
            self.cancel()


def test_a_training_without_room_for_a_batch_ends_says_so_and_goes_on_the_same(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = StagedRecipe.model_validate(tomllib.loads(RECIPE)).model_copy(update={"coupling": "joint"})
    plan = plan_of(recipe, [each for each in read_labels(data) if each.cls != "basophil"])
    finder = ClassicalSegmenter()
    for kind in (Pmg, PlainNet):
        monkeypatch.setattr(kind, "forward", cramped(kind.forward, 2))
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    live = LiveStatus(whole, "toy")
    histories = train_stages(plan, whole, workers=0, segmenter=finder, live=live)
    assert {name: len(rows) for name, rows in histories.items()} == {"1": 2, "2B": 2, "APL": 2}
    notes = live.status.notes
    assert any("4 images at once" in each and "2 at a time, whose gradients are added up" in each for each in notes)
    assert any("8 images at once: from now on 4 at a time." in each for each in notes), "nothing is learnt there"
    status = read_status(whole)
    assert status is not None and status.batch == 2
    with pytest.raises(Cancelled):
        train_stages(plan, stopped, workers=0, segmenter=finder, progress=_StopIn("2B: epoch 2"))
    train_stages(plan, stopped, workers=0, segmenter=finder)
    for name in histories:
        ours, theirs = (load_file(folder / name / "best.safetensors") for folder in (whole, stopped))
        assert ours.keys() == theirs.keys() and all(torch.equal(ours[key], theirs[key]) for key in ours)
