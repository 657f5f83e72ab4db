"""Where labelled cells come from: people only, images that are there and unchanged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from session_kit import new_session, single

from leukview.domain.case import ImageFile
from leukview.domain.errors import InputProblem
from leukview.imaging.scan import sha256
from leukview.services.adapt import site_id, usable_labels
from leukview.services.analyse_types import AnalysedImage
from leukview.services.site_cells import LabelledCell, SiteLabels, cells_from_cases, cells_from_data


def analysed(folder: Path, number: int) -> AnalysedImage:
    """Return an analysed image whose file exists and has the hash that is stored."""
    path = folder / "images" / f"{number}.png"
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.full((48, 50, 3), number, np.uint8)).save(path)
    found = single(number)
    return AnalysedImage(ImageFile(path.name, sha256(path), 50, 48, "cell"), found.cells, found.masks)


def test_only_what_people_labelled_is_learnt_from(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [analysed(tmp_path, number) for number in range(4)])
    with workspace.store:
        assert cells_from_cases(workspace.store).cells == []
        session.confirm(["c0"])
        session.relabel(["c1", "c2"], "monocyte")
        session.undo()
        session.relabel(["c3"], "eosinophil")
        found = cells_from_cases(workspace.store)
        assert found.counts() == {"lymphocyte": 1, "eosinophil": 1} and not found.problems
        assert cells_from_cases(workspace.store, [session.case_id]).counts() == found.counts()
        with pytest.raises(InputProblem, match="no such case"):
            cells_from_cases(workspace.store, ["77"])


def test_missing_and_changed_images_are_named_and_the_rest_is_used(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [analysed(tmp_path, number) for number in range(3)])
    with workspace.store:
        session.relabel(["c0", "c1", "c2"], "monocyte")
        (tmp_path / "images" / "0.png").unlink()
        Image.fromarray(np.zeros((48, 50, 3), np.uint8)).save(tmp_path / "images" / "1.png")
        found = cells_from_cases(workspace.store)
        assert len(found.cells) == 1
        assert [problem.reason for problem in found.problems] == [
            "the image is not there any more",
            "the image is another than the one that was labelled",
        ]
        (tmp_path / "images").rename(tmp_path / "moved")
        gone = cells_from_cases(workspace.store)
        assert not gone.cells and len(gone.problems) == 1 and "3 labelled cells" in gone.problems[0].reason


def test_a_table_and_folders_give_the_same_cells(tmp_path: Path) -> None:
    for number, name in enumerate(["monocyte", "lymphocyte"]):
        (tmp_path / name).mkdir()
        Image.fromarray(np.full((9, 9, 3), number, np.uint8)).save(tmp_path / name / "a.png")
    folders = cells_from_data(tmp_path)
    table = tmp_path / "mine.csv"
    table.write_text("path,truth\nmonocyte/a.png,monocyte\nlymphocyte/a.png,lymphocyte\nb.png,monocyte\n,\n", "utf-8")
    listed = cells_from_data(table, "truth")
    assert listed.counts() == folders.counts() == {"lymphocyte": 1, "monocyte": 1}
    assert [Path(problem.file).name for problem in listed.problems] == ["b.png"]
    with pytest.raises(InputProblem, match="cls"):
        cells_from_data(table)
    with pytest.raises(InputProblem, match="no such table"):
        cells_from_data(tmp_path / "none.csv")


def test_a_class_that_the_model_lacks_is_left_out_with_a_warning() -> None:
    labels = ["lymphocyte"] * 5 + ["monocyte"] * 6 + ["artefact"] * 7
    cells, warnings = usable_labels(SiteLabels("x", [LabelledCell(Path("a"), label) for label in labels]))
    assert len(cells) == 11 and len(warnings) == 1 and "artefact" in warnings[0]


def test_new_weights_never_take_an_old_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    assert site_id("St. Mary's, Ward 7") == "leukview-site-st-mary-s-ward-7"
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "leukview-site-a.safetensors").touch()
    assert site_id("A") == "leukview-site-a-2"
    with pytest.raises(InputProblem, match="name"):
        site_id("…")
