"""Write a finished training of stages as one file: networks calibrated, heads' thresholds, the out-of-domain distance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from leukview.classifiers.novelty import Novelty, fit_novelty
from leukview.classifiers.staged import StagedClassifier, stage_prefix
from leukview.classifiers.staged_manifest import (
    HeadNetwork,
    StagedManifest,
    StageNetwork,
    TreeTable,
    ends_classes,
)
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.segmentation.base import Segmenter
from leukview.training.evaluate import Calls, call_images
from leukview.training.facts import facts_of
from leukview.training.finalise import empty_novelty, fit_temperature, halved
from leukview.training.frames import FoundMasks, masks_for
from leukview.training.patient_level import best_threshold, patient_rows
from leukview.training.stage_plan import Plan, Task, network_of
from leukview.training.staged import MASKS, trained_networks
from leukview.training.staged_recipe import HeadConfig

__all__ = ["finalise_stages", "masks_of"]

_NOVELTY_CELLS = 4000


def finalise_stages(
    plan: Plan, run: Path, out: Path, progress: Progress | None = None, segmenter: Segmenter | None = None
) -> StagedManifest:
    """Write ``out/<name>.safetensors`` and ``out/<name>.json`` from a training's folder.

    Temperatures, the heads' thresholds and the out-of-domain quantiles are fitted on the validation part; the test part is not
    touched.
    """
    progress = progress or NoProgress()
    masks = masks_of(plan, run, progress, segmenter)
    networks = {task.config.id: network_of(task) for task in plan.tasks}
    for name, state in trained_networks(plan, run).items():
        networks[name].load_state_dict(state)
    draft = StagedClassifier(
        _manifest(plan, "", [_network(task) for task in plan.tasks]), networks, empty_novelty(), "cpu"
    )
    rows = [_calibrated(draft, task, masks, progress) for task in plan.tasks]
    novelty = _novelty(draft, plan.tasks[0], masks, progress)

    tensors = {f"novelty.{name}": torch.from_numpy(value.copy()) for name, value in novelty.tensors().items()}
    for name, network in networks.items():
        tensors |= {stage_prefix(name) + key: value for key, value in halved(network).items()}
    out.mkdir(parents=True, exist_ok=True)
    weights = out / f"{plan.recipe.name}.safetensors"
    save_file(tensors, weights)
    manifest = _manifest(plan, sha256(weights), rows)
    write_manifest(manifest, out / f"{plan.recipe.name}.json")
    return manifest


def masks_of(plan: Plan, run: Path, progress: Progress, segmenter: Segmenter | None = None) -> FoundMasks | None:
    """Return the cells of all of a plan's images where any network is shown the cell; kept in a training's folder."""
    seen = [task for task in plan.tasks if _looks_at_cells(task)]
    items = {item.path: item for task in plan.tasks for item in task.items}
    return masks_for(seen[0].recipe, list(items.values()), run / MASKS, "cpu", progress, segmenter) if seen else None


def _looks_at_cells(task: Task) -> bool:
    """Tell whether a task's network is shown the cell, not the image's middle as it is."""
    net = task.recipe.network
    return net.cell_diameters is not None or net.preparation != type(net.preparation)()


def _network(task: Task, **more: float) -> StageNetwork:
    net = task.recipe.network
    kind = HeadNetwork if isinstance(task.config, HeadConfig) else StageNetwork
    facts = {
        "id": task.config.id,
        "form": task.form,
        "backbone": net.backbone,
        "input_size": net.input_size,
        "crop_fraction": net.crop_fraction,
        "cell_diameters": net.cell_diameters,
        "preparation": net.preparation,
        "field_diameters": net.field_diameters,
        "rotations": net.rotations,
        "mean": net.mean,
        "std": net.std,
    }
    return kind.model_validate({**facts, "temperature": 1.0, **more})


def _calls(draft: StagedClassifier, task: Task, split: str, masks: FoundMasks | None, progress: Progress) -> Calls:
    """Return what a task's network makes of its own cells of a part."""
    own = task.targets[task.config.id].any(dim=1)
    items = [task.items[row] for row in task.rows(split) if own[row]]
    stage = {**draft.stages, **draft.asides}[task.config.id]
    return call_images(stage, items, progress, masks)


def _calibrated(draft: StagedClassifier, task: Task, masks: FoundMasks | None, progress: Progress) -> StageNetwork:
    split = task.recipe.data.val_split
    calls = _calls(draft, task, split, masks, progress)
    rows = [row for row in task.rows(split) if task.targets[task.config.id][row].any()]
    allowed = task.targets[task.config.id][rows].numpy()
    temperature = fit_temperature(calls.logits, allowed)
    if not isinstance(task.config, HeadConfig) or allowed.shape[1] != 2:
        return _network(task, temperature=temperature)
    scaled = calls.logits.astype(np.float64) / temperature
    scores = 1 / (1 + np.exp(scaled[:, 1] - scaled[:, 0]))
    truth = allowed[:, 0] & ~allowed[:, 1]
    chosen = best_threshold(truth, scores)
    patients = patient_rows(calls.items, truth, scores)
    both = np.array([row.truth for row in patients], dtype=bool)
    # Without two kinds of patients there is nothing to choose by: the cells' own then.
    alone = chosen
    if both.any() and not both.all():
        alone = best_threshold(both, np.array([row.probability for row in patients]))
    return _network(task, temperature=temperature, threshold=chosen, patient_threshold=alone)


def _novelty(draft: StagedClassifier, first: Task, masks: FoundMasks | None, progress: Progress) -> Novelty:
    """Return the distance over the first stage's features, from at most 4,000 training cells and all validation cells."""
    data = first.recipe.data
    held = _calls(draft, first, data.val_split, masks, progress)
    targets = first.targets[first.config.id]
    exact = [row for row in first.rows(data.train_split) if int(targets[row].sum()) == 1]
    if len(exact) > _NOVELTY_CELLS:
        drawn = np.random.default_rng(first.recipe.seed).choice(len(exact), _NOVELTY_CELLS, replace=False)
        exact = [exact[place] for place in sorted(drawn.tolist())]
    stage = draft.stages[first.config.id]
    taught = call_images(stage, [first.items[row] for row in exact], progress, masks)
    labels = targets[exact].int().argmax(dim=1).numpy().astype(np.int64)
    return fit_novelty(taught.features, labels, held.features, stage.network.look)


def _manifest(plan: Plan, digest: str, rows: Sequence[StageNetwork]) -> StagedManifest:
    recipe = plan.recipe
    heads = tuple(row for row in rows if isinstance(row, HeadNetwork))
    stages = tuple(row for row in rows if not isinstance(row, HeadNetwork))
    tree = plan.tree
    return StagedManifest.model_validate(
        {
            **facts_of(recipe, digest, recipe.data.datasets, *_commands(recipe.name, [row.id for row in rows])),
            **stages[0].model_dump(exclude={"id", "form", "temperature"}),
            "classes": ends_classes(tree),
            "temperature": 1.0,
            "tree": TreeTable.of(tree),
            "stages": stages,
            "heads": heads,
            "labels": recipe.labels,
            "head_labels": tuple(rule for head in recipe.heads for rule in head.labels),
            "leaves_out": recipe.data.leave_out,
        }
    )


def _commands(name: str, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f"leukview evaluate {part} --models RUN --data DATA" for part in (name, *(f"{name}/{p}" for p in parts))
    )
