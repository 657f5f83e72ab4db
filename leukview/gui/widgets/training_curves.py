"""A training's curves, epoch by epoch: the loss, and the validation score with the epoch that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.translation import several, translate
from leukview.gui.turns import in_turns

if TYPE_CHECKING:
    from leukview.services.training_curves import Curve

__all__ = ["LINES", "TrainingCurves"]

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
"""Networks differ by their line, not by a colour: the accent is the only one."""


_EPOCH_ROOM = 28
"""Pixels that an epoch's number takes at least."""
_STEPS = tuple(digit * 10**power for power in range(7) for digit in (1, 2, 5))
"""Distances of numbers, in epochs."""

LINES = ("━━", "╍╍", "┅┅", "━╍")
"""The same lines in letters, to stand before a network's name."""


class TrainingCurves(QWidget):
    """Two plots beside each other; both follow the theme."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: tuple[Curve, ...] = ()
        self._plots: list[pg.PlotWidget] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.tokens().grid)
        theme.notifier().changed.connect(self._draw)
        self._describe()
        # Each takes a good part of a turn, and the page that they stand on comes later.
        in_turns(self, lambda: True, [lambda: self._plot(0), lambda: self._plot(1)])

    @property
    def loss(self) -> pg.PlotWidget:
        """The plot of the loss."""
        return self._plot(0)

    @property
    def score(self) -> pg.PlotWidget:
        """The plot of the validation score."""
        return self._plot(1)

    def _plot(self, number: int) -> pg.PlotWidget:
        """Return a plot, made now where it is wanted before its turn."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        while len(self._plots) <= number:
            self._plots.append(_new_plot(_titles()[len(self._plots)]))
            layout.addWidget(self._plots[-1], 1)
            self._draw_plot(len(self._plots) - 1)
        return self._plots[number]

    def showEvent(self, event: QShowEvent) -> None:
        """Have both plots in their places from the first moment."""
        self._plot(1)
        for plot in self._plots:
            # What is added while its parent comes on show would else wait for a turn, and leave the place empty until then.
            plot.show()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        super().showEvent(event)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Show these networks' finished epochs."""
        if tuple(curves) != self._curves:
            self._curves = tuple(curves)
            self._draw()

    def _draw(self, _: str = "") -> None:
        for number in range(len(self._plots)):
            self._draw_plot(number)
        self._describe()

    def _draw_plot(self, number: int) -> None:
        look, plot, losses = theme.tokens(), self._plots[number], number == 0
        _clear(plot, _titles()[number])
        for place, curve in enumerate(self._curves):
            style = _STYLES[place % len(_STYLES)]
            pen = QPen(look.colour("accent"), 2, style)
            pen.setCosmetic(True)
            if losses and curve.steps:
                faint = pg.mkPen(look.line_strong, width=1, style=style)
                plot.plot([at for at, _ in curve.steps], [loss for _, loss in curve.steps], pen=faint)
            values = curve.losses if losses else curve.scores
            epochs = list(range(1, len(values) + 1))
            # One epoch makes no line.
            dot = {"symbol": "o", "symbolSize": 5, "symbolBrush": look.accent, "symbolPen": None}
            plot.plot(epochs, list(values), pen=pen, name=curve.network or None, **(dot if len(epochs) < 30 else {}))
            if curve.best and not losses:
                best = {"symbol": "o", "symbolSize": 11, "symbolBrush": None, "symbolPen": pg.mkPen(look.text, width=2)}
                plot.plot([curve.best], [curve.scores[curve.best - 1]], pen=None, **best)

    def _describe(self) -> None:
        """Say in words what is drawn, for those who do not see it."""
        words = [
            several(
                len(curve.losses),
                translate("Training", "{network}: {n} epoch, last loss {loss:.3f}, {validation}"),
                translate("Training", "{network}: {n} epochs, last loss {loss:.3f}, {validation}"),
                network=curve.network or translate("Training", "The network"),
                loss=curve.losses[-1],
                validation=_validation(curve),
            )
            for curve in self._curves
            if curve.losses
        ]
        self.setAccessibleDescription("; ".join(words) or translate("Training", "No epoch is finished yet"))


def _validation(curve: Curve) -> str:
    if not curve.scores:
        return translate("Training", "not validated")
    return translate("Training", "best validation score {score:.3f} at epoch {epoch}").format(
        score=curve.scores[curve.best - 1], epoch=curve.best
    )


class _Epochs(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of whole epochs: there is no epoch 1.5."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Return the distance of the numbers, and that the first stands at a multiple of it."""
        room = max(2, int(size / _EPOCH_ROOM))
        step = next(step for step in _STEPS if (high - low) / step <= room)
        return [(step, 0)]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the ticks; the plot itself begins a little before its first point."""
        ticks: list[tuple[float, list[float]]] = super().tickValues(max(0.0, low), max(0.0, high), size)
        return ticks


class _Values(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis whose numbers all have as many decimals."""

    _finest = 1.0

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Return the distances of the numbers, coarse ones first, and note the finest that has numbers."""
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        self._finest = min((distance for distance, _ in levels[:2]), default=1.0)
        return levels

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers' texts."""
        step = self._finest
        decimals = next(n for n in range(5) if n == 4 or abs(step * 10**n - round(step * 10**n)) < 1e-6)
        return [f"{value * scale:.{decimals}f}" for value in values]


def _titles() -> tuple[str, str]:
    return translate("Training", "Training loss"), translate("Training", "Validation score")


def _clear(plot: pg.PlotWidget, title: str) -> None:
    """Take what is drawn off a plot, and give it the theme's colours."""
    look = theme.tokens()
    plot.clear()
    plot.setBackground(look.panel)
    plot.setTitle(title, color=look.text, size=f"{look.small}px")
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(look.line_strong)
        axis.setTextPen(look.muted)
        axis.setTickFont(theme.font(look.small))
    plot.setLabel("bottom", translate("Training", "epoch"), color=look.muted, **{"font-size": f"{look.small}px"})


def _new_plot(title: str) -> pg.PlotWidget:
    plot = pg.PlotWidget(axisItems={"bottom": _Epochs("bottom"), "left": _Values("left")})
    plot.setAccessibleName(title)
    plot.setMouseEnabled(x=False, y=False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    for part in (plot, plot.viewport()):
        # Nothing can be done in it; what it shows is said in words.
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
    plot.setMinimumHeight(120)
    plot.getPlotItem().showGrid(y=True, alpha=0.15)
    # Else it would be Python's alone, and deleted in whatever thread the garbage is collected: docs/adr/0019-layout-items.md.
    plot.getPlotItem().stateGroup.setParent(plot)
    return plot
