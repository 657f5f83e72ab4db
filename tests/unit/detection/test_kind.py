from pathlib import Path

import numpy as np
import pytest

from leukview.detection.kind import image_kind
from leukview.imaging.readers import read_rgb
from leukview.imaging.synthetic import CLASSES, STAINS, new_smear, render_crop, render_field


@pytest.mark.parametrize("stain", list(STAINS))
def test_drawn_cells_and_fields_are_told_apart(stain: str) -> None:
    rng = np.random.default_rng(21)
    smear = new_smear(rng, stain)
    for name in CLASSES:
        assert image_kind(render_crop(name, rng, smear).image) == "cell", name
    assert image_kind(render_field(["blast", "lymphocyte"], rng, smear).image) == "field"
    assert image_kind(render_field([], rng, smear).image) == "field"


def test_a_square_field_with_several_cells_is_a_field() -> None:
    rng = np.random.default_rng(22)
    drawn = render_field(["blast"] * 4 + ["lymphocyte"] * 3, rng, new_smear(rng), height=1000, width=1000)
    assert image_kind(drawn.image) == "field"


def test_a_long_image_is_a_field() -> None:
    assert image_kind(np.full((100, 300, 3), 230, np.uint8)) == "field"


def test_a_small_square_image_of_nothing_is_a_cell_to_be_looked_at() -> None:
    assert image_kind(np.full((240, 240, 3), 230, np.uint8)) == "cell"


@pytest.mark.parametrize(
    ("pattern", "kind", "share"),
    [
        ("pbc/*/*.jpg", "cell", 1.0),
        ("deepapl/*/*.jpg", "cell", 1.0),
        ("cases/*/*.jpg", "cell", 1.0),
        ("pbc-lavender/*/*.jpg", "cell", 1.0),
        ("allidb2/*/*[0-9].jpg", "cell", 0.95),
        ("masks/dataset1/*[0-9].jpg", "cell", 1.0),
        ("masks/dataset2/*[0-9].jpg", "cell", 1.0),
        ("fields/bccd/*.jpg", "field", 1.0),
        ("fields/raabin/*.jpg", "field", 0.9),
        ("fields/allidb1/*.jpg", "field", 1.0),
    ],
)
def test_real_images_are_told_apart(shared_data: Path, pattern: str, kind: str, share: float) -> None:
    paths = sorted(shared_data.glob(pattern))
    paths = paths[:: max(1, len(paths) // 40)]
    assert paths, pattern
    right = [image_kind(read_rgb(path)) == kind for path in paths]
    assert np.mean(right) >= share
