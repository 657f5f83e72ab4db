"""The smear rule's answer in the window: what most cells are called, with the shares it comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leukview.domain.smear_rule import NO_DIAGNOSIS, STEP, SmearAnswer
from leukview.gui import smear_words, theme
from leukview.gui.domain_words import rule_text
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
        step = next(share for share in answer.shares if share.group.id == STEP)
        named = [share for share in answer.shares if share.total or not share.known]
        for words, role in (
            (
                translate("SmearCard", "What most cells are called: {called}").format(
                    called=smear_words.called(answer)
                ),
                "heading",
            ),
            (smear_words.words(answer), ""),
            (translate("SmearCard", _STATES[answer.state]), "doubt" if answer.state == "cannot tell" else "muted"),
            ("\n".join(f"{rule_text(share.group.called)}: {smear_words.inputs(share, step)}" for share in named), ""),
            (translate("SmearCard", "It only informs. {rule}").format(rule=rule_text(NO_DIAGNOSIS)), "muted"),
            (translate("SmearCard", "Source: {source}").format(source=rule_text(answer.source)), "small"),
        ):
            layout.addWidget(label(tight(words), role, wrap=True, selectable=True))
