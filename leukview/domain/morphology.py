"""What a cell measures: areas, diameter, lobes, shape and colour, from its mask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Morphology"]


@dataclass(frozen=True, slots=True)
class Morphology:
    """Measurements from the cell's mask, in source pixels.

    Attributes
    ----------
    nucleus_area_px, cytoplasm_area_px:
        Areas in square pixels.
    diameter_px:
        Diameter of the circle with the whole cell's area.
    lobes:
        Number of nuclear lobes (1 for an unlobed nucleus, 0 where none was found).
    nucleus_circularity:
        4πA/P² of the nucleus, 0–1.
    nucleus_colour, cytoplasm_colour:
        Mean RGB, 0–255; None where the compartment is empty.
    """

    nucleus_area_px: int
    cytoplasm_area_px: int
    diameter_px: float
    lobes: int
    nucleus_circularity: float
    nucleus_colour: tuple[float, float, float] | None = None
    cytoplasm_colour: tuple[float, float, float] | None = None

    @classmethod
    def of(cls, values: Sequence[Any]) -> Morphology:
        """Return the measurements whose values, in their order, came back from JSON, which knows no tuples."""
        plain: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
        return cls(*plain)

    @property
    def nc_ratio(self) -> float | None:
        """Nucleus area ÷ cytoplasm area; None where no cytoplasm was found."""
        return self.nucleus_area_px / self.cytoplasm_area_px if self.cytoplasm_area_px else None
