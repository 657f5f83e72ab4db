"""Cohen's kappa of a case's two readers, by statsmodels."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

import numpy as np

from leukview.domain.agreement import Agreement, disagreements, label_pairs
from leukview.domain.case import Case

__all__ = ["agreement_of", "kappa"]


def agreement_of(case: Case) -> Agreement | None:
    """Return the agreement of a case's readers, or None while there is no finished second reading.

    The first call takes a second or two to load statsmodels: call it in a worker.
    """
    second = case.readings.get(2)
    if second is None or not second.finished:
        return None
    cells = list(case.cells.values())
    pairs = label_pairs(cells)
    value, low, high = kappa(pairs) or (None, None, None)
    first = case.readings.get(1)
    return Agreement(
        first.name if first else "",
        second.name,
        len(pairs),
        sum(one == two for one, two in pairs),
        sum(cell.human_class is not None and cell.second_class is None for cell in cells),
        sum(cell.second_class is not None and cell.human_class is None for cell in cells),
        value,
        low,
        high,
        disagreements(cells),
    )


def kappa(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float] | None:
    """Return Cohen's unweighted kappa and its 95 % interval (Fleiss, Cohen & Everitt 1969), within −1 to 1.

    None where it is not defined: no pair, or both readers gave one and the same class throughout.
    """
    pairs = list(pairs)
    names = sorted({name for pair in pairs for name in pair})
    if len(names) < 2:
        return None
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.zeros((len(names), len(names)))
    for first, second in pairs:
        table[names.index(first), names.index(second)] += 1
    # A table without spread has a variance of 0 / 0, which is answered for below.
    with np.errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa(table)
    value, low, high = float(found.kappa), float(found.kappa_low), float(found.kappa_upp)
    if not isfinite(value):
        return None
    if not (isfinite(low) and isfinite(high)):
        low = high = value
    return value, max(-1.0, low), min(1.0, high)
