from __future__ import annotations

import io
import os
import signal
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.cli.progress import TerminalProgress, _Lines, console_progress, interruptible
from leukview.domain.errors import Cancelled


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(total=st.integers(1, 5000))
def test_a_fast_run_writes_at_most_a_line_per_tenth(total: int) -> None:
    stream = io.StringIO()
    lines = _Lines(stream, "case", Clock())
    for done in range(total + 1):
        lines.show(done, total, "analysing")
    written = stream.getvalue().splitlines()
    assert len(written) <= 11
    assert written[-1] == f"case: analysing {total}/{total}"


def test_a_slow_run_says_that_it_lives() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = _Lines(stream, "case", clock)
    for done in range(4):
        clock.now += 6
        lines.show(done, 1000, "analysing")
    assert len(stream.getvalue().splitlines()) == 4


def test_lines_say_how_long_the_rest_will_take_at_the_pace_so_far() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = _Lines(stream, "train", clock)
    # An earlier run had done 400 in no time of this one's.
    for done in (400, 410, 420):
        lines.show(done, 1000, "epoch 5")
        clock.now += 60
    clock.now += 60 * 600
    lines.show(300, 1000, "epoch 1")
    clock.now += 10
    lines.show(650, 1000, "epoch 1")
    clock.now += 10
    lines.show(999, 1000, "epoch 1")
    assert [line.partition("/1000")[2] for line in stream.getvalue().splitlines()] == [
        "",
        ", about 59 min left",
        ", about 58 min left",
        "",
        ", about 10 s left",
        "",
    ]


def test_a_new_message_is_shown_at_once_and_once() -> None:
    stream = io.StringIO()
    lines = _Lines(stream, "case", Clock())
    for _ in range(3):
        lines.show(0, 0, "looking for images")
    lines.show(0, 9, "loading the model")
    assert stream.getvalue().splitlines() == ["case: looking for images", "case: loading the model 0/9"]


def test_a_pipe_gets_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with TerminalProgress("Patient 60") as progress:
        progress.report(1, 2, "analysing")
    shown = capsys.readouterr()
    assert shown.err == "Patient 60: analysing 1/2\n"
    assert shown.out == ""


def test_the_small_steps_of_a_worker_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with TerminalProgress("case") as progress:
        worker = threading.Thread(target=progress.report, args=(1, 2, "tile"))
        worker.start()
        worker.join()
    assert capsys.readouterr().err == ""


def test_the_first_interrupt_asks_and_the_second_stops() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as asked, TerminalProgress("case", asked) as progress:
        progress.check_cancelled()
        signal.raise_signal(signal.SIGINT)
        assert asked.is_set()
        with pytest.raises(Cancelled):
            progress.check_cancelled()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_console_progress_can_be_stopped() -> None:
    with console_progress("training") as progress:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(Cancelled):
            progress.check_cancelled()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal to try a bar on")
def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty
    import select

    leader, follower = pty.openpty()
    monkeypatch.setenv("TERM", "xterm-256color")
    with os.fdopen(follower, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with TerminalProgress("Patient 60") as progress:
            progress.report(3, 4, "analysing")
        terminal.flush()
        written = b""
        while select.select([leader], [], [], 0.3)[0]:
            written += os.read(leader, 4096)
    shown = written.decode("utf-8")
    os.close(leader)
    assert "\x1b[" in shown
    assert "3/4" in shown
    assert "Patient 60: analysing" in shown
