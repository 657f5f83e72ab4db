"""How the rate falls and when a training ends."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from leukview.training.recipe import OptimiserConfig, PlateauConfig
from leukview.training.schedule import Schedule, optimiser_of, stalled


def optimiser(config: OptimiserConfig) -> torch.optim.Optimizer:
    return optimiser_of(config, [torch.nn.Parameter(torch.zeros(1))])


def rate(of: torch.optim.Optimizer) -> float:
    return float(of.param_groups[0]["lr"])


def test_the_method_is_the_recipes() -> None:
    assert type(optimiser(OptimiserConfig(epochs=1, batch=2, lr=1e-3))) is torch.optim.AdamW
    assert type(optimiser(OptimiserConfig(epochs=1, batch=2, lr=1e-3, method="adam"))) is torch.optim.Adam


def test_without_a_plateau_it_is_torchs_one_cycle_step_for_step() -> None:
    config = OptimiserConfig(epochs=2, batch=2, lr=1e-2, warmup=0.3)
    ours, theirs = optimiser(config), optimiser(config)
    schedule = Schedule(config, ours, 5)
    known = torch.optim.lr_scheduler.OneCycleLR(theirs, 1e-2, total_steps=10, pct_start=0.3)
    assert schedule.state_dict().keys() == known.state_dict().keys()
    for _ in range(9):
        ours.step(), theirs.step(), schedule.after_batch(), known.step()
        assert rate(ours) == rate(theirs)
    before = rate(ours)
    schedule.after_epoch(0.1)
    assert rate(ours) == before


def test_on_a_plateau_the_rate_falls_once_its_patience_is_over_and_a_resumed_one_knows() -> None:
    config = OptimiserConfig(epochs=9, batch=2, lr=1.0, plateau=PlateauConfig(factor=0.5, patience=1, least=0.3))
    first = optimiser(config)
    schedule = Schedule(config, first, 5)
    rates = []
    for score in (0.5, 0.5, 0.4):
        schedule.after_batch()
        schedule.after_epoch(score)
        rates.append(rate(first))
    assert rates == [1.0, 1.0, 0.5]
    second = optimiser(config)
    second.load_state_dict(first.state_dict())
    resumed = Schedule(config, second, 5)
    resumed.load_state_dict(schedule.state_dict())
    resumed.after_epoch(0.51)  # better, if only by a little
    assert rate(second) == 0.5
    resumed.after_epoch(0.51)
    resumed.after_epoch(0.51)
    assert rate(second) == 0.3


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), max_size=8), st.integers(1, 4))
def test_it_stops_after_as_many_epochs_without_a_better_one_as_it_has_patience(scores: list[float], wait: int) -> None:
    best, since = -1.0, 0
    for score in scores:
        best, since = (score, 0) if score > best else (best, since + 1)
    assert stalled(scores, wait) == (since >= wait)
    assert not stalled(scores, None)


def test_a_plateau_that_raises_the_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="factor"):
        PlateauConfig(factor=1.5, patience=1)


def test_rates_of_groups_keep_their_proportion_and_triangles_rise_and_fall() -> None:
    layers = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    groups = [{"params": [layer], "lr": lr} for layer, lr in zip(layers, (0.1, 1.0), strict=True)]
    config = OptimiserConfig(epochs=4, batch=2, lr=0.1, method="sgd", schedule="cyclic", rise=2, momentum=0.5)
    ours = optimiser_of(config, groups)
    assert type(ours) is torch.optim.SGD and ours.param_groups[0]["momentum"] == 0.5
    schedule = Schedule(config, ours, 5)
    rates = []
    for _ in range(5):
        rates.append([group["lr"] for group in ours.param_groups])
        ours.step()
        schedule.after_batch()
    assert [first for first, _ in rates] == pytest.approx([0.01, 0.055, 0.1, 0.055, 0.01])
    assert all(second == pytest.approx(10 * first) for first, second in rates)


@pytest.mark.parametrize("name", ["cycle", "cosine", "cyclic", "constant"])
def test_a_resumed_schedule_goes_on_where_the_unbroken_one_is(name: str, tmp_path: Path) -> None:
    config = OptimiserConfig.model_validate(
        {"epochs": 4, "batch": 2, "lr": 0.1, "method": "sgd", "schedule": name, "rise": 3}
    )

    def run(own: torch.optim.Optimizer, schedule: Schedule, epochs: int) -> list[float]:
        rates = []
        for _ in range(epochs):
            for _ in range(5):
                own.step()
                schedule.after_batch()
            schedule.after_epoch(0.5)
            rates.append(rate(own))
        return rates

    whole = optimiser(config)
    known = run(whole, Schedule(config, whole, 5), 3)
    first = optimiser(config)
    before = Schedule(config, first, 5)
    run(first, before, 1)
    torch.save({"o": first.state_dict(), "s": before.state_dict()}, tmp_path / "c.pt")
    kept = torch.load(tmp_path / "c.pt", weights_only=True)
    second = optimiser(config)
    after = Schedule(config, second, 5)
    second.load_state_dict(kept["o"])
    after.load_state_dict(kept["s"])
    assert run(second, after, 2) == pytest.approx(known[1:])
    assert name != "cosine" or known[0] > known[1] > known[2]
    assert name != "constant" or known == [0.1] * 3
