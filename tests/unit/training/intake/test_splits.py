from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.training.intake.leaks import Look, refuse_leaks, refuse_same_content
from leukview.training.intake.splits import FRACTIONS, give_splits, natural_key
from leukview.training.labelled import LabelledImage


def looks(count: int) -> list[Look]:
    return [Look(f"sha{i}", (9, 9), bytes([i % 256])) for i in range(count)]


def image(number: int, cls: str = "blast", split: str = "", **more: str) -> LabelledImage:
    return LabelledImage(Path(f"cell{number}.png"), cls, split, "d", **more)


def parts(items: list[LabelledImage]) -> Counter[str]:
    return Counter(item.split for item in items)


def test_many_patients_come_near_the_fractions_in_every_class_and_none_is_parted() -> None:
    items = [image(i, ("blast", "monocyte", "eosinophil")[i % 3], patient=f"P{i // 12}") for i in range(720)]
    split = give_splits(items, looks(720))
    refuse_leaks(split)
    for cls in ("blast", "monocyte", "eosinophil"):
        counts = parts([item for item in split if item.cls == cls])
        assert [counts[part] / 240 for part in ("train", "val", "test")] == pytest.approx(FRACTIONS, abs=0.03)
    assert split == give_splits(items, looks(720))
    assert split != give_splits(items, looks(720), seed=1)


def test_classes_that_few_patients_have_are_spread_over_the_parts() -> None:
    # Thirty patients, six of whom have blasts: by chance alone, a part would often lack them.
    items = [image(i, "blast" if i // 10 % 5 == 0 else "monocyte", patient=f"P{i // 10}") for i in range(300)]
    for seed in range(5):
        split = give_splits(items, looks(300), (0.6, 0.2, 0.2), seed)
        blasts = parts([item for item in split if item.cls == "blast"])
        assert set(blasts) == {"train", "val", "test"}


@pytest.mark.parametrize("count", [3, 4, 7])
def test_a_few_patients_give_every_part_one(count: int) -> None:
    split = give_splits([image(i, patient=f"P{i % count}") for i in range(10 * count)], looks(10 * count))
    assert set(parts(split)) == {"train", "val", "test"} and parts(split)["train"] == max(parts(split).values())


def test_a_rare_class_comes_near_the_fractions_beside_a_common_one() -> None:
    # Every tenth of sixty patients has two rare cells, six patients in all; the rest is common.
    items = [
        image(i, "hairy_cell" if i // 20 % 10 == 0 and i % 20 < 2 else "lymphocyte", patient=f"P{i // 20}")
        for i in range(1200)
    ]
    for seed in range(5):
        split = give_splits(items, looks(1200), seed=seed)
        rare = parts([item for item in split if item.cls == "hairy_cell"])
        assert rare == {"train": 8, "val": 2, "test": 2}
        assert parts(split)["train"] / 1200 == pytest.approx(0.7, abs=0.03)


def test_a_large_patient_is_trained_on() -> None:
    items = [image(i, patient="big" if i < 60 else f"P{i}") for i in range(100)]
    split = give_splits(items, looks(100))
    assert {item.split for item in split if item.patient == "big"} == {"train"}
    assert parts(split)["test"] == pytest.approx(20, abs=4)


def test_without_patients_smears_stay_whole() -> None:
    split = give_splits([image(i, smear=f"S{i // 10}") for i in range(100)], looks(100))
    refuse_leaks(split)
    assert parts(split) == {"train": 70, "val": 10, "test": 20}


def test_without_patient_and_smear_each_class_is_cut_into_contiguous_blocks_of_natural_order() -> None:
    numbers = [10, 2, 1, 9, 3, 4, 8, 5, 7, 6]
    items = [image(n, cls) for cls in ("blast", "monocyte") for n in numbers]
    split = give_splits(items, looks(20))
    for cls in ("blast", "monocyte"):
        own = sorted((item for item in split if item.cls == cls), key=lambda item: int(item.path.stem[4:]))
        order = [item.split for item in own]
        assert Counter(order) == {"train": 7, "val": 1, "test": 2}
        assert sum(a != b for a, b in pairwise(order)) == 2


def test_other_fractions_are_kept_even_without_one_part() -> None:
    for more in ({}, {"patient": "P"}):
        items = [image(i, **{key: f"{text}{i}" for key, text in more.items()}) for i in range(100)]
        assert parts(give_splits(items, looks(100), (0.8, 0.0, 0.2))) == {"train": 80, "test": 20}
        assert parts(give_splits(items, looks(100), (0.8, 0.1, 0.1))) == {"train": 80, "val": 10, "test": 10}


def test_what_has_a_split_keeps_it_and_its_patient_follows() -> None:
    items = [image(0, split="test", patient="P0"), image(1, split="shift"), *(image(i, patient="P0") for i in (2, 3))]
    assert [item.split for item in give_splits(items, looks(4))] == ["test", "shift", "test", "test"]


def test_new_patients_go_where_images_lack() -> None:
    old = [image(i, split="train", patient=f"P{i // 10}") for i in range(80)]
    split = give_splits([*old, *(image(i, patient=f"N{i // 10}") for i in range(80, 100))], looks(100))
    assert split[:80] == old and parts(split[80:]) == {"val": 10, "test": 10}


def test_files_of_equal_content_stay_together_whatever_joins_them() -> None:
    same = Look("same", (9, 9), b"x")
    items = [image(i, patient=f"P{i}" if i < 15 else "") for i in range(30)]
    seen = [same if i in {3, 7, 20, 29} else look for i, look in enumerate(looks(30))]
    split = give_splits(items, seen)
    refuse_same_content(split, seen)
    assert all(item.split for item in split)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["", "P1", "P2", "P3"]), st.sampled_from(["", "S1", "S2"])),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 3),
)
def test_whatever_is_known_every_image_gets_a_part_and_nothing_leaks(
    rows: list[tuple[str, str, str]], seed: int
) -> None:
    items = [image(i, cls, patient=patient, smear=smear) for i, (cls, patient, smear) in enumerate(rows)]
    split = give_splits(items, looks(len(items)), seed=seed)
    refuse_leaks(split)
    assert {item.split for item in split} <= {"train", "val", "test"}
    assert [item.path for item in split] == [item.path for item in items]


def test_numbers_in_names_sort_as_numbers() -> None:
    names = ["b1", "a10", "A2", "a"]
    assert [path.name for path in sorted(map(Path, names), key=natural_key)] == ["a", "A2", "a10", "b1"]
