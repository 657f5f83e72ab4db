"""The user guide in its window: at the chapter of what is on show, searched, with the reader's own keys, offline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import opened, press
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from leukview import gui
from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.helping import DIALOG_CHAPTERS
from leukview.gui.main_window import MainWindow
from leukview.gui.page_keys import PAGE_KEYS
from leukview.gui.shortcuts import RESERVED, portable, spelt
from leukview.gui.translation import NAMES, SOURCE, class_name, install
from leukview.gui.widgets.help_window import HelpWindow
from leukview.resources import guide_dir
from leukview.services.guide import Chapter, guide_chapters

MODIFIED = re.compile(r"(Ctrl|Shift|Alt)\+|F\d+$")
ELSEWHERE = {"Ctrl+wheel", "Shift"}
"""Keys of the guide that no action has: they go with the mouse."""


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, open_window(), tmp_path / "smear", 5)


@pytest.fixture
def guide(dressed: object, qtbot: QtBot) -> HelpWindow:
    window = HelpWindow(guide_chapters(), guide_dir(), {"": {"Ctrl+Z": "F9"}})
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install(qapp, "de")
    yield
    install(qapp, SOURCE)


def test_every_key_that_the_guide_names_is_the_shipped_one(window: MainWindow) -> None:
    keymap = window.actions_.keymap
    shipped = {key for name in window.actions_.names() for key in keymap._shipped[name]} | set(RESERVED)
    shipped |= {key for own in PAGE_KEYS for key in own.keys}
    labels = {item.key for item in taxonomy().classes if item.key}
    for chapter in guide_chapters():
        for code in re.findall(r"`([^`\n]+)`", chapter.text):
            if MODIFIED.match(code) and code not in ELSEWHERE:
                assert portable(code) in shipped, f"{chapter.file}: {code}"
            elif len(code) == 1:
                assert code in labels | shipped, f"{chapter.file}: {code}"


TRANSLATED = [name for name in NAMES if name != SOURCE]
SPELT = {"Ctrl+wheel": "Strg+Mausrad"}
"""Keys of the guide that go with the mouse and have words in them."""


def parts(chapter: Chapter) -> list[tuple[int, str]]:
    """Return each heading's level with the Markdown below it, up to the next one."""
    found = re.split(r"^(#{1,3}) +.+$", chapter.text, flags=re.M)
    return [(len(level), text) for level, text in zip(found[1::2], found[2::2], strict=True)]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def as_translated(code: str) -> str:
    """Return what stands between backticks as the language in force has it: keys in its words, anything else as it is."""
    return SPELT.get(code) or (spelt(code) if portable(code) and not code.islower() else code)


def as_wide(name: str, shown: QImage) -> QImage:
    """Return a picture of the guide at the width of one that is shown."""
    picture = QImage(str(guide_dir() / name)).scaledToWidth(shown.width(), Qt.TransformationMode.SmoothTransformation)
    picture.setDevicePixelRatio(shown.devicePixelRatio())
    return picture


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_chapter_has_the_keys_pictures_and_links_of_the_english_one(
    language: str, qapp: QApplication
) -> None:
    english, theirs = guide_chapters(), guide_chapters(language)
    assert [chapter.file for chapter in theirs] == [chapter.file for chapter in english]
    assert {chapter.folder for chapter in theirs} == {language}, "a chapter is not translated"
    assert {path.name for path in (guide_dir() / language).glob("*.md")} == {chapter.file for chapter in english}
    install(qapp, language)
    try:
        for before, after in zip(english, theirs, strict=True):
            assert [level for level, _ in parts(before)] == [level for level, _ in parts(after)], before.file
            for (_, text), (_, said) in zip(parts(before), parts(after), strict=True):
                assert Counter(map(as_translated, codes(text))) == Counter(codes(said)), (before.file, said)
                links = re.findall(r"\]\(([^)]*)\)", text)
                assert re.findall(r"\]\(([^)]*)\)", said) == links, before.file
                assert re.findall(r"(?s)```.*?```", text) == re.findall(r"(?s)```.*?```", said), before.file
                numbers = [
                    sorted(re.findall(r"\d+", re.sub(r"(\d)[,.](\d{3})", r"\1\2", part))) for part in (text, said)
                ]
                assert numbers[0] == numbers[1], (before.file, said)
    finally:
        install(qapp, SOURCE)


def test_every_key_of_the_german_guide_is_shipped_and_spelt_as_the_window_shows_it(
    german: None, window: MainWindow
) -> None:
    keymap = window.actions_.keymap
    shipped = {spelt(key) for name in keymap.items(fixed=True) for key in keymap._shipped[name]} | set(
        map(spelt, RESERVED)
    )
    assert {"Strg+Umschalt+Z", "Umschalt+Entf", "Strg+Bild abwärts", "Leertaste"} <= shipped
    for chapter in guide_chapters("de"):
        for code in codes(chapter.text):
            assert not re.match(r"(Ctrl|Shift)\b", code), f"{chapter.file}: {code}"
            if code in {"Umschalt", *SPELT.values()}:
                continue
            if re.match(r"(Strg|Umschalt|Alt)\+|F\d+$|Entf$|Leertaste$|Esc$|Return$", code) or len(code) == 1:
                assert code in shipped, f"{chapter.file}: {code}"


def test_class_keys_in_the_german_guide_are_those_of_their_classes(german: None) -> None:
    text = next(chapter.text for chapter in guide_chapters("de") if chapter.id == "decide")
    sentence = text[text.index("Die Klassentasten stehen") : text.index("zeigt alle Tasten")]
    named = re.findall(r"`(\w)` ([^`]+?)[,.]?\s", sentence.replace("Nicht identifiziert", "Nicht_identifiziert"))
    known = {item.key: class_name(item.id) for item in taxonomy().classes if item.key}
    assert len(named) == len(re.findall(r"`\w`", sentence)) > 10
    for key, name in named:
        assert known[key].startswith(name.replace("_", " ")), f"{key} is {known[key]}"


def test_in_german_the_guide_is_german_with_the_readers_own_keys_and_the_search(
    german: None, window: MainWindow, qtbot: QtBot
) -> None:
    assert window.actions_.use_keys({"undo": "F9"}) == {}
    window.help.show("decide")
    guide = window.help.guide
    assert guide is not None and guide.text.toPlainText().startswith("Entscheiden")
    assert "F9, Strg+Umschalt+Z" in guide.text.toPlainText()
    kind = QTextDocument.ResourceType.ImageResource.value
    picture = guide.text.loadResource(kind, QUrl("images/grid.png"))
    assert isinstance(picture, QImage)
    assert picture == as_wide("de/images/grid.png", picture) != as_wide("images/grid.png", picture)
    assert guide.text.loadResource(kind, QUrl("../../README.md")) is None
    QTest.keyClicks(guide.search, "Kappa Intervall")
    guide.contents.setCurrentItem(guide.contents.topLevelItem(0))
    assert guide.chapter == "second-reader" and guide.windowTitle() == "LeukView: Handbuch"
    guide.text.anchorClicked.emit(QUrl("30-decide.md"))
    assert guide.chapter == "decide"
    assert set(DIALOG_CHAPTERS.values()) <= {chapter.id for chapter in guide.chapters}


def test_class_keys_in_the_guide_are_those_of_their_classes() -> None:
    text = next(chapter.text for chapter in guide_chapters() if chapter.id == "decide")
    sentence = text[text.index("The class keys stand") : text.index("shows all keys")]
    named = re.findall(r"`(\w)` ([a-z ]+)", sentence)
    known = {item.key: item.name.casefold() for item in taxonomy().classes}
    assert len(named) > 10
    for key, name in named:
        assert name.strip() in known[key], f"{key} is {known[key]}"


def test_f1_opens_the_chapter_of_what_is_on_show_and_closing_the_window_closes_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.gallery.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    guide = window.help.guide
    assert guide is not None and guide.isVisible() and guide.chapter == "decide"
    window.actions_["worklist"].trigger()
    window.actions_["help"].trigger()
    assert window.help.guide is guide and guide.chapter == "start"
    guide.back.click()
    assert guide.chapter == "decide"
    window.close()
    assert window.help.guide is None


def test_f1_in_a_dialog_opens_its_chapter(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["cheat_sheet"].trigger()
    dialog = next(box for box in window.findChildren(QDialog) if box.isVisible())
    assert DIALOG_CHAPTERS[type(dialog).__name__] == "settings"
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    # The first key after a window came to the front is a desktop's own here; a person's is not.
    press(dialog, Qt.Key.Key_Shift)
    press(dialog, Qt.Key.Key_F1)
    guide = window.help.guide
    assert guide is not None and guide.chapter == "settings"
    dialog.reject()


def test_every_dialog_has_a_chapter_that_exists() -> None:
    sources = (Path(gui.__file__).parent).rglob("*.py")
    dialogs = {
        name for path in sources for name in re.findall(r"^class (\w+)\(QDialog\)", path.read_text("utf-8"), re.M)
    }
    assert dialogs == set(DIALOG_CHAPTERS)
    assert set(DIALOG_CHAPTERS.values()) <= {chapter.id for chapter in guide_chapters()}


def test_a_changed_key_stands_in_the_guide(window: MainWindow) -> None:
    assert window.actions_.use_keys({"undo": "F9"}) == {}
    window.help.show("decide")
    guide = window.help.guide
    assert guide is not None and "F9, Ctrl+Shift+Z" in guide.text.toPlainText()


def test_a_key_that_means_something_else_on_a_page_stays_in_what_is_said_of_that_page(window: MainWindow) -> None:
    assert window.actions_.use_keys({"neighbours": "F9", "list.group": "B", "list.open": "F7", "edit_case": "F6"}) == {}

    def text(chapter: str) -> str:
        window.help.show(chapter)
        assert window.help.guide is not None
        return window.help.guide.text.toPlainText()

    assert "made, renamed, noted and deleted (Ctrl+N, F2, Shift+Delete)" in text("reference")
    assert "F7 opens, F2 edits" in text("start")
    assert "G smudge" in text("decide"), "G is by patient on the list alone"
    assert "F6" in text("settings")


def test_a_changed_class_key_and_one_that_is_spelt_out_stand_in_the_guide(window: MainWindow) -> None:
    assert window.actions_.use_keys({"label.blast": "F8", "clear": ""}) == {}
    window.help.show("decide")
    guide = window.help.guide
    assert guide is not None
    text = guide.text.toPlainText()
    assert "F8 blast" in text and "no key" in text and "Delete" not in text


def test_search_lists_sections_and_escape_first_clears_it(guide: HelpWindow, qtbot: QtBot) -> None:
    whole = guide.contents.topLevelItemCount()
    QTest.keyClicks(guide.search, "kappa interval")
    assert 0 < guide.contents.topLevelItemCount() < whole
    guide.contents.setCurrentItem(guide.contents.topLevelItem(0))
    assert guide.chapter == "second-reader"
    guide.search.setText("no such words at all")
    assert guide.nothing.isVisible()
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert guide.isVisible() and guide.contents.topLevelItemCount() == whole and not guide.nothing.isVisible()
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_links_stay_within_the_guide_and_nothing_else_is_loaded(guide: HelpWindow, tmp_path: Path) -> None:
    guide.show_chapter("look")
    guide.text.anchorClicked.emit(QUrl("40-fields.md"))
    assert guide.chapter == "fields"
    guide.text.anchorClicked.emit(QUrl("https://example.org/40-nothing.md"))
    assert guide.chapter == "fields"
    kind = QTextDocument.ResourceType.ImageResource.value
    assert guide.text.loadResource(kind, QUrl("../../README.md")) is None
    assert guide.text.loadResource(kind, QUrl("https://example.org/a.png")) is None


def test_pictures_are_as_wide_as_there_is_room(guide: HelpWindow, qtbot: QtBot) -> None:
    guide.show_chapter("look")
    kind = QTextDocument.ResourceType.ImageResource.value

    def width() -> float:
        picture = guide.text.loadResource(kind, QUrl("images/review.png"))
        return picture.width() / picture.devicePixelRatio()  # type: ignore[attr-defined]

    wide = width()
    assert wide <= guide.text.viewport().width()
    guide.resize(640, 500)
    qtbot.waitUntil(lambda: guide.text.viewport().width() < 500)
    assert width() < wide and width() <= guide.text.viewport().width()


def test_every_chapter_is_reachable_and_a_section_comes_to_the_top(guide: HelpWindow, qtbot: QtBot) -> None:
    for number, chapter in enumerate(guide.chapters):
        item = guide.contents.topLevelItem(number)
        assert item is not None and item.text(0) == chapter.title
        guide.contents.setCurrentItem(item)
        assert guide.chapter == chapter.id
    guide.show_chapter("numbers", "Rules")
    assert guide.text.textCursor().block().text() == "Rules"


def test_actions_have_the_help_keys(qtbot: QtBot, window: MainWindow) -> None:
    actions: Actions = window.actions_
    assert actions["help"].shortcut().toString() == "F1" and actions["cheat_sheet"].shortcut().toString() == "?"
