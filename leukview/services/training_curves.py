"""A training's curves, from the files that it replaces as it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leukview.domain.training_status import TrainingStatus
from leukview.training.live import read_status

__all__ = ["Curve", "read_curves"]

_WHOLE = "all"
"""Folder of a finder of cells that learns from every source."""
_ROUND = re.compile(r"round-(\d+)")
_KEYS = {"loss", "val", "score", "seconds"}


@dataclass(frozen=True)
class Curve:
    """A network's finished epochs over all its rounds; its name is empty where there is one network only.

    ``scores`` are the validation scores by which the best epoch is kept, 0–1; none where nothing is validated, and the last epoch
    kept. ``steps`` are the losses within epochs, as (epochs done, loss), where the training tells them.
    """

    network: str
    losses: tuple[float, ...]
    scores: tuple[float, ...]
    seconds: tuple[float, ...]
    steps: tuple[tuple[float, float], ...] = ()

    @property
    def best(self) -> int:
        """The epoch with the best score, from 1; 0 before the first."""
        return max(range(len(self.scores)), key=lambda i: self.scores[i]) + 1 if self.scores else 0


def read_curves(out: Path) -> list[Curve]:
    """Return every network's finished epochs, from the histories that a training replaces, and its steps, from its status."""
    files: dict[str, list[Path]] = {}
    # A network's rounds have folders of their own; a stage of a tree and a finder of cells have one round and no such folder.
    for path in sorted(found for depth in ("", "*/", "*/round-*/") for found in out.glob(f"{depth}history.json")):
        folder = path.parent.parent if _round_of(path) else path.parent
        files.setdefault("" if folder == out or folder.name == _WHOLE else folder.name, []).append(path)
    curves = []
    for network, paths in files.items():
        ordered = sorted(paths, key=_round_of)
        rows = [row for path in ordered for row in _rows(path)]
        losses, scores, seconds = (tuple(float(row[key]) for row in rows) for key in ("loss", "score", "seconds"))
        if not any(row["val"] or row["score"] for row in rows):
            scores = ()
        curves.append(Curve(network, losses, scores, seconds))
    return _with_steps(curves, read_status(out))


def _round_of(history: Path) -> int:
    """Return the number of the round in whose folder a history lies, so that "round-10" comes after "round-9"; 0 in any other."""
    found = _ROUND.fullmatch(history.parent.name)
    return int(found[1]) if found else 0


def _with_steps(curves: Sequence[Curve], status: TrainingStatus | None) -> list[Curve]:
    """Return the curves with the losses within epochs; a network that has no epoch yet joins them."""
    steps: dict[str, list[tuple[float, float]]] = {}
    points = status.step_points if status is not None else ()
    longest: dict[tuple[str, int], int] = {}
    last: dict[tuple[str, int], int] = {}
    for point in points:
        place = (point.network, point.round)
        longest[place] = max(longest.get(place, 1), point.step)
        last[place] = max(last.get(place, 0), point.epoch)
    for point in points:
        before = sum(n for (network, number), n in last.items() if network == point.network and number < point.round)
        within = point.step / longest[point.network, point.round]
        steps.setdefault(point.network, []).append((before + point.epoch - 1 + within, point.loss))
    # One network alone is nameless in its files, and goes by its recipe's name in the status.
    alone = status is not None and set(steps) <= {status.recipe}
    named = {("" if alone else network): tuple(line) for network, line in steps.items()}
    found = [replace(curve, steps=named.pop(curve.network, ())) for curve in curves]
    return [*found, *(Curve(network, (), (), (), line) for network, line in named.items())]


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return a history's epochs; none of a file that is no such history, as another program may have put one there."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    whole = isinstance(rows, list) and all(isinstance(row, dict) and row.keys() >= _KEYS for row in rows)
    return list(rows) if whole else []
