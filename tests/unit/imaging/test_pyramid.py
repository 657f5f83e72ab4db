"""Levels, tiles, previews and pixel sizes of fields."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PilImage
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from leukview.imaging.overview import read_overview, read_small
from leukview.imaging.pixel_size import pixel_size_um
from leukview.imaging.pyramid import TILE, Pyramid, TileKey, level_for, tiles_in


def picture(height: int, width: int) -> np.ndarray:
    rng = np.random.default_rng(height * width)
    return rng.integers(0, 256, (height, width, 3)).astype(np.uint8)


@settings(max_examples=20, deadline=None)
@given(st.integers(16, 1300), st.integers(16, 1300))
def test_the_tiles_of_every_level_make_up_the_field(height: int, width: int) -> None:
    image = picture(height, width)
    pyramid = Pyramid(image)
    assert (pyramid.width, pyramid.height) == (width, height)
    for number, level in enumerate(pyramid.levels):
        assert level.shape[:2] == (-(-height // 2**number), -(-width // 2**number))
        keys = tiles_in(number, 0, 0, width, height, width, height)
        whole = np.zeros_like(level)
        for key in keys:
            tile = pyramid.tile(key)
            y, x = key.row * TILE, key.column * TILE
            whole[y : y + tile.shape[0], x : x + tile.shape[1]] = tile
        assert np.array_equal(whole, level) and len(set(keys)) == len(keys)
    assert max(pyramid.levels[-1].shape[:2]) <= 256


def test_a_level_is_the_mean_of_the_one_before() -> None:
    image = picture(600, 400)
    half = Pyramid(image).levels[1].astype(float)
    mean = image.reshape(300, 2, 200, 2, 3).mean(axis=(1, 3))
    assert np.abs(half - mean).max() <= 0.75
    assert np.array_equal(Pyramid(image).levels[0], image)


@pytest.mark.parametrize(("scale", "level"), [(4.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.001, 5)])
def test_a_view_is_drawn_from_the_smallest_level_that_has_its_pixels(scale: float, level: int) -> None:
    assert level_for(scale, 6) == level


def test_only_what_is_on_screen_is_wanted_and_its_middle_first() -> None:
    keys = tiles_in(0, 1000, 1000, 2600, 2600, 10_000, 10_000)
    assert {(key.column, key.row) for key in keys} == {(c, r) for c in range(1, 6) for r in range(1, 6)}
    assert keys[0] == TileKey(0, 3, 3)
    assert tiles_in(0, -900, -900, -10, -10, 10_000, 10_000) == []
    with pytest.raises(IndexError):
        Pyramid(picture(600, 600)).tile(TileKey(0, 2, 0))


def test_a_jpeg_has_a_quick_overview_and_other_files_none(tmp_path: Path) -> None:
    smooth = np.linspace(0, 255, 1600 * 1200).reshape(1200, 1600).astype(np.uint8)
    image = PilImage.fromarray(np.repeat(smooth[..., None], 3, axis=2))
    exif = PilImage.Exif()
    exif[0x0112] = 6  # on its side
    image.save(tmp_path / "a.jpg", quality=95, exif=exif)
    image.save(tmp_path / "a.png")
    found = read_overview(tmp_path / "a.jpg", 200)
    assert found is not None and found[1] == (1200, 1600)
    assert found[0].shape == (200, 150, 3)
    assert read_overview(tmp_path / "a.png", 200) is None
    assert read_small(tmp_path / "a.png", 200).shape == (150, 200, 3)
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8 no more")
    assert read_overview(tmp_path / "b.jpg", 200) is None


@pytest.mark.parametrize(("dpi", "size"), [(72, None), (300, None), (254_000, 0.1), (100_000, 0.254)])
def test_a_resolution_counts_only_where_a_microscope_can_have_it(tmp_path: Path, dpi: int, size: float | None) -> None:
    image = PilImage.fromarray(picture(20, 20))
    image.save(tmp_path / "a.png", dpi=(dpi, dpi))
    image.save(tmp_path / "a.tif", dpi=(dpi, dpi))
    for name in ("a.png", "a.tif"):
        assert pixel_size_um(tmp_path / name) == (size and pytest.approx(size, rel=0.001))


@pytest.mark.parametrize(
    ("text", "per_unit", "size"),
    [
        ('<OME><Pixels PhysicalSizeX="0.25" PhysicalSizeXUnit="µm"/></OME>', None, 0.25),
        ('<OME><Pixels PhysicalSizeX="162" PhysicalSizeXUnit="nm"/></OME>', None, 0.162),
        ('<OME><Pixels PhysicalSizeX="3" PhysicalSizeXUnit="pixel"/></OME>', None, None),
        ("ImageJ=1.53\nunit=micron\n", 8.0, 0.125),
        ("a field", None, None),
    ],
)
def test_what_a_microscopes_program_wrote_is_understood(
    tmp_path: Path, text: str, per_unit: float | None, size: float | None
) -> None:
    tags = ImageFileDirectory_v2()
    tags[270] = text.encode("utf-8")
    tags.tagtype[270] = 2
    if per_unit:
        tags[282], tags[296] = per_unit, 1
    PilImage.fromarray(picture(20, 20)).save(tmp_path / "a.tif", tiffinfo=tags)
    assert pixel_size_um(tmp_path / "a.tif") == (size and pytest.approx(size))
    assert pixel_size_um(tmp_path / "none.tif") is None
