"""What the rules suggest for the whole case: the rule, its inputs, its three-valued state, and what must confirm it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.rules import RuleResult, Suggestion
from leukview.gui import theme
from leukview.gui.domain_words import rule_inputs, rule_text, suggestion_text
from leukview.gui.icons import draw_icon
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import Fold, Hairline, ScrollColumn, label
from leukview.gui.widgets.rule_words import chance_words, state_words, tight
from leukview.gui.widgets.smear_card import SmearCard
from leukview.gui.widgets.threshold_table import ThresholdTable

__all__ = ["RESEARCH_LINE", "SuggestionPanel"]

_NO_DIAGNOSIS = QT_TRANSLATE_NOOP("Suggestion", "A rule suggests; it never diagnoses.")
_LOWEST = 640
"""Under this height the differential needs the room; for research use only stands in the status line, too."""
_LOW = 1040
"""In a window lower than this an alert says the least that must be read at once, so that the differential keeps its rows."""

RESEARCH_LINE = QT_TRANSLATE_NOOP("Suggestion", "For Research Use Only. Not for use in diagnostic procedures.")


class _Sign(QWidget):
    """The warning sign on the alert."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(24, 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_icon(QPainter(self), "urgent", QRectF(self.rect()), theme.tokens().colour("on_urgent"))


class Alert(QWidget):
    """One urgent alert: red, with no way to close it; it goes when the count no longer raises the rule.

    Parameters
    ----------
    result:
        The raised rule.
    brief:
        Whether to say only what was found and what to do; the rest is in the tooltip and under the rules in full.
    """

    def __init__(self, result: RuleResult, *, brief: bool = False) -> None:
        super().__init__()
        grid = theme.tokens().grid
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="urgent")
        self.setAccessibleName(translate("Suggestion", "Urgent: {title}").format(title=rule_text(result.rule.title)))
        self.title = label(
            translate("Suggestion", "Urgent: {title}").format(title=rule_text(result.rule.title)), "heading", wrap=True
        )
        head = QHBoxLayout()
        head.setSpacing(grid)
        head.addWidget(_Sign(), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid + 4, grid, grid + 4, grid)
        layout.setSpacing(grid // 2)
        layout.addLayout(head)
        rule = result.rule
        words = [
            (f"{rule_inputs(result)}.", ""),
            (
                translate("Suggestion", "Confirm: {confirm}").format(confirm=rule_text(rule.confirm)),
                "" if brief else "heading",
            ),
        ]
        if not brief:
            words.insert(0, (rule_text(rule.statement), ""))
        self.lines = [label(tight(text), role, wrap=True, selectable=True) for text, role in words]
        for line in self.lines:
            layout.addWidget(line)
        tip = [rule_text(rule.statement)] if brief else []
        self.setToolTip("\n".join([*tip, state_words(result), chance_words(result)]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Insist on the height that every line needs: whatever else gives way, the alert is never cut."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))


class RuleCard(QWidget):
    """A rule with everything a reader needs to judge it, without a box around it."""

    def __init__(self, result: RuleResult, text: str, *, title: str = "heading") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().grid // 2)
        rule = result.rule
        for words, role in (
            (rule_text(rule.title), title),
            (text, ""),
            (f"{rule_inputs(result)}.", ""),
            (state_words(result), "doubt" if result.state == "cannot tell" else "muted"),
            (
                translate("Suggestion", "It only informs: it never becomes a suggestion.") if rule.informative else "",
                "muted",
            ),
            (rule_text(rule.caution), ""),
            (translate("Suggestion", "Must be confirmed by: {confirm}").format(confirm=rule_text(rule.confirm)), ""),
            (chance_words(result), "small"),
            (translate("Suggestion", "Source: {source}").format(source=rule_text(rule.source)), "small"),
        ):
            if words:
                layout.addWidget(label(tight(words), role, wrap=True, selectable=True))


class SuggestionPanel(QWidget):
    """The right column's lower part. Urgent alerts are above everything that scrolls.

    Parameters
    ----------
    alerts:
        Whether alerts are shown here in full; a window that has a bar for them above every page shows them there.
    """

    def __init__(self, parent: QWidget | None = None, *, alerts: bool = True) -> None:
        super().__init__(parent)
        self._with_alerts = alerts
        grid = theme.tokens().grid
        self._suggestion: Suggestion | None = None
        self._opened: set[str] = set()
        self._brief = False
        self._shown_alerts: list[Alert] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="panel")
        self.setAccessibleName(translate("Suggestion", "Suggestion for the case"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._alerts = QVBoxLayout()
        self._alerts.setSpacing(grid)
        self._column = QWidget()
        self._cards = QVBoxLayout(self._column)
        self._cards.setContentsMargins(0, 0, grid // 2, 0)
        self._cards.setSpacing(grid)
        self._scroll = ScrollColumn(self._column, least=40)
        self.research = label(
            f"{translate('Suggestion', _NO_DIAGNOSIS)} {translate('Suggestion', RESEARCH_LINE)}", "small", wrap=True
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid, grid, grid // 2, grid)
        layout.setSpacing(grid)
        layout.addLayout(self._alerts)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(Hairline())
        layout.addWidget(self.research)
        self.update_suggestion(None)

    def update_suggestion(self, suggestion: Suggestion | None) -> None:
        """Show what the rules suggest; None while there is no case. An unchanged suggestion is left as it is."""
        if suggestion is not None and suggestion == self._suggestion:
            return
        self._suggestion = suggestion
        self._rebuild()

    def _rebuild(self) -> None:
        suggestion = self._suggestion
        self._brief = self.window().height() < _LOW
        self.setUpdatesEnabled(False)
        for layout in (self._alerts, self._cards):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.setParent(None)
                    widget.deleteLater()
        raised = suggestion.alerts if suggestion is not None and self._with_alerts else ()
        self._shown_alerts = [Alert(result, brief=self._brief) for result in raised]
        for alert in self._shown_alerts:
            self._alerts.addWidget(alert)
        self._fill(suggestion)
        self._cards.addStretch()
        self._settle()
        self.setUpdatesEnabled(True)
        self.updateGeometry()

    def alerts(self) -> list[Alert]:
        """Return the urgent alerts on show."""
        return self._shown_alerts

    def _fill(self, suggestion: Suggestion | None) -> None:
        if suggestion is None or suggestion.id == "insufficient_cells":
            words = translate(
                "Suggestion",
                "Once white cells are counted, the rules' suggestion stands here with its inputs and what confirms it.",
            )
            self._cards.addWidget(label(words, "muted", wrap=True))
            return
        urgent = {result.rule.id for result in suggestion.alerts}
        if not self._with_alerts:
            for result in suggestion.alerts:
                self._cards.addWidget(
                    label(
                        tight(
                            translate("Suggestion", "Urgent, see above: {title}").format(
                                title=rule_text(result.rule.title)
                            )
                        ),
                        "urgent",
                        wrap=True,
                    )
                )
        chosen = next((result for result in suggestion.results if result.rule.id == suggestion.rule), None)
        # The alert already tells all about an urgent rule; below it comes the next one that is raised.
        rest = [result for result in suggestion.results if result.rule.id not in urgent]
        shown = chosen if chosen is not None and chosen.rule.id not in urgent else None
        if shown is None:
            shown = next((result for result in rest if result.raised), None)
        if shown is not None and urgent and self._brief:
            self._cards.addWidget(
                label(
                    tight(translate("Suggestion", "Also suggested: {title}").format(title=rule_text(shown.rule.title))),
                    "heading",
                    wrap=True,
                )
            )
            shown = None
        elif shown is not None:
            text = suggestion_text(suggestion.text) if shown is chosen else rule_text(shown.rule.statement)
            self._cards.addWidget(
                label(
                    translate("Suggestion", "Suggestion")
                    if shown is chosen
                    else translate("Suggestion", "Also suggested"),
                    "small",
                )
            )
            self._cards.addWidget(RuleCard(shown, text))
        elif not urgent:
            self._cards.addWidget(label(translate("Suggestion", "No rule is met"), "heading"))
            self._cards.addWidget(
                label(
                    translate("Suggestion", "At this count none of the rules below suggests anything."),
                    "muted",
                    wrap=True,
                )
            )
        self._add_others([result for result in rest if result is not shown], urgent, suggestion)
        if suggestion.thresholds:
            thresholds = suggestion.thresholds
            self._add_fold(
                "thresholds",
                translate("Suggestion", "Blast thresholds, WHO and ICC"),
                lambda: ThresholdTable(thresholds),
            )

    def _add_others(self, others: list[RuleResult], urgent: set[str], suggestion: Suggestion) -> None:
        raised = [result for result in suggestion.results if result.rule.id in urgent]
        count = len(raised) + len(others) + (suggestion.smear is not None)
        if not count:
            return
        with_words = self._brief or not self._with_alerts

        def cards() -> QWidget:
            content = QWidget()
            layout = QVBoxLayout(content)
            grid = theme.tokens().grid
            layout.setContentsMargins(grid, 0, 0, 0)
            layout.setSpacing(2 * grid)
            for result in raised:
                layout.addWidget(RuleCard(result, rule_text(result.rule.statement) if with_words else ""))
            for result in others:
                layout.addWidget(RuleCard(result, rule_text(result.rule.statement) if result.raised else ""))
            if suggestion.smear is not None:
                layout.addWidget(SmearCard(suggestion.smear))
            return content

        all_listed = len(others) == len(suggestion.results)
        title = (
            translate("Suggestion", "All rules ({count})").format(count=count)
            if all_listed
            else translate("Suggestion", "Other rules ({count})").format(count=count)
        )
        self._add_fold(
            "rules", translate("Suggestion", "Rules in full ({count})").format(count=count) if urgent else title, cards
        )

    def _add_fold(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """Add a fold that stays open, once opened, when the suggestion changes; what nobody sees is not made."""
        fold = Fold(title, make, opened=name in self._opened)
        fold.toggled.connect(lambda opened: self._folded(name, opened))
        self._cards.addWidget(fold)

    def _folded(self, name: str, opened: bool) -> None:
        self._opened = self._opened | {name} if opened else self._opened - {name}
        self._room()
        self._scroll.updateGeometry()
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the window's height from now on."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a share of the window's height, whatever that is."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._room()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Lay everything out now; left to Qt, new lines would push each other about for several turns of the event loop."""
        cards = self._column.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for widget in (*self._shown_alerts, *cards):
            widget.show()
        self._cards.activate()
        self._room()
        self._scroll.updateGeometry()
        self.updateGeometry()

    def _room(self) -> None:
        # The differential above needs its rows; an alert takes its room before what merely scrolls.
        height = self.window().height()
        if self._shown_alerts and self._brief != (height < _LOW):
            self._rebuild()
            return
        crowded = bool(self._shown_alerts) and self._brief and not self._opened
        # From the lowest window on, half of what is gained goes to the rules: at 900 pixels their folds stand free.
        # In the window, which has a bar of its own for alerts, and the research line in the status line.
        low = height < _LOWEST and not self._opened and not self._with_alerts
        plain, research = translate("Suggestion", _NO_DIAGNOSIS), translate("Suggestion", RESEARCH_LINE)
        self.research.setText(plain if low else f"{plain} {research}")
        self.research.setToolTip(research if low else "")
        if low:
            self._scroll.set_most(96)
            return
        self._scroll.set_most(max(80, height // 2 - 315) if crowded else max(168, round(0.28 * height)))
