"""The smear rule's answer in the window: what most cells are called, with the shares it comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leukview.domain.smear_rule import NO_DIAGNOSIS, SmearAnswer
from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.rule_words import tight

__all__ = ["SmearCard"]

_STATES = {
    "met": QT_TRANSLATE_NOOP("SmearCard", "Met: the intervals leave no other answer."),
    "not met": QT_TRANSLATE_NOOP("SmearCard", "Not met: the intervals rule out every named answer."),
    "cannot tell": QT_TRANSLATE_NOOP("SmearCard", "Cannot tell: another answer is not ruled out."),
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
            (translate("SmearCard", "What most cells are called: {called}").format(called=answer.called), "heading"),
            (answer.words, ""),
            (translate("SmearCard", _STATES[answer.state]), "doubt" if answer.state == "cannot tell" else "muted"),
            ("\n".join(f"{share.group.called}: {share.inputs}" for share in named), ""),
            (translate("SmearCard", "It only informs. {rule}").format(rule=translate("Rules", NO_DIAGNOSIS)), "muted"),
            (translate("SmearCard", "Source: {source}").format(source=answer.source), "small"),
        ):
            layout.addWidget(label(tight(words), role, wrap=True, selectable=True))
