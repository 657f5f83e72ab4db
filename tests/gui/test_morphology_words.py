from __future__ import annotations

from pytestqt.qtbot import QtBot

from leukview.domain.prediction import Prediction
from leukview.gui.widgets.morphology_words import MorphologyWords

SEEN = {
    "nucleus_shape": {"segmented-multilobed": 0.97, "unsegmented-round": 0.03},
    "granule_colour": {"pink": 0.4, "nil": 0.6},
}


def call(against: tuple[str, ...] = (), seen: dict[str, dict[str, float]] | None = None) -> Prediction:
    return Prediction({"lymphocyte": 0.8, "blast": 0.2}, 0.5, "leukview", "0", SEEN if seen is None else seen, against)


def test_what_is_sure_is_said_with_its_probability_and_the_rest_is_in_the_tooltip(qtbot: QtBot) -> None:
    widget = MorphologyWords()
    qtbot.addWidget(widget)
    widget.set_prediction(call())
    assert widget.seen.text() == "Seen: segmented nucleus 0.97"
    assert "Granule colour: nil 0.60" in widget.seen.toolTip()
    assert widget.against.isHidden() and not widget.isHidden()


def test_what_speaks_against_the_call_is_said_in_its_own_line(qtbot: QtBot) -> None:
    widget = MorphologyWords()
    qtbot.addWidget(widget)
    widget.set_prediction(call(("segmented nucleus",)))
    assert not widget.against.isHidden()
    assert widget.against.text() == "Speaks against lymphocyte: segmented nucleus. Look again."


def test_weights_without_attributes_say_nothing(qtbot: QtBot) -> None:
    widget = MorphologyWords()
    qtbot.addWidget(widget)
    for prediction in (None, call(seen={})):
        widget.set_prediction(prediction)
        assert widget.isHidden()
