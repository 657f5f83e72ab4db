"""Work that is cut into turns: in order, with the window alive between, and only as long as it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from leukview.gui.turns import in_turns


def test_the_window_lives_between_the_steps(qtbot: QtBot) -> None:
    done: list[str] = []
    context = QObject()

    def first() -> None:
        done.append("first")
        # Asked for before the second step, it comes before it, too.
        QTimer.singleShot(0, lambda: done.append("between"))

    in_turns(context, lambda: True, [first, lambda: done.append("second")])
    assert not done, "nothing is done at once"
    qtbot.waitUntil(lambda: "second" in done)
    assert done == ["first", "between", "second"]


def test_what_is_not_wanted_any_more_is_left_undone(qtbot: QtBot) -> None:
    done: list[str] = []
    context = QObject()
    over = []
    in_turns(context, lambda: not done, [lambda: done.append("first"), lambda: done.append("second")])
    QTimer.singleShot(50, lambda: over.append(True))
    qtbot.waitUntil(lambda: bool(over))
    assert done == ["first"]


def test_a_step_that_fails_holds_up_none_of_the_others(qtbot: QtBot) -> None:
    done: list[str] = []
    context = QObject()

    def fail() -> None:
        raise ValueError("of this step alone")

    with qtbot.capture_exceptions() as raised:
        in_turns(context, lambda: True, [fail, lambda: done.append("second")])
        qtbot.waitUntil(lambda: bool(done))
    assert [str(error[1]) for error in raised] == ["of this step alone"]


def test_nothing_is_done_once_its_context_is_gone(qtbot: QtBot) -> None:
    done: list[str] = []
    context, over = QObject(), []
    in_turns(context, lambda: True, [lambda: done.append("first")])
    delete(context)
    QTimer.singleShot(50, lambda: over.append(True))
    qtbot.waitUntil(lambda: bool(over))
    assert not done
