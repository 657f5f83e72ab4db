"""Segment Anything (Kirillov et al., ICCV 2023) at any size: the compact one shipped here, or Meta's own checkpoints.

Only the published builder fixes the image at 1024 pixels; the model's parts do not, so the compact model and Meta's run
through the same code.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from safetensors.torch import load_file
from segment_anything import SamPredictor
from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, Sam, TwoWayTransformer
from torch import nn

from leukview.domain.errors import InputProblem
from leukview.imaging.scan import sha256
from leukview.manifests import ModelManifest, list_of_kind, load_of_kind, verify

__all__ = [
    "OFFICIAL",
    "Prompt",
    "SamManifest",
    "SamShape",
    "Sammer",
    "build_sam",
    "list_sams",
    "load_compact",
    "load_official",
]

Image = NDArray[np.uint8]

OFFICIAL: dict[str, str] = {
    "vit_b": "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
    "vit_l": "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622",
    "vit_h": "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e",
}
"""Meta's checkpoints (sam_vit_b_01ec64, sam_vit_l_0b3195, sam_vit_h_4b8939) and their SHA-256."""


class SamShape(BaseModel):
    """The sizes that make one SAM differ from another.

    ``channels`` is at once the encoder's output, the prompt embedding and the decoder's width. Attention heads must divide their
    widths, and the patch must divide the image.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    image: int = Field(default=256, ge=32)
    patch: int = 16
    width: int = 192
    depth: int = 6
    heads: int = 6
    window: int = 8
    whole: tuple[int, ...] = (2, 5)
    channels: int = 128
    mlp: int = 512
    decoder_heads: int = 8


_META = {
    "vit_b": SamShape(
        image=1024, width=768, depth=12, heads=12, window=14, whole=(2, 5, 8, 11), channels=256, mlp=2048
    ),
    "vit_l": SamShape(
        image=1024, width=1024, depth=24, heads=16, window=14, whole=(5, 11, 17, 23), channels=256, mlp=2048
    ),
    "vit_h": SamShape(
        image=1024, width=1280, depth=32, heads=16, window=14, whole=(7, 15, 23, 31), channels=256, mlp=2048
    ),
}
_MEAN, _STD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)


class SamManifest(ModelManifest):
    """Facts about a compact SAM's weight file. ``mean`` and ``std`` are in grey levels, 0–255."""

    kind: Literal["sam"] = "sam"
    shape: SamShape
    mean: tuple[float, float, float] = _MEAN
    std: tuple[float, float, float] = _STD


class Prompt(BaseModel):
    """What a person or a detector points at, in source pixels.

    ``points`` are (x, y, inside) with ``inside`` false for "not this"; ``box`` encloses the object.
    """

    model_config = ConfigDict(frozen=True)

    points: tuple[tuple[float, float, bool], ...] = ()
    box: tuple[float, float, float, float] | None = None


def build_sam(shape: SamShape, mean: Sequence[float] = _MEAN, std: Sequence[float] = _STD) -> Sam:
    """Return an untrained SAM of this shape."""
    side = shape.image // shape.patch
    return Sam(
        image_encoder=ImageEncoderViT(
            img_size=shape.image,
            patch_size=shape.patch,
            embed_dim=shape.width,
            depth=shape.depth,
            num_heads=shape.heads,
            mlp_ratio=4,
            out_chans=shape.channels,
            qkv_bias=True,
            norm_layer=partial(nn.LayerNorm, eps=1e-6),
            use_rel_pos=True,
            window_size=shape.window,
            global_attn_indexes=shape.whole,
        ),
        prompt_encoder=PromptEncoder(
            embed_dim=shape.channels,
            image_embedding_size=(side, side),
            input_image_size=(shape.image, shape.image),
            mask_in_chans=16,
        ),
        mask_decoder=MaskDecoder(
            num_multimask_outputs=3,
            transformer=TwoWayTransformer(
                depth=2, embedding_dim=shape.channels, mlp_dim=shape.mlp, num_heads=shape.decoder_heads
            ),
            transformer_dim=shape.channels,
            iou_head_depth=3,
            iou_head_hidden_dim=256,
        ),
        pixel_mean=list(mean),
        pixel_std=list(std),
    ).eval()


def list_sams(folder: Path | None = None) -> list[SamManifest]:
    """Return the manifest of every compact SAM of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(SamManifest, folder)


def load_compact(model_id: str = "sam", folder: Path | None = None) -> Sam:
    """Load the shipped compact SAM after checking its hash.

    Raises
    ------
    EnvironmentFault
        When a file is missing, damaged, or not the one the manifest describes.
    """
    manifest = load_of_kind(SamManifest, model_id, folder)
    sam = build_sam(manifest.shape, manifest.mean, manifest.std)
    sam.load_state_dict(load_file(verify(manifest, folder)))
    return sam


def load_official(checkpoint: Path) -> tuple[str, Sam]:
    """Load one of Meta's checkpoints from a user's disk; which one it is follows from its SHA-256.

    Raises
    ------
    InputProblem
        When the file is not there, or is none of Meta's three: such a file is never read further.
    """
    digest = sha256(checkpoint)
    name = next((name for name, known in OFFICIAL.items() if known == digest), None)
    if name is None:
        raise InputProblem(
            str(checkpoint),
            "this is none of Meta's SAM checkpoints (vit_b, vit_l, vit_h), or the download is incomplete",
            "Choose sam_vit_b_01ec64.pth, sam_vit_l_0b3195.pth or sam_vit_h_4b8939.pth",
        )
    sam = build_sam(_META[name])
    sam.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True))
    return name, sam


class Sammer:
    """Masks from prompts, on one image at a time; one thread at a time.

    Parameters
    ----------
    sam:
        The model.
    device:
        ``cpu`` or ``cuda``.
    """

    def __init__(self, sam: Sam, device: str = "cpu") -> None:
        self._predictor = SamPredictor(sam.to(device).eval())

    def look_at(self, image: Image) -> None:
        """Encode an H×W×3 uint8 RGB image; every later prompt is about it."""
        with warnings.catch_warnings():
            # Pillow's old argument in the library's own resizing.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._predictor.set_image(image)

    def masks(self, prompt: Prompt) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Return up to three H×W masks, best first, and the overlap SAM expects of each (0–1).

        Raises
        ------
        ValueError
            When no image was looked at, or the prompt points at nothing.
        """
        if not self._predictor.is_image_set:
            raise ValueError("no image was looked at")
        if not prompt.points and prompt.box is None:
            raise ValueError("the prompt points at nothing")
        points = np.array([(x, y) for x, y, _ in prompt.points], dtype=np.float32).reshape(-1, 2)
        labels = np.array([int(inside) for *_, inside in prompt.points], dtype=np.int64)
        found, scores, _ = self._predictor.predict(
            point_coords=points if len(points) else None,
            point_labels=labels if len(labels) else None,
            box=None if prompt.box is None else np.array(prompt.box, dtype=np.float32),
            multimask_output=True,
        )
        order = np.argsort(-scores)
        return np.asarray(found[order], dtype=np.bool_), np.asarray(scores[order], dtype=np.float32)
