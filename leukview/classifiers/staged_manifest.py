"""The manifest of a staged classifier: its tree, the network of each stage and of each head. Read without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leukview.classifiers.manifest import Manifest
from leukview.classifiers.tree import Head, Stage, Tree
from leukview.imaging.preparation import Preparation
from leukview.manifests import list_of_kind

__all__ = [
    "HeadNetwork",
    "LabelRule",
    "StageForm",
    "StageManifest",
    "StageNetwork",
    "StagedManifest",
    "TreeTable",
    "ends_classes",
    "list_staged",
]

_NETWORK_FIELDS = (
    *("backbone", "input_size", "crop_fraction", "cell_diameters", "preparation"),
    *("field_diameters", "rotations", "mean", "std"),
)

_PUBLISHED: dict[str, tuple[int, ...]] = {"plain": (), "pmg": (512, 1024, 512), "dense": (7, 1024, 512)}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageForm(_Strict):
    """What stands behind a stage's backbone.

    ``plain``: the backbone's own classifier. ``pmg``: branches and heads of Du et al. (ECCV 2020), whose widths are a branch's
    1×1 and 3×3 convolution and a head's hidden layer. ``dense``: ALNet's, whose widths are the side to which the last maps are
    averaged and the hidden layers. Without widths, the published ones.
    """

    kind: Literal["plain", "pmg", "dense"] = "plain"
    widths: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> StageForm:
        if min(self.widths, default=1) < 1:
            raise ValueError("a width must be 1 or more")
        least = {"plain": 0, "pmg": 3, "dense": 2}[self.kind]
        if self.widths and (len(self.widths) < least or (self.kind != "dense" and len(self.widths) > least)):
            raise ValueError(f"a network of the form {self.kind} has {least or 'no'} widths, not {len(self.widths)}")
        return self

    @property
    def sizes(self) -> tuple[int, ...]:
        """The widths given, or the published ones."""
        return self.widths or _PUBLISHED[self.kind]


class LabelRule(_Strict):
    """Which cells of labelled data lie at a node of the tree, or have an answer of a head.

    Attributes
    ----------
    node:
        The node, or the answer.
    cls:
        Labels in the data that it takes.
    diagnosis, dataset:
        Only cells of patients with one of these diagnoses, and of one of these data sets; any where empty. Capitals are all one.
    """

    node: str
    cls: tuple[str, ...] = Field(min_length=1)
    diagnosis: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()


class StageNetwork(_Strict):
    """The network of a stage: what it is and what it sees (as in :class:`Manifest`)."""

    id: str
    form: StageForm
    backbone: str
    input_size: int = Field(ge=32)
    crop_fraction: float = Field(gt=0, le=1)
    cell_diameters: float | None = Field(default=None, gt=0)
    preparation: Preparation = Preparation()
    field_diameters: float = Field(gt=0)
    rotations: int = Field(default=1, ge=1, le=4)
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    temperature: float = Field(
        gt=0, description="its logits are divided by it; fitted on the validation cells of its stage"
    )


class HeadNetwork(StageNetwork):
    """The network of a head beside the tree, and from which probability on the first answer is given."""

    threshold: float = Field(default=0.5, gt=0, lt=1, description="for one cell; chosen on validation cells")
    patient_threshold: float = Field(
        default=0.5, gt=0, lt=1, description="for the mean over a patient's cells; chosen on validation patients"
    )


class _StageTable(_Strict):
    id: str
    title: str
    node: str
    children: tuple[str, ...] = Field(min_length=2)


class _HeadTable(_Strict):
    id: str
    title: str
    node: str
    answers: dict[str, str] = Field(min_length=2)


class TreeTable(_Strict):
    """A :class:`leukview.classifiers.tree.Tree` as JSON, so that weights say themselves what they decide."""

    id: str
    title: str
    source: str
    root: str
    names: dict[str, str]
    parents: dict[str, str]
    stages: tuple[_StageTable, ...] = Field(min_length=1)
    unknown: dict[str, tuple[str, ...]]
    classes: dict[str, str]
    heads: tuple[_HeadTable, ...] = ()

    @classmethod
    def of(cls, tree: Tree) -> TreeTable:
        """Return a tree as a table."""
        return cls(
            id=tree.id,
            title=tree.title,
            source=tree.source,
            root=tree.root,
            names=dict(tree.names),
            parents=dict(tree.parents),
            stages=tuple(
                _StageTable(id=each.id, title=each.title, node=each.node, children=each.children)
                for each in tree.stages
            ),
            unknown=dict(tree.unknown),
            classes=dict(tree.classes),
            heads=tuple(
                _HeadTable(id=each.id, title=each.title, node=each.node, answers=dict(each.answers))
                for each in tree.heads
            ),
        )

    def tree(self) -> Tree:
        """Return the tree."""
        stages = tuple(Stage(each.id, each.title, each.node, each.children) for each in self.stages)
        heads = tuple(Head(each.id, each.title, each.node, each.answers) for each in self.heads)
        told = (self.id, self.title, self.source, self.root)
        return Tree(*told, self.names, self.parents, stages, self.unknown, self.classes, heads)


class StagedManifest(Manifest):
    """Facts about a staged classifier's weight file.

    A classifier's fields describe the first stage: its features tell what is out of domain, and its view is kept with the cell;
    ``classes`` are those of the tree's ends, each once; ``temperature`` is 1, as each stage has its own.

    ``labels`` and ``head_labels`` say which cells of labelled data stand where; ``leaves_out`` are labels that were passed over.
    """

    kind: Literal["staged"] = Field(default="staged")  # type: ignore[assignment]
    tree: TreeTable
    stages: tuple[StageNetwork, ...] = Field(min_length=1)
    heads: tuple[HeadNetwork, ...] = ()
    labels: tuple[LabelRule, ...] = ()
    head_labels: tuple[LabelRule, ...] = ()
    leaves_out: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> StagedManifest:
        tree = self.tree.tree()
        first = self.stages[0]
        differing = [name for name in _NETWORK_FIELDS if getattr(self, name) != getattr(first, name)]
        if differing:
            raise ValueError(f"{', '.join(differing)} must be the first stage's")
        if [each.id for each in self.stages] != [each.id for each in tree.stages]:
            raise ValueError("there must be one network for each stage of the tree, in its order")
        known = {each.id for each in tree.heads}
        if strangers := [each.id for each in self.heads if each.id not in known]:
            raise ValueError(f"the tree has no such heads as {', '.join(strangers)}")
        if unnamed := [end for end in tree.ends if end not in tree.classes]:
            raise ValueError(f"no class is given to {', '.join(unnamed)}")
        if self.classes != ends_classes(tree):
            raise ValueError("the classes must be those of the tree's ends")
        return self

    def stage_manifest(self, network: StageNetwork) -> StageManifest:
        """Return the manifest of a stage or a head as a classifier of its own, ``<weights>/<stage>``; its classes are nodes."""
        own_fields = {*StagedManifest.model_fields} - {*Manifest.model_fields}
        shared = self.model_dump(exclude={"kind", "second", *own_fields})
        own = {name: getattr(network, name) for name in (*_NETWORK_FIELDS, "temperature")}
        tree = self.tree.tree()
        titles = {each.id: each.title for each in tree.stages} | {each.id: each.title for each in tree.heads}
        children = {each.id: each.children for each in tree.stages} | {
            each.id: tuple(each.answers) for each in tree.heads
        }
        more = {
            "id": f"{self.id}/{network.id}",
            "title": f"{self.title}: {titles[network.id]}",
            "classes": children[network.id],
            "whole": self,
            "part": network.id,
        }
        return StageManifest.model_validate({**shared, **own, **more})


class StageManifest(Manifest):
    """The manifest of one network of staged weights; it is in no file. ``whole`` are the weights, ``part`` the stage or head."""

    whole: StagedManifest
    part: str

    @property
    def head(self) -> HeadNetwork | None:
        """The head, or None for a stage."""
        return next((each for each in self.whole.heads if each.id == self.part), None)


def ends_classes(tree: Tree) -> tuple[str, ...]:
    """Return the classes of a tree's ends, each once, in the order of the ends."""
    return tuple(dict.fromkeys(tree.classes[end] for end in tree.ends))


def list_staged(folder: Path | None = None) -> list[StagedManifest]:
    """Return the manifest of every staged classifier of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(StagedManifest, folder)
