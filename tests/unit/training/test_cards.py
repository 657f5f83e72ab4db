"""Cards hold what was measured, and nothing unfilled."""

from __future__ import annotations

from pathlib import Path

import ensemble_kit
import numpy as np
import pytest
import staged_kit

from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.resources import resource
from leukview.segmentation.weights import load_segmenter
from leukview.training.attribute_scores import AttributeScore
from leukview.training.card import Measured, write_card
from leukview.training.compare_models import ModelComparison
from leukview.training.comparison import ClassComparison, McNemar
from leukview.training.delong import AurocTest
from leukview.training.ensemble_recipe import load_any_recipe
from leukview.training.evaluate import DatasetReport
from leukview.training.leave_out import LeftOutRow, read_rows
from leukview.training.metrics import Figure
from leukview.training.patient_level import GenotypeReport
from leukview.training.recipe import load_recipe
from leukview.training.segmenter.card import write_segmenter_card
from leukview.training.segmenter.recipe import read_segmenter_recipe
from leukview.training.segmenter.train import HeldBack
from leukview.training.staged_measure import PartReport


def test_the_segmenters_card(tmp_path: Path) -> None:
    manifest, _ = load_segmenter()
    recipe = read_segmenter_recipe(resource("recipes", "segmenter.toml"))
    score = HeldBack("without allidb2", "allidb2", 165, 0.9511, 0.9, 0.9322, 0.88, 25.4)
    write_segmenter_card(manifest, recipe, [score], tmp_path / "card.md")
    text = (tmp_path / "card.md").read_text("utf-8")
    assert "| without allidb2 | allidb2 | 165 | 0.951 (0.900) | 0.932 (0.880) | 25 |" in text
    assert manifest.sha256 in text and "{{" not in text


def test_the_classifiers_card_says_what_was_not_measured(tmp_path: Path) -> None:
    manifest, recipe = load_manifest("leukview"), load_recipe("leukview")
    write_card(manifest, recipe, Measured([], []), tmp_path / "bare.md")
    bare = (tmp_path / "bare.md").read_text("utf-8")
    assert bare.count("Not measured for these weights.") == 3 and "{{" not in bare
    full = Measured(
        [],
        [],
        [LeftOutRow("allidb2", ("pbc",), 81, {"accuracy": Figure(0.9, 0.8, 0.95)}, {"lymphoblast": 89})],
        [AttributeScore("granularity", 875, Figure(0.91, 0.9, 0.92), Figure(0.95, 0.94, 0.96))],
        {"pbc (test)": (0.003, None), "masks-dataset1 (train)": (0.99, 0.991)},
    )
    write_card(manifest, recipe, full, tmp_path / "full.md")
    text = (tmp_path / "full.md").read_text("utf-8")
    assert "| allidb2 | pbc | 81 | 0.900 (0.800–0.950) | lymphoblast ×89 |" in text
    assert "| Granules | 875 | 0.910 (0.900–0.920) | 0.950 (0.940–0.960) |" in text
    assert "| masks-dataset1 (train) | 99.0 % | 0.991 |" in text and "| pbc (test) | 0.3 % | – |" in text


def test_an_ensembles_card_shows_its_members_and_how_they_compare(tmp_path: Path) -> None:
    recipe = load_any_recipe("park2024_compact")
    members = (ensemble_kit.member("image", 0.4), ensemble_kit.member("cell", 0.6, cell_diameters=1.6, temperature=1.5))
    manifest = ensemble_kit.manifest(*members)
    write_card(manifest, recipe, Measured([], []), tmp_path / "bare.md")
    bare = (tmp_path / "bare.md").read_text("utf-8")
    assert bare.count("Not measured for these weights.") == 3 and "{{" not in bare
    assert (
        "| cell | mobilenetv2_035, 32×32 | the cell, 1.6 of its diameters wide, stain as it is | 0.600 | 1.500 |"
        in bare
    )
    assert "Networks: image (mobilenetv2_035, input 32×32), cell" in bare
    interval = Figure(0.9, 0.8, 1.0)
    test = AurocTest(Figure(0.97, 0.9, 1), interval, interval, 2.0, 0.01)
    rows = (ClassComparison("blast", 9, test, 0.02, None, None), ClassComparison("monocyte", 9, test, 0.06, None, None))
    right = McNemar(10, 4, 1, 2, True, 0.375)
    pair = ModelComparison("ensemble", "cell", "pbc", "test", 17, 0, 0.824, 0.647, right, None, rows)
    write_card(manifest, recipe, Measured([], [], comparisons=[pair]), tmp_path / "full.md")
    text = (tmp_path / "full.md").read_text("utf-8")
    assert "| pbc (test), 17 | ensemble | cell | 0.824, 0.647 | 4, 1 | 0.375 | blast 0.970, 0.900 |" in text


@pytest.mark.parametrize("name", ["yan2024_compact", "boldu2021_compact"])
def test_a_card_of_stages_shows_each_and_what_needs_data(tmp_path: Path, name: str) -> None:
    recipe = load_any_recipe(name)
    manifest = staged_kit.manifest(heads=True)
    write_card(manifest, recipe, Measured([], []), tmp_path / "bare.md")
    bare = (tmp_path / "bare.md").read_text("utf-8")
    assert "{{" not in bare and "Needs your data, below benign: neutrophil, monocyte" in bare
    assert "Stages and heads: 1 (mobilenetv2_035, pmg, input 32×32), 2B" in bare
    interval = Figure(0.9, 0.8, 1.0)
    report = DatasetReport("pbc", "test", 9, 0, {"accuracy": interval}, [], (), np.zeros((0, 0), np.int64))
    said = GenotypeReport("APL", "deepapl", "test", 0.4, 0.6, {"auroc": interval}, {"f1": interval}, ())
    parts = [PartReport("1", report), PartReport("APL", report, said)]
    rows = [{"network": "+ tree", "top-1 accuracy": "0.9"}]
    write_card(manifest, recipe, Measured([], [], parts=parts, ablation=rows), tmp_path / "full.md")
    text = (tmp_path / "full.md").read_text("utf-8")
    assert "| 1 | benign \\| malignant | pbc (test) | 9 | 0.900 (0.800–1.000) | – |" in text
    if name == "yan2024_compact":
        assert "| APL | deepapl (test) | cells | 9 | 0.400 | 0.900 (0.800–1.000) | – | – | – |" in text
        assert "| APL | deepapl (test) | patients | 0 | 0.600 | – | 0.900 (0.800–1.000) | – | – |" in text
        assert "| + tree | 0.9 |" in text


def test_a_recipe_without_a_text_has_no_card(tmp_path: Path) -> None:
    recipe = load_recipe("leukview").model_copy(update={"name": "own"})
    with pytest.raises(InputProblem, match="no text for a card"):
        write_card(load_manifest("leukview"), recipe, Measured([], []), tmp_path / "card.md")


def test_no_figures_kept_are_no_rows(tmp_path: Path) -> None:
    assert read_rows(tmp_path) == []
