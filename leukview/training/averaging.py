"""The average of a network's weights over the steps of its training."""

from __future__ import annotations

import copy

import torch
from torch import nn

__all__ = ["Ema"]


class Ema:
    """An exponential moving average of the weights, with a warm start; it is what is validated and kept."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.network = copy.deepcopy(network).eval()
        self.steps = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for kept, now in zip(self.network.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(now, 1 - decay)
            else:
                kept.copy_(now)
