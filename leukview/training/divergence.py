"""Stop a training whose loss is no number any more: it would run on for hours and learn nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch

from leukview.domain.errors import InputProblem
from leukview.training.parallel import team_totals

__all__ = ["refuse_broken", "refuse_divergence"]


def refuse_divergence(loss: float | None, place: str, lr: float, rate: float, device: torch.device) -> None:
    """Check the loss of a step. Of processes that train together all must call it, and all stop where one must.

    Parameters
    ----------
    loss:
        The step's; None where it taught nothing.
    place:
        Where the training is, as the user is to read it.
    lr, rate:
        The recipe's learning rate, and that of this step.
    device:
        Where the training runs.

    Raises
    ------
    InputProblem
        When the loss is infinite or no number.
    """
    bad = loss is not None and not math.isfinite(loss)
    if team_totals([int(bad)], device)[0]:
        raise _problem(place, "the loss is no number any more", lr, rate)


def refuse_broken(tensors: Iterable[torch.Tensor], place: str, lr: float, rate: float) -> None:
    """Check weights before they are kept: the last step of an epoch may have broken them, which only the next loss would show.

    Raises
    ------
    InputProblem
        When one is infinite or no number.
    """
    if not all(bool(torch.isfinite(each).all()) for each in tensors if each.is_floating_point()):
        raise _problem(place, "the weights are no numbers any more", lr, rate)


def _problem(place: str, what: str, lr: float, rate: float) -> InputProblem:
    return InputProblem(
        place,
        f"{what}, at a learning rate of {rate:.2g} (lr in the recipe: {lr:.2g}); most often that is too high a rate",
        f"Lower lr in the recipe, to {lr / 3:.1g} for instance, and train into another folder: a training that goes on keeps "
        "the rate it began with",
    )
