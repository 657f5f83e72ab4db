"""Tasks: nothing blocks, nothing stale arrives, and every kind of error is told apart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.gui.tasks import Fault, TaskProgress, Tasks, fault_of


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    runner = Tasks()
    yield runner
    assert runner.shutdown(5_000), "a worker thread outlived its window"


def test_results_come_on_the_gui_thread_and_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    got: list[object] = []
    threads = set()

    def work(progress: TaskProgress) -> str:
        threads.add(threading.get_ident())
        for number in range(500):
            progress.partial(number)
        return "end"

    def take(value: object) -> None:
        assert QThread.currentThread().isMainThread()
        got.append(value)

    task = tasks.start("count", work, partial=take, finished=take, ended=lambda task: got.append(task.state))
    qtbot.waitUntil(lambda: not task.running)
    assert got == [*range(500), "end", "done"]
    assert threads.isdisjoint({threading.get_ident()})


def test_a_cancelled_task_says_nothing_more_at_once(tasks: Tasks, qtbot: QtBot) -> None:
    got: list[object] = []
    left = threading.Event()

    def work(progress: TaskProgress) -> None:
        try:
            while True:
                progress.partial("late")
                time.sleep(0.001)
        except Cancelled:
            left.set()
            raise

    task = tasks.start("slow", work, partial=got.append, ended=lambda task: got.append(task.state))
    qtbot.waitUntil(lambda: len(got) > 3)
    tasks.cancel("slow")
    at_cancel = list(got)
    assert at_cancel[-1] == "cancelled" and not task.running
    qtbot.waitUntil(left.is_set)
    qtbot.wait(50)
    assert got == at_cancel


def test_a_stopped_task_still_hands_over_what_it_finished(tasks: Tasks, qtbot: QtBot) -> None:
    got: list[object] = []
    go = threading.Event()

    def work(progress: TaskProgress) -> None:
        progress.partial("finished before")
        go.wait(5)
        progress.check_cancelled()
        raise AssertionError("it went on")

    task = tasks.start("half", work, partial=got.append, ended=lambda task: got.append(task.state))
    task.stop()
    assert task.stopping
    go.set()
    qtbot.waitUntil(lambda: not task.running)
    assert got[-1] == "cancelled" and got[:-1] in (["finished before"], [])


def test_a_new_task_of_the_same_name_makes_the_old_one_stale(tasks: Tasks, qtbot: QtBot) -> None:
    got: list[str] = []
    release = threading.Event()

    def old(progress: TaskProgress) -> str:
        release.wait(5)
        return "old"

    tasks.start("map", old, finished=got.append)
    new = tasks.start("map", lambda progress: "new", finished=got.append)
    qtbot.waitUntil(lambda: not new.running)
    release.set()
    qtbot.wait(50)
    assert got == ["new"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InputProblem("a.png", "the file is empty", "Export it again"), "input"),
        (EnvironmentFault("The disk is full."), "environment"),
        (ZeroDivisionError("oops"), "bug"),
    ],
)
def test_errors_are_told_apart(tasks: Tasks, qtbot: QtBot, error: Exception, kind: str) -> None:
    faults: list[Fault] = []

    def work(progress: TaskProgress) -> None:
        raise error

    task = tasks.start("bad", work, failed=faults.append)
    qtbot.waitUntil(lambda: not task.running)
    assert [fault.kind for fault in faults] == [kind]
    assert task.state == "failed"
    assert bool(faults[0].details) == (kind == "bug")
    if kind == "input":
        assert (faults[0].title, faults[0].text) == ("a.png: the file is empty.", "Export it again.")


def test_a_callback_that_fails_is_reported_and_the_task_still_ends(tasks: Tasks, qtbot: QtBot) -> None:
    states: list[str] = []

    def broken(value: object) -> None:
        raise KeyError("gone")

    with qtbot.waitSignal(tasks.bug) as caught:
        task = tasks.start("x", lambda progress: 1, finished=broken, ended=lambda task: states.append(task.state))
    assert caught.args[0].kind == "bug" and "gone" in caught.args[0].details
    qtbot.waitUntil(lambda: not task.running)
    assert tasks.get("x") is None
    assert states == ["done"]


def test_progress_is_throttled_but_the_last_report_arrives(tasks: Tasks, qtbot: QtBot) -> None:
    reports: list[tuple[int, int, str]] = []

    def work(progress: TaskProgress) -> None:
        for number in range(1, 2001):
            progress.report(number, 2000, "reading")

    task = tasks.start("p", work, progress=lambda *report: reports.append(report))
    qtbot.waitUntil(lambda: not task.running)
    assert reports[-1] == (2000, 2000, "reading")
    assert len(reports) < 200


def test_a_flood_of_results_never_holds_the_event_loop(tasks: Tasks, qtbot: QtBot) -> None:
    taken: list[int] = []
    beats = [0]

    def beat() -> None:
        beats.append(len(taken))

    timer = QTimer(interval=1)
    timer.timeout.connect(beat)
    timer.start()
    posted = threading.Event()

    def work(progress: TaskProgress) -> None:
        for number in range(300):
            progress.partial(number)
        posted.set()

    def take(number: int) -> None:
        taken.append(number)
        time.sleep(0.002)

    task = tasks.start("flood", work, partial=take)
    posted.wait(5)
    qtbot.waitUntil(lambda: not task.running)
    timer.stop()
    # 300 results of 2 ms each would hold the loop for 600 ms in one go: the timer's beats come between them, few results apart.
    assert taken == list(range(300))
    assert len(beats) > 10 and max(later - earlier for earlier, later in pairwise(beats)) < 100


def test_what_no_thread_had_begun_does_not_hold_the_end_up(qtbot: QtBot) -> None:
    runner = Tasks(threads=1)
    gate = threading.Event()
    runner.start("first", lambda progress: gate.wait(5))
    runner.start("second", lambda progress: None)
    began = time.monotonic()
    gate.set()
    assert runner.shutdown(20_000) and time.monotonic() - began < 15


def test_nothing_starts_after_shutdown(qtbot: QtBot) -> None:
    runner = Tasks()
    assert runner.shutdown()
    with pytest.raises(RuntimeError):
        runner.start("late", lambda progress: None)


def test_a_bug_names_the_exception() -> None:
    fault = fault_of(ValueError("negative area"))
    assert fault.kind == "bug" and "negative area" in fault.title and "saved" in fault.text
