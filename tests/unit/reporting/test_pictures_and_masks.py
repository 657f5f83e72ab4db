from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image

from leukview.domain.box import Box
from leukview.domain.case import Case, ImageFile
from leukview.domain.cell import Cell
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.progress import NoProgress
from leukview.reporting.csv_export import write_cells
from leukview.reporting.masks_export import HEATMAP_SIDE, write_heatmaps, write_masks
from leukview.reporting.model import RESEARCH_USE_ONLY, HeatmapSource, MaskSource, build_report
from leukview.reporting.pictures import cell_picture, heat_of, overlay


def test_overlay_leaves_what_has_no_evidence_and_colours_what_has() -> None:
    picture = np.full((40, 40, 3), 120, np.uint8)
    heat = np.zeros((10, 10), np.float32)
    heat[4:6, 4:6] = 1
    laid = overlay(picture, heat)
    assert (laid[0, 0] == 120).all()
    assert laid[20, 20, 0] > 180 > laid[20, 20, 2], "strong evidence is yellow"
    assert overlay(picture, np.full((3, 3), np.nan, np.float32)).tolist() == picture.tolist()
    assert (overlay(picture, np.full((4, 4), 7.0, np.float32)) == overlay(picture, np.ones((4, 4), np.float32))).all()


def test_picture_shows_the_cell(case: Case) -> None:
    picture = cell_picture(build_report(case), case.cells["cell_00"], 50)
    assert picture is not None and picture.shape == (50, 50, 3)
    assert picture[25, 25].astype(int).sum() < picture[0, 0].astype(int).sum(), "the dark nucleus is in the middle"


def test_picture_without_a_view_is_cut_round_the_box(case: Case) -> None:
    cell = replace(case.cells["cell_00"], view=None)
    picture = cell_picture(build_report(case), cell, 50)
    assert picture is not None and picture[25, 25].astype(int).sum() < 350


def test_a_lost_image_has_no_picture(case: Case) -> None:
    case.info = replace(case.info, folder="/no/such/folder")
    assert cell_picture(build_report(case), case.cells["cell_00"], 50) is None


def test_a_heat_map_that_cannot_be_had_is_none(case: Case) -> None:
    def gone(cell: Cell) -> NoReturn:
        raise InputProblem(cell.id, "its image is gone")

    assert heat_of(build_report(case, heatmap=gone), case.cells["cell_00"]) is None
    assert heat_of(build_report(case), case.cells["cell_00"]) is None


def test_a_bug_in_the_heat_maps_is_not_hidden(case: Case) -> None:
    def broken(cell: Cell) -> NoReturn:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        heat_of(build_report(case, heatmap=broken), case.cells["cell_00"])


def test_masks_of_single_cells_have_the_image_size(case: Case, masks: MaskSource, tmp_path: Path) -> None:
    files = write_masks(build_report(case, masks=masks), tmp_path / "masks")
    assert [path.name for path in files] == [f"cell_{number:02d}.png" for number in range(12)]
    with Image.open(files[0]) as opened:
        written = np.array(opened)
        assert opened.mode == "L"
        assert opened.info["Disclaimer"] == RESEARCH_USE_ONLY and opened.info["Source"] == "cell_00.png"
    assert written.shape == (64, 64)
    assert set(np.unique(written)) == {0, 128, 255}
    assert (written[14:50, 16:48] == masks("cell_00")).all()
    written[14:50, 16:48] = 0
    assert not written.any()


def test_a_persons_outline_is_the_mask_that_is_written(case: Case, masks: MaskSource, tmp_path: Path) -> None:
    mine = np.full((6, 5), 255, np.uint8)
    mine[0, 0] = 128
    png = BytesIO()
    Image.fromarray(mine).save(png, format="PNG")
    shape = Morphology(29, 1, 6.2, 1, 0.5)
    for box in (Box(2, 3, 5, 6), Box(61, 60, 5, 6)):
        outline = HumanMask(box, png.getvalue(), shape)
        case.cells["cell_00"] = replace(case.cells["cell_00"], human_mask=outline)
        report = build_report(case, masks=masks)
        with Image.open(write_masks(report, tmp_path / "masks")[0]) as opened:
            written = np.array(opened)
            assert "outlined by a person" in str(opened.info["Title"])
        assert written.shape == (64, 64)
        # What lies beyond an image that was replaced by a smaller one is cut off.
        inside = mine[: 64 - box.y, : 64 - box.x]
        assert (written[box.y : box.y + 6, box.x : box.x + 5] == inside).all()
        assert np.count_nonzero(written) == inside.size
    assert report.review.outlined == 1
    write_cells(report, tmp_path / "cells.csv")
    row = (tmp_path / "cells.csv").read_text("utf-8").splitlines()[1].split(",")
    assert row[2:9] == ["61", "60", "5", "6", "29", "1", "29.0000"]


def test_a_cell_without_a_mask_gets_an_empty_one(case: Case, tmp_path: Path) -> None:
    files = write_masks(build_report(case, masks=lambda cell_id: None), tmp_path / "masks")
    assert len(files) == 12
    with Image.open(files[3]) as opened:
        assert opened.size == (64, 64) and not np.array(opened).any()


def test_masks_in_a_field_have_the_box_size(
    case: Case, make_cell: Callable[..., Cell], masks: MaskSource, tmp_path: Path
) -> None:
    cell = make_cell("f-001", file="field.png", single=False, box=Box(100, 200, 32, 36))
    case.add_image(ImageFile("field.png", "0" * 64, 900, 700, "field"), [cell])
    files = write_masks(build_report(case, masks=masks), tmp_path / "masks")
    with Image.open(files[-1]) as opened:
        assert (np.array(opened) == masks("f-001")).all()


def test_no_masks_without_a_source(case: Case, tmp_path: Path) -> None:
    assert write_masks(build_report(case), tmp_path / "masks") == []


def test_heat_maps_are_pictures_of_the_cells(case: Case, heat: HeatmapSource, tmp_path: Path) -> None:
    (tmp_path / "smear" / "cell_03.png").unlink()
    files = write_heatmaps(build_report(case, heatmap=heat), tmp_path / "heat")
    assert [path.stem for path in files] == [f"cell_{number:02d}" for number in range(12) if number != 3]
    with Image.open(files[0]) as opened:
        assert opened.size == (HEATMAP_SIDE, HEATMAP_SIDE) and opened.mode == "RGB"
        assert opened.info["Class"] == "segmented_neutrophil"


class StopAfter(NoProgress):
    """Progress whose user cancels after some reports."""

    def __init__(self, reports: int) -> None:
        super().__init__()
        self.left = reports

    def report(self, done: int, total: int, message: str = "") -> None:
        self.left -= 1
        self.cancelled = self.left <= 0


def test_cancelling_leaves_whole_files_only(case: Case, masks: MaskSource, tmp_path: Path) -> None:
    folder: Path = tmp_path / "masks"
    with pytest.raises(Cancelled):
        write_masks(build_report(case, masks=masks), folder, StopAfter(5))
    left = sorted(folder.iterdir())
    assert len(left) == 5
    for path in left:
        with Image.open(path) as opened:
            opened.load()
