"""The command line on real cells, where they are beside the repository."""

from __future__ import annotations

import csv
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
ReadTable = Callable[[Path], list[dict[str, str]]]


@pytest.fixture(scope="module")
def analysed(cli: Cli, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real")
    done = cli("analyze", shared_data / "cases", "-o", out, "--case-per-folder", "--masks", "--format", "csv")
    assert done.returncode == 0, done.stderr
    return out


def truth(shared_data: Path) -> dict[str, dict[str, str]]:
    """Return case → file → the technologist's class."""
    labels: dict[str, dict[str, str]] = {}
    with (shared_data / "labels.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            parts = row["path"].split("/")
            if parts[0] == "cases":
                labels.setdefault(parts[1], {})["/".join(parts[2:])] = row["cls"]
    return labels


def test_every_real_image_of_four_patients_is_read_and_called(
    analysed: Path, shared_data: Path, table: ReadTable
) -> None:
    labels = truth(shared_data)
    rows = {row["case"]: int(row["cells"]) for row in table(analysed / "cases.csv")}
    assert rows == {name: len(files) for name, files in labels.items()}
    for name, files in labels.items():
        cells = table(analysed / name / "cells.csv")
        assert {cell["file"] for cell in cells} == set(files)
        assert table(analysed / name / "problems.csv") == []


def test_nearly_every_real_cell_is_outlined_plausibly(analysed: Path, shared_data: Path, table: ReadTable) -> None:
    cells = [cell for name in truth(shared_data) for cell in table(analysed / name / "cells.csv")]
    found = [cell for cell in cells if cell["nucleus_area_px"]]
    assert len(found) > 0.95 * len(cells)
    plausible = [cell for cell in found if 300 < int(cell["nucleus_area_px"]) < 60_000]
    assert len(plausible) > 0.95 * len(found)


def test_calls_agree_with_the_technologist_far_beyond_chance(
    analysed: Path, shared_data: Path, table: ReadTable
) -> None:
    hits, total, common = 0, 0, Counter[str]()
    for name, files in truth(shared_data).items():
        for cell in table(analysed / name / "cells.csv"):
            common[files[cell["file"]]] += 1
            hits += files[cell["file"]] == cell["ai_class"]
            total += 1
    always_the_commonest = max(common.values()) / total
    assert hits / total > always_the_commonest + 0.15
