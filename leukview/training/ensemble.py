"""Train an ensemble member by member, then weigh, calibrate and write it as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from scipy.special import softmax

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.ensemble import member_prefix
from leukview.classifiers.ensemble_manifest import EnsembleManifest, Member
from leukview.classifiers.soft_vote import fit_weights, soft_vote
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.segmentation.base import Segmenter
from leukview.training.datasets import LabelledImage, allowed_matrix, labelled
from leukview.training.ensemble_recipe import EnsembleRecipe
from leukview.training.evaluate import Calls, call_images
from leukview.training.facts import facts_of
from leukview.training.finalise import allowed_of, draft_classifier, fit_temperature, halved, novelty_from, part_of
from leukview.training.frames import FoundMasks, masks_for
from leukview.training.history import EpochRecord
from leukview.training.live import LiveStatus
from leukview.training.loops import train
from leukview.training.parallel import current_team

__all__ = ["finalise_ensemble", "train_members", "with_shown_classes"]

_MASKS = "masks.npz"


class _Named(NoProgress):
    """Progress that says which member it is about."""

    def __init__(self, progress: Progress, name: str) -> None:
        super().__init__()
        self._progress, self._name = progress, name

    def report(self, done: int, total: int, message: str = "") -> None:
        """Pass the report on under the member's name."""
        self._progress.report(done, total, f"{self._name}: {message}")

    def check_cancelled(self) -> None:
        """Ask the whole training's progress."""
        self._progress.check_cancelled()


def with_shown_classes(
    recipe: EnsembleRecipe, items: Sequence[LabelledImage]
) -> tuple[EnsembleRecipe, tuple[str, ...]]:
    """Return a recipe without the classes that no training image shows on their own, and those classes.

    Weights that have never seen a class must not offer it: its probability would be a guess, and a row of zeros on every report.
    A coarse label shows no class: what it stands for, only other images can tell.

    Raises
    ------
    InputProblem
        When fewer than two classes are shown, or a label stands for none that is.
    """
    training = {item.cls for item in items if item.split == recipe.data.train_split}
    shown = tuple(name for name in recipe.classes if name in training)
    unknown = tuple(name for name in recipe.classes if name not in training)
    if len(shown) < 2:
        raise InputProblem(
            "The data",
            f"the part '{recipe.data.train_split}' shows {len(shown)} of the recipe's classes",
            "Bring two or more",
        )
    try:
        allowed_matrix(sorted({item.cls for item in items}), shown)
    except InputProblem as problem:
        raise InputProblem(
            f"The label '{problem.what}'",
            f"it stands only for classes that no training image shows on their own ({', '.join(unknown)})",
            "Bring training images of one of them, or leave the label out with --classes",
        ) from None
    return recipe.model_copy(update={"classes": shown}), unknown


def train_members(
    recipe: EnsembleRecipe,
    data: Path | Sequence[LabelledImage],
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    segmenter: Segmenter | None = None,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> dict[str, list[EpochRecord]]:
    """Train each member in its own folder ``out/<member>``, where it goes on from its last epoch; return epochs by member.

    Parameters and errors are those of :func:`leukview.training.loops.train`; cells are found once for all members.
    """
    progress = progress or NoProgress()
    live = live or LiveStatus(out if current_team().first else None, recipe.name)
    items = labelled(data, recipe.data.datasets, recipe.data.leave_out)
    return {
        name: train(
            own,
            items,
            out / name,
            device=device,
            workers=workers,
            masks=out / _MASKS,
            segmenter=segmenter,
            progress=_Named(progress, name),
            live=live,
            network=name,
        )
        for name, own in recipe.member_recipes().items()
    }


def finalise_ensemble(
    recipe: EnsembleRecipe,
    data: Path | Sequence[LabelledImage],
    run: Path,
    out: Path,
    progress: Progress | None = None,
    segmenter: Segmenter | None = None,
) -> EnsembleManifest:
    """Write ``out/<name>.safetensors`` and ``out/<name>.json`` from the members' folders below ``run``.

    Temperatures, the votes' weights where they are learnt, and the out-of-domain quantiles are fitted on the validation part;
    the test part is not touched.

    Raises
    ------
    InputProblem
        When weights are to be learnt and no validation image has a label that means one class.
    """
    progress = progress or NoProgress()
    items = labelled(data, recipe.data.datasets, recipe.data.leave_out)
    own = recipe.member_recipes()
    drafts = {name: draft_classifier(each, run / name) for name, each in own.items()}
    masks = _masks(recipe, items, run, progress, segmenter)
    held = part_of(items, recipe.data.val_split)
    calls = {name: call_images(draft, held, _Named(progress, name), masks) for name, draft in drafts.items()}
    first = next(iter(own))
    training = part_of(items, recipe.data.train_split)
    novelty = novelty_from(drafts[first], training, calls[first], masks, recipe.seed, _Named(progress, first))

    tensors = {f"novelty.{name}": torch.from_numpy(value.copy()) for name, value in novelty.tensors().items()}
    for name, draft in drafts.items():
        tensors |= {member_prefix(name) + key: value for key, value in halved(draft.network).items()}
    members, temperature = _weighed(recipe, drafts, calls)
    out.mkdir(parents=True, exist_ok=True)
    weights = out / f"{recipe.name}.safetensors"
    save_file(tensors, weights)
    manifest = _manifest(recipe, sha256(weights), members, temperature)
    write_manifest(manifest, out / f"{recipe.name}.json")
    return manifest


def _masks(
    recipe: EnsembleRecipe, items: list[LabelledImage], run: Path, progress: Progress, segmenter: Segmenter | None
) -> FoundMasks | None:
    """Return the images' cells where a member is shown the cell."""
    for own in recipe.member_recipes().values():
        found = masks_for(own, items, run / _MASKS, "cpu", progress, segmenter)
        if found is not None:
            return found
    return None


def _weighed(
    recipe: EnsembleRecipe, drafts: dict[str, Classifier], calls: dict[str, Calls]
) -> tuple[tuple[Member, ...], float]:
    """Return the members with their temperatures and weights, and the temperature of the vote, from their validation calls."""
    allowed = allowed_of(next(iter(calls.values())))
    # A draft's temperature is 1: plain softmax.
    own = [fit_temperature(each.logits, allowed) if recipe.vote.calibrated else 1.0 for each in calls.values()]
    votes = [
        softmax(each.logits.astype(np.float64) / temperature, axis=1)
        for each, temperature in zip(calls.values(), own, strict=True)
    ]
    weights = recipe.vote.weights if recipe.vote.weights != "learnt" else _learnt(votes, allowed)
    voted = np.log(np.maximum(soft_vote(votes, weights), 1e-12)).astype(np.float32)
    members = tuple(
        _member(name, draft, weight, temperature)
        for (name, draft), weight, temperature in zip(drafts.items(), weights, own, strict=True)
    )
    return members, fit_temperature(voted, allowed)


def _learnt(votes: Sequence[NDArray[np.float64]], allowed: NDArray[np.bool_]) -> tuple[float, ...]:
    """Return the weights of the least loss over the validation cells whose label means one class."""
    exact = np.flatnonzero(allowed.sum(axis=1) == 1)
    if not len(exact):
        raise InputProblem(
            "The validation part",
            "no image's label means one class, so that votes cannot be weighed",
            "Bring some that do",
        )
    return fit_weights([vote[exact] for vote in votes], allowed[exact].argmax(axis=1))


def _member(name: str, draft: Classifier, weight: float, temperature: float) -> Member:
    net = draft.manifest
    return Member(
        name=name,
        backbone=net.backbone,
        input_size=net.input_size,
        crop_fraction=net.crop_fraction,
        cell_diameters=net.cell_diameters,
        preparation=net.preparation,
        field_diameters=net.field_diameters,
        rotations=net.rotations,
        mean=net.mean,
        std=net.std,
        weight=weight,
        temperature=temperature,
    )


def _manifest(recipe: EnsembleRecipe, digest: str, members: tuple[Member, ...], temperature: float) -> EnsembleManifest:
    own = {"name", "weight", "temperature"}
    return EnsembleManifest.model_validate(
        {
            **facts_of(recipe, digest, recipe.data.datasets, *_commands(recipe)),
            **members[0].model_dump(exclude=own),
            "classes": recipe.classes,
            "temperature": temperature,
            "members": members,
            "leaves_out": recipe.data.leave_out,
        }
    )


def _commands(recipe: EnsembleRecipe) -> tuple[str, str]:
    return (
        f"leukview evaluate {recipe.name} --models RUN --data DATA",
        f"leukview evaluate {recipe.name} --models RUN --data DATA --against members",
    )
