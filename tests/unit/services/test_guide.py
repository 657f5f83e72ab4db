"""The user guide: chapters, search, the reader's own keys, and that what it says about keys, pictures and links is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.errors import EnvironmentFault
from leukview.resources import guide_dir
from leukview.services import guide
from leukview.services.guide import chapters, find, guide_chapters, with_keys

FILES = {
    "20-two.md": "# Second\n\nWords of the *second* one, [a link](10-one.md).\n\n## Kappa\n\nAgreement, `Ctrl+G`.\n",
    "10-one.md": "# First\n\n![A picture of kappa](images/a.png)\n\n## Undo\n\n| key | what |\n|---|---|\n| `Ctrl+Z` | undo |\n",
}


def test_chapters_come_in_the_order_of_their_names_with_sections_in_plain_words() -> None:
    first, second = chapters(FILES)
    assert [(chapter.id, chapter.title) for chapter in (first, second)] == [("one", "First"), ("two", "Second")]
    assert [(section.title, section.level) for section in second.sections] == [("Second", 1), ("Kappa", 2)]
    assert second.sections[0].text == "Words of the second one, a link."
    assert first.sections[1].text == "key what Ctrl+Z undo"


def test_a_chapter_without_a_heading_is_named_by_its_file() -> None:
    (only,) = chapters({"5-odd.md": "no heading here"})
    assert (only.id, only.title, only.sections) == ("odd", "odd", ())


def test_search_wants_every_word_and_puts_headings_first() -> None:
    both = chapters(FILES)
    assert [section.title for _, section in find(both, "KAPPA")] == ["Kappa", "First"]
    assert [section.title for _, section in find(both, "agreement kappa")] == ["Kappa"]
    assert find(both, "agreement undo") == [] and find(both, "  ") == []


def test_keys_are_replaced_where_they_are_code_and_nowhere_else() -> None:
    text = "Press `Ctrl+Z` or `J`; Ctrl+Z in words stays."
    assert with_keys(text, {"Ctrl+Z": "F9", "J": ""}) == "Press `F9` or `no key`; Ctrl+Z in words stays."


@given(st.text(), st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5), max_size=3))
def test_without_code_no_text_changes(text: str, keys: dict[str, str]) -> None:
    text = text.replace("`", "")
    assert with_keys(text, keys) == text


def test_a_guide_that_is_missing_is_a_fault_of_the_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(guide, "guide_dir", lambda: tmp_path)
    with pytest.raises(EnvironmentFault, match="Reinstall LeukView"):
        guide.guide_chapters.__wrapped__()


def test_a_chapter_is_translated_or_in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "de" / "20-two.md").write_text("# Zweites\n\n## Kappa\n\nÜbereinstimmung.\n", "utf-8")
    (tmp_path / "de" / "30-left-over.md").write_text("# Nicht mehr im Handbuch\n", "utf-8")
    monkeypatch.setattr(guide, "guide_dir", lambda: tmp_path)
    read = guide.guide_chapters.__wrapped__
    assert [(chapter.id, chapter.title, chapter.folder) for chapter in read("de")] == [
        ("one", "First", ""),
        ("two", "Zweites", "de"),
    ]
    assert [section.title for _, section in find(read("de"), "übereinstimmung")] == ["Kappa"]
    for language in ("en", "fr"):
        assert [(chapter.title, chapter.folder) for chapter in read(language)] == [("First", ""), ("Second", "")]


EVERY = [chapter for language in ("en", "de") for chapter in guide_chapters(language)]


@pytest.mark.parametrize("chapter", EVERY, ids=lambda chapter: f"{chapter.folder}/{chapter.id}")
def test_every_picture_and_link_of_the_guide_leads_somewhere(chapter: guide.Chapter) -> None:
    assert chapter.sections and chapter.sections[0].level == 1
    for words, link in re.findall(r"!?\[([^\]]*)\]\(([^)]*)\)", chapter.text):
        assert words, "a picture without words is nothing to who cannot see it"
        assert "://" not in link and (guide_dir() / chapter.folder / link).is_file(), link


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_picture_is_used_and_none_is_left_over(language: str) -> None:
    used = {name for chapter in guide_chapters(language) for name in re.findall(r"\(images/([^)]*)\)", chapter.text)}
    folder = guide_dir() / ("" if language == "en" else language) / "images"
    assert used == {path.name for path in folder.iterdir()}


def test_the_german_guide_shows_the_german_window() -> None:
    english, german = guide_dir() / "images", guide_dir() / "de" / "images"
    assert not [path.name for path in german.iterdir() if path.read_bytes() == (english / path.name).read_bytes()]


def test_pictures_are_small_enough_to_be_shipped() -> None:
    for folder in (guide_dir() / "images", guide_dir() / "de" / "images"):
        assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
