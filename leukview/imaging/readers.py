"""Read an image file of any common kind into upright 8-bit RGB, or say in one sentence why not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL import ImageOps, UnidentifiedImageError

from leukview.domain.errors import InputProblem

__all__ = ["EXTENSIONS", "MAX_PIXELS", "MIN_SIDE", "read_rgb", "resized", "shrink_to"]

Image = NDArray[np.uint8]

EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})
MIN_SIDE = 16
"""Pixels; a smaller image cannot show a cell."""
MAX_PIXELS = 400_000_000
"""Pixels; beyond this a file is a whole slide, or damaged, and would not fit in memory several times over."""
_STRIP = 1024
"""Rows that are copied out of Pillow's memory at a time."""
_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")
"""Pillow's names of what is read; its rarer decoders are left out, as nobody keeps cells in them and each is a risk."""

# Pillow would warn of large images, and refuse larger ones, on its own. _check_size decides instead, from the header alone
# and before a pixel is decoded; changing the warning filters around every read would not be safe in threads.
PilImage.MAX_IMAGE_PIXELS = None


def read_rgb(path: Path) -> Image:
    """Read a JPEG, PNG, BMP, TIFF or WebP file.

    Grey, palette, RGBA and 16-bit images are brought to 8-bit RGB (transparency on white), and the EXIF orientation is
    applied, so that what is seen is what the camera saw.

    Returns
    -------
    H×W×3 uint8 RGB.

    Raises
    ------
    InputProblem
        When the file is empty, truncated, not an image, too small or absurdly large.
    """
    name = path.name
    try:
        if path.stat().st_size == 0:
            raise InputProblem(name, "the file is empty (0 bytes)", "Export it again from the analyser or camera")
        with PilImage.open(path, formats=_FORMATS) as opened:
            _check_size(name, *opened.size)
            opened.load()
            # In place: of 100 megapixels each copy is 400 MB.
            ImageOps.exif_transpose(opened, in_place=True)
            return _to_rgb8(opened)
    except UnidentifiedImageError:
        raise InputProblem(
            name, "this is not an image LeukView can read, whatever its name says", "Use JPEG, PNG, BMP, TIFF or WebP"
        ) from None
    except FileNotFoundError:
        raise InputProblem(name, "the file is no longer there", "Check that its folder is connected") from None
    except PermissionError:
        raise InputProblem(name, "you may not read this file", "Ask for permission to read it") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InputProblem(
            name, f"the file is damaged or cut short ({error})", "Export it again from the analyser or camera"
        ) from None


def _check_size(name: str, width: int, height: int) -> None:
    """Refuse images that are too small to hold a cell or too large to hold in memory."""
    if min(width, height) < MIN_SIDE:
        raise InputProblem(name, f"the image is only {width}×{height} pixels, too small to show a cell", "Leave it out")
    if width * height > MAX_PIXELS:
        raise InputProblem(
            name, f"the image has {width}×{height} pixels, more than LeukView opens at once", "Cut it into fields first"
        )


def _to_rgb8(image: PilImage.Image) -> Image:
    """Bring any Pillow mode to H×W×3 uint8."""
    if image.mode.startswith("I") or image.mode == "F":
        grey = np.asarray(image, dtype=np.float64)
        return np.repeat(_scale_to_8_bit(grey)[..., None], 3, axis=2)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = PilImage.new("RGBA", rgba.size, (255, 255, 255, 255))
        image = PilImage.alpha_composite(white, rgba)
    if image.mode != "RGB":
        image = image.convert("RGB")
    result = np.empty((image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, _STRIP):
        bottom = min(image.height, top + _STRIP)
        result[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
    return result


def _scale_to_8_bit(grey: NDArray[np.float64]) -> Image:
    """Scale 16-bit or float grey to 0–255 by the range its values imply (full 16-bit, 12-bit, or 0–1)."""
    top = float(grey.max(initial=0.0))
    full = 1.0 if top <= 1.0 else 255.0 if top <= 255 else 4095.0 if top <= 4095 else 65535.0
    return np.clip(np.rint(grey / full * 255), 0, 255).astype(np.uint8)


def shrink_to(image: Image, side: int) -> Image:
    """Return the image with its shorter side reduced to ``side`` pixels by area; smaller images are left as they are."""
    height, width = image.shape[:2]
    factor = side / min(height, width)
    if factor >= 1:
        return image
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def resized(image: Image, size: tuple[int, int]) -> Image:
    """Return the image at this width and height, reduced by area; itself where that is its size."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
