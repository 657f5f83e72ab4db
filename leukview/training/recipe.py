"""A training recipe: one TOML file from which anybody can rerun a training."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from leukview.domain.errors import InputProblem
from leukview.imaging.preparation import Preparation
from leukview.resources import resources_dir
from leukview.training.appearance import AppearanceConfig
from leukview.training.intake.splits import FRACTIONS, Fractions

__all__ = [
    "AugmentConfig",
    "CpuPrecision",
    "DataConfig",
    "NetworkConfig",
    "OptimiserConfig",
    "PlateauConfig",
    "Recipe",
    "load_recipe",
    "read_recipe",
    "recipe_kind",
    "recipe_path",
]


CpuPrecision = Literal["float32", "bfloat16"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NetworkConfig(_Strict):
    """The network and what it sees."""

    backbone: str
    input_size: int = Field(ge=32, le=1024, description="side of the square input, pixels")
    crop_fraction: float = Field(gt=0, le=1, description="view side as a part of a single-cell image's shorter side")
    cell_diameters: float | None = Field(
        default=None, gt=0, description="view side in cell diameters; without it, the central part of the image"
    )
    preparation: Preparation = Preparation()
    field_diameters: float = Field(default=4.0, gt=0, description="view side in a field, in red-cell diameters")
    rotations: int = Field(default=1, ge=1, le=4, description="quarter turns averaged at inference")
    imagenet: bool = Field(default=True, description="start from the packaged ImageNet weights")
    start: str = Field(default="", description="safetensors file of timm's tensors to start from instead")
    drop_rate: float = Field(default=0.0, ge=0, lt=1)
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)


class DataConfig(_Strict):
    """Which rows of the data file are used, and under which class names."""

    datasets: tuple[str, ...] = ()
    train_split: str = "train"
    val_split: str = "val"
    fractions: Fractions = Field(
        default=FRACTIONS, description="parts for train, val and test of images whose part the data do not say"
    )
    cache_side: int = Field(default=240, ge=32, description="images are held in memory at this shorter side")
    balance: float = Field(default=0.5, ge=0, le=1, description="0: as found; 1: every source and class equally often")
    attributes: float = Field(
        default=0.0,
        ge=0,
        description="weight of the attributes' loss (attributes.csv beside the data file); 0: no such outputs",
    )
    every: int = Field(default=1, ge=1, description="train on every n-th image only, for quick comparisons")
    leave_out: tuple[str, ...] = Field(
        default=(),
        description="labels of the data that are passed over: cells which this recipe's system does not know",
    )

    @field_validator("fractions")
    @classmethod
    def _whole(cls, parts: Fractions) -> Fractions:
        if min(parts) < 0 or abs(sum(parts) - 1) > 1e-6:
            raise ValueError("the fractions for train, val and test must not be negative, and their sum must be 1")
        return parts


class AugmentConfig(_Strict):
    """Ranges of the random changes made to a training view; 0 switches one off."""

    rotate: float = 180.0
    scale: float = Field(default=0.15, description="view side changes by a factor in 1±scale")
    shift: float = Field(default=0.05, description="of the view's side")
    mirror: bool = True
    flip: bool = Field(default=False, description="upside down as well, with probability 1/2")
    stain: float = Field(default=0.08, description="optical density of each colour changes by a factor in 1±stain")
    brightness: float = 0.08
    saturation: float = 0.15
    blur: float = Field(default=0.15, description="probability of a slight blur")
    appearance: AppearanceConfig | None = Field(
        default=None, description="another laboratory's look, on top; none without"
    )
    mask_grow: float = Field(
        default=0.0,
        ge=0,
        description="a hidden background's rim is up to this part of the view's side wider or narrower",
    )
    unmask: float = Field(default=0.0, ge=0, le=1, description="probability that a background to be hidden is shown")


class PlateauConfig(_Strict):
    """Lower the rate where the validation score stands still (ReduceLROnPlateau)."""

    factor: float = Field(default=0.1, gt=0, lt=1, description="what the rate is multiplied by")
    patience: int = Field(ge=0, description="epochs without a better score that are borne before")
    least: float = Field(default=0.0, ge=0, description="the rate falls no lower")


class OptimiserConfig(_Strict):
    """Optimiser and schedule: one cycle over all epochs or, with ``plateau``, a rate that falls when the score stands still."""

    method: Literal["adamw", "adam", "sgd"] = "adamw"
    momentum: float = Field(default=0.9, ge=0, lt=1, description="of sgd")
    new_layers: float = Field(default=1.0, gt=0, description="rate of the layers behind the backbone, as a multiple")
    plateau: PlateauConfig | None = None
    schedule: Literal["cycle", "cosine", "cyclic", "constant"] = Field(
        default="cycle",
        description="without a plateau: one cycle; cosine, by epoch; triangles between a tenth of the rate and the rate; none",
    )
    rise: int = Field(default=50, ge=1, description="batches in which a triangle of 'cyclic' rises, and falls")
    patience: int | None = Field(
        default=None, ge=1, description="stop after so many epochs without a better score; never without"
    )
    epochs: int = Field(ge=1)
    batch: int = Field(ge=2)
    lr: float = Field(gt=0)
    weight_decay: float = 0.02
    warmup: float = Field(default=0.15, description="part of the steps in which the rate rises")
    label_smoothing: float = Field(default=0.05, ge=0, lt=1)
    ema: float = Field(default=0.998, ge=0, lt=1)
    cpu_precision: CpuPrecision = Field(
        default="float32", description="on a processor; bfloat16 halves the time where it is built in. A GPU mixes"
    )


class StageConfig(_Strict):
    """A further round of training from the best weights so far, e.g. at a larger input (progressive resizing)."""

    input_size: int = Field(ge=32, le=1024)
    epochs: int = Field(ge=1)
    lr: float = Field(gt=0)
    balance: float = Field(ge=0, le=1)
    augment: AugmentConfig | None = Field(default=None, description="random changes in this round; as before without")
    cell_diameters: float | None = Field(default=None, gt=0, description="as before without")
    preparation: Preparation | None = Field(default=None, description="as before without")
    attributes: float | None = Field(default=None, ge=0, description="as before without")


class SecondConfig(_Strict):
    """Ship two networks: the first round's as it is, and the last round's beside it; see ``classifiers/paired.py``."""

    share: float = Field(gt=0, lt=1, description="weight of the second in domain")
    far_share: float = Field(default=0.5, gt=0, lt=1, description="its weight out of domain")
    rotations: int = Field(default=2, ge=1, le=4, description="quarter turns of its view, and of the first's far view")
    far_diameters: float = Field(
        gt=0, description="side of the first's view of a cell out of domain, in cell diameters"
    )
    far_preparation: Preparation


class Recipe(_Strict):
    """Everything that decides a training, but the images.

    ``network``, ``data`` and ``optimiser`` describe the first round; each of ``stages`` follows with what it changes.
    """

    name: str
    title: str
    about: str
    licence: str = "not stated"
    seed: int
    classes: tuple[str, ...]
    network: NetworkConfig
    data: DataConfig
    augment: AugmentConfig
    optimiser: OptimiserConfig
    stages: tuple[StageConfig, ...] = ()
    second: SecondConfig | None = None

    def rounds(self) -> tuple[Recipe, ...]:
        """Return one recipe without stages for each round of training, in order."""
        first = self.model_copy(update={"stages": (), "second": None})
        rounds = [first]
        for number, stage in enumerate(self.stages, start=1):
            rounds.append(_next_round(rounds[-1], stage, self.seed + number))
        return tuple(rounds)


def _next_round(before: Recipe, stage: StageConfig, seed: int) -> Recipe:
    """Return a round's recipe: that of the round before with what the stage changes."""
    kept: dict[str, dict[str, object]] = {
        "network": {
            "input_size": stage.input_size,
            "cell_diameters": stage.cell_diameters,
            "preparation": stage.preparation,
        },
        "data": {"balance": stage.balance, "attributes": stage.attributes},
        "optimiser": {"epochs": stage.epochs, "lr": stage.lr},
    }
    changes = {
        part: getattr(before, part).model_copy(
            update={name: value for name, value in given.items() if value is not None}
        )
        for part, given in kept.items()
    }
    return before.model_copy(update={**changes, "augment": stage.augment or before.augment, "seed": seed})


def recipe_path(name_or_path: str) -> Path:
    """Return the file of a shipped recipe, by its name, or the path of a TOML file as given; it may not exist."""
    path = Path(name_or_path)
    return path if path.suffix == ".toml" else resources_dir() / "recipes" / f"{name_or_path}.toml"


def recipe_kind(name_or_path: str) -> str:
    """Return what a recipe makes, as it says in ``kind``; ``classifier`` where it says nothing or cannot be read."""
    try:
        return str(tomllib.loads(recipe_path(name_or_path).read_text("utf-8")).get("kind", "classifier"))
    except (OSError, ValueError):
        return "classifier"  # loading it says what is wrong


_Kind = TypeVar("_Kind", bound=BaseModel)


def read_recipe(name_or_path: str | Path, kind: type[_Kind]) -> _Kind:
    """Return a recipe of any kind by the name of a shipped one or by the path of a TOML file.

    Raises
    ------
    InputProblem
        When there is no such recipe or it is not valid; the message names the field.
    """
    path = recipe_path(str(name_or_path))
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in (resources_dir() / "recipes").glob("*.toml")))
        raise InputProblem(str(name_or_path), "there is no such recipe", f"Give a .toml file or one of: {known}")
    try:
        return kind.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValueError as error:  # not text, not TOML, or not what a recipe holds
        raise InputProblem(str(path), f"this recipe is not valid: {error}", "Correct the named field") from error


def load_recipe(name_or_path: str) -> Recipe:
    """Return a classifier's recipe; see ``read_recipe``."""
    return read_recipe(name_or_path, Recipe)
