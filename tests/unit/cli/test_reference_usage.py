"""``leukview reference``: sets are listed, filled from files and written to files, and mistakes are said."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from cli_kit import run as leukview


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))


def folder(path: Path) -> Path:
    for number, name in enumerate(("blast", "blast", "monocyte", "unheard_of")):
        (path / name).mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 255, (32, 32, 3)).astype(np.uint8)
        cv2.imwrite(str(path / name / f"{number}.png"), pixels)
    return path


def test_a_folder_goes_in_is_listed_and_comes_out_again(tmp_path: Path) -> None:
    assert "No reference set yet" in leukview("reference", "list").output
    source = folder(tmp_path / "in")
    done = leukview("reference", "import", source, "--set", "Teaching", "--by", "Consensus of two")
    assert done.exit_code == 3 and "3 cells added to Teaching" in done.output
    again = leukview("reference", "import", source, "--set", "teaching")
    assert "0 cells added" in again.output and "3 were there already" in again.output
    assert "Teaching: 3 cells of 2 classes" in leukview("reference", "list").output
    assert "Monocyte" in leukview("reference", "list", "Teaching").output
    out = leukview("reference", "export", "Teaching", "-o", tmp_path / "out")
    assert out.exit_code == 0 and (tmp_path / "out" / "blast" / "0002.png").is_file()
    assert leukview("reference", "import", tmp_path / "out", "--set", "Copy").exit_code == 0


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    assert leukview("reference", "import").exit_code == 2
    assert leukview("reference", "import", tmp_path).exit_code == 2
    assert "no such reference set" in str(leukview("reference", "list", "None such").exception)
    assert "no such folder" in str(leukview("reference", "import", tmp_path / "nowhere", "--set", "A").exception)
