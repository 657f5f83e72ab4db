from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.training.intake.leaks import lookalikes, refuse_leaks, refuse_same_content, see, see_all
from leukview.training.labelled import LabelledImage


def image(split: str, path: str = "x", **more: str) -> LabelledImage:
    return LabelledImage(Path(path), "blast", split, "d", **more)


def drawn(seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    return Image.fromarray(render_crop("monocyte", rng, new_smear(rng), height=96, width=96).image)


@pytest.mark.parametrize(
    ("more", "word"), [({"patient": "P7"}, "P7: this patient"), ({"smear": "S3"}, "S3: this smear")]
)
def test_a_patient_or_a_smear_in_two_splits_is_refused(more: dict[str, str], word: str) -> None:
    with pytest.raises(InputProblem, match=f"{word}'s cells stand in both 'train' and 'test'"):
        refuse_leaks([image("train", **more), image("val"), image("test", **more)])
    refuse_leaks([image("train", **more), image("train", **more), image("test")])


def test_every_patients_smears_are_numbered_anew() -> None:
    refuse_leaks([image("train", patient="P1", smear="1"), image("test", patient="P2", smear="1")])


def test_one_files_content_in_two_splits_is_refused_naming_both(tmp_path: Path) -> None:
    for name in ("a.png", "copy.png"):
        drawn(1).save(tmp_path / name)
    drawn(2).save(tmp_path / "other.png")
    items = [image(split, str(tmp_path / name)) for name, split in (("a.png", "train"), ("other.png", "test"))]
    looks = [see(item.path) for item in items]
    refuse_same_content(items, looks)
    items.append(image("test", str(tmp_path / "copy.png")))
    with pytest.raises(InputProblem, match=r"1 pair of files.*a\.png \('train'\) and .*copy\.png \('test'\)"):
        refuse_same_content(items, [*looks, see(items[-1].path)])
    within = [image("train", str(tmp_path / name)) for name in ("a.png", "copy.png")]
    refuse_same_content(within, [see(item.path) for item in within])


def test_a_picture_saved_twice_is_noticed_across_splits_and_another_cell_is_not(tmp_path: Path) -> None:
    drawn(1).save(tmp_path / "a.png")
    drawn(1).save(tmp_path / "a.bmp")
    drawn(1).resize((120, 120)).save(tmp_path / "larger.png")
    drawn(2).save(tmp_path / "b.png")
    names = ("a.png", "a.bmp", "larger.png", "b.png")
    items = [image(split, str(tmp_path / name)) for name, split in zip(names, ("train", *["test"] * 3), strict=True)]
    looks = [see(item.path) for item in items]
    refuse_same_content(items, looks)
    (note,) = lookalikes(items, looks)
    assert "1 pair of pictures" in note and "a.png" in note and "a.bmp" in note
    assert not lookalikes([image("train", str(item.path)) for item in items], looks)


def test_images_that_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    drawn(1).save(tmp_path / "a.png")
    (tmp_path / "words.png").write_text("no image")
    looks, reasons = see_all([image("train", str(tmp_path / name)) for name in ("words.png", "a.png")], NoProgress())
    assert looks[0] is None and looks[1] is not None and looks[1].shape == (96, 96)
    (reason,) = reasons
    assert "words.png: this is not an image" in reason
