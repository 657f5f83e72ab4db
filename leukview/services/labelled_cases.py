"""Which cells of the stored cases may teach a network: those whose label is a person's, each picture once.

Nothing is read but the database. What the pipeline called a cell is kept beside the person's label and never takes its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy import Connection

from leukview.domain.box import Box
from leukview.domain.case import Case, Problem
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.store import audit, cases
from leukview.store.audit import DECISION, SECOND_LABEL
from leukview.store.cases import CaseSummary
from leukview.store.database import Store

__all__ = ["CaseState", "LabelledCases", "PersonsCell", "Wanted", "gather_cells", "state_of", "who_labelled"]

CaseState = Literal["signed", "reviewed", "started"]
"""``reviewed``: every cell has a person's label; ``started``: some have."""
Wanted = Literal["auto", "signed", "reviewed", "started"]
"""Which cases: of that state or beyond. ``auto``: the signed ones where there are any, else those wholly reviewed."""

_RANK = {"signed": 2, "reviewed": 1, "started": 0}
_SAME_CELL = 0.5
"""Intersection over union from which two boxes in one picture are one cell."""
_FEW = 10
"""Fewer cells of a class can hardly be split into parts to learn from, to choose by and to test on."""
_LABELS = frozenset({"label", SECOND_LABEL, DECISION})
"""Fields of the audit trail that hold a person's label."""
_UNSURE = frozenset({"unidentified"})
"""What a person says who does not know: nothing to learn from."""


@dataclass(frozen=True, slots=True)
class PersonsCell:
    """A cell with a person's label, and everything that says where both come from.

    Attributes
    ----------
    case, cell:
        Number of its case, and its id there.
    label:
        The person's class id.
    folder, file, sha256:
        The case's folder, its image there, and the image's hash when it was labelled.
    box:
        Where it lies in a field; None for a single-cell image.
    patient, smear:
        The patient as the case names it, may be empty; and the smear, never empty.
    by, utc:
        Who gave the label, and when (ISO 8601); empty where the audit trail does not say.
    call:
        The pipeline's call, or None.
    """

    case: str
    cell: str
    label: str
    folder: Path
    file: str
    sha256: str
    box: Box | None
    patient: str
    smear: str
    by: str
    utc: str
    call: Prediction | None


@dataclass
class LabelledCases:
    """Cells to learn from, those left out with the reason, and what should be known before they are used."""

    cells: list[PersonsCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    cases: tuple[str, ...] = ()
    doubles: int = 0

    def counts(self) -> dict[str, int]:
        """Return cells by class id, in report order; classes that the taxonomy does not know come last."""
        found = Counter(cell.label for cell in self.cells)
        known = taxonomy().sorted([name for name in found if name in taxonomy()])
        return {name: found[name] for name in (*known, *sorted(set(found) - set(known)))}


def state_of(case: CaseSummary) -> CaseState | None:
    """Return how far a case's review is; None where no person has labelled a cell."""
    if case.signed:
        return "signed"
    if not case.reviewed:
        return None
    return "reviewed" if case.reviewed == case.cells else "started"


def gather_cells(
    store: Store, case_ids: Collection[str] = (), wanted: Wanted = "auto", progress: Progress | None = None
) -> LabelledCases:
    """Return the cells of stored cases whose final label is a person's.

    One picture in two cases counts once, and not at all where people labelled it differently. Cases that share a picture are one
    smear. Cells that a person called unidentified are left out.

    Parameters
    ----------
    store:
        The database.
    case_ids:
        These cases, whatever their state; all but synthetic ones of the wanted state where none is named.
    wanted:
        The state.
    progress:
        Told of every case; may cancel.

    Raises
    ------
    InputProblem
        When a named case does not exist, or there is no case or no labelled cell.
    """
    progress = progress or NoProgress()
    with store.reading() as connection:
        chosen = _choose(cases.summaries(connection), case_ids, wanted)
        found = LabelledCases(cases=tuple(item.id for item in chosen))
        cells: list[PersonsCell] = []
        for number, item in enumerate(chosen, start=1):
            progress.check_cancelled()
            progress.report(number, len(chosen), "reading labels")
            cells += _cells_of(connection, item, found)
    cells = _joined_smears(cells, found)
    found.cells = _each_once(cells, found)
    if not found.cells:
        raise InputProblem(
            "The chosen cases", "no cell of them can be learnt from", "Confirm or relabel cells, then come back"
        )
    found.warnings += _warnings(found)
    return found


def _choose(known: Sequence[CaseSummary], case_ids: Collection[str], wanted: Wanted) -> list[CaseSummary]:
    """Return the cases to read, oldest first."""
    if wanted not in get_args(Wanted):
        raise InputProblem(wanted, "there is no such state", f"Choose one of: {', '.join(get_args(Wanted))}")
    for case_id in case_ids:
        if case_id not in {item.id for item in known}:
            listed = ", ".join(item.id for item in known) or "none yet"
            raise InputProblem(case_id, "there is no such case", f"Choose one of: {listed}")
    if case_ids:
        chosen = [item for item in known if item.id in case_ids]
    else:
        own = [(item, state) for item in known if not item.synthetic and (state := state_of(item)) is not None]
        if wanted == "auto":
            wanted = "signed" if any(state == "signed" for _, state in own) else "reviewed"
        chosen = [item for item, state in own if _RANK[state] >= _RANK[wanted]]
    if not chosen:
        raise InputProblem(
            "Stored cases",
            f"none is {wanted}",
            "Choose cases by name, or all in which people labelled cells (state 'started')",
        )
    return sorted(chosen, key=lambda item: int(item.id))


def _cells_of(connection: Connection, item: CaseSummary, found: LabelledCases) -> list[PersonsCell]:
    case = cases.load_case(connection, int(item.id)).case
    who = who_labelled(audit.read(connection, int(item.id)), case)
    cells = []
    for cell in case.cells.values():
        label = cell.person_class
        if label is None:
            if cell.disagreement:
                remedy = "Decide on one label in the case"
                found.problems.append(Problem(f"{item.id}/{cell.id}", "two readers disagree on it", remedy))
            continue
        if label in _UNSURE:
            found.problems.append(Problem(f"{item.id}/{cell.id}", f"a person called it {label}"))
            continue
        by, utc = who.get(cell.id, ("", ""))
        cells.append(
            PersonsCell(
                item.id,
                cell.id,
                label,
                Path(case.info.folder),
                cell.file,
                case.images[cell.file].sha256,
                None if cell.single else cell.final_box,
                case.info.patient.strip(),
                f"case-{item.id}",
                by,
                utc,
                cell.prediction,
            )
        )
    return cells


def who_labelled(rows: Iterable[audit.AuditRow], case: Case) -> dict[str, tuple[str, str]]:
    """Return cell id → who gave the label it has now, and when."""
    who = {}
    for row in rows:
        for change in row.changes:
            cell = case.cells.get(change.cell_id)
            given = change.field in _LABELS and change.before != change.after and change.after is not None
            # A decision is kept with who made it: "blast, by A".
            if given and cell is not None and str(change.after).split(", ", 1)[0] == cell.person_class:
                who[change.cell_id] = (row.operator, row.utc)
    return who


# -- one picture, one cell --------------------------------------------------------------------------------------------


def _joined_smears(cells: Sequence[PersonsCell], found: LabelledCases) -> list[PersonsCell]:
    """Return the cells, those of cases that share a picture under one smear and, where only one is named, one patient."""
    of_picture: dict[str, set[str]] = defaultdict(set)
    patients: dict[str, str] = {}
    for cell in cells:
        of_picture[cell.sha256].add(cell.case)
        patients[cell.case] = cell.patient
    first = {case: case for case in patients}

    def root(case: str) -> str:
        while first[case] != case:
            case = first[case]
        return case

    for together in of_picture.values():
        roots = sorted({root(case) for case in together}, key=int)
        for other in roots[1:]:
            first[other] = roots[0]
    named: dict[str, set[str]] = defaultdict(set)
    for case, patient in patients.items():
        named[root(case)] |= {patient} - {""}
    for case, names in named.items():
        if len(names) > 1:
            members = ", ".join(sorted((other for other in patients if root(other) == case), key=int))
            found.warnings.append(
                f"Cases {members} share pictures, but name the patients {', '.join(sorted(names))}: correct one, or these "
                "pictures may be tested on what they were trained on."
            )
    return [
        replace(
            cell,
            smear=f"case-{root(cell.case)}",
            patient=next(iter(named[root(cell.case)])) if len(named[root(cell.case)]) == 1 else cell.patient,
        )
        for cell in cells
    ]


def _each_once(cells: Sequence[PersonsCell], found: LabelledCases) -> list[PersonsCell]:
    """Return each pictured cell once; those that people labelled differently are left out and listed."""
    groups: dict[str, list[list[PersonsCell]]] = defaultdict(list)
    for cell in cells:
        for group in groups[cell.sha256]:
            if _is_same(group[0], cell):
                group.append(cell)
                break
        else:
            groups[cell.sha256].append([cell])
    kept = []
    for group in (group for same in groups.values() for group in same):
        if len({cell.label for cell in group}) == 1:
            kept.append(group[0])
            found.doubles += len(group) - 1
            continue
        said = ", ".join(f"{cell.case}/{cell.cell} {cell.label}" for cell in group)
        reason = f"people labelled the same picture differently: {said}"
        remedy = "Decide on one label in both cases"
        found.problems += [Problem(f"{cell.case}/{cell.cell}", reason, remedy) for cell in group]
    return kept


def _is_same(first: PersonsCell, other: PersonsCell) -> bool:
    if first.box is None or other.box is None:
        return first.box is other.box
    return first.box.iou(other.box) >= _SAME_CELL


def _warnings(found: LabelledCases) -> list[str]:
    counts = found.counts()
    few = [f"{name} {count}" for name, count in counts.items() if count < _FEW]
    foreign = [name for name in counts if name not in taxonomy()]
    patients = {cell.patient for cell in found.cells} - {""}
    unnamed = sorted({cell.case for cell in found.cells if not cell.patient}, key=int)
    lines = []
    if len(counts) < 2:
        lines.append("There is one class only: a network needs two or more to tell apart.")
    if few:
        lines.append(f"Fewer than {_FEW} cells of a class, hardly enough to learn and to test: {', '.join(few)}.")
    if foreign:
        lines.append(f"Classes that LeukView does not know: {', '.join(foreign)}. A class map must say what they are.")
    if len(patients) == 1 and not unnamed:
        lines.append(
            "All cells come from one patient: no test on another patient is possible, so scores will be too good."
        )
    if unnamed:
        listed = ", ".join(unnamed)
        lines.append(f"No patient is named in case {listed}: each of these cases counts as a patient of its own.")
    return lines
