"""Random changes of stain, light, camera and file that stand for another laboratory: the cell stays what it is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AppearanceConfig", "random_appearance"]

Image = NDArray[np.uint8]
Float = NDArray[np.float32]

# Optical density of red, green and blue of azure, of eosin, and of what is neither (orthogonal to both), each of length one.
_AZURE, _EOSIN = np.array([0.65, 0.70, 0.29]), np.array([0.07, 0.99, 0.11])
_DYES = np.stack([v / np.linalg.norm(v) for v in (_AZURE, _EOSIN, np.cross(_AZURE, _EOSIN))])
_GREY = np.array([0.299, 0.587, 0.114], dtype=np.float32)


class AppearanceConfig(BaseModel):
    """How far each change may go; 0 switches one off.

    ``density``, ``mix``, ``white``, ``light`` and ``saturation`` are half-widths of a uniform draw around no change; the
    others are probabilities.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    density: float = Field(default=0.3, ge=0, lt=1, description="factor on optical density, overall and per colour")
    dyes: float = Field(
        default=0.0,
        ge=0,
        description="strength of azure, of eosin and of the rest, each by a factor of 2 to the power ±dyes",
    )
    mix: float = Field(
        default=0.15, ge=0, description="share of the other two colours mixed into each (hue of the dyes)"
    )
    white: float = Field(default=0.12, ge=0, lt=1, description="colour of the empty background")
    light: float = Field(default=0.12, ge=0, lt=1, description="brightness, and its slope across the view")
    saturation: float = Field(default=0.4, ge=0)
    grey: float = Field(default=0.1, ge=0, le=1, description="probability of no colour at all")
    blur: float = Field(default=0.3, ge=0, le=1)
    blur_most: float = Field(default=1.6, ge=0, description="largest sigma of a blur, in pixels of a 160-pixel view")
    coarse: float = Field(default=0.3, ge=0, le=1, description="probability of a lower resolution")
    noise: float = Field(default=0.2, ge=0, le=1)
    jpeg: float = Field(default=0.3, ge=0, le=1)


def random_appearance(view: Image, config: AppearanceConfig, rng: np.random.Generator) -> Image:
    """Return a randomly changed copy of an S×S×3 uint8 RGB view."""
    return _file(_optics(_stain(view, config, rng), config, rng), config, rng)


def _stain(view: Image, config: AppearanceConfig, rng: np.random.Generator) -> Image:
    """Change the dyes in optical density, then the light they are seen in."""
    density: Float = -np.log((view.astype(np.float32) + 1) / 256)
    around = np.eye(3) + rng.uniform(-config.mix, config.mix, (3, 3)) * (1 - np.eye(3))
    factors = (1 + rng.uniform(-config.density, config.density)) * (
        1 + rng.uniform(-config.density, config.density, 3) / 2
    )
    turn = (around * factors) @ _dye_jitter(config.dyes, rng)
    changed = np.exp(-density @ turn.astype(np.float32).T)
    white = (1 + rng.uniform(-config.light, config.light)) * (1 + rng.uniform(-config.white, config.white, 3))
    changed = changed * white.astype(np.float32) * _slope(view.shape[0], config.light, rng)
    if rng.random() < config.grey:
        changed = np.repeat((changed @ _GREY)[..., None], 3, axis=2)
    elif config.saturation:
        grey = (changed @ _GREY)[..., None]
        changed = grey + (changed - grey) * np.float32(1 + rng.uniform(-config.saturation, config.saturation))
    return np.asarray(np.clip(changed * 255, 0, 255), dtype=np.uint8)


def _dye_jitter(strength: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the 3×3 matrix on optical density that makes each dye stronger or weaker on its own.

    Colour deconvolution (Ruifrok and Johnston, 2001) with each stain scaled at random, as Tellez et al. (2018) do for slides of
    other laboratories. Smears of two laboratories differ most in the balance of azure and eosin.
    """
    if not strength:
        return np.eye(3)
    scale = np.diag(2.0 ** rng.uniform(-strength, strength, 3))
    return _DYES.T @ scale @ np.linalg.inv(_DYES.T)


def _slope(size: int, strength: float, rng: np.random.Generator) -> Float:
    """Return size×size×1 factors of light that falls off to one side."""
    along = np.linspace(-1, 1, size, dtype=np.float32)
    fall = rng.uniform(-strength, strength, 2) / 2
    return np.asarray(1 + fall[0] * along[:, None, None] + fall[1] * along[None, :, None], dtype=np.float32)


def _optics(view: Image, config: AppearanceConfig, rng: np.random.Generator) -> Image:
    """Blur, or lower the resolution, as another lens and camera do."""
    if rng.random() < config.blur:
        sigma = float(rng.uniform(0.4, max(0.4, config.blur_most))) * view.shape[0] / 160
        view = np.asarray(cv2.GaussianBlur(view, (0, 0), max(0.2, sigma)), dtype=np.uint8)
    if rng.random() < config.coarse:
        size = view.shape[0]
        small = max(16, round(size * rng.uniform(0.3, 0.9)))
        reduced = cv2.resize(view, (small, small), interpolation=cv2.INTER_AREA)
        view = np.asarray(cv2.resize(reduced, (size, size), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    return view


def _file(view: Image, config: AppearanceConfig, rng: np.random.Generator) -> Image:
    """Add sensor noise and JPEG blocks."""
    if rng.random() < config.noise:
        grain = rng.normal(0, rng.uniform(1, 8), view.shape)
        view = np.clip(view + grain, 0, 255).astype(np.uint8)
    if rng.random() < config.jpeg:
        ok, data = cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))])
        if ok:
            view = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return view
