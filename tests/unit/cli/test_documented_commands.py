"""What the documents tell to type or to open is there: commands, their options and choices, files, and targets of make."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import typer

from leukview.cli.main import app
from leukview.pipelines.registry import pipeline_specs
from leukview.resources import resources_dir

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "models").glob("*.md"))]
OF_OTHERS = {"--force-reinstall", "--no-build-isolation", "--no-deps", "--nnodes", "--nproc-per-node"}
"""Options in the documents that belong to pip and torchrun."""
EITHER_OR = {"reference import"}
"""Commands of which one way of use does without what another needs."""
PROGRAM = typer.main.get_command(app)
LINE = re.compile(r"(?P<mark>^|`)[ \t]*(?:\.venv[/\\](?:bin|Scripts)[/\\])?leukview (?P<rest>[^`\n]*)", re.MULTILINE)


def commands_of(top: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Return every command by its whole name, as it is typed."""
    for called, command in getattr(top, "commands", {}).items():
        whole = f"{name} {called}".strip()
        yield whole, command
        yield from commands_of(command, whole)


COMMANDS = dict(commands_of(PROGRAM))
OPTIONS = {
    option: command for command in (PROGRAM, *COMMANDS.values()) for item in command.params for option in item.opts
} | {"--help": PROGRAM}


def whole_line(text: str) -> str:
    """Return a document's Markdown with lines that were wrapped within backticks put together again."""
    return re.sub(
        r"(?<!`)`(?!`)([^`]+)`(?!`)",
        lambda found: "`" + " ".join(found[1].split()) + "`",
        re.sub(r"\\\n\s*", " ", text),
    )


def typed(path: Path) -> list[tuple[str, bool]]:
    """Return what follows ``leukview``, with what a table says of it, and whether it is more than a mention within a sentence."""
    return [(found["rest"], found["mark"] == "") for found in LINE.finditer(whole_line(path.read_text("utf-8")))]


def split(rest: str) -> tuple[str, list[str], str]:
    """Return the command, its arguments with what is optional among them, and the words that explain it."""
    rest = re.split(r"\s+#\s", rest)[0].replace("…", "WORD")
    line, _, told = re.sub(r"[][]", "", rest).partition("  ")
    words = shlex.split(line)
    name = next((name for name in (" ".join(words[:2]), words[0] if words else "") if name in COMMANDS), "")
    return name, words[len(name.split()) :], told


def check(rest: str, complete: bool = True) -> None:
    """Hold one line against the real command; a complete one has all that the command needs."""
    if rest.startswith((" ", "-")):  # no command: the window opens
        assert rest[0] == " " or rest.split(maxsplit=1)[0] in OPTIONS
        return
    if several := re.match(r"[a-z-]+(, [a-z-]+)+", rest):  # that one line explains
        assert set(several[0].split(", ")) <= set(COMMANDS), rest
        return
    name, words, told = split(rest)
    assert name, f"no such command: {rest}"
    command = COMMANDS[name]
    values, left, _ = command.make_parser(command.context_class(command, info_name=name)).parse_args(list(words))
    assert not left, f"{name} takes no {left}"
    known = {option for item in command.params for option in item.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", told)) <= known, f"{name}: {told}"
    for item in command.params if complete and words and name not in EITHER_OR else ():
        assert not item.required or values.get(item.name) is not None, f"{name} needs {item.opts}: {rest}"
    for called, kind in (get_type_hints(command.callback) if command.callback else {}).items():
        if isinstance(kind, type) and issubclass(kind, Enum) and isinstance(values.get(called), str):
            assert set(values[called].split("|")) <= {choice.value for choice in kind}, f"{name}: {values[called]}"
    assert_names(name, values)


def assert_names(name: str, values: dict[str, Any]) -> None:
    """Hold the names of recipes and pipelines against those there are; words in capitals stand for one's own."""
    recipe, pipeline = values.get("recipe"), values.get("pipeline")
    if isinstance(recipe, str) and not recipe.isupper():
        assert (resources_dir() / "recipes" / f"{recipe}.toml").is_file(), f"{name}: no recipe {recipe}"
    if isinstance(pipeline, str) and not pipeline.isupper():
        assert pipeline in {spec.id for spec in pipeline_specs()}, f"{name}: no pipeline {pipeline}"


CASES = [(path, *line) for path in DOCUMENTS for line in typed(path)]


@pytest.mark.parametrize(
    ("path", "rest", "complete"),
    CASES,
    ids=[f"{path.relative_to(ROOT).as_posix()}:{rest[:60]}" for path, rest, _ in CASES],
)
def test_a_command_of_the_documents_is_one_that_there_is(path: Path, rest: str, complete: bool) -> None:
    check(rest, complete)


def test_the_documents_do_say_what_to_type_and_every_command_is_in_the_readme() -> None:
    assert len(CASES) > 60
    readme = " ".join(rest for rest, _ in typed(ROOT / "README.md"))
    assert all(re.search(rf"\b{name.split()[0]}\b", readme) for name in COMMANDS)


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ("analyse INPUT -o OUT", "no such command"),
        ("analyze INPUT", "analyze needs"),
        ("analyze INPUT -o OUT --nosuch", "No such option"),
        ("analyze INPUT -o OUT --device auto|tpu", "tpu"),
        ("analyze INPUT -o OUT --pipeline nosuch", "no pipeline nosuch"),
        ("train nosuch --data DATA --out RUN", "no recipe nosuch"),
        ("train, measure      make weights", "measure"),
        ("worklist            list the cases; --nosuch", "--nosuch"),
        ("review FOLDER OTHER", "takes no"),
    ],
)
def test_a_wrong_line_is_found(wrong: str, because: str) -> None:
    with pytest.raises(Exception, match=because):
        check(wrong)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_options_files_and_targets_that_a_document_names_are_there(path: Path) -> None:
    text = whole_line(path.read_text("utf-8"))
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - OF_OTHERS:
        assert option in OPTIONS, option
    tops = {item.name for item in ROOT.iterdir()} - {"build", "dist", ".venv", "demo-output"}
    for code in re.findall(r"`([^`\n]+)`", text):
        name = code.split()[0].rstrip("/:,") if code.split() else ""
        if "/" in name and name.split("/")[0] in tops and not re.search(r"[<>*…]|[A-Z]{3,}/", name):
            assert (ROOT / name).exists(), name
        if found := re.match(r"make ([a-z]+)", code):
            assert re.search(rf"^{found[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), code
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in link and not re.match(r"[a-z]+:", link):
            assert (path.parent / link).exists(), link
