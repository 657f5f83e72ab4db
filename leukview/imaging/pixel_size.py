"""How large a pixel is, where the file says so: OME-XML, ImageJ's description, or a resolution that a microscope can have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image as PilImage

__all__ = ["pixel_size_um"]

_LEAST, _MOST = 0.01, 2.0
"""µm per pixel. Cameras and programs write 72 or 300 dots an inch into everything, which is 353 or 85 µm: no microscope."""
_PER_INCH, _PER_CM = 25_400.0, 10_000.0
_UNITS = {"nm": 1e-3, "µm": 1.0, "μm": 1.0, "um": 1.0, "micron": 1.0, "microns": 1.0, "mm": 1e3, "cm": 1e4}
_OME = re.compile(r'PhysicalSizeX="([0-9.eE+-]+)"')
_OME_UNIT = re.compile(r'PhysicalSizeXUnit="([^"]+)"')
_IMAGEJ_UNIT = re.compile(r"^unit=(.+)$", re.MULTILINE)


def pixel_size_um(path: Path) -> float | None:
    """Return the side of an image's pixels in µm, or None where the file does not say, or says what cannot be.

    Only the header is read.
    """
    try:
        with PilImage.open(path) as opened:
            sizes = (_described(opened), _resolved(opened))
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, ZeroDivisionError):
        return None
    return next((size for size in sizes if size is not None and _LEAST <= size <= _MOST), None)


def _described(image: PilImage.Image) -> float | None:
    """Return the size that a TIFF's description tells: OME-XML, or ImageJ's unit with the pixels per unit beside it."""
    tags: Any = getattr(image, "tag_v2", None)
    # Pillow reads descriptions as Latin-1; programs write µ in UTF-8.
    text = str(tags.get(270, "")).encode("latin-1", "ignore").decode("utf-8", "replace") if tags is not None else ""
    if found := _OME.search(text):
        unit = _OME_UNIT.search(text)
        factor = _UNITS.get(unit.group(1) if unit else "µm")
        return float(found.group(1)) * factor if factor else None
    unit = _IMAGEJ_UNIT.search(text)
    if text.startswith("ImageJ=") and unit and 282 in tags:
        factor = _UNITS.get(unit.group(1).strip().replace("\\u00B5m", "µm"))
        return factor / float(tags[282]) if factor else None
    return None


def _resolved(image: PilImage.Image) -> float | None:
    """Return the size that follows from a resolution in dots per inch or centimetre."""
    tags: Any = getattr(image, "tag_v2", None)
    if tags is not None:
        unit = {2: _PER_INCH, 3: _PER_CM}.get(tags.get(296, 2))
        return unit / float(tags[282]) if unit and 282 in tags else None
    dpi = image.info.get("dpi")
    return _PER_INCH / float(dpi[0]) if dpi else None
