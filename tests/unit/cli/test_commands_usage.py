from __future__ import annotations

from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from leukview import __version__
from leukview.cli import review_cmd
from leukview.cli.analyze_cmd import FORMATS, Device, InputKind, make_options, parse_formats
from leukview.cli.main import app
from leukview.cli.review_cmd import open_window, parse_size
from leukview.cli.terminal import has_display, program_name
from leukview.domain.errors import EnvironmentFault

runner = CliRunner()


@given(st.lists(st.sampled_from(FORMATS), min_size=1))
def test_every_list_of_known_formats_is_understood(names: list[str]) -> None:
    assert parse_formats(" , ".join(name.upper() for name in names)) == frozenset(names)


@pytest.mark.parametrize("text", ["", " , ", "xlsx", "csv,docx", "csv;pdf"])
def test_other_formats_are_a_usage_error(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="choose from csv, pdf, json"):
        parse_formats(text)


def test_an_unknown_pipeline_is_a_usage_error_that_names_the_known_ones() -> None:
    with pytest.raises(typer.BadParameter, match="leukview"):
        make_options("nosuch", InputKind.AUTO, Device.AUTO)


def test_options_pass_through() -> None:
    options = make_options("leukview", InputKind.FIELDS, Device.CPU)
    assert (options.pipeline, options.input_kind, options.device) == ("leukview", "fields", "cpu")


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "."],
        ["analyze", "no such folder", "-o", "out"],
        ["analyze", ".", "-o", "."],
        ["analyze", ".", "-o", "out", "--input-kind", "slides"],
        ["analyze", ".", "-o", "out", "--device", "tpu"],
        ["analyze", ".", "-o", "out", "--format", "xlsx"],
        ["analyze", ".", "-o", "out", "--pipeline", "nosuch"],
        ["analyze", "image.png", "-o", "out", "--case-per-folder"],
        ["analyze", ".", "-o", "image.png"],
        ["review", "no such folder"],
        ["review", "--theme", "blue"],
        ["review", "--size", "big"],
        ["nosuch"],
        ["--nosuch"],
    ],
)
def test_wrong_usage_exits_with_2_and_writes_nothing(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "image.png").write_bytes(b"")
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2, result.output
    assert not (tmp_path / "out").exists()


def test_version() -> None:
    result = runner.invoke(app, ["--version"])
    assert result.exit_code == 0
    assert result.output.strip() == f"LeukView {__version__}"


@pytest.mark.parametrize(
    "command", ["analyze", "demo", "evaluate", "models", "review", "sample", "train", "training-set"]
)
def test_every_command_is_listed_and_explains_itself(command: str) -> None:
    assert f" {command} " in runner.invoke(app, ["--help"]).output
    result = runner.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_says_research_use_only() -> None:
    text = " ".join(runner.invoke(app, ["--help"]).output.split())
    assert "For Research Use Only. Not for use in diagnostic procedures." in text


@given(st.integers(100, 99999), st.integers(100, 99999))
def test_sizes_are_read_back(width: int, height: int) -> None:
    assert parse_size(f"{width}x{height}") == (width, height)
    assert parse_size(None) is None


@pytest.mark.parametrize("arguments", [["review"], []])
def test_without_a_display_the_window_says_how_to_open_it(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_cmd, "has_display", lambda: False)
    monkeypatch.setattr(review_cmd, "_window", lambda: pytest.fail("the window must not be loaded"))
    result = runner.invoke(app, arguments)
    assert result.exit_code == 1
    assert "leukview review FOLDER" in result.output


def test_the_window_gets_what_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []

    def run(folder: object, *, screenshot: object, theme: object, size: object, language: object) -> int:
        calls.append((folder, screenshot, theme, size, language))
        return 0

    monkeypatch.setattr(review_cmd, "has_display", lambda: True)
    monkeypatch.setattr(review_cmd, "_window", lambda: run)
    result = runner.invoke(app, ["review", str(tmp_path), "--theme", "dark", "--language", "de"])
    assert result.exit_code == 0
    assert calls == [(tmp_path, None, "dark", None, "de")]
    assert runner.invoke(app, []).exit_code == 0
    assert calls[1] == (None, None, None, None, None)


def test_a_missing_system_library_is_the_machines_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def refuse(name: str, *args: object, **kwargs: object) -> object:
        if name == "leukview.gui.app":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(review_cmd, "has_display", lambda: True)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(EnvironmentFault, match=r"libEGL\.so\.1.*apt-get install libegl1"):
        open_window(None)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
        ("win32", {"CI": "true"}, False),
    ],
)
def test_whether_there_is_a_display(
    platform: str, environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert has_display() is expected


def test_what_to_type_is_a_command_that_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [".venv/bin/leukview"])
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert program_name() == ".venv/bin/leukview"
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/leukview")
    assert program_name() == "leukview"
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("sys.argv", ["/usr/lib/python3/runpy.py"])
    assert program_name() == "leukview"


def test_a_language_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_cmd, "_window", lambda: pytest.fail("the window must not be loaded"))
    result = runner.invoke(app, ["review", "--language", "xx"])
    assert result.exit_code == 2
    assert "en, de" in result.output


def test_a_folder_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    done = runner.invoke(app, ["analyze", str(tmp_path / "gone"), "-o", str(tmp_path / "out")])
    words = " ".join(done.output.split())
    assert done.exit_code == 2 and "gone' does not exist. Check how it is written" in words
    assert not (tmp_path / "out").exists()


def test_the_list_of_commands_says_whole_sentences() -> None:
    lines = runner.invoke(app, ["--help"], terminal_width=80).output.splitlines()
    commands = lines[lines.index("Commands:") + 1 :]
    listed = [line for line in commands[: commands.index("")] if line]
    assert len(listed) >= 12 and all(line.endswith(".") and not line.endswith("..") for line in listed)
