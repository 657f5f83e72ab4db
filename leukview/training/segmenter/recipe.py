"""The segmenter's recipe: one TOML file from which anybody can rerun its training and its measurement."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from leukview.segmentation.sam import SamShape
from leukview.training.appearance import AppearanceConfig
from leukview.training.recipe import OptimiserConfig, read_recipe

__all__ = ["MaskRecipe", "SamRecipe", "SegmenterRecipe", "read_sam_recipe", "read_segmenter_recipe"]


class MaskRecipe(BaseModel):
    """Everything that decides a training on masks, but the images and the network.

    Attributes
    ----------
    filling:
        The cell's diameter as a part of the view's side, in the middle of the range trained on; ``scale`` is that range as a
        factor either way.
    sources:
        Folders of images with ``<name>_mask.png`` beside them.
    synthetic:
        Rendered cells added, per class of the taxonomy's synthetic types and stain.
    share:
        Part of each epoch that is synthetic.
    epochs, batch, lr, weight_decay, warmup:
        Schedule of AdamW with one cycle.
    patience:
        Stop after so many epochs without a better Dice on the validation part, and keep the best epoch. Without it every image
        teaches, every epoch is run and the last is kept.
    blocks:
        With a patience: of a source whose images no data file calls ``val``, the last of so many contiguous blocks is the
        validation part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    licence: str
    seed: int
    input_size: int = Field(ge=32, multiple_of=32)
    filling: float = Field(gt=0, lt=1)
    scale: float = Field(gt=1)
    sources: tuple[str, ...]
    synthetic: int = Field(ge=0)
    share: float = Field(ge=0, lt=1)
    epochs: int = Field(ge=1)
    passes: int = Field(default=1, ge=1, description="times that each real image is seen in an epoch")
    batch: int = Field(ge=2)
    lr: float = Field(gt=0)
    weight_decay: float = 0.01
    warmup: float = 0.15
    patience: int | None = Field(default=None, ge=1)
    blocks: int = Field(default=5, ge=2)
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    appearance: AppearanceConfig = AppearanceConfig()

    @property
    def optimiser(self) -> OptimiserConfig:
        """AdamW with one cycle; on a processor the encoder runs in bfloat16."""
        return OptimiserConfig(
            epochs=self.epochs,
            batch=self.batch,
            lr=self.lr,
            weight_decay=self.weight_decay,
            warmup=self.warmup,
            patience=self.patience,
            cpu_precision="bfloat16",
        )


class SegmenterRecipe(MaskRecipe):
    """The recipe of the segmenter.

    Attributes
    ----------
    encoder, decoder:
        timm backbone, started from ImageNet weights, and channels of the U-Net's decoder from coarse to fine.
    """

    kind: Literal["segmenter"]
    encoder: str
    decoder: tuple[int, ...] = (96, 64, 48, 32, 16)


class SamRecipe(MaskRecipe):
    """The recipe of a compact SAM, trained from nothing.

    Attributes
    ----------
    jitter:
        Error of a drawn box's sides, as a part of its size.
    corrections:
        Clicks on what is still wrong that follow the first prompt, each answered anew.
    found, found_count:
        Data sets with class labels of which so many training images are added, as the shipped segmenter outlines them: an
        encoder trained from nothing needs more looks than a few hundred drawn masks give.
    held_back:
        The last of so many contiguous blocks of each source without a test split is kept for measuring.
    """

    kind: Literal["sam"]
    shape: SamShape = SamShape()
    jitter: float = Field(default=0.1, ge=0)
    corrections: int = Field(default=2, ge=0)
    found: tuple[str, ...] = ()
    found_count: int = Field(default=0, ge=0)
    held_back: int = Field(default=5, ge=2)


def read_segmenter_recipe(name_or_path: str | Path) -> SegmenterRecipe:
    """Return a segmenter's recipe; see ``read_recipe``."""
    return read_recipe(name_or_path, SegmenterRecipe)


def read_sam_recipe(name_or_path: str | Path) -> SamRecipe:
    """Return a compact SAM's recipe; see ``read_recipe``."""
    return read_recipe(name_or_path, SamRecipe)
