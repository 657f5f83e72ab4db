"""Processes that train together: really two, by gloo on the processor."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from frozen_kit import RECIPE, start_file, write_labelled
from safetensors.torch import load_file
from team_kit import run_together

from leukview.domain.errors import InputProblem
from leukview.services.train import train_masks, train_model
from leukview.training.ensemble_recipe import load_any_recipe
from leukview.training.network_run import share_of_batch
from leukview.training.parallel import Team, current_team, refuse_team
from leukview.training.sampling import EpochSampler

WORKER = """
import json, os, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from leukview.services.train import train_model
from leukview.training.network_run import NetworkRun

folder, rank = Path(sys.argv[1]), os.environ["RANK"]
out, runs, written = folder / "both", [], []
begin = NetworkRun.__init__

def noted(self, *arguments):
    begin(self, *arguments)
    runs.append(self)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        written.append(str(arguments[0]))
    elif event == "os.rename":
        written.append(str(arguments[1]))

NetworkRun.__init__ = noted
sys.addaudithook(watch)
result = train_model(str(folder / "two.toml"), folder / "data", out, starts={"backbone": folder / "start.safetensors"},
                     device="cpu", workers=0)
mine = [path for path in written if path.startswith(str(out))]
history = [[row.loss, row.score] for row in result.histories["two"]]
torch.save(runs[-1].network.state_dict(), folder / f"rank-{rank}.pt")
(folder / f"rank-{rank}.json").write_text(json.dumps({"written": mine, "history": history, "sha": result.manifest.sha256}))
"""


def together(folder: Path, count: int) -> list[dict[str, list[object]]]:
    """Run the worker as torchrun would, and return what each process wrote down."""
    run_together(folder, count, WORKER)
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(count)]


def test_two_processes_learn_what_one_does_and_one_of_them_writes(tmp_path: Path) -> None:
    recipe = RECIPE.replace("epochs = 6", "epochs = 2")
    (tmp_path / "two.toml").write_text(recipe, "utf-8")
    write_labelled(tmp_path / "data")
    start = start_file(tmp_path)
    first, second = together(tmp_path, 2)
    own, others = (torch.load(tmp_path / f"rank-{rank}.pt", weights_only=True) for rank in range(2))
    assert all(torch.equal(own[key], others[key]) for key in own)
    assert first["history"] and [row[1] for row in first["history"]] == [row[1] for row in second["history"]]
    assert first["sha"] == second["sha"]
    assert second["written"] == [] and any("checkpoint.pt" in str(path) for path in first["written"])
    status = json.loads((tmp_path / "both" / "progress.json").read_text())
    assert (status["processes"], status["batch"], status["state"]) == (2, 2, "finished")
    # Without normalisation in training, which this network has none of, sharing a batch changes nothing but rounding.
    train_model(
        str(tmp_path / "two.toml"),
        tmp_path / "data",
        tmp_path / "alone",
        starts={"backbone": start},
        device="cpu",
        workers=0,
    )
    alone, both = (load_file(tmp_path / name / "round-1" / "best.safetensors") for name in ("alone", "both"))
    assert all(torch.allclose(alone[key], both[key], atol=1e-4) for key in alone)


def test_shares_are_parts_of_the_batches_that_one_process_would_draw() -> None:
    weights = np.arange(1, 24, dtype=np.float64)
    whole = EpochSampler(weights, 5, batch=6, team=Team())
    parts = [EpochSampler(weights, 5, batch=3, team=Team(rank, 2)) for rank in range(2)]
    for epoch in range(2):
        whole.epoch = parts[0].epoch = parts[1].epoch = epoch
        batches = np.array(list(whole)).reshape(-1, 6)
        shares = [np.array(list(part)).reshape(-1, 3) for part in parts]
        assert len(batches) == 3 and np.array_equal(np.concatenate(shares, axis=1), batches)
    assert len(whole) == 18 and len(parts[0]) == 9


def test_too_many_processes_for_a_batch_and_kinds_that_train_alone_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = load_any_recipe("leukview")
    assert share_of_batch(recipe, Team(0, 2)) == recipe.optimiser.batch // 2
    with pytest.raises(InputProblem, match="two images each"):
        share_of_batch(recipe, Team(0, recipe.optimiser.batch))
    refuse_team("segmenter")
    monkeypatch.setenv("WORLD_SIZE", "3")
    with pytest.raises(InputProblem, match="without torchrun"):
        train_masks("segmenter", tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists() and current_team() == Team()
