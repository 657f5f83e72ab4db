"""Processes that train a segmenter or a SAM together: really two, by gloo on the processor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from finder_kit import SAM, SEGMENTER, together, write_masks
from safetensors.torch import load_file
from team_kit import run_together

from leukview.domain.errors import InputProblem
from leukview.services.train_finders import train_finder
from leukview.services.training_curves import read_curves


@pytest.mark.parametrize(("text", "inner"), [(SEGMENTER, "all"), (SAM, "")], ids=["segmenter", "sam"])
def test_two_processes_train_one_network_and_go_on_where_stopped(tmp_path: Path, text: str, inner: str) -> None:
    recipe, data = tmp_path / "tiny.toml", write_masks(tmp_path / "data")
    # A patience that never ends it: the epochs are validated, and the best of them is kept.
    recipe.write_text(text.replace("lr =", "patience = 5\nblocks = 4\nlr =", 1), "utf-8")
    first, second = together(tmp_path, recipe, data, "whole")
    ours, theirs = (torch.load(tmp_path / f"whole-{rank}.pt", weights_only=True) for rank in range(2))
    assert ours.keys() == theirs.keys() and all(torch.equal(ours[key], theirs[key]) for key in ours)
    assert first["sha"] == second["sha"] and first["scores"] == second["scores"] and len(first["scores"]) == 2
    assert set(first["pieces"]) == set(second["pieces"]) == {2} and len(first["pieces"]) == len(second["pieces"])
    assert second["written"] == [] and any("checkpoint.pt" in path for path in first["written"])
    status = json.loads((tmp_path / "whole" / "progress.json").read_text())
    assert (status["processes"], status["batch"], status["state"]) == (2, 2, "finished")
    (curve,) = read_curves(tmp_path / "whole")
    assert curve.network == "" and list(curve.scores) == first["scores"] and 0 < max(curve.scores) <= 1

    notes = together(tmp_path, recipe, data, "stopped", 2)
    assert [note.get("stopped") for note in notes] == [True, True]
    assert (tmp_path / "stopped" / inner / "checkpoint.pt").is_file()
    assert json.loads((tmp_path / "stopped" / "progress.json").read_text())["state"] == "stopped"
    assert [note["sha"] for note in together(tmp_path, recipe, data, "stopped")] == [first["sha"]] * 2
    ours, theirs = (load_file(tmp_path / name / inner / "final.safetensors") for name in ("whole", "stopped"))
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


def test_a_loss_that_is_no_number_in_one_process_ends_both_with_the_same_sentence(tmp_path: Path) -> None:
    recipe, data = tmp_path / "tiny.toml", write_masks(tmp_path / "data")
    recipe.write_text(SEGMENTER, "utf-8")
    run_together(tmp_path, 2, BROKEN, str(recipe), str(data))
    said = [(tmp_path / f"said-{rank}").read_text() for rank in range(2)]
    assert said[0] == said[1] and "the loss is no number" in said[0] and "step 2" in said[0]
    assert json.loads((tmp_path / "out" / "progress.json").read_text())["state"] == "failed"


BROKEN = """
import os, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from leukview.domain.errors import InputProblem
from leukview.services.train_finders import train_finder
from leukview.training.finder_run import FinderRun

folder, rank, loss = Path(sys.argv[1]), os.environ["RANK"], FinderRun._loss

def breaks(self, part, *batch):
    return loss(self, part, *batch) * (float("nan") if rank == "1" and self.step == 2 else 1)

FinderRun._loss = breaks
try:
    train_finder(sys.argv[2], Path(sys.argv[3]), folder / "out", device="cpu", workers=1)
except InputProblem as problem:
    (folder / f"said-{rank}").write_text(str(problem))
"""


def test_processes_that_cannot_share_a_batch_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leukview.training import epoch_run
    from leukview.training.parallel import Team

    recipe, data = tmp_path / "tiny.toml", write_masks(tmp_path / "data")
    recipe.write_text(SEGMENTER, "utf-8")
    monkeypatch.setattr(epoch_run, "current_team", lambda: Team(0, 3))
    with pytest.raises(InputProblem, match="two images each"):
        train_finder(str(recipe), data, tmp_path / "out", device="cpu")
