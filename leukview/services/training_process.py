"""A training, or its measurement, in a process of its own: it outlives the window, and no crash of it is the window's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from leukview.domain.errors import EnvironmentFault
from leukview.services.training_runs import RunPlan, evaluate_command, train_command, write_plan

__all__ = ["LOG", "RunProcess", "log_tail", "start_measuring", "start_training"]

LOG = "train.log"
_TAIL = 2000


class RunProcess:
    """A process that was started. Dropping it does not end it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def kill(self) -> None:
        """End it at once; what it has written stays whole."""
        self._process.kill()
        self._process.wait(10)


def start_training(plan: RunPlan, out: Path) -> RunProcess:
    """Write the plan and start, or go on with, the training in a folder; what it says goes to ``train.log`` there.

    Raises
    ------
    EnvironmentFault
        When the folder cannot be written, or no process be started.
    """
    # What the run before ended with is no answer for this one.
    (out / "outcome.json").unlink(missing_ok=True)
    return _start(train_command(write_plan(plan, out), out), out)


def start_measuring(out: Path, model_id: str, device: str) -> RunProcess:
    """Start measuring finished weights on their training's test part.

    Raises
    ------
    EnvironmentFault
        When no process can be started.
    """
    return _start(evaluate_command(out, model_id, device), out)


def log_tail(out: Path) -> str:
    """Return the end of what a training said."""
    try:
        return (out / LOG).read_text("utf-8", "replace")[-_TAIL:].strip()
    except OSError:
        return ""


def _start(command: list[str], out: Path) -> RunProcess:
    try:
        with (out / LOG).open("ab") as log:
            # In a session of its own, Ctrl-C in the window's terminal does not reach it.
            if sys.platform == "win32":
                apart = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(), creationflags=apart
                )
            else:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=_environment(),
                    start_new_session=True,
                )
    except OSError as error:
        raise EnvironmentFault(f"The training cannot be started ({error.strerror or error}): {command[0]}") from error
    return RunProcess(process)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1"}
