"""Give every image its part: what the data say, what an earlier run decided, else by patient, by smear, or in blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leukview.training.intake.leaks import Look, patient_of, smear_of
from leukview.training.labelled import LabelledImage

__all__ = ["FRACTIONS", "Fractions", "give_splits", "natural_key"]

Fractions = tuple[float, float, float]
"""Parts of the images for train, val and test; their sum is 1."""
FRACTIONS: Fractions = (0.7, 0.1, 0.2)
_PARTS = ("train", "val", "test")
_ALL = ""
"""Stands for all strata together."""


def give_splits(
    items: Sequence[LabelledImage],
    looks: Sequence[Look],
    fractions: Fractions = FRACTIONS,
    seed: int = 0,
) -> list[LabelledImage]:
    """Return the images, in order, each with a split; those that have one keep it.

    A patient's images, a smear's, and files of equal content stay together, with the first of them that has a split. The rest is
    split by patient where that is known, else by smear, in such a way that every class of every data set comes near the
    fractions; and where neither is known, in contiguous blocks of natural file order within each class, since neighbours may show
    one patient.

    Parameters
    ----------
    items, looks:
        The images, and what tells each from others.
    fractions:
        Parts for train, val and test.
    seed:
        Decides between equally good splits; the same data and seed give the same split.
    """
    groups = _together(items, looks)
    given: dict[int, str] = {}
    for item, group in zip(items, groups, strict=True):
        if item.split:
            given.setdefault(group, item.split)
    splits = [item.split or given.get(group, "") for item, group in zip(items, groups, strict=True)]
    sourced = {group for item, group in zip(items, groups, strict=True) if item.patient or item.smear}
    free = [i for i, split in enumerate(splits) if not split]
    by_group = [i for i in free if groups[i] in sourced]
    in_blocks = [i for i in free if groups[i] not in sourced]
    known = Counter(
        (split, _stratum(items[i])) for i, split in enumerate(splits) if split in _PARTS and groups[i] in sourced
    )
    for i, split in _by_group([(i, groups[i], _stratum(items[i])) for i in by_group], known, fractions, seed):
        splits[i] = split
    of_group: dict[int, str] = {}
    for i, split in _in_blocks([(i, _stratum(items[i]), items[i].path) for i in in_blocks], fractions, seed):
        splits[i] = of_group.setdefault(groups[i], split)
    return [replace(item, split=split) for item, split in zip(items, splits, strict=True)]


def _stratum(item: LabelledImage) -> str:
    return f"{item.dataset}/{item.cls}"


def _together(items: Sequence[LabelledImage], looks: Sequence[Look]) -> list[int]:
    """Return a number for each image, equal for those that must not be parted, however many links lie between them."""
    keys: dict[Hashable, int] = {}
    links = []
    for index, (item, look) in enumerate(zip(items, looks, strict=True)):
        for key in (patient_of(item), smear_of(item), look.sha256):
            if key is not None:
                links.append((index, keys.setdefault(key, len(items) + len(keys))))
    size = len(items) + len(keys)
    rows, columns = np.array(links).T
    graph = coo_array((np.ones(len(links), np.int8), (rows, columns)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return [int(label) for label in labels[: len(items)]]


def _by_group(
    rows: Sequence[tuple[int, int, str]], known: Counter[tuple[str, str]], fractions: Fractions, seed: int
) -> list[tuple[int, str]]:
    """Return (index, split) for rows of index, group and stratum, groups whole; ``known`` counts what (part, stratum) has.

    Iterative stratification (Sechidis et al. 2011) with whole groups: those that hold most of some stratum first, each to the
    part where it brings every stratum nearest to its fractions. scikit-learn's StratifiedGroupKFold makes equal
    folds only, and from nothing.
    """
    groups: dict[int, Counter[str]] = {}
    for _, group, stratum in rows:
        groups.setdefault(group, Counter())[stratum] += 1
    have = Counter(known)
    totals = sum(groups.values(), Counter({_ALL: len(rows)}))
    for (_, stratum), count in known.items():
        totals[stratum] += count
        totals[_ALL] += count
    for (part, _), count in known.items():
        have[part, _ALL] += count
    shares = {group: max(count / totals[name] for name, count in held.items()) for group, held in groups.items()}
    drawn = np.random.default_rng(seed).permutation(list(groups)).tolist()
    chosen: dict[int, str] = {}
    wanted = {part: share for part, share in zip(_PARTS, fractions, strict=True) if share > 0}
    for group in sorted(drawn, key=lambda name: -shares[name]):
        held = groups[group] + Counter({_ALL: groups[group].total()})
        # Where few patients are left, no part stays empty as long as there is one for it: training comes first.
        left = len(groups) - len(chosen)
        empty = [part for part in wanted if not have[part, _ALL]]
        choice = empty[:left] if left <= len(empty) else list(wanted)
        cost = {
            part: sum(
                _cost(n / totals[name], have[part, name] / totals[name], wanted[part]) for name, n in held.items()
            )
            for part in choice
        }
        chosen[group] = min(cost, key=lambda part: cost[part])
        have.update({(chosen[group], name): n for name, n in held.items()})
    return [(index, chosen[group]) for index, group, _ in rows]


def _cost(more: float, have: float, wanted: float) -> float:
    """Return by how much ``(have − wanted)² / wanted`` grows: a small part that lacks all it needs comes before a large one."""
    return more * (2 * (have - wanted) + more) / wanted


def _in_blocks(rows: Sequence[tuple[int, str, Path]], fractions: Fractions, seed: int) -> list[tuple[int, str]]:
    """Return (index, split) for rows of index, stratum and file: each stratum cut into one block a part, in drawn order."""
    strata: dict[str, list[tuple[int, Path]]] = {}
    for index, stratum, path in rows:
        strata.setdefault(stratum, []).append((index, path))
    rng = np.random.default_rng(seed)
    result = []
    for stratum in sorted(strata):
        members = sorted(strata[stratum], key=lambda member: natural_key(member[1]))
        sizes = _block_sizes(len(members), np.array(fractions))
        order = rng.permutation(len(_PARTS))
        parts = [_PARTS[part] for part in order for _ in range(sizes[part])]
        result += [(index, part) for (index, _), part in zip(members, parts, strict=True)]
    return result


def _block_sizes(count: int, fractions: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return whole numbers near the fractions of a count; one at least for every part wanted, where there are enough."""
    exact = count * fractions
    sizes = np.floor(exact + 1e-9).astype(np.int64)
    rest = np.argsort(sizes - exact, kind="stable")[: count - int(sizes.sum())]
    sizes[rest] += 1
    wanted = fractions > 0
    if count >= wanted.sum():
        for part in np.flatnonzero(wanted & (sizes == 0)):
            sizes[sizes.argmax()] -= 1
            sizes[part] += 1
    return sizes


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts ``cell2`` before ``cell10``, as people do."""
    pieces = re.findall(r"\d+|\D+", path.as_posix().casefold())
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
