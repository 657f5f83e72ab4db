from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case, CaseInfo, ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress
from leukview.services import export
from leukview.services.export import case_row, export_case, export_cases

CSV_FILES = [
    *("cells.csv", "probabilities.csv", "morphology.csv", "decision_tree.csv"),
    *("differential.csv", "problems.csv", "summary.json"),
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = tmp_path / "in"
    folder.mkdir()
    built = Case(CaseInfo("small", str(folder)))
    built.stamp = PipelineStamp("leukview", "LeukView default", "ab" * 32, "cpu", "LeukView 0.1.0")
    for number, cls in enumerate(("blast", "lymphocyte", "lymphocyte")):
        name = f"c{number}.png"
        Image.fromarray(np.full((40, 40, 3), 60 * number + 40, np.uint8)).save(folder / name)
        call = Prediction({cls: 0.8, "monocyte": 0.2}, 0.1, "leukview", "ab" * 32)
        cell = Cell(f"c{number}", name, Box(4, 4, 20, 24), view=CellView(20, 20, 30), prediction=call)
        built.add_image(ImageFile(name, "00" * 32, 40, 40, "cell"), [cell])
    built.add_problem(Problem("bad.jpg", "the file is empty (0 bytes)", "Export it again"))
    return built


def heat(cell: Cell) -> np.ndarray:
    return np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)


def mask(cell_id: str) -> np.ndarray:
    return np.full((24, 20), 255, np.uint8)


class Stop(NoProgress):
    """Cancels after some reports."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.messages: list[str] = []
        self.after = after

    def report(self, done: int, total: int, message: str = "") -> None:
        self.messages.append(message)
        self.cancelled = len(self.messages) >= self.after


def names(paths: list[Path], out: Path) -> list[str]:
    return [path.relative_to(out).as_posix() for path in paths]


def test_everything(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    written = export_case(
        case,
        out,
        masks=mask,
        heatmap=heat,
        operator="A. Reader",
        classes=("blast", "lymphocyte", "monocyte"),
        write_masks=True,
        write_heatmaps=True,
    )
    expected = [*CSV_FILES, "report.pdf"]
    expected += [f"masks/c{number}.png" for number in range(3)] + [f"heatmaps/c{number}.png" for number in range(3)]
    assert names(written, out) == expected
    on_disk = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert on_disk == set(expected)
    with (out / "cells.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["cell_id"] for row in csv.DictReader(handle)] == ["c0", "c1", "c2"]
    assert json.loads((out / "summary.json").read_text("utf-8"))["operator"] == "A. Reader"
    assert "small" in PdfReader(out / "report.pdf").pages[0].extract_text()


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        ({"csv"}, CSV_FILES),
        (["json"], ["summary.json"]),
        (("pdf",), ["report.pdf"]),
        ({"pdf", "json"}, ["summary.json", "report.pdf"]),
        (set(), []),
    ],
)
def test_any_subset(case: Case, tmp_path: Path, formats: set[str], expected: list[str]) -> None:
    out = tmp_path / "out"
    assert names(export_case(case, out, formats=formats), out) == expected


def test_a_second_export_replaces_the_first(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_case(case, out, formats={"csv"})
    del case.cells["c2"]
    export_case(case, out, formats={"csv"})
    assert len((out / "cells.csv").read_text("utf-8").splitlines()) == 3
    assert not list(out.glob(".*"))


@pytest.mark.parametrize("after", [1, 3, 5, 6, 8])
def test_cancelling_leaves_a_valid_part(case: Case, tmp_path: Path, after: int) -> None:
    out = tmp_path / "out"
    progress = Stop(after)
    with pytest.raises(Cancelled):
        export_case(case, out, masks=mask, heatmap=heat, write_masks=True, write_heatmaps=True, progress=progress)
    left = sorted(path.name for path in out.rglob("*") if path.is_file())
    assert len(left) == after == len(progress.messages)
    assert not [name for name in left if name.startswith(".")]
    for name in set(left) & set(CSV_FILES[:4]):
        assert (out / name).read_bytes().endswith(b"\r\n")


def test_a_failure_in_the_middle_keeps_the_old_report(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_case(case, out, formats={"pdf"})
    before = (out / "report.pdf").read_bytes()

    def broken(cell: Cell) -> np.ndarray:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        export_case(case, out, formats={"pdf"}, heatmap=broken)
    assert (out / "report.pdf").read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["report.pdf"]


def test_partial_is_said(case: Case, tmp_path: Path) -> None:
    export_case(case, tmp_path, formats={"json"}, partial=True)
    assert json.loads((tmp_path / "summary.json").read_text("utf-8"))["partial"] is True


def test_unknown_format_and_a_file_as_folder_are_the_users_problem(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="docx"):
        export_case(case, tmp_path, formats={"docx", "csv"})
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputProblem, match="need a folder"):
        export_case(case, tmp_path / "taken")


@pytest.mark.parametrize(
    ("error", "words"),
    [(PermissionError(13, "denied"), "open in another program"), (OSError(28, "No space left"), "No space left")],
)
def test_what_the_disk_refuses_is_a_fault_of_the_machine(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def refuse(*args: object) -> None:
        raise error

    step: Callable[..., None] = refuse
    monkeypatch.setattr(export, "_steps", lambda formats: [("cells.csv", step)])
    with pytest.raises(EnvironmentFault, match=words):
        export_case(case, tmp_path / "out")


def test_cases_table(case: Case, tmp_path: Path) -> None:
    path = export_cases([case_row(case)], tmp_path / "deep")
    with path.open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert row["case"] == "small" and row["cells"] == "3" and row["suggestion"] == "acute_leukaemia_to_be_excluded"
    assert row["rule"] == "blasts_20" and row["alerts"] == "" and 0 <= float(row["suggestion_probability"]) <= 1


def test_exporting_loads_neither_torch_nor_qt() -> None:
    code = "import sys, leukview.services.export, leukview.reporting.pdf_export as p; "
    code += "sys.exit(any(name.split('.')[0] in {'torch', 'PySide6'} for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
