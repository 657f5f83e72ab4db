"""A training's folder as others see it: one training at a time, its activity, a wish to stop, and how it ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress
from leukview.services.training_runs import RunPlan, run_state, write_plan
from leukview.services.training_watch import (
    Outcome,
    _Watched,
    ask_to_stop,
    is_running,
    read_activity,
    read_outcome,
    watched,
)


def test_it_runs_while_it_runs_and_one_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert run_state(out) == "new" and not is_running(out)
    with watched(out, NoProgress()) as progress:
        assert is_running(out) and run_state(out) == "running" and read_outcome(out) is None
        progress.report(3, 12, "epoch 1")
        assert (read_activity(out).done, read_activity(out).total, read_activity(out).message) == (3, 12, "epoch 1")
        with pytest.raises(InputProblem, match="another training runs"), watched(out, NoProgress()):
            pass
        assert is_running(out)
    assert run_state(out) == "finished" and not is_running(out)


def test_a_wish_to_stop_is_met_and_belongs_to_one_run(tmp_path: Path) -> None:
    with pytest.raises(Cancelled), watched(tmp_path, NoProgress()) as progress:
        progress.check_cancelled()
        ask_to_stop(tmp_path)
        while True:
            progress.check_cancelled()
    assert read_outcome(tmp_path) == Outcome("stopped")
    ask_to_stop(tmp_path)  # too late for that one, and not meant for the next
    with watched(tmp_path, NoProgress()) as progress:
        progress.check_cancelled()
    assert run_state(tmp_path) == "finished"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InputProblem("P1", "it leaks", "Mend it"), "input"),
        (EnvironmentFault("No disk."), "environment"),
        (MemoryError(), "environment"),
        (ValueError("oh"), "bug"),
    ],
)
def test_a_failure_says_whose_fault_it_is(tmp_path: Path, error: Exception, kind: str) -> None:
    with pytest.raises(type(error)), watched(tmp_path, NoProgress()):
        raise error
    outcome = read_outcome(tmp_path)
    assert outcome is not None and (outcome.ending, outcome.kind) == ("failed", kind) and outcome.message


def test_a_killed_training_is_told_from_a_running_and_from_a_stopped_one(tmp_path: Path) -> None:
    write_plan(RunPlan("leukview", "Default", "data"), tmp_path)
    code = (
        "import sys, time; from pathlib import Path; from leukview.services.training_watch import watched\n"
        "from leukview.domain.progress import NoProgress\n"
        f"with watched(Path({str(tmp_path)!r}), NoProgress()) as p:\n print('in', flush=True)\n time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline().strip() == b"in"
        assert run_state(tmp_path) == "running"
        process.kill()
        process.wait()
    assert run_state(tmp_path) == "interrupted" and read_outcome(tmp_path) is None


def test_the_time_left_is_told_by_stage(tmp_path: Path) -> None:
    now = [0.0]
    progress = _Watched(tmp_path, NoProgress(), lambda: now[0])
    progress.report(0, 100, "finding cells")
    assert read_activity(tmp_path).seconds_left is None
    now[0] = 10.0
    progress.report(50, 100, "finding cells")
    assert read_activity(tmp_path).seconds_left == pytest.approx(10)
    progress.report(10, 200, "epoch 1, loss 0.5")  # gone on with: nine steps were done before
    now[0] = 30.0
    progress.report(20, 200, "epoch 2, loss 0.4")
    assert read_activity(tmp_path).seconds_left == pytest.approx(20 / 10 * 180)
