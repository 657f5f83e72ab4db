"""What a running training tells a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leukview.domain.errors import Cancelled
from leukview.domain.training_status import TrainingStatus, status_of
from leukview.training import live as live_module
from leukview.training.live import LiveStatus, live_training, read_status


class Clock:
    """Seconds that pass when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def one_epoch(live: LiveStatus, clock: Clock, epoch: int, steps: int = 4) -> None:
    for step in range(1, steps + 1):
        clock.now += 2
        live.step(epoch, step, 1 / (step + epoch), 0.1)
    live.epoch(epoch, 0.5, {"a": 0.7, "b": 0.9}, 0.8, 0.1)


def test_curves_and_the_time_that_is_left(tmp_path: Path, clock: Clock) -> None:
    live = LiveStatus(tmp_path, "toy", clock)
    live.begin_round("cell", (1, 2), epochs=3, steps=4, done=0)
    live.set_means("cpu", 1, 8)
    one_epoch(live, clock, 1)
    seen = read_status(tmp_path)
    assert seen is not None
    assert (seen.state, seen.network, seen.epoch, seen.epochs, seen.step, seen.steps) == (
        "training",
        "cell",
        1,
        3,
        4,
        4,
    )
    assert [point.step for point in seen.step_points] == [1, 2, 3, 4]
    assert seen.remaining == 16 and seen.seconds == 8
    (epoch,) = seen.epoch_points
    assert epoch.score == 0.8 and epoch.val == {"a": 0.7, "b": 0.9} and epoch.seconds == 8
    assert status_of(json.loads((tmp_path / "progress.json").read_text())) == seen


def test_a_training_that_goes_on_forgets_what_it_runs_again_and_keeps_the_rest(tmp_path: Path, clock: Clock) -> None:
    live = LiveStatus(tmp_path, "toy", clock)
    live.begin_round("image", (1, 1), 2, 4, 0)
    one_epoch(live, clock, 1)
    live.begin_round("cell", (1, 1), 3, 4, 0)
    one_epoch(live, clock, 1)
    one_epoch(live, clock, 2)
    again = LiveStatus(tmp_path, "toy", clock)
    again.begin_round("cell", (1, 1), 3, 4, 1)
    assert [(p.network, p.epoch) for p in again.status.epoch_points] == [("image", 1), ("cell", 1)]
    assert {(p.network, p.epoch) for p in again.status.step_points} == {("image", 1), ("cell", 1)}
    assert again.status.seconds == 24


def test_another_recipe_starts_anew_and_damage_stops_nothing(tmp_path: Path, clock: Clock) -> None:
    LiveStatus(tmp_path, "toy", clock).say("One.")
    assert LiveStatus(tmp_path, "toy", clock).status.notes == ("One.",)
    assert LiveStatus(tmp_path, "other", clock).status == TrainingStatus("other")
    (tmp_path / "progress.json").write_text("{")
    assert read_status(tmp_path) is None and LiveStatus(tmp_path, "toy", clock).status.notes == ()
    (tmp_path / "progress.json").write_text('{"version": 1, "recipe": "toy", "colour": 2}')
    assert read_status(tmp_path) is None


def test_it_is_written_once_a_second_and_stays_small(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "_MOST_POINTS", 20)
    live = LiveStatus(tmp_path, "toy", clock)
    live.begin_round("toy", (1, 1), 1, 90, 0)
    for step in range(1, 91):
        clock.now += 0.5
        live.step(1, step, 1.0, 0.1)
    points = live.status.step_points
    assert 10 <= len(points) <= 20
    steps = [point.step for point in points]
    assert steps == sorted(set(steps)) and steps[-1] >= 88


def test_further_processes_write_nothing(clock: Clock) -> None:
    live = LiveStatus(None, "toy", clock)
    live.begin_round("toy", (1, 1), 1, 4, 0)
    one_epoch(live, clock, 1)
    live.enter("finished")


@pytest.mark.parametrize(
    ("error", "state"), [(None, "finished"), (Cancelled("x"), "stopped"), (RuntimeError("No room."), "failed")]
)
def test_how_it_ended_is_said(tmp_path: Path, error: Exception | None, state: str) -> None:
    def work() -> None:
        with live_training(tmp_path, "toy", ["Two images left out."]) as live:
            live.begin_round("toy", (1, 1), 1, 4, 0)
            if error is not None:
                raise error

    if error is None:
        work()
    else:
        with pytest.raises(type(error)):
            work()
    seen = read_status(tmp_path)
    assert seen is not None and seen.state == state
    assert seen.notes == ("Two images left out.", *(("No room.",) if state == "failed" else ()))
