"""Every text that a widget may show goes through ``translate``; what else reads like words in the window's code is listed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).parents[2] / "leukview" / "gui"

WORDS = re.compile(r"[A-Za-z]{2,}[,:;.…]?\s+[A-Za-z]|^\W*[A-Z][a-z]{2,}|[a-z]{2,} $|^ \(?[a-z]{2,}")
"""Two words, a word that begins large, or one with the blank between it and what is put beside it."""
KEYS = {
    "Backspace",
    "Del",
    "Delete",
    "Down",
    "End",
    "Enter",
    "Esc",
    "Home",
    "Left",
    "Menu",
    "Return",
    "Right",
    "Space",
    "Tab",
    "Up",
}
STYLE = re.compile(r"\b(?:background|border|color)\b.*[:;]")
TRANSLATED = {"translate", "QT_TRANSLATE_NOOP", "known"}
NOT_SHOWN = {"Signal", "Slot", "Literal", "cast"}
ERRORS = {
    *("AssertionError", "Cancelled", "KeyError", "RuntimeError", "TypeError", "ValueError"),
    # Their texts leukview.gui.fault_texts translates where they are shown.
    *("EnvironmentFault", "InputProblem"),
}

ALLOWED = {
    "actions.py": "*",  # a table: table_texts lists it for translation, and it is translated where an action is made
    "adapting.py": {"leukview adapt --from-cases --site "},  # a command, kept with the weights
    "app.py": {
        "LeukView",
        "Sample smear",  # a folder's name
        # Said in the terminal.
        " cannot be written.",
        "The case was not ready in time.",
    },
    "appearance.py": {" (Language)"},  # for those who do not read the language in force
    "class_colours.py": {
        "One colour a class",
        "Colour-blind safe, with letters on boxes",
    },  # named for readers of the code
    "drawn_calls.py": {"call "},  # a task's name
    "history.py": {"history cells"},
    "main_window.py": {"LeukView"},
    # Kept with an export, which is English.
    "outline_drafts.py": {
        " and ",
        " cells",
        " more",
        " and not used (",
        "): these outputs show the ones before.",
        "Outlines were begun on ",
    },
    "pages.py": {"class grid"},
    "presenter.py": {"LeukView", " · LeukView"},
    "reference_beside.py": {"beside pictures", "reference own"},
    # Tasks' names.
    "quiz.py": {"quiz answer ", "quiz export", "quiz finish", "quiz picture ", "quiz program", "reference "},
    "reference.py": {
        "change ",
        "reference ",
        "reference large",
        "reference page",
        "reference pictures ",
    },
    # Stored, and known again where it is shown.
    "reference_changes.py": {"Drawn by LeukView, from no patient: to try things out, not to learn from"},
    "shortcuts.py": {"Zoom In", "Zoom Out"},  # keys, as Qt stores them
    "smear_words.py": {
        # The domain's own words, to be known again.
        r".*lineage is not known(?P<to> to these weights)?(?: \((?P<n>\d+) of (?P<total>\d+) are called blasts of no lineage\))?"
    },
    "theme.py": {"Fusion", "Inter-Regular.ttf", "Inter-SemiBold.ttf"},
    "training_words.py": {"Recipes"},  # a context
    "translation.py": {"English", "Deutsch"},
    "table_texts.py": "*",
    "domain_words.py": "*",
    "exporting.py": {"LeukView"},
    "widgets/model_card.py": {"# Model card: "},
    "widgets/field_paint.py": {" mm"},
    "widgets/quiz_start.py": {"as in the set"},  # a plan's balance
    "widgets/training_set_dialog.py": {"Training set"},  # a folder's name
}
"""File → its texts that nobody is shown, or shown as they are; ``*`` for a file of tables that are translated elsewhere."""


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the literals that may be shown."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for part in _parts(node):
        yield from _literals(part)


def _parts(node: ast.AST) -> list[ast.AST]:
    """Return what of a node may be shown: no docstring, annotation, key of a table, nor what is compared or translated."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
            return []
        case ast.Import() | ast.ImportFrom() | ast.Compare() | ast.MatchValue() | ast.Subscript() | ast.arg():
            return []
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in TRANSLATED | NOT_SHOWN | ERRORS:
            return []
        case ast.Dict():
            return list(node.values)
        case ast.AnnAssign():
            return [node.value] if node.value is not None else []
        case ast.FunctionDef():
            return [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]
    return list(ast.iter_child_nodes(node))


def _is_key(text: str) -> bool:
    return text.rstrip("+").split("+")[-1] in KEYS | {"Ctrl", "Alt", "Shift"} or bool(
        re.fullmatch(r"(?:(?:Ctrl|Alt|Shift)\+)+\S?", text)
    )


def untranslated(source: str) -> list[tuple[int, str]]:
    """Return line and text of every literal that reads like words and is not translated."""
    return [
        (node.lineno, node.value)
        for node in _literals(ast.parse(source))
        if isinstance(node.value, str)
        and WORDS.search(node.value)
        and not _is_key(node.value)
        and not STYLE.search(node.value)
    ]


def bare_words(source: str) -> list[str]:
    """Return the single words, too short to be told from a name elsewhere, that a label is made with."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"QLabel", "QPushButton", "label"}
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        if re.search(r"[a-z]", node.args[0].value)
    ]


FILES = sorted(str(file.relative_to(GUI)).replace("\\", "/") for file in GUI.rglob("*.py"))


@pytest.mark.parametrize("name", FILES)
def test_every_text_goes_through_translate(name: str) -> None:
    allowed = ALLOWED.get(name, set())
    if allowed == "*":
        return
    found = untranslated((GUI / name).read_text("utf-8"))
    assert [f"{name}:{line}: {text!r}" for line, text in found if text not in allowed] == []
    assert bare_words((GUI / name).read_text("utf-8")) == []


def test_nothing_is_allowed_that_is_not_there() -> None:
    assert set(ALLOWED) <= set(FILES)
    for name, texts in ALLOWED.items():
        there = {text for _, text in untranslated((GUI / name).read_text("utf-8"))}
        assert there if texts == "*" else set(texts) <= there, name


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('button.setText("Open the case")', ["Open the case"]),
        ('button.setText("Open")', ["Open"]),
        ('label(f"{n} cells of {m}")', [" cells of "]),
        ('TITLE = "Read the field"', ["Read the field"]),
        ('words = "Go on" if running else "Stop"', ["Go on", "Stop"]),
        ('self.setToolTip(translate("Here", "Open the case"))', []),
        ('WORDS = QT_TRANSLATE_NOOP("Here", "Open the case")', []),
        ('key = QShortcut("Ctrl+F", self)', []),
        ('if state == "not met": pass', []),
        ('"""Open the case."""', []),
        ('theme.set_role(self, surface="panel")', []),
    ],
)
def test_a_text_that_was_forgotten_would_be_found(code: str, found: list[str]) -> None:
    assert [text for _, text in untranslated(code)] == found
