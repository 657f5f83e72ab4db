"""A review is found again when its folder was renamed; a stranger's folder is never taken for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from session_kit import new_session, single

from leukview.services.moved import moved_words
from leukview.services.session import Session
from leukview.services.workspace import Workspace


def _write(folder: Path, count: int, salt: str = "") -> list[str]:
    folder.mkdir(exist_ok=True)
    hashes = []
    for number in range(count):
        data = f"image {number}{salt}".encode()
        (folder / f"{number}.png").write_bytes(data)
        hashes.append(hashlib.sha256(data).hexdigest())
    return hashes


@pytest.fixture
def reviewed(tmp_path: Path) -> tuple[Workspace, Session]:
    hashes = _write(tmp_path / "images", 30)
    analysed = [single(n) for n in range(30)]
    images = [replace(item, image=replace(item.image, sha256=hashes[n])) for n, item in enumerate(analysed)]
    workspace, session = new_session(tmp_path, images)
    session.relabel(["c7"], "blast")
    return workspace, session


def test_a_renamed_folder_is_its_case_with_every_decision(reviewed: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = reviewed
    (tmp_path / "images").rename(tmp_path / "Patient 7, reviewed")
    again = workspace.open_folder(tmp_path / "Patient 7, reviewed")
    assert again.case_id == session.case_id
    assert again.case.cells["c7"].human_class == "blast" and again.can_undo
    assert again.case.info.folder == str((tmp_path / "Patient 7, reviewed").resolve())
    assert (
        again.moved_words == f"This folder was known as {session.case.info.folder}: its one decision was found again."
    )
    row = again.audit()[-1]
    assert row.action == "move case" and row.changes[0].before == session.case.info.folder
    # From now on it is the folder's own case, however often it is opened.
    third = workspace.open_folder(tmp_path / "Patient 7, reviewed")
    assert third.case_id == session.case_id and third.moved_from == third.moved_words == ""
    assert len(workspace.cases()) == 1


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        (0, "its analysis was found again."),
        (1, "its one decision was"),
        (1234, "its 1,234 decisions were found again."),
    ],
)
def test_what_was_found_again_is_said_in_words(decisions: int, words: str) -> None:
    said = moved_words("/smears/old", decisions)
    assert said.startswith("This folder was known as /smears/old: ") and words in said


def test_a_copy_beside_the_original_is_a_case_of_its_own(reviewed: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = reviewed
    _write(tmp_path / "copy", 30)
    assert workspace.open_folder(tmp_path / "copy").case_id != session.case_id


@pytest.mark.parametrize(("count", "salt"), [(30, " of another"), (20, ""), (0, "")])
def test_other_images_under_the_same_names_are_another_case(
    reviewed: tuple[Workspace, Session], tmp_path: Path, count: int, salt: str
) -> None:
    workspace, session = reviewed
    (tmp_path / "images").rename(tmp_path / "away")
    _write(tmp_path / "stranger", count, salt)
    other = workspace.open_folder(tmp_path / "stranger")
    assert other.case_id != session.case_id and not other.case.cells


def test_a_case_without_images_is_nobodys_old_place(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path)
    (tmp_path / "images").rmdir()
    (tmp_path / "fresh").mkdir()
    assert workspace.open_folder(tmp_path / "fresh").case_id != session.case_id
