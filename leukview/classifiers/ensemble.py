"""Several networks vote on each cell: park2024's soft voting (Park et al., Digital Health 2024), for any number of members.

One safetensors file holds every member under its own prefix. Each member sees the cell in its own way and is a classifier of its
own; the ensemble is one too, so that whatever measures, explains or runs a classifier does so with an ensemble.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import nn

from leukview.classifiers.backbones import build
from leukview.classifiers.classifier import Classifier, ExplainedPart, Outputs
from leukview.classifiers.ensemble_manifest import EnsembleManifest, Member
from leukview.classifiers.multi_network import MultiNetworkClassifier
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.soft_vote import soft_vote
from leukview.classifiers.weight_file import fitting, novelty_in, tensors_under
from leukview.domain.taxonomy import taxonomy
from leukview.manifests import load_of_kind, verify

__all__ = ["EnsembleClassifier", "EnsembleOutputs", "member_prefix"]

Image = NDArray[np.uint8]

_SMALLEST = 1e-12


def member_prefix(name: str) -> str:
    """Return what a member's tensors are named after in the weight file."""
    return f"member.{name}."


@dataclass(frozen=True, eq=False, slots=True)
class EnsembleOutputs(Outputs):
    """What the members make of N views: the first one's features, N×C logarithms of the vote, and each one's say.

    Attributes
    ----------
    votes:
        Member → N×C calibrated probabilities; only of members that have a weight.
    """

    votes: Mapping[str, NDArray[np.float64]]


class _MemberClassifier(Classifier):
    """A member alone. What is out of domain is the ensemble's to say: the distance is fitted to the first member's features."""

    def novelty_of(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Refuse."""
        raise TypeError("a member of an ensemble has no out-of-domain score of its own")


class EnsembleClassifier(MultiNetworkClassifier):
    """A classifier of several that vote; its views are as :class:`MultiNetworkClassifier` says.

    Parameters
    ----------
    manifest:
        The ensemble's.
    networks:
        One for each member, in order.
    novelty:
        The out-of-domain distance, over the first member's features.
    device:
        ``cpu`` or ``cuda``.
    """

    def __init__(
        self, manifest: EnsembleManifest, networks: Sequence[nn.Module], novelty: Novelty, device: str
    ) -> None:
        super().__init__(manifest, networks[0], novelty, device, {each.name: each for each in manifest.members})
        self.weights = tuple(member.weight for member in manifest.members)
        self.members: dict[str, Classifier] = {
            member.name: _MemberClassifier(manifest.member_manifest(member), network, novelty, device)
            for member, network in zip(manifest.members, networks, strict=True)
        }

    @classmethod
    def load(cls, model_id: str, device: str = "cpu", folder: Path | None = None) -> EnsembleClassifier:
        """Load an ensemble's weights after checking their hash.

        Raises
        ------
        EnvironmentFault
            When the files are missing, damaged or do not fit the manifest.
        """
        manifest = load_of_kind(EnsembleManifest, model_id, folder)
        tensors = load_file(verify(manifest, folder))
        with fitting(manifest):
            networks = [_network(member, len(manifest.classes), tensors) for member in manifest.members]
            novelty = novelty_in(tensors)
        return cls(manifest, networks, novelty, device)

    def outputs(self, views: Sequence[Image]) -> EnsembleOutputs:
        """Return the first member's N×(L+F) features and, as N×C logits, the logarithm of the vote; no attributes."""
        seen = [member.outputs(self.views_of(name, views)) for name, member in self.members.items()]
        votes = [member.calibrate(each.logits) for member, each in zip(self.members.values(), seen, strict=True)]
        logits = np.log(np.maximum(soft_vote(votes, self.weights), _SMALLEST)).astype(np.float32)
        heard = {name: vote for name, vote, weight in zip(self.members, votes, self.weights, strict=True) if weight > 0}
        return EnsembleOutputs(seen[0].features, logits, np.zeros((len(logits), 0), np.float32), heard)

    def dissent(self, outputs: Outputs) -> list[tuple[str, ...]]:
        """Return for each cell which members call it otherwise than the vote does, with their own probability."""
        if not isinstance(outputs, EnsembleOutputs):
            return super().dissent(outputs)
        called = outputs.logits.argmax(axis=1)
        words: list[list[str]] = [[] for _ in called]
        for name, vote in outputs.votes.items():
            own = vote.argmax(axis=1)
            for cell in np.flatnonzero(own != called):
                other = taxonomy()[self.manifest.classes[own[cell]]].name.lower()
                words[cell].append(f"network {name} calls it {other} ({vote[cell, own[cell]]:.2f})")
        return [tuple(each) for each in words]

    def explained(self, far: bool) -> tuple[ExplainedPart, ...]:
        """Return every member that has a say, with the view it saw and its weight in the vote."""
        return tuple(
            ExplainedPart(
                member.network, member.explain_layers(member.network), self.places[name], weight, member.to_input
            )
            for (name, member), weight in zip(self.members.items(), self.weights, strict=True)
            if weight > 0
        )


def _network(member: Member, classes: int, tensors: dict[str, torch.Tensor]) -> nn.Module:
    network = build(member.backbone, classes)
    network.load_state_dict(tensors_under(member_prefix(member.name), tensors))
    return network
