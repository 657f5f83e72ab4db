"""A training whose loss is no number any more ends at once, whatever it trains, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from frozen_kit import RECIPE as FROZEN
from frozen_kit import start_file, write_labelled
from staged_kit import RECIPE as STAGED
from staged_kit import write_staged_cells

from leukview.domain.errors import InputProblem
from leukview.services.train import train_model, training_status
from leukview.training.divergence import refuse_broken, refuse_divergence

PLACE, CPU = "toy: epoch 2, step 1 (epoch 1 is kept)", torch.device("cpu")


def test_a_classifier_at_a_rate_at_which_it_blows_up(tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text(FROZEN.replace("lr = 2e-2", "lr = 1e30"), "utf-8")
    starts = {"backbone": start_file(tmp_path)}
    with pytest.raises(InputProblem) as raised:
        train_model(
            str(tmp_path / "two.toml"),
            write_labelled(tmp_path / "data"),
            tmp_path / "out",
            starts=starts,
            device="cpu",
            workers=0,
        )
    said = str(raised.value)
    assert said.startswith("two: epoch 1, step") and "no epoch is kept yet" in said
    assert "no number" in said and "lr in the recipe: 1e+30" in said and "another folder" in said
    status = training_status(tmp_path / "out")
    assert status is not None and status.state == "failed" and said in status.notes


def test_stages_at_a_rate_at_which_they_blow_up(tmp_path: Path) -> None:
    assert STAGED.count("\nlr = ") == 1
    before, _, after = STAGED.partition("\nlr = ")
    (tmp_path / "toy.toml").write_text(f"{before}\nlr = 1e25{after[after.index(chr(10)) :]}", "utf-8")
    write_staged_cells(tmp_path / "data")
    with pytest.raises(InputProblem, match=r"1: epoch \d, step \d+ .*no numbers? any more.*lr in the recipe: 1e\+25"):
        train_model(str(tmp_path / "toy.toml"), tmp_path / "data", tmp_path / "out", device="cpu", workers=0)


@pytest.mark.parametrize("loss", [0.0, 3.5, -1e30, None])
def test_numbers_pass_and_so_does_a_batch_that_taught_nothing(loss: float | None) -> None:
    refuse_divergence(loss, PLACE, 1e-3, 1e-4, CPU)
    refuse_broken([torch.tensor([loss or 0.0]), torch.tensor([2**40])], PLACE, 1e-3, 1e-4)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused_with_the_rate_and_a_lower_one(value: float) -> None:
    for refuse in (
        lambda: refuse_divergence(value, PLACE, 3e-3, 1e-4, CPU),
        lambda: refuse_broken([torch.ones(2), torch.tensor([1.0, value])], PLACE, 3e-3, 1e-4),
    ):
        with pytest.raises(InputProblem) as raised:
            refuse()
        assert raised.value.what == PLACE
        assert "0.0001 (lr in the recipe: 0.003)" in raised.value.reason and "0.001 for" in raised.value.remedy
