"""Urgent alerts across the whole window, above every page: red, never closed, acknowledged only by two deliberate steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.rules import RuleResult
from leukview.domain.signing import Acknowledgement, acknowledged
from leukview.gui import theme
from leukview.gui.domain_words import rule_inputs, rule_text
from leukview.gui.icons import draw_icon
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.name_field import NameField
from leukview.gui.widgets.rule_words import chance_words, state_words, tight
from leukview.gui.widgets.taking_away import take_away

__all__ = ["AlertBar", "AlertRow"]

_NAME = 40
"""Letters of a case's name that fit beside the alert."""
_LOW = 720
"""A window lower than this has no room for more than what was found."""


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(20, 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the warning sign."""
        draw_icon(QPainter(self), "urgent", QRectF(self.rect()), theme.tokens().colour("on_urgent"))


class AlertRow(QWidget):
    """One alert: in full until a person has typed a name; then in one line, as long as the rule holds.

    Signals
    -------
    acknowledged:
        Emitted with the rule's result and the typed name.
    """

    acknowledged = Signal(object, str)

    def __init__(self, result: RuleResult, seen: Acknowledgement | None) -> None:
        super().__init__()
        self.result, self.seen = result, seen
        grid = theme.tokens().grid
        rule = result.rule
        tip = [
            rule_text(rule.statement),
            state_words(result),
            chance_words(result),
            translate("Alerts", "Confirm: {confirm}").format(confirm=rule_text(rule.confirm)),
        ]
        self.setToolTip("\n".join(tip))
        words = translate("Alerts", "Urgent: {title}").format(title=rule_text(rule.title))
        if seen is None:
            detail = f"{rule_inputs(result)}."
        else:
            when = seen.utc[:16].replace("T", " ")
            detail = translate("Alerts", "{hits} of {total} cells. Acknowledged by {by}, {when} UTC").format(
                hits=result.hits, total=result.total, by=seen.by, when=when
            )
        confirm = translate("Alerts", "Confirm: {confirm}").format(confirm=rule_text(rule.confirm))
        self._told = f"{words}. {detail} {confirm}"
        self.setAccessibleName(self._told)
        self.title, self.detail = label(words, "heading"), label(tight(detail), wrap=True)
        self.confirm = label(tight(confirm), wrap=True)
        self.confirm.setVisible(False)
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.begin = QPushButton(translate("Alerts", "Acknowledge…"))
        self.begin.setToolTip(
            translate("Alerts", "Say that you have seen this alert (Ctrl+Shift+K): type your name; the alert stays")
        )
        self.begin.setAccessibleName(
            translate("Alerts", "Acknowledge the alert: {title}").format(title=rule_text(rule.title))
        )
        self.name = NameField(
            translate("Alerts", "Type your name"),
            translate("Alerts", "Recorded with the time and the alert's inputs · Escape goes back"),
        )
        self.name.setFixedWidth(20 * grid)
        self.record = QPushButton(translate("Alerts", "I have seen this alert"))
        self.record.setToolTip(
            translate("Alerts", "Record your name, the time and the alert's inputs; the alert stays on show")
        )
        self.record.setEnabled(False)
        self.begin.clicked.connect(lambda _=False: self.ask())
        self.name.textChanged.connect(lambda _: self.record.setEnabled(bool(self.name.name())))
        self.name.given.connect(self._give)
        self.name.left.connect(self.leave)
        self.record.clicked.connect(self._give)
        self._compose(grid)
        self.leave()
        self.begin.setVisible(seen is None)

    def _compose(self, grid: int) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid)
        layout.addWidget(_Sign(), 0, Qt.AlignmentFlag.AlignTop)
        if self.seen is None:
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(self.title)
            words.addWidget(self.detail)
            words.addWidget(self.confirm)
            layout.addLayout(words, 1)
        else:
            layout.addWidget(self.title)
            layout.addWidget(self.detail, 1)
        for part in (self.begin, self.name, self.record):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def name_case(self, name: str) -> None:
        """Say whose alert it is, where the case is not what is on show; the empty name where it is."""
        shown = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
        words = (
            translate("Alerts", "Urgent in {shown}: {title}").format(
                shown=shown, title=rule_text(self.result.rule.title)
            )
            if name
            else translate("Alerts", "Urgent: {title}").format(title=rule_text(self.result.rule.title))
        )
        self.title.setText(words)
        self.title.setToolTip(name)
        self.setAccessibleName(
            translate("Alerts", "Urgent in {name}. {told}").format(name=name, told=self._told) if name else self._told
        )

    def set_brief(self, brief: bool) -> None:
        """Say in a low window only what was found; what confirms it is in the tooltip and under the rules in full."""
        self.confirm.setVisible(self.seen is None and not brief)

    def ask(self, typed: str = "", *, keyed: bool = True) -> None:
        """Take the first step: ask for the name, of which ``typed`` is there already. Nothing is recorded yet.

        Without ``keyed`` the keyboard stays where it is.
        """
        if self.seen is None:
            self.begin.hide()
            self.name.show()
            self.record.show()
            if typed:
                self.name.setText(typed)
            if keyed:
                self.name.setFocus()

    def leave(self) -> None:
        """Go back; nothing was recorded."""
        self.name.clear()
        self.name.hide()
        self.record.hide()
        self.begin.setVisible(self.seen is None)

    def _give(self) -> None:
        if self.name.name():
            self.acknowledged.emit(self.result, self.name.name())


class AlertBar(QWidget):
    """The raised urgent rules of the open case, those not acknowledged first.

    Signals
    -------
    acknowledged:
        Emitted with a rule's result and the name that was typed.
    changed:
        Emitted when other alerts are on show, or none.
    """

    acknowledged = Signal(object, str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = theme.tokens().grid
        self._shown: list[tuple[RuleResult, Acknowledgement | None]] = []
        self.rows: list[AlertRow] = []
        self._case = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="urgent_bar")
        self.setAccessibleName(translate("Alerts", "Urgent alerts"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * grid, grid // 2, 2 * grid, grid // 2)
        self._layout.setSpacing(grid // 2)
        self.hide()

    def set_alerts(self, results: Sequence[RuleResult], given: Sequence[Acknowledgement]) -> None:
        """Show these raised rules. What is on show already stays as it is, with a name that is being typed."""
        found = sorted(((r, acknowledged(r, given)) for r in results), key=lambda pair: pair[1] is not None)
        if found == self._shown:
            return
        typed = {
            row.result.rule.id: row.name.text() for row in self.rows if row.seen is None and not row.name.isHidden()
        }
        # Who went on labelling with a name half typed must not find the next keys in it.
        keyed = {row.result.rule.id for row in self.rows if row.name.hasFocus()}
        self._shown = found
        for row in self.rows:
            take_away(row)
        self.rows = []
        for result, seen in found:
            row = AlertRow(result, seen)
            row.name_case(self._case)
            row.acknowledged.connect(self.acknowledged)
            self.rows.append(row)
            self._layout.addWidget(row)
            # Now, not with the layout's next turn.
            row.show()
            if result.rule.id in typed and seen is None:
                row.ask(typed[result.rule.id], keyed=result.rule.id in keyed)
        self._fit()
        self.setVisible(bool(self.rows))
        self.changed.emit()

    def name_case(self, name: str) -> None:
        """Say whose alerts these are while something else than their case is on show; the empty name while it is not."""
        self._case = name
        for row in self.rows:
            row.name_case(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as the window has room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for row in self.rows:
            row.set_brief(self.window().height() < _LOW)

    def ask(self) -> None:
        """Take the first step of the first alert that nobody has acknowledged."""
        for row in self.rows:
            if row.seen is None:
                row.ask()
                return
