"""Cases in the database. Each function works within its caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from leukview.domain.case import Case, CaseInfo, ImageFile, PipelineStamp, Problem
from leukview.domain.errors import InputProblem
from leukview.store.cells import cell_from_row
from leukview.store.clock import utc_now
from leukview.store.outlines import read_outlines
from leukview.store.readings import read_readings
from leukview.store.schema import cases, cells, images, problems, signatures
from leukview.store.signatures import read_acknowledgements, read_amendments, read_signatures

__all__ = [
    "CaseSummary",
    "StoredCase",
    "create_case",
    "find_case",
    "folders",
    "image_hashes",
    "load_case",
    "move_case",
    "raise_revision",
    "summaries",
    "write_info",
    "write_opened",
    "write_stamp",
    "write_view_state",
]


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case for the list of cases.

    ``created`` and ``opened`` are ISO 8601 in UTC; ``reviewed`` counts cells with a person's label; ``pipeline`` is the title
    of the pipeline that analysed it, or the empty string; ``signed`` says that a person signed it, changed since or not.
    """

    id: str
    name: str
    folder: str
    patient: str
    slide: str
    synthetic: bool
    created: str
    opened: str
    images: int
    cells: int
    reviewed: int
    problems: int
    pipeline: str
    signed: bool = False


@dataclass
class StoredCase:
    """A case as loaded, with what a session keeps beside it.

    Attributes
    ----------
    case:
        The case.
    revision:
        Number of changes so far; a writer must know the newest.
    history_position:
        How many commands of the history stand.
    since:
        Cell id → newest command when the cell was found; an older command did not mean this cell.
    next_position:
        Position for the next new cell.
    view_state:
        What the window stored.
    positions:
        Cell id → its place among all cells, those removed included.
    """

    case: Case
    revision: int
    history_position: int
    since: dict[str, int]
    next_position: int
    view_state: dict[str, Any]
    positions: dict[str, int]


# As ``Cell.person_class``: one reader alone, both alike, or decided.
_REVIEWED = or_(
    cells.c.agreed.is_not(None),
    and_(cells.c.human_class.is_not(None), cells.c.second_class.is_(None)),
    and_(cells.c.human_class.is_(None), cells.c.second_class.is_not(None)),
    cells.c.human_class == cells.c.second_class,
)


def summaries(connection: Connection) -> list[CaseSummary]:
    """Return every case, the one opened last first."""

    def number(table: Any, *where: Any) -> Any:
        return select(func.count()).select_from(table).where(table.c.case_id == cases.c.id, *where).scalar_subquery()

    query = select(
        cases,
        number(images).label("image_count"),
        number(cells, cells.c.removed.is_(None)).label("cell_count"),
        number(cells, cells.c.removed.is_(None), _REVIEWED).label("reviewed_count"),
        number(problems).label("problem_count"),
        number(signatures).label("signature_count"),
    ).order_by(cases.c.opened.desc(), cases.c.id.desc())
    return [
        CaseSummary(
            str(row.id),
            row.name,
            row.folder,
            row.patient,
            row.slide,
            row.synthetic,
            row.created,
            row.opened,
            row.image_count,
            row.cell_count,
            row.reviewed_count,
            row.problem_count,
            row.stamp["title"] if row.stamp else "",
            bool(row.signature_count),
        )
        for row in connection.execute(query)
    ]


def find_case(connection: Connection, folder_key: str) -> int | None:
    """Return the number of the case of a folder, or None."""
    return connection.execute(select(cases.c.id).where(cases.c.folder_key == folder_key)).scalar()


def folders(connection: Connection) -> list[tuple[int, str]]:
    """Return every case's number and folder, the one opened last first."""
    query = select(cases.c.id, cases.c.folder).order_by(cases.c.opened.desc(), cases.c.id.desc())
    return [(row.id, row.folder) for row in connection.execute(query)]


def image_hashes(connection: Connection, case_id: int) -> dict[str, str]:
    """Return a case's images: relative file → SHA-256."""
    query = select(images.c.file, images.c.sha256).where(images.c.case_id == case_id)
    return {row.file: row.sha256 for row in connection.execute(query)}


def move_case(connection: Connection, case_id: int, folder: str, folder_key: str) -> None:
    """Write where the case's images lie now."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(folder=folder, folder_key=folder_key))


def create_case(connection: Connection, info: CaseInfo, folder_key: str) -> int:
    """Add an empty case and return its number."""
    row = connection.execute(
        insert(cases).values(
            folder_key=folder_key,
            **asdict(info),
            opened=info.created,
            timings={},
            view_state={},
            revision=0,
            history_position=0,
        )
    )
    key = row.inserted_primary_key
    assert key is not None
    return int(key[0])


def load_case(connection: Connection, case_id: int) -> StoredCase:
    """Read a case.

    Raises
    ------
    InputProblem
        When there is none of this number.
    """
    row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
    if row is None:
        raise InputProblem(str(case_id), "there is no such case", "Open its folder instead")
    info = CaseInfo(row.name, row.folder, row.patient, row.slide, row.synthetic, row.created, row.target)
    case = Case(info, stamp=_stamp(row.stamp), timings=dict(row.timings))
    for image in connection.execute(select(images).where(images.c.case_id == case_id).order_by(images.c.id)):
        case.images[image.file] = ImageFile(image.file, image.sha256, image.width, image.height, image.kind)
    for item in connection.execute(select(problems).where(problems.c.case_id == case_id).order_by(problems.c.id)):
        case.problems[item.file] = Problem(item.file, item.reason, item.remedy)
    since: dict[str, int] = {}
    positions: dict[str, int] = {}
    outlines = read_outlines(connection, case_id)
    for cell_row in connection.execute(select(cells).where(cells.c.case_id == case_id).order_by(cells.c.position)):
        cell = cell_from_row(cell_row)
        outline = outlines.get(cell.id)
        case.put(replace(cell, human_mask=outline) if outline else cell)
        since[cell_row.cell_id] = cell_row.since
        positions[cell_row.cell_id] = cell_row.position
    following = max(positions.values(), default=-1) + 1
    case.readings = read_readings(connection, case_id)
    case.signatures = read_signatures(connection, case_id)
    case.amendments = read_amendments(connection, case_id)
    case.acknowledgements = read_acknowledgements(connection, case_id)
    return StoredCase(case, row.revision, row.history_position, since, following, dict(row.view_state), positions)


def raise_revision(connection: Connection, case_id: int, expected: int) -> None:
    """Say that the case changes, once for every transaction that changes it.

    Raises
    ------
    InputProblem
        When the case was changed elsewhere since the caller read it.
    """
    changed = connection.execute(
        update(cases).where(cases.c.id == case_id, cases.c.revision == expected).values(revision=expected + 1)
    )
    if changed.rowcount != 1:
        raise InputProblem(
            "This case",
            "it was changed in another LeukView window, so nothing was changed here",
            "Close the case here and open it again to see the changes",
        )


def write_info(connection: Connection, case_id: int, info: CaseInfo) -> None:
    """Write the case's name, patient, slide and target."""
    values = {"name": info.name, "patient": info.patient, "slide": info.slide, "target": info.target}
    connection.execute(update(cases).where(cases.c.id == case_id).values(values))


def write_opened(connection: Connection, case_id: int) -> None:
    """Note that the case is opened now."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(opened=utc_now()))


def write_stamp(
    connection: Connection, case_id: int, stamp: PipelineStamp | None, timings: Mapping[str, float]
) -> None:
    """Write which pipeline made the calls, and how long it took (seconds by stage)."""
    values = asdict(stamp) if stamp else None
    connection.execute(update(cases).where(cases.c.id == case_id).values(stamp=values, timings=dict(timings)))


def write_view_state(connection: Connection, case_id: int, state: Mapping[str, Any]) -> None:
    """Write what the window wants to find again: JSON values only."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(view_state=dict(state)))


def _stamp(values: dict[str, Any] | None) -> PipelineStamp | None:
    if values is None:
        return None
    thresholds = tuple((str(name), float(value)) for name, value in values["thresholds"])
    return PipelineStamp(**{**values, "thresholds": thresholds})
