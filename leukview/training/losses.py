"""What the classifier is trained to lessen: the loss over labels that may stand for several classes, and over attributes."""

from __future__ import annotations

import torch
from torch.nn import functional

from leukview.domain.attributes import attributes

__all__ = ["attribute_loss", "partial_label_loss"]


def partial_label_loss(logits: torch.Tensor, allowed: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Return the mean of −log P(any allowed class), with label smoothing towards the uniform distribution.

    Parameters
    ----------
    logits:
        N×C float.
    allowed:
        N×C bool; the classes each label may stand for.
    smoothing:
        Weight of the uniform target, 0–1.
    """
    logp = torch.log_softmax(logits.float(), dim=1)
    hit = torch.logsumexp(logp.masked_fill(~allowed, float("-inf")), dim=1)
    return -((1 - smoothing) * hit + smoothing * logp.mean(dim=1)).mean()


def attribute_loss(logits: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy over the known attributes; 0 where none is known.

    Parameters
    ----------
    logits:
        N×(all answers of all attributes) float, in the order of :func:`leukview.domain.attributes.attributes`.
    answers:
        N×attributes int64: the index of the answer, −1 where it is not known.
    """
    parts = torch.split(logits.float(), [len(item.options) for item in attributes()], dim=1)
    losses = [
        functional.cross_entropy(part, answers[:, i], ignore_index=-1, reduction="sum") for i, part in enumerate(parts)
    ]
    return torch.stack(losses).sum() / (answers >= 0).sum().clamp(min=1)
