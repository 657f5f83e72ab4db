from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from leukview.reporting.bidi import has_rtl, shape_arabic, visual_order
from leukview.reporting.pdf_style import BODY
from leukview.reporting.pdf_text import REGULAR, clean, fit, markup, paragraph, register_fonts, width_of

register_fonts()


@pytest.mark.parametrize(
    ("logical", "drawn"),
    [
        ("plain (12-3)", "plain (12-3)"),
        ("שלום", "םולש"),
        ("שלום (12-3) abc", "abc (12-3) םולש"),
        ("abc שלום 12", "abc 12 םולש"),
        ("שלום עולם", "םלוע םולש"),
        ("Dr שרה כהן, slide 4", "Dr ןהכ הרש, slide 4"),
    ],
)
def test_visual_order(logical: str, drawn: str) -> None:
    assert visual_order(logical) == drawn


def test_a_vowel_mark_stays_behind_its_letter() -> None:
    assert visual_order("שָם") == "םשָ"


def test_arabic_letters_join() -> None:
    assert shape_arabic("محمد") == "\ufee3\ufea4\ufee4\ufeaa"
    assert shape_arabic("لا") == "\ufefb", "lam and alef are one glyph"
    assert shape_arabic("دار") == "\ufea9\ufe8d\ufead", "letters that never join to the next"


@given(st.text(alphabet="محمدبن ابجד שרהabc 12-(),.", max_size=30))
def test_order_never_loses_a_character(text: str) -> None:
    # A bracket may be mirrored, nothing else may change.
    assert sorted(visual_order(text).replace(")", "(")) == sorted(text.replace(")", "("))


def test_markup_takes_nothing_for_a_tag() -> None:
    assert markup("<b>x</b> & <para>") == "&lt;b&gt;x&lt;/b&gt; &amp; &lt;para&gt;"


def test_direction_overrides_and_control_characters_are_dropped() -> None:
    assert markup("a\u202eb\x00c\nd\u2066e") == "ab c de"
    assert clean("  a \t\n b\ud800 ") == "a b"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert clean("x" * 500, 10) == "x" * 9 + "…"


def test_other_scripts_use_a_font_that_has_them() -> None:
    made = markup("Ω Ж 王 さ שר \U000e0001 \ue000")
    assert 'name="LeukView-CJK"' in made and 'name="LeukView-Wide"' in made
    assert "□" in made, "a character that no font has shows as a box"


def test_fit_never_exceeds_the_width() -> None:
    for text in ("short", "a very long name " * 20, "محمد " * 40, "王" * 200):
        runs = fit(text, REGULAR, 7, 100)
        assert sum(pdfmetrics.stringWidth(part, name, 7) for name, part in runs) <= 100
    assert fit("short", REGULAR, 7, 100) == [(REGULAR, "short")]
    assert width_of("short", REGULAR, 7) < 100


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_laid_out(text: str) -> None:
    width, height = paragraph(text, BODY, 120).wrap(120, 10_000)
    assert width <= 120 and height < 2_000


def test_right_to_left_lines_break_before_they_are_turned() -> None:
    text = "אחת שתים שלוש ארבע חמש שש שבע שמונה תשע עשר"
    assert has_rtl(text)
    made = paragraph(text, BODY, 60)
    first = made.getPlainText().replace("\n", " ")
    assert first.index("תחא") < first.index("רשע"), "the first word is on the first line"
    assert all(unicodedata.category(char) != "Cf" for char in first)
