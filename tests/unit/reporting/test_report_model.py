from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from leukview.domain.case import Case, CaseInfo
from leukview.reporting.model import build_report, library_versions


def test_a_report_does_not_follow_later_review(case: Case, classes: tuple[str, ...]) -> None:
    report = build_report(case, classes=classes)
    before = report.final
    case.cells["cell_02"] = replace(case.cells["cell_02"], human_class="basophil")
    del case.cells["cell_03"]
    assert report.final == before
    assert len(report.cells) == 12 and report.cells[2].human_class is None


def test_review_counts(case: Case) -> None:
    review = build_report(case).review
    assert (review.total, review.reviewed, review.confirmed, review.relabelled) == (12, 2, 1, 1)
    assert review.out_of_domain == 1
    assert review.needs_review == 3 + 1 + 1 + 1, "blasts, the promyelocyte, the doubtful and the out-of-domain cell"


def test_ai_and_final_differ_by_the_relabelled_cell(case: Case) -> None:
    report = build_report(case)
    assert report.ai.n("segmented_neutrophil") == 4 and report.final.n("segmented_neutrophil") == 3
    assert report.ai.n("monocyte") == 0 and report.final.n("monocyte") == 1


def test_an_alert_that_review_takes_back_is_remembered(case: Case) -> None:
    assert not build_report(case).dropped_alerts
    case.cells["cell_09"] = replace(case.cells["cell_09"], human_class="monocyte")
    assert [result.rule.id for result in build_report(case).dropped_alerts] == ["apl_screen"]


def test_classes_come_in_report_order_with_those_only_a_person_used(case: Case, classes: tuple[str, ...]) -> None:
    case.cells["cell_02"] = replace(case.cells["cell_02"], human_class="plasma_cell")
    report = build_report(case, classes=tuple(reversed(classes)))
    assert report.known_classes == classes
    assert "plasma_cell" in report.classes and "plasma_cell" not in report.known_classes


def test_digest_changes_with_any_image_and_not_with_their_order(case: Case) -> None:
    first = build_report(case).images_digest
    case.images = dict(reversed(case.images.items()))
    assert build_report(case).images_digest == first
    name = next(iter(case.images))
    case.images[name] = replace(case.images[name], sha256="0" * 64)
    assert build_report(case).images_digest != first
    assert build_report(Case(CaseInfo("x", "."))).images_digest == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC),
        datetime(2025, 3, 4, 5, 6, 7),
        datetime(2025, 3, 4, 7, 6, 7, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_time_is_utc(case: Case, now: datetime) -> None:
    assert build_report(case, now=now).created_utc == "2025-03-04T05:06:07Z"


def test_source_of_a_case_that_is_one_file(case: Case, tmp_path: Path) -> None:
    cell = case.cells["cell_00"]
    assert build_report(case).source(cell) == tmp_path / "smear" / "cell_00.png"
    case.info = replace(case.info, folder=str(tmp_path / "smear" / "cell_00.png"))
    assert build_report(case).source(cell) == tmp_path / "smear" / "cell_00.png"


def test_versions_name_what_computes_the_result() -> None:
    assert {"python", "numpy", "opencv-python-headless", "reportlab"} <= set(library_versions())
