"""The networks that decide one stage of a tree, of three forms behind one face: a plain timm network, a PMG, and ALNet's.

Each answers, features and explains in the same way, so that a stage is trained, measured and explained whatever its form.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch
from torch import nn

from leukview.classifiers.backbones import build, build_stages
from leukview.classifiers.pmg import COMPACT, HEADS, Pmg, PmgWidths, SummedLogits
from leukview.classifiers.staged_manifest import StageForm

__all__ = ["DenseNet", "PlainNet", "PmgNet", "StageNet", "build_stage_net"]

_LOOK_STAGE = 2


class StageNet(nn.Module):
    """A network of a stage: N×3×S×S float32 to N×C logits.

    Attributes
    ----------
    heads:
        How many heads :meth:`head` tells apart, each trained in an update of its own; 1 for a network with one.
    """

    heads = 1

    def head(self, images: torch.Tensor, head: int) -> torch.Tensor:
        """Return the N×C float32 logits of one head, as training asks for them."""
        raise NotImplementedError

    def seen(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return N×F float32 features and N×C float32 logits: what a call is made of.

        The first :attr:`look` features are the mean and deviation of an early stage's maps.
        """
        raise NotImplementedError

    @property
    def look(self) -> int:
        """How many features tell stain, light and scale; see :mod:`leukview.classifiers.novelty`."""
        raise NotImplementedError

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The layers whose outputs Grad-CAM weighs, for the logits of :meth:`forward`."""
        raise NotImplementedError

    @property
    def trunk(self) -> tuple[nn.Module, str]:
        """The part that starts from ImageNet's or other weights of timm's names, and what its tensors' names begin with."""
        raise NotImplementedError

    def parameter_groups(self, lr: float, factor: float) -> list[dict[str, Any]]:
        """Return two groups for an optimiser: the backbone at ``lr``, the new layers at ``factor`` times it."""
        own = {id(each) for each in self.new_parameters()}
        rest = [each for each in self.parameters() if id(each) not in own]
        return [{"params": rest, "lr": lr}, {"params": self.new_parameters(), "lr": lr * factor}]

    def new_parameters(self) -> list[nn.Parameter]:
        """Return the parameters of the layers behind the backbone."""
        raise NotImplementedError

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×C float32 logits, on which a call is made."""
        raise NotImplementedError


class PlainNet(StageNet):
    """A timm network with its own classifier: an EfficientNet or a residual network."""

    def __init__(self, backbone: str, classes: int, drop_rate: float = 0.0) -> None:
        super().__init__()
        self.net: Any = build(backbone, classes, drop_rate)

    def head(self, images: torch.Tensor, head: int) -> torch.Tensor:
        """Return the logits: there is one head."""
        return self.forward(images)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×C float32 logits."""
        logits: torch.Tensor = self.net(images)
        return logits.float()

    def seen(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return features, with those pooled before the last layer, and logits."""
        final, (early,) = self.net.forward_intermediates(images, indices=[_LOOK_STAGE])
        pooled = self.net.forward_head(final, pre_logits=True)
        return torch.cat([_look(early), pooled.float()], dim=1), self.net.get_classifier()(pooled).float()

    @property
    def look(self) -> int:
        """Twice the third stage's channels."""
        return 2 * int(self.net.feature_info[_LOOK_STAGE]["num_chs"])

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The last map after its activation, and the last one a scale finer: an expansion's in EfficientNets."""
        if hasattr(self.net, "layer4"):  # a residual network, whose blocks end with their activation
            return self.net.layer4, self.net.layer3
        return self.net.bn2, self.net.blocks[4][-1].bn2

    @property
    def trunk(self) -> tuple[nn.Module, str]:
        """The whole network: loading passes over its classifier."""
        return self.net, "net."

    def new_parameters(self) -> list[nn.Parameter]:
        """Return the classifier's."""
        return list(self.net.get_classifier().parameters())


class PmgNet(StageNet):
    """A :class:`leukview.classifiers.pmg.Pmg`; its call is the sum of its four heads, its features what they read."""

    heads = HEADS

    def __init__(self, backbone: str, classes: int, widths: PmgWidths = COMPACT) -> None:
        super().__init__()
        self.pmg = Pmg(backbone, classes, widths)

    def head(self, images: torch.Tensor, head: int) -> torch.Tensor:
        """Return the logits of one of the four heads; all four run, as batch normalisation's statistics are to see all."""
        logits: torch.Tensor = self.pmg(images)[head]
        return logits.float()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the N×C sum of the four heads' logits."""
        whole: torch.Tensor = SummedLogits(self.pmg)(images)
        return whole

    def seen(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return features and summed logits; the backbone runs once for both."""
        maps = self.pmg.backbone(images)
        vectors = [branch(each) for branch, each in zip(self.pmg.branches, maps, strict=True)]
        reads = [*vectors, torch.cat(vectors, dim=1)]
        logits = torch.stack([head(each).float() for head, each in zip(self.pmg.heads, reads, strict=True)]).sum(dim=0)
        return torch.cat([_look(maps[0]), *(each.float() for each in vectors)], dim=1), logits

    @property
    def look(self) -> int:
        """Twice the channels of the finest of the three stages."""
        return 2 * int(self.pmg.backbone.feature_info.channels()[0])

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The last ReLU of each branch: the last three stages, as published."""
        return SummedLogits(self.pmg).layers

    @property
    def trunk(self) -> tuple[nn.Module, str]:
        """The backbone."""
        return self.pmg.backbone, "pmg.backbone."

    def new_parameters(self) -> list[nn.Parameter]:
        """Return those of branches and heads."""
        return [*self.pmg.branches.parameters(), *self.pmg.heads.parameters()]


class DenseNet(StageNet):
    """ALNet's module (Boldú et al. 2021): a backbone's last maps, averaged to a few places, then dense layers.

    Parameters
    ----------
    backbone:
        A timm network that gives maps of its stages; published: ``vgg16`` and ``vgg19`` without their own dense layers.
    classes:
        Outputs C.
    widths:
        The side to which maps are averaged, then the hidden layers' neurons; published: 7 (512 maps make 25,088 numbers), 1024
        and 512.
    """

    def __init__(self, backbone: str, classes: int, widths: tuple[int, ...] = (7, 1024, 512)) -> None:
        super().__init__()
        stages: Any = build_stages(backbone, 2)
        self.backbone = stages
        self.maps = nn.Identity()
        side, *hidden = widths
        lengths = [int(stages.feature_info.channels()[-1]) * side * side, *hidden]
        steps: list[nn.Module] = [nn.AdaptiveAvgPool2d(side), nn.Flatten()]
        for before, after in pairwise(lengths):
            steps += [nn.Linear(before, after), nn.ReLU()]
        self.body = nn.Sequential(*steps)
        self.last = nn.Linear(lengths[-1], classes)

    def head(self, images: torch.Tensor, head: int) -> torch.Tensor:
        """Return the logits: there is one head."""
        return self.forward(images)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×C float32 logits."""
        logits: torch.Tensor = self.last(self.body(self.maps(self.backbone(images)[-1])))
        return logits.float()

    def seen(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return features, with the last hidden layer's, and logits."""
        early, late = self.backbone(images)
        hidden = self.body(self.maps(late))
        return torch.cat([_look(early), hidden.float()], dim=1), self.last(hidden).float()

    @property
    def look(self) -> int:
        """Twice the channels of the last stage but one."""
        stages: Any = self.backbone
        return 2 * int(stages.feature_info.channels()[0])

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The backbone's last maps, passed on: hooked here, no layer writes into them."""
        return (self.maps,)

    @property
    def trunk(self) -> tuple[nn.Module, str]:
        """The backbone."""
        return self.backbone, "backbone."

    def new_parameters(self) -> list[nn.Parameter]:
        """Return the dense layers'."""
        return [*self.body.parameters(), *self.last.parameters()]


def build_stage_net(form: StageForm, backbone: str, classes: int, drop_rate: float = 0.0) -> StageNet:
    """Return the untrained network of a stage, in channels-last memory order.

    Raises
    ------
    InputProblem
        When timm has no such backbone, or none that gives the maps of its stages.
    """
    net: StageNet
    if form.kind == "plain":
        net = PlainNet(backbone, classes, drop_rate)
    elif form.kind == "pmg":
        net = PmgNet(backbone, classes, PmgWidths(*form.sizes))
    else:
        net = DenseNet(backbone, classes, form.sizes)
    return net.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _look(maps: torch.Tensor) -> torch.Tensor:
    early = maps.float()
    return torch.cat([early.mean(dim=(2, 3)), early.std(dim=(2, 3))], dim=1)
