from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from leukview.domain.errors import InputProblem
from leukview.training.intake.prepare import OwnData, data_to_measure, data_to_train, refuse_empty_parts

KNOWN = ("blast", "monocyte")


def put(root: Path, *names: str, seed: int = 0) -> None:
    """Write images that all differ."""
    rng = np.random.default_rng([seed, len(names)])
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 255, (20, 20, 3), dtype=np.uint8)).save(root / name)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    root = tmp_path / "ours"
    put(root, *(f"{cls}/{number}.png" for cls in KNOWN for number in range(10)))
    return root


def table(root: Path, header: str, rows: Sequence[str]) -> Path:
    file = root / "labels.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return file


def splits(data: OwnData) -> dict[str, str]:
    return {f"{item.path.parent.name}/{item.path.name}": item.split for item in data.items}


def kept(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_folders_are_split_and_the_split_is_written_for_people_and_the_next_run(folders: Path, tmp_path: Path) -> None:
    first = data_to_train(folders, tmp_path / "out", KNOWN)
    assert first.datasets == ("ours",)
    assert "20 images in blocks of file order" in first.notes[-1] and "train 14, val 2, test 4" in first.notes[-1]
    rows = kept(tmp_path / "out" / "split.csv")
    assert {(row["path"], row["cls"], row["split"]) for row in rows} == {
        (item.path.as_posix(), item.cls, item.split) for item in first.items
    }
    again = data_to_train(tmp_path / "out" / "split.csv", tmp_path / "out2", KNOWN)
    assert splits(again) == splits(first) and again.datasets == ("ours",)


def test_a_rerun_with_changed_data_keeps_every_old_part(folders: Path, tmp_path: Path) -> None:
    before = splits(data_to_train(folders, tmp_path / "out", KNOWN, seed=1))
    put(folders, *(f"blast/new{number}.png" for number in range(20)), seed=5)
    (folders / "blast" / "0.png").rename(folders / "blast" / "renamed.png")
    (folders / "monocyte" / "3.png").unlink()
    put(folders, "monocyte/4.png", seed=6)  # saved anew
    after = splits(data_to_train(folders, tmp_path / "out", KNOWN, seed=2))
    assert after.pop("blast/renamed.png") == before.pop("blast/0.png")
    del before["monocyte/3.png"]
    assert before.items() <= after.items()
    new = [split for name, split in after.items() if "new" in name]
    assert {part: new.count(part) for part in ("train", "val", "test")} == {"train": 14, "val": 2, "test": 4}


def test_patients_of_a_table_are_kept_whole_and_its_own_splits_stand(folders: Path, tmp_path: Path) -> None:
    rows = [f"blast/{n}.png,blast,P{n % 5}" for n in range(10)] + [
        f"monocyte/{n}.png,monocyte,P{n % 5}" for n in range(10)
    ]
    made = data_to_train(table(folders, "path,cls,patient", rows), tmp_path / "out", KNOWN)
    assert "by 5 patients" in made.notes[-1]
    assert all(len({item.split for item in made.items if item.patient == f"P{n}"}) == 1 for n in range(5))
    own = [f"{row},{'train' if 'P0' in row else 'test'}" for row in rows]
    said = data_to_train(table(folders, "path,cls,patient,split", own), tmp_path / "out", KNOWN)
    assert said.notes == ("Split as the data say: train 4, test 16.",)


def test_leaks_in_a_tables_own_split_are_refused(folders: Path, tmp_path: Path) -> None:
    rows = ["blast/0.png,blast,P1,train", "blast/1.png,blast,P1,test"]
    with pytest.raises(InputProblem, match="P1"):
        data_to_train(table(folders, "path,cls,patient,split", rows), tmp_path / "out", KNOWN)
    (folders / "copy.png").write_bytes((folders / "blast" / "0.png").read_bytes())
    rows = ["blast/0.png,blast,train", "copy.png,blast,test"]
    with pytest.raises(InputProblem, match=r"0\.png.*copy\.png"):
        data_to_train(table(folders, "path,cls,split", rows), tmp_path / "out", KNOWN)
    assert not (tmp_path / "out" / "split.csv").exists()


def test_patients_learnt_later_that_an_old_split_parts_are_refused_with_what_to_do(
    folders: Path, tmp_path: Path
) -> None:
    data_to_train(folders, tmp_path / "out", KNOWN)
    rows = [f"blast/{n}.png,blast,P1" for n in range(10)]
    with pytest.raises(InputProblem, match=r"P1.*delete .*split\.csv and train anew"):
        data_to_train(table(folders, "path,cls,patient", rows), tmp_path / "out", KNOWN)


def test_only_the_recipes_data_sets_are_read_where_the_data_name_any(folders: Path, tmp_path: Path) -> None:
    rows = [f"blast/{n}.png,{'blast' if n < 5 else 'gremlin'},{'one' if n < 5 else 'two'}" for n in range(10)]
    file = table(folders, "path,cls,dataset", rows)
    assert len(data_to_train(file, tmp_path / "out", KNOWN, datasets=["one"]).items) == 5
    with pytest.raises(InputProblem, match="gremlin"):
        data_to_train(file, tmp_path / "out", KNOWN)
    with pytest.raises(InputProblem, match=r"no image of pbc \(it has one, two\)"):
        data_to_train(file, tmp_path / "out", KNOWN, datasets=["pbc"])
    file.unlink()
    assert len(data_to_train(folders, tmp_path / "out", KNOWN, datasets=["pbc"]).items) == 20


def test_a_class_map_beside_the_data_is_found_and_a_given_one_goes_before_it(folders: Path, tmp_path: Path) -> None:
    (folders / "monocyte").rename(folders / "MO")
    with pytest.raises(InputProblem, match=r"'MO', 10 images"):
        data_to_train(folders, tmp_path / "out", KNOWN)
    (folders / "classes.toml").write_text('[classes]\nMO = "monocyte"\n')
    assert {item.cls for item in data_to_train(folders, tmp_path / "out", KNOWN).items} == set(KNOWN)
    (tmp_path / "mine.toml").write_text('[classes]\nMO = ""\n')
    given = data_to_train(folders, tmp_path / "out", KNOWN, classes=tmp_path / "mine.toml")
    assert {item.cls for item in given.items} == {"blast"} and any("'MO' (10 images)" in note for note in given.notes)


def test_images_that_cannot_be_read_are_passed_over_and_named(folders: Path, tmp_path: Path) -> None:
    (folders / "blast" / "bad.png").write_text("words")
    data = data_to_train(folders, tmp_path / "out", KNOWN)
    assert len(data.items) == 20 and any("1 image that cannot be read" in n and "bad.png" in n for n in data.notes)
    for file in folders.rglob("*.png"):
        file.write_text("words")
    with pytest.raises(InputProblem, match="none of its images can be read"):
        data_to_train(folders, tmp_path / "out", KNOWN)


def test_too_few_images_to_train_on_or_choose_by_are_refused_with_the_counts(folders: Path, tmp_path: Path) -> None:
    data = data_to_train(folders, tmp_path / "out", KNOWN)
    refuse_empty_parts(data, "train", "val", 14)
    with pytest.raises(InputProblem, match=r"'train' needs 15 .*'test' 4, 'train' 14, 'val' 2"):
        refuse_empty_parts(data, "train", "val", 15)
    with pytest.raises(InputProblem, match="'choose' one"):
        refuse_empty_parts(data, "train", "choose", 2)


def test_without_a_split_everything_is_measured_and_the_user_is_told(folders: Path) -> None:
    data = data_to_measure(folders, "test", KNOWN)
    assert {item.split for item in data.items} == {"test"} and len(data.items) == 20
    assert any("training images flatter it" in note for note in data.notes)


def test_what_a_model_was_trained_on_is_not_measured(folders: Path, tmp_path: Path) -> None:
    made = data_to_train(folders, tmp_path / "out", KNOWN)
    file = tmp_path / "out" / "split.csv"
    put(folders, "blast/later.png", seed=8)
    data = data_to_measure(folders, "test", KNOWN, trained=[file])
    held = {name for name, split in splits(made).items() if split == "test"}
    assert set(splits(data)) == {*held, "blast/later.png"}
    assert any("16 images of the model's own training: left out" in note for note in data.notes)
    claimed = table(folders, "path,cls,split", [f"blast/{n}.png,blast,test" for n in range(10)])
    with pytest.raises(InputProblem, match="8 images of 'test': the model was trained on them"):
        data_to_measure(claimed, "test", KNOWN, trained=[file])
    assert len(data_to_measure(file, "test", KNOWN, trained=[file]).items) == 4


def test_only_the_measured_part_needs_known_classes_and_a_missing_part_is_told(folders: Path) -> None:
    rows = ["blast/0.png,blast,test", "blast/1.png,gremlin,train"]
    file = table(folders, "path,cls,split", rows)
    assert len(data_to_measure(file, "test", KNOWN).items) == 1
    with pytest.raises(InputProblem, match=r"no image of the split 'val' .*'test', 'train'"):
        data_to_measure(file, "val", KNOWN)
    with pytest.raises(InputProblem, match="no such data"):
        data_to_measure(folders / "none", "test", KNOWN)


def test_labels_that_the_system_does_not_know_are_passed_over_unless_the_map_names_them(
    folders: Path, tmp_path: Path
) -> None:
    (folders / "platelet").mkdir()
    shutil.copy(next((folders / "blast").iterdir()), folders / "platelet" / "p.png")
    with pytest.raises(InputProblem, match="'platelet', 1 image"):
        data_to_measure(folders, "test", KNOWN)
    left = data_to_measure(folders, "test", KNOWN, leave_out=["platelet", "giant_platelet"])
    assert len(left.items) == 20 and any("'platelet' (1 image)" in note for note in left.notes)
    assert not any("giant_platelet" in note for note in left.notes)
    (folders / "classes.toml").write_text('[classes]\nplatelet = "blast"\n', "utf-8")
    assert len(data_to_measure(folders, "test", KNOWN, leave_out=["platelet"]).items) == 21
