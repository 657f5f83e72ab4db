"""What may be trained, how it is started, and weights put into use and back."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import install
from PIL import Image

from leukview.classifiers.installed import model_in_use
from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.pipelines.registry import pipeline_specs, weights_of
from leukview.resources import models_dir, user_models_dir
from leukview.services.training_recipes import list_recipes, look_at_data, read_recipe_facts, write_names
from leukview.services.training_runs import (
    RunPlan,
    evaluate_command,
    free_folder,
    go_back,
    install_weights,
    list_runs,
    look_at_run,
    read_curves,
    read_plan,
    train_command,
    write_plan,
)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))


def test_recipes_that_name_cells_are_offered_and_say_what_they_need() -> None:
    offered = {facts.name: facts for facts in list_recipes()}
    assert next(iter(offered)) == "leukview" and "park2024" in offered
    assert not offered.keys() & {"segmenter", "sam", "detector", "leave_out"}
    assert all(facts.title and facts.about and facts.classes and facts.needs for facts in offered.values())
    assert any("thousands" in need for need in offered["park2024"].needs)
    assert any("ImageNet" in need for need in offered["leukview"].needs)


def test_a_file_that_is_no_recipe_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    for content, said in (("a = ", "not valid"), ("a = 1", "no name"), ('kind = "sam"\nname = "s"', "makes a sam")):
        file.write_text(content, "utf-8")
        with pytest.raises(InputProblem, match=said):
            read_recipe_facts(file)


def test_looking_at_the_data_writes_nothing_and_asks_for_unknown_names(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    for name in ("LYT", "Monocyte"):
        (tmp_path / "cells" / name).mkdir(parents=True)
        for number in range(140):
            picture = rng.integers(0, 255, (20, 20, 3), dtype=np.uint8)
            Image.fromarray(picture).save(tmp_path / "cells" / name / f"{number}.png")
    out = tmp_path / "run"
    look = look_at_data("leukview", tmp_path / "cells", out)
    assert not look.ready and [(item.name, item.images) for item in look.unknown] == [("LYT", 140)]
    write_names({"LYT": "lymphocyte"}, out / "classes.toml")
    look = look_at_data("leukview", tmp_path / "cells", out, classes=out / "classes.toml")
    assert look.ready and look.counts["lymphocyte"] == {"train": 98, "val": 14, "test": 28}
    assert any(str(out / "split.csv") in note for note in look.notes)
    assert any("No training image shows" in note and "eosinophil" in note for note in look.notes)
    assert [path.name for path in out.iterdir()] == ["classes.toml"]


def test_a_plan_is_kept_and_started_from_source_and_from_the_packaged_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = free_folder("my run/1")
    plan = write_plan(RunPlan("leukview", "Default", "/my data", "/c.toml", "cpu"), out)
    assert read_plan(out) == plan and plan.started and list_runs() == [(out, plan, "new")]
    assert free_folder("my run/1") != out
    command = train_command(plan, out)
    assert command[:4] == [sys.executable, "-m", "leukview", "train"]
    assert command[4:8] == ["leukview", "--data", "/my data", "--out"] and "/c.toml" in command
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert train_command(plan, out)[:2] == [sys.executable, "train"]
    assert evaluate_command(out, "tiny", "cpu")[:3] == [sys.executable, "evaluate", "tiny"]


def test_curves_run_through_rounds_and_members(tmp_path: Path) -> None:
    for number, scores in (("1", (0.5, 0.7)), ("2", (0.9,)), ("10", (0.8,))):
        for member in ("b", "a"):
            folder = tmp_path / member / f"round-{number}"
            folder.mkdir(parents=True)
            rows = [{"epoch": 1, "loss": 1.0, "val": {}, "score": score, "seconds": 2.0} for score in scores]
            (folder / "history.json").write_text(json.dumps(rows), "utf-8")
    curves = read_curves(tmp_path)
    assert [curve.network for curve in curves] == ["a", "b"]
    assert curves[0].scores == (0.5, 0.7, 0.9, 0.8) and curves[0].best == 3


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
