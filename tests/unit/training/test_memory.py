"""A batch that does not fit in memory is worked through in pieces, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from frozen_kit import RECIPE, start_file, write_labelled
from safetensors.torch import load_file

from leukview.classifiers.frozen import FrozenNet
from leukview.domain.errors import EnvironmentFault
from leukview.services.train import train_model, training_status
from leukview.training.memory import Pieces, is_out_of_memory

CPU_WORDS = "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory"


@pytest.mark.parametrize(
    ("error", "yes"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"), True),
        (RuntimeError(CPU_WORDS), True),
        (MemoryError(), True),
        (RuntimeError("shape '[2]' is invalid for input of size 3"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_what_counts_as_out_of_memory(error: Exception, yes: bool) -> None:
    assert is_out_of_memory(error) is yes


def roomy(room: int, seen: list[int]) -> Callable[[slice], int]:
    def work(part: slice) -> int:
        size = part.stop - part.start
        seen.append(size)
        if size > room:
            raise RuntimeError(CPU_WORDS)
        return size

    return work


def test_pieces_are_halved_until_they_fit_and_stay_so() -> None:
    said: list[str] = []
    seen: list[int] = []
    pieces = Pieces(32, said.append)
    fresh: list[int] = []
    assert pieces.run(32, roomy(9, seen), lambda: fresh.append(1)) == [8, 8, 8, 8]
    assert seen == [32, 16, 8, 8, 8, 8] and len(fresh) == 3 and pieces.size == 8
    assert len(said) == 2 and "8 at a time" in said[-1]
    assert pieces.run(20, roomy(9, seen)) == [8, 8, 4] and len(said) == 2


def test_an_error_of_memory_that_says_nothing_halves_too() -> None:
    def work(part: slice) -> int:
        if part.stop - part.start > 2:
            raise MemoryError  # Python's own has no words
        return part.stop - part.start

    assert Pieces(4, lambda _: None).run(4, work) == [2, 2]


def test_where_not_even_one_image_fits_it_says_so_and_other_errors_pass() -> None:
    with pytest.raises(EnvironmentFault, match="one image at a time"):
        Pieces(4, lambda _: None).run(4, roomy(0, []))

    def broken(part: slice) -> int:
        raise RuntimeError("something else")

    with pytest.raises(RuntimeError, match="something else"):
        Pieces(4, lambda _: None).run(4, broken)


def test_a_training_without_room_for_a_batch_learns_what_one_with_room_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "two.toml").write_text(RECIPE.replace("epochs = 6", "epochs = 2"), "utf-8")
    data, starts = write_labelled(tmp_path / "data"), {"backbone": start_file(tmp_path)}

    def run(name: str) -> list[str]:
        said: list[str] = []
        train_model(
            str(tmp_path / "two.toml"), data, tmp_path / name, starts=starts, device="cpu", workers=0, say=said.append
        )
        return said

    assert not any("Memory" in each for each in run("roomy"))
    forward = FrozenNet.forward

    def cramped(self: FrozenNet, images: torch.Tensor) -> torch.Tensor:
        if len(images) > 1:
            raise RuntimeError(CPU_WORDS)
        return forward(self, images)

    monkeypatch.setattr(FrozenNet, "forward", cramped)
    said = run("cramped")
    assert [each for each in said if "Memory did not suffice" in each]
    status = training_status(tmp_path / "cramped")
    assert status is not None and status.batch == 1 and any("1 at a time" in each for each in status.notes)
    # The gradients' sum is the batch's own, so the weights are the same but for rounding.
    ours, theirs = (load_file(tmp_path / name / "round-1" / "best.safetensors") for name in ("roomy", "cramped"))
    assert all(torch.allclose(ours[key], theirs[key], atol=1e-4) for key in ours)
