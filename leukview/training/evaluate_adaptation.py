"""Measure what an adaptation gains and costs: ``python -m leukview.training.evaluate_adaptation DATA --model leukview``.

For each foreign data set and each of several random draws, ten cells a class (fewer where the set has fewer) adapt the model, and
the rest are called before and after. The same for cells of home, which must not be forgotten, and for cells of further
laboratories, which must not be taken for the site's. Figures are means over the draws, with the worst and the best.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview.classifiers.adapted import AdaptedClassifier, WideClassifier
from leukview.classifiers.classifier import Classifier
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.domain.progress import NoProgress, Progress
from leukview.training.adapt import FEWEST_CELLS, SiteCells, adapt, call_adapted, see_cells
from leukview.training.datasets import allowed_matrix, read_labels
from leukview.training.site_model import sample_of

__all__ = ["Draw", "SiteFigures", "draw_cells", "measure_site"]


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw's figures, each 0–1 but for ``seconds`` (of the fit, without reading the images) and ``fitted`` (cells).

    ``held_out`` is the cross-validated accuracy within the labelled cells, which a laboratory sees; ``after`` is that of the
    rest. ``others`` holds (accuracy before, after, flagged before, after) of each further set; ``flagged`` is of the rest.
    """

    seed: int
    fitted: int
    before: float
    held_out: float
    after: float
    balanced: float
    flagged_before: float
    flagged: float
    seconds: float
    others: dict[str, tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """A foreign set's draws."""

    dataset: str
    draws: list[Draw] = field(default_factory=list)

    def summary(self, name: str) -> tuple[float, float, float]:
        """Return mean, least and greatest of one of a draw's figures."""
        values = [getattr(draw, name) for draw in self.draws]
        return float(np.mean(values)), min(values), max(values)


def draw_cells(labels: Sequence[str], each: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows to label and the rest: ``each`` of every class, half of a class that has hardly more.

    A class of which fewer than five could be labelled is not labelled at all, and stays in the rest.
    """
    rng = np.random.default_rng(seed)
    names = np.array(labels)
    chosen: list[int] = []
    for name in sorted(set(labels)):
        rows = np.flatnonzero(names == name)
        count = each if len(rows) >= each + 5 else (len(rows) + 1) // 2
        if count >= FEWEST_CELLS:
            chosen += rng.permutation(rows)[:count].tolist()
    fitted = np.array(sorted(chosen), dtype=np.int64)
    return fitted, np.setdiff1d(np.arange(len(names)), fitted)


def measure_site(
    base: Classifier,
    dataset: str,
    site: SiteCells,
    others: dict[str, SiteCells],
    *,
    each: int = 10,
    draws: int = 5,
    progress: Progress | None = None,
) -> SiteFigures:
    """Adapt to each draw of a set and measure on the rest and on other sets.

    Parameters
    ----------
    base:
        The unadapted classifier.
    dataset, site:
        The foreign set's name and cells.
    others:
        Cells of home and of further laboratories.
    each, draws:
        Cells a class, and number of random draws.
    progress:
        May cancel.
    """
    figures = SiteFigures(dataset)
    for seed in range(draws):
        fitted, rest = draw_cells(site.labels, each, seed)
        started = time.perf_counter()
        done = adapt(base, site.part(fitted), seed=seed, progress=progress)
        seconds = time.perf_counter() - started
        inside, outside = site.part(fitted), site.part(rest)
        plain, adapted = _measure(base, None, outside), _measure(base, done.classifier, outside)
        held_out = _right(done.held_out, inside, base.manifest.classes).mean()
        figures.draws.append(
            Draw(
                seed,
                len(fitted),
                float(plain[0].mean()),
                float(held_out),
                float(adapted[0].mean()),
                float(np.mean([adapted[0][np.array(outside.labels) == name].mean() for name in set(outside.labels)])),
                float(plain[1].mean()),
                float(adapted[1].mean()),
                seconds,
                {name: _compare(base, done.classifier, cells) for name, cells in others.items()},
            )
        )
    return figures


def _compare(base: Classifier, adapted: AdaptedClassifier, cells: SiteCells) -> tuple[float, float, float, float]:
    (right, flagged), (right_now, flagged_now) = _measure(base, None, cells), _measure(base, adapted, cells)
    return float(right.mean()), float(right_now.mean()), float(flagged.mean()), float(flagged_now.mean())


def _measure(
    base: Classifier, adapted: AdaptedClassifier | None, cells: SiteCells
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether each cell is called rightly, and whether it is flagged as out of domain."""
    probabilities, novelty = call_adapted(adapted or base, cells)
    return _right(probabilities, cells, base.manifest.classes), novelty > OUT_OF_DOMAIN_AT


def _right(probabilities: NDArray[np.float64], cells: SiteCells, classes: Sequence[str]) -> NDArray[np.bool_]:
    allowed = allowed_matrix(cells.labels, classes)
    return np.asarray(allowed[np.arange(len(cells)), probabilities.argmax(axis=1)])


def _see(wide: WideClassifier, data: Path, dataset: str, split: str, progress: Progress) -> SiteCells:
    items = [item for item in read_labels(data, [dataset]) if split in {"", item.split}]
    return see_cells(wide, sample_of(items) if split == "test" else items, progress)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path, help="folder with labels.csv")
    parser.add_argument("--model", default="leukview")
    parser.add_argument("--models", type=Path, help="folder of the model's files; the shipped ones by default")
    parser.add_argument("--sites", default="masks-dataset1,masks-dataset2")
    parser.add_argument("--others", default="pbc:test,deepapl:test,pbc-lavender:shift,allidb2:test")
    parser.add_argument("--each", type=int, default=10, help="cells a class")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--out", type=Path, help="also write every draw to this JSON file")
    chosen = parser.parse_args(arguments)
    progress = NoProgress()
    base = Classifier.load(chosen.model, "cpu", chosen.models)
    wide = WideClassifier(base)
    seen = {name: _see(wide, chosen.data, name, "", progress) for name in chosen.sites.split(",")}
    others = {}
    for part in filter(None, chosen.others.split(",")):
        name, _, split = part.partition(":")
        others[part] = _see(wide, chosen.data, name, split, progress)
    table = []
    for name, cells in seen.items():
        rest = {**others, **{other: value for other, value in seen.items() if other != name}}
        figures = measure_site(base, name, cells, rest, each=chosen.each, draws=chosen.draws)
        _say(figures)
        table.append(asdict(figures))
    if chosen.out is not None:
        chosen.out.write_text(json.dumps(table, indent=1), "utf-8")
    return 0


def _say(figures: SiteFigures) -> None:
    lines = [f"{figures.dataset}: {figures.draws[0].fitted} cells labelled, {len(figures.draws)} draws"]
    names = ("before", "held_out", "after", "balanced", "flagged_before", "flagged", "seconds")
    lines += ["  {:15} {:.3f} ({:.3f}–{:.3f})".format(name, *figures.summary(name)) for name in names]
    for other in figures.draws[0].others:
        values = np.array([draw.others[other] for draw in figures.draws])
        lines.append(
            f"  {other:15} accuracy {values[0, 0]:.3f} → {values[:, 1].mean():.3f} (worst {values[:, 1].min():.3f}), "
            f"flagged {values[0, 2]:.3f} → {values[:, 3].mean():.3f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
