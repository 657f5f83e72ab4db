"""Long lists in a few words, for messages that people read."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counted", "first_few"]


def first_few(names: Sequence[str], shown: int = 5) -> str:
    """Return the first names and how many more there are: ``a, b and 7 more``."""
    listed = ", ".join(names[:shown])
    return f"{listed} and {len(names) - shown} more" if len(names) > shown else listed


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 image``, ``2 images``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
