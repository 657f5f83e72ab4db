"""The window's texts in another language: complete, with nothing lost in them, and the window whole in it."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from conftest import OpenWindow, make_cell, write_images
from layout_kit import faults
from PySide6.QtCore import QCoreApplication, QTimer, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.case import Case, CaseInfo
from leukview.domain.case_status import CaseStatus
from leukview.domain.cell import Removal
from leukview.domain.commands import SetLabels, SetNote
from leukview.domain.differential import count_cells
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.gate import Requirements, gate
from leukview.domain.measured_words import measured_words
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import SetAside
from leukview.domain.region import Region, count_region
from leukview.domain.rules import BOTH_SIDES, RuleResult, load_rules, suggest
from leukview.domain.smear import SmearDomain
from leukview.domain.taxonomy import taxonomy
from leukview.gui import domain_words, fault_texts, training_words, translation
from leukview.gui.actions import Actions
from leukview.gui.models.gallery import Tab
from leukview.gui.preferences import load_preferences
from leukview.gui.progress_texts import PROGRESS
from leukview.gui.sentences import PATTERNS, known, sentence
from leukview.gui.tasks import fault_of
from leukview.gui.translation import class_name, class_short, install, number, several, translate, wanted
from leukview.gui.widgets.region_panel import heading
from leukview.resources import resource, resources_dir
from leukview.services.worklist import CaseRow

ROOT = Path(__file__).parents[2]
OTHERS = [name for name in translation.NAMES if name != translation.SOURCE]
KEY = re.compile(
    r"(?:(?:Ctrl|Alt|Shift|Meta)\+)+(?!wheel|click|arrows|Klick)(?:\w+|[^\s\w),;:])"
    r"|\b(?:Esc|Enter(?! the)|F\d+)\b|(?<=\()[A-Z?](?=\))"
)


GROUPS = [
    ("Sentences", PATTERNS),
    ("Faults", fault_texts.WHATS),
    ("Faults", fault_texts.REASONS),
    ("Faults", fault_texts.REMEDIES),
    ("Faults", fault_texts.FAULTS),
    ("Progress", PROGRESS),
    ("Training", training_words.NEEDS),
]
"""Context and templates of what arises in English below the window."""
PUT_TOGETHER = {
    "this patient's cells stand in both '{before}' and '{after}', so the test would know its answers",
    "this smear's cells stand in both '{before}' and '{after}', so the test would know its answers",
    "Put every patient in one split",
    "Put every smear in one split",
    "Drawing cells",
    "Drawing fields",
    "{part}: epoch {n}, loss {loss}",
    "{part}, epoch {n}, loss {loss}",
}
"""Texts with a word in them that varies from a short list."""
WITHOUT_A_WORD = {("Faults", "Name"), ("Progress", "{part}: epoch {n}, loss {loss}")}


@cache
def said_below() -> str:
    """Return every text of the code but for the tables of texts to be known again, with ``7`` where something varies."""
    found = []
    for file in (ROOT / "leukview").rglob("*.py"):
        if file.name.endswith(("_texts.py", "sentences.py")):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
                found.append("".join(map(str, parts)))
    return "\n".join(found)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_translations", ROOT / "packaging" / "make_translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def held(tool: ModuleType, language: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = tool.messages(tool.FOLDER / f"leukview_{language}.ts")
    return found


@pytest.fixture
def german(qapp: QApplication) -> Iterator[QApplication]:
    install(qapp, "de")
    yield qapp
    install(qapp, translation.SOURCE)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def ends(text: str) -> tuple[str, str]:
    """Return the blanks before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def lasting_faults(widget: QWidget, qtbot: QtBot) -> list[str]:
    """Return what is wrong with a layout once it has come to rest: a part that was just filled is not laid out yet."""
    for _ in range(20):
        if not faults(widget):
            break
        qtbot.wait(50)
    return faults(widget)


class TestTheFiles:
    def test_they_have_every_text_of_the_program_and_no_other(
        self, tool: ModuleType, language: str, tmp_path: Path
    ) -> None:
        kept = tool.FOLDER / f"leukview_{language}.ts"
        fresh = tmp_path / kept.name
        tool.update(fresh)
        assert tool.messages(fresh).keys() == tool.messages(kept).keys(), "run packaging/make_translations.py"
        assert "<location" not in kept.read_text(encoding="utf-8") and str(ROOT) not in kept.read_text(encoding="utf-8")

    def test_a_text_that_is_not_listed_would_be_found(self, tool: ModuleType, tmp_path: Path) -> None:
        fresh = tmp_path / "leukview_de.ts"
        tool.update(fresh, [("Here", 'Said “so”: "{n:,}"\nand \\ so')])
        assert ("Here", 'Said “so”: "{n:,}"\nand \\ so') in tool.messages(fresh)
        tool.update(fresh, [])
        assert not any(context == "Here" for context, _ in tool.messages(fresh))

    def test_nothing_is_lost_in_a_translation(self, held: dict[tuple[str, str], str]) -> None:
        wrong = []
        for (context, text), words in held.items():
            if not words or context == "Numbers":
                continue
            if fields(text) != fields(words):
                wrong.append(f"placeholders: {text!r} → {words!r}")
            if sorted(KEY.findall(text)) != sorted(KEY.findall(words)) and context != "KeySheet":
                wrong.append(f"keys: {text!r} → {words!r}")
            if text.count("&") != words.count("&") or text.count("<") != words.count("<"):
                wrong.append(f"mnemonic or markup: {text!r} → {words!r}")
            if ends(text) != ends(words):
                wrong.append(f"spaces at an end: {text!r} → {words!r}")
            if text.endswith("…") != words.endswith("…") or text.count("\n") != words.count("\n"):
                wrong.append(f"ends otherwise, or in other lines: {text!r} → {words!r}")
        assert not wrong, "\n".join(wrong)

    def test_a_placeholder_keeps_its_kind(self, held: dict[tuple[str, str], str]) -> None:
        kinds = [
            {(name, spec) for _, name, spec, _ in Formatter().parse(part) if name is not None}
            for pair in ((text, words) for (context, text), words in held.items() if words)
            for part in pair
        ]
        for before, after in zip(kinds[::2], kinds[1::2], strict=True):
            assert before == after

    def test_no_two_classes_are_called_alike(self, held: dict[tuple[str, str], str]) -> None:
        for context, attribute in (("ClassName", "name"), ("ClassShort", "short")):
            names = [held[context, getattr(item, attribute)] for item in taxonomy().classes]
            assert all(names) and len({name.casefold() for name in names}) == len(names)

    def test_what_is_loaded_is_what_was_translated(
        self, held: dict[tuple[str, str], str], language: str, qapp: QApplication
    ) -> None:
        loaded = QTranslator()
        assert loaded.load(str(resources_dir() / "i18n" / f"leukview_{language}.qm"))
        for (context, text), words in held.items():
            assert loaded.translate(context, text) == words, "run packaging/make_translations.py"

    def test_the_actions_and_classes_are_all_translated(self, held: dict[tuple[str, str], str]) -> None:
        whole = {"Actions", "Appearance", "ClassName", "ClassShort", "Menus", "TopBar"}
        assert [text for (context, text), words in held.items() if context in whole and not words] == []


class TestTheWords:
    def test_english_is_the_program_s_own(self) -> None:
        assert translation.current() == "en"
        assert translate("Actions", "Confirm") == "Confirm"
        assert [class_name(item.id) for item in taxonomy().classes] == [item.name for item in taxonomy().classes]
        assert number(1234567) == "1,234,567"
        assert translation.in_sentence("blast") == "blast" and not translation.english_name("blast")

    def test_a_language_holds_until_another_does(self, qapp: QApplication) -> None:
        install(qapp, "de")
        try:
            assert translation.current() == "de"
            assert translate("Actions", "Confirm") == "Bestätigen"
            assert translate("Actions", "No such text") == "No such text"
            assert class_name("segmented_neutrophil") == "Segmentkerniger"
            assert class_short("band_neutrophil") == "Stab"
            assert translation.in_sentence("blast") == "Blast"
            assert translation.english_name("lymphocyte") == "Lymphocyte"
            assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen", "Qt's own words, too"
        finally:
            install(qapp, "en")
        assert translate("Actions", "Confirm") == "Confirm"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"

    def test_an_unknown_language_is_english(self, qapp: QApplication) -> None:
        install(qapp, "xx")
        assert translation.current() == "en" and wanted("xx") == "en"

    def test_a_damaged_file_leaves_english(
        self, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "i18n").mkdir()
        (tmp_path / "i18n" / "leukview_de.qm").write_bytes(b"no translation")
        monkeypatch.setattr(translation, "resources_dir", lambda: tmp_path)
        install(qapp, "de")
        assert translation.current() == "en" and translate("Actions", "Confirm") == "Confirm"

    @pytest.mark.parametrize(
        ("spoken", "language"),
        [(["de-AT", "en-GB"], "de"), (["fr-FR", "de"], "de"), (["en-US", "de"], "en"), (["zh"], "en"), ([], "en")],
    )
    def test_where_nothing_is_chosen_the_system_says(
        self, spoken: list[str], language: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class System:
            @staticmethod
            def system() -> System:
                return System()

            def uiLanguages(self) -> list[str]:  # noqa: N802
                return spoken

        monkeypatch.setattr(translation, "QLocale", System)
        assert wanted("") == language
        assert wanted("en") == "en"

    def test_counts(self, german: QApplication) -> None:
        one, many = "{n:,} cell of {name} is not reviewed yet.", "{n:,} cells of {name} are not reviewed yet."
        said = [
            several(n, translate("Confirming", one), translate("Confirming", many), name="Blast") for n in (1, 2, 12345)
        ]
        assert said[0].startswith("1 Zelle der") and said[1].startswith("2 Zellen der")
        assert said[2].startswith("12\u202f345 Zellen"), "a comma would be read as that of a decimal"
        assert number(12345) == "12\u202f345"

    def test_keys_are_the_same_ones(self, german: QApplication) -> None:
        actions = Actions(german)
        kept = {name: actions.keymap.keys(name) for name in actions.keymap.items()}
        install(german, "en")
        plain = Actions(german)
        assert kept == {name: plain.keymap.keys(name) for name in plain.keymap.items()}
        for action, other in zip(actions, plain, strict=True):
            assert [QKeySequence(key) for key in action.shortcuts()] == [QKeySequence(key) for key in other.shortcuts()]

    def test_a_key_in_a_text_is_written_as_the_keyboard_has_it(self, german: QApplication) -> None:
        said = translate("KeySheet", "Choose the key of any action and class (Ctrl+K)")
        assert said.endswith("(Strg+K)")


class TestTheDomainsWords:
    """Written a second time in the window, for translation: in English they must be the domain's own."""

    def test_what_a_cell_is_set_aside_as(self) -> None:
        for found in (SetAside("uncountable", ("out of focus",)), SetAside("crushed", ("a", "b"))):
            assert domain_words.aside(found) == found.words

    def test_what_became_of_a_cell(self) -> None:
        assert domain_words.removal(Removal("deleted")) == "Deleted"
        assert domain_words.removal(Removal("merged", "F1-drawn7")) == "Merged into F1-drawn7"

    @pytest.mark.parametrize("lobes", [1, 2, 5])
    def test_what_was_outlined(self, lobes: int) -> None:
        shape = Morphology(900, 400, 41.0, lobes, 0.9, (110.0, 60.0, 140.0), (190.0, 160.0, 200.0))
        assert domain_words.outlined(shape) == ", ".join(measured_words(shape))
        assert domain_words.outlined(None) == ""

    def test_a_smear_unlike_the_training_images(self) -> None:
        far = SmearDomain(analysed=60, far=55, far_alone=20)
        assert far.differs and domain_words.domain_notice(far) == far.notice
        assert domain_words.domain_notice(SmearDomain()) == ""

    def test_a_rules_inputs(self) -> None:
        rules = [*load_rules(), *load_rules(resource("rules", "blast_thresholds.toml"))]
        for rule in rules:
            result = RuleResult(rule, 26, 105, 24.8, 16.9, 34.1, "met", True, 0.99)
            assert domain_words.rule_inputs(result) == result.inputs
            if not rule.head:
                assert result.inputs.startswith(f"{domain_words.rule_share(result)}, threshold ")

    def test_the_rules_in_german_keep_their_numbers(self, german: QApplication) -> None:
        for rule in (*load_rules(), *load_rules(resource("rules", "blast_thresholds.toml"))):
            for text in filter(None, (rule.title, rule.statement, rule.confirm, rule.caution, rule.source)):
                said = domain_words.rule_text(text)
                assert said != text and sorted(re.findall(r"\d[\d.]*\d|\d", said)) == sorted(
                    re.findall(r"\d[\d.]*\d|\d", text)
                )

    def test_what_a_case_suggests_is_german_as_a_whole(self, german: QApplication) -> None:
        for rule in load_rules():
            one, both = (domain_words.suggestion_text(f"{rule.statement}{more}") for more in ("", f" {BOTH_SIDES}"))
            assert one == domain_words.rule_text(rule.statement) != rule.statement
            assert both.startswith(f"{one} Bei dieser Zellzahl") and BOTH_SIDES not in both
        assert domain_words.suggestion_text("A rule of our own.") == "A rule of our own."

    def test_what_lies_in_a_region(self, german: QApplication) -> None:
        cells = [make_cell(number, "lymphocyte", file="F1.png") for number in range(3)]
        found = count_region(cells, Region.rectangle("F1.png", 0, 0, 100, 100))
        install(german, "en")
        assert heading(found) == found.heading == "3 cells, 3 counted"
        install(german, "de")
        assert heading(found) == "3 Zellen, 3 gezählt" and sentence(found.title) == "Bereich in F1.png"


class TestTheWindow:
    def test_it_speaks_german(
        self, german: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
    ) -> None:
        window = open_window()
        window.open_folder(write_images(tmp_path / "case", 12))
        qtbot.waitUntil(lambda: window.controller.analysed, timeout=20_000)
        actions = window.actions_
        assert window.top.cases.text() == "Fälle" and window.top.export.text() == "Exportieren"
        assert actions["confirm"].text() == "Bestätigen"
        assert actions["undo"].toolTip().startswith("Rückgängig") and "Strg+Z" in actions["undo"].toolTip()
        label = actions.labels["lymphocyte"]
        assert label.text() == "Lymphozyt" and label.toolTip() == "Als Lymphozyt zuordnen (L) · Lymphocyte"
        assert window.top.state.text().startswith("12 Zellen")
        assert window.gallery_panel.tabs[Tab.ALL].text() == "Alle  12"
        assert window.cell_panel.title.text().startswith("Zelle c0")
        assert window.cell_panel.ai.text().startswith("KI: ") and window.cell_panel.reader.text() == "Befunder: —"
        assert window.differential.count.text().endswith("nicht ausreichend")
        assert "Eine Regel weist hin; sie stellt nie eine Diagnose." in window.suggestion.research.text()
        assert lasting_faults(window, qtbot) == []
        actions["worklist"].trigger()
        qtbot.waitUntil(lambda: window.worklist.page.table.model().rowCount() == 1)
        rows = window.worklist.page.table.model()
        qtbot.waitUntil(lambda: rows.index(0, 0).data() in {"Eingegangen", "Analysiert"})
        assert lasting_faults(window, qtbot) == []

    def test_its_columns_fit_the_smallest_window(
        self, german: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
    ) -> None:
        window = open_window(size=(960, 600))
        window.open_folder(write_images(tmp_path / "case", 12))
        qtbot.waitUntil(lambda: window.controller.analysed, timeout=20_000)
        cells = [cell.id for cell in window.controller.cells]
        for cell_id, class_id in zip(cells, ("erythroblast", "platelet_clump", "giant_platelet"), strict=False):
            window.controller.relabel([cell_id], class_id)
        rows = window.differential.excluded
        qtbot.waitUntil(lambda: len(rows.rows()) >= 3)
        assert lasting_faults(window, qtbot) == []
        names = {button.accessibleName() for button in rows.findChildren(QPushButton) if button.isVisible()}
        assert "Thrombozytenaggregat" in names, "the whole name is heard, whichever is shown"

    @pytest.mark.parametrize(
        ("action", "title"),
        [
            ("sign", "Signieren"),
            ("export", "Exportieren"),
            ("edit_case", "Falldaten"),
            ("laboratory", "Labor"),
            ("class_keys", "Tasten"),
            ("cheat_sheet", "Tasten"),
            ("pipeline", "Pipeline wählen"),
            ("second_reading", "Zweitbefundung"),
            ("adapt", "An dieses Labor anpassen"),
            ("training_set", "Trainingssatz erstellen"),
            ("weights", "Gewichte wählen"),
        ],
    )
    def test_its_dialogs_are_whole(
        self, german: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, action: str, title: str
    ) -> None:
        window = open_window()
        window.open_folder(write_images(tmp_path / "case", 6))
        qtbot.waitUntil(lambda: window.controller.analysed, timeout=20_000)
        qtbot.wait(50)
        found: list[tuple[str, list[str]]] = []
        seen: list[str] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or len(seen) < 4:
                # What it holds may still be laid out.
                seen.extend([dialog.windowTitle()] if dialog is not None else [])
                QTimer.singleShot(50, look)
                return
            found.append((dialog.windowTitle(), faults(dialog)))
            dialog.close()

        QTimer.singleShot(50, look)
        window.actions_[action].trigger()
        qtbot.waitUntil(lambda: bool(found), timeout=5_000)
        assert found == [(title, [])]

    def test_what_is_stored_stays_english(
        self, german: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
    ) -> None:
        window = open_window()
        window.open_folder(write_images(tmp_path / "case", 6))
        qtbot.waitUntil(lambda: window.controller.analysed, timeout=20_000)
        controller = window.controller
        window.actions_.labels["band_neutrophil"].trigger()
        qtbot.waitUntil(lambda: any(cell.person_class for cell in controller.cells))
        session = controller.session
        assert session is not None
        assert {cell.person_class for cell in controller.cells} == {None, "band_neutrophil"}
        assert not re.search("Stab|Segmentkern|zugeordnet", session.undo_text)

    def test_a_language_is_said_to_hold_after_a_start_which_is_offered(self, open_window: OpenWindow) -> None:
        window = open_window()
        assert window.actions_["language_system"].isChecked()
        window.actions_["language_de"].trigger()
        assert load_preferences()[0].language == "de" and window.actions_["language_de"].isChecked()
        assert "Deutsch" in window.notice.text.text() and "stay English" in window.notice.text.text()
        assert window.actions_["confirm"].text() == "Confirm", "not before the next start"
        window.notice.act.click()
        assert not window.isVisible() and window.appearance.restart_wanted

    def test_the_language_in_force_needs_no_start(self, open_window: OpenWindow) -> None:
        window = open_window()
        window.actions_["language_en"].trigger()
        assert load_preferences()[0].language == "en"
        assert not window.notice.isVisible() and "English" in window.status.message.text()

    def test_the_choice_is_in_the_menu(self, german: QApplication, open_window: OpenWindow) -> None:
        window = open_window()
        menus = [menu for menu in window.top.findChildren(QMenu) if menu.title() == "Sprache (Language)"]
        assert [action.text() for action in menus[0].actions()] == ["Sprache wie das System", "English", "Deutsch"]


class TestFaults:
    """What is wrong and what to do, each known by itself."""

    PROBLEM = InputProblem(
        "a.png", "the file is damaged or cut short (0 rows)", "Export it again from the analyser or camera"
    )

    def test_a_users_mistake(self, german: QApplication) -> None:
        shown = fault_of(self.PROBLEM)
        assert shown.title == "a.png: Die Datei ist beschädigt oder unvollständig (0 rows)."
        assert shown.text == "Exportieren Sie sie erneut aus Analysegerät oder Kamera."

    def test_in_english_it_is_as_it_was_raised(self) -> None:
        shown = fault_of(self.PROBLEM)
        assert f"{shown.title} {shown.text}" == str(self.PROBLEM) == fault_texts.whole(str(self.PROBLEM))

    def test_what_it_is_about_is_translated_where_it_is_no_file(self, german: QApplication) -> None:
        shown = fault_of(InputProblem("Merge", "the cells lie in 3 fields", "Choose cells of one field"))
        assert shown.title == "Zusammenführen: Die Zellen liegen in 3 Gesichtsfeldern."

    def test_a_fault_of_the_computer(self, german: QApplication) -> None:
        fault = fault_of(EnvironmentFault("/out cannot be written (No space left). Choose another folder."))
        assert fault.title == "/out kann nicht geschrieben werden (No space left). Wählen Sie einen anderen Ordner."

    @pytest.mark.parametrize("where", ["a.png", "C:\\slides: new\\a.png", "a. b: c.png"])
    def test_one_that_was_put_together_already(self, german: QApplication, where: str) -> None:
        problem = InputProblem(where, self.PROBLEM.reason, self.PROBLEM.remedy)
        shown = fault_of(problem)
        assert fault_texts.whole(str(problem)) == f"{shown.title} {shown.text}"
        assert fault_texts.whole(f"{where}: {problem.reason}") == shown.title.rstrip(".")

    def test_a_rare_one_stays_english(self, german: QApplication) -> None:
        rare = InputProblem("A batch of 8", "it cannot be shared by 3 processes", "Start fewer")
        assert fault_texts.whole(str(rare)) == str(rare)


class TestSentences:
    """What arises in English elsewhere is known again where it is shown."""

    def test_in_english_nothing_is_touched(self) -> None:
        assert sentence("Label 3 cells as blast") == "Label 3 cells as blast"

    def test_what_is_not_known_stays(self, german: QApplication) -> None:
        assert sentence("Something nobody wrote a pattern for") == "Something nobody wrote a pattern for"

    @pytest.mark.parametrize(("context", "templates"), GROUPS)
    def test_each_is_known_by_its_own_pattern(
        self, german: QApplication, context: str, templates: tuple[str, ...]
    ) -> None:
        given = {"n": "1,234", "cells": "c00001", "class": "band neutrophil", "rule": "Left shift"}
        given |= {"drawn": "1,234", "other_class": "blast", "class_ids": "blast, monocyte", "contents": "empty"}
        shown = {**given, "n": "1\u202f234", "class": "Stabkerniger", "rule": "Linksverschiebung"}
        shown |= {"drawn": "1\u202f234", "other_class": "Blast", "class_ids": "Blast, Monozyt", "contents": "leer"}
        for pattern in templates:
            others = {name: "200" if name == "target" else f"Dr {name}" for name in fields(pattern)}
            assert (context, pattern) in WITHOUT_A_WORD or translate(context, pattern) != pattern
            wanted = translate(context, pattern).format(**{**others, **shown})
            assert known(context, templates, pattern.format(**{**others, **given})) == wanted

    @pytest.mark.parametrize(
        "templates", [templates for context, templates in GROUPS if context in {"Faults", "Progress"}]
    )
    def test_faults_and_progress_are_still_said_as_they_are_known(self, templates: tuple[str, ...]) -> None:
        for template in set(templates) - PUT_TOGETHER:
            longest = max((literal for literal, _, _, _ in Formatter().parse(template)), key=len)
            assert longest in said_below(), f"nobody says any more: {template}"

    def test_commands(self, german: QApplication) -> None:
        def said(*labels: tuple[str, str | None], verb: str = "relabel") -> str:
            return sentence(SetLabels(tuple(labels), verb).describe())

        assert said(("c1", "segmented_neutrophil")) == "Zuordnen: c1 als Segmentkerniger"
        assert said(("c1", "blast"), ("c2", "blast")) == "Zuordnen: 2 Zellen als Blast"
        assert said(("c1", "blast"), ("c2", "blast"), verb="confirm") == "Bestätigen: 2 Zellen"
        assert said(("c1", None)) == "Zuordnung entfernen: c1"
        assert sentence(SetNote("c1", "as blast").describe()) == "Notiz zu c1"

    @pytest.mark.parametrize("analysed", [True, False])
    def test_what_stands_before_a_signature(self, german: QApplication, analysed: bool) -> None:
        cells = {f"c{n}": make_cell(n, "blast" if n % 2 else "lymphocyte", 0.5 + n / 25) for n in range(12)}
        case = Case(CaseInfo("Smear", "", "", "/nowhere", synthetic=True), {}, cells)
        found = suggest(count_cells(case.cells.values()))
        for asked in (Requirements(target=200), Requirements(target=100, second_reader=True)):
            items = gate(case, found, found, asked, analysed=analysed, drafts=["c1"])
            assert items
            for item in items:
                assert sentence(item.words) != item.words, item.words

    def test_what_to_know_of_a_case(self, german: QApplication) -> None:
        row = CaseRow("1", "Smear", "", "", "", True, "", "", "", CaseStatus.ANALYSED, needing=3, problems=1)
        assert [sentence(flag) for flag in row.flags] == ["3 zu prüfen", "1 Datei nicht gelesen", "synthetisch"]
