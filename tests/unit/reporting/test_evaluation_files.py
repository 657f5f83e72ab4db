"""The report's files: complete, self-contained, safe, and nothing drawn over the edge."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from evaluation_report_kit import dataset_of, evaluation
from pypdf import PdfReader

from leukview.reporting.evaluation_charts import confusion_charts, curve_charts, reliability_chart
from leukview.reporting.evaluation_csv import TABLES, write_evaluation_tables
from leukview.reporting.evaluation_figures import dataset_panels, training_panels
from leukview.reporting.evaluation_html import html_of, write_evaluation_html
from leukview.reporting.evaluation_pdf import write_evaluation_pdf
from leukview.reporting.evaluation_svg import write_evaluation_svgs
from leukview.reporting.evaluation_words import HEAT_CAVEAT, interval, p_words, percent, value_words
from leukview.reporting.model import RESEARCH_USE_ONLY
from leukview.reporting.pdf_text import BOLD, REGULAR, register_fonts, width_of
from leukview.reporting.scene import Scene

TOLD = (
    RESEARCH_USE_ONLY,
    "ab" * 32,
    "leukview evaluate mine --report",
    "numpy 2.4.6",
    "seed 7",
    "data/labels.csv",
    "Possible leak: look first.",
    "3 images left out.",
    "free to be any",
    "0.500",
)


class _Balanced(HTMLParser):
    """Fails where an element is closed that was not open; collects attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "action"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("compared", [False, True])
def test_the_page_is_whole_and_needs_nothing_else(compared: bool) -> None:
    page = html_of(evaluation(compared=compared))
    parser = _Balanced()
    parser.feed(page)
    assert not parser.open and parser.seen.isdisjoint({"script", "link", "iframe", "object"})
    assert all(link.startswith("data:image/") for link in parser.links) and parser.links
    assert set(re.findall(r"https?://[^\"'<\s]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in page and "url(" not in page
    assert "prefers-color-scheme:dark" in page and "@media print" in page
    text = unescape(re.sub("<[^>]+>", " ", page))
    assert all(told in text for told in TOLD) and HEAT_CAVEAT in text
    assert ("Nothing shown." in text) == compared and ("McNemar's test (exact binomial" in text) == compared


def test_names_from_the_data_cannot_put_markup_into_the_page() -> None:
    page = html_of(evaluation("<script>alert(1)</script>"))
    assert "<script" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("compared", [False, True])
def test_the_pdf_says_the_same_on_pages_that_all_say_what_it_is_for(tmp_path: Path, compared: bool) -> None:
    write_evaluation_pdf(evaluation("<b>血</b>", classes=19, compared=compared), tmp_path / "r.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages]
    assert all(RESEARCH_USE_ONLY in page for page in pages)
    text = " ".join(" ".join(pages).split())
    assert all(told in text for told in TOLD) and "<b>血</b>" in text
    assert ("Nothing shown." in text) == compared


def test_tables_have_the_documented_columns_and_nothing_that_a_spreadsheet_runs(tmp_path: Path) -> None:
    made = write_evaluation_tables(evaluation("=cmd()", compared=True), tmp_path)
    assert {path.name for path in made} == set(TABLES)
    for path in made:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert tuple(header) == TABLES[path.name] and rows
        assert all(len(row) == len(header) for row in rows)
        assert not any(cell.startswith(("=", "nan")) for row in rows for cell in row)


def test_tables_hold_both_models_and_leave_empty_what_is_not_known(tmp_path: Path) -> None:
    write_evaluation_tables(evaluation(compared=True), tmp_path)
    with (tmp_path / "per_class.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["model"] for row in rows} == {"mine", "yours"} and len(rows) == 2 * 2 * 3
    assert all((row["recall"], row["recall_low"], row["ap"]) == ("0.50000", "0.25000", "") for row in rows)


def test_without_a_second_model_there_is_no_table_of_pairs(tmp_path: Path) -> None:
    assert "paired.csv" not in {path.name for path in write_evaluation_tables(evaluation(), tmp_path)}


def test_every_figure_is_a_file_of_its_own_under_a_name_that_any_disk_takes(tmp_path: Path) -> None:
    item = evaluation("a/b:c")
    files = write_evaluation_svgs(item, tmp_path / "figures")
    names = [path.name for path in files]
    assert len(set(names)) == len(names) == len(list((tmp_path / "figures").iterdir()))
    assert "1-a-b-c-confusion.svg" in names and "training.svg" in names
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_evaluation_html(evaluation(), tmp_path / "new" / "r.html")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["r.html"]


def scenes_of(classes: int) -> list[Scene]:
    item = evaluation(classes=classes, compared=True)
    panels = [panel for number in (0, 1) for panel in dataset_panels(item, number)]
    return [scene for panel in (*panels, *training_panels(item)) for scene in panel.scenes]


@pytest.mark.parametrize("classes", [2, 11, 19])
def test_nothing_is_drawn_over_the_edge(classes: int) -> None:
    register_fonts()
    for scene in scenes_of(classes):
        for mark in scene.marks:
            if type(mark).__name__ != "_Text":
                continue
            assert -0.5 <= mark.y <= scene.height
            if mark.turn:
                continue
            wide = width_of(mark.text, BOLD if mark.bold else REGULAR, mark.size)
            left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
            assert left >= -0.5 and left + wide <= scene.width + 0.5, mark.text


def test_nineteen_classes_of_four_figures_fit_their_squares_in_two_matrices() -> None:
    register_fonts()
    charts = confusion_charts(dataset_of("x", classes=19, cells=9999).confusion)
    assert len(charts) == 2
    for chart in charts:
        side = min(mark.width for mark in chart.marks if type(mark).__name__ == "_Rect" and mark.line)
        inside = [mark for mark in chart.marks if type(mark).__name__ == "_Text" and mark.anchor == "middle"]
        assert len(inside) == 19 * 20
        assert all(width_of(mark.text, BOLD, mark.size) <= side for mark in inside)


def test_few_classes_have_count_and_per_cent_in_one_matrix() -> None:
    (chart,) = confusion_charts(dataset_of("x", classes=4).confusion)
    texts = {mark.text for mark in chart.marks if type(mark).__name__ == "_Text"}
    assert {"1234", "25 %", "White cell, type not told apart"} <= texts


def test_a_curve_of_precision_is_drawn_in_steps_and_a_roc_is_not() -> None:
    item = dataset_of("x", classes=1)

    def points(curves: object) -> tuple[tuple[float, float], ...]:
        (scene,) = curve_charts(curves)
        return next(mark.points for mark in scene.marks if getattr(mark, "thick", 0) == 1.3)

    assert len(points(item.rocs)) == 3
    steps = points(item.precision_recalls)
    assert len(steps) == 5 and all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(steps))


def test_a_bin_of_few_calls_is_pale() -> None:
    reliability = dataset_of("x").reliability
    few = reliability_chart(reliability)
    many = reliability_chart(replace(reliability, bins=(replace(reliability.bins[1], n=800),)))
    dots = [next(mark.fill for mark in scene.marks if type(mark).__name__ == "_Dot") for scene in (few, many)]
    assert dots == ["faint", "first"]


def test_numbers_in_words() -> None:
    figure = evaluation(compared=True).paired[0].classes[0].difference
    assert (value_words(figure), interval(figure)) == ("−0.125", "−0.250 to 0.000")
    assert [percent(share) for share in (0, 0.004, 0.5, 0.996, 1)] == ["0", "<1", "50", ">99", "100"]
    assert [p_words(p) for p in (None, float("nan"), 0.0004, 0.0449)] == ["–", "–", "<0.001", "0.045"]
