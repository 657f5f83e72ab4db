"""Stains and illuminations: dyes add up as optical density, light makes them a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.imaging.synthetic.shapes import band_noise

__all__ = ["DYES", "STAINS", "Dye", "Stain", "develop", "dye_map"]


class Dye(IntEnum):
    """What takes up stain in a smear; the last axis of a dye map."""

    CHROMATIN = 0
    BASOPHILIC = 1
    ACIDOPHILIC = 2
    AZUROPHIL = 3
    EOSIN = 4
    HAEMOGLOBIN = 5


DYES = len(Dye)


@dataclass(frozen=True, slots=True)
class Stain:
    """One laboratory's stain, microscope and camera.

    Attributes
    ----------
    name, title:
        Id and name in words.
    background:
        RGB of the empty slide, 0–255; values above 255 saturate, as a white-balanced camera does.
    density:
        Optical density (natural logarithm) in R, G, B of each :class:`Dye` at concentration 1, in the enum's order.
    focus_um:
        Standard deviation of the optics' blur in µm.
    sharpen:
        Strength of the camera's own sharpening, 0 for none.
    noise:
        Standard deviation of the sensor's noise in grey levels.
    vignette:
        Loss of light in a field's corners, 0–1.
    zoom:
        Magnification of its single-cell images over an analyser's.
    glare:
        Light that reaches R, G, B of the camera through the darkest nucleus, over the background's.
    """

    name: str
    title: str
    background: tuple[float, float, float]
    density: tuple[tuple[float, float, float], ...]
    focus_um: float = 0.085
    sharpen: float = 0.45
    noise: float = 0.8
    vignette: float = 0.0
    zoom: float = 1.0
    glare: tuple[float, float, float] = (0.12, 0.03, 0.0)


# Densities are those measured in nuclei, cytoplasm, granules and red cells of published smears, after
# density = -ln(pixel / background): the figures only, no image.
_MGG = (
    (1.17, 1.86, 0.41),
    (0.74, 0.62, 0.15),
    (0.12, 0.23, 0.10),
    (0.92, 1.62, 0.36),
    (0.22, 0.78, 0.50),
    (0.235, 0.345, 0.215),
)
_MGG_STRONG = (
    (1.02, 1.66, 0.43),
    (0.76, 0.63, 0.17),
    (0.14, 0.27, 0.11),
    (0.72, 1.55, 0.40),
    (0.36, 0.84, 0.60),
    (0.365, 0.60, 0.34),
)
_LAVENDER = (
    (1.22, 1.92, 0.52),
    (0.75, 0.61, 0.18),
    (0.11, 0.20, 0.10),
    (0.95, 1.65, 0.45),
    (0.24, 0.74, 0.56),
    (0.195, 0.315, 0.225),
)
_WRIGHT = (
    (0.66, 1.72, 0.30),
    (0.62, 0.42, 0.06),
    (0.08, 0.20, 0.08),
    (0.62, 1.50, 0.28),
    (0.14, 0.62, 0.46),
    (0.15, 0.33, 0.27),
)
_LEISHMAN = (
    (0.78, 0.98, 0.14),
    (0.42, 0.32, 0.04),
    (0.10, 0.18, 0.05),
    (0.50, 0.90, 0.16),
    (0.08, 0.52, 0.26),
    (0.13, 0.40, 0.34),
)

STAINS: dict[str, Stain] = {
    stain.name: stain
    for stain in (
        Stain("mgg", "May-Grünwald-Giemsa, analyser", (257.0, 229.0, 203.5), _MGG),
        Stain("mgg_strong", "May-Grünwald-Giemsa, strong", (257.0, 229.5, 204.0), _MGG_STRONG),
        Stain("lavender", "May-Grünwald-Giemsa, lavender background", (232.0, 223.0, 231.0), _LAVENDER),
        Stain("wright", "Wright, grey microscope light", (163.0, 162.0, 156.0), _WRIGHT, 0.14, 0.15, 1.4, 0.18, 1.3),
        Stain("leishman", "Leishman, pale", (206.0, 216.0, 207.0), _LEISHMAN, 0.20, 0.2, 2.0, 0.10),
    )
}
"""Every stain by name; ``mgg`` is the default."""


def dye_map(height: int, width: int) -> NDArray[np.float32]:
    """Return an empty slide: ``height``×``width``×:data:`DYES` float32 concentrations of 0."""
    return np.zeros((height, width, DYES), dtype=np.float32)


def develop(
    dyes: NDArray[np.float32],
    stain: Stain,
    rng: np.random.Generator,
    px_per_um: float,
    uptake: NDArray[np.float32],
    *,
    whole_field: bool,
) -> NDArray[np.uint8]:
    """Turn dye concentrations into the camera's picture.

    Parameters
    ----------
    dyes:
        H×W×:data:`DYES` float32 concentrations, 0 or more.
    stain:
        The stain and light.
    rng:
        Source of the background's cloudiness and the sensor's noise.
    px_per_um:
        Scale in pixels per micrometre.
    uptake:
        :data:`DYES` float32 factors on the dyes: one smear's own staining time and pH.
    whole_field:
        Whether this is the lens' whole field, whose corners are darker, or a crop from it.

    Returns
    -------
    H×W×3 uint8 RGB.
    """
    height, width = dyes.shape[:2]
    glare = np.asarray(stain.glare, dtype=np.float32)
    # The densities were measured with the glare in the picture; without it they are a little higher.
    clean = (np.exp(-np.asarray(stain.density, dtype=np.float32)) - glare) / (1 - glare)
    density = -np.log(clean) * uptake[:, None]
    # Not numpy's matmul: for so thin a matrix its threads cost three times what they save.
    through = np.asarray(cv2.exp(cv2.transform(dyes, -density.T)), dtype=np.float32)
    light = cv2.GaussianBlur(glare + (1 - glare) * through, (0, 0), max(0.3, stain.focus_um * px_per_um))
    background = np.asarray(stain.background, dtype=np.float32)
    picture = np.asarray(light * background, dtype=np.float32)
    picture *= _illumination(height, width, stain.vignette if whole_field else 0.0, rng)[..., None]
    if stain.sharpen:
        blurred = cv2.GaussianBlur(picture, (0, 0), max(0.5, 0.15 * px_per_um))
        picture += np.float32(stain.sharpen) * (picture - blurred)
    picture += (stain.noise * band_noise(rng, (height, width), 0.55))[..., None]
    return np.asarray(np.clip(np.rint(picture), 0, 255), dtype=np.uint8)


def _illumination(height: int, width: int, vignette: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return H×W float32 light around 1: faint clouds of dried plasma, a slope, and dark corners where the lens has them."""
    clouds = 1 + 0.006 * band_noise(rng, (height, width), min(height, width) / 9)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    tilt = rng.uniform(-0.008, 0.008, 2).astype(np.float32)
    light = clouds + tilt[0] * x + tilt[1] * y - np.float32(vignette) * (x * x + y * y) / 2
    return np.asarray(light, dtype=np.float32)
