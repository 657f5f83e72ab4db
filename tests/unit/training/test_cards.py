"""Cards hold what was measured, and nothing unfilled."""

from __future__ import annotations

from pathlib import Path

from leukview.classifiers.manifest import load_manifest
from leukview.resources import resource
from leukview.segmentation.weights import load_segmenter
from leukview.training.attribute_scores import AttributeScore
from leukview.training.card import Measured, write_card
from leukview.training.leave_out import LeftOutRow, read_rows
from leukview.training.metrics import Figure
from leukview.training.recipe import load_recipe
from leukview.training.segmenter.card import write_segmenter_card
from leukview.training.segmenter.recipe import read_segmenter_recipe
from leukview.training.segmenter.train import HeldBack


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


def test_no_figures_kept_are_no_rows(tmp_path: Path) -> None:
    assert read_rows(tmp_path) == []
