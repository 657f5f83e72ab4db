"""Turn a finished training into a model: calibrate, fit the out-of-domain distance, write weights and manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from leukview.classifiers.backbones import build
from leukview.classifiers.classifier import Classifier
from leukview.classifiers.manifest import Manifest, SecondNetwork, Sight
from leukview.classifiers.novelty import Novelty, fit_novelty
from leukview.classifiers.paired import joined
from leukview.domain.attributes import attributes
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.segmentation.base import Segmenter
from leukview.training.datasets import LabelledImage, allowed_matrix, labelled
from leukview.training.evaluate import Calls, call_images
from leukview.training.facts import facts_of
from leukview.training.frames import FoundMasks, masks_for
from leukview.training.history import load_best
from leukview.training.networks import outputs_of
from leukview.training.recipe import Recipe

__all__ = [
    "allowed_of",
    "draft_classifier",
    "empty_novelty",
    "finalise",
    "fit_temperature",
    "halved",
    "novelty_from",
    "part_of",
    "typical_answers",
]

_NOVELTY_CELLS = 4000
_LEAST_TYPICAL = 30


def fit_temperature(logits: NDArray[np.float32], allowed: NDArray[np.bool_]) -> float:
    """Return the temperature that minimises the negative log-likelihood of the allowed classes, between 0.2 and 5."""
    hidden = np.where(allowed, 0.0, -np.inf)

    def loss(temperature: float) -> float:
        logp = log_softmax(logits.astype(np.float64) / temperature, axis=1)
        return float(-np.logaddexp.reduce(logp + hidden, axis=1).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def finalise(
    recipe: Recipe,
    data: Path | Sequence[LabelledImage],
    run: Path,
    out: Path,
    progress: Progress | None = None,
    segmenter: Segmenter | None = None,
) -> Manifest:
    """Write ``out/<name>.safetensors`` and ``out/<name>.json`` from a training folder.

    Cells are found by the shipped segmenter unless another is given. The temperature and the out-of-domain
    quantiles are fitted on the validation part; the test part is not touched.
    """
    items = labelled(data, recipe.data.datasets, recipe.data.leave_out)
    progress = progress or NoProgress()
    masks = masks_for(recipe.rounds()[-1], items, run / "masks.npz", "cpu", progress, segmenter)
    first = draft_classifier(recipe if recipe.second is None else recipe.rounds()[0], run)
    validation = call_images(first, part_of(items, recipe.data.val_split), progress, masks)
    novelty = novelty_from(first, part_of(items, recipe.data.train_split), validation, masks, recipe.seed, progress)
    temperature = fit_temperature(validation.logits, allowed_of(validation))
    tensors = {f"network.{name}": value for name, value in halved(first.network).items()}
    tensors |= {f"novelty.{name}": torch.from_numpy(value.copy()) for name, value in novelty.tensors().items()}
    second = None
    if recipe.second is not None:
        other = draft_classifier(recipe.model_copy(update={"second": None}), run)
        seen = call_images(other, validation.items, progress, masks)
        second = _paired(recipe, validation, temperature, seen)
        tensors |= {f"second.{name}": value for name, value in halved(other.network).items()}
    out.mkdir(parents=True, exist_ok=True)
    weights = out / f"{recipe.name}.safetensors"
    save_file(tensors, weights)
    typical = typical_answers(items, recipe.data.train_split)
    manifest = _manifest(recipe, sha256(weights), temperature, typical, second)
    write_manifest(manifest, out / f"{recipe.name}.json")
    return manifest


def _paired(recipe: Recipe, first: Calls, temperature: float, second: Calls) -> SecondNetwork:
    """Return how two networks are brought together, its temperatures fitted on the validation part's calls of both."""
    assert recipe.second is not None
    last, how = recipe.rounds()[-1].network, recipe.second
    own = fit_temperature(second.logits, allowed_of(second))
    together = joined(first.logits / temperature, second.logits / own, how.share)
    return SecondNetwork(
        sight=Sight(cell_diameters=last.cell_diameters, preparation=last.preparation),
        far=Sight(cell_diameters=how.far_diameters, preparation=how.far_preparation),
        rotations=how.rotations,
        share=how.share,
        far_share=how.far_share,
        temperature=own,
        joint_temperature=fit_temperature(together, allowed_of(first)),
    )


def novelty_from(
    classifier: Classifier,
    training: list[LabelledImage],
    validation: Calls,
    masks: FoundMasks | None,
    seed: int,
    progress: Progress,
) -> Novelty:
    """Return a network's out-of-domain distance, from at most 4,000 of its training images and all its validation calls."""
    train = call_images(classifier, _sample(training, seed), progress, masks)
    return _fit(train, validation, classifier.manifest.classes, train.features.shape[1] - _width(classifier.network))


def allowed_of(calls: Calls) -> NDArray[np.bool_]:
    """Return N×C: the classes that each called image's label may stand for."""
    return allowed_matrix([item.cls for item in calls.items], calls.classes)


def halved(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return the weights with all but vectors in half precision: half the file, and no call changes that was not a tie."""
    return {
        name: (value.half() if value.ndim > 1 else value).contiguous() for name, value in network.state_dict().items()
    }


def draft_classifier(recipe: Recipe, run: Path) -> Classifier:
    """Return a training folder's best network, not calibrated and without an out-of-domain distance."""
    last = recipe.rounds()[-1]
    network = build(last.network.backbone, outputs_of(last))
    network.load_state_dict(load_best(run, recipe))
    return Classifier(_manifest(recipe, "", 1.0, {}), network, empty_novelty(), "cpu")


def part_of(items: Sequence[LabelledImage], split: str) -> list[LabelledImage]:
    """Return the images of one split."""
    return [item for item in items if item.split == split]


def _sample(items: list[LabelledImage], seed: int) -> list[LabelledImage]:
    """Return at most ``_NOVELTY_CELLS`` images, drawn without replacement: enough to fit 64 directions."""
    if len(items) <= _NOVELTY_CELLS:
        return items
    chosen = np.random.default_rng(seed).choice(len(items), _NOVELTY_CELLS, replace=False)
    return [items[i] for i in sorted(chosen)]


def _width(network: torch.nn.Module) -> int:
    """Return how many features the classifier's last layer sees."""
    width = network.num_features
    assert isinstance(width, int)
    return width


def _fit(train: Calls, validation: Calls, classes: Sequence[str], look: int) -> Novelty:
    """Fit the distance on cells with an exact label; coarse ones have no centre of their own."""
    allowed = allowed_matrix([item.cls for item in train.items], classes)
    exact = allowed.sum(axis=1) == 1
    labels = allowed[exact].argmax(axis=1).astype(np.int64)
    return fit_novelty(train.features[exact], labels, validation.features, look)


def empty_novelty() -> Novelty:
    """Return a distance that tells nothing, for networks that are not finished."""
    zero = np.zeros((1, 1), np.float32)
    return Novelty(zero[0], zero, zero[0], zero, zero, np.ones((2, 2), np.float32), np.zeros(2, np.float32))


def typical_answers(items: Sequence[LabelledImage], split: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return class → attribute → answer → part of the class's training cells that have it; from 30 cells of a class on."""
    rows: dict[str, list[LabelledImage]] = {}
    for item in items:
        if item.split == split and item.attributes:
            rows.setdefault(item.cls, []).append(item)
    return {
        cls: {
            item.id: {
                answer: round(sum(cell.attributes.get(item.id) == answer for cell in cells) / len(cells), 4)
                for answer in item.options
            }
            for item in attributes()
        }
        for cls, cells in sorted(rows.items())
        if len(cells) >= _LEAST_TYPICAL
    }


def _manifest(
    recipe: Recipe,
    digest: str,
    temperature: float,
    typical: dict[str, dict[str, dict[str, float]]],
    second: SecondNetwork | None = None,
) -> Manifest:
    last = recipe.rounds()[-1]
    net = (recipe.rounds()[0] if second else last).network
    return Manifest(
        **facts_of(recipe, digest, recipe.data.datasets, f"leukview evaluate {recipe.name} --data DATA"),
        backbone=net.backbone,
        classes=recipe.classes,
        input_size=net.input_size,
        crop_fraction=net.crop_fraction,
        cell_diameters=net.cell_diameters,
        preparation=net.preparation,
        field_diameters=net.field_diameters,
        attributes=tuple(item.id for item in attributes()) if last.data.attributes else (),
        typical=typical if last.data.attributes else {},
        second=second,
        rotations=net.rotations,
        mean=net.mean,
        std=net.std,
        temperature=temperature,
    )
