from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from leukview.domain.taxonomy import taxonomy
from leukview.imaging.readers import read_rgb
from leukview.services.analyse import pipeline_classes

Cli = Callable[..., subprocess.CompletedProcess[str]]
ReadTable = Callable[[Path], list[dict[str, str]]]

CELLS = (
    "cell_id,file,x,y,width,height,nucleus_area_px,cytoplasm_area_px,nc_ratio,ai_class,ai_probability,ai_second_class,"
    "ai_second_probability,doubt,out_of_domain,human_class,final_class,counted,status,set_aside,set_aside_because,"
    "found_by,merged_from,reader_2_class,decided_class,decided_by,decided_utc,final_by,note,reader_2_note"
)
DIFFERENTIAL = "class,n,percent,ci_low,ci_high,reference_low,reference_high,flag"
CASES = (
    "case,cells,counted,suggestion,suggestion_probability,rule,alerts,"
    "smear_answer,smear_state,smear_reason,smear_inputs,smear_threshold_from,smear_statement"
)


def singles(folder: Path, count: int) -> list[Path]:
    """Return the first single-cell images of the sample: the small ones."""
    images = sorted(
        path for path in folder.rglob("*") if path.suffix in {".jpg", ".png"} and ".truth" not in path.parts
    )
    small = [path for path in images if max(Image.open(path).size) < 500]
    assert len(small) >= count
    return small[:count]


@pytest.fixture(scope="module")
def small_case(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve single-cell images of the sample, two in a nested folder with a name outside ASCII, and a spreadsheet trap."""
    folder = tmp_path_factory.mktemp("cases") / "Größe 4"
    nested = folder / "zweite Hälfte – 日本"
    nested.mkdir(parents=True)
    for number, path in enumerate(singles(sample_folder, 12)):
        shutil.copy(path, (nested if number < 2 else folder) / path.name)
    first = next(folder.glob("*.*"))
    first.rename(folder / f"=1+1{first.suffix}")
    return folder


@pytest.fixture(scope="module")
def analysed(cli: Cli, small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case, analysed with everything that can be written."""
    out = tmp_path_factory.mktemp("out")
    done = cli(
        "analyze", small_case, "-o", out, "--masks", "--heatmaps", "--input-kind", "cells", "--operator", "Dr Süß"
    )
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stderr
    assert "12/12" in done.stderr
    assert "For Research Use Only. Not for use in diagnostic procedures." in done.stdout
    return out


def test_the_tables_have_exactly_the_contracts_columns(analysed: Path) -> None:
    heads = {path.name: path.read_text("utf-8").splitlines()[0] for path in analysed.glob("*.csv")}
    assert heads["cells.csv"] == CELLS
    assert heads["differential.csv"] == DIFFERENTIAL
    assert heads["probabilities.csv"] == ",".join(("cell_id", *pipeline_classes("leukview")))
    assert heads["problems.csv"].startswith("file,reason")


def test_every_cell_has_sane_values(analysed: Path, small_case: Path, table: ReadTable) -> None:
    rows = table(analysed / "cells.csv")
    files = {path.relative_to(small_case).as_posix() for path in small_case.rglob("*.*")}
    assert {row["file"].removeprefix("'") for row in rows} == files
    assert len({row["cell_id"].lower() for row in rows}) == len(rows) == 12
    for row in rows:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", row["cell_id"])
        height, width = read_rgb(small_case / row["file"].removeprefix("'")).shape[:2]
        x, y, w, h = (int(row[name]) for name in ("x", "y", "width", "height"))
        assert 0 <= x < x + w <= width
        assert 0 <= y < y + h <= height
        first, second = float(row["ai_probability"]), float(row["ai_second_probability"])
        assert 0 <= second <= first <= 1
        assert 0 <= float(row["doubt"]) <= 1
        assert 0 <= float(row["out_of_domain"]) <= 1
        assert row["human_class"] == ""
        assert row["final_class"] == row["ai_class"]
        assert row["status"] == "unreviewed"
        assert (row["counted"] == "true") is taxonomy()[row["final_class"]].counted


def test_no_cell_of_a_spreadsheet_is_a_formula(analysed: Path) -> None:
    for path in analysed.glob("*.csv"):
        assert not re.search(r"(^|,)\"?[=@]", path.read_text("utf-8"), re.MULTILINE), path.name


def test_probabilities_sum_to_one_and_agree_with_the_calls(analysed: Path, table: ReadTable) -> None:
    calls = {row["cell_id"]: row for row in table(analysed / "cells.csv")}
    rows = table(analysed / "probabilities.csv")
    assert {row["cell_id"] for row in rows} == set(calls)
    for row in rows:
        values = {name: float(value) for name, value in row.items() if name != "cell_id"}
        assert math.isclose(sum(values.values()), 1, abs_tol=0.01)
        assert math.isclose(max(values.values()), float(calls[row["cell_id"]]["ai_probability"]), abs_tol=1e-4)
        assert math.isclose(values[calls[row["cell_id"]]["ai_class"]], max(values.values()), abs_tol=1e-4)


def test_the_differential_counts_the_cells(analysed: Path, table: ReadTable) -> None:
    counts = Counter(row["final_class"] for row in table(analysed / "cells.csv"))
    rows = table(analysed / "differential.csv")
    assert {row["class"]: int(row["n"]) for row in rows if int(row["n"])} == dict(counts)
    shares = [float(row["percent"]) for row in rows if row["percent"]]
    assert round(sum(shares), 1) == 100.0
    for row in rows:
        if row["percent"]:
            assert float(row["ci_low"]) - 0.1 <= float(row["percent"]) <= float(row["ci_high"]) + 0.1
        assert bool(row["percent"]) is taxonomy()[row["class"]].counted


def test_masks_have_the_source_images_size(analysed: Path, small_case: Path, table: ReadTable) -> None:
    rows = [row for row in table(analysed / "cells.csv") if row["nucleus_area_px"]]
    assert {path.stem for path in (analysed / "masks").glob("*.png")} == {row["cell_id"] for row in rows}
    assert len(rows) >= 10  # the sample's cells are there to be found
    for row in rows:
        mask = cv2.imread(str(analysed / "masks" / f"{row['cell_id']}.png"), cv2.IMREAD_UNCHANGED)
        assert mask is not None
        assert mask.dtype == np.uint8
        assert mask.shape == read_rgb(small_case / row["file"].removeprefix("'")).shape[:2]
        assert set(np.unique(mask)) <= {0, 128, 255}
        assert int((mask == 255).sum()) == int(row["nucleus_area_px"])
        assert int((mask == 128).sum()) == int(row["cytoplasm_area_px"])


def test_every_cell_has_a_heat_map(analysed: Path, table: ReadTable) -> None:
    ids = {row["cell_id"] for row in table(analysed / "cells.csv")}
    assert {path.stem for path in (analysed / "heatmaps").glob("*.png")} == ids


def test_the_summary_says_where_the_numbers_come_from(analysed: Path, table: ReadTable) -> None:
    from leukview.classifiers.manifest import load_manifest

    summary = json.loads((analysed / "summary.json").read_text("utf-8"))
    text = json.dumps(summary, ensure_ascii=False)
    assert summary["pipeline"] == "leukview"
    assert summary["weights_sha256"] == load_manifest("leukview").sha256
    assert summary["segmenter"].startswith("segmenter ")
    assert summary["device"] == "cpu" or summary["device"].startswith("cuda")
    assert summary["timings"]["total"] > 0
    assert "For Research Use Only. Not for use in diagnostic procedures." in text
    assert "Dr Süß" in text
    assert {"versions", "counts", "suggestion", "alerts"} <= set(summary)


def test_the_report_can_be_read(analysed: Path) -> None:
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(analysed / "report.pdf").pages).split())
    assert "For Research Use Only" in text
    assert "Größe 4" in text


def test_files_that_cannot_be_read_are_listed_and_the_rest_goes_on(
    cli: Cli, sample_folder: Path, tmp_path: Path, table: ReadTable
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = singles(sample_folder, 3)
    for path in good[:2]:
        shutil.copy(path, folder)
    (folder / "zero.jpg").write_bytes(b"")
    whole = good[2].read_bytes()
    (folder / f"truncated{good[2].suffix}").write_bytes(whole[: len(whole) // 2])
    (folder / "renamed.png").write_text("this is a letter, not an image")
    Image.new("RGB", (1, 1)).save(folder / "pixel.png")
    Image.new("L", (60_000, 60_000)).save(folder / "absurd.png", compress_level=1)
    (folder / "notes.txt").write_text("no image, and none is expected")
    done = cli("analyze", folder, "-o", tmp_path / "out", "--format", "csv")
    assert done.returncode == 3, done.stderr
    problems = {row["file"]: row["reason"] for row in table(tmp_path / "out" / "problems.csv")}
    assert set(problems) == {"zero.jpg", f"truncated{good[2].suffix}", "renamed.png", "pixel.png", "absurd.png"}
    assert all(len(reason) > 10 for reason in problems.values())
    assert "empty" in problems["zero.jpg"]
    assert {row["file"] for row in table(tmp_path / "out" / "cells.csv")} == {path.name for path in good[:2]}
    assert not (tmp_path / "out" / "report.pdf").exists()


def test_only_unreadable_files_still_give_valid_tables(cli: Cli, tmp_path: Path, table: ReadTable) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "zero.jpg").write_bytes(b"")
    done = cli("analyze", folder, "-o", tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert (tmp_path / "out" / "cells.csv").read_text("utf-8").strip() == CELLS
    assert [row["file"] for row in table(tmp_path / "out" / "problems.csv")] == ["zero.jpg"]
    assert (
        json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["suggestion"]["id"] == "insufficient_cells"
    )
    assert PdfReader(tmp_path / "out" / "report.pdf").pages


def test_an_empty_folder_is_a_failure_with_a_remedy(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = cli("analyze", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "no image" in done.stderr
    assert "Choose a folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_exits_with_2(cli: Cli, tmp_path: Path) -> None:
    done = cli("analyze", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "does not exist" in " ".join(done.stderr.split())


def test_the_labs_name_and_ranges_come_from_the_settings_unless_given(
    cli: Cli, small_case: Path, tmp_path: Path, table: ReadTable
) -> None:
    own, config = tmp_path / "own.toml", tmp_path / "config"
    own.write_text('name = "Ours"\n[range]\nmonocyte = [0.0, 0.0]\nbasophil = [99.0, 100.0]\n', "utf-8")
    config.mkdir()
    (config / "settings.json").write_text(json.dumps({"lab_name": "Lab 7", "ranges_file": str(own)}), "utf-8")
    env = {"LEUKVIEW_CONFIG": str(config)}
    done = cli("analyze", small_case, "-o", tmp_path / "out", env=env)
    assert done.returncode == 0, done.stderr
    rows = {row["class"]: row for row in table(tmp_path / "out" / "differential.csv")}
    assert (rows["basophil"]["reference_low"], rows["basophil"]["flag"]) == ("99.0", "low")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "out" / "report.pdf").pages)
    assert "Lab 7" in text and "Reference ranges: Ours." in text

    own.write_text("[range]\nmonocyte = 3\n", "utf-8")
    refused = cli("analyze", small_case, "-o", tmp_path / "no", env=env)
    assert refused.returncode == 1 and "own.toml" in refused.stderr and not (tmp_path / "no").exists()


def test_an_output_folder_within_the_input_is_not_analysed_the_next_time(
    cli: Cli, sample_folder: Path, tmp_path: Path, table: ReadTable
) -> None:
    shutil.copy(singles(sample_folder, 1)[0], tmp_path)
    for _ in range(2):
        done = cli("analyze", tmp_path, "-o", tmp_path / "out", "--masks", "--format", "csv")
        assert done.returncode == 0, done.stderr
        assert len(table(tmp_path / "out" / "cells.csv")) == 1


def test_each_subfolder_is_a_case(cli: Cli, sample_folder: Path, tmp_path: Path, table: ReadTable) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    images = singles(sample_folder, 5)
    for name, part in (("Ward 2", images[:3]), ("äöü", images[3:5])):
        (root / name / "deeper").mkdir(parents=True)
        for path in part:
            shutil.copy(path, root / name / "deeper")
    (root / "empty").mkdir()
    shutil.copy(images[0], root / "loose.png")
    done = cli("analyze", root, "-o", out, "--case-per-folder", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "belong to no case" in done.stderr
    assert (out / "cases.csv").read_text("utf-8").splitlines()[0] == CASES
    cases = {row["case"]: row for row in table(out / "cases.csv")}
    assert {name: int(row["cells"]) for name, row in cases.items()} == {"Ward 2": 3, "äöü": 2, "empty": 0}
    assert cases["empty"]["suggestion"] == "insufficient_cells"
    for name, row in cases.items():
        cells = table(out / name / "cells.csv")
        assert len(cells) == int(row["cells"])
        assert sum(cell["counted"] == "true" for cell in cells) == int(row["counted"])
        assert all(cell["file"].startswith("deeper/") for cell in cells)


def test_results_do_not_depend_on_the_format_of_the_image(
    cli: Cli, sample_folder: Path, tmp_path: Path, table: ReadTable
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    pixels = Image.fromarray(read_rgb(singles(sample_folder, 1)[0]))
    for name in ("a.png", "b.bmp", "c.tiff"):
        pixels.save(folder / name)
    pixels.save(folder / "d.webp", lossless=True)
    pixels.convert("RGBA").save(folder / "e.png")
    pixels.rotate(90, expand=True).save(folder / "f.png", exif=_turned())
    assert cli("analyze", folder, "-o", tmp_path / "out", "--format", "csv").returncode == 0
    rows = table(tmp_path / "out" / "cells.csv")
    assert len(rows) == 6
    same = {tuple(value for name, value in row.items() if name not in {"cell_id", "file"}) for row in rows}
    assert len(same) == 1


def _turned() -> Image.Exif:
    """Return EXIF data that say the camera was turned: the reader must turn the image back."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def test_another_segmenter_outlines_on_request_and_is_named(
    cli: Cli, sample_folder: Path, tmp_path: Path, table: ReadTable
) -> None:
    (tmp_path / "in").mkdir()
    for path in singles(sample_folder, 3):
        shutil.copy(path, tmp_path / "in" / path.name)
    done = cli(
        "analyze", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--segmenter", "sam", "--format", "csv,json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["segmenter"].startswith("sam ")
    rows = table(tmp_path / "out" / "cells.csv")
    assert len(rows) == 3 and all(float(row["nucleus_area_px"]) > 0 for row in rows)
