"""A classifier of networks that decide one after another along a tree (yan2024's five PMGs, ALNet's two modules).

One safetensors file holds every network under its own prefix. Every stage is asked about every cell, so that each node has a
probability: the product of the answers along its path. The call follows the path instead, as published: at each node the likelier
child, so that a cell called benign is never given a type of leukaemia.

*How the two agree.* A prediction's call is its most probable class, everywhere in LeukView. The classes' probabilities are those
of the tree's ends, ends of one class added up; where their largest is another class than the path's end (benign 0.55 in five
types against malignant 0.45, say), the least mass is moved to the path's class that makes it the largest: what rises above a
common level is cut down to it. Such a cell has its two first classes all but equal, which is as doubtful as a call can be, and it
is put before a person early. The nodes' own probabilities are untouched, and are kept beside the call.
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

from leukview.classifiers.classifier import Classifier, ExplainedPart, Outputs
from leukview.classifiers.multi_network import MultiNetworkClassifier
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.stage_networks import StageNet, build_stage_net
from leukview.classifiers.staged_manifest import HeadNetwork, StagedManifest, StageManifest, StageNetwork
from leukview.classifiers.tree import Head, Tree
from leukview.classifiers.weight_file import fitting, novelty_in, tensors_under
from leukview.domain.prediction import TreeNode
from leukview.manifests import load_of_kind, verify

__all__ = ["StageClassifier", "StagedClassifier", "StagedOutputs", "stage_prefix", "with_largest"]

Image = NDArray[np.uint8]
Float = NDArray[np.float64]

_SMALLEST = 1e-12
_MARGIN = 1e-4
"""By how much the call's probability exceeds the next where it had to be lifted: more than single precision loses."""


def stage_prefix(name: str) -> str:
    """Return what the tensors of a stage or head are named after in the weight file."""
    return f"stage.{name}."


@dataclass(frozen=True, eq=False, slots=True)
class StagedOutputs(Outputs):
    """What the stages make of N views: the first stage's features, N×C logarithms of the classes' probabilities, and the rest.

    Attributes
    ----------
    nodes:
        Node → N probabilities, the root's included.
    heads:
        Head → N×(its answers) probabilities.
    """

    nodes: Mapping[str, Float]
    heads: Mapping[str, Float]


class StageClassifier(Classifier):
    """One network of a tree alone; its classes are nodes. What is out of domain is the whole's to say."""

    network: StageNet
    manifest: StageManifest

    @torch.inference_mode()
    def run(self, network: nn.Module, views: Sequence[Image], rotations: int) -> Outputs:
        """Return what the network makes of N views of S×S×3, averaged over so many quarter turns."""
        batch = self.to_input(views)
        turned = (
            torch.rot90(batch, turns, (2, 3)).contiguous(memory_format=torch.channels_last)
            for turns in range(rotations)
        )
        features, logits = zip(*(self.network.seen(each) for each in turned), strict=True)
        found = torch.stack(logits).mean(dim=0).cpu().numpy()
        return Outputs(
            torch.stack(features).mean(dim=0).cpu().numpy(), found, np.zeros((len(found), 0), dtype=np.float32)
        )

    def explain_layers(self, network: nn.Module) -> tuple[nn.Module, ...]:
        """Return the network's own choice: of a PMG the last three stages, as published."""
        return self.network.layers

    def novelty_of(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Refuse: the distance is fitted to the first stage's features, and the whole tells it."""
        raise TypeError("a stage has no out-of-domain score of its own")


class StagedClassifier(MultiNetworkClassifier):
    """The stages as one classifier; its views are as :class:`MultiNetworkClassifier` says.

    Parameters
    ----------
    manifest:
        The weights'.
    networks:
        Stage or head → network, one for each of the manifest's.
    novelty:
        The out-of-domain distance, over the first stage's features.
    device:
        ``cpu`` or ``cuda``.

    Attributes
    ----------
    tree:
        The tree, cut to what the weights know.
    stages, asides:
        Each stage's, and each head's, classifier by id.
    """

    manifest: StagedManifest

    def __init__(
        self, manifest: StagedManifest, networks: Mapping[str, StageNet], novelty: Novelty, device: str
    ) -> None:
        rows = {row.id: row for row in (*manifest.stages, *manifest.heads)}
        super().__init__(manifest, networks[manifest.stages[0].id], novelty, device, rows)
        self.tree: Tree = manifest.tree.tree()

        def classifiers(rows: Sequence[StageNetwork]) -> dict[str, StageClassifier]:
            return {
                row.id: StageClassifier(manifest.stage_manifest(row), networks[row.id], novelty, device) for row in rows
            }

        self.stages, self.asides = classifiers(manifest.stages), classifiers(manifest.heads)

    @classmethod
    def load(cls, model_id: str, device: str = "cpu", folder: Path | None = None) -> StagedClassifier:
        """Load the weights after checking their hash.

        Raises
        ------
        EnvironmentFault
            When the files are missing, damaged or do not fit the manifest.
        """
        manifest = load_of_kind(StagedManifest, model_id, folder)
        tensors = load_file(verify(manifest, folder))
        with fitting(manifest):
            networks = {row.id: _network(manifest, row, tensors) for row in (*manifest.stages, *manifest.heads)}
            novelty = novelty_in(tensors)
        return cls(manifest, networks, novelty, device)

    @property
    def temperature(self) -> float:
        """1: what the stages answer is calibrated stage by stage."""
        return 1.0

    def outputs(self, views: Sequence[Image]) -> StagedOutputs:
        """Return what all stages and heads make of N views; see :class:`StagedOutputs`."""
        networks = {**self.stages, **self.asides}
        seen = {name: each.outputs(self.views_of(name, views)) for name, each in networks.items()}
        answers = {name: each.calibrate(seen[name].logits) for name, each in self.stages.items()}
        nodes = self.tree.node_probabilities(answers)
        logits = np.log(np.maximum(self.class_probabilities(nodes), _SMALLEST)).astype(np.float32)
        return StagedOutputs(
            seen[self.manifest.stages[0].id].features,
            logits,
            np.zeros((len(logits), 0), dtype=np.float32),
            nodes,
            {name: each.calibrate(seen[name].logits) for name, each in self.asides.items()},
        )

    def class_probabilities(self, nodes: Mapping[str, Float]) -> Float:
        """Return N×C probabilities of the classes, rows of sum 1, whose largest is the class that each cell's path ends in."""
        columns = {name: number for number, name in enumerate(self.manifest.classes)}
        shares: Float = np.zeros((len(nodes[self.tree.root]), len(columns)))
        for end in self.tree.ends:
            shares[:, columns[self.tree.classes[end]]] += nodes[end]
        for cell, row in enumerate(shares):
            end = self.tree.descend(nodes, cell)[-1].node
            shares[cell] = with_largest(row, columns[self.tree.classes[end]])
        return shares

    def trees(self, outputs: Outputs) -> list[tuple[TreeNode, ...]]:
        """Return for each cell every node of the tree, coarse to fine, then the heads asked of the nodes it was called."""
        assert isinstance(outputs, StagedOutputs)
        return [self._nodes(outputs, cell) for cell in range(len(outputs.logits))]

    def _nodes(self, outputs: StagedOutputs, cell: int) -> tuple[TreeNode, ...]:
        tree = self.tree
        taken = {step.node for step in tree.descend(outputs.nodes, cell)}
        nodes = [
            TreeNode(
                child,
                tree.names[child],
                "" if stage.node == tree.root else stage.node,
                float(outputs.nodes[child][cell]),
                child in taken,
                missing=self._missing(child),
            )
            for stage in tree.stages
            for child in stage.children
        ]
        for row in self.manifest.heads:
            head = self._head(row)
            if head.node in taken:
                nodes += _answered(head, row, outputs.heads[row.id][cell])
        return tuple(nodes)

    def _missing(self, node: str) -> tuple[str, ...]:
        """Return the names of what cannot be told below a node: children without weights, and heads without."""
        here = {row.id for row in self.manifest.heads}
        unasked = [head for head in self.tree.heads if head.node == node and head.id not in here]
        answers = [name for head in unasked for name in head.answers.values()]
        return (*(self.tree.names[child] for child in self.tree.unknown.get(node, ())), *answers)

    def _head(self, row: HeadNetwork) -> Head:
        return next(head for head in self.tree.heads if head.id == row.id)

    def asked(self, class_id: str, far: bool) -> tuple[tuple[ExplainedPart, int], ...]:
        """Return the stage that tells a class from the others, and the class's column there."""
        node = self._node_of(class_id)
        stage = next(stage for stage in self.tree.stages if node in stage.children)
        decided = self.stages[stage.id]
        place = self.places[stage.id]
        part = ExplainedPart(decided.network, decided.network.layers, place, 1.0, decided.to_input)
        return ((part, stage.children.index(node)),)

    def _node_of(self, class_id: str) -> str:
        """Return the coarsest node below which every end is of a class: there the class was decided."""
        below = (child for stage in self.tree.stages for child in stage.children)
        return next(
            child for child in below if {self.tree.classes[end] for end in self.tree.ends_below(child)} == {class_id}
        )


def with_largest(shares: Float, column: int) -> Float:
    """Return C probabilities in which one is the largest: the least change, as the module's head says; the sum stays.

    Where it is the largest already, by what single precision can tell, nothing changes.
    """
    others = np.delete(shares, column)
    if not len(others) or shares[column] - others.max() >= _MARGIN:
        return shares
    # The level at which what stands above it, cut off, just lifts the one to it: found between the breakpoints.
    tops = np.sort(others)[::-1]
    levels = (shares[column] + np.cumsum(tops)) / np.arange(2, len(tops) + 2)
    level = float(levels.max())
    lifted = np.minimum(shares, level)
    lifted[column] = 0.0
    # A little less for the others, so that the call stays the largest in single precision, and on ties.
    highest = min(level, max(0.0, level - _MARGIN))
    lifted = np.minimum(lifted, highest)
    lifted[column] = shares.sum() - lifted.sum()
    return lifted


def _answered(head: Head, row: HeadNetwork, shares: Float) -> list[TreeNode]:
    """Return a head's answers as nodes beside the tree; the one given is ``taken``."""
    names = list(head.answers)
    best = int(shares.argmax())
    if len(names) == 2:
        best = 0 if shares[0] >= row.threshold else 1
    limit = row.patient_threshold if len(names) == 2 else None
    return [
        TreeNode(
            name, head.answers[name], head.node, float(share), place == best, aside=True, limit=None if place else limit
        )
        for place, (name, share) in enumerate(zip(names, shares, strict=True))
    ]


def _network(manifest: StagedManifest, row: StageNetwork, tensors: dict[str, torch.Tensor]) -> StageNet:
    network = build_stage_net(row.form, row.backbone, len(manifest.stage_manifest(row).classes))
    network.load_state_dict(tensors_under(stage_prefix(row.id), tensors))
    return network
