"""``leukview adapt`` as a user runs it: labelled images in, weights of one's own out, used, and rolled back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli
from PIL import Image

from leukview.imaging.scan import sha256 as file_sha256
from leukview.imaging.synthetic.smear import new_smear, render_crop

KINDS = ("lymphocyte", "segmented_neutrophil")


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic cells under a yellow light, six of each of two types and one of a third."""
    folder = tmp_path_factory.mktemp("site")
    rng = np.random.default_rng(3)
    smear = new_smear(rng)
    rows = ["path,type"]
    for kind, count in ((KINDS[0], 6), (KINDS[1], 6), ("basophil", 1)):
        for number in range(count):
            image = render_crop(kind, rng, smear, height=160, width=160).image.astype(np.float32) * (1, 0.95, 0.6)
            Image.fromarray(image.astype(np.uint8)).save(folder / f"{kind}{number}.png")
            rows.append(f"{kind}{number}.png,{kind}")
    (folder / "labels.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def test_adapt_use_analyse_and_roll_back(cli: Cli, labelled: Path, tmp_path: Path) -> None:
    env = {"LEUKVIEW_DATA": str(tmp_path / "data"), "LEUKVIEW_CONFIG": str(tmp_path / "data")}
    models = tmp_path / "data" / "models"
    made = cli("adapt", "--site", "A", "--data", labelled, "--classes-from", "type", "--use", env=env)
    assert made.returncode == 0, made.stderr
    assert "cross-validated" in made.stdout and "basophil: 1 labelled" in made.stderr
    manifest = json.loads((models / "leukview-site-a.json").read_text("utf-8"))
    assert manifest["sha256"] == file_sha256(models / "leukview-site-a.safetensors")
    assert manifest["adapted_from"].startswith("leukview ")
    card = (models / "leukview-site-a.md").read_text("utf-8")
    assert "cross-validation" in card and manifest["sha256"] in card and "--use leukview" in card
    listed = cli("models", env=env)
    assert listed.returncode == 0 and "adapted to A (in use)" in listed.stdout
    done = cli("analyze", labelled, "-o", tmp_path / "out", "--format", "json", "--masks", env=env)
    assert done.returncode == 0, done.stderr
    assert manifest["sha256"] in "".join(p.read_text("utf-8") for p in (tmp_path / "out").glob("*.json"))
    (models / manifest["weights"]).write_bytes(b"damaged")
    broken = cli("analyze", labelled, "-o", tmp_path / "out2", env=env)
    assert broken.returncode == 1 and "leukview models --use leukview" in broken.stderr
    assert cli("models", env=env).returncode == 1
    back = cli("adapt", "--roll-back", env=env)
    assert back.returncode == 0 and "shipped weights again" in back.stdout
    assert "19 types (in use)" in cli("models", env=env).stdout


def test_wrong_usage_and_too_few_cells_are_told(cli: Cli, labelled: Path, tmp_path: Path) -> None:
    env = {"LEUKVIEW_DATA": str(tmp_path), "LEUKVIEW_CONFIG": str(tmp_path)}
    assert cli("adapt", env=env).returncode == 2
    few = tmp_path / "few.csv"
    few.write_text(f"path,cls\n{labelled / 'lymphocyte0.png'},lymphocyte\n", "utf-8")
    told = cli("adapt", "--data", few, env=env)
    assert told.returncode == 1 and "too few labelled cells" in told.stderr and "lymphocyte 1" in told.stderr
    none = cli("adapt", "--from-cases", env=env)
    assert none.returncode == 1 and "too few labelled cells" in none.stderr
    assert not (tmp_path / "models").exists()
