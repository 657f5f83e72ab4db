"""Read a tree of decisions from a TOML file, and refuse one that is none."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from leukview.classifiers.tree import Head, Stage, Tree
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resources_dir

__all__ = ["read_tree"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _StageRow(_Strict):
    id: str = Field(min_length=1)
    title: str
    node: str
    children: tuple[str, ...] = Field(min_length=2)


class _HeadRow(_Strict):
    id: str = Field(min_length=1)
    title: str
    node: str
    answers: dict[str, str] = Field(min_length=2)


class _TreeFile(_Strict):
    id: str = Field(min_length=1)
    title: str
    source: str
    root: str
    nodes: dict[str, str]
    stage: tuple[_StageRow, ...] = Field(min_length=1)
    classes: dict[str, str] = Field(default_factory=dict)
    head: tuple[_HeadRow, ...] = ()


def read_tree(name_or_path: str | Path) -> Tree:
    """Return a tree by the name of a shipped one (``resources/trees``) or by the path of a TOML file.

    Raises
    ------
    InputProblem
        When there is no such file, a field is missing or unknown, or the nodes are no tree; the message names the node.
    """
    path = Path(name_or_path)
    folder = resources_dir() / "trees"
    path = path if path.suffix == ".toml" else folder / f"{name_or_path}.toml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.toml")))
        raise InputProblem(str(name_or_path), "there is no such tree", f"Give a .toml file or one of: {known}")
    try:
        file = _TreeFile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValueError as error:  # not text, not TOML, or not what a tree holds
        raise InputProblem(str(path), f"this tree is not valid: {error}", "Correct the named field") from error
    fault = _fault(file)
    if fault:
        raise InputProblem(str(path), f"this is not a tree: {fault}", "Correct the named node or stage")
    return _tree(file)


def _fault(file: _TreeFile) -> str:
    """Return why the nodes are no tree, or nothing."""
    children = [child for row in file.stage for child in row.children]
    split = [row.node for row in file.stage]
    used = [file.root, *children, *split]
    faults = {
        "stage {} stands twice": _twice(row.id for row in file.stage),
        "node {} is split by two stages": _twice(split),
        "node {} is the child of two stages, or twice of one": _twice(children),
        "node {} has no name": [node for node in used if node not in file.nodes],
        "node {} is the root and cannot be a child": [node for node in children if node == file.root],
        # After the checks above what cannot be reached is either apart or goes round in a circle.
        "node {} cannot be reached from the root": sorted(set(file.nodes) - _reached(file)),
        "the class {} is none of the taxonomy": [name for name in file.classes.values() if name not in taxonomy()],
        "a class is given to {}, which is no node": [node for node in file.classes if node not in file.nodes],
        "a head is asked of {}, which is no node": [row.node for row in file.head if row.node not in file.nodes],
        "{} names two of the stages, heads, nodes and heads' answers": _twice(_named(file)),
    }
    return next((words.format(nodes[0]) for words, nodes in faults.items() if nodes), "")


def _named(file: _TreeFile) -> list[str]:
    """Return what files, options and labels call by its id: of each kind there may be one."""
    answers = [answer for row in file.head for answer in row.answers]
    networks = [*(row.id for row in file.stage), *(row.id for row in file.head)]
    return [*file.nodes, *answers, *(f"network {name}" for name in networks)]


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _reached(file: _TreeFile) -> set[str]:
    below = {row.node: row.children for row in file.stage}
    reached: set[str] = set()
    waiting = [file.root]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += below.get(node, ())
    return reached


def _tree(file: _TreeFile) -> Tree:
    """Return the tree of a file without faults, its stages in order from coarse to fine, whatever the file's order."""
    parents = {child: row.node for row in file.stage for child in row.children}
    depth = {file.root: 0}
    pending = list(file.stage)
    stages: list[Stage] = []
    while pending:
        row = min(pending, key=lambda each: depth.get(each.node, len(file.nodes)))
        pending.remove(row)
        depth.update(dict.fromkeys(row.children, depth[row.node] + 1))
        stages.append(Stage(row.id, row.title, row.node, row.children))
    heads = tuple(Head(row.id, row.title, row.node, dict(row.answers)) for row in file.head)
    names, classes = dict(file.nodes), dict(file.classes)
    return Tree(file.id, file.title, file.source, file.root, names, parents, tuple(stages), {}, classes, heads)
