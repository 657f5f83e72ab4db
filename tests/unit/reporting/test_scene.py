"""Scenes: colours that can be read, SVG that any reader takes, and the same marks in a PDF."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.platypus import SimpleDocTemplate

from leukview.reporting.evaluation_charts import _RIGHT, _WRONG
from leukview.reporting.pdf_text import register_fonts
from leukview.reporting.scene import COLOURS, Scene, SceneFlowable, contrast, ink_on, mixed, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ramp", [_RIGHT, _WRONG])
@given(share=st.floats(0, 1))
def test_text_on_every_square_of_a_confusion_can_be_read(ramp: tuple[str, str], share: float) -> None:
    fill = mixed(*ramp, share)
    assert contrast(ink_on(fill), fill) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
def test_texts_and_curves_can_be_read_in_both_themes(theme: int) -> None:
    paper = COLOURS["paper"][theme]
    assert all(contrast(COLOURS[name][theme], paper) >= 4.5 for name in ("ink", "grey", "first", "second"))
    assert contrast(COLOURS["faint"][theme], paper) >= 3


def test_a_larger_share_is_always_darker() -> None:
    for ramp in (_RIGHT, _WRONG):
        steps = [contrast("#FFFFFF", mixed(*ramp, share)) for share in np.linspace(0, 1, 11)]
        assert all(before < after for before, after in pairwise(steps))


def every_mark() -> Scene:
    scene = Scene(100, 80, 'A "chart" of <all>')
    scene.rect(1, 2, 3, 4, "first", "rule")
    scene.line(((0, 0), (5, 5)), "second", 1, (3, 2))
    scene.dot(5, 6, 2)
    scene.text(10, 20, "Größe <&> 血", 8, anchor="end", bold=True)
    scene.text(10, 20, "turned", turn=90)
    scene.picture(20, 20, 30, np.zeros((8, 8, 3), np.uint8))
    return scene


def test_an_element_follows_the_page_and_a_file_has_its_own_colours() -> None:
    page, alone = to_svg(every_mark()), to_svg(every_mark(), alone=True)
    assert "var(--first)" in page and "var(--" not in alone and COLOURS["first"][0] in alone
    root = ElementTree.fromstring(alone)
    assert root.find(f"{SVG}title").text == 'A "chart" of <all>'
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Größe <&> 血", "turned"]
    assert len(root.findall(f"{SVG}image")) == 1


def test_a_pdf_holds_the_same_texts_and_picture(tmp_path: Path) -> None:
    register_fonts()
    SimpleDocTemplate(str(tmp_path / "x.pdf")).build([SceneFlowable(every_mark())])
    page = PdfReader(tmp_path / "x.pdf").pages[0]
    text = page.extract_text()
    assert "Größe <&>" in text and "血" in text and "turned" in text and len(page.images) == 1


def test_text_longer_than_its_room_is_cut() -> None:
    scene = Scene(100, 80, "x")
    scene.text(0, 0, "Segmented neutrophil", 8, width=30)
    assert scene.marks[0].text.endswith("…")
