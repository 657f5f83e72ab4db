"""Labelled images from a table, as spreadsheets and other programs write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath

from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.training.intake.words import counted, first_few
from leukview.training.labelled import LabelledImage

__all__ = ["TableRow", "name_of", "read_rows", "read_table", "refuse_bad_paths", "split_name"]

_SPLITS = {
    "training": "train",
    "valid": "val",
    "validation": "val",
    "dev": "val",
    "testing": "test",
}
"""What other people's data sets call the three parts."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row's image and its line in the file, from 1, the header included: what a spreadsheet shows beside it."""

    line: int
    item: LabelledImage


def split_name(text: str) -> str:
    """Return a part's usual name: ``train`` for "Training", ``val`` for "valid"; others as they are."""
    name = text.strip()
    low = name.lower()
    return _SPLITS.get(low, low if low in {"train", "val", "test"} else name)


def name_of(csv_file: Path) -> str:
    """Return what a table that names no data set is called: as the file, or as its folder where it is ``labels.csv``."""
    path = csv_file.resolve()
    return path.parent.name if path.stem == "labels" else path.stem


def read_table(csv_file: Path, needed: Collection[str] = ("path", "cls")) -> list[TableRow]:
    """Read a table of images, with ``attributes.csv`` beside it where there is one; whether the images exist is not asked.

    Paths are relative to the table; backslashes are taken as Windows means them.

    Raises
    ------
    InputProblem
        When the file is missing, is not text, lacks a column, has rows without a path, or rows whose smear may be one of several
        patients'.
    """
    rows = read_rows(csv_file, needed)
    answers = _read_attributes(csv_file.parent / "attributes.csv")
    empty = [str(line) for line, row in rows if not row["path"]]
    if empty:
        reason = f"{counted(len(empty), 'row')} without a path: {first_few(empty)}"
        raise InputProblem(str(csv_file), reason, "Name the image, or delete the row")
    return _with_patients(csv_file, [TableRow(line, _item(csv_file.parent, row, answers)) for line, row in rows])


def _with_patients(csv_file: Path, rows: list[TableRow]) -> list[TableRow]:
    """Return the rows, those that name a smear alone with the patient whom other rows of that smear name.

    One smear would else count as two, and might stand in two splits.
    """
    owners: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.item.smear and row.item.patient:
            owners.setdefault((row.item.dataset, row.item.smear), set()).add(row.item.patient)
    found, unclear = [], []
    for row in rows:
        item = row.item
        named = owners.get((item.dataset, item.smear), set()) if item.smear and not item.patient else set()
        if len(named) > 1:
            unclear.append(f"row {row.line} (smear {item.smear})")
        found.append(TableRow(row.line, replace(item, patient=min(named))) if len(named) == 1 else row)
    if unclear:
        raise InputProblem(
            str(csv_file),
            f"{counted(len(unclear), 'row')} without a patient, of a smear that other rows give to several: {first_few(unclear)}",
            "Give the patient in these rows too",
        )
    return found


def _item(folder: Path, row: Mapping[str, str], answers: Mapping[str, Mapping[str, str]]) -> LabelledImage:
    name = _slashed(row["path"])
    return LabelledImage(
        folder / name,
        row.get("cls", ""),
        split_name(row.get("split", "")),
        row.get("dataset", ""),
        row.get("patient", ""),
        answers.get(name, {}),
        row.get("smear", ""),
        row.get("diagnosis", ""),
    )


def _slashed(text: str) -> str:
    return PureWindowsPath(text).as_posix()


def refuse_bad_paths(csv_file: Path, rows: Sequence[TableRow]) -> None:
    """Check that every image is there, and stands in one row only.

    Raises
    ------
    InputProblem
        Naming the first rows in question, and how many there are.
    """
    missing = [f"row {row.line} ({row.item.path})" for row in rows if not row.item.path.is_file()]
    if missing:
        raise InputProblem(
            str(csv_file),
            f"{counted(len(missing), 'image')} of {len(rows)} not there: {first_few(missing)}",
            "Paths are relative to the table's folder. Correct them, or delete the rows",
        )
    seen: dict[Path, int] = {}
    twice = [
        f"rows {seen[row.item.path]} and {row.line} ({row.item.path.name})"
        for row in rows
        if seen.setdefault(row.item.path, row.line) != row.line
    ]
    if twice:
        raise InputProblem(
            str(csv_file), f"the same image stands in two rows: {first_few(twice)}", "Keep one row for each image"
        )


def read_rows(csv_file: Path, needed: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """Return every row that is not empty, as column → text without spaces around it, with its line in the file.

    UTF-8 with or without a byte order mark, UTF-16 and Windows's Western code page are read; columns are parted by commas,
    semicolons or tabs, as the header is; column names may be in capitals.

    Raises
    ------
    InputProblem
        When the file is missing, is not a table, lacks a column, or has rows with more fields than the header.
    """
    text = _text(csv_file)
    header = text.split("\n", 1)[0]
    # Excel's own way to say what parts the columns; it is no row.
    offset = 1 if header.lower().startswith("sep=") else 0
    body = text.split("\n", 1)[1] if offset and "\n" in text else text
    reader = csv.DictReader(io.StringIO(body, newline=""), delimiter=_delimiter(body.split("\n", 1)[0]))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    _refuse_missing_columns(csv_file, reader.fieldnames, needed)
    rows: list[tuple[int, dict[str, str]]] = []
    wide = []
    try:
        for row in reader:
            line = reader.line_num + offset
            if None in row:
                wide.append(str(line))
                continue
            values = {name: (value or "").strip() for name, value in row.items()}
            if any(values.values()):
                rows.append((line, values))
    except csv.Error as error:
        raise InputProblem(str(csv_file), f"this is not a table ({error})", "Save it as CSV") from None
    if wide:
        reason = f"{counted(len(wide), 'row')} with more fields than the header: {first_few(wide)}"
        raise InputProblem(str(csv_file), reason, "Put values that hold the separator between quotes")
    return rows


def _refuse_missing_columns(csv_file: Path, found: Sequence[str], needed: Collection[str]) -> None:
    missing = sorted(set(needed) - set(found))
    if missing:
        raise InputProblem(
            str(csv_file),
            f"the columns {', '.join(missing)} are missing (found: {', '.join(found) or 'none'})",
            "Add them; the first row must hold the columns' names",
        )


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _text(csv_file: Path) -> str:
    try:
        content = csv_file.read_bytes()
    except FileNotFoundError:
        raise InputProblem(
            str(csv_file), "there is no such data file", "Give a CSV with the columns path and cls"
        ) from None
    except OSError as error:
        raise InputProblem(
            str(csv_file), f"the file cannot be opened ({error.strerror})", "Check the file and its drive"
        ) from None
    # Excel saves "Unicode text" as UTF-16 and plain CSV in the code page of its Windows.
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputProblem(str(csv_file), "this is not a table in plain text", "Save it as 'CSV UTF-8'")


def _read_attributes(csv_file: Path) -> dict[str, dict[str, str]]:
    """Return each image's known attributes by its path in the data file."""
    if not csv_file.is_file():
        return {}
    known = {item.id: item.options for item in attributes()}
    return {
        _slashed(row["path"]): {name: row[name] for name in known if row.get(name) in known[name]}
        for _, row in read_rows(csv_file, ("path",))
    }
