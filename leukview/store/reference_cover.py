"""What second readings that are under way cover among reference cells, read from the database."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from leukview.domain.reference_cover import Cover
from leukview.store.schema import images, readings, reference_cells

__all__ = ["read_cover"]


def read_cover(connection: Connection) -> Cover:
    """Return what is covered now; without a second reading under way, nothing, and next to no time is taken."""
    under_way = readings.c.reader == 2, readings.c.finished == ""
    cases = {int(number) for number in connection.execute(select(readings.c.case_id).where(*under_way)).scalars()}
    if not cases:
        return Cover()
    numbers = select(readings.c.case_id).where(*under_way)
    shown = select(images.c.sha256).where(images.c.case_id.in_(numbers))
    table, names = reference_cells.c, sorted(str(number) for number in cases)
    # Of a set that came without the name of where it was made nobody knows whose case it counts: rather too little is shown.
    unnamed = (table.elsewhere_id == "") & table.elsewhere_case.in_(names)
    own = or_(table.case_number.in_(names), table.source_sha256.in_(shown), unnamed)
    a_persons = table.whose != "drawn"
    pictures = set(connection.execute(select(table.picture).where(own, a_persons).distinct()).scalars())
    alike = select(table.picture).where(own, a_persons)
    ids = connection.execute(select(table.id).where(table.picture.in_(alike), a_persons)).scalars()
    return Cover(frozenset(names), frozenset(connection.execute(shown).scalars()), frozenset(ids), frozenset(pictures))
