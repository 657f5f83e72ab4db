"""The detector's recipe: one TOML file from which anybody can rerun its training and its measurement."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from leukview.training.appearance import AppearanceConfig
from leukview.training.recipe import OptimiserConfig, read_recipe

__all__ = ["DetectorRecipe", "read_detector_recipe"]


class DetectorRecipe(BaseModel):
    """Everything that decides the training of a detector, but the fields.

    Attributes
    ----------
    encoder, width:
        timm backbone, started from ImageNet weights, and channels of the decoder.
    red:
        The red cells' diameter to which every field is brought, in pixels; ``scale`` is the range about it that is trained, as a
        factor either way, and ``stretch`` the same for each side alone.
    input_size:
        Side of the training views, in pixels.
    sources:
        Folders below ``fields/`` with rows in ``boxes.csv``.
    blocks:
        Where the data give no test part, the last of so many contiguous blocks of a source is it, and the one before is for
        choosing.
    synthetic, share:
        Rendered fields, and the part of each epoch that they are.
    nucleated_weight:
        What a nucleated cell counts against a red cell or a platelet.
    sides_weight:
        Weight of the boxes' loss against that of the centres.
    patience:
        Stop after so many epochs without a better average precision on the validation fields, and keep the best epoch. Without it
        every epoch is run and the last is kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["detector"]
    name: str
    title: str
    licence: str
    seed: int
    encoder: str
    width: int = Field(ge=8)
    red: float = Field(gt=4)
    scale: float = Field(gt=1)
    stretch: float = Field(ge=1)
    input_size: int = Field(ge=32, multiple_of=32)
    sources: tuple[str, ...]
    blocks: int = Field(default=5, ge=3)
    synthetic: int = Field(ge=0)
    share: float = Field(ge=0, lt=1)
    nucleated_weight: float = Field(default=3.0, gt=0)
    sides_weight: float = Field(default=2.0, gt=0)
    epochs: int = Field(ge=1)
    passes: int = Field(default=1, ge=1, description="times that each real field is seen in an epoch")
    batch: int = Field(ge=2)
    lr: float = Field(gt=0)
    weight_decay: float = 0.01
    warmup: float = 0.15
    patience: int | None = Field(default=None, ge=1)
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    appearance: AppearanceConfig = AppearanceConfig()

    @property
    def optimiser(self) -> OptimiserConfig:
        """AdamW with one cycle; on a processor in float32.

        There the backward pass of this network takes half as long again in bfloat16.
        """
        return OptimiserConfig(
            epochs=self.epochs,
            batch=self.batch,
            lr=self.lr,
            weight_decay=self.weight_decay,
            warmup=self.warmup,
            patience=self.patience,
            cpu_precision="float32",
        )


def read_detector_recipe(name_or_path: str | Path) -> DetectorRecipe:
    """Return a detector's recipe; see ``read_recipe``."""
    return read_recipe(name_or_path, DetectorRecipe)
