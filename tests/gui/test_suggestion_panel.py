from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.differential import count_cells
from leukview.domain.prediction import Prediction, TreeNode
from leukview.domain.rules import Suggestion, evaluate_rules, suggest
from leukview.gui import theme
from leukview.gui.widgets.basics import Fold
from leukview.gui.widgets.rule_words import chance_words, state_words
from leukview.gui.widgets.suggestion_panel import RESEARCH_LINE, SuggestionPanel


def suggestion(**counts: int) -> Suggestion:
    kinds = [name for name, n in counts.items() for _ in range(n)]
    found = [
        Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), prediction=Prediction({kind: 1.0}, 0.5, "p", "0"))
        for n, kind in enumerate(kinds)
    ]
    return suggest(count_cells(found))


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> SuggestionPanel:
    result = SuggestionPanel()
    qtbot.addWidget(result)
    result.resize(336, 420)
    result.show()
    return result


def texts(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(shown).replace("\u00a0", " ")


def test_the_rule_its_inputs_state_and_what_confirms_it(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(blast=30, lymphocyte=70))
    words = texts(panel)
    assert "Blasts and blast equivalents at or above 20 %" in words
    assert "30 of 100 white cells = 30.0 % (95 % interval 21.2–40.0), threshold ≥ 20 %." in words
    assert "Met: the whole interval is past the threshold." in words
    assert "Must be confirmed by: Review by a haematopathologist; flow cytometry" in words
    assert "Source: 20 % of blood or marrow cells" in words
    assert panel.alerts() == []


def head_suggestion(count: int, apl: float, limit: float | None = 0.155) -> Suggestion:
    """Return what the rules suggest of a case with so many malignant cells, of which a head says APL so surely."""
    tree = (
        TreeNode("malignant", "Malignant", "", 0.9, True),
        TreeNode("apl", "APL", "malignant", apl, True, aside=True, limit=limit),
        TreeNode("non_apl", "non-APL", "malignant", 1 - apl, False, aside=True),
    )
    blasts = [
        Cell(f"b{n}", "f.png", Box(0, 0, 9, 9), prediction=Prediction({"blast": 1.0}, 0.5, "p", "0", tree=tree))
        for n in range(count)
    ]
    rest = [
        Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), prediction=Prediction({"lymphocyte": 1.0}, 0.5, "p", "0"))
        for n in range(300)
    ]
    return suggest(count_cells([*blasts, *rest]))


def test_a_heads_alert_is_urgent_and_few_cells_cannot_tell(panel: SuggestionPanel) -> None:
    panel.update_suggestion(head_suggestion(6, 0.4))
    (alert,) = panel.alerts()
    assert "Genotype head" in alert.title.text()
    assert "Mean 0.40 over 6 malignant cells" in texts(alert) and "threshold ≥ 0.155" in texts(alert)
    assert "also reads the slide" in alert.toolTip() + texts(alert)
    assert "true mean is past the threshold" in alert.toolTip()
    panel.update_suggestion(head_suggestion(2, 0.9))
    assert panel.alerts() == []
    panel.findChild(Fold).button.setChecked(True)
    assert "Cannot tell: the head was asked of fewer than 5 cells." in texts(panel)
    panel.update_suggestion(head_suggestion(9, 0.9, None))
    assert panel.alerts() == [] and "analyse the case again" in texts(panel)


def test_an_interval_on_both_sides_cannot_tell_and_says_so(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(blast=21, lymphocyte=79))
    words = texts(panel)
    assert "Cannot tell: the interval lies on both sides of the threshold." in words
    assert "also holds values on the other side" in words


def test_three_states_in_words() -> None:
    found = [
        Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), prediction=Prediction({kind: 1.0}, 0.5, "p", "0"))
        for n, kind in enumerate(["blast"] * 60 + ["lymphocyte"] * 340)
    ]
    results = {result.rule.id: result for result in evaluate_rules(count_cells(found))}
    assert state_words(results["blasts_20"]).startswith("Not met") or state_words(results["blasts_20"]).startswith(
        "Cannot"
    )
    assert state_words(results["blasts_present"]).startswith("Met")
    assert state_words(results["left_shift"]).startswith("Not met")
    assert "over 99 %" in chance_words(results["blasts_present"])
    assert "under 1 %" in chance_words(results["left_shift"])
    empty = evaluate_rules(count_cells([]))
    assert all(state_words(result) == "Cannot tell: nothing is counted yet." for result in empty)


def test_an_urgent_alert_is_red_and_cannot_be_dismissed(panel: SuggestionPanel, qtbot: QtBot) -> None:
    panel.update_suggestion(suggestion(promyelocyte=13, blast=30, lymphocyte=60))
    (alert,) = panel.alerts()
    assert alert.title.text() == "Urgent: Promyelocytes in blood: APL must be excluded"
    words = texts(alert)
    assert "13 of 103 white cells = 12.6 %" in words
    assert "PML::RARA" in words and "emergency" in alert.toolTip()
    assert alert.findChildren(QAbstractButton) == []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Space):
        qtbot.keyClick(panel, key)
    qtbot.mouseClick(alert, Qt.MouseButton.LeftButton)
    assert panel.alerts() == [alert] and alert.isVisible()
    red = QColor(theme.tokens().urgent)
    image = alert.grab().toImage()
    assert image.pixelColor(alert.width() // 2, 3) == red


def test_the_alert_is_above_what_scrolls_and_whole(panel: SuggestionPanel) -> None:
    panel.resize(320, 340)
    panel.update_suggestion(suggestion(promyelocyte=13, blast=30, lymphocyte=60))
    QApplication.processEvents()
    (alert,) = panel.alerts()
    assert not panel._scroll.isAncestorOf(alert)
    for line in (alert.title, *alert.lines):
        assert line.height() >= line.heightForWidth(line.width())
        assert alert.rect().contains(line.geometry())


def test_below_the_alert_stands_the_next_rule(panel: SuggestionPanel) -> None:
    panel.resize(336, 1080)
    panel.update_suggestion(suggestion(promyelocyte=13, blast=30, lymphocyte=60))
    words = texts(panel)
    assert "Also suggested" in words
    assert "30 of 103 white cells = 29.1 %" in words


def test_in_a_low_window_the_alert_is_brief_and_nothing_is_lost(panel: SuggestionPanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    made = suggestion(promyelocyte=13, blast=30, lymphocyte=60)
    panel.resize(336, 1080)
    panel.update_suggestion(made)
    (whole,) = panel.alerts()
    tall = whole.height()
    assert "emergency" in texts(whole)
    panel.resize(336, 600)
    QApplication.processEvents()
    (brief,) = panel.alerts()
    assert brief.height() <= tall - 48, "three lines less"
    for words in ("Urgent: Promyelocytes in blood", "13 of 103 white cells", "Confirm: Read the film now", "PML::RARA"):
        assert words in texts(brief)
    assert "Also suggested: Blasts and blast equivalents at or above 20 %" in texts(panel)
    fold = panel.findChild(Fold)
    assert fold is not None and fold.button.text() == "Rules in full (7)"
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert "emergency" in texts(panel) and "30 of 103 white cells = 29.1 %" in texts(panel)
    panel.resize(336, 1080)
    QApplication.processEvents()
    assert "emergency" in texts(panel.alerts()[0])


def test_the_alert_goes_when_the_count_no_longer_raises_it(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(promyelocyte=3, lymphocyte=97))
    assert len(panel.alerts()) == 1
    panel.update_suggestion(suggestion(promyelocyte=1, lymphocyte=99))
    assert panel.alerts() == []
    QApplication.processEvents()
    assert "Urgent" not in texts(panel)


def test_no_rule_met_is_said(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(segmented_neutrophil=60, lymphocyte=40))
    assert "No rule is met" in texts(panel)


def test_other_rules_are_folded_away_and_stay_open_once_opened(panel: SuggestionPanel, qtbot: QtBot) -> None:
    panel.update_suggestion(suggestion(blast=30, lymphocyte=70))
    fold = panel.findChild(Fold)
    assert fold is not None and fold.button.text() == "Other rules (6)"
    assert "Left shift" not in texts(panel)
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert "Left shift" in texts(panel)
    panel.update_suggestion(suggestion(blast=31, lymphocyte=70))
    assert "Left shift" in texts(panel)


@pytest.mark.parametrize("counts", [{}, {"lymphocyte": 10}, {"promyelocyte": 9, "lymphocyte": 10}])
def test_the_research_line_is_always_there_and_no_diagnosis_ever(
    panel: SuggestionPanel, counts: dict[str, int]
) -> None:
    panel.update_suggestion(suggestion(**counts))
    assert RESEARCH_LINE in panel.research.text()
    assert panel.research.isVisibleTo(panel)
    words = texts(panel).lower()
    assert "diagnosis:" not in words and "patient has" not in words


def test_without_a_case_it_teaches(panel: SuggestionPanel) -> None:
    assert "Once white cells are counted" in texts(panel)
    panel.update_suggestion(suggestion(blast=30, lymphocyte=70))
    panel.update_suggestion(None)
    assert "Once white cells are counted" in texts(panel)
    assert panel.alerts() == []


def test_an_unchanged_suggestion_is_left_alone(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(promyelocyte=13, lymphocyte=60))
    before = panel.alerts()
    panel.update_suggestion(suggestion(promyelocyte=13, lymphocyte=60))
    assert panel.alerts()[0] is before[0]


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 400])
def test_nothing_is_clipped(panel: SuggestionPanel, dressed: QApplication, name: str, width: int) -> None:
    theme.apply(dressed, name)
    try:
        panel.resize(width, 500)
        panel.update_suggestion(suggestion(promyelocyte=13, blast=30, lymphocyte=60))
        for fold in panel.findChildren(Fold):
            fold.button.setChecked(True)
        QApplication.processEvents()
        column = panel._scroll.widget()
        assert column is not None and column.width() <= panel._scroll.viewport().width()
        for label in panel.findChildren(QLabel):
            if label.isVisibleTo(panel):
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert label.mapTo(panel, QPoint(label.width(), 0)).x() <= width
    finally:
        theme.apply(dressed, "light")


def test_the_smear_rule_stands_among_the_rules_and_only_informs(panel: SuggestionPanel) -> None:
    panel.update_suggestion(suggestion(promyelocyte=0, lymphocyte=90, monocyte=10))
    fold = next(fold for fold in panel.findChildren(Fold) if "rules" in fold.button.text())
    fold.button.setChecked(True)
    words = texts(panel)
    assert "What most cells are called: mature cells of normal blood" in words and "It only informs." in words
    share = "100 of 100 white cells = 100.0 % (95 % interval 96.4–100.0), threshold > 50 %"
    assert f"mature cells of normal blood: {share}" in words and "control" not in words
    assert "Met: the intervals leave no other answer." in words


def test_what_the_weights_do_not_know_is_said() -> None:
    call = Prediction({"lymphocyte": 0.9, "monocyte": 0.1}, 0.5, "p", "0")
    cells = [Cell(f"c{n}", "f.png", Box(0, 0, 9, 9), prediction=call) for n in range(100)]
    result = next(item for item in suggest(count_cells(cells)).results if item.rule.id == "lymphoblasts_20")
    assert state_words(result) == "Cannot tell: these weights do not know lymphoblasts."
