from __future__ import annotations

import errno
from pathlib import Path

import pytest

from leukview.cli import outcome
from leukview.cli.outcome import ExitCode, explain_error, make_folder
from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    return tmp_path


def test_a_mistake_says_what_to_do_and_leaves_no_log(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = explain_error(InputProblem("smear 4", "it holds no image", "Choose another folder"))
    assert code is ExitCode.FAILURE
    assert "smear 4: it holds no image. Choose another folder." in capsys.readouterr().err
    assert not list(data_folder.rglob("*.log"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EnvironmentFault("The weights are damaged."), "The weights are damaged."),
        (OSError(errno.ENOSPC, "No space left on device", "out/cells.csv"), "the disk is full (out/cells.csv)"),
        (PermissionError(errno.EACCES, "Permission denied"), "no permission"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_the_machine_is_blamed_for_its_own_faults(
    error: Exception, words: str, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain_error(error) is ExitCode.FAILURE
    shown = capsys.readouterr().err
    assert words in shown
    assert "This computer or installation is at fault" in shown
    assert not list(data_folder.rglob("*.log"))


def test_a_fault_of_ours_leaves_its_traceback_in_a_log(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise ZeroDivisionError("somewhere deep")

    try:
        broken()
    except ZeroDivisionError as error:
        assert explain_error(error) is ExitCode.FAILURE
    shown = capsys.readouterr().err
    (log,) = data_folder.rglob("*.log")
    assert str(log) in shown
    assert "This is a fault in LeukView" in shown
    assert "Traceback" not in shown
    text = log.read_text("utf-8")
    assert "somewhere deep" in text
    assert "in broken" in text


def test_an_unwritable_log_folder_falls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    other = tmp_path / "temporary"
    monkeypatch.setenv("LEUKVIEW_DATA", str(blocked))
    monkeypatch.setattr(outcome.tempfile, "gettempdir", lambda: str(other))
    path = outcome.write_fault_log(ValueError("x"))
    assert isinstance(path, Path)
    assert path.parent == other
    assert "ValueError: x" in path.read_text("utf-8")


def test_with_no_place_for_a_log_the_traceback_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("LEUKVIEW_DATA", str(blocked))
    monkeypatch.setattr(outcome.tempfile, "gettempdir", lambda: str(blocked))
    assert "could not be written" in str(outcome.write_fault_log(ValueError("lost otherwise")))
    assert "lost otherwise" in capsys.readouterr().err


@pytest.mark.parametrize("error", [Cancelled(), KeyboardInterrupt()])
def test_stopping_is_no_fault(error: BaseException, data_folder: Path) -> None:
    assert explain_error(error) is ExitCode.INTERRUPTED
    assert not list(data_folder.rglob("*.log"))


@pytest.mark.parametrize(
    ("code", "why", "do"),
    [
        (errno.ENOSPC, "the disk is full", "Free some space, or choose another folder."),
        (errno.EACCES, "no permission", "Ask for permission, or choose another folder."),
        (errno.EROFS, "the disk is read-only", "Choose another folder."),
        (errno.EIO, "the disk reports an error", "Check the disk and its connection, or choose another folder."),
        (errno.ETIMEDOUT, "the drive does not answer", "Check the disk and its connection, or choose another folder."),
    ],
)
def test_a_fault_of_the_disk_names_the_file_and_what_to_do(
    code: int, why: str, do: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain_error(OSError(code, "as the system says", "out/cells.csv")) is ExitCode.FAILURE
    assert f"{why} (out/cells.csv). {do}" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_no_fault_of_leukview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_folder(tmp_path / "Ünï" / "細胞")
    make_folder(tmp_path / "Ünï" / "細胞")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(EnvironmentFault, match=r"file/out cannot be made \(.+\)\. Choose another folder\."):
        make_folder(tmp_path / "file" / "out")

    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(EnvironmentFault) as fault:
        make_folder(tmp_path / "mine")
    monkeypatch.undo()
    assert f"{tmp_path / 'mine'} cannot be made (no permission). Ask for permission" in str(fault.value)
