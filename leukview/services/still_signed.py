"""Whether a case that was worked on after it was signed is again what was signed: hashed once for each change of it."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from leukview.domain.errors import InputProblem
from leukview.domain.signing import signing_state
from leukview.store.cases import load_case
from leukview.store.database import Store
from leukview.store.worklist import StoredRow

__all__ = ["differs"]

_known: WeakKeyDictionary[Store, dict[int, tuple[int, bool]]] = WeakKeyDictionary()
"""Of each database: case → the revision that was looked at, and what came of it."""


def differs(store: Store, row: StoredRow) -> bool:
    """Return whether a case is another than its last signature stands for; reads it whole where it changed since the last answer.

    It is what the window and every output say, by :func:`leukview.domain.signing.content_sha256`. An action of which that hash
    is not known to tell counts as a difference: nothing is hidden that might be one.

    Raises
    ------
    EnvironmentFault
        When the database cannot be read.
    """
    if not (row.signed.changed and row.signed.comparable):
        return row.signed.changed
    known = _known.setdefault(store, {})
    found = known.get(row.case.id)
    if found is None or found[0] != row.case.revision:
        try:
            with store.reading() as connection:
                stored = load_case(connection, row.case.id)
        except InputProblem:
            # Gone meanwhile: nobody can say that it is as it was.
            return True
        found = known[row.case.id] = (stored.revision, signing_state(stored.case) != "signed")
    return found[1]
