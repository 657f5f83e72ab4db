"""What may be trained, how it is started, and what is seen of it while it runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from leukview.domain.errors import InputProblem
from leukview.services.training_curves import read_curves
from leukview.services.training_recipes import list_recipes, look_at_data, read_recipe_facts, write_names
from leukview.services.training_runs import (
    RunPlan,
    evaluate_command,
    free_folder,
    list_runs,
    read_plan,
    train_command,
    write_plan,
)
from leukview.training.live import LiveStatus


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
    for content, said in (("a = ", "not valid"), ("a = 1", "no name")):
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


def test_curves_are_read_whatever_the_folders_of_networks_are_called(tmp_path: Path) -> None:
    out = tmp_path / "sam-mine"
    rows = [{"epoch": 1, "loss": 1.0, "val": {"pbc": 0.5}, "score": 0.5, "seconds": 2.0}]
    for folder in (out, out / "without-masks", out / "round-off"):
        folder.mkdir(parents=True)
        (folder / "history.json").write_text(json.dumps(rows), "utf-8")
    (out / "notes").mkdir()
    (out / "notes" / "history.json").write_text('[{"epoch": 1}, "of another program"]', "utf-8")
    curves = {curve.network: curve.losses for curve in read_curves(out)}
    assert curves == {"": (1.0,), "without-masks": (1.0,), "round-off": (1.0,), "notes": ()}


def test_losses_within_epochs_are_drawn_from_the_start(tmp_path: Path) -> None:
    live = LiveStatus(tmp_path, "mine", iter(np.arange(0.0, 1000.0, 2.0)).__next__)
    for round_, epochs in ((1, 2), (2, 1)):
        live.begin_round("mine", (round_, 2), epochs, 2, 0)
        for epoch in range(1, epochs + 1):
            for step in (1, 2):
                live.step(epoch, step, 1.0 / step, 1e-3)
    (curve,) = read_curves(tmp_path)
    assert curve.network == "" and curve.scores == () and curve.best == 0
    assert curve.steps == ((0.5, 1.0), (1.0, 0.5), (1.5, 1.0), (2.0, 0.5), (2.5, 1.0), (3.0, 0.5))
    (tmp_path / "round-1").mkdir()
    row = {"epoch": 1, "loss": 0.75, "val": {}, "score": 0.5, "seconds": 2.0}
    (tmp_path / "round-1" / "history.json").write_text(json.dumps([row]), "utf-8")
    (curve,) = read_curves(tmp_path)
    assert curve.losses == (0.75,) and len(curve.steps) == 6
