"""Tiny recipes and masks for the training of finders of cells, and two processes that train one together."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image
from team_kit import run_together

from leukview.training.segmenter.data import render_masked

__all__ = ["SAM", "SEGMENTER", "together", "write_masks"]

SEGMENTER = """
kind = "segmenter"
name = "tiny"
title = "Tiny"
licence = "test"
seed = 3
encoder = "tf_efficientnet_lite0"
decoder = [16, 16, 16, 8, 8]
input_size = 64
filling = 0.5
scale = 1.5
sources = ["one", "two"]
synthetic = 6
share = 0.3
epochs = 2
batch = 4
lr = 1e-3
"""

SAM = """
kind = "sam"
name = "tiny"
title = "Tiny"
licence = "test"
seed = 2
input_size = 64
filling = 0.5
scale = 1.2
sources = ["one", "two"]
synthetic = 0
share = 0
epochs = 2
batch = 4
lr = 2e-3
held_back = 4
mean = [0, 0, 0]
std = [0.0039, 0.0039, 0.0039]

[shape]
image = 64
width = 32
depth = 2
heads = 2
window = 2
whole = [1]
channels = 32
mlp = 32
decoder_heads = 2
"""

WORKER = """
import json, os, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from leukview.domain.errors import Cancelled
from leukview.services.train_finders import train_finder
from leukview.training.finder_run import FinderRun

folder, recipe, data, name, until = Path(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5])
out, rank, runs, written, drawn = folder / name, os.environ["RANK"], [], [], []
begin, epoch, loss = FinderRun.__init__, FinderRun.one_epoch, FinderRun._loss

def noted(self, *arguments):
    begin(self, *arguments)
    runs.append(self)

def stopped(self, progress):
    if self.epoch + 1 == until:
        raise Cancelled
    epoch(self, progress)

def seen(self, part, *batch):
    drawn.append(len(batch[0][part]))
    return loss(self, part, *batch)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        written.append(str(arguments[0]))
    elif event == "os.rename":
        written.append(str(arguments[1]))

FinderRun.__init__, FinderRun.one_epoch, FinderRun._loss = noted, stopped, seen
sys.addaudithook(watch)
note = {"said": []}
try:
    manifest = train_finder(recipe, Path(data), out, device="cpu", workers=1 if "two" in name else 0, say=note["said"].append)
    note["sha"] = manifest.sha256
except Cancelled:
    note["stopped"] = True
note["written"] = [path for path in written if path.startswith(str(out))]
note["pieces"] = drawn
note["scores"] = [row.score for run in runs for row in run.history]
for run in runs:
    state = {key: value for key, value in run.network.state_dict().items() if "num_batches" not in key}
    torch.save(state, folder / f"{name}-{rank}.pt")
(folder / f"rank-{rank}.json").write_text(json.dumps(note))
"""


def write_masks(folder: Path, count: int = 14) -> Path:
    """Write two sources of rendered cells with masks."""
    for number, item in enumerate(render_masked(count, 5)):
        own = folder / ("one" if number < 8 else "two")
        own.mkdir(parents=True, exist_ok=True)
        Image.fromarray(item.image).save(own / f"{number}.png")
        Image.fromarray(item.mask).save(own / f"{number}_mask.png")
    return folder


def together(folder: Path, recipe: Path, data: Path, name: str, until: int = 0) -> list[dict[str, object]]:
    """Train in two processes, until before an epoch, into a folder of that name; return what each wrote down."""
    run_together(folder, 2, WORKER, str(recipe), str(data), name, str(until))
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(2)]
