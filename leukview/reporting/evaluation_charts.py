"""The evaluation's figures as scenes; see :mod:`leukview.reporting.scene` for where these can be drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from leukview.domain.evaluation import Bin, Confusion, Curve, Epoch, Reliability
from leukview.reporting.evaluation_words import class_name, confusion_summary, interval, percent, short_name
from leukview.reporting.scene import Scene, ink_on, mixed

__all__ = ["WIDE", "confusion_charts", "curve_charts", "reliability_chart", "training_chart"]

WIDE = 515.0
"""Width of every figure in points: that of an A4 page's text."""

_RIGHT, _WRONG = ("#E8F1FA", "#0A4C8F"), ("#FDEBD8", "#A34700")
_FEW = 10
"""Calls from which a bin's share right is drawn in full colour."""
_BOTH_FROM = 26.0
"""Side of a square, in points, from which count and per cent fit into it together."""


def confusion_charts(table: Confusion) -> list[Scene]:
    """Return the confusion matrix: counts and per cent in one where its squares are large enough, else in two."""
    side = _side(table)
    if side >= _BOTH_FROM:
        return [_matrix(table, side, counts=True, shares=True)]
    return [_matrix(table, side, counts=True, shares=False), _matrix(table, side, counts=False, shares=True)]


_LABEL, _COUNT, _BAR = 98.0, 24.0, 52.0
_LONGEST = 26
"""Characters of a row's label that have room at the usual size."""


def _side(table: Confusion) -> float:
    return min(38.0, (WIDE - _LABEL - _COUNT - _BAR) / max(1, len(table.called)))


def _matrix(table: Confusion, side: float, *, counts: bool, shares: bool) -> Scene:
    head, foot = 62.0, 8.0
    what = " and ".join(name for name, wanted in (("counts", counts), ("row per cent", shares)) if wanted)
    scene = Scene(WIDE, head + side * len(table.labels) + foot, f"{confusion_summary(table)} Shown: {what}.")
    left = _LABEL + _COUNT
    scene.text(0, 9, what.capitalize(), 8, bold=True)
    scene.text(_LABEL + _COUNT - 6, head - 4, "n", 6.5, "grey", "end")
    scene.text(0, head - 4, "label ↓   call →", 6.5, "grey")
    for column, name in enumerate(table.called):
        scene.text(left + (column + 0.5) * side + 2, head - 5, short_name(name), 6.5, "ink", turn=50, width=68)
    most = max(sum(row) for row in table.counts)
    for row, label in enumerate(table.labels):
        y = head + row * side
        n = sum(table.counts[row])
        name = class_name(label)
        scene.text(0, y + side / 2 + 2.4, name, 6.8 if len(name) <= _LONGEST else 6.0, width=_LABEL - 2)
        scene.text(left - 6, y + side / 2 + 2.4, f"{n}", 6.5, "grey", "end")
        for column in range(len(table.called)):
            _square(scene, table, (row, column), (left + column * side, y, side), counts, shares)
        bar = (_BAR - 14) * math.log10(n + 1) / math.log10(most + 1)
        scene.rect(left + side * len(table.called) + 8, y + side * 0.3, bar, side * 0.4, "faint")
    return scene


def _square(
    scene: Scene,
    table: Confusion,
    at: tuple[int, int],
    place: tuple[float, float, float],
    counts: bool,
    shares: bool,
) -> None:
    row, column = at
    x, y, side = place
    n, share = table.counts[row][column], table.share(row, column)
    if not n:
        scene.rect(x, y, side, side, line="rule", thick=0.4)
        return
    fill = mixed(*(_RIGHT if table.right[row][column] else _WRONG), share)
    ink = ink_on(fill)
    scene.rect(x, y, side, side, fill, "rule", 0.4)
    texts = [f"{n}"] * counts + [percent(share) + (" %" if counts else "")] * shares
    size = min(7.5, 0.38 * side)
    for number, text in enumerate(texts):
        down = y + side / 2 + size * 0.36 + (number - (len(texts) - 1) / 2) * size * 1.25
        small = size if not number else size * 0.86
        scene.text(x + side / 2, down, text, small, ink, "middle", bold=len(texts) > number == 0)


_ACROSS, _GAP, _TOP, _FOOT, _KEY = 4, 12.0, 24.0, 22.0, 14.0
_PANEL = (WIDE - 3 - (_ACROSS - 1) * _GAP) / _ACROSS
"""Width of a panel; the last axis number is centred on its edge and needs a little more."""
_EDGE = 21.0
"""Room left of a panel's frame for its numbers."""
_AXES = {
    "roc": ("1 − specificity", "sensitivity"),
    "precision-recall": ("recall", "precision"),
    "f1": ("called from a probability of", "F1"),
}
_AREAS = {"roc": "AUROC", "precision-recall": "AP", "f1": "highest"}


def curve_charts(
    curves: Sequence[Curve], others: Sequence[Curve] = (), names: tuple[str, str] = ("", "")
) -> list[Scene]:
    """Return a panel a class, four in a row and scene, so that a page may break between rows.

    Parameters
    ----------
    curves:
        One or more, all of one kind.
    others:
        Another model's, drawn dashed where the class is the same.
    names:
        Both models' names, for the line that tells which is which.
    """
    beside = {curve.class_id: curve for curve in others}
    scenes = []
    for start in range(0, len(curves), _ACROSS):
        # The key that tells the two models apart stands above the first row.
        key = _KEY if others and not start else 0.0
        own = curves[start : start + _ACROSS]
        told = "; ".join(_area_words(curve) for curve in own)
        against = " against ".join(reversed(_AXES[curves[0].kind]))
        scene = Scene(WIDE, key + _TOP + _PANEL - _EDGE + _FOOT, f"{against}, one panel a class. {told}")
        if key:
            _key(scene, names)
        for number, curve in enumerate(own):
            place = (number * (_PANEL + _GAP) + _EDGE, key + _TOP, _PANEL - _EDGE)
            _panel(scene, curve, [other for other in curves if other is not curve], beside.get(curve.class_id), place)
        scenes.append(scene)
    return scenes


def _area_words(curve: Curve) -> str:
    area = curve.area
    return f"{class_name(curve.class_id)} {_AREAS[curve.kind]} {area.value:.3f}" if area else class_name(curve.class_id)


def _key(scene: Scene, names: tuple[str, str]) -> None:
    scene.line(((_EDGE, 6), (_EDGE + 22, 6)), "first", 1.4)
    scene.text(_EDGE + 26, 8.4, names[0], 7)
    scene.line(((WIDE / 3, 6), (WIDE / 3 + 22, 6)), "second", 1.2, (3, 2))
    scene.text(WIDE / 3 + 26, 8.4, names[1], 7)


def _panel(
    scene: Scene, curve: Curve, context: Sequence[Curve], other: Curve | None, place: tuple[float, float, float]
) -> None:
    x, y, side = place
    scene.text(x, y - 13, class_name(curve.class_id), 7.2, bold=True, width=side)
    scene.text(x, y - 4.5, _under(curve, other), 6.2, "grey", width=side)
    scene.rect(x, y, side, side, line="rule")
    for value in (0, 0.5, 1):
        scene.text(x - 3, y + side * (1 - value) + 2, f"{value:g}", 5.6, "grey", "end")
        scene.text(x + side * value, y + side + 8, f"{value:g}", 5.6, "grey", "middle")
    scene.text(x + side / 2, y + side + 15.5, _AXES[curve.kind][0], 5.8, "grey", "middle")
    scene.text(x - 14, y + side / 2, _AXES[curve.kind][1], 5.8, "grey", "middle", turn=90)
    if curve.kind == "roc":
        scene.line(((x, y + side), (x + side, y)), "faint", 0.5, (1, 2))
    elif curve.chance is not None:
        level = y + side * (1 - curve.chance)
        scene.line(((x, level), (x + side, level)), "faint", 0.5, (1, 2))
    for behind in context:
        if behind.class_id:
            scene.line(_points(behind, place), "rule", 0.5)
    if other:
        scene.line(_points(other, place), "second", 1.0, (3, 2))
    scene.line(_points(curve, place), "first", 1.3)
    if curve.best:
        at, top = curve.best
        scene.dot(x + side * at, y + side * (1 - top), 2, "first")


def _under(curve: Curve, other: Curve | None) -> str:
    """Return the line below a panel's title: the area with its interval, or both models' areas."""
    if curve.area is None:
        return f"n {curve.n}"
    if other is not None and other.area is not None:
        return f"{_AREAS[curve.kind]} {curve.area.value:.3f} and {other.area.value:.3f}, n {curve.n}"
    if curve.best:
        return f"highest {curve.area.value:.2f} from {curve.best[0]:.2f}, n {curve.n}"
    return f"{curve.area.value:.3f} ({interval(curve.area)}), n {curve.n}"


def _points(curve: Curve, place: tuple[float, float, float]) -> tuple[tuple[float, float], ...]:
    x, y, side = place
    points = list(zip(curve.x, curve.y, strict=True))
    if curve.kind != "roc":
        # Between two cells nothing changes. Of precision that is more than looks: it may not be interpolated (Davis & Goadrich,
        # ICML 2006), and the steps' area is the average precision.
        corners = [(before[0], after[1]) for before, after in pairwise(points)]
        points = [points[0], *(point for pair in zip(corners, points[1:], strict=True) for point in pair)]
    return tuple((x + side * a, y + side * (1 - b)) for a, b in points)


def reliability_chart(reliability: Reliability) -> Scene:
    """Return the reliability diagram beside the number of calls of each probability."""
    side, top = 205.0, 22.0
    scene = Scene(
        WIDE,
        top + side + 30,
        f"Reliability diagram: expected calibration error {reliability.ece}. "
        + "; ".join(
            f"{b.low:.2f}–{b.high:.2f}: {b.n} calls, {b.right.value:.2f} right" for b in reliability.bins if b.right
        ),
    )
    _diagram(scene, reliability, (24.0, top, side))
    _histogram(scene, reliability.bins, (24.0 + side + 56, top, WIDE - side - 92, side))
    return scene


def _diagram(scene: Scene, reliability: Reliability, place: tuple[float, float, float]) -> None:
    x, y, side = place
    ece = reliability.ece
    scene.text(x, y - 7, f"Calibration error {ece.value:.3f} ({interval(ece)})", 7.2, bold=True)
    scene.rect(x, y, side, side, line="rule")
    for value in (0, 0.2, 0.4, 0.6, 0.8, 1):
        scene.text(x - 4, y + side * (1 - value) + 2.2, f"{value:g}", 6.2, "grey", "end")
        scene.text(x + side * value, y + side + 9, f"{value:g}", 6.2, "grey", "middle")
    scene.text(x + side / 2, y + side + 20, "probability of the call (mean of its bin)", 6.8, "grey", "middle")
    scene.text(x - 17, y + side / 2, "part called right", 6.8, "grey", "middle", turn=90)
    scene.line(((x, y + side), (x + side, y)), "faint", 0.6, (1, 2))
    held = [item for item in reliability.bins if item.right]
    for item in held:
        assert item.right is not None
        across = x + side * item.confidence
        low, high = (y + side * (1 - value) for value in (item.right.low, item.right.high))
        colour = "first" if item.n >= _FEW else "faint"
        scene.line(((across, low), (across, high)), colour, 0.8)
        scene.dot(across, y + side * (1 - item.right.value), 2.2, colour)


def _histogram(scene: Scene, bins: Sequence[Bin], place: tuple[float, float, float, float]) -> None:
    x, y, width, height = place
    scene.text(x, y - 7, "Calls by probability", 7.2, bold=True)
    most = max(item.n for item in bins)
    step, room = width / len(bins), height - 18
    scene.line(((x, y + height), (x + width, y + height)), "rule")
    for number, item in enumerate(bins):
        left = x + number * step
        if item.n and item.right:
            tall = room * item.n / most
            wrong = room * round(item.n * (1 - item.right.value)) / most
            scene.rect(left + 0.8, y + height - tall, step - 1.6, tall - wrong, "first")
            scene.rect(left + 0.8, y + height - wrong, step - 1.6, wrong, "second")
            scene.text(left + step / 2, y + height - tall - 3, f"{item.n}", 5.8, "grey", "middle")
    for value in (0, 0.2, 0.4, 0.6, 0.8, 1):
        scene.text(x + width * value, y + height + 9, f"{value:g}", 6.2, "grey", "middle")
    scene.text(x + width / 2, y + height + 20, "probability of the call", 6.8, "grey", "middle")
    scene.rect(x, y + 4, 6, 6, "first")
    scene.text(x + 9, y + 9.4, "right", 6.5)
    scene.rect(x + 32, y + 4, 6, 6, "second")
    scene.text(x + 41, y + 9.4, "wrong", 6.5)


def training_chart(epochs: Sequence[Epoch]) -> Scene:
    """Return loss and validation score by epoch, side by side, of one epoch or more."""
    scene = Scene(WIDE, 150, f"Training of {len(epochs)} epochs; last loss {epochs[-1].loss:.3f}.")
    half = (WIDE - 66) / 2
    _series(scene, [item.loss for item in epochs], "Training loss", (24, 18, half, 105))
    _series(scene, [item.score for item in epochs], "Validation score (mean accuracy)", (60 + half, 18, half, 105))
    return scene


def _series(scene: Scene, values: Sequence[float], title: str, place: tuple[float, float, float, float]) -> None:
    x, y, width, height = place
    top = max(1.0, *values) if max(values) <= 1 else max(values)
    scene.text(x, y - 6, title, 7.2, bold=True)
    scene.rect(x, y, width, height, line="rule")
    for share in (0, 0.5, 1):
        scene.text(x - 4, y + height * (1 - share) + 2.2, f"{top * share:.2g}", 6.2, "grey", "end")
    last = max(1, len(values) - 1)
    points = tuple((x + width * i / last, y + height * (1 - value / top)) for i, value in enumerate(values))
    scene.line(points, "first", 1.2)
    for across, down in points:
        scene.dot(across, down, 1.4, "first")
    for i in sorted({0, last // 2, last}):
        scene.text(x + width * i / last, y + height + 9, f"{i + 1}", 6.2, "grey", "middle")
    scene.text(x + width / 2, y + height + 19, "epoch", 6.8, "grey", "middle")
