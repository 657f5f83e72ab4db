"""Weights put into use and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from ensemble_kit import install

from leukview.classifiers.installed import model_in_use
from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.pipelines.registry import pipeline_specs, weights_of
from leukview.resources import models_dir, user_models_dir
from leukview.services.installed_weights import go_back, install_weights
from leukview.services.training_runs import look_at_run


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))


def finished(out: Path, model: str = "leukview") -> Path:
    """Return a folder that looks like a finished training's: shipped weights under a recipe's name."""
    out.mkdir()
    shutil.copy2(models_dir() / f"{model}.safetensors", out / "mine.safetensors")
    manifest = load_manifest(model).model_copy(update={"id": "mine", "weights": "mine.safetensors", "recipe": "mine"})
    (out / "mine.json").write_text(manifest.model_dump_json(), "utf-8")
    (out / "measured").mkdir()
    figure = {"value": 0.91234, "low": 0.8, "high": 0.95}
    row = {"dataset": "set", "split": "test", "n": 40, "patients": 3, "figures": {"accuracy": figure}, "classes": []}
    (out / "measured" / "metrics.json").write_text(json.dumps([row]), "utf-8")
    return out


def test_a_classifier_becomes_the_default_pipelines_and_what_was_in_use_comes_back(tmp_path: Path) -> None:
    out = finished(tmp_path / "ward 7")
    assert look_at_run(out).made == ""  # nothing says that it is finished
    first = install_weights(out)
    assert (first.id, first.pipeline, first.before) == ("mine-ward-7", "leukview", "leukview")
    assert model_in_use() == "mine-ward-7"
    kept = load_manifest("mine-ward-7", user_models_dir())
    assert kept.metrics == {"set/test": {"accuracy": 0.9123}} and kept.sha256 == load_manifest("leukview").sha256
    card = (user_models_dir() / "mine-ward-7.md").read_text("utf-8")
    assert "0.912" in card and kept.sha256 in card and "Research Use Only" in card
    second = install_weights(out)
    assert (second.id, second.before) == ("mine-ward-7-2", "mine-ward-7")
    assert go_back(second) == "mine-ward-7" == model_in_use()
    assert go_back(first) == "leukview" == model_in_use()
    with pytest.raises(InputProblem, match="no weights yet"):
        install_weights(tmp_path)


def test_an_ensemble_becomes_its_pipelines_and_the_ones_before_come_back(tmp_path: Path) -> None:
    spec = next(spec for spec in pipeline_specs() if spec.id == "park2024")
    before = weights_of(spec)
    install(tmp_path / "one", "toy")
    one = install_weights(tmp_path / "one")
    assert one.pipeline == "park2024" and weights_of(spec) == one.id
    first = load_digest(one.id)
    install(tmp_path / "two", "other")
    (tmp_path / "two" / "other.json").write_text(
        (tmp_path / "two" / "other.json").read_text("utf-8").replace('"Toy"', '"Another"'), "utf-8"
    )
    two = install_weights(tmp_path / "two")
    assert two.before == one.id == two.id and load_digest(two.id) != first
    assert go_back(two) == one.id and load_digest(one.id) == first
    assert go_back(one) == "" and weights_of(spec) == before


def load_digest(model_id: str) -> str:
    return (user_models_dir() / f"{model_id}.json").read_text("utf-8")
