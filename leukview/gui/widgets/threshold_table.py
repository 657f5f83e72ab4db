"""Blast thresholds of several classifications side by side, each with this count's three-valued answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from leukview.domain.rules import RuleResult
from leukview.gui import theme
from leukview.gui.domain_words import rule_share, rule_text
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import Hairline, label
from leukview.gui.widgets.rule_words import chance_words, state_words, tight

__all__ = ["ThresholdTable"]

_STATES = {
    "met": QT_TRANSLATE_NOOP("Thresholds", "Met"),
    "not met": QT_TRANSLATE_NOOP("Thresholds", "Not met"),
    "cannot tell": QT_TRANSLATE_NOOP("Thresholds", "Cannot tell at this count"),
}
LIMITS = QT_TRANSLATE_NOOP(
    "Thresholds",
    "The ranges are those for blood, and they only inform: a share alone establishes no entity. A smear tells neither the "
    "marrow's share nor genotype nor lineage. Point at a range for its source and limits.",
)


class ThresholdTable(QWidget):
    """A column for each standard, its ranges from the lowest; source, limits and chance of each are in its tooltip.

    Parameters
    ----------
    results:
        As :func:`leukview.domain.rules.blast_thresholds` returns them, at least one.
    """

    def __init__(self, results: Sequence[RuleResult]) -> None:
        super().__init__()
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid, 0, 0, 0)
        layout.setSpacing(grid // 2)
        share = translate("Thresholds", "Blasts and blast equivalents: {share}.").format(share=rule_share(results[0]))
        layout.addWidget(label(tight(share), wrap=True, selectable=True))
        table = QGridLayout()
        table.setHorizontalSpacing(2 * grid)
        table.setVerticalSpacing(grid // 2)
        standards = list(dict.fromkeys(result.rule.standard for result in results))
        for column, standard in enumerate(standards):
            table.setColumnStretch(column, 1)
            table.addWidget(label(rule_text(standard), "heading", wrap=True), 0, column)
            own = [result for result in results if result.rule.standard == standard]
            for row, result in enumerate(own, start=1):
                table.addWidget(Hairline(), 2 * row - 1, column)
                table.addWidget(_cell(result), 2 * row, column, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(table)
        layout.addWidget(label(translate("Thresholds", LIMITS), "small", wrap=True))


def _cell(result: RuleResult) -> QWidget:
    rule = result.rule
    cell = QWidget()
    layout = QVBoxLayout(cell)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    role = {"met": "heading", "not met": "muted", "cannot tell": "doubt"}[result.state]
    layout.addWidget(label(tight(rule_text(rule.title)), wrap=True))
    layout.addWidget(label(translate("Thresholds", _STATES[result.state]), role, wrap=True))
    cell.setToolTip(
        "\n".join(
            [
                state_words(result),
                chance_words(result),
                rule_text(rule.statement),
                rule_text(rule.caution),
                translate("Thresholds", "Confirm: {confirm}").format(confirm=rule_text(rule.confirm)),
                rule_text(rule.source),
            ]
        )
    )
    cell.setAccessibleName(f"{rule_text(rule.standard)}: {rule_text(rule.title)}. {state_words(result)}")
    return cell
