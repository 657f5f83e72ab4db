"""The target on real cells of another laboratory: a rapid stain that the network was never trained on."""

from __future__ import annotations

from pathlib import Path

from leukview.classifiers.adapted import WideClassifier
from leukview.classifiers.classifier import Classifier
from leukview.training.adapt import see_cells
from leukview.training.datasets import read_labels
from leukview.training.evaluate_adaptation import measure_site
from leukview.training.site_model import sample_of


def test_ten_cells_a_class_adapt_to_a_rapid_stain_and_home_is_not_forgotten(shared_data: Path) -> None:
    base = Classifier.load("leukview")
    wide = WideClassifier(base)
    site = see_cells(wide, read_labels(shared_data, ["masks-dataset1"]))
    home = [item for item in read_labels(shared_data, ["pbc"]) if item.split == "test"]
    others = {"home": see_cells(wide, sample_of(home, 10))}
    figures = measure_site(base, "masks-dataset1", site, others, draws=5)
    after, worst, _ = figures.summary("after")
    # Measured with the weights of this commit: mean 0.915, worst 0.885; the aim is 0.92.
    assert after >= 0.89 and worst >= 0.84 and after >= figures.summary("before")[0]
    assert figures.summary("flagged")[0] <= 0.10
    for draw in figures.draws:
        before, now, flagged, flagged_now = draw.others["home"]
        assert now >= before - 0.01 and flagged_now >= flagged - 0.02
