"""Where a labelled cell stands in a tree of decisions: by the recipe's rules, else by the node's or the class's own name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from leukview.classifiers.loading import gathers_of
from leukview.classifiers.manifest import Manifest
from leukview.classifiers.staged_manifest import LabelRule, StagedManifest, StageManifest
from leukview.classifiers.tree import Tree
from leukview.training.frozen_recipe import gathered
from leukview.training.intake.class_map import answerable
from leukview.training.labelled import LabelledImage
from leukview.training.staged_recipe import StagedRecipe, head_tree
from leukview.training.tree_loss import stage_targets

__all__ = ["Placed", "known_labels", "labels_of", "measurable", "nodes_of", "place", "recipe_labels", "shown_children"]


@dataclass(frozen=True)
class Placed:
    """Images, for each the nodes that its label may stand for, and how many were passed over as no rule places them."""

    items: tuple[LabelledImage, ...]
    nodes: tuple[frozenset[str], ...]
    passed: int


def nodes_of(item: LabelledImage, tree: Tree, rules: Sequence[LabelRule]) -> frozenset[str]:
    """Return the nodes an image's label may stand for; none where nothing says.

    The first rule that takes the label decides. Without one, a label that is a node's id is that node, and one that is a class
    of the tree's ends is those ends: people label their own cells so.
    """
    named = [rule for rule in rules if item.cls in rule.cls]
    for rule in named:
        if _fits(item.diagnosis, rule.diagnosis) and _fits(item.dataset, rule.dataset):
            return frozenset({rule.node})
    if item.cls in tree.names and item.cls != tree.root:
        # A rule may take the label of certain patients alone: of others it is then not the node of that name either.
        return frozenset() if named else frozenset({item.cls})
    return frozenset(() if named else (end for end in tree.ends if tree.classes.get(end) == item.cls))


def _fits(value: str, wanted: Collection[str]) -> bool:
    return not wanted or value.casefold() in {each.casefold() for each in wanted}


def place(items: Sequence[LabelledImage], tree: Tree, rules: Sequence[LabelRule]) -> Placed:
    """Return the images that stand somewhere in a tree."""
    both = [(item, nodes_of(item, tree, rules)) for item in items]
    kept = [(item, nodes) for item, nodes in both if nodes]
    return Placed(tuple(item for item, _ in kept), tuple(nodes for _, nodes in kept), len(both) - len(kept))


def labels_of(tree: Tree, rules: Sequence[LabelRule], head_rules: Sequence[LabelRule] = ()) -> tuple[str, ...]:
    """Return every label that data may bear: those of the rules, nodes, classes and heads' answers."""
    named = [name for rule in (*rules, *head_rules) for name in rule.cls]
    nodes = [node for node in tree.names if node != tree.root]
    answers = [answer for head in tree.heads for answer in head.answers]
    return tuple(dict.fromkeys([*nodes, *tree.classes.values(), *named, *answers]))


def shown_children(placed: Placed, tree: Tree, split: str) -> dict[str, tuple[str, ...]]:
    """Return for each stage the children that an image of a split shows on its own.

    A label that may mean several shows none of them: what tells them apart, only other images can teach.
    """
    rows = [row for row, item in enumerate(placed.items) if item.split == split]
    targets = stage_targets(tree, [placed.nodes[row] for row in rows])
    result = {}
    for stage in tree.stages:
        exact = targets[stage.id][targets[stage.id].sum(dim=1) == 1].any(dim=0).tolist()
        result[stage.id] = tuple(child for child, shown in zip(stage.children, exact, strict=True) if shown)
    return result


def known_labels(manifest: Manifest) -> tuple[str, ...]:
    """Return the labels that a model of any kind can be measured on."""
    if isinstance(manifest, StageManifest):
        return known_labels(manifest.whole)
    if isinstance(manifest, StagedManifest):
        return labels_of(manifest.tree.tree(), manifest.labels, manifest.head_labels)
    return tuple(dict.fromkeys((*answerable(manifest.classes), *gathers_of(manifest))))


def measurable(manifest: Manifest, items: Sequence[LabelledImage]) -> tuple[list[LabelledImage], int]:
    """Return images under the classes of a model of any kind, and how many it cannot be measured on.

    Of stages, those are images whose node lies beyond what the weights know, or above ends of several classes; of one stage,
    those of cells that do not belong to it. Labels that a frozen network gathers stand under their class; other models' images
    stay as they are.
    """
    if isinstance(manifest, StageManifest):
        whole = manifest.whole
        tree, rules = whole.tree.tree(), whole.labels
        if manifest.head is not None:
            tree, rules = head_tree(tree, manifest.part), whole.head_labels
        kept = _as_children(tree, rules, manifest.part, items)
    elif isinstance(manifest, StagedManifest):
        kept = _as_classes(manifest.tree.tree(), manifest.labels, items)
    else:
        return gathered(items, gathers_of(manifest)), 0
    return kept, len(items) - len(kept)


def _as_children(
    tree: Tree, rules: Sequence[LabelRule], stage_id: str, items: Sequence[LabelledImage]
) -> list[LabelledImage]:
    placed = place(items, tree, rules)
    stage = next(each for each in tree.stages if each.id == stage_id)
    rows = stage_targets(tree, placed.nodes)[stage_id]
    return [
        replace(item, cls=stage.children[int(row.int().argmax())])
        for item, row in zip(placed.items, rows, strict=True)
        if int(row.sum()) == 1
    ]


def _as_classes(tree: Tree, rules: Sequence[LabelRule], items: Sequence[LabelledImage]) -> list[LabelledImage]:
    kept = []
    for item in items:
        classes = {name for node in nodes_of(item, tree, rules) for name in _classes_at(tree, node)}
        if len(classes) == 1:
            kept.append(replace(item, cls=classes.pop()))
    return kept


def _classes_at(tree: Tree, node: str) -> set[str]:
    """Return the classes a cell of a node may be called: of its end where the tree is cut above it, "" where it was cut off."""
    ends = set(tree.ends)
    line = tree.lineage(node)
    above = ends.intersection(line)
    if above:
        return {tree.classes[above.pop()]}
    reached = {child for stage in tree.stages for child in stage.children}
    if node not in reached:
        return {"", "beyond"}  # never one class
    return {tree.classes[end] for end in tree.ends_below(node)}


def recipe_labels(recipe: StagedRecipe) -> tuple[str, ...]:
    """Return the labels a recipe's data may bear."""
    rules = [rule for head in recipe.heads for rule in head.labels]
    return labels_of(recipe.whole_tree(), recipe.labels, rules)
