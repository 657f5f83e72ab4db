"""Keep the worklist's counts ready: made of a case's cells by the same rules as everywhere, again only where it has changed."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Connection

from leukview import __version__
from leukview.domain.cell import Cell
from leukview.domain.differential import differential_of
from leukview.domain.heads import read_heads
from leukview.domain.progress import Progress
from leukview.domain.readers import seen, sight_of
from leukview.domain.rules import evaluate_rules, load_rules
from leukview.resources import resource
from leukview.store import worklist
from leukview.store.database import Store
from leukview.store.readings import read_readings
from leukview.store.worklist import StoredRow, Tally

__all__ = ["count_case", "is_fresh", "refresh", "rules_version"]

_BATCH = 40
"""Cases counted between two writes: a person's own action waits for no more than one of them."""


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Return which LeukView and which rules make the counts."""
    rules = resource("rules", "default.toml").read_bytes()
    return f"{__version__} {zlib.crc32(rules + resource('taxonomy.toml').read_bytes()):08x}"


def is_fresh(row: StoredRow) -> bool:
    """Whether a case's counts are those of its cells as they are now."""
    return row.tally is not None and (row.tally.revision, row.tally.made_by) == (row.case.revision, rules_version())


def refresh(store: Store, rows: Sequence[StoredRow], progress: Progress) -> dict[int, Tally]:
    """Count the cases among these whose counts are stale, keep the counts, and return them by case number.

    Raises
    ------
    Cancelled
        When the caller cancels; what was counted is kept.
    EnvironmentFault
        When the database cannot be read.
    """
    stale = [row.case.id for row in rows if not is_fresh(row)]
    made: dict[int, Tally] = {}
    for start in range(0, len(stale), _BATCH):
        batch = stale[start : start + _BATCH]
        counted = []
        with store.reading() as connection:
            sizes = worklist.sizes(connection, batch)
            for case_id in batch:
                progress.check_cancelled()
                if case_id in sizes:
                    counted.append(count_case(connection, case_id, *sizes[case_id]))
        with store.writing() as connection:
            worklist.write_tallies(connection, counted)
        made.update((tally.case_id, tally) for tally in counted)
        progress.report(start + len(batch), len(stale), "counting cells")
    return made


def count_case(connection: Connection, case_id: int, revision: int, images: int, problems: int) -> Tally:
    """Count one case's cells as whoever opens it sees them: while a second reader reads, without the first one's labels."""
    cells = worklist.countable_cells(connection, case_id)
    readings = read_readings(connection, case_id)
    sight = sight_of(readings, 2)
    if sight != "whole":
        cells = [seen(cell, sight, ai_shown=readings[2].ai_shown) for cell in cells]
    classes = Counter(cell.final_class for cell in cells)
    return Tally(
        case_id,
        revision,
        rules_version(),
        images,
        problems,
        len(cells),
        sum(cell.status != "unreviewed" for cell in cells),
        sum(cell.needs_review for cell in cells),
        dict(classes),
        _alerts(classes, cells),
    )


def _alerts(classes: Counter[str], cells: Sequence[Cell]) -> list[str]:
    urgent = [rule for rule in load_rules() if rule.severity == "urgent"]
    heads = read_heads((cell, cell.final_class) for cell in cells)
    raised = evaluate_rules(replace(differential_of(classes), heads=heads), urgent)
    return [result.rule.title for result in raised if result.raised]
