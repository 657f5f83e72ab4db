"""Reference cells, tests, decision trees and blast thresholds in another language: in English the domain's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import OpenWindow
from hypothesis import given
from hypothesis import strategies as st
from layout_kit import faults
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from leukview.domain.decision_path import aside_words, asides, missing_words, path_words
from leukview.domain.prediction import Prediction, TreeNode
from leukview.domain.quiz import Attempt, Item, Plan, Rate
from leukview.domain.reference import WHOSE, ReferenceCell, ReferenceSet
from leukview.domain.rules import RuleResult, load_rules
from leukview.domain.smear_rule import STEP, load_smear_rule
from leukview.gui import quiz_words, reference_words, smear_words, translation
from leukview.gui.domain_words import rule_inputs, rule_why_not
from leukview.gui.main_window import MainWindow
from leukview.gui.models.reference_cells import described
from leukview.gui.sentences import sentence
from leukview.gui.translation import install
from leukview.gui.widgets.decision_tree import DecisionTree
from leukview.gui.widgets.quiz_start import Source
from leukview.gui.widgets.threshold_table import ThresholdTable
from leukview.reporting import quiz_words as reported
from leukview.resources import resource
from leukview.services.reference_files import starter_cells

CELL = ReferenceCell(1, 1, "blast", "reader 1", "Dr A", "2026-03-01T10:00:00", "aa", 96, 80, 0.1, "7", note="Auer rods")
TREE = (
    TreeNode("malignant", "malignant", "", 0.9, True, missing=("MDS",)),
    TreeNode("benign", "benign", "", 0.1, False),
    TreeNode("aml", "AML", "malignant", 0.8, True),
    TreeNode("apl", "APL", "aml", 0.7, True, aside=True),
    TreeNode("non_apl", "non-APL", "aml", 0.3, False, aside=True),
)


LONG = 20_000


def quiet(window: MainWindow) -> bool:
    return not any(task.running for task in window.controller.tasks._tasks.values())


def lasting_faults(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Return what is wrong with a layout once it has come to rest."""
    for _ in range(20):
        if not faults(window):
            break
        qtbot.wait(50)
    return faults(window)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install(qapp, "de")
    yield
    install(qapp, translation.SOURCE)


def attempt(mode: str = "test", drawn: int = 0) -> Attempt:
    items = tuple(Item(f"{n}", "blast", synthetic=n < drawn) for n in range(3))
    plan = Plan(3, 5, mode=mode)  # type: ignore[arg-type]  # one of the two
    return Attempt(1, "Dr A", None, "Signed case 12", None, plan, items, "", "2026-01-01T10:00:00", "1")


class TestReferenceCells:
    @pytest.mark.parametrize("whose", WHOSE)
    @pytest.mark.parametrize("synthetic", [True, False])
    def test_whose_word_a_label_is(self, qapp: QApplication, whose: str, synthetic: bool) -> None:
        for by in ("", "Dr A"):
            cell = replace(CELL, whose=whose, synthetic=synthetic, by=by)  # type: ignore[arg-type]  # one of the words
            assert reference_words.whose(cell.whose_words) == cell.whose_words
            install(qapp, "de")
            try:
                said = reference_words.whose(cell.whose_words)
            finally:
                install(qapp, "en")
            assert not re.search("reader|synthetic|imported", said) and said.count("Dr A") == bool(by)
            assert ("synthetisch" in said) == (synthetic or whose == "drawn")

    def test_a_cell_is_described(self, german: None) -> None:
        assert described(CELL).splitlines() == [
            "Blast",
            "ein Befunder: Dr A, 2026-03-01",
            "96 × 80 px, 0.100 µm je Pixel",
            "aus Fall 7",
            "Notiz: Auer rods",
        ]
        assert "Pixelgröße nicht bekannt" in described(replace(CELL, pixel_um=None))

    @pytest.mark.parametrize(
        ("counts", "drawn", "said"),
        [
            ({}, 0, "leer"),
            ({"blast": 1}, 0, "1 Zelle aus 1 Klasse"),
            ({"blast": 1200, "monocyte": 34}, 0, "1\u202f234 Zellen aus 2 Klassen"),
            ({"blast": 2}, 2, "2 Zellen aus 1 Klasse, alle synthetisch"),
            ({"blast": 2, "monocyte": 3}, 4, "5 Zellen aus 2 Klassen, 4 davon synthetisch"),
        ],
    )
    def test_what_is_in_a_set(self, german: None, counts: dict[str, int], drawn: int, said: str) -> None:
        item = ReferenceSet(1, "Blasts", "", "Dr A", "", counts, drawn)
        assert sentence(item.words) == said
        deleted = f"Delete the set {item.name} ({item.words})"
        assert sentence(deleted) == f"Sammlung löschen: Blasts ({said})"

    def test_what_entered_a_set_and_what_did_not(self, german: None) -> None:
        reason = "the same picture is in the set as blast, and now comes as monocyte"
        assert reference_words.added(1, 2, 3, reason, "Blasts") == (
            "1 Zelle in Blasts aufgenommen; 2 schon vorhanden; 3 ausgelassen: "
            "dasselbe Bild ist in der Sammlung als Blast und kommt jetzt als Monozyt"
        )
        assert reference_words.chosen(0, 2, 0) == (
            "Nichts aufzunehmen: 2 nur von der KI zugeordnet: zuerst bestätigen oder anders zuordnen (Leertaste)"
        )
        assert reference_words.chosen(0, 0, 0) == "Wählen Sie zuerst Zellen aus."
        assert sentence("Add 1 cell to Blasts") == "Aufnehmen: 1 Zelle in Blasts"

    def test_in_english(self) -> None:
        assert reference_words.chosen(1, 2, 3) == (
            "1 cell with a person's label; 2 only called by the AI: confirm or relabel first (Space); "
            "3 unidentified or disputed"
        )
        assert reference_words.added(2, 0, 0, "", "Blasts") == "2 cells added to Blasts"


class TestThePages:
    """At the least size of the window, where German is longest."""

    @pytest.fixture
    def window(self, german: None, open_window: OpenWindow, qtbot: QtBot) -> Iterator[MainWindow]:
        window = open_window()
        window.resize(960, 600)
        library = window.references.library()
        library.add(library.create("Teaching"), starter_cells().cells)
        window.references.show()
        page = window.references.page
        qtbot.waitUntil(lambda: page.model.rowCount() == 60 and page.undo.isEnabled(), timeout=LONG)
        qtbot.waitUntil(lambda: quiet(window), timeout=LONG)
        yield window
        # Pictures may still be read: nothing is to be asked of a window that closes.
        qtbot.waitUntil(lambda: quiet(window), timeout=LONG)

    def test_reference_cells(self, window: MainWindow, qtbot: QtBot) -> None:
        page = window.references.page
        assert page.undo.toolTip() == "Rückgängig: Aufnehmen: 60 Zellen in Teaching (Strg+Z)"
        assert page.state.whole_text() == "Teaching · 60 Zellen aus 19 Klassen, alle synthetisch"
        assert lasting_faults(window, qtbot) == []

    def test_a_test_and_its_result(self, window: MainWindow, qtbot: QtBot) -> None:
        desk = window.references.quiz
        item = window.references.library().sets()[0]
        desk.begin(Source("set", item.id, item.name, item.size), Plan(2, 5), "Bob")
        qtbot.waitUntil(lambda: desk.page.asking, timeout=LONG)
        assert desk.page.said.text() == "Was ist diese Zelle?"
        assert lasting_faults(window, qtbot) == []
        for place in range(2):
            qtbot.waitUntil(lambda: desk.page.asking, timeout=LONG)
            desk.page._buttons["variant_lymphocyte"].click()
            qtbot.waitUntil(lambda place=place: place in desk.page.given, timeout=LONG)
        assert "← geht zurück" in desk.page.said.text() and lasting_faults(window, qtbot) == []
        desk.page.finish.click()
        qtbot.waitUntil(lambda: window.pages.currentWidget() is desk.result, timeout=LONG)
        assert desk.result.figure.text().endswith("von 2 richtig")
        for button in desk.result.tabs.buttons():
            button.click()
            assert lasting_faults(window, qtbot) == []


class TestATest:
    def test_its_words_are_those_of_the_report(self) -> None:
        for found in (Rate(18, 20), Rate(0, 0), Rate(0, 5)):
            assert quiz_words.rate(found) == found.words
        for kappa in (None, (0.86, -0.04, 0.98)):
            assert quiz_words.kappa_words(kappa) == reported.kappa_words(kappa)
        for name in ("", "blast", "a class of another version"):
            assert quiz_words.class_words(name) == reported.class_words(name)
        for drawn in (0, 1, 3):
            for mode in ("test", "training"):
                sat = attempt(mode, drawn)
                assert quiz_words.purpose(sat) == reported.purpose(sat)
                assert quiz_words.limits(sat) == reported.limits(sat)
                assert quiz_words.kind(sat) == mode

    def test_its_words_in_german(self, german: None) -> None:
        assert quiz_words.rate(Rate(18, 20)) == "18 von 20 = 90.0 % (68.3–98.8)"
        assert sentence(attempt().source) == "Signierter Fall 12"
        assert "3 Zellen" in quiz_words.limits(attempt()) and "Alle Zellen sind synthetisch" in quiz_words.limits(
            attempt(drawn=3)
        )
        assert sentence("2 cells are of classes that these weights do not know: blast, band_neutrophil.").endswith(
            "nicht kennen: Blast, Stabkerniger."
        )


class TestADecisionTree:
    def test_in_english_it_says_what_the_report_says(self, dressed: QApplication, qtbot: QtBot) -> None:
        tree = self._shown(qtbot)
        assert tree.path.text().replace("\u00a0", " ") == path_words(TREE)
        assert tree.missing.text() == missing_words(TREE)
        assert tree.beside.toolTip() == "\n".join(aside_words(TREE)) and len(asides(TREE)) == 1

    def test_in_german(self, german: None, dressed: QApplication, qtbot: QtBot) -> None:
        tree = self._shown(qtbot)
        assert tree.path.text().replace("\u00a0", " ") == "maligne 0.90 → AML 0.80"
        assert tree.missing.text() == "MDS: braucht Ihre Daten"
        assert tree.beside.toolTip() == "APL 0.70 unter APL | keine APL"
        assert "maligne 0.90, auf dem Weg" in tree.nodes.accessibleDescription()

    def _shown(self, qtbot: QtBot) -> DecisionTree:
        tree = DecisionTree()
        qtbot.addWidget(tree)
        tree.set_prediction(Prediction({"malignant_cell": 0.8}, 0.0, "yan2024", "", tree=TREE))
        return tree


def test_the_blast_thresholds_in_german(german: None, dressed: QApplication, qtbot: QtBot) -> None:
    rules = load_rules(resource("rules", "blast_thresholds.toml"))
    results = [RuleResult(rule, 26, 105, 24.8, 16.9, 34.1, "cannot tell", False, 0.5) for rule in rules]
    table = ThresholdTable(results)
    qtbot.addWidget(table)
    shown = " ".join(part.text() for part in table.findChildren(QLabel)).replace("\u00a0", " ")
    assert "26 von 105 Leukozyten = 24.8 %" in shown and "WHO, 5. Aufl. (2022)" in shown
    tips = " ".join(
        part.toolTip() for part in table.findChildren(QLabel) + table.children() if hasattr(part, "toolTip")
    )
    assert "Leukemia 2022;36" in tips
    for text in (shown, tips):
        assert not re.search(r"\b(of|and|the|in blood|marrow|Met|Not met|Confirm)\b", text), text


class TestTheSmearRule:
    CLASSES = ("segmented_neutrophil", "variant_lymphocyte", "promyelocyte", "blast", "myeloblast", "lymphoblast")

    @given(
        st.dictionaries(st.sampled_from(CLASSES), st.integers(0, 60)),
        st.sampled_from([(), CLASSES, ("blast", "lymphocyte"), ("myeloblast", "segmented_neutrophil")]),
        st.sampled_from([None, 30.0]),
    )
    def test_in_english_it_says_what_the_report_says(
        self, counts: dict[str, int], known: tuple[str, ...], limit: float | None
    ) -> None:
        rule = load_smear_rule() if limit is None else load_smear_rule().with_thresholds(limit)
        answer = rule.answer_counts(counts, known)
        assert smear_words.words(answer) == answer.words and smear_words.called(answer) == answer.called
        step = next(share for share in answer.shares if share.group.id == STEP)
        for share in answer.shares:
            assert smear_words.inputs(share, step) == share.inputs

    def test_in_german(self, german: None) -> None:
        answer = load_smear_rule().answer_counts({"blast": 50, "myeloblast": 40, "lymphocyte": 10})
        said = smear_words.words(answer)
        assert said.startswith("Die Mehrheit der Zellen ist zugeordnet als Blasten oder Blastenäquivalente (90 von 100")
        assert "Zu bestätigen durch: " in said and not re.search(r"\b(of|the|called|threshold|lineage)\b", said)


class TestTheRuleOfAHead:
    @pytest.mark.parametrize(("total", "judged"), [(12, True), (1, True), (12, False)])
    def test_its_inputs_and_why_it_cannot_tell(self, qapp: QApplication, total: int, judged: bool) -> None:
        rule = next(rule for rule in load_rules() if rule.head)
        rule = replace(rule, threshold=15.5)
        result = RuleResult(rule, 1, total, 41.0, 21.0, 62.0, "cannot tell", False, 0.5, judged=judged)
        assert rule_inputs(result) == result.inputs and rule_why_not(result) == result.why_not
        install(qapp, "de")
        try:
            said, why = rule_inputs(result), rule_why_not(result)
        finally:
            install(qapp, "en")
        assert said.startswith("Mittelwert 0.41 über ") and said.endswith("1 davon gelesen als APL")
        assert bool(why) == bool(result.why_not) and not re.search(r"\b(calls|asked|threshold)\b", f"{why} {said}")

    def test_what_the_weights_do_not_know(self, german: None) -> None:
        rule = next(rule for rule in load_rules() if rule.id == "blasts_20")
        names = ("lymphoblast", "monoblast")
        result = RuleResult(rule, 2, 50, 4.0, 0.5, 13.7, "cannot tell", False, 0.1, unknown_to_weights=names)
        assert rule_why_not(result) == "diese Gewichte kennen nicht: Lymphoblast, Monoblast"
