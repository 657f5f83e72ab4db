"""The manifest of a frozen network that tells two classes apart (hassan2024). Read without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from leukview.classifiers.manifest import Manifest
from leukview.manifests import list_of_kind

__all__ = ["FrozenManifest", "label_names", "list_frozen"]


class FrozenManifest(Manifest):
    """Facts about the weight file of a :class:`leukview.classifiers.frozen.FrozenNet`, its backbone included.

    ``classes`` are two; the network's one output is the second's. A cell is called the second where its probability reaches
    ``threshold``. ``gathers`` says which labels of the training's data sets each class was learnt from, and ``leaves_out`` which
    were passed over.
    """

    kind: Literal["frozen"] = Field(default="frozen")  # type: ignore[assignment]
    reading: Literal["flatten", "mean"]
    hidden: int = Field(ge=1)
    threshold: float = Field(gt=0, lt=1)
    gathers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _two(self) -> FrozenManifest:
        if len(self.classes) != 2:
            raise ValueError("a network of one output tells two classes apart, no more and no fewer")
        return self


def label_names(gathers: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return label → class from class → labels."""
    return {label: name for name, labels in gathers.items() for label in labels}


def list_frozen(folder: Path | None = None) -> list[FrozenManifest]:
    """Return the manifest of every frozen network of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(FrozenManifest, folder)
