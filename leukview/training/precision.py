"""Which numbers a network is trained in: mixed precision on a GPU, and on a processor what the recipe says."""

from __future__ import annotations

from contextlib import AbstractContextManager

import torch

from leukview.training.recipe import CpuPrecision

__all__ = ["MixedPrecision"]


class MixedPrecision:
    """Autocast and, where needed, a scaled loss.

    On a GPU bfloat16 where it has it, else float16, whose small gradients would vanish: the loss is scaled up before the backward
    pass and the gradients down after it (``GradScaler``). On a processor float32 unless the recipe says bfloat16.

    Parameters
    ----------
    device:
        ``cpu`` or ``cuda``.
    on_cpu:
        The recipe's.
    """

    def __init__(self, device: str, on_cpu: CpuPrecision) -> None:
        self._device = device
        if device == "cpu":
            self.kind = torch.bfloat16 if on_cpu == "bfloat16" else torch.float32
        else:
            self.kind = torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
        self.scaler = torch.amp.GradScaler(device, enabled=self.kind == torch.float16)

    def autocast(self) -> AbstractContextManager[object]:
        """Return the context of a forward pass."""
        mixed = self.kind != torch.float32
        return torch.autocast(self._device, dtype=self.kind if mixed else torch.bfloat16, enabled=mixed)
