from __future__ import annotations

from pathlib import Path

from leukview.training.ablation import first_half, recipes_of
from leukview.training.datasets import LabelledImage
from leukview.training.recipe import load_recipe


def test_a_step_adds_to_those_before_it_or_stands_alone() -> None:
    plain = load_recipe("leukview").rounds()[0]
    made = {step.name: recipe for step, recipe in recipes_of(plain)}
    assert made["plain"] == plain
    last = made["+ appearance augmentation"]
    assert last.network.cell_diameters == 1.4 and last.network.preparation.stain == "white"
    assert last.augment.appearance is not None and last.augment.unmask > 0
    for step, recipe in recipes_of(plain):
        if step.alone:
            assert recipe.network.preparation.background == "kept" and recipe.augment.unmask == 0


def test_choices_are_made_on_the_first_half_by_name() -> None:
    items = [LabelledImage(Path(f"{n}.png"), "monocyte", "train", "away") for n in (3, 1, 2, 0)]
    assert [
        item.path.stem for item in first_half([*items, LabelledImage(Path("x"), "blast", "val", "pbc")], "away")
    ] == [
        "0",
        "1",
    ]
