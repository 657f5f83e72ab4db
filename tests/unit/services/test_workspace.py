"""The workspace: the list of cases, and which case a folder or an id opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from session_kit import STAMP, new_session, single, stored

from leukview.domain.case import Problem
from leukview.domain.errors import InputProblem
from leukview.services.session import Session
from leukview.services.workspace import Workspace


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workspace, Session]]:
    workspace, session = new_session(tmp_path, [single(0)])
    yield workspace, session
    workspace.close()


def test_the_list_of_cases(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(n) for n in range(3)])
    session.relabel(["c0"], "basophil")
    session.record(Problem("bad.png", "damaged"))
    session.set_stamp(STAMP)
    session.edit_case("First", "P1", "S1")
    (tmp_path / "other").mkdir()
    other = workspace.open_folder(tmp_path / "other")
    first, second = sorted(workspace.cases(), key=lambda item: int(item.id))
    assert (first.name, first.patient, first.slide, first.pipeline) == ("First", "P1", "S1", "LeukView default")
    assert (first.images, first.cells, first.reviewed, first.problems) == (3, 3, 1, 1)
    assert (second.id, second.name, second.cells, second.pipeline) == (other.case_id, "other", 0, "")
    assert first.folder == str((tmp_path / "images").resolve()) and not first.synthetic
    assert "c0" not in other.case.cells
    workspace.close()


def test_one_folder_is_one_case_however_it_is_named(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    assert workspace.open_folder(tmp_path / "images" / ".." / "images").case_id == session.case_id
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "images")
    assert workspace.open_folder(link).case_id == session.case_id
    assert len(workspace.cases()) == 1


def test_the_synthetic_mark_is_kept(tmp_path: Path) -> None:
    from leukview.services.sample import write_sample

    workspace, _ = new_session(tmp_path)
    write_sample(tmp_path / "sample", cells=2)
    assert workspace.open_folder(tmp_path / "sample").case.info.synthetic
    assert [item.synthetic for item in workspace.cases() if item.name == "sample"] == [True]
    workspace.close()


@pytest.mark.parametrize("case_id", ["", "99", "-1", "x", "1; DROP TABLE cells", "9" * 40, "²"])
def test_an_unknown_case_is_said_to_be_unknown(opened: tuple[Workspace, Session], case_id: str) -> None:
    with pytest.raises(InputProblem, match="no such case"):
        opened[0].open_case(case_id)


def test_no_folder_is_no_case(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    for path in (tmp_path / "nowhere", tmp_path / "a file"):
        with pytest.raises(InputProblem):
            opened[0].open_folder(path)
    assert len(opened[0].cases()) == 1


def test_a_case_opens_though_its_folder_is_gone(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    (tmp_path / "images").rmdir()
    again = workspace.open_case(session.case_id)
    again.relabel(["c0"], "basophil")
    assert stored(workspace.store, again).cells["c0"].human_class == "basophil"
