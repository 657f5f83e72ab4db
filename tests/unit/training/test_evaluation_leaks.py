from __future__ import annotations

from pathlib import Path

from leukview.training.evaluation_leaks import Leaks, leaks_of
from leukview.training.labelled import LabelledImage


def found(dataset: str, said: str, split: str = "test", *, checked: bool = False) -> Leaks:
    items = [LabelledImage(Path("a.png"), "blast", said, dataset)]
    return leaks_of("net", ("home",), items, split, {"train", "val"}, checked=checked)


def test_a_part_that_the_model_was_trained_on_is_a_leak() -> None:
    leaks = found("home", "train", "train")
    assert leaks.warnings and leaks.warnings[0].startswith("Leak: net was trained on") and not leaks.notes


def test_images_of_its_own_data_set_without_a_split_may_leak() -> None:
    assert found("home", "").warnings[0].startswith("Possible leak")


def test_images_held_back_by_the_datas_own_word_are_noted_not_warned_of() -> None:
    leaks = found("home", "test")
    assert not leaks.warnings and "by the data's own word" in leaks.notes[0]


def test_another_data_set_cannot_be_checked_and_the_report_says_so() -> None:
    leaks = found("away", "")
    assert not leaks.warnings and "cannot be checked" in leaks.notes[0]


def test_where_the_intake_compared_contents_nothing_else_is_said() -> None:
    leaks = found("home", "", checked=True)
    assert not leaks.warnings and leaks.notes == (
        "Compared by content with the images net was trained on: none of them is measured.",
    )
