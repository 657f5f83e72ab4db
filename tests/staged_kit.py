"""A tiny staged classifier for tests: a tree of three decisions and a head, from networks made of nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import torch
from cells_kit import CellDrawer
from weights_kit import BACKBONE, FACTS, noise_novelty, write_weights

from leukview.classifiers.novelty import Novelty
from leukview.classifiers.stage_networks import StageNet, build_stage_net
from leukview.classifiers.staged import StagedClassifier, stage_prefix
from leukview.classifiers.staged_manifest import (
    HeadNetwork,
    LabelRule,
    StagedManifest,
    StageForm,
    StageNetwork,
    TreeTable,
    ends_classes,
)
from leukview.classifiers.tree import Tree
from leukview.classifiers.tree_file import read_tree
from leukview.imaging.preparation import Preparation

CUT = {"1": ("benign", "malignant"), "2B": ("lymphocyte", "eosinophil", "basophil"), "2T": ("myeloid", "lymphoid")}
FORMS = {
    "plain": StageForm(kind="plain"),
    "pmg": StageForm(kind="pmg", widths=(8, 12, 8)),
    "dense": StageForm(kind="dense", widths=(1, 16, 8)),
}
HALF = (0.5, 0.5, 0.5)


def cut_tree(known: dict[str, tuple[str, ...]] = CUT) -> Tree:
    return read_tree("yan2024").cut(known)


def stage(name: str, form: str = "pmg", **more: object) -> dict[str, object]:
    facts = {"backbone": BACKBONE, "input_size": 32, "crop_fraction": 0.8, "field_diameters": 4.0, "temperature": 1.0}
    return {"id": name, "form": FORMS[form], "mean": HALF, "std": HALF, **facts, **more}


def manifest(tree: Tree | None = None, heads: bool = False, **more: object) -> StagedManifest:
    """Return a manifest of which the second stage sees the cell alone, at another size."""
    tree = tree or cut_tree()
    forms = ("pmg", "plain", "dense", "pmg", "pmg")
    rows = [stage(each.id, form) for each, form in zip(tree.stages, forms, strict=False)]
    if len(rows) > 1:
        rows[1] |= {"input_size": 48, "cell_diameters": 1.5, "preparation": Preparation(background="masked")}
    first = {key: value for key, value in rows[0].items() if key not in {"id", "form", "temperature"}}
    beside = tuple(HeadNetwork(**stage(head.id), threshold=0.9) for head in tree.heads) if heads else ()
    return StagedManifest.model_validate(
        {
            **first,
            **FACTS,
            "tree": TreeTable.of(tree),
            "stages": tuple(StageNetwork(**row) for row in rows),
            "heads": beside,
            "classes": ends_classes(tree),
            "labels": (LabelRule(node="malignant", cls=("blast",)),),
            **more,
        }
    )


def networks(kept: StagedManifest) -> dict[str, StageNet]:
    torch.manual_seed(3)
    rows = (*kept.stages, *kept.heads)
    return {row.id: build_stage_net(row.form, row.backbone, len(kept.stage_manifest(row).classes)) for row in rows}


def any_novelty(network: StageNet) -> Novelty:
    """A distance of the right widths, fitted to noise."""
    with torch.inference_mode():
        width = network.eval().seen(torch.zeros(1, 3, 32, 32))[0].shape[1]
    return noise_novelty(width, network.look)


def staged(kept: StagedManifest | None = None) -> StagedClassifier:
    kept = kept or manifest()
    made = networks(kept)
    return StagedClassifier(kept, made, any_novelty(made[kept.stages[0].id]), "cpu")


def install(folder: Path, name: str = "toy", heads: bool = False) -> StagedManifest:
    """Write an untrained staged classifier as it would be shipped."""
    draft = manifest(heads=heads)
    made = networks(draft)
    named = {stage_prefix(own): network for own, network in made.items()}
    distance = any_novelty(made[draft.stages[0].id])
    return write_weights(folder, name, named, distance, partial(manifest, heads=heads))


RECIPE = f"""
kind = "staged"
name = "toy"
title = "Toy"
about = "A test."
seed = 1
tree = "yan2024"
classes = {{ malignant = "blast" }}
form = {{ kind = "pmg", widths = [8, 12, 8] }}
[[labels]]
node = "malignant"
cls = ["myeloblast"]
[network]
backbone = "{BACKBONE}"
input_size = 32
crop_fraction = 0.8
imagenet = false
[data]
cache_side = 64
fractions = [0.5, 0.25, 0.25]
leave_out = ["basophil"]
[augment]
scale = 0.0
stain = 0.0
[optimiser]
method = "sgd"
schedule = "cosine"
epochs = 2
batch = 4
lr = 1e-5
ema = 0.0
weight_decay = 0.0
[[stages]]
id = "1"
[[stages]]
id = "2B"
form = {{ kind = "plain" }}
draws = 8
[stages.network]
backbone = "{BACKBONE}"
input_size = 32
crop_fraction = 0.8
cell_diameters = 1.5
preparation = {{ background = "masked" }}
imagenet = false
[[heads]]
id = "APL"
node = "malignant"
draws = 8
balance_by = "patient"
[[heads.labels]]
node = "apl"
cls = ["myeloblast"]
diagnosis = ["APL"]
[[heads.labels]]
node = "non_apl"
cls = ["myeloblast"]
diagnosis = ["AML"]
"""


def write_staged_cells(folder: Path, count: int = 8) -> Path:
    """Draw cells of three types for the toy recipe, with a table: blasts of two patients of each genotype in every part."""
    drawer = CellDrawer()
    rows = ["path,cls,split,dataset,patient,diagnosis"]
    for kind, number in (("lymphocyte", count), ("eosinophil", count), ("myeloblast", 2 * count), ("basophil", 2)):
        files = drawer.draw(folder / kind, "blast" if kind == "myeloblast" else kind, number, stem=kind)
        for place, file in enumerate(files):
            split = ("train", "train", "val", "test")[place % 4]
            genotype = ("AML", "APL")[place // 4 % 2]
            patient = f"{split}-{genotype}-{place // 8}" if kind == "myeloblast" else ""
            diagnosis = genotype if kind == "myeloblast" else ""
            rows.append(f"{kind}/{file.name},{kind},{split},toy,{patient},{diagnosis}")
    (folder / "labels.csv").write_text("\n".join(rows))
    return folder
