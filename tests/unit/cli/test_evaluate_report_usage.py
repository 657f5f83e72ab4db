"""``evaluate --report``: what does not go together is refused before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from leukview.cli.main import app
from leukview.domain.errors import InputProblem

runner = CliRunner()
REPORT = ("--report", "r.html")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*REPORT, "--card"), "plain measurement"),
        ((*REPORT, "--leave-out", "pbc", "--out", "o"), "plain measurement"),
        ((*REPORT, "--against", "a", "--against", "b"), "two models"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    done = runner.invoke(app, ["evaluate", "leukview", "--data", str(tmp_path), *options])
    assert done.exit_code == 2 and said in " ".join(done.output.split())


def test_another_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    done = runner.invoke(app, ["evaluate", "leukview", "--data", str(tmp_path), "--report", "r.docx"])
    assert isinstance(done.exception, InputProblem) and ".pdf" in str(done.exception)
