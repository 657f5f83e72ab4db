"""What the network saw in a cell, in words, and what of it speaks against the called class."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leukview.domain.attributes import attributes, in_words
from leukview.domain.prediction import Prediction
from leukview.gui import theme
from leukview.gui.domain_words import word
from leukview.gui.translation import QT_TRANSLATE_NOOP, in_sentence, translate
from leukview.gui.widgets.basics import label

__all__ = ["MorphologyWords"]

_TIP = QT_TRANSLATE_NOOP(
    "Morphology",
    "What the network sees in this cell, each with its probability; learnt from normal white cells of one laboratory",
)


class MorphologyWords(QWidget):
    """Two lines: the phrases the network is sure of, and in amber those that hardly occur in the class it called."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = label("", wrap=True)
        self.against = label("", "doubt", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().grid // 2)
        layout.addWidget(self.seen)
        layout.addWidget(self.against)
        self.set_prediction(None)

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Show a call's morphology; hidden where the weights know none."""
        seen = prediction.attributes if prediction else {}
        said = in_words(seen)
        self.setVisible(bool(seen))
        if prediction is None or not seen:
            return
        words = ", ".join(f"{word(phrase)} {probability:.2f}" for phrase, probability in said)
        self.seen.setText(
            translate("Morphology", "Seen: {words}").format(words=words)
            if words
            else translate("Morphology", "Seen: nothing the network is sure of")
        )
        self.seen.setToolTip(translate("Morphology", _TIP) + "\n\n" + _all_answers(prediction))
        self.seen.setAccessibleName(self.seen.text())
        self.against.setVisible(bool(prediction.against))
        name = in_sentence(prediction.cls)
        self.against.setText(
            translate("Morphology", "Speaks against {name}: {seen}. Look again.").format(
                name=name, seen=", ".join(map(word, prediction.against))
            )
        )


def _all_answers(prediction: Prediction) -> str:
    """Return every attribute's best answer and probability, a line each."""
    lines = []
    for item in attributes():
        if item.id in prediction.attributes:
            answer, probability = max(prediction.attributes[item.id].items(), key=lambda pair: pair[1])
            lines.append(f"{item.name}: {answer} {probability:.2f}")
    return "\n".join(lines)
