"""An alert of a head beside the tree, from the stored calls to the worklist, with labels that take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from session_kit import STAMP, single

from leukview.domain.prediction import TreeNode
from leukview.services.analyse_types import AnalysedImage
from leukview.services.session import Session
from leukview.services.signing import acknowledge
from leukview.services.worklist import load_rows
from leukview.services.workspace import Workspace
from leukview.store.database import open_store

TITLE = "Genotype head past its threshold: APL must be excluded"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(open_store(tmp_path / "leukview.sqlite3"), "A. Reader")
    yield made
    made.close()


def asked(number: int, apl: float, limit: float | None = 0.155) -> AnalysedImage:
    """Return an analysed blast of which the head was asked."""
    image = single(number, "blast")
    (cell,) = image.cells
    assert cell.prediction is not None
    tree = (
        TreeNode("malignant", "Malignant", "", 0.9, True),
        TreeNode("benign", "Benign", "", 0.1, False),
        TreeNode("apl", "APL", "malignant", apl, apl > 0.08, aside=True, limit=limit),
        TreeNode("non_apl", "non-APL", "malignant", 1 - apl, apl <= 0.08, aside=True),
    )
    return replace(image, cells=(cell.with_prediction(replace(cell.prediction, tree=tree)),))


def analysed(workspace: Workspace, tmp_path: Path, limit: float | None = 0.155) -> Session:
    (tmp_path / "case").mkdir()
    session = workspace.open_folder(tmp_path / "case")
    session.record_all([asked(number, 0.4 + 0.02 * number, limit) for number in range(6)])
    session.record_all([single(number) for number in range(6, 100)])
    session.set_stamp(STAMP, {"total": 1.5})
    return session


def flags(workspace: Workspace) -> tuple[str, ...]:
    (row,) = load_rows(workspace.store)
    return row.alerts


def test_it_is_stored_listed_taken_back_by_labels_and_raised_again(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path)
    titles = [alert.rule.title for alert in session.suggestion().alerts]
    assert titles == [TITLE] == list(flags(workspace))
    # As it was stored, threshold and all.
    again = workspace.open_case(session.case_id)
    assert again.suggestion() == session.suggestion()
    (alert,) = again.suggestion().alerts
    assert alert.rule.threshold == pytest.approx(15.5) and (alert.hits, alert.total) == (6, 6)
    given = acknowledge(again, alert, "Dr A")
    assert (given.rule, given.hits, given.total) == ("apl_head", 6, 6)
    again.relabel([f"c{number}" for number in range(6)], "lymphocyte")
    assert again.suggestion().alerts == () == flags(workspace)
    again.undo()
    assert [item.rule.title for item in again.suggestion().alerts] == list(flags(workspace)) == [TITLE]


def test_calls_without_a_threshold_raise_nothing_and_say_so(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, None)
    found = next(result for result in session.suggestion().results if result.rule.id == "apl_head")
    assert not found.raised and "analyse the case again" in found.why_not and flags(workspace) == ()
