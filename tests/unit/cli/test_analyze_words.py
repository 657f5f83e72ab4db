"""What ``leukview analyze`` says of a finished case."""

from __future__ import annotations

from pathlib import Path

import pytest

from leukview.cli.analyze_cmd import Run
from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.services.analyse import AnalysisOptions


@pytest.mark.parametrize(("score", "said"), [(0.999, True), (0.5, False)])
def test_a_smear_unlike_the_training_images_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, score: float, said: bool
) -> None:
    case = Case(CaseInfo("Smear 1", str(tmp_path)))
    for number in range(12):
        call = Prediction({"lymphocyte": 0.9, "monocyte": 0.1}, score, "leukview", "0" * 64)
        case.cells[f"c{number}"] = Cell(f"c{number}", "a.png", Box(0, 0, 9, 9), prediction=call)
    Run(out=tmp_path, options=AnalysisOptions())._say(case, tmp_path)
    out = capsys.readouterr().out
    assert "12 cells" in out
    assert ("differ from what this model was trained on: 12 of 12 cells." in out) == said
