"""A weight file's tensors by part, and the one refusal of those that do not fit their manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch

from leukview.classifiers.novelty import Novelty
from leukview.domain.errors import EnvironmentFault
from leukview.manifests import ModelManifest

__all__ = ["fitting", "novelty_in", "tensors_under"]


def tensors_under(prefix: str, tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the tensors whose names begin with a prefix, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def novelty_in(tensors: Mapping[str, torch.Tensor]) -> Novelty:
    """Return the out-of-domain distance that a weight file holds; ``TypeError`` where a part of it is missing."""
    return Novelty(**{name: value.numpy() for name, value in tensors_under("novelty.", tensors).items()})


@contextmanager
def fitting(manifest: ModelManifest) -> Iterator[None]:
    """Put tensors in their places, or say that the file does not hold them.

    Raises
    ------
    EnvironmentFault
        When a tensor is missing, is one too many, or has another shape.
    """
    try:
        yield
    except (RuntimeError, TypeError) as error:
        raise EnvironmentFault(f"The weights {manifest.weights} do not fit their manifest: {error}") from error
