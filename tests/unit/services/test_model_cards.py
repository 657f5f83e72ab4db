"""A card is measured at home and away, over the images that the weights can answer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import install
from PIL import Image

from leukview.services.model_cards import write_model_card


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two sources, one of them with training images of its own, and labels that the toy cannot answer."""
    folder = tmp_path / "data"
    folder.mkdir()
    rng = np.random.default_rng(0)
    rows = ["path,cls,split,dataset,patient"]
    for i in range(36):
        cls = ("eosinophil", "lymphocyte", "platelet")[i % 3]
        Image.fromarray(rng.integers(0, 255, (40, 40, 3), dtype=np.uint8)).save(folder / f"{i}.png")
        source, split = (("d", "test"), ("d", "train"), ("elsewhere", "test"), ("elsewhere", "train"))[i // 9]
        rows.append(f"{i}.png,{cls},{split},{source},P{i // 9}{i % 2}")
    (folder / "labels.csv").write_text("\n".join(rows))
    return folder


def test_an_ensembles_card_is_measured_with_its_members(data: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    install(models, "park2024_compact", recipe="park2024_compact")
    card = write_model_card("park2024_compact", data, models=models, device="cpu").read_text("utf-8")
    assert "{{" not in card
    home, away = card.index("## At home"), card.index("## Away")
    assert home < card.index("| d (test) | 6 | 2 |") < away < card.index("| elsewhere (test) | 6 | 2 |")
    assert "| elsewhere (train) | 6 | 2 |" in card and "d (train)" not in card
    for first, second in (("ensemble", "image"), ("ensemble", "cell"), ("image", "cell")):
        assert f"| d (test), 6 | {first} | {second} |" in card
    kept = json.loads((models / "park2024_compact.json").read_text("utf-8"))
    assert kept["kind"] == "ensemble" and set(kept["metrics"]) == {"d/test", "elsewhere/test", "elsewhere/train"}
