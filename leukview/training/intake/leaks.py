"""A part that is tested must know nothing of one that is trained on: no patient, smear or picture in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.imaging.readers import read_rgb
from leukview.imaging.scan import sha256
from leukview.training.intake.words import counted, first_few
from leukview.training.labelled import LabelledImage

__all__ = ["Look", "lookalikes", "patient_of", "refuse_leaks", "refuse_same_content", "see", "see_all", "smear_of"]

_HASH_SIDE = 8


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one picture from another: the file's SHA-256; and H, W and difference hash of what it shows."""

    sha256: str
    shape: tuple[int, int]
    difference: bytes


def see(path: Path) -> Look:
    """Read an image and return what tells it from others.

    Raises
    ------
    InputProblem
        When it cannot be read.
    """
    digest = sha256(path)
    image = read_rgb(path)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_HASH_SIDE + 1, _HASH_SIDE), interpolation=cv2.INTER_AREA)
    height, width = grey.shape
    return Look(digest, (height, width), np.packbits(small[:, 1:] > small[:, :-1]).tobytes())


def see_all(items: Sequence[LabelledImage], progress: Progress) -> tuple[list[Look | None], list[str]]:
    """Return each image's look, or None where it cannot be read, and the reasons why not.

    Raises
    ------
    Cancelled
        When cancelled.
    """
    looks: list[Look | None] = []
    reasons = []
    for number, item in enumerate(items, start=1):
        progress.check_cancelled()
        progress.report(number, len(items), "checking images")
        try:
            looks.append(see(item.path))
        except InputProblem as problem:
            looks.append(None)
            reasons.append(f"{item.path}: {problem.reason}")
    return looks, reasons


def patient_of(item: LabelledImage) -> tuple[str, str] | None:
    """Return what names an image's patient across data sets, or None where the patient is not known."""
    return (item.dataset, item.patient) if item.patient else None


def smear_of(item: LabelledImage) -> tuple[str, str, str] | None:
    """Return what names an image's smear, or None: smears are numbered anew for every patient."""
    return (item.dataset, item.patient, item.smear) if item.smear else None


def refuse_leaks(items: Sequence[LabelledImage]) -> None:
    """Check that no patient and no smear stands in two splits.

    Raises
    ------
    InputProblem
        Naming the patient or smear and both splits.
    """
    seen: dict[tuple[str, ...], str] = {}
    for item in items:
        for kind, key in (("patient", patient_of(item)), ("smear", smear_of(item))):
            if key is None:
                continue
            before = seen.setdefault((kind, *key), item.split)
            if before != item.split:
                raise InputProblem(
                    key[-1],
                    f"this {kind}'s cells stand in both '{before}' and '{item.split}', so the test would know its answers",
                    f"Put every {kind} in one split",
                )


def refuse_same_content(items: Sequence[LabelledImage], looks: Sequence[Look]) -> None:
    """Check that no file's content stands in two splits.

    Raises
    ------
    InputProblem
        Naming both files of the first such pair, and how many pairs there are.
    """
    first: dict[str, LabelledImage] = {}
    pairs = []
    for item, look in zip(items, looks, strict=True):
        before = first.setdefault(look.sha256, item)
        if before.split != item.split:
            pairs.append(f"{before.path} ('{before.split}') and {item.path} ('{item.split}')")
    if pairs:
        raise InputProblem(
            f"{counted(len(pairs), 'pair')} of files",
            f"the same picture stands in two splits: {first_few(pairs, 3)}; so the test would know its answers",
            "Keep one file of each pair, or put both into one split",
        )


def lookalikes(items: Sequence[LabelledImage], looks: Sequence[Look]) -> list[str]:
    """Return a note on pictures of equal size and equal difference hash in two splits, where there are any.

    They may be one picture saved twice; but two cells may look alike, so that they are not refused.
    """
    first: dict[tuple[tuple[int, int], bytes], LabelledImage] = {}
    pairs = []
    for item, look in zip(items, looks, strict=True):
        before = first.setdefault((look.shape, look.difference), item)
        if before.split != item.split:
            pairs.append(f"{before.path} ('{before.split}') and {item.path} ('{item.split}')")
    if not pairs:
        return []
    return [
        f"Please look: {counted(len(pairs), 'pair')} of pictures in two splits look the same, as one saved twice would: "
        f"{first_few(pairs, 3)}."
    ]
