"""What the stages of a tree are trained to lessen, coupled so that an error of a coarse stage costs in every finer one (yan2024).

yan2024 says of its training only that "the output of the last stage PMG is used for the next stage PMG loss calculation and
parameter update". Here that is made exact. Let a cell's label lie on the path of stages 1 … k, and let P_j be what stage j gives
the label's child. The loss of stage k is the negative log of the path product, −log(P_1 · P_2 · … · P_k), meant over the cells
whose label reaches stage k.

What this does and does not:

- The gradient flows into every stage on the path. Trained together, a parent is asked once for itself and once more for each
  finer stage that a label reaches: it learns most from the cells whose labels go deepest, and most from rare ones, since every
  stage takes the mean over its own cells.
- The log of a product is a sum, so the *child's* gradient is that of its plain cross-entropy: the parent's probability changes
  the child's loss, not its slope. Where the parent is held fixed, a stage is trained just as if it were alone.
- A cell whose label does not reach a stage does not enter it: a lymphocyte tells stage 3M nothing. A label that stops at a node
  (malignant, of a lineage that nobody wrote down) is learnt down to that node, and no stage below hears of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import torch

from leukview.classifiers.tree import Stage, Tree

__all__ = ["Asked", "coupled", "path_loss", "path_to", "stage_targets", "tree_loss"]

Asked = Callable[[torch.Tensor, int], torch.Tensor]
"""A parent stage: N×3×S×S images, as the child is shown them, and the child's head, 0–3, to N×C logits."""


def stage_targets(tree: Tree, labels: Sequence[Collection[str]]) -> dict[str, torch.Tensor]:
    """Return for each stage which of its children each label allows.

    Parameters
    ----------
    tree:
        The tree; it may be cut, and labels may name nodes that were cut off: they are learnt as far down as the tree goes.
    labels:
        For each of N cells the nodes that its label may stand for: one, or several where it is coarse ({AML, MDS}).

    Returns
    -------
    Stage id → N×(its children) bool. A row without any True does not enter the stage: the label lies elsewhere, stops above, or
    allows every child and so says nothing.

    Raises
    ------
    InputProblem
        When a label is not a node of the tree.
    ValueError
        When a cell has no label.
    """
    if not all(labels):
        raise ValueError("a cell without a label cannot be learnt")
    lineages = [[(tree.root, *tree.lineage(node)) for node in sorted(label)] for label in labels]
    return {
        stage.id: torch.tensor([_allowed(stage, each) for each in lineages], dtype=torch.bool).reshape(
            len(labels), len(stage.children)
        )
        for stage in tree.stages
    }


def _allowed(stage: Stage, lineages: Sequence[tuple[str, ...]]) -> list[bool]:
    """Return the children that lie on a label's lineages; none where one of them does not pass through the stage."""
    # A lineage that ends at the stage's own node allows each of its children; one that goes to a cut-off child, none known.
    below = {line[line.index(stage.node) + 1] for line in lineages if stage.node in line[:-1]}
    inside = all(stage.node in line[:-1] for line in lineages) and below <= set(stage.children)
    row = [inside and child in below for child in stage.children]
    return [False] * len(row) if all(row) else row


def path_to(tree: Tree, stage: str) -> tuple[str, ...]:
    """Return the ids of the stages from the first down to one, itself included.

    Raises
    ------
    KeyError
        When the tree has no such stage.
    """
    nodes = {each.id: each.node for each in tree.stages}
    above = {tree.root, *tree.lineage(nodes[stage])}
    return tuple(each.id for each in tree.stages if each.node in above)


def path_loss(path: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
    """Return the loss of the last stage of a path: the mean of −log of the path product over the cells that enter that stage.

    Parameters
    ----------
    path:
        For each stage, coarse to fine, N×C logits and the N×C bool of :func:`stage_targets`. Of a label that allows several
        children of the last stage, the product ends with the sum of their probabilities.

    Returns
    -------
    A scalar in float32; 0, with a gradient of 0, where no cell enters the last stage.
    """
    logits, allowed = path[-1]
    # Rows are taken before the logarithm: a row that allows nothing has a loss without end, and a gradient that is no number.
    rows = allowed.any(dim=1)
    if not bool(rows.any()):
        return logits.float().sum() * 0.0
    return torch.stack([_surprise(each[rows], mask[rows]) for each, mask in path]).sum(dim=0).mean()


def _surprise(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Return N values of −log P(any allowed child)."""
    logp = torch.log_softmax(logits.float(), dim=1)
    return -torch.logsumexp(logp.masked_fill(~allowed, float("-inf")), dim=1)


def tree_loss(tree: Tree, logits: Mapping[str, torch.Tensor], targets: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """Return the sum of every stage's :func:`path_loss`, to train all stages in one update.

    Parameters
    ----------
    tree:
        The tree.
    logits:
        Stage id → N×C.
    targets:
        Of :func:`stage_targets`.
    """
    paths = [path_to(tree, stage.id) for stage in tree.stages]
    losses = [path_loss([(logits[name], targets[name]) for name in path]) for path in paths]
    return torch.stack(losses).sum()


def coupled(
    parents: Sequence[tuple[Asked, torch.Tensor]], allowed: torch.Tensor
) -> Callable[[torch.Tensor, torch.Tensor, int], torch.Tensor]:
    """Return the loss of one stage for :func:`leukview.training.pmg_step.pmg_updates`: parents see what the child is shown.

    Each of the four updates asks the same head of every parent, so that the path product is of answers at one granularity.

    Parameters
    ----------
    parents:
        For each stage above, coarse to fine, who answers and its N×C bool of :func:`stage_targets`. For a PMG the one who
        answers is ``lambda shown, head: network(shown)[head]``. The optimiser given to ``pmg_updates`` must hold the parents'
        parameters too, or the parents must need no gradient.
    allowed:
        The stage's own N×C bool. Give the batch without the cells that do not enter the stage: those that are there have no loss,
        but batch normalisation sees them.
    """

    def loss(logits: torch.Tensor, shown: torch.Tensor, head: int) -> torch.Tensor:
        path = [(asked(shown, head), mask) for asked, mask in parents]
        return path_loss([*path, (logits, allowed)])

    return loss
