"""Processes that train stages together: really two, by gloo on the processor."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from staged_kit import RECIPE, write_staged_cells
from team_kit import run_together

from leukview.services.train import train_model
from leukview.training.parallel import Team, average_gradients, team_totals
from leukview.training.sampling import DealtSampler, EpochSampler

JOINT = RECIPE.replace('tree = "yan2024"', 'tree = "yan2024"\ncoupling = "joint"')

WORKER = """
import json, os, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from leukview.domain.errors import Cancelled
from leukview.services.train import train_model
from leukview.training.stage_run import StageRun

folder, name, until, rank = Path(sys.argv[1]), sys.argv[2], sys.argv[3], os.environ["RANK"]
out, runs, written, found = folder / name, [], [], set()
begin, epoch = StageRun.__init__, StageRun.one_epoch

def noted(self, *arguments):
    begin(self, *arguments)
    runs.append(self)
    if arguments[3] is not None:
        found.add(self.label)

def stopped(self, progress):
    if f"{self.label}{self.epoch + 1}" == until:
        raise Cancelled
    epoch(self, progress)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        written.append(str(arguments[0]))
    elif event == "os.rename":
        written.append(str(arguments[1]))

StageRun.__init__, StageRun.one_epoch = noted, stopped
sys.addaudithook(watch)
note = {}
try:
    result = train_model(str(folder / "toy.toml"), folder / "data", out, device="cpu", workers=0)
    note["sha"] = result.manifest.sha256
    note["scores"] = {key: [row.score for row in rows] for key, rows in result.histories.items()}
except Cancelled:
    note["stopped"] = runs[-1].label
note["written"] = [path for path in written if path.startswith(str(out))]
state = {f"{run.label}{key}.{name}": value for run in runs for key, net in run.networks.items()
         for name, value in net.state_dict().items() if "num_batches" not in name}
torch.save(state, folder / f"rank-{rank}.pt")
(folder / f"rank-{rank}.json").write_text(json.dumps(note))
"""


def together(folder: Path, name: str, until: str = "") -> list[dict[str, object]]:
    """Train in two processes, until before an epoch of a stage, and return what each wrote down."""
    run_together(folder, 2, WORKER, name, until)
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(2)]


def kept(folder: Path) -> dict[str, torch.Tensor]:
    return {
        f"{name}/{key}": value
        for name in ("1", "2B", "APL")
        for key, value in load_file(folder / name / "best.safetensors").items()
    }


def test_two_processes_train_one_classifier_and_go_on_where_stopped(tmp_path: Path) -> None:
    (tmp_path / "toy.toml").write_text(JOINT, "utf-8")
    write_staged_cells(tmp_path / "data")
    first, second = together(tmp_path, "whole")
    own, others = (torch.load(tmp_path / f"rank-{rank}.pt", weights_only=True) for rank in range(2))
    assert own.keys() == others.keys() and all(torch.equal(own[key], others[key]) for key in own)
    assert first["sha"] == second["sha"] and first["scores"] == second["scores"]
    assert {name: len(rows) for name, rows in first["scores"].items()} == {"1": 2, "2B": 2, "APL": 2}
    assert second["written"] == [] and any("2B/checkpoint.pt" in path for path in first["written"])
    status = json.loads((tmp_path / "whole" / "progress.json").read_text())
    assert (status["processes"], status["batch"], status["state"]) == (2, 2, "finished")

    notes = together(tmp_path, "stopped", "2B: 2")
    assert [note["stopped"] for note in notes] == ["2B: "] * 2
    assert not (tmp_path / "stopped" / "APL").exists()
    assert [note["sha"] for note in together(tmp_path, "stopped")] == [first["sha"]] * 2
    ours, theirs = kept(tmp_path / "whole"), kept(tmp_path / "stopped")
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


def test_shares_with_different_cells_of_a_stage_teach_what_the_batch_does(tmp_path: Path) -> None:
    # A network without batch normalisation: sharing a batch changes nothing but rounding, whoever has the cells of a stage.
    text = JOINT.replace('kind = "pmg", widths = [8, 12, 8]', 'kind = "dense", widths = [1, 16, 8]')
    text = text.replace('form = { kind = "plain" }\n', "").replace("mobilenetv2_035", "test_convnext")
    assert text.count("test_convnext") == 2
    (tmp_path / "toy.toml").write_text(text, "utf-8")
    write_staged_cells(tmp_path / "data")
    together(tmp_path, "both")
    train_model(str(tmp_path / "toy.toml"), tmp_path / "data", tmp_path / "alone", device="cpu", workers=0)
    ours, theirs = kept(tmp_path / "alone"), kept(tmp_path / "both")
    assert ours.keys() == theirs.keys()
    assert all(torch.allclose(ours[key], theirs[key], atol=1e-4) for key in ours)


@pytest.mark.parametrize(("size", "share"), [(2, 2), (2, 3), (3, 4), (4, 5)])
def test_cells_of_every_stage_are_dealt_in_pairs(size: int, share: int) -> None:
    rng = np.random.default_rng(0)
    depths = rng.choice([1, 2, 3], 60, p=[0.5, 0.3, 0.2])
    weights = np.ones(60)
    whole = EpochSampler(weights, 5, batch=share * size)
    teams = [DealtSampler(weights, 5, batch=share, team=Team(rank, size), depths=depths) for rank in range(size)]
    for batch, *shares in zip(
        *(np.array(list(each)).reshape(whole.steps, -1) for each in (whole, *teams)), strict=True
    ):
        assert sorted(np.concatenate(shares)) == sorted(batch)
        for stage in (1, 2, 3):
            total = int((depths[batch] >= stage).sum())
            counts = [int((depths[each] >= stage).sum()) for each in shares]
            assert max(counts) - min(counts) <= 2
            alone = counts.count(1)
            assert alone == (total % 2 if total < 2 * size else 0)
    single = DealtSampler(weights, 5, batch=6, depths=depths)
    assert list(single) == list(EpochSampler(weights, 5, batch=6)), "alone, the batch is as it was drawn"


def test_a_process_alone_sums_and_averages_nothing() -> None:
    assert team_totals([3, 1], torch.device("cpu")) == [3, 1]
    parameter = torch.nn.Parameter(torch.ones(2))
    average_gradients([parameter], uneven=True)
    assert parameter.grad is None
