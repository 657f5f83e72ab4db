import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.errors import InputProblem
from leukview.imaging.readers import MAX_PIXELS, MIN_SIDE, read_rgb, shrink_to

WIDTH, HEIGHT = 60, 40


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """40×60: left half violet, right half cream, top row black, so that turns and swaps show."""
    pixels = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    pixels[:, : WIDTH // 2] = (90, 30, 130)
    pixels[:, WIDTH // 2 :] = (250, 235, 205)
    pixels[:8] = 0
    return pixels


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.tiff", "A.PNG"])
def test_lossless_formats_come_back_exactly(tmp_path: Path, picture: NDArray[np.uint8], name: str) -> None:
    Image.fromarray(picture).save(tmp_path / name)
    read = read_rgb(tmp_path / name)
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, picture)


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.webp"])
def test_lossy_formats_come_back_nearly(tmp_path: Path, picture: NDArray[np.uint8], name: str) -> None:
    Image.fromarray(picture).save(tmp_path / name, quality=95)
    read = read_rgb(tmp_path / name)
    assert read.shape == picture.shape
    assert np.abs(read[20, 10].astype(int) - picture[20, 10]).max() < 12


def test_lossless_webp_comes_back_exactly(tmp_path: Path, picture: NDArray[np.uint8]) -> None:
    Image.fromarray(picture).save(tmp_path / "a.webp", lossless=True)
    np.testing.assert_array_equal(read_rgb(tmp_path / "a.webp"), picture)


def test_grey_becomes_three_equal_channels(tmp_path: Path) -> None:
    Image.new("L", (30, 20), 77).save(tmp_path / "grey.png")
    read = read_rgb(tmp_path / "grey.png")
    assert read.shape == (20, 30, 3)
    assert (read == 77).all()


def test_black_and_white_becomes_0_and_255(tmp_path: Path) -> None:
    bits = Image.new("1", (30, 20), 0)
    bits.putpixel((3, 4), 1)
    bits.save(tmp_path / "bits.png")
    read = read_rgb(tmp_path / "bits.png")
    assert read[4, 3].tolist() == [255, 255, 255]
    assert read.sum() == 3 * 255


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[:, :15] = (200, 10, 10, 255)
    pixels[:, 15:] = (200, 10, 10, 0)
    Image.fromarray(pixels).save(tmp_path / "clear.png")
    read = read_rgb(tmp_path / "clear.png")
    assert read[5, 5].tolist() == [200, 10, 10]
    assert read[5, 25].tolist() == [255, 255, 255]


def test_palette_is_looked_up_and_its_transparent_colour_is_white(tmp_path: Path) -> None:
    indexed = Image.new("P", (30, 20), 1)
    indexed.putpalette([0, 0, 0, 12, 34, 56, 200, 100, 50])
    indexed.putpixel((2, 2), 2)
    indexed.save(tmp_path / "plain.png")
    indexed.save(tmp_path / "clear.png", transparency=2)
    plain = read_rgb(tmp_path / "plain.png")
    assert plain[0, 0].tolist() == [12, 34, 56]
    assert plain[2, 2].tolist() == [200, 100, 50]
    assert read_rgb(tmp_path / "clear.png")[2, 2].tolist() == [255, 255, 255]


def test_cmyk_jpeg_becomes_rgb(tmp_path: Path, picture: NDArray[np.uint8]) -> None:
    Image.fromarray(picture).convert("CMYK").save(tmp_path / "print.jpg", quality=95)
    read = read_rgb(tmp_path / "print.jpg")
    assert np.abs(read[20, 10].astype(int) - picture[20, 10]).max() < 15


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bit_colour_is_scaled_to_8(tmp_path: Path, suffix: str) -> None:
    wide = np.zeros((20, 30, 3), np.uint16)
    wide[...] = (60000, 30000, 257)
    path = tmp_path / f"wide{suffix}"
    assert cv2.imwrite(str(path), wide[..., ::-1])
    assert np.abs(read_rgb(path)[0, 0].astype(int) - (233, 117, 1)).max() <= 1


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize(("top", "grey"), [(65535, 255), (4095, 255), (2048, 128)])
def test_16_and_12_bit_grey_is_scaled_by_its_range(tmp_path: Path, suffix: str, top: int, grey: int) -> None:
    wide = np.full((20, 30), top, np.uint16)
    wide[0, 0] = 0
    path = tmp_path / f"wide{suffix}"
    assert cv2.imwrite(str(path), wide)
    read = read_rgb(path)
    assert read.shape == (20, 30, 3)
    assert abs(int(read[5, 5, 1]) - grey) <= 1
    assert read[0, 0].tolist() == [0, 0, 0]


def test_float_grey_from_0_to_1_is_scaled(tmp_path: Path) -> None:
    assert cv2.imwrite(str(tmp_path / "f.tif"), np.full((20, 30), 0.5, np.float32))
    assert read_rgb(tmp_path / "f.tif")[3, 3].tolist() == [128, 128, 128]


@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, 3), (8, 1)])
def test_exif_rotation_is_undone(tmp_path: Path, picture: NDArray[np.uint8], orientation: int, turns: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(picture).save(tmp_path / "turned.png", exif=exif)
    np.testing.assert_array_equal(read_rgb(tmp_path / "turned.png"), np.rot90(picture, turns))


@pytest.mark.parametrize("name", ["Zelle №7 – größe.png", "細胞.png", "ålga kött.png", "🩸.png", "a b'c\"d.png"])
def test_any_name_is_read(tmp_path: Path, picture: NDArray[np.uint8], name: str) -> None:
    Image.fromarray(picture).save(tmp_path / name)
    assert read_rgb(tmp_path / name).shape == picture.shape


def test_content_counts_rather_than_the_name(tmp_path: Path, picture: NDArray[np.uint8]) -> None:
    Image.fromarray(picture).save(tmp_path / "really.png")
    (tmp_path / "really.png").rename(tmp_path / "really.jpg")
    np.testing.assert_array_equal(read_rgb(tmp_path / "really.jpg"), picture)


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(InputProblem, match=r"empty\.jpg: the file is empty"):
        read_rgb(tmp_path / "empty.jpg")


def test_a_renamed_text_file_is_not_an_image(tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_text("patient came back on Tuesday\n" * 50)
    with pytest.raises(InputProblem, match="not an image"):
        read_rgb(tmp_path / "notes.jpg")


def test_decoders_nobody_needs_stay_shut(tmp_path: Path) -> None:
    (tmp_path / "page.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\nshowpage\n")
    with pytest.raises(InputProblem, match="not an image"):
        read_rgb(tmp_path / "page.jpg")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".tif", ".webp"])
def test_a_truncated_file_is_damaged(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    path = tmp_path / f"cut{suffix}"
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputProblem, match=r"damaged or cut short|not an image"):
        read_rgb(path)


@pytest.mark.parametrize("size", [(1, 1), (MIN_SIDE - 1, 200), (200, MIN_SIDE - 1)])
def test_too_small_says_how_small(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size).save(tmp_path / "dot.png")
    with pytest.raises(InputProblem, match=f"{size[0]}×{size[1]} pixels, too small"):
        read_rgb(tmp_path / "dot.png")


def test_the_smallest_size_is_read(tmp_path: Path) -> None:
    Image.new("RGB", (MIN_SIDE, MIN_SIDE)).save(tmp_path / "dot.png")
    assert read_rgb(tmp_path / "dot.png").shape == (MIN_SIDE, MIN_SIDE, 3)


def _png_with_header(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data do not hold."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (2_000_000_000, 2_000_000_000), (MAX_PIXELS, 2000)])
def test_an_absurd_header_is_refused_before_memory_is_taken(tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "huge.png").write_bytes(_png_with_header(width, height))
    with pytest.raises(InputProblem, match="pixels, more than LeukView opens"):
        read_rgb(tmp_path / "huge.png")


def test_a_missing_file_and_a_folder_are_input_problems(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no longer there"):
        read_rgb(tmp_path / "gone.png")
    with pytest.raises(InputProblem):
        read_rgb(tmp_path)


@pytest.mark.filterwarnings("ignore:.*(EXIF|Truncated).*:UserWarning")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(min_size=1, max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"BM"]),
)
def test_junk_is_always_an_input_problem(tmp_path: Path, junk: bytes, start: bytes) -> None:
    path = tmp_path / "junk.png"
    path.write_bytes(start + junk)
    with pytest.raises(InputProblem):
        read_rgb(path)


@given(st.integers(1, 200), st.integers(1, 200), st.integers(8, 120))
def test_shrinking_keeps_the_shape_and_never_enlarges(height: int, width: int, side: int) -> None:
    small = shrink_to(np.zeros((height, width, 3), np.uint8), side)
    assert min(small.shape[:2]) == min(side, height, width)
    assert small.shape[0] <= height
    assert small.shape[1] <= width
