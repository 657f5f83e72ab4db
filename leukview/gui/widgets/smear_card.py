"""The smear rule's answer in the window: what most cells are called, with the shares it comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leukview.domain.smear_rule import NO_DIAGNOSIS, SmearAnswer
from leukview.gui import theme
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.rule_words import tight

__all__ = ["SmearCard"]

_STATES = {
    "met": "Met: the intervals leave no other answer.",
    "not met": "Not met: the intervals rule out every named answer.",
    "cannot tell": "Cannot tell: another answer is not ruled out.",
}


class SmearCard(QWidget):
    """The answer, why it is so, each group's share with its interval, and the rule's source."""

    def __init__(self, answer: SmearAnswer) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().grid // 2)
        named = [share for share in answer.shares if share.total or not share.known]
        for words, role in (
            (f"What most cells are called: {answer.called}", "heading"),
            (answer.words, ""),
            (_STATES[answer.state], "doubt" if answer.state == "cannot tell" else "muted"),
            ("\n".join(f"{share.group.called}: {share.inputs}" for share in named), ""),
            (f"It only informs. {NO_DIAGNOSIS}", "muted"),
            (f"Source: {answer.source}", "small"),
        ):
            layout.addWidget(label(tight(words), role, wrap=True, selectable=True))
