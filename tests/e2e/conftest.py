"""Run the real program in a process of its own, as a user or a script does."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
Table = list[dict[str, str]]


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return this environment without a display, with a data folder of the test's own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return {**kept, "LEUKVIEW_DATA": str(data), "LEUKVIEW_CONFIG": str(data), "CI": "true", **more}


@pytest.fixture(scope="session")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Run ``leukview`` with arguments and return what it wrote and its exit code."""
    data = tmp_path_factory.mktemp("data")

    def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> object:
        return subprocess.run(
            [sys.executable, "-m", "leukview", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
            cwd=cwd,
            env=environment(data, **(env or {})),
            stdin=subprocess.DEVNULL,
        )

    return run


def read_table(path: Path) -> Table:
    """Return a CSV file's rows."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="session")
def table() -> Callable[[Path], Table]:
    return read_table


@pytest.fixture
def clean_environment(tmp_path: Path) -> dict[str, str]:
    """Environment variables for a process that the test starts itself."""
    return environment(tmp_path / "data")
