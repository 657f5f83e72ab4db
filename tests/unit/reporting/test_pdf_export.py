from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from pypdf import PdfReader

from leukview.domain.case import Case, CaseInfo, Problem
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.reporting.model import RESEARCH_USE_ONLY, HeatmapSource, Report, build_report
from leukview.reporting.pdf_differential import adequacy_sentence
from leukview.reporting.pdf_export import SYNTHETIC, write_pdf
from leukview.reporting.pdf_gallery import GALLERY_SIZE, flagged_groups


def pages_of(report: Report, path: Path) -> list[str]:
    write_pdf(report, path)
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(path).pages]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


def test_every_page_carries_research_use_and_its_number(
    case: Case, classes: tuple[str, ...], heat: HeatmapSource, pdf: Path
) -> None:
    for number in range(40):
        case.add_problem(Problem(f"bad_{number}.jpg", "the file is damaged", "Export it again"))
    pages = pages_of(build_report(case, classes=classes, heatmap=heat), pdf)
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert RESEARCH_USE_ONLY in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Unsigned draft" in text


def test_header_says_whose_smear_and_how_far_it_was_read(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    report = build_report(
        case,
        classes=classes,
        operator="A. Reader",
        laboratory="Haematology North",
        now=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    first = pages_of(report, pdf)[0]
    for text in ("P-07", "S1", "Case 7", "Haematology North", "A. Reader", "2025-01-02 03:04:05"):
        assert text in first
    assert "2 of 12 cells reviewed by a person" in first and "Not signed" in first
    assert "12 cells in 12 single-cell images" in first


def test_differential_shows_both_shares_with_interval_range_and_flag(
    case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert re.search(r"Segmented neutrophil 3 30\.0 6\.7–65\.2 45–79 low ▼ 40\.0", text)
    assert re.search(r"Monocyte 1 10\.0 0\.3–44\.5 0–9 high ▲ 0\.0", text)
    assert "White cells counted 10 100.0" in text
    assert "10 white cells counted: insufficient." in text
    assert "Erythroblasts (NRBC): 10.0 per 100 white cells." in text
    assert text.index("Segmented neutrophil") < text.index("Lymphocyte") < text.index("Blast")


def test_urgent_alert_and_the_rule_with_inputs_source_and_confirmation(
    case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    pages = pages_of(build_report(case, classes=classes), pdf)
    assert "URGENT: Promyelocytes in blood: APL must be excluded" in pages[0]
    text = " ".join(pages)
    assert "1 of 10 white cells = 10.0 %" in text and "threshold ≥ 2 %" in text
    assert "Not a guideline threshold" in text
    assert "PML::RARA" in text
    assert "cannot tell at this count, raised" in text
    assert "it is not a diagnosis" in text


def test_no_alert_without_a_raised_urgent_rule(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    case.cells["cell_09"] = replace(case.cells["cell_09"], human_class="monocyte")
    first = pages_of(build_report(case, classes=classes), pdf)[0]
    assert "URGENT:" not in first
    assert "Urgent by the AI's count alone: Promyelocytes in blood" in first


def test_provenance_block(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    report = build_report(case, classes=classes, operator="A. Reader")
    text = "".join(pages_of(report, pdf))
    for part in ("5e" * 32, report.images_digest, "out_of_domain 0.99", "LeukView 0.1.0", "12 read, 1 not read", "cpu"):
        assert part in text
    information = PdfReader(pdf).metadata
    assert information is not None and information.subject == RESEARCH_USE_ONLY and information.author == "A. Reader"


def test_unreadable_files_are_listed(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    for number in range(20):
        case.add_problem(Problem(f"bad_{number}.jpg", "the file is damaged", "Export it again"))
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert "21 files could not be read" in text
    assert "the file is empty (0 bytes)" in text and "And 9 more" in text


def test_gallery_shows_picture_heat_map_and_both_labels(
    case: Case, classes: tuple[str, ...], heat: HeatmapSource, pdf: Path
) -> None:
    report = build_report(case, classes=classes, heatmap=heat)
    text = " ".join(pages_of(report, pdf))
    groups = flagged_groups(report.cells)
    shown = sum(len(cells) for _, cells, _ in groups)
    pictures = [
        image
        for page in PdfReader(pdf).pages
        for image in page.images
        if image.image and image.image.size == (176, 176)
    ]
    assert len(pictures) == 2 * shown
    assert "Reader: Monocyte" in text and "AI: Seg 0.90" in text
    assert "image not found" not in text and "no heat map" not in text


def test_lost_images_and_heat_maps_do_not_stop_the_report(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    def gone(cell: Cell) -> NoReturn:
        raise InputProblem(cell.id, "its image is gone")

    case.info = replace(case.info, folder="/no/such/folder")
    text = " ".join(pages_of(build_report(case, classes=classes, heatmap=gone), pdf))
    assert "image not found" in text and "no heat map" in text
    assert "cell_06" in text


def test_synthetic_partial_and_out_of_domain_cases_say_so(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    case.info = replace(case.info, synthetic=True)
    for cell_id in ("cell_02", "cell_03"):
        cell = case.cells[cell_id]
        assert cell.prediction
        case.cells[cell_id] = cell.with_prediction(replace(cell.prediction, out_of_domain=0.995))
    pages = pages_of(build_report(case, classes=classes, partial=True), pdf)
    assert SYNTHETIC in pages[0]
    assert all("SYNTHETIC SAMPLE, NO PATIENT" in page for page in pages)
    assert "The analysis was stopped before every image was read." in pages[0]
    assert "3 of 12 cells (25 %) look unlike the images the AI was trained on." in pages[0]


def test_a_smear_unlike_the_training_images_says_so_once(
    foreign_case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    report = build_report(foreign_case, classes=classes)
    first = " ".join(pages_of(report, pdf)[0].split())
    assert "11 of 12 cells" in report.domain.notice and report.domain.notice in first
    assert "look unlike the images the AI was trained on" not in first


def test_plain_case_has_none_of_those_banners(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert "ynthetic" not in text and "was stopped" not in text and "look unlike the images" not in text


@pytest.mark.parametrize("known", [(), ("blast", "erythroblast")])
def test_empty_case(tmp_path: Path, pdf: Path, known: tuple[str, ...]) -> None:
    text = " ".join(pages_of(build_report(Case(CaseInfo("none", str(tmp_path))), classes=known), pdf))
    assert "No white cell was counted" in text and "none: nothing was analysed" in text
    assert "100.0 " not in text.split("What the rules suggest")[0]


def test_one_cell(tmp_path: Path, make_cell: Callable[..., Cell], pdf: Path) -> None:
    case = Case(CaseInfo("one", str(tmp_path)))
    case.cells["c"] = make_cell("c")
    text = " ".join(pages_of(build_report(case), pdf))
    assert "1 white cell counted: insufficient" in text and "0 of 1 cells reviewed" in text
    assert "No rule is met. 4 rules cannot tell at this count" in text


@pytest.mark.parametrize(
    "name",
    [
        "<b>bold</b> <para>& <font color=red>x",
        "verylongunbroken" * 40,
        "محمد بن عبد الله (12-3)",
        "שרה כהן",
        "王小明 さくら 김철수",
        "\u202eevil\u2066 \x00\x1b tab\tnew\nline \ud800",
        "'; --",
    ],
)
def test_hostile_names_are_taken_literally(case: Case, classes: tuple[str, ...], name: str, pdf: Path) -> None:
    case.info = replace(case.info, name=name, patient=name, slide=name)
    case.add_problem(Problem(name, name, name))
    case.cells["cell_06"] = replace(case.cells["cell_06"], note=name, file=name.replace("\x00", "0") + ".png")
    pages = pages_of(build_report(case, classes=classes, operator=name, laboratory=name), pdf)
    assert "White-cell differential" in pages[0]
    if name.startswith("<b>"):
        assert "<b>bold</b> <para>& <font color=red>x" in pages[0]


def test_fonts_are_embedded(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    write_pdf(build_report(case, classes=classes), pdf)
    data = pdf.read_bytes()
    # A subset's name has six letters and a plus before it; FontFile2 is an embedded TrueType program.
    assert re.search(rb"/BaseFont /[A-Z]{6}\+Inter-Regular", data) and data.count(b"/FontFile2") >= 2


@pytest.mark.parametrize(
    ("total", "adequacy", "word"),
    [
        (0, "insufficient", "No white cell"),
        (99, "insufficient", "insufficient"),
        (150, "below advisory count", "fewer than the advised 200"),
        (250, "advisory", "reached"),
        (400, "reference-equivalent", "reference-equivalent"),
    ],
)
def test_adequacy_in_words(total: int, adequacy: str, word: str) -> None:
    assert word in adequacy_sentence(total, adequacy)


def test_cells_that_an_alert_rests_on_come_first(make_cell: Callable[..., Cell]) -> None:
    blasts = [make_cell(f"blast{number:02d}", "blast", 0.95) for number in range(60)]
    cells = (*blasts, make_cell("pro", "promyelocyte", 0.6))
    ((_, shown, _),) = flagged_groups(cells, urgent=frozenset({"promyelocyte"}))
    assert shown[0].id == "pro"
    ((_, shown, _),) = flagged_groups(cells)
    assert "pro" not in [cell.id for cell in shown]


def test_flagged_groups_leave_room_for_every_group(make_cell: Callable[..., Cell]) -> None:
    cells = tuple(
        [make_cell(f"blast{number:02d}", "blast", 0.5 + number / 200) for number in range(60)]
        + [make_cell("moved", "lymphocyte", human_class="monocyte")]
        + [make_cell(f"doubt{number}", "lymphocyte", 0.36 + number / 50) for number in range(6)]
        + [make_cell("far", "lymphocyte", 0.95, 0.999), make_cell("sure", "lymphocyte", 0.99)]
    )
    groups = flagged_groups(cells)
    assert [title.split(",")[0] for title, _, _ in groups] == [
        "Called blast-like",
        "Doubtful",
        "Unlike the training images",
        "Relabelled by a person",
    ]
    assert sum(len(shown) for _, shown, _ in groups) == GALLERY_SIZE
    assert [total for _, _, total in groups] == [60, 6, 1, 1]
    assert groups[0][1][0].id == "blast59" and groups[1][1][0].id == "doubt0"
    ids = [cell.id for _, shown, _ in groups for cell in shown]
    assert len(set(ids)) == len(ids) and "sure" not in ids


def test_gallery_says_what_the_network_saw_and_what_speaks_against_its_call(
    case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    seen = {
        "nucleus_shape": {"segmented-multilobed": 0.97, "unsegmented-round": 0.03},
        "nuclear_cytoplasmic_ratio": {"low": 0.99, "high": 0.01},
        "granule_colour": {"pink": 0.9, "nil": 0.1},
    }
    for cell_id, cell in case.cells.items():
        if cell.prediction:
            call = replace(cell.prediction, attributes=seen, against=("low N:C",))
            case.cells[cell_id] = replace(cell, prediction=call)
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert "segmented nucleus 0.97" in text
    assert "low N:C 0.99 · pink granules 0.90" in text
    assert "against it: low N:C" in text


def test_gallery_shows_the_path_of_a_call_that_was_made_in_stages(
    staged_case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    text = " ".join(pages_of(build_report(staged_case, classes=classes), pdf))
    assert "Malignant 0.96 → Myeloid 0.91 AML 0.88" in text, "wrapped between two nodes"
    assert "APL 0.83 among APL | non-APL" in text and "CML, CMML: needs your data" in text
    assert "Lymphoid" not in text and "MDS 0.03" not in text, "a node that was not taken is not on the path"


def test_gallery_shows_no_path_where_a_call_was_made_at_once(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert "→" not in text and "needs your data" not in text


def test_two_classifications_stand_side_by_side_and_only_inform(
    case: Case, classes: tuple[str, ...], pdf: Path
) -> None:
    text = " ".join(pages_of(build_report(case, classes=classes), pdf))
    assert "Blast thresholds of two classifications" in text
    assert "Blasts and blast equivalents: 3 of 10 white cells = 30.0 % (95 % interval 6.7–65.2)." in text
    assert text.index("WHO 5th ed. (2022)") < text.index("ICC (2022)") < text.index("2–4 % in blood")
    for words in ("range listed for MDS-IB2 This count: cannot tell at this count", "range listed for MDS/AML"):
        assert words in text
    assert "cannot tell at this count; only informs" in text, "the ALL rule: no lymphoblast among eleven"
    assert "a share alone establishes no entity" in text


def test_where_nothing_was_counted_there_is_nothing_to_hold_against_a_threshold(pdf: Path) -> None:
    text = " ".join(pages_of(build_report(Case(CaseInfo("none", "."))), pdf))
    assert "Blast thresholds of two classifications" not in text and "No white cell was counted" in text


def test_the_smear_rule_and_notes_stand_in_the_report(case: Case, classes: tuple[str, ...], pdf: Path) -> None:
    report = build_report(case, classes=classes, notes=("Outlines were begun on 1 cell and not used (c1).",))
    text = " ".join(pages_of(report, pdf))
    assert (
        "What most cells are called (smear rule)" in text
        and "mature cells of normal blood: cannot tell at this count" in text
    )
    assert "it is no diagnosis" in text and "mature cells of normal blood: 6 of 10 white cells = 60.0 %" in text
    assert "control" not in text, "an id, beside an urgent alert, would read as a clean bill of health"
    assert "Please note Outlines were begun on 1 cell" in text


def test_nobody_is_said_to_have_read_who_did_not(tmp_path: Path, make_cell: Callable[..., Cell], pdf: Path) -> None:
    case = Case(CaseInfo("one", str(tmp_path)))
    case.cells["c"] = make_cell("c")
    text = " ".join(pages_of(build_report(case, operator="Ms Writer"), pdf))
    assert "nobody yet" in text and "no second reader" in text and text.count("Ms Writer") <= 2, "the operator alone"
    case.cells["c"] = replace(case.cells["c"], human_class="lymphocyte")
    assert "one, not named" in " ".join(pages_of(build_report(case, operator="Ms Writer"), pdf))
